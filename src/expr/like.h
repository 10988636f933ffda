#pragma once
// Patterns of `like`: % for any characters, _ for one; \ before %, _ or \ takes it as it is.

#include <optional>
#include <string>
#include <string_view>

namespace zhiheng::expr {

/// What a pattern comes down to where it has no wildcard, or only at its ends.
struct PatternShape {
  enum class Kind { exact, prefix, infix, general } kind = Kind::general;
  std::string text = {};  ///< without wildcards and escapes; not for general
};

/// None: a backslash stands before something else, or at the end.
[[nodiscard]] std::optional<PatternShape> shape_of(std::string_view pattern);

/// Case counts. The pattern is one that shape_of takes.
/// @cost  at most the product of the two lengths
[[nodiscard]] bool matches(std::string_view text, std::string_view pattern);

/// The same pattern for SQLite's GLOB, which minds case where its LIKE does not.
[[nodiscard]] std::string as_glob(std::string_view pattern);

/// The same pattern for LIKE … ESCAPE '!' (a backslash is read differently by different settings).
[[nodiscard]] std::string as_like(std::string_view pattern);

}  // namespace zhiheng::expr
