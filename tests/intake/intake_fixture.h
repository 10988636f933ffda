#pragma once
// Small files, the shipped catalog, and everything that reading a file hands over.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "intake/intake.h"
#include "support/source.h"

namespace zhiheng::intake {

/// The catalog of the source tree; read once.
inline const catalog::Catalog& shipped_catalog() {
  static const catalog::Loaded loaded = catalog::load(support::source_path("/catalog"));
  if (!loaded.catalog) {
    for (const Error& error : loaded.errors) ADD_FAILURE() << describe(error);
    std::exit(1);
  }
  return *loaded.catalog;
}

/// A folder of its own for a test's files, removed afterwards.
class Folder {
 public:
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "intake-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string write(const std::string& name, std::string_view bytes) const {
    const std::string file = (path_ / name).string();
    std::ofstream(file, std::ios::binary) << bytes;
    return file;
  }
  std::string name(const std::string& file) const { return (path_ / file).string(); }

 private:
  std::filesystem::path path_;
};

/// All of a file.
struct Read {
  Result<void> outcome;
  Reading reading;
  std::vector<Row> rows;
  std::vector<Refusal> refusals;
  std::int64_t lines = 0;

  /// The value of a field as text; "-" when the target has no such column.
  std::string text(std::size_t row, const std::string& field) const {
    const auto& columns = reading.targets[rows[row].target].columns;
    const auto found = std::ranges::find(columns, field);
    if (found == columns.end()) return "-";
    return to_text(rows[row].values[static_cast<std::size_t>(found - columns.begin())]);
  }
  std::string failure(std::size_t at) const { return std::string(refusals[at].error.failure->id); }
  std::size_t rows_of(const std::string& register_name) const {
    return static_cast<std::size_t>(std::ranges::count_if(rows, [&](const Row& row) {
      return reading.targets[row.target].register_name == register_name;
    }));
  }
  /// How many records of the first target have each text of a field.
  std::map<std::string, int> groups(const std::string& field) const {
    std::map<std::string, int> counts;
    for (std::size_t at = 0; at < rows.size(); ++at) {
      if (rows[at].target == 0) ++counts[text(at, field)];
    }
    return counts;
  }
};

inline Read read_all(const std::string& register_name, const std::string& file,
                     const Options& options = {},
                     const catalog::Catalog& catalog = shipped_catalog()) {
  Read read;
  read.outcome = read_file(
      catalog, register_name, file, options,
      [&](const Reading& reading) -> Result<void> {
        read.reading = reading;
        return {};
      },
      [&](Chunk&& chunk) -> Result<bool> {
        read.lines = chunk.lines_read;
        for (Row& row : chunk.rows) read.rows.push_back(std::move(row));
        for (Refusal& refusal : chunk.refusals) read.refusals.push_back(std::move(refusal));
        return true;
      });
  return read;
}

/// Data that are shared with the workplace but not shipped; empty when they are not there.
inline std::string shared_data(const std::string& file) {
  const std::string path = support::shared_path("/data/regulators/" + file);
  return std::filesystem::exists(path) ? path : std::string();
}

/// GB 18030 of the texts that these tests use.
inline const std::string gb_header =
    "\xB3\xE9\xD1\xF9\xB1\xE0\xBA\xC5,\xCA\xB3\xC6\xB7\xC3\xFB\xB3\xC6\n";  // 抽样编号,食品名称

}  // namespace zhiheng::intake
