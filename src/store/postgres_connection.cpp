// PostgreSQL behind store::Connection: COPY for new rows, arrays for look-ups and changes.

#include <cstring>
#include <memory>

#include "store/failures.h"
#include "store/postgres_wire.h"

namespace zhiheng::store {
namespace {

// After a caller has seen enough, so many rows are read on before the query is cancelled.
constexpr int patience = 200;

// The one writer of a schema: numbers are given and commits become visible in the same order.
constexpr const char* start_writing =
    "BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL lock_timeout = '15s';"
    // Look-ups go by key, some thousand at a time: never by reading a whole table.
    "SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off;"
    "SET LOCAL enable_seqscan = off;"
    "SELECT pg_advisory_xact_lock(hashtext('zhiheng'), hashtext(current_schema()))";

struct FreeResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Answer = std::unique_ptr<PGresult, FreeResult>;

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

class PostgresConnection final : public Connection {
 public:
  explicit PostgresConnection(PGconn* connection, bool reading_only)
      : connection_(connection), reading_only_(reading_only) {}
  ~PostgresConnection() override { PQfinish(connection_); }

  Result<void> prepare_session();

  Result<void> run(const std::string& script) override;
  Result<void> run_once(const std::string& script);
  Result<void> query(const std::string& sql, std::span<const Parameter> values,
                     const EachRow& row) override;
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
  bool in_transaction_ = false;
  bool lost_ = false;  ///< the server has gone
};

std::unexpected<Error> PostgresConnection::error_of(const PGresult* result,
                                                    std::string_view what) const {
  const char* const state =
      result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const char* const message =
      result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  std::string found = message != nullptr ? message : PQerrorMessage(connection_);
  while (!found.empty() && found.back() == '\n') found.pop_back();
  return fail(failure_of(state == nullptr ? "" : state), std::string(what.substr(0, 300)),
              std::move(found));
}

Result<void> PostgresConnection::prepare_session() {
  PQsetNoticeProcessor(
      connection_, [](void*, const char*) {}, nullptr);
  std::string settings =
      "SET client_encoding = 'UTF8'; SET TimeZone = 'UTC'; SET jit = off;"
      "SET client_min_messages = warning; SET standard_conforming_strings = on;"
      // A commit that was acknowledged is on the disk, whatever the server's default says.
      "SELECT set_config('synchronous_commit', 'on', false)"
      " WHERE current_setting('synchronous_commit') = 'off'";
  if (reading_only_) settings += "; SET default_transaction_read_only = on";
  const Answer answer(PQexec(connection_, settings.c_str()));
  const ExecStatusType status = PQresultStatus(answer.get());
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return {};
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
      if (!next) done = std::unexpected(std::move(next).error());
      more = next && *next;
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

Result<void> PostgresConnection::begin_write() {
  auto begun = run(start_writing);
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
  const Answer answer(PQexec(connection_, "COMMIT"));
  in_transaction_ = false;
  // A transaction that had failed answers COMMIT with ROLLBACK, and not with an error.
  const bool committed = PQresultStatus(answer.get()) == PGRES_COMMAND_OK &&
                         std::strcmp(PQcmdStatus(answer.get()), "COMMIT") == 0;
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

Result<std::vector<Current>> PostgresConnection::find_current(
    const Layout& layout, std::span<const std::string_view> keys) {
  PostgresArray array(oid::bytea);
  for (const std::string_view key : keys) array.add(key);
  PostgresParameters parameters;
  parameters.add_binary(0, array.finish());
  std::vector<Current> entries(keys.size());
  ZH_DO(
      each("SELECT k.n, c.id, c.seq, c.version, c.state, c.deleted, c.fingerprint FROM "
           "unnest($1::bytea[]) WITH ORDINALITY AS k(key, n) JOIN " +
               quoted(layout.current) + " c ON c.key = k.key",
           parameters, [&](const Cursor& row) -> Result<bool> {
             const auto i = static_cast<std::size_t>(row.integer(0) - 1);
             Current& entry = entries[i];
             entry.key = keys[i];
             entry.id = read_uuid(row.bytes(1));
             entry.seq = row.integer(2);
             entry.version = static_cast<int>(row.integer(3));
             entry.state = row.bytes(4);
             entry.deleted = row.integer(5) != 0;
             const std::string_view print = row.bytes(6);
             std::memcpy(entry.fingerprint.data(), print.data(),
                         std::min(print.size(), entry.fingerprint.size()));
             return true;
           }));
  return entries;
}

Result<void> PostgresConnection::load_by_seq(const Layout& layout,
                                             std::span<const std::int64_t> seqs,
                                             const EachRow& row) {
  PostgresArray array(oid::int8);
  for (const std::int64_t seq : seqs) array.add_int8(seq);
  PostgresParameters parameters;
  parameters.add_binary(0, array.finish());
  return each("SELECT " + select_list(layout, true) + " FROM " + quoted(layout.relation) +
                  " WHERE seq = ANY($1::int8[])",
              parameters, row);
}

Result<void> PostgresConnection::load_newest(const Layout& layout, std::span<const Uuid> ids,
                                             const EachRow& row) {
  PostgresArray array(oid::uuid);
  for (const Uuid& id : ids) array.add(as_bytes(id.bytes));
  PostgresParameters parameters;
  parameters.add_binary(0, array.finish());
  return each("SELECT " + select_list(layout, true) + " FROM " + quoted(layout.relation) +
                  " WHERE id = ANY($1::uuid[]) AND superseded IS NULL",
              parameters, row);
}

Result<void> PostgresConnection::copy(const std::string& into, CopyRows& rows) {
  const std::string sql = "COPY " + into + " FROM STDIN (FORMAT binary)";
  {
    const Answer answer(PQexec(connection_, sql.c_str()));
    if (PQresultStatus(answer.get()) != PGRES_COPY_IN) return error_of(answer.get(), sql);
  }
  rows.end();
  const std::string& bytes = rows.buffer();
  bool sent = PQputCopyData(connection_, bytes.data(), static_cast<int>(bytes.size())) == 1;
  sent = PQputCopyEnd(connection_, sent ? nullptr : "not sent") == 1 && sent;
  Result<void> done;
  while (Answer answer{PQgetResult(connection_)}) {
    if (PQresultStatus(answer.get()) != PGRES_COMMAND_OK && done)
      done = error_of(answer.get(), sql);
  }
  if (done && !sent) return error_of(nullptr, sql);
  return done;
}

void copy_version(CopyRows& rows, const Layout& layout, const Chunk& chunk,
                  const NewVersion& version) {
  rows.row(13 + layout.columns.size());
  rows.int8(version.seq);
  rows.bytes(as_bytes(version.id.bytes));
  rows.int4(version.version);
  rows.bytes(chunk.view(version.state));
  rows.boolean(version.deleted);
  rows.bytes(chunk.view(version.reason));
  rows.timestamp(chunk.recorded_at);
  rows.bytes(chunk.recorded_by);
  rows.bytes(chunk.batch);
  rows.int8(version.row);
  version.superseded != 0 ? rows.int8(version.superseded) : rows.null();
  version.version > 1 ? rows.bytes(as_bytes(version.previous)) : rows.null();
  rows.bytes(as_bytes(version.hash));
  ImageReader reader(chunk.view(version.content));
  Field field;
  bool left = reader.next(field);
  for (const std::size_t position : layout.by_number) {
    if (!left || field.number != layout.numbers[position]) {
      rows.null();
      continue;
    }
    rows.field(field);
    left = reader.next(field);
  }
}

Result<void> PostgresConnection::store(const Layout& layout, const Chunk& chunk) {
  if (chunk.versions.empty()) return {};
  std::string columns =
      quoted(layout.relation) +
      " (seq, id, version, state, deleted, reason, recorded_at, recorded_by, batch, \"row\", "
      "superseded, prev_hash, hash";
  for (const std::size_t position : layout.by_number) {
    columns += ", " + quoted(layout.columns[position].name);
  }
  CopyRows rows;
  for (const NewVersion& version : chunk.versions) copy_version(rows, layout, chunk, version);
  ZH_DO(copy(columns + ")", rows));
  ZH_DO(supersede(layout, chunk));
  ZH_DO(repoint(layout, chunk));
  return point(layout, chunk);
}

Result<void> PostgresConnection::supersede(const Layout& layout, const Chunk& chunk) {
  PostgresArray ids(oid::uuid);
  PostgresArray versions(oid::int4);
  PostgresArray seqs(oid::int8);
  bool any = false;
  for (const NewVersion& version : chunk.versions) {
    if (version.supersedes == 0) continue;
    any = true;
    ids.add(as_bytes(version.id.bytes));
    versions.add_int4(version.version - 1);
    seqs.add_int8(version.seq);
  }
  if (!any) return {};
  PostgresParameters parameters;
  for (const PostgresArray* const array : {&ids, &versions, &seqs}) {
    parameters.add_binary(0, array->finish());
  }
  return each("UPDATE " + quoted(layout.relation) +
                  " r SET superseded = u.seq FROM unnest($1::uuid[], $2::int4[], $3::int8[]) "
                  "AS u(id, version, seq) WHERE r.id = u.id AND r.version = u.version",
              parameters, [](const Cursor&) -> Result<bool> { return true; });
}

// Keys given up are taken away first: another record of this chunk may get one of them.
Result<void> PostgresConnection::repoint(const Layout& layout, const Chunk& chunk) {
  PostgresArray erased(oid::bytea);
  PostgresArray keys(oid::bytea), ids(oid::uuid), seqs(oid::int8), versions(oid::int4),
      states(oid::text), deleted(oid::boolean), prints(oid::bytea);
  bool any_erased = false;
  bool any = false;
  for (const NewVersion& version : chunk.versions) {
    if (!version.newest) continue;
    if (version.old_key.size != 0) {
      any_erased = true;
      erased.add(chunk.view(version.old_key));
    }
    if (!version.known_key) continue;
    any = true;
    keys.add(chunk.view(version.key));
    ids.add(as_bytes(version.id.bytes));
    seqs.add_int8(version.seq);
    versions.add_int4(version.version);
    states.add(chunk.view(version.state));
    deleted.add_boolean(version.deleted);
    prints.add(as_bytes(version.fingerprint));
  }
  const EachRow nothing = [](const Cursor&) -> Result<bool> { return true; };
  if (any_erased) {
    PostgresParameters parameters;
    parameters.add_binary(0, erased.finish());
    ZH_DO(each("DELETE FROM " + quoted(layout.current) + " WHERE key = ANY($1::bytea[])",
               parameters, nothing));
  }
  if (!any) return {};
  PostgresParameters parameters;
  for (const PostgresArray* const array :
       {&keys, &ids, &seqs, &versions, &states, &deleted, &prints}) {
    parameters.add_binary(0, array->finish());
  }
  return each("UPDATE " + quoted(layout.current) +
                  " c SET id = u.id, seq = u.seq, version = u.version, state = u.state, deleted = "
                  "u.deleted, fingerprint = u.print FROM unnest($1::bytea[], $2::uuid[], "
                  "$3::int8[], $4::int4[], $5::text[], $6::bool[], $7::bytea[]) AS u(key, id, seq, "
                  "version, state, deleted, print) WHERE c.key = u.key",
              parameters, nothing);
}

Result<void> PostgresConnection::point(const Layout& layout, const Chunk& chunk) {
  std::vector<Current> entries;
  for (const NewVersion& version : chunk.versions) {
    if (!version.newest || version.known_key) continue;
    entries.push_back({std::string(chunk.view(version.key)), version.id, version.seq,
                       version.version, std::string(chunk.view(version.state)), version.deleted,
                       version.fingerprint});
  }
  return add_current(layout, entries);
}

Result<void> PostgresConnection::add_current(const Layout& layout,
                                             std::span<const Current> entries) {
  if (entries.empty()) return {};
  CopyRows rows;
  for (const Current& entry : entries) {
    rows.row(7);
    rows.bytes(entry.key);
    rows.bytes(as_bytes(entry.id.bytes));
    rows.int8(entry.seq);
    rows.int4(entry.version);
    rows.bytes(entry.state);
    rows.boolean(entry.deleted);
    rows.bytes(as_bytes(entry.fingerprint));
  }
  return copy(quoted(layout.current) + " (key, id, seq, version, state, deleted, fingerprint)",
              rows);
}

}  // namespace

Result<std::unique_ptr<Connection>> connect_postgres(const std::string& url, bool reading_only) {
  PGconn* const opened = PQconnectdb(url.c_str());
  auto connection = std::make_unique<PostgresConnection>(opened, reading_only);
  if (PQstatus(opened) != CONNECTION_OK) {
    std::string message = PQerrorMessage(opened);
    while (!message.empty() && message.back() == '\n') message.pop_back();
    return fail(cannot_open, "PostgreSQL", std::move(message));
  }
  ZH_DO(connection->prepare_session());
  return connection;
}

}  // namespace zhiheng::store
