#include "registry/places.h"

#include <algorithm>

#include "code/industry.h"
#include "code/region.h"

namespace zhiheng::registry {
namespace {

bool all_digits(std::string_view text) {
  return std::ranges::all_of(text, [](char sign) { return sign >= '0' && sign <= '9'; });
}

}  // namespace

bool is_region(const catalog::Catalog& catalog, std::string_view code) {
  if (code.size() != 6 || !all_digits(code)) return false;
  return catalog.regions == nullptr || !catalog.regions->versions(code).empty();
}

bool is_industry(const catalog::Catalog& catalog, std::string_view code) {
  const bool section = code.size() == 1 && code.front() >= 'A' && code.front() <= 'T';
  if (!section && (code.size() < 2 || code.size() > 4 || !all_digits(code))) return false;
  if (catalog.industries == nullptr) return true;
  return catalog.industries->find(code, code::Edition::gb2017) != nullptr ||
         catalog.industries->find(code, code::Edition::gb2011) != nullptr;
}

}  // namespace zhiheng::registry
