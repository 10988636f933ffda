// A session with PostgreSQL: connecting again, transactions, questions row by row.

#include "store/postgres_connection.h"

#include <cstring>

#include "store/failures.h"

namespace zhiheng::store {
namespace {

// After a caller has seen enough, so many rows are read on before the query is cancelled.
constexpr int patience = 200;

// Look-ups go by key, some thousand at a time: never by reading a whole table.
constexpr const char* by_key[] = {"SET LOCAL enable_hashjoin = off",
                                  "SET LOCAL enable_mergejoin = off",
                                  "SET LOCAL enable_seqscan = off"};

// The one writer of a schema: numbers are given and commits become visible in the same order.
constexpr const char* one_writer =
    "SELECT pg_advisory_xact_lock(hashtext('zhiheng'), hashtext(current_schema()))";

const Failure& failure_of(std::string_view state) {
  if (state.empty() || state.starts_with("08") || state.starts_with("57P")) return unavailable;
  if (state == "53100") return disk_full;
  if (state.starts_with("53") || state.starts_with("58")) return unavailable;
  if (state == "55P03" || state == "40001" || state == "40P01") return busy;
  if (state == "23505") return duplicate_key;
  if (state == "25006") return read_only;
  if (state.starts_with("XX")) return damaged;
  return query_failed;
}

}  // namespace

std::unexpected<Error> PostgresConnection::error_of(const PGresult* result,
                                                    std::string_view what) const {
  const char* const state =
      result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const char* const message =
      result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  std::string found = message != nullptr ? message : PQerrorMessage(connection_);
  out_of_time_ = state != nullptr && std::strcmp(state, "57014") == 0;
  while (!found.empty() && found.back() == '\n') found.pop_back();
  return fail(failure_of(state == nullptr ? "" : state), std::string(what.substr(0, 300)),
              std::move(found));
}

Result<void> PostgresConnection::prepare_session() {
  PQsetNoticeProcessor(
      connection_, [](void* warned, const char*) { *static_cast<bool*>(warned) = true; }, &warned_);
  std::string settings =
      "SET client_encoding = 'UTF8'; SET TimeZone = 'UTC'; SET jit = off;"
      "SET client_min_messages = warning; SET standard_conforming_strings = on;"
      // A commit that was acknowledged is on the disk, whatever the server's default says.
      "SELECT CASE WHEN current_setting('synchronous_commit') = 'off' THEN"
      " set_config('synchronous_commit', 'on', false) END,"
      " current_setting('citus.shard_count', true) IS NOT NULL";
  if (reading_only_) settings.insert(0, "SET default_transaction_read_only = on; ");
  const Answer answer(PQexec(connection_, settings.c_str()));
  if (PQresultStatus(answer.get()) == PGRES_TUPLES_OK) {
    cluster_ = *PQgetvalue(answer.get(), 0, 1) == 't';
    return {};
  }
  return error_of(answer.get(), "session");
}

// Only outside a transaction: then nothing is lost with the old connection. The state that libpq
// gives is not asked: it may say that a connection is good whose server has gone.
bool PostgresConnection::reconnect(const Error& error) {
  if (error.failure != &unavailable) return false;
  lost_ = true;
  if (in_transaction_) return false;
  PQreset(connection_);
  lost_ = PQstatus(connection_) != CONNECTION_OK || !prepare_session();
  return !lost_;
}

Result<void> PostgresConnection::run_once(const std::string& script) {
  const Answer answer(PQexec(connection_, script.c_str()));
  const ExecStatusType status = PQresultStatus(answer.get());
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return {};
  return error_of(answer.get(), script);
}

Result<void> PostgresConnection::run(const std::string& script) {
  auto done = run_once(script);
  if (!done && reconnect(done.error())) return run_once(script);
  return done;
}

Result<void> PostgresConnection::send(const std::string& sql, PostgresParameters& parameters,
                                      const EachRow& row) {
  const int sent =
      PQsendQueryParams(connection_, sql.c_str(), parameters.count(), parameters.types(),
                        parameters.values(), parameters.lengths(), parameters.formats(), 1);
  if (sent != 1) return error_of(nullptr, sql);
  PQsetSingleRowMode(connection_);
  return receive(sql, row);
}

Result<void> PostgresConnection::receive(const std::string& sql, const EachRow& row) {
  Result<void> done;
  bool more = true;
  while (Answer answer{PQgetResult(connection_)}) {
    const ExecStatusType status = PQresultStatus(answer.get());
    if (status == PGRES_SINGLE_TUPLE && more) {
      auto next = row(PostgresCursor(answer.get()));
      more = next && *next;
      if (!next) done = std::unexpected(std::move(next).error());
      if (!more) finish_early();
    } else if (status != PGRES_SINGLE_TUPLE && status != PGRES_TUPLES_OK &&
               status != PGRES_COMMAND_OK && more && done) {
      done = error_of(answer.get(), sql);
    }
  }
  return done;
}

// Within a transaction a cancelled query would take the transaction with it: there the rest is
// read and thrown away.
void PostgresConnection::finish_early() {
  for (int i = 0; in_transaction_ || i < patience; ++i) {
    const Answer answer(PQgetResult(connection_));
    if (PQresultStatus(answer.get()) != PGRES_SINGLE_TUPLE) return;
  }
  PGcancel* const cancel = PQgetCancel(connection_);
  char trouble[256];
  PQcancel(cancel, trouble, sizeof trouble);
  PQfreeCancel(cancel);
}

Result<void> PostgresConnection::each(const std::string& sql, PostgresParameters& parameters,
                                      const EachRow& row) {
  bool delivered = false;
  const EachRow noting = [&](const Cursor& cursor) {
    delivered = true;
    return row(cursor);
  };
  auto done = send(sql, parameters, noting);
  if (!done && reconnect(done.error()) && !delivered) done = send(sql, parameters, noting);
  return done;
}

Result<void> PostgresConnection::query(const std::string& sql, std::span<const Parameter> values,
                                       const EachRow& row) {
  PostgresParameters parameters;
  for (const Parameter& value : values) parameters.add(value);
  return each(numbered(sql), parameters, row);
}

Result<bool> PostgresConnection::query_within(const std::string& sql,
                                              std::span<const Parameter> values, int milliseconds,
                                              const EachRow& row) {
  if (milliseconds > 0) {
    // Helpers are called and sent home again in the time that a page may take.
    ZH_DO(run("SET max_parallel_workers_per_gather = 0; SET statement_timeout = " +
              std::to_string(milliseconds)));
  }
  out_of_time_ = false;
  const auto done = query(sql, values, row);
  const bool broken_off = !done && out_of_time_;
  if (milliseconds > 0) {
    ZH_DO(run("RESET statement_timeout; RESET max_parallel_workers_per_gather"));
  }
  if (broken_off) return false;
  if (!done) return std::unexpected(done.error());
  return true;
}

Result<void> PostgresConnection::begin_write() {
  std::string script = "BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL lock_timeout = " +
                       std::to_string(patience_ms_) + ";";
  for (const char* const setting : by_key) script.append(setting).append(";");
  auto begun = run(script + one_writer);
  // Citus tells its workers what is set, but each setting must come alone: it sends the text.
  if (begun && cluster_) begun = run_once("SET LOCAL citus.propagate_set_commands = 'local'");
  for (const char* const setting : by_key) {
    if (begun && cluster_) begun = run_once(setting);
  }
  if (!begun) {
    rollback();
    return begun;
  }
  in_transaction_ = true;
  return {};
}

Result<void> PostgresConnection::begin_read() {
  ZH_DO(run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"));
  in_transaction_ = true;
  return {};
}

Result<void> PostgresConnection::commit() {
  warned_ = false;
  const Answer answer(PQexec(connection_, "COMMIT"));
  in_transaction_ = false;
  // A transaction that had failed answers COMMIT with ROLLBACK, and not with an error.
  const bool committed = PQresultStatus(answer.get()) == PGRES_COMMAND_OK &&
                         std::strcmp(PQcmdStatus(answer.get()), "COMMIT") == 0;
  // Committed, and a worker of a cluster did not answer to it: the next writer begins anew.
  if (committed) lost_ = lost_ || warned_;
  if (committed) return {};
  auto error = error_of(answer.get(), "COMMIT");
  lost_ = lost_ || error.error().failure == &unavailable;
  rollback();
  return error;
}

void PostgresConnection::rollback() {
  in_transaction_ = false;
  if (PQtransactionStatus(connection_) == PQTRANS_IDLE || !usable()) return;
  const Answer answer(PQexec(connection_, "ROLLBACK"));
}

Result<std::unique_ptr<Connection>> connect_postgres(const Location& location) {
  PGconn* const opened = PQconnectdb(location.database.c_str());
  auto connection = std::make_unique<PostgresConnection>(opened, location);
  if (PQstatus(opened) != CONNECTION_OK) {
    std::string message = PQerrorMessage(opened);
    while (!message.empty() && message.back() == '\n') message.pop_back();
    return fail(cannot_open, "PostgreSQL", std::move(message));
  }
  ZH_DO(connection->prepare_session());
  return connection;
}

}  // namespace zhiheng::store
