#pragma once
// A TOML table as the loaders read it: typed, with file and line in every complaint, and a word
// about keys that nobody asked for.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/decimal.h"
#include "base/result.h"
#include "base/words.h"

namespace zhiheng::catalog {

class Declaration {
 public:
  /// Reads a file; `name` is what complaints call it. Errors go to `errors`, which must outlive
  /// the declaration; null when the file is not TOML at all.
  static std::optional<Declaration> read(const std::string& file, const std::string& name,
                                         std::vector<Error>& errors);

  [[nodiscard]] bool has(std::string_view key) const;
  /// "" and a complaint when it is missing.
  std::string text(std::string_view key);
  std::string text_or(std::string_view key, std::string otherwise);
  /// Both languages, or a complaint.
  Words words(std::string_view key);
  Words words_or(std::string_view key, Words otherwise);
  bool flag(std::string_view key, bool otherwise = false);
  int integer_or(std::string_view key, int otherwise);
  double real_or(std::string_view key, double otherwise);
  /// An integer, or a text that holds a decimal ("0.90"); TOML floats are refused as inexact.
  std::optional<Decimal> decimal(std::string_view key);
  std::optional<Date> date(std::string_view key);
  std::vector<std::string> texts(std::string_view key);
  std::vector<std::vector<std::string>> text_lists(std::string_view key);
  /// [[key]] tables, in order.
  std::vector<Declaration> tables(std::string_view key);
  std::optional<Declaration> table(std::string_view key);
  /// [[key]] tables, or the one table that `key = { … }` is.
  std::vector<Declaration> one_or_more(std::string_view key);
  /// Names of all keys, in order of the file; marks them as read.
  std::vector<std::string> keys();

  /// One of `choices`; the first and a complaint when it is none of them.
  std::size_t choice(std::string_view key, const std::vector<std::string_view>& choices,
                     std::optional<std::size_t> otherwise = std::nullopt);

  /// SHA-256 of the whole file as it stands on disk, hexadecimal.
  [[nodiscard]] std::string digest() const;
  /// "registers/alert.toml:12", of a key or of the table itself.
  [[nodiscard]] std::string place(std::string_view key = {}) const;
  void complain(const Failure& failure, std::string_view key, std::string found,
                std::string wanted);
  /// Complains about every key that was never asked for.
  void finish();

 private:
  struct Inside;
  explicit Declaration(std::shared_ptr<Inside> inside) : inside_(std::move(inside)) {}
  std::shared_ptr<Inside> inside_;
};

}  // namespace zhiheng::catalog
