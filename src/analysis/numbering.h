#pragma once
// Texts as small numbers, in the order of their first appearance.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace zhiheng::analysis {

class Numbering {
 public:
  std::uint32_t of(std::string_view text) {
    const auto found = known_.find(text);
    if (found != known_.end()) return found->second;
    const auto number = static_cast<std::uint32_t>(names.size());
    names.emplace_back(text);
    known_.emplace(names.back(), number);
    return number;
  }
  std::vector<std::string> names;

 private:
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> known_;
};

}  // namespace zhiheng::analysis
