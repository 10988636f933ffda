#pragma once
// The fields by which records are linked: values as small numbers, and how alike two values are.

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace zhiheng::stat {

/// How far two values agree, best first.
enum class Agreement : std::uint8_t { same, close, near, different, missing };
inline constexpr std::size_t agreement_levels = 4;  ///< without `missing`

/// What counts as close and near.
enum class Likeness {
  /// `digits` when every value is made of digits, else `text`.
  automatic,
  /// Same or different, nothing between: codes that nobody types.
  code,
  /// Close: one edit or swap of neighbours.
  digits,
  /// Close: Jaro-Winkler similarity of at least 0.92; near: of at least 0.85.
  text,
  /// By `LinkField::agree`.
  given,
};

struct LinkField {
  std::string name = {};
  std::vector<std::string> values = {};  ///< one per record, "" for missing
  Likeness likeness = Likeness::automatic;
  /// For Likeness::given: symmetric, thread-safe, never called with two equal or empty values.
  std::function<Agreement(std::string_view, std::string_view)> agree = {};
};

/// A field whose values are numbered from 1 in the order of their first record; 0 is missing.
class CodedField {
 public:
  explicit CodedField(const LinkField& field);

  [[nodiscard]] std::span<const std::uint32_t> codes() const { return codes_; }
  [[nodiscard]] std::size_t values() const { return texts_.size(); }  ///< with the missing one
  [[nodiscard]] const std::string& text(std::uint32_t code) const { return texts_[code]; }
  /// Records with a value.
  [[nodiscard]] double count(std::uint32_t code) const { return counts_[code]; }
  [[nodiscard]] bool can_be(Agreement level) const;
  /// Agreement of two values by their numbers. Answers are remembered; may be called from several
  /// threads at once.
  [[nodiscard]] Agreement agreement(std::uint32_t a, std::uint32_t b) const;

 private:
  [[nodiscard]] Agreement compared(std::uint32_t a, std::uint32_t b) const;

  Likeness likeness_;
  std::function<Agreement(std::string_view, std::string_view)> agree_;
  std::vector<std::uint32_t> codes_;
  std::vector<std::string> texts_;
  std::vector<double> counts_;
  std::shared_ptr<std::vector<std::uint8_t>> known_;  ///< values x values; empty when too many
};

}  // namespace zhiheng::stat
