#pragma once
// Text as the bytes that libraries of C ask for.

#include <string>
#include <string_view>

namespace zhiheng {

[[nodiscard]] inline const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

/// To write into, as many as the text has.
[[nodiscard]] inline unsigned char* bytes_of(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

}  // namespace zhiheng
