#include "trace/event_access.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "base/uuid.h"
#include "code/epc_text.h"
#include "trace/event_store.h"
#include "trace/identifier.h"

namespace zhiheng::trace {
namespace {

constexpr std::string_view node_register = "trace_node";
constexpr std::string_view log_register = "epcis_access";
constexpr std::size_t most_ids = 100;
constexpr std::size_t longest_filter = 1000;

/// Nodes that are known to be the firm's.
Sql confirmed_nodes(const std::string& company) {
  return {"operator = ? AND state = 'confirmed' AND gln IS NOT NULL", {company}};
}

Result<std::vector<std::string>> glns_of(const registry::Registry& registry,
                                         const std::string& company) {
  std::vector<std::string> glns;
  const catalog::Register* of = registry.catalog().find_register(node_register);
  if (of == nullptr || company.empty()) return glns;
  const std::size_t gln = *of->position("gln");
  store::Select select{.table = of->name};
  select.where = confirmed_nodes(company);
  ZH_DO(registry.store().read(select, [&](const store::Version& version) {
    const auto& text = std::get<std::string>(version.values[gln]);
    if (text.size() == 13 && code::all_digits(text)) glns.push_back(text);
    return true;
  }));
  std::ranges::sort(glns);
  glns.erase(std::ranges::unique(glns).begin(), glns.end());
  return glns;
}

/// Own events, and those whose list of locations has a GLN of a confirmed node. The list is
/// compared in SQL, so that a firm with thousands of places needs no thousands of conditions.
Sql rows_of_firm(const registry::Registry& registry, const std::string& company) {
  if (company.empty()) return {"1 = 0", {}};
  Sql rows{"\"owner\" = ?", {company}};
  const store::Table* nodes = registry.store().table(node_register);
  if (nodes == nullptr) return rows;
  const std::string listed = "('|' || \"locations\" || '|')";
  const Sql confirmed = confirmed_nodes(company);
  rows.text += " OR (\"locations\" IS NOT NULL AND EXISTS (SELECT 1 FROM (" +
               registry.store().current_relation(*nodes) + ") AS node WHERE " + confirmed.text +
               " AND length(gln) = 13 AND replace(" + listed + ", '|' || gln || '|', '') <> " +
               listed + "))";
  rows.values.insert(rows.values.end(), confirmed.values.begin(), confirmed.values.end());
  return rows;
}

}  // namespace

Result<EventAccess> event_access(const registry::Registry& registry,
                                 const registry::Person& person) {
  ZH_TRY(const catalog::Register* const of, registry.find_register(event_register));
  const registry::Access access = registry.access(person, *of);
  EventAccess made{.rows = {}, .audience = {}, .user = person.user, .company = person.company};
  ZH_TRY(made.rows, registry.visible_rows(person, *of, registry.store().dialect()));
  if (access.reads.all) {
    ZH_TRY(made.grants, event_grants(registry, person));
  }
  if (!access.reads.all) {
    made.of_firm = true;
    made.rows = rows_of_firm(registry, person.company);
    ZH_TRY(const auto glns, glns_of(registry, person.company));
    if (!person.company.empty()) made.audience.readers.push_back(firm_reader(person.company));
    for (const std::string& gln : glns) made.audience.readers.push_back(location_reader(gln));
  } else if (!access.region.empty()) {
    made.audience.region =
        of->expression_fields()[*of->position(of->region_field)].prefix(access.region);
  } else {
    made.audience.everything = true;
  }
  return made;
}

std::vector<std::string> locations_of(const Event& event) {
  std::set<std::string> found;
  const auto add = [&](const std::string& id) {
    const std::string normal = normal_identifier(id);
    for (const std::string_view start : {"https://id.gs1.org/414/", "https://id.gs1.org/417/"}) {
      if (!normal.starts_with(start)) continue;
      const std::string gln = normal.substr(start.size(), 13);
      const bool ends = normal.size() <= start.size() + 13 || normal[start.size() + 13] == '/';
      if (gln.size() == 13 && code::all_digits(gln) && ends) found.insert(gln);
    }
  };
  if (event.read_point) add(event.read_point->id);
  if (event.biz_location) add(event.biz_location->id);
  for (const auto* list : {&event.sources, &event.destinations}) {
    for (const Reference& reference : *list) add(reference.id);
  }
  return {found.begin(), found.end()};
}

Result<void> log_foreign_reads(registry::Registry& registry, const EventAccess& access,
                               const std::string& action, const std::vector<std::string>& ids,
                               const std::string& filter) {
  if (ids.empty() || registry.store().table(log_register) == nullptr) return {};
  static const std::vector<std::string> columns = {"number", "at",     "account", "company",
                                                   "action", "events", "event",   "filter"};
  std::string listed;
  for (std::size_t i = 0; i < std::min(ids.size(), most_ids); ++i) {
    listed.append(listed.empty() ? "" : "|").append(shorten(ids[i], 190));
  }
  const auto text = [](std::string value) { return value.empty() ? Value() : Value(value); };
  std::vector<store::Draft> drafts(1);
  drafts.front().values = {to_text(make_uuid()),
                           now(),
                           access.user,
                           text(access.company),
                           action,
                           static_cast<std::int64_t>(ids.size()),
                           listed,
                           text(shorten(filter, longest_filter))};
  ZH_DO(registry.store().write({.user = access.user}, log_register, columns, std::move(drafts)));
  return {};
}

}  // namespace zhiheng::trace
