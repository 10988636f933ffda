#pragma once
// Is a word one of several?

#include <algorithm>
#include <initializer_list>
#include <ranges>
#include <string_view>

namespace zhiheng {

[[nodiscard]] constexpr bool is_among(std::string_view word,
                                      std::initializer_list<std::string_view> words) {
  return std::ranges::find(words, word) != words.end();
}

/// The same for a list, array or span of texts.
template <class Words>
[[nodiscard]] constexpr bool is_among(std::string_view word, const Words& words) {
  return std::ranges::find(words, word) != std::ranges::end(words);
}

}  // namespace zhiheng
