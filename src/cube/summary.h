#pragma once
// The tables of counts and sums beside a register's records: which columns they have, and the SQL
// that adds records to them or takes them off.

#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "cube/cube.h"
#include "cube/projection.h"

namespace zhiheng::cube {

/// One line for each combination of the keys, or several that add up to it: changes are appended
/// as lines of their own. `records` counts the records, "spot_check_pass_rate.k" and the like are
/// the numbers of each indicator, over the records that its filter lets through.
struct SummaryTable {
  struct Key {
    std::string name;
    std::string type;
    std::string from;  ///< SQL over a relation `r` of records
  };
  struct Sum {
    std::string name;
    std::string type;
    std::vector<Sql> when = {};  ///< of the records for which all of these hold …
    Sql value = {};              ///< … the sum of this, or how many they are
  };
  std::string name;      ///< "spot_check.1"
  std::string relation;  ///< the register
  std::vector<Key> keys;
  std::vector<Sum> sums;
  std::vector<std::string> indicators;  ///< whose numbers are in it
  /// A longer summary of the same register that has all these keys: what is added there, added up,
  /// is what is added here.
  std::string longer = {};

  /// own."spot_check.1"
  [[nodiscard]] std::string sql_name() const;
};

/// All summaries that the registers declare, with what the indicators on them count. Left out are
/// keys and indicators that rest on columns which are not in the cube, indicators that change with
/// `today`, and reals, which cannot be added up exactly.
[[nodiscard]] std::vector<SummaryTable> summary_tables(const catalog::Catalog& catalog,
                                                       const std::vector<Relation>& relations);

[[nodiscard]] std::string create_summary(const SummaryTable& table);

/// SELECT of what the register's records with `where` (empty: all) come to, or with `taken_off` of
/// what they gave: the same with the other sign.
[[nodiscard]] Sql counted(const SummaryTable& table, const std::string& where,
                          bool taken_off = false);

/// A relation like the table, with the lines that records of commits after `commit` make, as far as
/// the table does not know them yet.
[[nodiscard]] std::string with_waiting(const SummaryTable& table, std::int64_t commit);

/// SELECT of the same columns from lines of this table, or of one with more keys (`from`, with a
/// WHERE if need be), one for each combination of keys.
[[nodiscard]] std::string added_up(const SummaryTable& table, const std::string& from);

/// The table's own lines, one for each combination of keys, those without records left out.
[[nodiscard]] std::string compacted(const SummaryTable& table);

/// Equal for equal tables: one made otherwise is filled again from the records.
[[nodiscard]] std::string definition(const SummaryTable& table);

}  // namespace zhiheng::cube
