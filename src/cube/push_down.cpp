#include "cube/push_down.h"

#include "base/sha256.h"
#include "cube/failures.h"
#include "expr/expr.h"

namespace zhiheng::cube {
namespace {

/// One number for "the views of the cube are being made", for pg_advisory_lock.
constexpr std::int64_t view_lock = 0x7A68'6375'6265;

std::string view(const Relation& relation, const std::string& current) {
  std::string columns = "\"id\", \"state\", \"recorded_at\"";
  for (const auto& column : relation.columns) columns += ", " + source_sql(column);
  return "SELECT " + columns + " FROM (" + current + ") AS c";
}

/// Makes a view unless the very same one is there: its digest stands in its comment.
Result<void> make_view(PostgresConnection& connection, const Relation& relation,
                       const std::string& select, bool again) {
  const std::string name = "cube." + expr::quoted(relation.name);
  const std::string digest = to_hex(sha256(select));
  ZH_TRY(const auto present,
         connection.query({"SELECT obj_description(c.oid, 'pg_class') FROM pg_class c JOIN "
                           "pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'cube' AND "
                           "c.relname = ?",
                           {relation.name}}));
  const bool same = !present.rows.empty() && present.rows[0][0] == Cell(digest);
  if (same && !again) return {};
  ZH_TRY(const auto dropped, connection.query({"DROP VIEW IF EXISTS " + name, {}}));
  ZH_TRY(const auto made, connection.query({"CREATE VIEW " + name + " AS " + select, {}}));
  ZH_TRY(const auto noted,
         connection.query({"COMMENT ON VIEW " + name + " IS '" + digest + "'", {}}));
  return {};
}

Result<void> make_all(PostgresConnection& connection, const std::vector<Relation>& relations,
                      const store::Store& store, bool again) {
  ZH_TRY(const auto locked,
         connection.query({"SELECT CAST(pg_advisory_xact_lock(?) AS text)", {view_lock}}));
  ZH_TRY(const auto schema, connection.query({"CREATE SCHEMA IF NOT EXISTS cube", {}}));
  for (const auto& relation : relations) {
    const auto* table = store.table(relation.name);
    ZH_DO(make_view(connection, relation, view(relation, store.current_relation(*table)), again));
  }
  return {};
}

}  // namespace

Result<std::unique_ptr<Cube>> PushDown::open(std::shared_ptr<const catalog::Catalog> catalog,
                                             store::Store& store, const std::string& url) {
  auto cube = std::unique_ptr<PushDown>(new PushDown(std::move(catalog), store, url));
  ZH_DO(cube->make_views(false));
  return cube;
}

Result<void> PushDown::make_views(bool again) {
  ZH_TRY(const auto connection, PostgresConnection::open(url_));
  ZH_TRY(const auto begun, connection->query({"BEGIN", {}}));
  ZH_DO(make_all(*connection, relations(*catalog_, store_), store_, again));
  ZH_TRY(const auto committed, connection->query({"COMMIT", {}}));
  return {};
}

Result<std::unique_ptr<PostgresConnection>> PushDown::take() {
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      auto connection = std::move(idle_.back());
      idle_.pop_back();
      return connection;
    }
  }
  ZH_TRY(auto connection, PostgresConnection::open(url_));
  ZH_TRY(const auto path, connection->query({"SET search_path = cube, pg_catalog", {}}));
  ZH_TRY(const auto reading, connection->query({"SET default_transaction_read_only = on", {}}));
  return connection;
}

Result<Table> PushDown::query(const Sql& sql, const std::atomic<bool>* stop) {
  for (int attempt = 0;; ++attempt) {
    ZH_TRY(auto connection, take());
    auto table = connection->query(sql, stop);
    const std::lock_guard lock(mutex_);
    if (connection->usable()) {
      idle_.push_back(std::move(connection));
      return table;
    }
    idle_.clear();  // the server was restarted: the other connections are gone too
    if (attempt == 1) return table;
  }
}

Result<std::int64_t> PushDown::refresh(const std::atomic<bool>* /*stop*/) {
  ZH_TRY(const auto newest, store_.newest_commit());
  position_ = newest;
  return newest;
}

Result<void> PushDown::rebuild(const std::atomic<bool>* stop) {
  ZH_DO(make_views(true));
  ZH_DO(refresh(stop));
  return {};
}

}  // namespace zhiheng::cube
