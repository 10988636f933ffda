// What can be computed from the versions, computed anew.

#include <algorithm>

#include "store/database.h"
#include "store/failures.h"
#include "store/known_keys.h"

namespace zhiheng::store {
namespace {

/// Adds the entries to `current`, unless one has the key of another or of one added before. That is
/// not left to the database to find: Citus calls a key that is there twice an internal error.
/// @param known  the keys added before
/// @fails  store.migration_refused
Result<void> add_unshared(Connection& connection, const Layout& layout,
                          const std::vector<Current>& entries, KnownKeys& known) {
  for (auto entry = entries.begin(); entry != entries.end(); ++entry) {
    if (known.contains(entry->key)) {
      const std::string_view key[] = {entry->key};
      ZH_TRY(const std::vector<Current> there, connection.find_current(layout, key));
      const bool shared = there.front().seq != 0 ||
                          std::any_of(entries.begin(), entry, [&](const Current& earlier) {
                            return earlier.key == entry->key;
                          });
      if (shared) {
        return fail(migration_refused, layout.table.name, "records with the same natural key",
                    "one record per key");
      }
    }
    known.add(entry->key);
  }
  return connection.add_current(layout, entries);
}

}  // namespace

Result<void> Database::rebuild_current(Connection& connection, const Layout& layout) {
  const std::string relation = quoted_name(layout.relation);
  ZH_DO(connection.run("UPDATE " + relation + " SET superseded = (SELECT n.seq FROM " + relation +
                       " n WHERE n.id = " + relation + ".id AND n.version = " + relation +
                       ".version + 1); DELETE FROM " + quoted_name(layout.current) + ";"));
  const std::string sql = "SELECT " + select_list(layout, true) + " FROM " + relation +
                          " WHERE superseded IS NULL AND seq > ? ORDER BY seq LIMIT " +
                          std::to_string(rows_held);
  const auto key = cipher();
  KnownKeys known;
  std::int64_t after = -1;
  for (;;) {
    std::vector<Current> entries;
    const Parameter values[] = {Value(after)};
    ZH_DO(connection.query(sql, values, [&](const Cursor& row) -> Result<bool> {
      Version version = read_version(row, layout, true);
      after = version.seq;
      ZH_DO(decrypt_values(layout, key.get(), version));
      std::string plain;
      append_image(plain, layout, version.values);
      Current entry{{}, version.id, version.seq, version.version, version.state, version.deleted,
                    {}};
      entry.fingerprint = fingerprint_of(layout, key.get(), plain, sha256(plain));
      append_current_key(entry.key, layout, key.get(), version.id, plain);
      entries.push_back(std::move(entry));
      return true;
    }));
    if (entries.empty()) return {};
    ZH_DO(add_unshared(connection, layout, entries, known));
  }
}

Result<void> Database::rebuild(std::string_view table) {
  ZH_TRY(const Layout* const layout, this->layout(table));
  return as_writer([&](Connection& connection) { return rebuild_current(connection, *layout); });
}

}  // namespace zhiheng::store
