#pragma once
// Names of elements and attributes as they are written, taken apart once: documents have few of
// them, each many times.

#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "trace/arena.h"

namespace zhiheng::trace {

/// "prefix:name", and what the prefix means.
struct XmlName {
  XmlName() = default;
  explicit XmlName(std::string_view text) : whole(text), name(text) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) return;
    prefix = text.substr(0, colon);
    name = text.substr(colon + 1);
  }

  std::string_view whole, prefix, name;
  std::string_view space;
  bool declared = false;
  std::size_t state = 0;  ///< of the declarations by which `space` was found; 0: not yet looked for
};

/// The names that were met.
class XmlNames {
 public:
  /// The name in its place, as new when it is met for the first time or another one had the place;
  /// null when too many were met, or it is too long.
  [[nodiscard]] XmlName* find(std::string_view whole) {
    XmlName& name = names_[place_of(whole)];
    if (name.whole == whole) return &name;
    if (kept_ >= most || whole.size() > longest) return nullptr;
    ++kept_;
    name = XmlName(texts_.keep(whole));
    return &name;
  }

 private:
  static constexpr int place_bits = 9;
  /// What is kept is only given back at the end.
  static constexpr std::size_t most = 2000, longest = 200;

  /// By the first and the last signs.
  static std::size_t place_of(std::string_view whole) {
    std::uint64_t first = 0, last = 0;
    if (whole.size() >= sizeof first) {
      std::memcpy(&first, whole.data(), sizeof first);
      std::memcpy(&last, whole.data() + whole.size() - sizeof last, sizeof last);
    } else {
      for (const char sign : whole) first = first << 8U | static_cast<unsigned char>(sign);
    }
    const std::uint64_t mixed = (first ^ (last << 1U) ^ whole.size()) * 0x9E3779B97F4A7C15U;
    return mixed >> (64 - place_bits);
  }

  std::array<XmlName, std::size_t{1} << place_bits> names_{};
  Arena texts_;
  std::size_t kept_ = 0;
};

}  // namespace zhiheng::trace
