// How the summaries are kept in step with the records: in the same transaction, by what the new
// records add and the old ones gave.

#include <algorithm>

#include "base/sql_text.h"
#include "cube/duck_cube.h"
#include "cube/failures.h"
#include "expr/expr.h"

namespace zhiheng::cube {
namespace {

Sql insertion(const SummaryTable& table, const std::string& where, bool taken_off = false) {
  return std::move(SqlText() << "INSERT INTO " << table.sql_name() << " "
                             << counted(table, where, taken_off))
      .done();
}

/// A summary may grow to twice its shortest length and this many lines more by appended changes.
constexpr std::int64_t lines_to_spare = 5'000;

Result<std::int64_t> number(DuckConnection& connection, const Sql& sql) {
  ZH_TRY(const auto table, connection.query(sql));
  if (table.rows.empty()) return std::int64_t{0};
  const auto* value = std::get_if<std::int64_t>(&table.rows[0][0]);
  return value == nullptr ? 0 : *value;
}

}  // namespace

std::vector<Summary> DuckCube::summaries(const std::string& register_name) const {
  std::vector<Summary> found;
  const std::lock_guard lock(lines_mutex_);
  for (std::size_t i = 0; i < tables_.size(); ++i) {
    const auto& table = tables_[i];
    if (table.relation != register_name) continue;
    Summary summary{table.sql_name(), {}, table.indicators, lines_[i]};
    for (const auto& key : table.keys) summary.keys.push_back(key.name);
    found.push_back(std::move(summary));
  }
  std::ranges::stable_sort(found, {}, &Summary::lines);
  return found;
}

/// Makes every summary and fills it from the records that are there. Within a transaction.
Result<void> DuckCube::create_summaries() {
  for (const auto& table : tables_) {
    ZH_DO(writing_->run(create_summary(table)));
    ZH_TRY(const auto filled, writing_->query(insertion(table, {})));
    ZH_TRY(const auto lines, number(*writing_, {"SELECT count(*) FROM " + table.sql_name(), {}}));
    ZH_TRY(const auto noted, writing_->query({"INSERT INTO own.summaries VALUES (?, ?, ?)",
                                              {table.name, definition(table), lines}}));
  }
  return {};
}

/// When an indicator or a summary is declared otherwise than before, all of them are made again;
/// the records stay. One that counts other records than there are is damage.
Result<void> DuckCube::check_summaries() {
  ZH_TRY(const auto noted,
         writing_->query({"SELECT name, definition FROM own.summaries ORDER BY rowid", {}}));
  std::vector<std::vector<Cell>> wanted;
  wanted.reserve(tables_.size());
  for (const auto& table : tables_) wanted.push_back({table.name, definition(table)});
  if (noted.rows != wanted) {
    ZH_DO(writing_->run("BEGIN"));
    for (const auto& row : noted.rows) {
      const auto* name = std::get_if<std::string>(&row[0]);
      if (name == nullptr) return fail(damaged, "own.summaries");
      ZH_DO(writing_->run("DROP TABLE own." + expr::quoted(*name)));
    }
    ZH_DO(writing_->run("DELETE FROM own.summaries"));
    ZH_DO(create_summaries());
    ZH_DO(writing_->run("COMMIT"));
  }
  for (std::size_t i = 0; i < tables_.size(); ++i) {
    const auto& table = tables_[i];
    ZH_TRY(const auto lines, number(*writing_, {"SELECT count(*) FROM " + table.sql_name(), {}}));
    ZH_TRY(const auto missing,
           number(*writing_, {"SELECT (SELECT records FROM own.records WHERE name = ?) - (SELECT "
                              "coalesce(sum(records), 0) FROM " +
                                  table.sql_name() + ")",
                              {table.relation}}));
    if (missing != 0) return fail(damaged, table.name, "other number of records than noted");
    const std::lock_guard lock(lines_mutex_);
    lines_[i] = lines;
  }
  return {};
}

/// Adds what the records with `where` count, or takes off what they gave: in those summaries only
/// that no longer one tells.
Result<void> DuckCube::summarise(const Relation& relation, const std::string& where,
                                 bool taken_off) {
  for (const auto& table : tables_) {
    if (table.relation != relation.name || !table.longer.empty()) continue;
    ZH_TRY(const auto done, writing_->query_again(insertion(table, where, taken_off)));
  }
  return {};
}

/// The others get what was added to the longer ones in this transaction, added up: much less than
/// the records.
Result<void> DuckCube::pass_on(const Relation& relation) {
  std::vector<const SummaryTable*> shorter;
  for (const auto& table : tables_) {
    if (table.relation == relation.name && !table.longer.empty()) shorter.push_back(&table);
  }
  std::ranges::sort(shorter, std::ranges::greater(),
                    [](const SummaryTable* table) { return table->keys.size(); });
  for (const auto* table : shorter) {
    const std::string added = "own." + expr::quoted(table->longer) + " WHERE " + uncommitted;
    ZH_TRY(const auto done,
           writing_->query_again(
               {"INSERT INTO " + table->sql_name() + " " + added_up(*table, added), {}}));
  }
  return {};
}

/// Adds up lines with the same keys where too many have been appended.
Result<void> DuckCube::shorten(const Relation& relation) {
  for (std::size_t i = 0; i < tables_.size(); ++i) {
    const auto& table = tables_[i];
    if (table.relation != relation.name) continue;
    const std::string name = table.sql_name();
    const Sql count{"SELECT count(*) FROM " + name, {}};
    ZH_TRY(auto lines, number(*writing_, count));
    ZH_TRY(const auto compact,
           number(*writing_, {"SELECT compact FROM own.summaries WHERE name = ?", {table.name}}));
    if (lines > 2 * compact + lines_to_spare) {
      ZH_DO(writing_->run("CREATE OR REPLACE TEMPORARY TABLE _shorter AS " + compacted(table)));
      ZH_DO(writing_->run("DELETE FROM " + name));
      ZH_DO(writing_->run("INSERT INTO " + name + " SELECT * FROM _shorter"));
      ZH_DO(writing_->run("DROP TABLE _shorter"));
      ZH_TRY(lines, number(*writing_, count));
      ZH_TRY(const auto noted,
             writing_->query(
                 {"UPDATE own.summaries SET compact = ? WHERE name = ?", {lines, table.name}}));
    }
    const std::lock_guard lock(lines_mutex_);
    lines_[i] = lines;
  }
  return {};
}

}  // namespace zhiheng::cube
