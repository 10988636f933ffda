// What SQLite's writer does: newest versions found by key, new versions and their keys written.

#include "store/sqlite_connection.h"

namespace zhiheng::store {

Result<TableStatements*> SqliteConnection::statements_of(const Layout& layout) {
  for (TableStatements& one : tables_) {
    if (one.layout == &layout) return &one;
  }
  std::string columns;
  std::string places;
  for (const Column& column : layout.columns) {
    columns += ", " + quoted_name(column.name);
    places += ", ?";
  }
  TableStatements made;
  made.layout = &layout;
  made.bound.assign(layout.columns.size(), false);
  const std::string relation = quoted_name(layout.relation);
  const std::string current = quoted_name(layout.current);
  const auto prepare = [&](SqliteStatement& into, const std::string& sql) -> Result<void> {
    ZH_TRY(into, SqliteStatement::prepare(database_, sql));
    return {};
  };
  ZH_DO(prepare(made.insert, "INSERT INTO " + relation +
                                 " (seq, id, version, state, deleted, reason, recorded_at, "
                                 "recorded_by, batch, \"row\", superseded, prev_hash, hash" +
                                 columns + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?" +
                                 places + ")"));
  ZH_DO(prepare(made.supersede, "UPDATE " + relation + " SET superseded = ? WHERE seq = ?"));
  ZH_DO(prepare(made.find, "SELECT id, seq, version, state, deleted, fingerprint FROM " + current +
                               " WHERE key = ?"));
  ZH_DO(prepare(made.point, "INSERT INTO " + current +
                                " (key, id, seq, version, state, deleted, fingerprint) "
                                "VALUES (?, ?, ?, ?, ?, ?, ?)"));
  ZH_DO(prepare(made.repoint, "UPDATE " + current +
                                  " SET id = ?2, seq = ?3, version = ?4, state = ?5, deleted = ?6, "
                                  "fingerprint = ?7 WHERE key = ?1"));
  ZH_DO(prepare(made.erase, "DELETE FROM " + current + " WHERE key = ?"));
  tables_.push_back(std::move(made));
  return &tables_.back();
}

Result<std::vector<Current>> SqliteConnection::find_current(
    const Layout& layout, std::span<const std::string_view> keys) {
  ZH_TRY(const TableStatements* const use, statements_of(layout));
  std::vector<Current> entries(keys.size());
  const SqliteCursor row(use->find.get());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    use->find.bind_bytes(1, keys[i]);
    const int code = sqlite3_step(use->find.get());
    if (code == SQLITE_ROW) entries[i] = read_current(row, 0, keys[i]);
    sqlite3_reset(use->find.get());
    if (code != SQLITE_ROW && code != SQLITE_DONE) {
      return sqlite_error(database_, code, "current entry");
    }
  }
  return entries;
}

Result<void> SqliteConnection::load_by_seq(const Layout& layout, std::span<const std::int64_t> seqs,
                                           const EachRow& row) {
  const std::string sql = "SELECT " + select_list(layout, true) + " FROM " +
                          quoted_name(layout.relation) + " WHERE seq = ?";
  for (const std::int64_t seq : seqs) {
    const Parameter values[] = {Value(seq)};
    ZH_DO(query(sql, values, row));
  }
  return {};
}

Result<void> SqliteConnection::load_newest(const Layout& layout, std::span<const Uuid> ids,
                                           const EachRow& row) {
  const std::string sql = "SELECT " + select_list(layout, true) + " FROM " +
                          quoted_name(layout.relation) +
                          " WHERE id = ? ORDER BY version DESC LIMIT 1";
  for (const Uuid& id : ids) {
    const Parameter values[] = {id};
    ZH_DO(query(sql, values, row));
  }
  return {};
}

Result<void> SqliteConnection::insert(const TableStatements& use, const Chunk& chunk,
                                      const NewVersion& version) {
  const SqliteStatement& into = use.insert;
  into.bind(1, version.seq);
  into.bind_id(2, version.id);
  into.bind(3, std::int64_t{version.version});
  into.bind_text(4, chunk.view(version.state));
  into.bind(5, std::int64_t{version.deleted});
  into.bind_text(6, chunk.view(version.reason));
  into.bind(7, chunk.recorded_at.microseconds);
  into.bind_text(8, chunk.recorded_by);
  into.bind_text(9, chunk.batch);
  into.bind(10, version.row);
  version.superseded != 0 ? into.bind(11, version.superseded) : into.bind_null(11);
  version.version > 1 ? into.bind_bytes(12, as_bytes(version.previous)) : into.bind_null(12);
  into.bind_bytes(13, as_bytes(version.hash));
  ImageReader reader(chunk.view(version.content));
  Field field;
  bool left = reader.next(field);
  for (const std::size_t position : use.layout->by_number) {
    const int index = static_cast<int>(14 + position);
    if (!left || field.number != use.layout->numbers[position]) {
      if (use.bound[position]) into.bind_null(index);
      use.bound[position] = false;
      continue;
    }
    use.bound[position] = true;
    field.storage == Storage::text ? into.bind_text(index, field.text)
                                   : into.bind(index, field.integer);
    left = reader.next(field);
  }
  return into.run_once();
}

Result<void> SqliteConnection::point(const TableStatements& use, const Chunk& chunk,
                                     const NewVersion& version) {
  const SqliteStatement& into = version.known_key ? use.repoint : use.point;
  into.bind_bytes(1, chunk.view(version.key));
  into.bind_id(2, version.id);
  into.bind(3, version.seq);
  into.bind(4, std::int64_t{version.version});
  into.bind_text(5, chunk.view(version.state));
  into.bind(6, std::int64_t{version.deleted});
  into.bind_bytes(7, as_bytes(version.fingerprint));
  return into.run_once();
}

Result<void> SqliteConnection::store(const Layout& layout, const Chunk& chunk) {
  ZH_TRY(const TableStatements* const use, statements_of(layout));
  for (const NewVersion& version : chunk.versions) {
    ZH_DO(insert(*use, chunk, version));
    if (version.supersedes != 0) {
      use->supersede.bind(1, version.seq);
      use->supersede.bind(2, version.supersedes);
      ZH_DO(use->supersede.run_once());
    }
  }
  // First take keys away: a record of this chunk may get the key that another one gave up.
  for (const NewVersion& version : chunk.versions) {
    if (!version.newest || version.old_key.size == 0) continue;
    use->erase.bind_bytes(1, chunk.view(version.old_key));
    ZH_DO(use->erase.run_once());
  }
  for (const NewVersion& version : chunk.versions) {
    if (version.newest) ZH_DO(point(*use, chunk, version));
  }
  return {};
}

Result<void> SqliteConnection::add_current(const Layout& layout, std::span<const Current> entries) {
  ZH_TRY(const TableStatements* const use, statements_of(layout));
  for (const Current& entry : entries) {
    use->point.bind_bytes(1, entry.key);
    use->point.bind_id(2, entry.id);
    use->point.bind(3, entry.seq);
    use->point.bind(4, std::int64_t{entry.version});
    use->point.bind_text(5, entry.state);
    use->point.bind(6, std::int64_t{entry.deleted});
    use->point.bind_bytes(7, as_bytes(entry.fingerprint));
    ZH_DO(use->point.run_once());
  }
  return {};
}

}  // namespace zhiheng::store
