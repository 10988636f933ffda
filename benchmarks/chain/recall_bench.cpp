// Forward recall beside recursive SQL on the same edges in SQLite.

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <ctime>

#include "trace/recall_scope.h"
#include "world.h"

namespace zhiheng::bench {
namespace {

using namespace zhiheng::trace;

constexpr std::int64_t most_for_sql = 2'000'000;

/// Raw milk and wheat: their plants tell each process in one event, which plain SQL can follow.
std::vector<Start> raw_lots(const Chain& chain) {
  std::vector<Start> starts;
  for (Id id = 0; id < chain.identifiers(); ++id) {
    if (chain.form(id) != Form::lot) continue;
    const std::string item = chain.text(chain.product(id)).substr(32, 3);
    if (item == "101" || item == "102") starts.push_back({.id = id});
  }
  return starts;
}

/// The shortest of several runs, in processor time: other programs on the machine take less from
/// it.
constexpr int runs = 5, runs_of_sql = 2;

double processor_seconds_since(std::clock_t start) {
  return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

std::size_t affected(const Walk& walk) {
  return static_cast<std::size_t>(std::ranges::count_if(
      walk.reached, [](const Reached& one) { return one.link != Link::carrier; }));
}

void run(sqlite3* database, const char* text) {
  if (sqlite3_exec(database, text, nullptr, nullptr, nullptr) != SQLITE_OK) {
    std::fprintf(stderr, "%s\n", sqlite3_errmsg(database));
    std::exit(1);
  }
}

void insert(sqlite3* database, const char* text, const std::vector<std::array<int, 3>>& rows,
            int columns) {
  sqlite3_stmt* statement = nullptr;
  run(database, "BEGIN");
  if (sqlite3_prepare_v2(database, text, -1, &statement, nullptr) != SQLITE_OK) std::abort();
  for (const auto& row : rows) {
    for (int i = 0; i < columns; ++i) {
      sqlite3_bind_int(statement, i + 1, row[static_cast<std::size_t>(i)]);
    }
    if (sqlite3_step(statement) != SQLITE_DONE) std::abort();
    sqlite3_reset(statement);
  }
  sqlite3_finalize(statement);
  run(database, "COMMIT");
}

struct SqlRecall {
  double ids_seconds = 0, whole_seconds = 0;
  std::size_t ids = 0, events = 0;
};

double ask(sqlite3* database, const char* question, std::size_t& count) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(database, question, -1, &statement, nullptr) != SQLITE_OK) {
    std::fprintf(stderr, "%s\n", sqlite3_errmsg(database));
    std::exit(1);
  }
  const std::clock_t start = std::clock();
  count = 0;
  while (sqlite3_step(statement) == SQLITE_ROW) {
    ++count;
    if (sqlite3_column_count(statement) == 2) {
      count = static_cast<std::size_t>(sqlite3_column_int64(statement, 1));
    }
  }
  const double seconds = processor_seconds_since(start);
  sqlite3_finalize(statement);
  return seconds;
}

/// The same recall as recursive statements: the identifiers alone, and then what our answer has as
/// well, the containers and the events in the order of time. Neither looks at times, so that it
/// would be wrong about containers that are used again; that would cost it more.
SqlRecall recall_by_sql(const Chain& chain, const std::vector<Start>& starts) {
  sqlite3* database = nullptr;
  if (sqlite3_open("", &database) != SQLITE_OK) std::abort();
  run(database,
      "PRAGMA cache_size=-1000000; PRAGMA temp_store=MEMORY;"
      "CREATE TABLE part(id INTEGER, role INTEGER, event INTEGER);"
      "CREATE TABLE event(event INTEGER PRIMARY KEY, time INTEGER, b INTEGER);"
      "CREATE TABLE start(id INTEGER, a INTEGER, b INTEGER)");
  std::vector<std::array<int, 3>> rows, times;
  for (EventAt at = 0; at < chain.events(); ++at) {
    times.push_back(
        {static_cast<int>(at), static_cast<int>(chain.event(at).time.microseconds / 1'000'000), 0});
    for (const Part& part : chain.parts(at)) {
      rows.push_back(
          {static_cast<int>(part.id), static_cast<int>(part.role()), static_cast<int>(at)});
    }
  }
  insert(database, "INSERT INTO part VALUES (?, ?, ?)", rows, 3);
  insert(database, "INSERT INTO event VALUES (?, ?, ?)", times, 3);
  rows.clear();
  for (const Start& start : starts) rows.push_back({static_cast<int>(start.id), 0, 0});
  insert(database, "INSERT INTO start VALUES (?, ?, ?)", rows, 3);
  run(database,
      "CREATE INDEX by_id ON part(id, role, event);"
      "CREATE INDEX by_event ON part(event, role, id); ANALYZE");
  // Roles as in trace/chain.h: 1 parent, 2 child, 3 input, 4 output, 5 lot.
  const std::string affected =
      "WITH RECURSIVE affected(id) AS (SELECT id FROM start UNION "
      "SELECT o.id FROM affected a JOIN part i ON i.id = a.id AND i.role = 3 "
      "JOIN part o ON o.event = i.event AND o.role IN (4, 5))";
  const std::string whole =
      affected +
      ", carrier(id) AS (SELECT p.id FROM affected a JOIN part c ON c.id = a.id AND c.role = 2 "
      "JOIN part p ON p.event = c.event AND p.role = 1 UNION "
      "SELECT p.id FROM carrier a JOIN part c ON c.id = a.id AND c.role = 2 "
      "JOIN part p ON p.event = c.event AND p.role = 1), "
      "seen(event) AS (SELECT p.event FROM affected a JOIN part p ON p.id = a.id UNION "
      "SELECT p.event FROM carrier a JOIN part p ON p.id = a.id AND p.role <> 1) "
      "SELECT e.event FROM seen s JOIN event e ON e.event = s.event ORDER BY e.time, e.event";
  SqlRecall found;
  const std::string counted = affected + " SELECT 0, count(*) FROM affected";
  found.ids_seconds = found.whole_seconds = 1e9;
  for (int run = 0; run < runs_of_sql; ++run) {
    found.ids_seconds = std::min(found.ids_seconds, ask(database, counted.c_str(), found.ids));
    found.whole_seconds = std::min(found.whole_seconds, ask(database, whole.c_str(), found.events));
  }
  sqlite3_close(database);
  return found;
}

}  // namespace

