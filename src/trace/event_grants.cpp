#include "trace/event_grants.h"

#include <algorithm>

#include "trace/event_store.h"
#include "trace/identifier.h"

namespace zhiheng::trace {
namespace {

constexpr const char* grant_register = "epcis_event_grant";
constexpr std::size_t most_identifiers = 1000;

std::string text_of(const catalog::Register& of, const store::Version& version,
                    std::string_view field) {
  const auto at = of.position(std::string(field));
  const auto* text = at ? std::get_if<std::string>(&version.values[*at]) : nullptr;
  return text == nullptr ? std::string() : *text;
}

void add_identifiers(std::string_view list, std::vector<std::string>& identifiers) {
  while (!list.empty() && identifiers.size() < most_identifiers) {
    const std::size_t end = std::min(list.find('|'), list.size());
    if (end > 0) identifiers.push_back(normal_identifier(list.substr(0, end)));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
}

/// The record that a grant rests on; none when it is gone or ended.
Result<std::optional<store::Version>> running(const registry::Registry& registry,
                                              const catalog::Register& of, const std::string& key) {
  std::vector<Value> parts;
  std::string_view rest = key;
  for (std::size_t i = 0; i < of.key.size(); ++i) {
    const std::size_t end = i + 1 < of.key.size() ? rest.find('|') : rest.size();
    if (end == std::string_view::npos) return std::nullopt;
    parts.emplace_back(std::string(rest.substr(0, end)));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  store::Select select{.table = of.name};
  select.keys = {std::move(parts)};
  std::optional<store::Version> found;
  ZH_DO(registry.store().read(select, [&](const store::Version& version) {
    found = version;
    return false;
  }));
  if (!found) return found;
  const auto state = std::ranges::find(of.states, found->state, &catalog::State::name);
  if (state != of.states.end() && state->final) found.reset();
  return found;
}

/// What one grant names: its own list, and that of its recall while it runs.
Result<void> add_case(const registry::Registry& registry, const catalog::Register& grants,
                      const store::Version& grant, std::vector<std::string>& identifiers) {
  std::string listed = text_of(grants, grant, "identifiers");
  for (const char* field : {"recall", "case_file"}) {
    const std::string key = text_of(grants, grant, field);
    if (key.empty()) continue;
    const catalog::Register& of =
        *registry.catalog().find_register(grants.find_field(field)->target);
    ZH_TRY(const auto record, running(registry, of, key));
    if (!record) return {};
    listed += "|" + text_of(of, *record, "product_codes");
  }
  add_identifiers(listed, identifiers);
  return {};
}

}  // namespace

Result<EventGrants> event_grants(const registry::Registry& registry,
                                 const registry::Person& person) {
  EventGrants made;
  const catalog::Catalog& catalog = registry.catalog();
  const catalog::Register* grants = catalog.find_register(grant_register);
  if (grants == nullptr || person.system || person.user == registry::local_operator().user) {
    return made;
  }
  ZH_TRY(const catalog::Register* const of, registry.find_register(event_register));
  const Date today = china_date(now());
  ZH_TRY(made.classes, registry::class_limits(catalog, registry.store(), *of, person.user, today,
                                              registry.store().dialect()));
  ZH_TRY(const auto in_force,
         registry::grants_in_force(catalog, registry.store(), *of, person.user, today));
  for (const store::Version& grant : in_force) {
    if (text_of(*grants, grant, "kind") != "case") continue;
    ZH_DO(add_case(registry, *grants, grant, made.case_identifiers));
  }
  std::ranges::sort(made.case_identifiers);
  const auto twice = std::ranges::unique(made.case_identifiers);
  made.case_identifiers.erase(twice.begin(), twice.end());
  return made;
}

}  // namespace zhiheng::trace
