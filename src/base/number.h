#pragma once
// A number that is all of a text.

#include <charconv>
#include <optional>
#include <string_view>
#include <system_error>

namespace zhiheng {

/// The number that the whole text is, written as std::from_chars reads it; nothing when anything
/// else stands in the text, or when the number does not fit.
template <typename Number>
[[nodiscard]] std::optional<Number> number_in(std::string_view text) {
  Number value{};
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace zhiheng
