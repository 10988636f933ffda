#include "registry/access.h"

#include <algorithm>

#include "code/credit_code.h"
#include "registry/failures.h"
#include "registry/places.h"

namespace zhiheng::registry {
namespace {

using catalog::FieldScope;

void add_action(Access& access, Action action) {
  switch (action) {
    case Action::read:
      access.read = true;
      break;
    case Action::write:
      access.write = true;
      break;
    case Action::import:
      access.import = true;
      break;
    case Action::administer:
      access.administer = true;
      break;
  }
}

/// Whether the grant is about the register at all.
bool is_about(const catalog::Grant& grant, const catalog::Register& of) {
  const bool general = !of.restricted &&
                       (grant.register_name == "*" || grant.register_name == "family:" + of.family);
  if (!general && grant.register_name != of.name) return false;
  return grant.fields != FieldScope::published || of.is_public;
}

bool grants(const catalog::Grant& grant, Action action) {
  return std::ranges::find(grant.actions, action) != grant.actions.end();
}

void add_grant(Access& access, const catalog::Grant& grant) {
  if (grants(grant, Action::write)) access.below = grant.below && (access.below || !access.write);
  for (const Action action : grant.actions) add_action(access, action);
  access.fields = std::max(access.fields, grant.fields);
}

void widen(Reach& reach, const catalog::Grant& grant) {
  reach.own = reach.own || grant.own;
  reach.assigned = reach.assigned || grant.assigned;
}

/// What roles grant in a register: on rows in general, and on those of one's own.
struct Granted {
  Access general, narrow;
  bool regional = false;

  void add(const catalog::Role& role, const catalog::Register& of) {
    for (const auto& grant : role.grants) {
      if (!is_about(grant, of)) continue;
      if (!grant.own && !grant.assigned) {
        add_grant(general, grant);
        regional = regional || role.regional;
        continue;
      }
      add_grant(narrow, grant);
      if (grants(grant, Action::read)) widen(narrow.reads, grant);
      if (grants(grant, Action::write)) widen(narrow.writes, grant);
    }
  }
};

}  // namespace

bool Access::may(Action action) const {
  switch (action) {
    case Action::read:
      return read;
    case Action::write:
      return write;
    case Action::import:
      return import;
    case Action::administer:
      return administer;
  }
  return false;
}

bool Access::sees(const catalog::Field& field) const {
  if (!field.visible.empty() && !system) {
    const bool named = std::ranges::any_of(field.visible, [&](const std::string& role) {
      return std::ranges::find(roles, role) != roles.end();
    });
    if (!named) return false;
  }
  switch (fields) {
    case FieldScope::published:
      return field.is_public && !field.personal;
    case FieldScope::internal:
      return !field.personal;
    case FieldScope::personal:
      return true;
  }
  return false;
}

Access Access::on(const catalog::Register& of, std::span<const Value> values) const {
  return on_own && on_own->reaches(on_own->reads, of, values) ? *on_own : *this;
}

bool Access::reaches(const Reach& reach, const catalog::Register& of,
                     std::span<const Value> values) const {
  if (reach.all) return true;
  const auto is = [&](const std::string& field, const std::string& wanted) {
    const auto at = of.position(field);
    const auto* text = at ? std::get_if<std::string>(&values[*at]) : nullptr;
    return text != nullptr && !wanted.empty() && *text == wanted;
  };
  return (reach.own && is(of.holder, company)) || (reach.assigned && is(of.handler, user));
}

bool Access::writes_freely(const catalog::Register& of, std::span<const Value> values,
                           std::string_view state) const {
  if (!write) return false;
  Reach as_official = writes;
  as_official.own = false;
  return reaches(as_official, of, values) ||
         (state == of.initial_state() && reaches(writes, of, values));
}

namespace {

void name(Access& access, const Person& person) {
  access.company = person.company;
  access.user = person.user;
  access.roles = person.roles;
}

Access combined(Granted granted, const Person& person) {
  name(granted.narrow, person);
  if (!granted.general.read) return std::move(granted.narrow);
  Access access = std::move(granted.general);
  name(access, person);
  if (granted.regional) access.region = person.region;
  if (!access.write && granted.narrow.write) {
    access.write = true;
    access.writes = granted.narrow.writes;
  }
  if (granted.narrow.read && access.fields == FieldScope::published) {
    access.on_own = std::make_shared<const Access>(std::move(granted.narrow));
  }
  return access;
}

}  // namespace

Access access_of(const catalog::Catalog& catalog, const Person& person,
                 const catalog::Register& of) {
  Access access;
  if (person.system) {
    access.read = access.write = access.import = access.administer = access.system = true;
    access.fields = FieldScope::personal;
    return access;
  }
  Granted granted;
  granted.narrow.reads.all = granted.narrow.writes.all = false;
  if (!person.is_public()) {
    for (const auto& name : person.roles) {
      if (const auto* role = catalog.find_role(name)) granted.add(*role, of);
    }
  }
  access = combined(std::move(granted), person);
  if (access.read) return access;
  Granted as_public;
  if (const auto* role = catalog.find_role("public")) as_public.add(*role, of);
  return as_public.general;
}

Result<void> check_rights(const catalog::Catalog& catalog, const Person& person) {
  for (const auto& role : person.roles) {
    if (catalog.find_role(role) == nullptr) return fail(role_unknown, "role", role);
  }
  if (!person.company.empty() && !code::check_credit_code(person.company)) {
    return fail(party_wrong, "company", person.company, "GB 32100");
  }
  if (!person.region.empty() && !is_region(catalog, person.region)) {
    return fail(region_unknown, "region", person.region, "GB/T 2260");
  }
  return {};
}

bool may_keep_accounts(const catalog::Catalog& catalog, const Person& person) {
  return std::ranges::any_of(person.roles, [&](const std::string& name) {
    const auto* role = catalog.find_role(name);
    return role != nullptr && role->accounts;
  });
}

}  // namespace zhiheng::registry
