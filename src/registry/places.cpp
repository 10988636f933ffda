#include "registry/places.h"

#include <algorithm>

namespace zhiheng::registry {
namespace {

bool all_digits(std::string_view text) {
  return std::ranges::all_of(text, [](char sign) { return sign >= '0' && sign <= '9'; });
}

}  // namespace

bool is_region(const catalog::Catalog&, std::string_view code) {
  return code.size() == 6 && all_digits(code);
}

bool is_industry(const catalog::Catalog&, std::string_view code) {
  if (code.size() == 1) return code.front() >= 'A' && code.front() <= 'T';
  return code.size() >= 2 && code.size() <= 4 && all_digits(code);
}

}  // namespace zhiheng::registry
