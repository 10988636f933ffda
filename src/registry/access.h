#pragma once
// What a person may do with a register, from the roles of the catalog.

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/value.h"
#include "catalog/catalog.h"
#include "registry/people.h"

namespace zhiheng::registry {

/// Which rows a right reaches.
struct Reach {
  bool all = false;       ///< within the region
  bool own = false;       ///< whose holder is the company of the account
  bool assigned = false;  ///< whose handler is the account
};

/// The rights of one person in one register.
struct Access {
  bool read = false;
  bool write = false;
  bool import = false;
  bool administer = false;
  catalog::FieldScope fields = catalog::FieldScope::published;
  std::string region;  ///< only rows below this GB/T 2260 code; empty: all rows
  bool below = false;  ///< rows of that region itself are not written
  Reach reads{.all = true};
  Reach writes{.all = true};
  std::string company, user;       ///< what own and assigned rows are told by
  std::vector<std::string> roles;  ///< for fields that only some roles see
  bool system = false;
  /// Beyond what is published: the rights on rows of one's own, where general ones show no more
  /// than the public sees.
  std::shared_ptr<const Access> on_own = {};

  [[nodiscard]] bool may(Action action) const;
  /// The rights on one record.
  [[nodiscard]] Access on(const catalog::Register& of, std::span<const Value> values) const;
  /// The rights on rows of one's own where there are such, else these.
  [[nodiscard]] const Access& widest() const { return on_own ? *on_own : *this; }
  /// May write what is about this region; `prefix` is how the codes within the own region begin.
  [[nodiscard]] bool may_write_in(const std::string& code, std::string_view prefix) const {
    return code.starts_with(prefix) && !(below && code == region);
  }
  [[nodiscard]] bool sees(const catalog::Field& field) const;
  /// Whether a right reaches a record, its region apart; values in the order of the fields.
  [[nodiscard]] bool reaches(const Reach& reach, const catalog::Register& of,
                             std::span<const Value> values) const;
  /// Whether fields may be written at will: one's own record only until it was handed in, which is
  /// when it leaves the first state; after that by the steps, which say what they ask for.
  [[nodiscard]] bool writes_freely(const catalog::Register& of, std::span<const Value> values,
                                   std::string_view state) const;
  /// May know who recorded what, and why.
  [[nodiscard]] bool is_internal() const { return fields != catalog::FieldScope::published; }
};

/// All roles together allow what any of them allows. Whoever may read rows in general sees these,
/// with the fields of the general grants; only who may not sees the own or assigned ones alone. The
/// region of the account limits them unless none of the roles that grant something here is
/// regional. Whoever has no grant here is treated as the public.
[[nodiscard]] Access access_of(const catalog::Catalog& catalog, const Person& person,
                               const catalog::Register& of);

/// @fails  registry.role_unknown; registry.region_unknown: not a code of GB/T 2260
[[nodiscard]] Result<void> check_rights(const catalog::Catalog& catalog, const Person& person);

/// May make and change accounts.
[[nodiscard]] bool may_keep_accounts(const catalog::Catalog& catalog, const Person& person);

}  // namespace zhiheng::registry
