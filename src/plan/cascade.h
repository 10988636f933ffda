#pragma once
// Which item of the plan above did a lower plan take up? The crosswalk of two texts on record,
// written down as links.

#include <string>

#include "plan/compare.h"
#include "registry/registry.h"

namespace zhiheng::plan {

/// Two plans on record, read and compared.
struct ComparedTexts {
  Plan upper, lower;
  Crosswalk crosswalk;
};

/// @fails  plan.document_unknown, plan.compare_rule_unusable, registry.not_allowed
[[nodiscard]] Result<ComparedTexts> compare_on_record(registry::Registry& registry,
                                                      const registry::Person& person,
                                                      const Lexicon& lexicon,
                                                      const std::string& upper,
                                                      const std::string& lower);

/// Writes a link for every pair of items that the crosswalk found, with its relation and
/// similarity. Links that people declared stay as they are. The same texts again write nothing;
/// links of an earlier text that the crosswalk no longer finds are deleted with a reason.
///
/// @return  links written or deleted
/// @fails   as compare_on_record, registry.*
[[nodiscard]] Result<std::size_t> link_by_crosswalk(registry::Registry& registry,
                                                    const registry::Person& person,
                                                    const Lexicon& lexicon,
                                                    const std::string& upper,
                                                    const std::string& lower);

/// The links of a plan with the plan above it and with all plans below it.
/// @return  links written or deleted
/// @fails   as link_by_crosswalk
[[nodiscard]] Result<std::size_t> link_all(registry::Registry& registry,
                                           const registry::Person& person, const Lexicon& lexicon,
                                           const std::string& code);

}  // namespace zhiheng::plan
