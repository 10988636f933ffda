// New versions: COPY for rows, arrays for what changes in old ones.

#include "store/postgres_connection.h"

namespace zhiheng::store {
namespace {

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

}  // namespace

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

Result<void> PostgresConnection::store(const Layout& layout, const Chunk& chunk) {
  if (chunk.versions.empty()) return {};
  std::string columns =
      quoted_name(layout.relation) +
      " (seq, id, version, state, deleted, reason, recorded_at, recorded_by, batch, \"row\", "
      "superseded, prev_hash, hash";
  for (const std::size_t position : layout.by_number) {
    columns += ", " + quoted_name(layout.columns[position].name);
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
  return each("UPDATE " + quoted_name(layout.relation) +
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
    ZH_DO(each("DELETE FROM " + quoted_name(layout.current) + " WHERE key = ANY($1::bytea[])",
               parameters, nothing));
  }
  if (!any) return {};
  PostgresParameters parameters;
  for (const PostgresArray* const array :
       {&keys, &ids, &seqs, &versions, &states, &deleted, &prints}) {
    parameters.add_binary(0, array->finish());
  }
  return each("UPDATE " + quoted_name(layout.current) +
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
  return copy(quoted_name(layout.current) + " (key, id, seq, version, state, deleted, fingerprint)",
              rows);
}

}  // namespace zhiheng::store
