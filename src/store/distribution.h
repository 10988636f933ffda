#pragma once
// Tables of records that lie on the workers of a Citus cluster: versions by id, their entries of
// the newest by key, the search index by seq. Everything else stays on the coordinator.
//
// Which tables these are, the database says itself: a setting of it, `zhiheng.distributed`, names
// them ("spot_check,complaint"; "*": all). A table is spread when it is made; one that has rows
// already when `zhiheng store distribute` is told to.

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace zhiheng::store {

class Connection;
class Store;

struct Distribution {
  bool possible = false;                            ///< the extension is there
  bool everything = false;                          ///< every table that is made
  std::set<std::string, std::less<>> wanted = {};   ///< by name, when they are made
  std::set<std::string, std::less<>> present = {};  ///< tables that lie on workers

  [[nodiscard]] bool wants(std::string_view table) const {
    return everything || wanted.contains(table);
  }
};

/// Versions of a table with consecutive seq.
struct Stretch {
  std::string table;
  std::int64_t first = 0, last = 0;
};

/// Empty on SQLite and wherever PostgreSQL is alone.
/// @fails  store.cannot_open when the setting names tables and the database has no Citus
Result<Distribution> read_distribution(Connection& connection);

/// Spreads a table that was made just now, if it is wanted so.
Result<void> distribute_new(Connection& connection, std::string_view table);

/// Moves tables to the workers with all their rows; other writers wait, and programs that have the
/// store open must be started anew.
///
/// @return  those that did not lie there before
/// @fails   store.cannot_open without Citus; store.unknown_table
Result<std::vector<std::string>> distribute(Store& store, std::span<const std::string> tables);

}  // namespace zhiheng::store
