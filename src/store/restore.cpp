// A backup file into an empty store of either engine, in one commit of the database.

#include "store/backup_file.h"
#include "store/cipher.h"
#include "store/database.h"
#include "store/failures.h"
#include "store/file_rows.h"
#include "store/key_check.h"

namespace zhiheng::store {
namespace {

/// Reads a backup piece by piece into a connection that holds the writer's place.
class Restoring {
 public:
  Restoring(Connection& connection, BackupReader reader)
      : connection_(connection), reader_(std::move(reader)) {}

  Result<void> run();
  [[nodiscard]] const std::vector<Layout>& layouts() const { return layouts_; }

 private:
  Result<void> take(Piece piece, std::string_view payload);
  Result<void> table(PayloadReader payload);
  Result<void> column(PayloadReader payload);
  Result<void> version(PayloadReader payload);
  Result<void> close_table();
  Result<void> make_table();
  Result<void> flush();
  Result<void> file(PayloadReader payload);
  Result<void> part(std::string_view bytes);
  Result<void> row(const std::string& sql, std::span<const Parameter> values);
  [[nodiscard]] static std::unexpected<Error> damaged_piece() {
    return fail(backup_damaged, {}, "a piece that cannot be read");
  }

  Connection& connection_;
  BackupReader reader_;
  Table open_;
  std::string key_text_, index_text_;
  std::vector<StoredColumn> columns_;
  bool made_ = false;
  std::vector<Layout> layouts_;
  Chunk chunk_;
  std::int64_t file_ = 0;  ///< number of the one whose parts come
  std::int64_t part_ = 0;
};

Parameter text(std::string_view bytes) { return Value(std::string(bytes)); }
Parameter integer(std::uint64_t number) { return Value(static_cast<std::int64_t>(number)); }
Parameter time_of(std::uint64_t number) {
  return Value(Timestamp{static_cast<std::int64_t>(number)});
}

std::vector<std::string> split(std::string_view list, char separator) {
  std::vector<std::string> names;
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(separator), list.size());
    names.emplace_back(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return names;
}

Result<void> Restoring::row(const std::string& sql, std::span<const Parameter> values) {
  return connection_.execute(sql, values);
}

Result<void> Restoring::table(PayloadReader payload) {
  ZH_DO(close_table());
  open_ = Table{.name = std::string(payload.sized()), .columns = {}, .key = {}, .indexes = {}};
  key_text_ = payload.sized();
  index_text_ = payload.sized();
  open_.key = split(key_text_, ',');
  for (const std::string& one : split(index_text_, ';')) open_.indexes.push_back(split(one, ','));
  columns_.clear();
  made_ = false;
  if (!payload.ok) return damaged_piece();
  return {};
}

Result<void> Restoring::column(PayloadReader payload) {
  StoredColumn stored;
  stored.number = static_cast<int>(payload.number(2));
  const auto storage = payload.number(1);
  stored.column.scale = static_cast<int>(payload.number(1));
  stored.column.encrypted = payload.number(1) != 0;
  stored.column.name = payload.sized();
  if (!payload.ok || storage > 5) return damaged_piece();
  stored.column.storage = static_cast<Storage>(storage);
  columns_.push_back(stored);
  open_.columns.push_back(stored.column);
  return {};
}

Result<void> Restoring::make_table() {
  made_ = true;
  if (!check_declaration(open_)) return damaged_piece();
  layouts_.push_back(make_layout(open_, columns_));
  const Layout& layout = layouts_.back();
  ZH_DO(connection_.run(create_table_sql(layout, connection_.dialect())));
  ZH_DO(distribute_new(connection_, open_.name));
  const Parameter values[] = {Value(open_.name), Value(key_text_), Value(index_text_)};
  ZH_DO(row("INSERT INTO schema_tables (name, natural_key, indexes) VALUES (?, ?, ?)", values));
  for (const StoredColumn& one : columns_) {
    const Parameter column[] = {Value(open_.name),
                                Value(std::int64_t{one.number}),
                                Value(one.column.name),
                                Value(std::string(storage_name(one.column.storage))),
                                Value(std::int64_t{one.column.scale}),
                                Value(one.column.encrypted)};
    ZH_DO(
        row("INSERT INTO schema_columns (table_name, number, name, storage, scale, encrypted) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            column));
  }
  return {};
}

// Time, user and batch belong to a chunk, so a chunk ends where one of them changes.
Result<void> Restoring::version(PayloadReader payload) {
  if (!made_) ZH_DO(make_table());
  NewVersion one;
  one.seq = static_cast<std::int64_t>(payload.number(8));
  one.id = read_uuid(payload.raw(16));
  one.version = static_cast<int>(payload.number(4));
  one.deleted = payload.number(1) != 0;
  const std::string_view state = payload.sized();
  const std::string_view reason = payload.sized();
  const Timestamp at{static_cast<std::int64_t>(payload.number(8))};
  const std::string_view user = payload.sized();
  const std::string_view batch = payload.sized();
  one.row = static_cast<std::int64_t>(payload.number(8));
  one.previous = read_digest(payload.raw(32));
  one.hash = read_digest(payload.raw(32));
  if (!payload.ok || !valid_image(payload.rest, layouts_.back())) return damaged_piece();
  const bool same = at == chunk_.recorded_at && user == chunk_.recorded_by && batch == chunk_.batch;
  if (!same || chunk_.versions.size() >= rows_held) {
    ZH_DO(flush());
    chunk_.recorded_at = at;
    chunk_.recorded_by = user;
    chunk_.batch = batch;
  }
  one.state = chunk_.keep(state);
  one.reason = chunk_.keep(reason);
  one.content = chunk_.keep(payload.rest);
  one.newest = false;  // `current` is made from the whole afterwards
  chunk_.versions.push_back(one);
  return {};
}

Result<void> Restoring::flush() {
  if (chunk_.versions.empty()) return {};
  auto stored = connection_.store(layouts_.back(), chunk_);
  chunk_.clear();
  return stored;
}

Result<void> Restoring::close_table() {
  if (open_.name.empty()) return {};
  if (!made_) ZH_DO(make_table());
  ZH_DO(flush());
  for (const auto& index : open_.indexes) {
    ZH_DO(connection_.run(create_index_sql(layouts_.back(), index, connection_.dialect())));
  }
  open_.name.clear();
  return {};
}

Result<void> Restoring::file(PayloadReader payload) {
  if (file_ == 0) ZH_DO(connection_.run(create_file_tables_sql(connection_.dialect())));
  part_ = 0;
  const Parameter values[] = {Value(++file_),
                              Bytes{std::string(payload.raw(32))},
                              integer(payload.number(8)),
                              text(payload.sized()),
                              text(payload.sized()),
                              time_of(payload.number(8))};
  if (!payload.ok) return damaged_piece();
  return row(
      "INSERT INTO files (number, digest, size, type, seal, added_at) VALUES (?, ?, ?, ?, ?, ?)",
      values);
}

Result<void> Restoring::part(std::string_view bytes) {
  if (file_ == 0) return damaged_piece();
  const Parameter values[] = {Value(file_), Value(part_++), Bytes{std::string(bytes)}};
  return row("INSERT INTO file_parts (file, part, bytes) VALUES (?, ?, ?)", values);
}

Result<void> Restoring::take(Piece piece, std::string_view bytes) {
  PayloadReader payload{bytes};
  if (piece == Piece::table) return table(payload);
  if (piece == Piece::column) return column(payload);
  if (piece == Piece::version) return version(payload);
  ZH_DO(close_table());
  if (piece == Piece::file) return file(payload);
  if (piece == Piece::part) return part(bytes);
  std::vector<Parameter> values;
  switch (piece) {
    case Piece::commit:
      values = {integer(payload.number(8)), time_of(payload.number(8)), text(payload.sized()),
                text(payload.sized())};
      values.emplace_back(Bytes{std::string(payload.sized())});
      values.emplace_back(Bytes{std::string(payload.sized())});
      if (!payload.ok) return damaged_piece();
      return row(
          "INSERT INTO commits (number, recorded_at, author, batch, root, chain) "
          "VALUES (?, ?, ?, ?, ?, ?)",
          values);
    case Piece::range:
      for (int i = 0; i < 3; ++i) values.push_back(integer(payload.number(8)));
      values.push_back(text(payload.sized()));
      if (!payload.ok) return damaged_piece();
      return row(
          "INSERT INTO commit_ranges (number, first_seq, last_seq, table_name) "
          "VALUES (?, ?, ?, ?)",
          values);
    case Piece::fact:
      values = {text(payload.sized()), text(payload.sized())};
      if (!payload.ok) return damaged_piece();
      return row(
          "INSERT INTO store_facts (name, value) VALUES (?, ?) ON CONFLICT (name) DO "
          "UPDATE SET value = excluded.value",
          values);
    case Piece::pair:
      values = {text(payload.sized()), text(payload.sized())};
      values.emplace_back(Bytes{std::string(payload.sized())});
      if (!payload.ok) return damaged_piece();
      return row("INSERT INTO pairs (space, key, value) VALUES (?, ?, ?)", values);
    default:
      return damaged_piece();
  }
}

Result<void> Restoring::run() {
  // The drivers keep statements by the address of a layout.
  layouts_.reserve(4096);
  Piece piece{};
  std::string_view payload;
  for (;;) {
    ZH_TRY(const bool more, reader_.next(piece, payload));
    if (!more) return close_table();
    ZH_DO(take(piece, payload));
  }
}

/// @fails  store.key_missing, store.key_wrong
Result<void> require_key(Connection& connection, const std::string& folder) {
  ZH_TRY(const std::string check, key_check(connection));
  if (check.empty()) return {};
  ZH_TRY(const auto cipher, load_cipher(folder, false));
  if (check != cipher->check_text()) return fail(key_wrong);
  return {};
}

Result<bool> is_empty(Connection& connection) {
  bool empty = true;
  ZH_DO(connection.query(
      "SELECT (SELECT count(*) FROM commits) + (SELECT count(*) FROM schema_tables) + "
      "(SELECT count(*) FROM pairs)",
      {}, [&](const Cursor& row) -> Result<bool> {
        empty = row.integer(0) == 0;
        return false;
      }));
  return empty;
}

}  // namespace

Result<void> Database::load_backup(const std::string& file) {
  ZH_TRY(BackupReader reader, BackupReader::open(file));
  std::shared_ptr<Restoring> restoring;  // outlives the statements made for its layouts
  ZH_DO(as_writer([&](Connection& connection) -> Result<void> {
    ZH_TRY(const bool empty, is_empty(connection));
    if (!empty) {
      return fail(not_empty, location_.database.empty() ? location_.folder : location_.database);
    }
    restoring = std::make_shared<Restoring>(connection, std::move(reader));
    ZH_DO(restoring->run());
    // Encrypted columns are read again below: without the key nothing is restored at all.
    return require_key(connection, location_.folder);
  }));
  ZH_TRY(Connection* const connection, take_writer());
  auto schema = read_schema(*connection);
  leave_writer();
  if (!schema) return std::unexpected(std::move(schema).error());
  adopt(*std::move(schema));
  ZH_DO(note_distribution());
  {
    ZH_TRY(const Lease reading, lease());
    ZH_DO(load_key(*reading, false));
  }
  for (const std::string& name : tables()) ZH_DO(rebuild(name));
  // The statements kept for the layouts of the restoring go with their connection.
  ZH_TRY([[maybe_unused]] const Connection* const used, take_writer());
  writer_.reset();
  leave_writer();
  return {};
}

Result<void> restore(const std::string& file, const Location& location) {
  ZH_TRY(auto opened, open(location));
  return static_cast<Database&>(*opened).load_backup(file);
}

}  // namespace zhiheng::store
