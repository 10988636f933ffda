#include "store/files.h"

#include "base/uuid.h"
#include "store/database.h"
#include "store/failures.h"
#include "store/file_rows.h"

namespace zhiheng::store {
namespace {

constexpr std::string_view row_columns = "number, digest, size, type, seal, added_at";

FileRow read_row(const Cursor& row) {
  FileRow made;
  made.number = row.integer(0);
  made.file.digest = read_digest(row.bytes(1));
  made.file.size = row.integer(2);
  made.file.type = row.bytes(3);
  made.seal = row.bytes(4);
  made.file.sealed = !made.seal.empty();
  made.file.added = row.timestamp(5);
  return made;
}

Parameter parameter_of(const Digest& digest) { return Bytes{std::string(as_bytes(digest))}; }

/// What binds the ciphertext of a part to its place.
std::string place_of_part(const std::string& seal, std::int64_t part) {
  std::string place;
  append_sized(place, "file_parts");
  append_sized(place, seal);
  append_number(place, static_cast<std::uint64_t>(part), 8);
  return place;
}

/// The bytes of a new file, handed out in parts of equal size.
class Parts {
 public:
  explicit Parts(const NewFile& file) : file_(file) {}

  /// Empty at the end.
  Result<std::string> next() {
    while (!over_ && waiting_.size() < std::size_t{file_part_size}) {
      ZH_TRY(const std::string_view more, file_.next());
      over_ = more.empty();
      waiting_.append(more);
    }
    std::string part = waiting_.substr(0, file_part_size);
    waiting_.erase(0, part.size());
    return part;
  }

