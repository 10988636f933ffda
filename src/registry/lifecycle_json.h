#pragma once
// Clocks, links and work lists as JSON, for the command line and the interface alike.

#include "registry/lifecycle.h"

namespace boost::json {
class array;
class object;
}  // namespace boost::json

namespace zhiheng::registry {

[[nodiscard]] std::string_view name_of(Standing standing);
[[nodiscard]] boost::json::array clocks_json(const std::vector<ClockReading>& readings);
[[nodiscard]] boost::json::array links_json(const catalog::Catalog& catalog,
                                            const std::vector<Link>& links);
/// Each with the fields that it requires, those of them that are empty, and further ones that its
/// condition looks at.
[[nodiscard]] boost::json::array steps_json(const catalog::Register& of,
                                            const std::vector<PossibleStep>& steps);
[[nodiscard]] boost::json::object work_json(const catalog::Catalog& catalog, const Work& work);

/// The title of a state in both languages; its name where nothing is declared.
[[nodiscard]] Words state_title(const catalog::Register& of, const std::string& state);
[[nodiscard]] const catalog::Clock* find_clock(const catalog::Register& of,
                                               const std::string& clock);

}  // namespace zhiheng::registry
