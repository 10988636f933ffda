#pragma once
// PostgreSQL behind store::Connection. Only for postgres_*.cpp: session and transactions stand in
// postgres_connection.cpp, look-ups in postgres_look_up.cpp, new versions in postgres_writing.cpp.

#include <memory>

#include "store/postgres_wire.h"

namespace zhiheng::store {

struct FreeResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Answer = std::unique_ptr<PGresult, FreeResult>;

class PostgresConnection final : public Connection {
 public:
  PostgresConnection(PGconn* connection, const Location& location)
      : connection_(connection),
        reading_only_(location.read_only),
        patience_ms_(location.patience_ms) {}
  ~PostgresConnection() override { PQfinish(connection_); }

  Result<void> prepare_session();

  Result<void> run(const std::string& script) override;
  Result<void> run_once(const std::string& script);
  Result<void> query(const std::string& sql, std::span<const Parameter> values,
                     const EachRow& row) override;
  Result<bool> query_within(const std::string& sql, std::span<const Parameter> values,
                            int milliseconds, const EachRow& row) override;
  Result<void> begin_write() override;
  Result<void> begin_read() override;
  Result<void> commit() override;
  void rollback() override;
  [[nodiscard]] bool usable() const override {
    return !lost_ && PQstatus(connection_) == CONNECTION_OK;
  }

  Result<std::vector<Current>> find_current(const Layout& layout,
                                            std::span<const std::string_view> keys) override;
  Result<void> load_by_seq(const Layout& layout, std::span<const std::int64_t> seqs,
                           const EachRow& row) override;
  Result<void> load_newest(const Layout& layout, std::span<const Uuid> ids,
                           const EachRow& row) override;
  Result<void> store(const Layout& layout, const Chunk& chunk) override;
  Result<void> add_current(const Layout& layout, std::span<const Current> entries) override;
  [[nodiscard]] Dialect dialect() const override { return Dialect::postgresql; }

 private:
  std::unexpected<Error> error_of(const PGresult* result, std::string_view what) const;
  Result<void> send(const std::string& sql, PostgresParameters& parameters, const EachRow& row);
  Result<void> receive(const std::string& sql, const EachRow& row);
  Result<void> each(const std::string& sql, PostgresParameters& parameters, const EachRow& row);
  void finish_early();
  [[nodiscard]] bool reconnect(const Error& error);
  Result<void> copy(const std::string& into, CopyRows& rows);
  Result<void> supersede(const Layout& layout, const Chunk& chunk);
  Result<void> repoint(const Layout& layout, const Chunk& chunk);
  Result<void> point(const Layout& layout, const Chunk& chunk);

  PGconn* connection_;
  bool reading_only_;
  int patience_ms_;
  bool in_transaction_ = false;
  mutable bool out_of_time_ = false;  ///< the last statement was broken off
  bool lost_ = false;                 ///< the server has gone
  bool cluster_ = false;              ///< Citus is loaded
  bool warned_ = false;               ///< it said something beside its answer
};

}  // namespace zhiheng::store
