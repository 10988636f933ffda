#pragma once
// What people call the records that values point to: a firm by its name, a spot check by what was
// drawn, and not by a code.

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "registry/registry.h"

namespace boost::json {
class object;
}  // namespace boost::json

namespace zhiheng::registry {

/// Titles of records by key, register by register.
using Names = std::map<std::string, std::map<std::string, std::string, std::less<>>, std::less<>>;

/// The register whose records a field's values are keys of: the target of a record field, for a
/// party the register kept by credit code. Null for other fields, and where there is none.
[[nodiscard]] const catalog::Register* pointed_register(const catalog::Catalog& catalog,
                                                        const catalog::Field& field);

/// Names of all that the records of one page point to. A record that neither the person nor
/// everybody may read, or whose title they may not see, has none, like one that is not there: its
/// key stays all that is told. Longer titles are shortened.
///
/// @cost  one question for each register pointed to, and one more for each register whose titles
///        are keys themselves, however many records
[[nodiscard]] Result<Names> names_of(const Registry& registry, const Person& person,
                                     const catalog::Register& of,
                                     std::span<const std::string> columns,
                                     std::span<const Record> records);
[[nodiscard]] Result<Names> names_of(const Registry& registry, const Person& person,
                                     const catalog::Register& of, const Page& page);

/// The name of one key; empty: none.
[[nodiscard]] std::string_view name_in(const Names& names, const catalog::Register* pointed,
                                       std::string_view key);

/// A title of a record of this register.
using TitleOf = std::pair<const catalog::Register*, std::string*>;

/// Titles that are keys of other records become those records' names, where they have one.
[[nodiscard]] Result<void> name_titles(const Registry::Inside& inside, const Person& person,
                                       std::span<const TitleOf> titles);

/// {"enterprise": {"91…": "…"}}
[[nodiscard]] boost::json::object names_json(const Names& names);

}  // namespace zhiheng::registry
