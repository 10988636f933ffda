#include "registry/access.h"

#include <algorithm>

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

/// Whether the role grants anything in the register; adds it.
bool add_role(Access& access, const catalog::Role& role, const catalog::Register& of) {
  bool granted = false;
  for (const auto& grant : role.grants) {
    const bool general = !of.restricted && (grant.register_name == "*" ||
                                            grant.register_name == "family:" + of.family);
    if (!general && grant.register_name != of.name) continue;
    // Rows of one's own are not told apart here yet: rather none than those of everybody.
    if (grant.own || grant.assigned) continue;
    if (grant.fields == FieldScope::published && !of.is_public) continue;
    const bool writes = std::ranges::find(grant.actions, Action::write) != grant.actions.end();
    if (writes) access.below = grant.below && (access.below || !access.write);
    for (const Action action : grant.actions) add_action(access, action);
    access.fields = std::max(access.fields, grant.fields);
    granted = true;
  }
  return granted;
}

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

Access access_of(const catalog::Catalog& catalog, const Person& person,
                 const catalog::Register& of) {
  Access access;
  if (person.system) {
    access.read = access.write = access.import = access.administer = true;
    access.fields = FieldScope::personal;
    return access;
  }
  bool regional = false;
  if (!person.is_public()) {
    for (const auto& name : person.roles) {
      const auto* role = catalog.find_role(name);
      if (role != nullptr && add_role(access, *role, of)) regional = regional || role->regional;
    }
  }
  if (access.read) {
    if (regional) access.region = person.region;
    return access;
  }
  Access as_public;
  if (const auto* role = catalog.find_role("public")) add_role(as_public, *role, of);
  return as_public;
}

Result<void> check_rights(const catalog::Catalog& catalog, const Person& person) {
  for (const auto& role : person.roles) {
    if (catalog.find_role(role) == nullptr) return fail(role_unknown, "role", role);
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
