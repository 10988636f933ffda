#include "store/connection.h"

#include <cstring>

namespace zhiheng::store {
namespace {

constexpr std::string_view fixed[] = {"seq",     "id",      "version",     "state",
                                      "deleted", "reason",  "recorded_at", "recorded_by",
                                      "batch",   "\"row\"", "prev_hash",   "hash"};

std::size_t column_count(const Layout& layout, bool all) {
  return all ? layout.columns.size() : layout.table.columns.size();
}

}  // namespace

Result<void> Connection::execute(const std::string& sql, std::span<const Parameter> values) {
  return query(sql, values, [](const Cursor&) -> Result<bool> { return true; });
}

std::string select_list(const Layout& layout, bool all, std::string_view alias) {
  const std::string before = alias.empty() ? std::string() : std::string(alias) + ".";
  std::string list;
  for (const std::string_view name : fixed) {
    if (!list.empty()) list += ", ";
    list.append(before).append(name);
  }
  for (std::size_t i = 0; i < column_count(layout, all); ++i) {
    list += ", " + before + quoted_name(layout.columns[i].name);
  }
  return list;
}

int select_width(const Layout& layout, bool all) {
  return static_cast<int>(std::size(fixed) + column_count(layout, all));
}

Version read_version(const Cursor& row, const Layout& layout, bool all) {
  Version version;
  version.seq = row.integer(0);
  version.id = read_uuid(row.bytes(1));
  version.version = static_cast<int>(row.integer(2));
  version.state = row.bytes(3);
  version.deleted = row.integer(4) != 0;
  version.reason = row.bytes(5);
  version.recorded_at = row.timestamp(6);
  version.recorded_by = row.bytes(7);
  version.batch = row.bytes(8);
  version.row = row.integer(9);
  if (!row.null(10)) version.previous_hash = read_digest(row.bytes(10));
  version.hash = read_digest(row.bytes(11));
  const std::size_t count = column_count(layout, all);
  version.values.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    const int column = static_cast<int>(std::size(fixed) + i);
    version.values.push_back(row.null(column) ? Value() : row.value(column, layout.columns[i]));
  }
  return version;
}

// Bytes of another length can only come from someone who edited the database: they become zeros
// or are cut, and `audit verify` reports the row.
Current read_current(const Cursor& row, int first, std::string_view key) {
  Current entry;
  entry.key = key;
  entry.id = read_uuid(row.bytes(first));
  entry.seq = row.integer(first + 1);
  entry.version = static_cast<int>(row.integer(first + 2));
  entry.state = row.bytes(first + 3);
  entry.deleted = row.integer(first + 4) != 0;
  const std::string_view print = row.bytes(first + 5);
  std::memcpy(entry.fingerprint.data(), print.data(),
              std::min(print.size(), entry.fingerprint.size()));
  return entry;
}

Uuid read_uuid(std::string_view bytes) {
  Uuid id;
  std::memcpy(id.bytes.data(), bytes.data(), std::min(bytes.size(), id.bytes.size()));
  return id;
}

Digest read_digest(std::string_view bytes) {
  Digest digest{};
  std::memcpy(digest.data(), bytes.data(), std::min(bytes.size(), digest.size()));
  return digest;
}

}  // namespace zhiheng::store
