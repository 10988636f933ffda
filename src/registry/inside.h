#pragma once
// What a Registry is made of, for the .cpp files of this room.

#include <map>
#include <mutex>

#include "catalog/capacity.h"
#include "registry/judge.h"
#include "registry/registry.h"

namespace zhiheng::registry {

struct Registry::Inside {
  std::shared_ptr<const catalog::Catalog> catalog;
  std::shared_ptr<const catalog::Capacity> capacity;
  std::shared_ptr<store::Store> store;
  std::map<std::string, Judge, std::less<>> judges;  ///< by register
  std::string clock_rules;         ///< digest of all that due moments are computed by
  mutable std::mutex following{};  ///< one reader of the feed for the agenda at a time

  [[nodiscard]] static const Inside& of(const Registry& registry) { return *registry.inside_; }

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
  [[nodiscard]] Result<Sql> rows_within_region(const Access& access, const catalog::Register& of,
                                               Dialect dialect) const;
  /// What to select the newest versions of a register's records from.
  [[nodiscard]] std::string current_rows(const catalog::Register& of, Dialect dialect) const;

  /// See Registry::follow_clocks.
  Result<void> follow_clocks() const;

  /// The newest version of a record that `access` covers.
  /// @fails  registry.not_found
  Result<store::Version> present(const Access& access, const catalog::Register& of,
                                 const std::string& id, bool deleted = false) const;

  /// All versions of a record, oldest first.
  Result<std::vector<store::Version>> versions(const catalog::Register& of, const Uuid& id) const;

  /// The newest versions of records with these natural keys, by key in canonical bytes.
  Result<std::map<std::string, store::Version>> present_by_key(
      const catalog::Register& of, const std::vector<std::vector<Value>>& keys) const;
};

/// Records that one statement asks for by key or id. No policy: each is a value of the statement,
/// and SQLite takes 32,766 of them.
inline constexpr std::size_t keys_of_a_query = 500;

/// A natural key as bytes to compare.
[[nodiscard]] std::string key_bytes(std::span<const Value> key);

/// The natural key from its parts joined with '|', each in the form that people write it; a part
/// that points to a record with a key of several parts is written with these.
/// @fails  registry.not_found: this cannot be a key of the register
[[nodiscard]] Result<std::vector<Value>> parse_key(const catalog::Catalog& catalog,
                                                   const catalog::Register& of,
                                                   std::string_view text);

/// Digest of clocks, terms and calendars: when it changes, the agenda is made anew.
[[nodiscard]] std::string clock_rules(const catalog::Catalog& catalog);

/// Rows of the agenda that `access` covers; over its columns.
[[nodiscard]] Result<Sql> agenda_within(const Registry::Inside& inside, const Access& access,
                                        const catalog::Register& of);

/// Combines two conditions; an empty one is no condition.
[[nodiscard]] Sql both(Sql a, Sql b);

/// The column of the store, after the declared fields, that tells which step led to a version.
inline constexpr std::string_view taken_step = "taken_step";

/// The step that led to a version; empty: none, or an earlier program wrote it.
[[nodiscard]] std::string step_of(const store::Version& version);

/// What the store must know of a register.
[[nodiscard]] store::Table table_of(const catalog::Register& of);

}  // namespace zhiheng::registry
