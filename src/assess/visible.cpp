// Who sees whose scores: by the rights in the registers of frozen sheets, so that a score computed
// now is shown to nobody who could not read it frozen.

#include "assess/assess.h"
#include "code/region.h"
#include "registry/failures.h"

namespace zhiheng::assess {
namespace {

Result<registry::Access> access_to_sheets(const registry::Registry& registry,
                                          const registry::Person& person) {
  ZH_TRY(const auto* of, registry.find_register("assessment_sheet"));
  registry::Access access = registry.access(person, *of);
  if (!access.read || !access.reads.all) return fail(registry::not_allowed, of->name, person.user);
  return access;
}

}  // namespace

Result<void> may_see(const registry::Registry& registry, const registry::Person& person) {
  ZH_DO(access_to_sheets(registry, person));
  return {};
}

Result<void> limit_to_visible(Assessment& made, const registry::Registry& registry,
                              const registry::Person& person) {
  ZH_TRY(const auto access, access_to_sheets(registry, person));
  if (access.region.empty()) return {};
  const auto below = code::subtree_prefix(access.region);
  const auto hidden = std::erase_if(
      made.sheets, [&](const Sheet& sheet) { return !sheet.region.starts_with(below); });
  // A place among others, and a rank, tell about the others.
  const bool alone = hidden > 0 || !made.scheme->assessor.starts_with(below);
  if (!alone) return {};
  for (auto& sheet : made.sheets) {
    sheet.place = 0;
    sheet.spread.reset();
  }
  return {};
}

Result<void> may_freeze(const registry::Registry& registry, const registry::Person& person,
                        const catalog::Scheme& scheme) {
  ZH_TRY(const auto access, access_to_sheets(registry, person));
  const bool above =
      access.region.empty() || scheme.assessor.starts_with(code::subtree_prefix(access.region));
  if (!access.write || !above) {
    return fail(registry::not_allowed, "assessment_sheet", person.user);
  }
  return {};
}

}  // namespace zhiheng::assess
