#include <algorithm>
#include <array>

#include "catalog/declaration.h"
#include "catalog/failures.h"
#include "catalog/roles.h"

namespace zhiheng::catalog {
namespace {

constexpr std::string_view file_name = "roles.toml";
constexpr std::array<std::string_view, 4> action_names = {"read", "write", "import", "administer"};

std::vector<Action> load_actions(Declaration& at) {
  std::vector<Action> actions;
  for (const auto& name : at.texts("actions")) {
    const auto found = std::ranges::find(action_names, name);
    if (found == action_names.end()) {
      at.complain(wrong_value, "actions", name, "read, write, import, administer");
      continue;
    }
    actions.push_back(static_cast<Action>(found - action_names.begin()));
  }
  if (actions.empty()) at.complain(key_missing, "actions", "", "at least one action");
  return actions;
}

/// One grant per register named.
void load_grants(Declaration& at, Role& role) {
  const auto registers = at.texts("registers");
  const auto actions = load_actions(at);
  const auto fields =
      static_cast<FieldScope>(at.choice("fields", {"published", "internal", "personal"}));
  const bool below = at.flag("below", false);
  if (registers.empty()) at.complain(key_missing, "registers", "", R"(["*"])");
  const bool own = at.flag("own", false);
  const bool assigned = at.flag("assigned", false);
  for (const auto& name : registers) {
    role.grants.push_back({name, actions, fields, below, own, assigned});
  }
  at.finish();
}

Role load_role(Declaration& at) {
  Role role;
  role.name = at.text("name");
  role.title = at.words("title");
  role.help = at.words_or("help", {});
  role.regional = at.flag("regional", true);
  role.accounts = at.flag("accounts", false);
  role.source = at.text_or("source", {});
  for (auto& grants : at.tables("grants")) load_grants(grants, role);
  at.finish();
  return role;
}

}  // namespace

std::vector<Role> load_roles(const std::string& path, std::vector<Error>& errors) {
  std::vector<Role> roles;
  auto file = Declaration::read(path, std::string(file_name), errors);
  if (!file) return roles;
  for (auto& at : file->tables("role")) {
    Role role = load_role(at);
    if (std::ranges::find(roles, role.name, &Role::name) != roles.end()) {
      at.complain(name_taken, "name", role.name, "a name of its own");
    }
    roles.push_back(std::move(role));
  }
  if (std::ranges::find(roles, "public", &Role::name) == roles.end()) {
    file->complain(key_missing, "role", "", R"(a role with name = "public")");
  }
  file->finish();
  return roles;
}

}  // namespace zhiheng::catalog