 private:
  const NewFile& file_;
  std::string waiting_;
  bool over_ = false;
};

Result<std::int64_t> next_number(Connection& connection) {
  std::int64_t number = 1;
  ZH_DO(connection.query("SELECT coalesce(max(number), 0) + 1 FROM files", {},
                         [&](const Cursor& row) -> Result<bool> {
                           number = row.integer(0);
                           return false;
                         }));
  return number;
}

Result<void> write_row(Connection& connection, const FileRow& row) {
  const Parameter values[] = {Value(row.number),    parameter_of(row.file.digest),
                              Value(row.file.size), Value(row.file.type),
                              Value(row.seal),      Value(row.file.added)};
  return connection.execute(
      "INSERT INTO files (" + std::string(row_columns) + ") VALUES (?, ?, ?, ?, ?, ?)", values);
}

}  // namespace

std::optional<Digest> file_of_element(std::string_view element) {
  constexpr std::size_t digits = 64;
  if (element.size() <= digits + 1 || element[digits] != '/') return std::nullopt;
  return digest_from_hex(element.substr(0, digits));
}

Result<bool> has_file_tables(Connection& connection) {
  const std::string sql = connection.dialect() == Dialect::sqlite
                              ? "SELECT count(*) FROM sqlite_master WHERE name = 'file_parts'"
                              : "SELECT (to_regclass('file_parts') IS NOT NULL)::int";
  bool there = false;
  ZH_DO(connection.query(sql, {}, [&](const Cursor& row) -> Result<bool> {
    there = row.integer(0) != 0;
    return false;
  }));
  return there;
}

std::string create_file_tables_sql(Dialect dialect) {
  const bool lite = dialect == Dialect::sqlite;
  const std::string integer = lite ? " INTEGER" : " BIGINT";
  const std::string bytes = lite ? " BLOB" : " BYTEA";
  const std::string time = lite ? " INTEGER" : " TIMESTAMPTZ";
  const std::string end = lite ? ") STRICT;" : ");";
  return "CREATE TABLE IF NOT EXISTS files (number" + integer + " PRIMARY KEY, digest" + bytes +
         " NOT NULL UNIQUE, size" + integer +
         " NOT NULL, type TEXT NOT NULL, seal TEXT NOT NULL, "
         "added_at" +
         time + " NOT NULL" + end + "CREATE TABLE IF NOT EXISTS file_parts (file" + integer +
         " NOT NULL, part" + integer + " NOT NULL, bytes" + bytes +
         " NOT NULL, PRIMARY KEY (file, part)" + end;
}

Result<std::optional<FileRow>> find_file_row(Connection& connection, const Digest& digest) {
  std::optional<FileRow> found;
  const Parameter values[] = {parameter_of(digest)};
  ZH_DO(connection.query("SELECT " + std::string(row_columns) + " FROM files WHERE digest = ?",
                         values, [&](const Cursor& row) -> Result<bool> {
                           found = read_row(row);
                           return false;
                         }));
  return found;
}

Result<void> each_file_row(Connection& connection, const std::function<bool(const FileRow&)>& row) {
  // The rows are few and small; what is done with each may ask the same connection again.
  std::vector<FileRow> rows;
  ZH_DO(connection.query("SELECT " + std::string(row_columns) + " FROM files ORDER BY digest", {},
                         [&](const Cursor& one) -> Result<bool> {
                           rows.push_back(read_row(one));
                           return true;
                         }));
  for (const FileRow& one : rows) {
    if (!row(one)) break;
  }
  return {};
}

Result<std::optional<std::string>> read_file_part(Connection& connection, const FileRow& file,
                                                  std::int64_t part) {
  std::optional<std::string> found;
  const Parameter values[] = {Value(file.number), Value(part)};
  ZH_DO(connection.query("SELECT bytes FROM file_parts WHERE file = ? AND part = ?", values,
                         [&](const Cursor& row) -> Result<bool> {
                           found = std::string(row.bytes(0));
                           return false;
                         }));
  return found;
}

Result<KeptFile> keep_file(Connection& connection, const Cipher* cipher, const NewFile& file,
                           Timestamp at) {
  if (file.sealed && cipher == nullptr) return fail(key_missing);
  ZH_TRY(const bool there, has_file_tables(connection));
  if (!there) ZH_DO(connection.run(create_file_tables_sql(connection.dialect())));
  FileRow row;
  row.file = {.digest = {}, .size = 0, .type = file.type, .sealed = file.sealed, .added = at};
  if (file.sealed) row.seal = to_text(make_uuid());
  ZH_TRY(row.number, next_number(connection));
  Hasher hasher;
  Parts parts(file);
  for (std::int64_t number = 0;; ++number) {
    ZH_TRY(std::string part, parts.next());
    if (part.empty()) break;
    row.file.size += static_cast<std::int64_t>(part.size());
    if (file.sealed) part = cipher->encrypt(part, place_of_part(row.seal, number));
    hasher.add(part);
    const Parameter values[] = {Value(row.number), Value(number), Bytes{std::move(part)}};
    ZH_DO(
        connection.execute("INSERT INTO file_parts (file, part, bytes) VALUES (?, ?, ?)", values));
  }
  row.file.digest = hasher.finish();
  ZH_TRY(const auto present, find_file_row(connection, row.file.digest));
  if (!present) {
    ZH_DO(write_row(connection, row));
    return row.file;
  }
  const Parameter values[] = {Value(row.number)};
  ZH_DO(connection.execute("DELETE FROM file_parts WHERE file = ?", values));
  return present->file;
}

Result<KeptFile> keep(Transaction& transaction, const NewFile& file) {
  // Store::begin makes nothing else.
  return dynamic_cast<KeepsFiles&>(transaction).keep(file);
}

Files Files::of(Store& store) {
  // store::open makes nothing else.
  return Files(dynamic_cast<Database&>(store));
}

Result<std::optional<KeptFile>> Files::find(const Digest& digest) const {
  ZH_TRY(const Lease connection, database_->lease());
  std::optional<KeptFile> found;
  ZH_TRY(const bool there, has_file_tables(*connection));
  if (!there) return found;
  ZH_TRY(const auto row, find_file_row(*connection, digest));
  if (row) found = row->file;
  return found;
}

// A lease for each part: whoever reads slowly holds no snapshot meanwhile.
Result<void> Files::read(const KeptFile& file, std::int64_t from, std::int64_t length,
                         const std::function<bool(std::string_view)>& sink) const {
  const auto damaged_file = [&] { return fail(damaged, to_hex(file.digest)); };
  std::optional<FileRow> row;
  {
    ZH_TRY(const Lease connection, database_->lease());
    ZH_TRY(row, find_file_row(*connection, file.digest));
  }
  if (!row) return damaged_file();
  const auto cipher = database_->cipher();
  if (file.sealed && cipher == nullptr) return fail(key_missing);
  const std::int64_t end =
      std::min(file.size, length > file.size - from ? file.size : from + length);
  const bool whole = from == 0 && end == file.size;
  Hasher hasher;
  for (std::int64_t part = from / file_part_size; part * file_part_size < end; ++part) {
    std::optional<std::string> bytes;
    {
      ZH_TRY(const Lease connection, database_->lease());
      ZH_TRY(bytes, read_file_part(*connection, *row, part));
    }
    if (!bytes) return damaged_file();
    if (whole) hasher.add(*bytes);
    // The last part goes out only when all of them are known to be right.
    const bool last = (part + 1) * file_part_size >= end;
    if (whole && last && hasher.finish() != file.digest) return damaged_file();
    if (file.sealed) {
      ZH_TRY(bytes, cipher->decrypt(*bytes, place_of_part(row->seal, part)));
    }
    const std::int64_t start = part * file_part_size;
    const auto first = static_cast<std::size_t>(std::max<std::int64_t>(from - start, 0));
    const auto stop = static_cast<std::size_t>(std::min(end - start, file_part_size));
    if (bytes->size() < stop) return damaged_file();
    if (!sink(std::string_view(*bytes).substr(first, stop - first))) return {};
  }
  return {};
}

Result<void> Files::each(const std::function<bool(const KeptFile&)>& row) const {
  ZH_TRY(const Lease connection, database_->lease());
  ZH_TRY(const bool there, has_file_tables(*connection));
  if (!there) return {};
  return each_file_row(*connection, [&](const FileRow& one) { return row(one.file); });
}

}  // namespace zhiheng::store
