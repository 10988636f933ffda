#pragma once
// Files in and out of the registers: import with its report, export, and example data.

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "intake/intake.h"
#include "registry/registry.h"

namespace zhiheng::exchange {

struct ImportOptions {
  intake::Options reading;
  bool all_or_nothing = false;
  std::string file_name;  ///< as the user knows it, for the report
  std::function<void(double done, std::int64_t rows)> progress = {};
};

/// A line of the report about refused rows.
struct RefusedRow {
  std::int64_t line = 0;
  std::string column;  ///< header of the file, or field
  std::string value;   ///< what stood there, shortened
  Error error;
};

struct ImportReport {
  std::string batch;  ///< id of the batch, in every record that it wrote
  std::string file;
  std::string digest;  ///< SHA-256 of the file
  std::string register_name;
  std::string mapping;
  std::string encoding;
  std::int64_t rows_read = 0;
  std::int64_t added = 0;  ///< records of the main register
  std::int64_t changed = 0;
  std::int64_t unchanged = 0;
  std::int64_t refused = 0;                                              ///< rows
  std::int64_t other_added = 0, other_changed = 0, other_unchanged = 0;  ///< further registers
  bool committed = true;             ///< false: all-or-nothing met a refused row
  std::vector<RefusedRow> refusals;  ///< the first 10,000
  std::vector<intake::MatchedColumn> columns;
  double seconds = 0;
};

Result<ImportReport> import_file(registry::Registry& registry, const registry::Person& person,
                                 const std::string& register_name, const std::string& file,
                                 const ImportOptions& options);

/// One JSON document; the sentences in `language`.
[[nodiscard]] std::string to_json(const ImportReport& report, const catalog::Catalog& catalog,
                                  Language language);
/// The refused rows as CSV (UTF-8 with BOM) or XLSX bytes.
Result<std::string> refusals_as(const ImportReport& report, const catalog::Catalog& catalog,
                                Language language, const std::string& format);

/// Records as CSV, XLSX, NDJSON; cells that a spreadsheet would run as a formula are quoted.
Result<std::int64_t> export_records(registry::Registry& registry, const registry::Person& person,
                                    const std::string& register_name,
                                    const registry::ListQuery& query, const std::string& format,
                                    Language language,
                                    const std::function<Result<void>(std::string_view)>& write);

}  // namespace zhiheng::exchange
