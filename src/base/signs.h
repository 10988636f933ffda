#pragma once
// Signs that no text from people should hold, because they cannot be seen or make it read otherwise
// than it is.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace zhiheng {

struct UnwantedSign {
  std::size_t at = 0;     ///< byte
  std::size_t bytes = 1;  ///< that it takes
  unsigned code = 0;

  [[nodiscard]] std::string name() const;  ///< "U+202E"
};

/// The first control character other than tab and line ends, or sign that turns the direction of
/// writing (embeddings, overrides, isolates), of a text in UTF-8.
/// @source  Unicode Technical Report 36, 3.1; Unicode Standard Annex 9, 2.1 to 2.6
/// @cost    linear in the text, allocates nothing
[[nodiscard]] std::optional<UnwantedSign> find_unwanted_sign(std::string_view text);

/// The last part of a path, whichever way its folders are separated, without unwanted signs, tabs
/// and line ends: what a file is called by. Empty where nothing is left or it is "." or "..".
[[nodiscard]] std::string plain_file_name(std::string_view path);

}  // namespace zhiheng
