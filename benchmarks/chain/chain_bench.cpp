// The made-up supply chain, built in memory: recall scope beside recursive SQL on the same data in
// SQLite, single questions, memory, and how often each rule is right. ZHIHENG_BENCH_EVENTS sets the
// size, 1,000,000 by default; SQL is left out above 2,000,000.

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "stat/random.h"
#include "trace/breach.h"
#include "trace/positions.h"
#include "trace/recall_scope.h"
#include "trace/simulation.h"

namespace {

using namespace zhiheng;
using namespace zhiheng::trace;

constexpr std::int64_t most_for_sql = 2'000'000;
const char* const catalog_folder = ZHIHENG_SOURCE_DIR "/catalog";

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

template <class T>
T must(Result<T> result) {
  if (result) return *std::move(result);
  std::fprintf(stderr, "%s\n", describe(result.error()).c_str());
  std::exit(1);
}

struct World {
  Chain chain;
  std::vector<SimulatedFirm> firms;
  std::map<std::string, std::set<std::string>> planted;
  std::vector<std::string> lots;
  std::int64_t events = 0;
};

void build(World& world, std::int64_t events) {
  SimulationOptions options;
  options.firms = 2000;
  options.events = events;
  options.lots = static_cast<int>(std::clamp<std::int64_t>(events / 2000, 50, 1'000'000));
  for (std::size_t i = 0; i < fault_kinds; ++i) {
    options.faults[static_cast<Fault>(i)] =
        static_cast<int>(std::min<std::int64_t>(500, options.lots / 4));
  }
  world.firms = must(simulated_firms(options, catalog_folder));
  double adding = 0;
  std::vector<Event> waiting;
  const auto hand_over = [&] {
    const auto start = std::chrono::steady_clock::now();
    for (const Event& event : waiting) {
      if (!world.chain.add(event, ++world.events)) std::abort();
    }
    adding += seconds_since(start);
    waiting.clear();
  };
  const SimulationSink sink{.event =
                                [&](const Event& event) {
                                  waiting.push_back(event);
                                  if (waiting.size() == 10'000) hand_over();
                                  return true;
                                },
                            .fault =
                                [&](const PlantedFault& fault) {
                                  world.planted[std::string(name_of(fault.fault))].insert(fault.id);
                                },
                            .lot = [&](const SimulatedLot& lot) { world.lots.push_back(lot.id); }};
  (void)must(simulate(options, world.firms, sink));
  hand_over();
  const MemoryUse use = world.chain.memory();
  const auto edges = static_cast<double>(use.edge_count);
  std::printf("chain            %lld events, %zu identifiers, %zu edges; %.0f events/s\n",
              static_cast<long long>(world.events), world.chain.identifiers(), use.edge_count,
              static_cast<double>(world.events) / adding);
  std::printf(
      "memory           %.1f bytes an edge (bar: 40); events %.0f MB, identifiers %.0f MB\n",
      static_cast<double>(use.edges) / edges, static_cast<double>(use.events) / 1e6,
      static_cast<double>(use.identifiers) / 1e6);
}

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
  const auto start = std::chrono::steady_clock::now();
  count = 0;
  while (sqlite3_step(statement) == SQLITE_ROW) {
    ++count;
    if (sqlite3_column_count(statement) == 2) {
      count = static_cast<std::size_t>(sqlite3_column_int64(statement, 1));
    }
  }
  const double seconds = seconds_since(start);
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
  found.ids_seconds =
      ask(database, (affected + " SELECT 0, count(*) FROM affected").c_str(), found.ids);
  found.whole_seconds = ask(database, whole.c_str(), found.events);
  sqlite3_close(database);
  return found;
}

void measure_recall(const World& world) {
  const std::vector<Start> starts = raw_lots(world.chain);
  auto start = std::chrono::steady_clock::now();
  const Walk walk = must(forward(world.chain, starts));
  const double seconds = seconds_since(start);
  const std::size_t ids = affected(walk);
  const double rate = static_cast<double>(ids) / seconds;
  std::printf("forward          %zu lots reach %zu ids, %zu events: %.0f ids/s (bar: 1,000,000)\n",
              starts.size(), ids, walk.events.size(), rate);
  const auto meanings = must(StepMeanings::load(catalog_folder));
  start = std::chrono::steady_clock::now();
  const RecallScope scope = must(recall_scope(world.chain, meanings, starts));
  std::printf("recall scope     with place and state of each: %.0f ids/s\n",
              static_cast<double>(scope.lines.size()) / seconds_since(start));
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

void measure_questions(const World& world) {
  const Chain& chain = world.chain;
  const auto meanings = must(StepMeanings::load(catalog_folder));
  stat::Random random(1);
  std::vector<double> times;
  std::size_t largest = 0;
  while (times.size() < 2000) {
    const Id id = static_cast<Id>(random.below(chain.identifiers()));
    const Form form = chain.form(id);
    if (form != Form::instance && form != Form::unit && form != Form::lot) continue;
    const std::vector<Start> asked{{.id = id}};
    const auto start = std::chrono::steady_clock::now();
    const Walk walk =
        times.size() % 2 == 0 ? must(forward(chain, asked)) : must(backward(chain, asked));
    const Whereabouts where = Locator(History(chain), meanings).locate(id);
    const double seconds = seconds_since(start);
    if (walk.reached.size() > 1000) continue;
    static_cast<void>(where);
    largest = std::max(largest, walk.reached.size());
    times.push_back(seconds * 1e3);
  }
  std::ranges::sort(times);
  std::printf(
      "one question     p50 %.3f ms, p99 %.3f ms, longest %.3f ms; up to %zu ids (bar: p99 "
      "20 ms)\n",
      times[times.size() / 2], times[times.size() * 99 / 100], times.back(), largest);
}

void measure_rules(World& world) {
  const Chain& chain = world.chain;
  world.planted["second_commissioning"] = world.planted["clone"];
  Positions positions;
  for (const SimulatedFirm& firm : world.firms) {
    if (const auto id = chain.find(normal_identifier(firm.place))) positions[*id] = firm.position;
  }
  const auto rules = must(load_rules(catalog_folder));
  const auto meanings = must(StepMeanings::load(catalog_folder));
  const History history(chain);
  const Inspection inspection{
      .history = history, .meanings = meanings, .positions = positions, .now = latest(history)};
  std::map<std::string, std::set<std::string>> said;
  auto start = std::chrono::steady_clock::now();
  const auto gaps = must(find_gaps(inspection, rules));
  const double gap_seconds = seconds_since(start);
  start = std::chrono::steady_clock::now();
  const auto clones = must(find_clones(inspection, rules));
  std::printf("gaps             %.2f s; clones %.2f s\n", gap_seconds, seconds_since(start));
  for (const auto* findings : {&gaps, &clones}) {
    for (const Finding& finding : *findings) said[finding.rule->id].insert(chain.text(finding.id));
  }
  const auto breach = must(find_breach_rule(catalog_folder, "chilled_dairy"));
  for (const Reading& reading : breaches_of(history, breach)) {
    said["temperature_breach"].insert(chain.text(chain.parts(reading.event).front().id));
  }
  std::printf("%-24s %8s %8s %8s %8s %10s\n", "rule", "planted", "told", "right", "recall",
              "false");
  std::vector<std::string> names{"temperature_breach"};
  for (const Rule& rule : rules) names.push_back(rule.id);
  for (const std::string& name : names) {
    std::size_t right = 0;
    for (const std::string& id : said[name]) right += world.planted[name].count(id);
    const std::size_t told = said[name].size(), planted = world.planted[name].size();
    std::printf(
        "%-24s %8zu %8zu %8zu %7.1f%% %9.2f%%\n", name.c_str(), planted, told, right,
        planted == 0 ? 0.0 : 100.0 * static_cast<double>(right) / static_cast<double>(planted),
        told == 0 ? 0.0 : 100.0 * static_cast<double>(told - right) / static_cast<double>(told));
  }
}

}  // namespace

int main() {
  const char* size = std::getenv("ZHIHENG_BENCH_EVENTS");
  World world;
  build(world, size == nullptr ? 1'000'000 : std::atoll(size));
  measure_recall(world);
  measure_questions(world);
  measure_rules(world);
  return 0;
}
