#include "catalog/coverage.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <span>

#include "catalog/failures.h"
#include "code/table.h"

namespace zhiheng::catalog {
namespace {

constexpr std::array<std::string_view, 4> row_columns{"row", "kind", "zh", "en"};
constexpr std::array<std::string_view, 3> engine_columns{"command", "rows", "test"};
constexpr std::array<std::string_view, 3> test_columns{"kind", "name", "test"};
constexpr std::array<std::string_view, 4> kind_names{"register", "indicator", "assessment",
                                                     "engine"};
constexpr std::array<std::string_view, 3> standing_names{"missing", "declared", "served"};

constexpr char part_of = '~';  // before a row of which an engine computes a part

/// A table of coverage/, with the text that its cells point into.
struct TextTable {
  std::string text;
  code::Table cells;
};

Result<TextTable> read(const Catalog& catalog, const std::string& name,
                       std::span<const std::string_view> columns) {
  TextTable made;
  const auto path = std::filesystem::path(catalog.folder) / "coverage" / name;
  ZH_TRY(std::string text, code::read_file(path));
  made.text = std::move(text);
  ZH_TRY(code::Table table, code::read_table(made.text, name, columns));
  made.cells = std::move(table);
  return made;
}

std::vector<std::string> split(std::string_view joined) {
  std::vector<std::string> parts;
  while (!joined.empty()) {
    const auto end = joined.find('|');
    parts.emplace_back(joined.substr(0, end));
    joined = end == std::string_view::npos ? "" : joined.substr(end + 1);
  }
  return parts;
}

/// Everything that serves a row, under the row.
class Found {
 public:
  explicit Found(std::vector<CoveredRow>& rows) : rows_(rows) {
    for (std::size_t i = 0; i < rows.size(); ++i) at_[rows[i].row.id] = i;
  }

  Result<void> add(const std::string& where, const std::vector<std::string>& served,
                   const Server& server) {
    for (const auto& id : served) {
      const auto row = at_.find(id);
      if (row == at_.end()) {
        return fail(reference_unknown, where, id, "a row of coverage/rows.tsv");
      }
      rows_[row->second].servers.push_back(server);
    }
    return {};
  }

 private:
  std::vector<CoveredRow>& rows_;
  std::map<std::string, std::size_t> at_;
};

/// Which test exercises what: "register complaint" -> "tests/…".
using Tests = std::map<std::string, std::string>;

Result<Tests> read_tests(const Catalog& catalog) {
  ZH_TRY(const TextTable table, read(catalog, "tests.tsv", test_columns));
  Tests tests;
  for (std::size_t row = 0; row < table.cells.rows(); ++row) {
    const std::string name =
        std::string(table.cells.cell(row, 0)) + ' ' + std::string(table.cells.cell(row, 1));
    tests[name] = table.cells.cell(row, 2);
  }
  return tests;
}

Result<std::vector<CoveredRow>> read_rows(const Catalog& catalog) {
  ZH_TRY(const TextTable table, read(catalog, "rows.tsv", row_columns));
  std::vector<CoveredRow> rows;
  for (std::size_t row = 0; row < table.cells.rows(); ++row) {
    const std::string_view kind = table.cells.cell(row, 1);
    if (kind != "R" && kind != "W" && kind != "C") {
      return code::refuse_cell(table.cells, "rows.tsv", row, 1, "R, W, C");
    }
    rows.push_back({.row = {.id = std::string(table.cells.cell(row, 0)),
                            .kind = kind.front(),
                            .title = {std::string(table.cells.cell(row, 2)),
                                      std::string(table.cells.cell(row, 3))}}});
  }
  return rows;
}

Result<void> add_engines(const Catalog& catalog, Found& found) {
  ZH_TRY(const TextTable table, read(catalog, "engines.tsv", engine_columns));
  for (std::size_t row = 0; row < table.cells.rows(); ++row) {
    for (std::string id : split(table.cells.cell(row, 1))) {
      const bool part = id.starts_with(part_of);
      if (part) id.erase(0, 1);
      ZH_DO(found.add("coverage/engines.tsv", {id},
                      {.kind = Server::Kind::engine,
                       .name = std::string(table.cells.cell(row, 0)),
                       .test = std::string(table.cells.cell(row, 2)),
                       .part = part}));
    }
  }
  return {};
}

}  // namespace

std::string_view name_of(Server::Kind kind) { return kind_names[static_cast<std::size_t>(kind)]; }

std::string_view name_of(Standing standing) {
  return standing_names[static_cast<std::size_t>(standing)];
}

Standing standing_of(const RequiredRow& row, const std::vector<Server>& servers) {
  if (servers.empty()) return Standing::missing;
  const bool served = std::ranges::any_of(servers, [&](const Server& server) {
    if (server.test.empty() || server.part) return false;
    const bool registered = server.kind == Server::Kind::registered;
    if (row.kind == 'C') return server.kind == Server::Kind::engine;
    return row.kind == 'R' ? registered : !registered || server.lifecycle;
  });
  return served ? Standing::served : Standing::declared;
}

Result<std::vector<CoveredRow>> coverage(const Catalog& catalog) {
  ZH_TRY(std::vector<CoveredRow> rows, read_rows(catalog));
  ZH_TRY(const Tests tests, read_tests(catalog));
  Found found(rows);
  const auto add = [&](const std::string& file, const std::vector<std::string>& served,
                       Server server) {
    const auto test = tests.find(std::string(name_of(server.kind)) + ' ' + server.name);
    if (test != tests.end()) server.test = test->second;
    return found.add(file, served, server);
  };
  for (const Register& made : catalog.registers) {
    const bool lifecycle = !made.steps.empty() || !made.clocks.empty();
    ZH_DO(add(made.file, made.serves, {.name = made.name, .lifecycle = lifecycle}));
  }
  for (const Indicator& made : catalog.indicators) {
    ZH_DO(add(made.file, made.serves, {.kind = Server::Kind::indicator, .name = made.name}));
  }
  for (const Scheme& made : catalog.schemes) {
    ZH_DO(add(made.name, made.serves, {.kind = Server::Kind::assessment, .name = made.name}));
  }
  ZH_DO(add_engines(catalog, found));
  for (CoveredRow& row : rows) row.standing = standing_of(row.row, row.servers);
  return rows;
}

}  // namespace zhiheng::catalog
