// Which columns of a table name files.

#include "store/database.h"
#include "store/file_rows.h"

namespace zhiheng::store {
namespace {

constexpr std::string_view files_fact = "files_in:";

}  // namespace

Result<FileColumnNames> read_file_columns(Connection& connection) {
  FileColumnNames tables;
  ZH_DO(connection.query("SELECT name, value FROM store_facts WHERE name LIKE 'files_in:%'", {},
                         [&](const Cursor& row) -> Result<bool> {
                           auto& names =
                               tables[std::string(row.bytes(0).substr(files_fact.size()))];
                           for (std::string_view rest = row.bytes(1); !rest.empty();) {
                             const std::size_t end = std::min(rest.find(','), rest.size());
                             names.emplace_back(rest.substr(0, end));
                             rest.remove_prefix(std::min(end + 1, rest.size()));
                           }
                           return true;
                         }));
  return tables;
}

// A column that vanished from the declaration stays: older versions still name their files there.
Result<void> declare_files(Store& store, std::span<const FileColumns> tables) {
  auto& database = dynamic_cast<Database&>(store);  // store::open makes nothing else
  FileColumnNames known;
  {
    ZH_TRY(const Lease connection, database.lease());
    ZH_TRY(known, read_file_columns(*connection));
  }
  std::vector<std::string> changed;
  for (const FileColumns& table : tables) {
    auto& names = known[table.table];
    const std::size_t before = names.size();
    for (const std::string& column : table.columns) {
      if (std::find(names.begin(), names.end(), column) == names.end()) names.push_back(column);
    }
    if (names.size() > before) changed.push_back(table.table);
  }
  if (changed.empty()) return {};
  return database.as_writer([&](Connection& connection) -> Result<void> {
    for (const std::string& table : changed) {
      std::string names;
      for (const std::string& name : known[table]) names += (names.empty() ? "" : ",") + name;
      const Parameter values[] = {Value(std::string(files_fact) + table), Value(names)};
      ZH_DO(connection.execute(
          "INSERT INTO store_facts (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET "
          "value = excluded.value",
          values));
    }
    return {};
  });
}

std::vector<std::size_t> file_positions(const Layout& layout, const FileColumnNames& names) {
  std::vector<std::size_t> positions;
  const auto found = names.find(layout.table.name);
  if (found == names.end()) return positions;
  for (const std::string& name : found->second) {
    if (const std::size_t at = layout.position(name); at != npos) positions.push_back(at);
  }
  return positions;
}

}  // namespace zhiheng::store
