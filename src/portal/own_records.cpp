#include "portal/own_records.h"

#include <algorithm>

#include "catalog/capacity.h"

namespace zhiheng::portal {
namespace {

OwnValues placed(const catalog::Register& of, const std::vector<std::string>& columns,
                 const registry::Record& record, const std::string& user) {
  OwnValues made{
      .id = record.id, .state = record.state, .all = std::vector<Value>(of.fields.size())};
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (const auto at = of.position(columns[i])) made.all[*at] = record.values[i];
  }
  made.all.emplace_back(record.state);
  made.all.emplace_back(record.recorded_at);
  made.all.emplace_back(user);
  return made;
}

}  // namespace

bool is_own(const registry::Registry& registry, const registry::Person& person,
            const catalog::Register& of) {
  if (of.holder.empty()) return false;
  const registry::Access access = registry.access(person, of).widest();
  return access.read && access.is_internal() && access.reads.own && !access.reads.all;
}

std::string own_filter(const catalog::Register& of, const std::string& company) {
  return of.holder + " = '" + company + "'";  // a credit code that was checked: digits and letters
}

std::vector<std::string> states_to_act_in(const catalog::Register& of,
                                          const registry::Person& person) {
  std::vector<std::string> states;
  for (const auto& state : of.states) {
    const bool acts = std::ranges::any_of(of.steps, [&](const catalog::Step& step) {
      const bool starts =
          step.from.empty() || std::ranges::find(step.from, state.name) != step.from.end();
      return starts && std::ranges::any_of(step.roles, [&](const std::string& role) {
               return std::ranges::find(person.roles, role) != person.roles.end();
             });
    });
    if (acts) states.push_back(state.name);
  }
  return states;
}

Result<std::vector<OwnValues>> own_records(registry::Registry& registry,
                                           const registry::Person& person,
                                           const catalog::Register& of,
                                           std::span<const std::string> states) {
  const int most = catalog::capacity_of(registry.catalog().folder)->own_records;
  registry::ListQuery query{.filter = own_filter(of, person.company), .limit = most};
  std::string among;
  for (const auto& state : states) among.append(among.empty() ? "'" : ", '").append(state + "'");
  if (!among.empty()) query.filter += " and state in (" + among + ")";
  ZH_TRY(const auto page, registry.list(person, of, query));
  std::vector<OwnValues> records;
  for (const auto& listed : page.records) {
    // A list shows of everybody what everybody sees; one's own record by itself shows all.
    std::vector<std::string> columns;
    ZH_TRY(const auto record, registry.get(person, of, listed.id, columns));
    records.push_back(placed(of, columns, record, person.user));
  }
  return records;
}

std::string title_of(const catalog::Register& of, const OwnValues& values) {
  const auto at = of.position(of.title_field);
  return at ? to_text(values.all[*at]) : std::string();
}

}  // namespace zhiheng::portal
