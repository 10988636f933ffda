#pragma once
// What a person may do with a register, from the roles of the catalog.

#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "registry/people.h"

namespace zhiheng::registry {

/// The rights of one person in one register.
struct Access {
  bool read = false;
  bool write = false;
  bool import = false;
  bool administer = false;
  catalog::FieldScope fields = catalog::FieldScope::published;
  std::string region;  ///< only rows below this GB/T 2260 code; empty: all rows
  bool below = false;  ///< rows of that region itself are not written

  [[nodiscard]] bool may(Action action) const;
  /// May write what is about this region; `prefix` is how the codes within the own region begin.
  [[nodiscard]] bool may_write_in(const std::string& code, std::string_view prefix) const {
    return code.starts_with(prefix) && !(below && code == region);
  }
  [[nodiscard]] bool sees(const catalog::Field& field) const;
  /// May know who recorded what, and why.
  [[nodiscard]] bool is_internal() const { return fields != catalog::FieldScope::published; }
};

/// All roles together allow what any of them allows. The region of the account limits them unless
/// none of the roles that grant something here is regional. Whoever has no grant here is treated
/// as the public.
[[nodiscard]] Access access_of(const catalog::Catalog& catalog, const Person& person,
                               const catalog::Register& of);

/// @fails  registry.role_unknown; registry.region_unknown: not a code of GB/T 2260
[[nodiscard]] Result<void> check_rights(const catalog::Catalog& catalog, const Person& person);

/// May make and change accounts.
[[nodiscard]] bool may_keep_accounts(const catalog::Catalog& catalog, const Person& person);

}  // namespace zhiheng::registry
