// Key and value pairs of the program itself.

#include "store/database.h"
#include "store/failures.h"

namespace zhiheng::store {

Result<std::optional<std::string>> Database::get(std::string_view space, std::string_view key) {
  ZH_TRY(const Lease connection, lease());
  std::optional<std::string> value;
  const Parameter values[] = {Value(std::string(space)), Value(std::string(key))};
  ZH_DO(connection->query("SELECT value FROM pairs WHERE space = ? AND key = ?", values,
                          [&](const Cursor& row) -> Result<bool> {
                            value = std::string(row.bytes(0));
                            return false;
                          }));
  return value;
}

Result<void> Database::put(std::string_view space, std::string_view key, std::string_view value) {
  return as_writer([&](Connection& connection) {
    const Parameter values[] = {Value(std::string(space)), Value(std::string(key)),
                                Bytes{std::string(value)}};
    return connection.execute(
        "INSERT INTO pairs (space, key, value) VALUES (?, ?, ?) "
        "ON CONFLICT (space, key) DO UPDATE SET value = excluded.value",
        values);
  });
}

Result<bool> Database::erase(std::string_view space, std::string_view key) {
  bool was_there = false;
  ZH_DO(as_writer([&](Connection& connection) {
    const Parameter values[] = {Value(std::string(space)), Value(std::string(key))};
    return connection.query("DELETE FROM pairs WHERE space = ? AND key = ? RETURNING 1", values,
                            [&](const Cursor&) -> Result<bool> {
                              was_there = true;
                              return true;
                            });
  }));
  return was_there;
}

Result<std::vector<std::pair<std::string, std::string>>> Database::list(std::string_view space) {
  ZH_TRY(const Lease connection, lease());
  std::vector<std::pair<std::string, std::string>> pairs;
  const Parameter values[] = {Value(std::string(space))};
  ZH_DO(connection->query("SELECT key, value FROM pairs WHERE space = ? ORDER BY key", values,
                          [&](const Cursor& row) -> Result<bool> {
                            pairs.emplace_back(std::string(row.bytes(0)),
                                               std::string(row.bytes(1)));
                            return true;
                          }));
  return pairs;
}

}  // namespace zhiheng::store
