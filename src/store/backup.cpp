// A consistent copy of everything while others write.

#include <limits>

#include "store/backup_file.h"
#include "store/database.h"
#include "store/failures.h"
#include "store/file_rows.h"

namespace zhiheng::store {
namespace {

void append_int(std::string& bytes, std::int64_t number) {
  append_number(bytes, static_cast<std::uint64_t>(number), 8);
}

// seq, id, version, deleted, state, reason, time, user, batch, row, hash before, hash, content.
std::string version_payload(const Layout& layout, const Version& raw) {
  std::string bytes;
  append_int(bytes, raw.seq);
  bytes.append(as_bytes(raw.id.bytes));
  append_number(bytes, static_cast<std::uint64_t>(raw.version), 4);
  bytes.push_back(raw.deleted ? 1 : 0);
  append_sized(bytes, raw.state);
  append_sized(bytes, raw.reason);
  append_int(bytes, raw.recorded_at.microseconds);
  append_sized(bytes, raw.recorded_by);
  append_sized(bytes, raw.batch);
  append_int(bytes, raw.row);
  bytes.append(as_bytes(raw.previous_hash)).append(as_bytes(raw.hash));
  append_image(bytes, layout, raw.values);
  return bytes;
}

Result<void> add_table(Connection& connection, const Layout& layout, BackupWriter& out) {
  std::string bytes;
  const Parameter name[] = {Value(layout.table.name)};
  append_sized(bytes, layout.table.name);
  ZH_DO(connection.query("SELECT natural_key, indexes FROM schema_tables WHERE name = ?", name,
                         [&](const Cursor& row) -> Result<bool> {
                           append_sized(bytes, row.bytes(0));
                           append_sized(bytes, row.bytes(1));
                           return false;
                         }));
  ZH_DO(out.add(Piece::table, bytes));
  for (const std::size_t position : layout.by_number) {
    const Column& column = layout.columns[position];
    std::string one;
    append_number(one, static_cast<std::uint64_t>(layout.numbers[position]), 2);
    one.push_back(static_cast<char>(column.storage));
    one.push_back(static_cast<char>(column.scale));
    one.push_back(column.encrypted ? 1 : 0);
    append_sized(one, column.name);
    ZH_DO(out.add(Piece::column, one));
  }
  return {};
}

/// The newest version of a table that the commits up to `commit` have.
Result<std::int64_t> last_seq(Connection& connection, const std::string& table,
                              std::int64_t commit) {
  std::int64_t last = 0;
  const Parameter values[] = {Value(table), Value(commit)};
  ZH_DO(connection.query(
      "SELECT max(last_seq) FROM commit_ranges WHERE table_name = ? AND number <= ?", values,
      [&](const Cursor& row) -> Result<bool> {
        if (!row.null(0)) last = row.integer(0);
        return false;
      }));
  return last;
}

Result<void> add_versions(Connection& connection, const Layout& layout, std::int64_t last,
                          BackupWriter& out) {
  const std::string sql =
      "SELECT " + select_list(layout, true) + " FROM " + quoted_name(layout.relation) +
      " WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT " + std::to_string(rows_held);
  std::int64_t after = -1;
  for (bool more = true; more;) {
    more = false;
    const Parameter values[] = {Value(after), Value(last)};
    ZH_DO(connection.query(sql, values, [&](const Cursor& row) -> Result<bool> {
      const Version raw = read_version(row, layout, true);
      ZH_DO(out.add(Piece::version, version_payload(layout, raw)));
      after = raw.seq;
      more = true;
      return true;
    }));
  }
  return {};
}

Result<void> add_log(Connection& connection, std::int64_t newest, BackupWriter& out) {
  const Parameter upto[] = {Value(newest)};
  ZH_DO(connection.query(
      "SELECT number, recorded_at, author, batch, root, chain FROM commits WHERE number <= ? "
      "ORDER BY number",
      upto, [&](const Cursor& row) -> Result<bool> {
        std::string bytes;
        append_int(bytes, row.integer(0));
        append_int(bytes, row.timestamp(1).microseconds);
        for (int i = 2; i <= 5; ++i) append_sized(bytes, row.bytes(i));
        ZH_DO(out.add(Piece::commit, bytes));
        return true;
      }));
  return connection.query(
      "SELECT number, first_seq, last_seq, table_name FROM commit_ranges WHERE number <= ? "
      "ORDER BY number, table_name",
      upto, [&](const Cursor& row) -> Result<bool> {
        std::string bytes;
        for (int i = 0; i <= 2; ++i) append_int(bytes, row.integer(i));
        append_sized(bytes, row.bytes(3));
        ZH_DO(out.add(Piece::range, bytes));
        return true;
      });
}

Result<void> add_texts(Connection& connection, const std::string& sql, int columns, Piece piece,
                       BackupWriter& out) {
  return connection.query(sql, {}, [&](const Cursor& row) -> Result<bool> {
    std::string bytes;
    for (int i = 0; i < columns; ++i) append_sized(bytes, row.bytes(i));
    ZH_DO(out.add(piece, bytes));
    return true;
  });
}

Result<void> add_file(Connection& connection, const FileRow& file, BackupWriter& out) {
  std::string bytes(as_bytes(file.file.digest));
  append_int(bytes, file.file.size);
  append_sized(bytes, file.file.type);
  append_sized(bytes, file.seal);
  append_int(bytes, file.file.added.microseconds);
  ZH_DO(out.add(Piece::file, bytes));
  for (std::int64_t number = 0; number < file.parts(); ++number) {
    ZH_TRY(const auto part, read_file_part(connection, file, number));
    if (!part) return fail(damaged, to_hex(file.file.digest));
    ZH_DO(out.add(Piece::part, *part));
  }
  return {};
}

Result<void> add_files(Connection& connection, BackupWriter& out) {
  ZH_TRY(const bool there, has_file_tables(connection));
  if (!there) return {};
  Result<void> done;
  ZH_DO(each_file_row(connection, [&](const FileRow& file) {
    done = add_file(connection, file, out);
    return done.has_value();
  }));
  return done;
}

}  // namespace

Result<void> Database::backup(const std::string& file) {
  ZH_TRY(const Lease connection, lease());
  // Workers of a cluster have no snapshot in common: there the log says what belongs to the copy.
  constexpr std::int64_t all = std::numeric_limits<std::int64_t>::max();
  const auto spread = distribution();
  std::int64_t newest = all;
  if (!spread->present.empty()) {
    ZH_TRY(newest, visible_commit(*connection));
  }
  ZH_DO(connection->begin_read());
  ZH_TRY(BackupWriter out, BackupWriter::create(file));
  ZH_DO(add_texts(*connection, "SELECT name, value FROM store_facts ORDER BY name", 2, Piece::fact,
                  out));
  ZH_TRY(const Schema schema, read_schema(*connection));
  for (const auto& [name, layout] : schema.tables) {
    ZH_DO(add_table(*connection, *layout, out));
    std::int64_t last = all;
    if (spread->present.contains(name)) {
      ZH_TRY(last, last_seq(*connection, name, newest));
    }
    ZH_DO(add_versions(*connection, *layout, last, out));
  }
  ZH_DO(add_log(*connection, newest, out));
  ZH_DO(add_texts(*connection, "SELECT space, key, value FROM pairs ORDER BY space, key", 3,
                  Piece::pair, out));
  ZH_DO(add_files(*connection, out));
  return out.finish();
}

}  // namespace zhiheng::store
