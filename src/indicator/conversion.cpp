// What became of a region code: history told in the division of another day.

#include "code/region.h"
#include "indicator/statement.h"

namespace zhiheng::indicator {
namespace {

/// The digits that all heirs share, if they are enough for the level.
std::string shared(const std::vector<code::Heir>& heirs, std::size_t digits) {
  std::string common;
  for (const auto& heir : heirs) {
    if (heir.extent == code::Extent::fringe) continue;
    const std::string own = heir.region->code.substr(0, digits);
    if (!common.empty() && own != common) return {};
    common = own;
  }
  return common;
}

}  // namespace

std::optional<Conversion> conversion(const code::Regions& regions, const std::string& code,
                                     Date on) {
  const auto* known = regions.nearest(code, on);
  if (known == nullptr || known->valid_on(on)) return std::nullopt;
  const Date then = known->valid_to <= on ? Date{known->valid_to.days - 1} : known->valid_from;
  const auto heirs = regions.convert(code, then, on);
  if (!heirs || heirs->empty()) return Conversion{code, {}, {}, {}};
  return Conversion{code, shared(*heirs, 2), shared(*heirs, 4), shared(*heirs, 6)};
}

}  // namespace zhiheng::indicator
