#pragma once
// The records of a JSON file, one after the other, as texts.

#include <fstream>
#include <string>
#include <string_view>

#include "base/result.h"

namespace zhiheng::intake {

/// Cuts a file into the elements of an array, or into its top-level values, without reading more
/// than one of them at a time. Only brackets and strings are looked at; whether an element is well
/// formed is for its reader to say.
class JsonElements {
 public:
  /// @param path  JSON pointer to the array: "/results"; passed over where the file is an array or
  ///              has no such key
  [[nodiscard]] static Result<JsonElements> open(const std::string& file, const std::string& path);

  /// The next element; empty at the end. It lives until the next call.
  /// @fails  intake.cannot_read, intake.damaged (cut off), intake.too_large (over 16 MiB)
  [[nodiscard]] Result<std::string_view> next();

  [[nodiscard]] double done() const;

 private:
  explicit JsonElements(const std::string& file) : file_(file), in_(file, std::ios::binary) {}
  [[nodiscard]] Result<void> find_start(const std::string& path);
  [[nodiscard]] Result<bool> descend(std::string_view key, std::size_t& at);
  [[nodiscard]] bool read_more();
  [[nodiscard]] char sign_at(std::size_t& at);
  [[nodiscard]] Result<std::size_t> end_of_value(std::size_t begin);

  std::string file_;
  std::ifstream in_;
  std::string text_;
  std::size_t at_ = 0;
  std::size_t size_ = 0, read_ = 0;
  bool in_array_ = false, at_end_ = false;
};

}  // namespace zhiheng::intake
