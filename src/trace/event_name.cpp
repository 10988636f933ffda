#include "trace/event_name.h"

#include <algorithm>

namespace zhiheng::trace {
namespace {

constexpr char as_text = 0, as_uuid = 1, as_hash = 2;
constexpr std::string_view uuid_start = "urn:uuid:";
constexpr std::string_view hash_start = "ni:///sha-256;", hash_end = "?ver=CBV2.0";
constexpr std::string_view digits = "0123456789abcdef";

bool hyphen_stands(std::size_t at) { return at == 8 || at == 13 || at == 18 || at == 23; }

/// The bytes behind `tag`; empty when `text` is not all lower-case digits, hyphens where due.
std::string bytes_of(char tag, std::string_view text, bool uuid) {
  std::string bytes(1, tag);
  int half = -1;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (uuid && hyphen_stands(i)) {
      if (text[i] != '-') return {};
      continue;
    }
    const std::size_t digit = digits.find(text[i]);
    if (digit == std::string_view::npos) return {};
    if (half < 0) {
      half = static_cast<int>(digit);
    } else {
      bytes.push_back(static_cast<char>(half << 4 | static_cast<int>(digit)));
      half = -1;
    }
  }
  return bytes;
}

}  // namespace

std::string packed_event_name(std::string_view name) {
  std::string bytes;
  if (name.starts_with(uuid_start) && name.size() == uuid_start.size() + 36) {
    bytes = bytes_of(as_uuid, name.substr(uuid_start.size()), true);
  } else if (name.starts_with(hash_start) && name.ends_with(hash_end) &&
             name.size() == hash_start.size() + 64 + hash_end.size()) {
    bytes = bytes_of(as_hash, name.substr(hash_start.size(), 64), false);
  }
  if (bytes.empty()) bytes.append(1, as_text).append(name);
  return bytes;
}

std::string unpacked_event_name(std::string_view packed) {
  if (packed.empty()) return {};
  if (packed.front() == as_text) return std::string(packed.substr(1));
  const bool uuid = packed.front() == as_uuid;
  std::string name(uuid ? uuid_start : hash_start);
  std::size_t written = 0;
  for (const char sign : packed.substr(1)) {
    const auto byte = static_cast<unsigned char>(sign);
    for (const int digit : {byte >> 4, byte & 15}) {
      if (uuid && hyphen_stands(written)) {
        name.push_back('-');
        ++written;
      }
      name.push_back(digits[static_cast<std::size_t>(digit)]);
      ++written;
    }
  }
  if (!uuid) name.append(hash_end);
  return name;
}

}  // namespace zhiheng::trace
