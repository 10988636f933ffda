#pragma once
// The cube as views in the PostgreSQL that holds the records.

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "cube/cube.h"
#include "cube/projection.h"

struct pg_conn;

namespace zhiheng::cube {

/// A connection whose time zone is UTC and whose names are those of the schema `cube`.
class PostgresConnection {
 public:
  /// @fails  cube.unavailable
  static Result<std::unique_ptr<PostgresConnection>> open(const std::string& url);
  explicit PostgresConnection(pg_conn* connection) : connection_(connection) {}
  ~PostgresConnection();
  PostgresConnection(const PostgresConnection&) = delete;
  PostgresConnection& operator=(const PostgresConnection&) = delete;

  Result<Table> query(const Sql& sql, const std::atomic<bool>* stop = nullptr);
  [[nodiscard]] bool usable() const;

 private:
  pg_conn* connection_;
};

class PushDown final : public Cube {
 public:
  static Result<std::unique_ptr<Cube>> open(std::shared_ptr<const catalog::Catalog> catalog,
                                            store::Store& store, const std::string& url);

  Result<std::int64_t> refresh(const std::atomic<bool>* stop) override;
  Result<Table> query(const Sql& sql, const std::atomic<bool>* stop) override;
  Result<void> rebuild(const std::atomic<bool>* stop) override;
  [[nodiscard]] Dialect dialect() const override { return Dialect::postgresql; }
  [[nodiscard]] std::int64_t position() const override { return position_.load(); }
  [[nodiscard]] std::string place() const override { return "schema cube"; }

 private:
  PushDown(std::shared_ptr<const catalog::Catalog> catalog, store::Store& store, std::string url)
      : catalog_(std::move(catalog)), store_(store), url_(std::move(url)) {}

  Result<void> make_views(bool again);
  Result<std::unique_ptr<PostgresConnection>> take();

  std::shared_ptr<const catalog::Catalog> catalog_;
  store::Store& store_;
  const std::string url_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<PostgresConnection>> idle_;
  std::atomic<std::int64_t> position_{0};
};

}  // namespace zhiheng::cube
