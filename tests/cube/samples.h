#pragma once
// Spot checks written straight into a store, and what the store and the cube say about them.

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "base/sql_text.h"
#include "cube/cube.h"
#include "cube/projection.h"
#include "cube/summary.h"
#include "store/store.h"
#include "support/place.h"

namespace zhiheng::cube {

inline const std::vector<std::string> sample_columns = {
    "sample_number", "sampled_on", "motive", "region", "result", "batch_value"};

/// A draft that `number` decides; `turn` makes another version of it.
inline store::Draft sample(int number, int turn = 0) {
  store::Draft draft;
  draft.values = {"S" + std::to_string(number),
                  Date{19'000 + number % 700},
                  std::string(number % 3 == 0 ? "targeted" : "random"),
                  std::string(number % 2 == 0 ? "620102" : "610113"),
                  std::string((number + turn) % 7 == 0 ? "fail" : "pass"),
                  number % 5 == 0 ? Value{} : Value{Decimal{number * 100LL + turn, 2}}};
  return draft;
}

inline void write(store::Store& store, const std::vector<store::Draft>& drafts) {
  auto transaction = store.begin({.user = "test"});
  ASSERT_TRUE(transaction) << describe(transaction.error());
  const auto written = (*transaction)->append("spot_check", sample_columns, drafts);
  ASSERT_TRUE(written) << describe(written.error());
  const auto committed = (*transaction)->commit();
  ASSERT_TRUE(committed) << describe(committed.error());
}

/// Some hundred new records, changes and deletions of old ones, in one commit.
inline void write_at_random(store::Store& store, std::mt19937& random, int& numbers) {
  std::vector<store::Draft> drafts;
  std::map<int, bool> touched;
  for (int i = 0; i < 300; ++i) drafts.push_back(sample(numbers++));
  for (int i = 0; i < 60; ++i) {
    const int old = static_cast<int>(random() % static_cast<unsigned>(numbers));
    if (numbers - old <= 300 || touched[old]) continue;
    touched[old] = true;
    auto draft = sample(old, static_cast<int>(random() % 1000));
    draft.deleted = random() % 4 == 0;
    draft.reason = "test";
    drafts.push_back(std::move(draft));
  }
  write(store, drafts);
}

using Rows = std::map<std::string, std::string>;  ///< sample number -> the other values

inline Rows rows_of_store(store::Store& store) {
  Rows rows;
  const auto* table = store.table("spot_check");
  std::vector<std::size_t> at;
  for (const auto& name : sample_columns) {
    for (std::size_t i = 0; i < table->columns.size(); ++i) {
      if (table->columns[i].name == name) at.push_back(i);
    }
  }
  const auto read = store.read({.table = "spot_check"}, [&](const store::Version& version) {
    std::string text = to_text(version.id);
    for (std::size_t i = 1; i < at.size(); ++i) text += "|" + to_text(version.values[at[i]]);
    rows[to_text(version.values[at[0]])] = text;
    return true;
  });
  EXPECT_TRUE(read) << describe(read.error());
  return rows;
}

inline std::string cell_text(const Cell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) return *text;
  if (const auto* date = std::get_if<Date>(&cell)) return to_text(*date);
  if (const auto* decimal = std::get_if<Decimal>(&cell)) return to_text(*decimal);
  if (const auto* whole = std::get_if<std::int64_t>(&cell)) return std::to_string(*whole);
  return "";
}

inline Rows rows_of_cube(Cube& cube) {
  Rows rows;
  const auto table = cube.query(
      {"SELECT sample_number, CAST(id AS VARCHAR), sampled_on, motive, region, result, batch_value "
       "FROM spot_check",
       {}});
  EXPECT_TRUE(table) << describe(table.error());
  if (!table) return rows;
  for (const auto& row : table->rows) {
    std::string text = cell_text(row[1]);
    for (std::size_t i = 2; i < row.size(); ++i) text += "|" + cell_text(row[i]);
    EXPECT_FALSE(rows.contains(cell_text(row[0]))) << "twice: " << cell_text(row[0]);
    rows[cell_text(row[0])] = text;
  }
  return rows;
}

/// Every summary of the spot checks says what counting the rows says.
inline void expect_summaries_in_step(Cube& cube, store::Store& store) {
  const auto catalog = support::shipped_catalog();
  const auto tables = summary_tables(*catalog, relations(*catalog, store));
  ASSERT_FALSE(tables.empty());
  for (const auto& table : tables) {
    SCOPED_TRACE(table.name);
    const Sql rows = counted(table, {});
    const auto summaries = cube.summaries("spot_check");
    const auto asked = std::ranges::find_if(
        summaries, [&](const Summary& one) { return one.table.contains(table.sql_name()); });
    ASSERT_TRUE(asked != summaries.end());
    const Sql kept{added_up(table, asked->table) + " HAVING sum(\"records\") <> 0", {}};
    const auto more = [&](const Sql& a, const Sql& b) {
      const auto found = cube.query(
          std::move(SqlText() << "SELECT count(*) FROM ((" << a << ") EXCEPT ALL (" << b << "))")
              .done());
      EXPECT_TRUE(found) << describe(found.error());
      return found ? std::get<std::int64_t>(found->rows.at(0).at(0)) : -1;
    };
    EXPECT_EQ(more(rows, kept), 0);
    EXPECT_EQ(more(kept, rows), 0);
  }
}

}  // namespace zhiheng::cube
