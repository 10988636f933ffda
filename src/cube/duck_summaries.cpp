// How the summaries are kept in step with the records: by what new records add and superseded
// ones gave.
//
// Counting a thousand records costs nearly as much as counting all of an hour, since either touches
// most combinations of keys. So new records wait until no more come, or many have; meanwhile a
// question gets the lines of a summary and those that the waiting records make.

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

/// New records that wait at most: read by every question until they are counted.
constexpr std::int64_t most_waiting = 200'000;

/// No commit for so long: nobody is kept waiting by the counting.
constexpr std::int64_t quiet_microseconds = 2'000'000;

std::string not_yet_counted(std::int64_t commit) { return "_commit > " + std::to_string(commit); }

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
  const auto of = counted_.find(register_name);
  for (std::size_t i = 0; i < tables_.size(); ++i) {
    const auto& table = tables_[i];
    if (table.relation != register_name) continue;
    Summary summary{table.sql_name(), {}, table.indicators, lines_[i]};
    if (of != counted_.end() && of->second.waiting > 0) {
      summary.table = with_waiting(table, of->second.commit);
    }
    for (const auto& key : table.keys) summary.keys.push_back(key.name);
    found.push_back(std::move(summary));
  }
  std::ranges::stable_sort(found, {}, &Summary::lines);
  return found;
}

bool DuckCube::has_summaries(const Relation& relation) const {
  return std::ranges::find(tables_, relation.name, &SummaryTable::relation) != tables_.end();
}

Reached DuckCube::counted(const Relation& relation) const {
  const std::lock_guard lock(lines_mutex_);
  const auto of = counted_.find(relation.name);
  return of == counted_.end() ? Reached{} : of->second;
}

bool DuckCube::behind() const {
  const std::lock_guard lock(lines_mutex_);
  return std::ranges::any_of(counted_, [](const auto& of) { return of.second.waiting > 0; });
}

/// Within the transaction that took in records of the relation.
Result<void> DuckCube::keep_summaries(const Relation& relation, std::int64_t added, bool changed,
                                      std::int64_t commit) {
  if (!has_summaries(relation)) return {};
  Reached of = counted(relation);
  of.waiting += added;
  if (of.waiting > most_waiting) return count_waiting(relation, commit);
  staged_[relation.name] = of;
  if (!changed) return {};
  ZH_DO(pass_on(relation));
  return shorten(relation);
}

/// Counts what waits up to `commit`, the newest one in the cube. Within a transaction.
Result<void> DuckCube::count_waiting(const Relation& relation, std::int64_t commit) {
  const Reached of = counted(relation);
  for (const auto& table : tables_) {
    if (table.relation != relation.name || !table.longer.empty()) continue;
    ZH_TRY(const auto done, writing_->query(insertion(table, not_yet_counted(of.commit))));
  }
  ZH_DO(pass_on(relation));
  ZH_DO(shorten(relation));
  ZH_TRY(const auto noted, writing_->query({"UPDATE own.records SET counted = ? WHERE name = ?",
                                            {commit, relation.name}}));
  staged_[relation.name] = {commit, 0};
  return {};
}

/// One register at a time, so that a record that comes meanwhile waits for one at most.
Result<void> DuckCube::count_when_quiet() {
  if (complete_ && now().microseconds - newest_at_.microseconds < quiet_microseconds) return {};
  for (const auto& relation : relations_) {
    if (counted(relation).waiting == 0) continue;
    ZH_DO(in_transaction([&] { return count_waiting(relation, position_); }));
  }
  return {};
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

Result<void> DuckCube::read_counted() {
  std::map<std::string, Reached> read;
  for (const auto& relation : relations_) {
    if (!has_summaries(relation)) continue;
    Reached of;
    ZH_TRY(of.commit,
           number(*writing_, {"SELECT counted FROM own.records WHERE name = ?", {relation.name}}));
    ZH_TRY(of.waiting, number(*writing_, {"SELECT count(*) FROM " + expr::quoted(relation.name) +
                                              " WHERE " + not_yet_counted(of.commit),
                                          {}}));
    read.emplace(relation.name, of);
  }
  const std::lock_guard lock(lines_mutex_);
  counted_ = std::move(read);
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
    ZH_DO(
        writing_->run("UPDATE own.records SET counted = (SELECT commit_number FROM own.position)"));
    ZH_DO(writing_->run("COMMIT"));
  }
  ZH_DO(read_counted());
  for (std::size_t i = 0; i < tables_.size(); ++i) {
    const auto& table = tables_[i];
    ZH_TRY(const auto lines, number(*writing_, {"SELECT count(*) FROM " + table.sql_name(), {}}));
    ZH_TRY(const auto missing,
           number(*writing_, {"SELECT (SELECT records FROM own.records WHERE name = ?) - (SELECT "
                              "coalesce(sum(records), 0) FROM " +
                                  table.sql_name() + ")",
                              {table.relation}}));
    if (missing != counted_[table.relation].waiting)
      return fail(damaged, table.name, "other number of records than noted");
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
