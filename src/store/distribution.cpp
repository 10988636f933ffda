// What lies on the workers of a Citus cluster, and from when on it can be seen there.

#include "store/distribution.h"

#include <thread>

#include "store/database.h"
#include "store/failures.h"

namespace zhiheng::store {
namespace {

constexpr std::chrono::milliseconds pause{2}, help_after{500};
constexpr const char* recover = "SELECT recover_prepared_transactions()";

std::unexpected<Error> no_cluster(std::string what) {
  return fail(cannot_open, "PostgreSQL", std::move(what), "CREATE EXTENSION citus");
}

std::string literal(std::string_view name) { return "'" + quoted_name(name) + "'"; }

std::string distribute_sql(std::string_view table) {
  const std::string relation = "r_" + std::string(table);
  return "SELECT create_distributed_table(" + literal(relation) + ", 'id');" +
         "SELECT create_distributed_table(" + literal(relation + "_current") + ", 'key');";
}

/// What the commits after one and up to another took of each table.
Result<std::vector<Stretch>> stretches(Connection& connection, std::int64_t after,
                                       std::int64_t upto) {
  std::vector<Stretch> found;
  const Parameter values[] = {Value(after), Value(upto)};
  ZH_DO(connection.query(
      "SELECT table_name, min(first_seq), max(last_seq) FROM commit_ranges WHERE number > ? AND "
      "number <= ? GROUP BY table_name",
      values, [&](const Cursor& row) -> Result<bool> {
        found.push_back({std::string(row.bytes(0)), row.integer(1), row.integer(2)});
        return true;
      }));
  return found;
}

Result<bool> all_there(Connection& connection, const Stretch& stretch) {
  std::int64_t count = 0;
  const Parameter values[] = {Value(stretch.first), Value(stretch.last)};
  ZH_DO(connection.query(
      "SELECT count(*) FROM " + quoted_name("r_" + stretch.table) + " WHERE seq BETWEEN ? AND ?",
      values, [&](const Cursor& row) -> Result<bool> {
        count = row.integer(0);
        return false;
      }));
  return count > stretch.last - stretch.first;
}

}  // namespace

Result<Distribution> read_distribution(Connection& connection) {
  Distribution distribution;
  if (connection.dialect() == Dialect::sqlite) return distribution;
  bool citus = false;
  ZH_DO(connection.query(
      "SELECT (SELECT count(*) FROM pg_extension WHERE extname = 'citus'), trim(name) "
      "FROM (VALUES (1)) AS always LEFT JOIN unnest(string_to_array("
      "current_setting('zhiheng.distributed', true), ',')) AS name ON true",
      {}, [&](const Cursor& row) -> Result<bool> {
        citus = row.integer(0) != 0;
        if (!row.null(1)) distribution.wanted.emplace(row.bytes(1));
        return true;
      }));
  if (!citus && !distribution.wanted.empty()) {
    return no_cluster("zhiheng.distributed");
  }
  if (!citus) return distribution;
  distribution.possible = true;
  distribution.everything = distribution.wanted.erase("*") > 0;
  ZH_DO(connection.query(
      "SELECT substr(c.relname::text, 3) FROM pg_catalog.pg_dist_partition p "
      "JOIN pg_class c ON c.oid = p.logicalrelid "
      "WHERE p.partmethod = 'h' AND c.relname LIKE 'r\\_%' AND pg_table_is_visible(c.oid)",
      {}, [&](const Cursor& row) -> Result<bool> {
        distribution.present.emplace(row.bytes(0));
        return true;
      }));
  return distribution;
}

Result<void> distribute_new(Connection& connection, std::string_view table) {
  ZH_TRY(const Distribution distribution, read_distribution(connection));
  if (!distribution.wants(table)) return {};
  return connection.run(distribute_sql(table));
}

Result<std::vector<std::string>> distribute(Store& store, std::span<const std::string> tables) {
  auto& database = static_cast<Database&>(store);  // there is no other
  std::vector<std::string> moved;
  for (const std::string& name : tables) {
    ZH_TRY([[maybe_unused]] const Layout* const known, database.layout(name));
    ZH_DO(database.as_writer([&](Connection& connection) -> Result<void> {
      ZH_TRY(const Distribution distribution, read_distribution(connection));
      if (!distribution.possible) return no_cluster(name);
      if (distribution.present.contains(name)) return {};
      ZH_DO(connection.run(distribute_sql(name)));
      moved.push_back(name);
      // The rows were copied; what is left of them here nobody sees any more.
      for (const char* const of : {"", "_current"}) {
        ZH_DO(connection.run("SELECT truncate_local_data_after_distributing_table(" +
                             literal("r_" + name + of) + ")"));
      }
      return {};
    }));
  }
  ZH_DO(database.note_distribution());
  return moved;
}

Result<void> Database::note_distribution() {
  ZH_TRY(const Lease connection, lease());
  ZH_TRY(Distribution distribution, read_distribution(*connection));
  const std::lock_guard lock(schema_mutex_);
  distribution_ = std::make_shared<const Distribution>(std::move(distribution));
  return {};
}

std::shared_ptr<const Distribution> Database::distribution() const {
  const std::lock_guard lock(schema_mutex_);
  return distribution_;
}

// A worker that lost its coordinator between the two phases of a commit holds what it prepared
// until somebody tells it how that ended. The next writer does, so that it plans from all there is;
// not after a commit of its own, whose second phase it has waited for.
Result<Head> Database::head_of(Connection& connection) {
  ZH_TRY(Head head, read_head(connection));
  if (head.number == finished_ || distribution()->present.empty()) return head;
  ZH_DO(connection.run(recover));
  return head;
}

Result<void> Database::wait_for(Connection& connection, const Stretch& part) {
  using std::chrono::milliseconds;
  const auto begin = std::chrono::steady_clock::now();
  for (bool helped = location_.read_only;;) {
    ZH_TRY(const bool there, all_there(connection, part));
    if (there) return {};
    const auto waited = std::chrono::steady_clock::now() - begin;
    if (waited > milliseconds(location_.patience_ms)) {
      return fail(unavailable, part.table, "versions of a commit missing",
                  std::to_string(part.first) + ".." + std::to_string(part.last));
    }
    // Nobody may be left who would tell the workers.
    if (!helped && waited > help_after) {
      helped = true;
      ZH_DO(connection.run(recover));
    }
    std::this_thread::sleep_for(pause);
  }
}

// The coordinator commits first and the workers after it, each in its own time: for a moment a
// commit stands in the log and part of its versions cannot be seen. Their numbers have no gaps,
// so it can be told by counting when all are there. No writer begins before that, hence the last
// group is all there is to count.
Result<std::int64_t> Database::visible_commit(Connection& connection) {
  std::int64_t newest = 0;
  ZH_DO(connection.query("SELECT max(number) FROM commits", {},
                         [&](const Cursor& row) -> Result<bool> {
                           if (!row.null(0)) newest = row.integer(0);
                           return false;
                         }));
  const auto spread = distribution();
  const std::int64_t known = visible_;
  if (spread->present.empty() || newest <= known) return newest;
  ZH_TRY(const auto parts,
         stretches(connection, std::max(known, newest - std::int64_t{largest_group}), newest));
  for (const Stretch& part : parts) {
    if (spread->present.contains(part.table)) ZH_DO(wait_for(connection, part));
  }
  visible_ = newest;
  return newest;
}

}  // namespace zhiheng::store
