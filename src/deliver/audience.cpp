// Who hears of it.

#include <algorithm>

#include "catalog/told.h"
#include "deliver/telling.h"
#include "registry/failures.h"
#include "registry/lifecycle.h"

namespace zhiheng::deliver {
namespace {

using registry::Person;

bool has_role(const Person& person, const std::string& role) {
  return std::ranges::find(person.roles, role) != person.roles.end();
}

std::string value_of(const catalog::Register& of, const std::string& field,
                     const store::Version& version) {
  const auto at = of.position(field);
  return at && *at < version.values.size() ? to_text(version.values[*at]) : std::string();
}

bool starts_from(const catalog::Step& step, const std::string& state) {
  return step.from.empty() || std::ranges::find(step.from, state) != step.from.end();
}

}  // namespace

Result<Audience> Audience::gather(registry::Registry& registry) {
  Audience audience(registry);
  registry::People people(registry.store(), registry.catalog().security);
  ZH_TRY(audience.people_, people.all());
  return audience;
}

Result<bool> Audience::sees(const Person& person, const catalog::Register& of,
                            const Uuid& id) const {
  auto rows = registry_->visible_rows(person, of, registry_->store().dialect());
  if (!rows && rows.error().failure == &registry::not_allowed) return false;
  if (!rows) return std::unexpected(std::move(rows).error());
  store::Select select{.table = of.name, .where = *std::move(rows)};
  select.id = id;
  ZH_TRY(const auto number, registry_->store().count(select));
  return number > 0;
}

Result<std::vector<const Person*>> Audience::those_who_see(
    const catalog::Register& of, const Uuid& id,
    const std::function<bool(const Person&)>& wanted) const {
  std::vector<const Person*> found;
  for (const Person& person : people_) {
    if (!wanted(person)) continue;
    ZH_TRY(const bool visible, sees(person, of, id));
    if (visible) found.push_back(&person);
  }
  return found;
}

Result<std::vector<const Person*>> Audience::told(const catalog::Register& of,
                                                  const catalog::Step& step,
                                                  const store::Version& version) const {
  const std::string holder = value_of(of, of.holder, version);
  const std::string handler = value_of(of, of.handler, version);
  return those_who_see(of, version.id, [&](const Person& person) {
    if (person.user == version.recorded_by) return false;
    return std::ranges::any_of(step.notify, [&](const std::string& whom) {
      if (whom == "holder") return !holder.empty() && person.company == holder;
      if (whom == "handler") return !handler.empty() && person.user == handler;
      if (whom.starts_with(catalog::told_unit)) {
        const std::string unit = value_of(of, whom.substr(catalog::told_unit.size()), version);
        return !unit.empty() && person.unit == unit;
      }
      return has_role(person, whom);
    });
  });
}

Result<std::vector<const Person*>> Audience::due(const catalog::Register& of,
                                                 const store::Appointment& appointment) const {
  return those_who_see(of, appointment.id, [&](const Person& person) {
    if (!appointment.handler.empty()) return person.user == appointment.handler;
    return std::ranges::any_of(of.steps, [&](const catalog::Step& step) {
      return starts_from(step, appointment.state) &&
             std::ranges::any_of(step.roles,
                                 [&](const std::string& role) { return has_role(person, role); });
    });
  });
}

}  // namespace zhiheng::deliver
