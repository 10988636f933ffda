#pragma once
// Who may do what with which register: roles as data, from catalog/roles.toml.

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/words.h"

namespace zhiheng::catalog {

/// What a role may do with a register.
enum class Action { read, write, import, administer };

/// Which fields a role sees. Each includes the ones before it.
enum class FieldScope {
  published,  ///< public fields of public registers
  internal,   ///< all but personal data
  personal,   ///< everything
};

/// Actions on one register, or on all of them.
struct Grant {
  std::string register_name;  ///< "*": every register; "family:D": those of a family
  std::vector<Action> actions;
  FieldScope fields = FieldScope::published;
  /// Written only where a region below the own one is meant: nobody reviews the own government.
  bool below = false;
  /// Only rows whose holder is the company of the account.
  bool own = false;
  /// Only rows whose handler is the account.
  bool assigned = false;
};

struct Role {
  std::string name;
  Words title;
  Words help;
  bool regional = true;   ///< a person's region limits what this role sees and changes
  bool accounts = false;  ///< may make and change accounts
  std::vector<Grant> grants;
  std::string source;  ///< where the rights come from
};

/// Reads the roles; complaints go to `errors`. The role "public" must be among them: it is what
/// everybody has who is not logged in.
[[nodiscard]] std::vector<Role> load_roles(const std::string& path, std::vector<Error>& errors);

}  // namespace zhiheng::catalog