void measure_recall(const World& world) {
  const std::vector<Start> starts = raw_lots(world.chain);
  Walk walk;
  double seconds = 1e9;
  for (int run = 0; run < runs; ++run) {
    const std::clock_t start = std::clock();
    walk = must(forward(world.chain, starts));
    seconds = std::min(seconds, processor_seconds_since(start));
  }
  const std::size_t ids = affected(walk);
  const double rate = static_cast<double>(ids) / seconds;
  std::printf("forward          %zu lots reach %zu ids, %zu events: %.0f ids/s (bar: 1,000,000)\n",
              starts.size(), ids, walk.events.size(), rate);
  const auto meanings = must(StepMeanings::load(catalog_folder));
  const std::clock_t start = std::clock();
  const RecallScope scope = must(recall_scope(world.chain, meanings, starts));
  std::printf("recall scope     with place and state of each: %.0f ids/s\n",
              static_cast<double>(scope.lines.size()) / processor_seconds_since(start));
  if (world.events > most_for_sql) return;
  const SqlRecall sql = recall_by_sql(world.chain, starts);
  std::printf(
      "recursive SQL    %zu ids alone: %.0f ids/s, ratio %.1f; with containers and %zu events: "
      "%.0f ids/s, ratio %.1f (bar: 10)\n",
      sql.ids, static_cast<double>(sql.ids) / sql.ids_seconds, sql.ids_seconds / seconds,
      sql.events, static_cast<double>(sql.ids) / sql.whole_seconds, sql.whole_seconds / seconds);
  if (sql.ids != ids) {
    std::fprintf(stderr, "SQL reached %zu ids, ours %zu\n", sql.ids, ids);
    std::exit(1);
  }
}

}  // namespace zhiheng::bench
