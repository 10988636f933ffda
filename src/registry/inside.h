#pragma once
// What a Registry is made of, for the .cpp files of this room.

#include <map>

#include "registry/judge.h"
#include "registry/registry.h"

namespace zhiheng::registry {

struct Registry::Inside {
  std::shared_ptr<const catalog::Catalog> catalog;
  std::shared_ptr<store::Store> store;
  std::map<std::string, Judge, std::less<>> judges;  ///< by register

  [[nodiscard]] const Judge& judge(const catalog::Register& of) const {
    return judges.find(of.name)->second;
  }
  [[nodiscard]] Access access(const Person& person, const catalog::Register& of) const {
    return access_of(*catalog, person, of);
  }
  /// @fails  registry.not_allowed
  [[nodiscard]] Result<Access> require(const Person& person, const catalog::Register& of,
                                       Action action) const;

  /// Rows below the region of `access`, as SQL; empty text: all.
  [[nodiscard]] Result<Sql> rows_within(const Access& access, const catalog::Register& of,
                                        Dialect dialect) const;

  /// The newest version of a record that `access` covers.
  /// @fails  registry.not_found
  Result<store::Version> present(const Access& access, const catalog::Register& of,
                                 const std::string& id, bool deleted = false) const;

  /// The newest versions of records with these natural keys, by key in canonical bytes.
  Result<std::map<std::string, store::Version>> present_by_key(
      const catalog::Register& of, const std::vector<std::vector<Value>>& keys) const;
};

/// A natural key as bytes to compare.
[[nodiscard]] std::string key_bytes(std::span<const Value> key);

/// The natural key from its parts joined with '|', each in the form that people write it.
/// @fails  registry.not_found: this cannot be a key of the register
[[nodiscard]] Result<std::vector<Value>> parse_key(const catalog::Register& of,
                                                   std::string_view text);

/// Combines two conditions; an empty one is no condition.
[[nodiscard]] Sql both(Sql a, Sql b);

/// What the store must know of a register.
[[nodiscard]] store::Table table_of(const catalog::Register& of);

}  // namespace zhiheng::registry
