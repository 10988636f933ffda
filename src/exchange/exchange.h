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
  intake::Options reading = {};
  bool all_or_nothing = false;
  bool revive = false;  ///< rows of records that were deleted bring them back
  /// Rows that become durable at once: big enough that the sync of a commit does not show, short
  /// enough that other writers and the indicators do not wait.
  std::int64_t rows_per_commit = 40'000;
  std::string file_name = {};  ///< as the user knows it, for the report
  std::function<void(double done, std::int64_t rows)> progress = {};
};

/// A line of the report about refused rows.
struct RefusedRow {
  std::int64_t line = 0;
  std::string column;         ///< header of the file, or field
  std::string value;          ///< what stood there, shortened
  std::string register_name;  ///< whose field or rule it is
  Error error;
};

/// How many refusals a report lists; all are counted.
inline constexpr std::size_t listed_refusals = 10'000;

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
  std::int64_t refused = 0;          ///< rows
  std::int64_t deleted_earlier = 0;  ///< rows whose record was deleted and stays so
  std::int64_t other_added = 0, other_changed = 0, other_unchanged = 0;  ///< further registers
  bool committed = true;             ///< false: all-or-nothing met a refused row
  std::vector<RefusedRow> refusals;  ///< the first 10,000 rows that wrote nothing, and why
  std::vector<intake::MatchedColumn> columns;
  double seconds = 0;
};

/// Reads a file into a register and those that its mapping fills beside it. One thread reads and
/// types, the caller's judges and writes; each becomes durable in whole batches of
/// `rows_per_commit`, or of what a second brought, so that a kill leaves whole batches only. A text
/// file that cannot be read to its end writes nothing. The same file again changes nothing, and
/// does not bring back what was deleted since, unless it is told to. A row with anything wrong in
/// it writes no record at all.
///
/// @fails  registry.register_unknown, registry.not_allowed, exchange.cannot_read,
///         exchange.interrupted (found: rows that are durable), and those of intake and store
Result<ImportReport> import_file(registry::Registry& registry, const registry::Person& person,
                                 const std::string& register_name, const std::string& file,
                                 const ImportOptions& options);

enum class BatchState { running, done, nothing, interrupted, failed };

/// An import as the store remembers it. `running` long after `began` is one that was killed: its
/// whole batches stand.
struct Batch {
  std::string id;
  BatchState state = BatchState::running;
  std::string user;
  Timestamp began;
  std::string file, digest, register_name, mapping;
  std::int64_t rows_read = 0, added = 0, changed = 0, unchanged = 0, refused = 0;
  std::int64_t deleted_earlier = 0;
};

/// Newest first.
Result<std::vector<Batch>> batches(store::Store& store);
/// @fails  exchange.batch_unknown
Result<Batch> find_batch(store::Store& store, const std::string& id);
[[nodiscard]] std::string_view name_of(BatchState state);

/// One JSON document; the sentences in `language`.
[[nodiscard]] std::string to_json(const ImportReport& report, const catalog::Catalog& catalog,
                                  Language language);
/// The refused rows as CSV (UTF-8 with BOM) or XLSX bytes.
/// @fails  exchange.format_unknown
Result<std::string> refusals_as(const ImportReport& report, const catalog::Catalog& catalog,
                                Language language, const std::string& format);

/// Records as "csv" (UTF-8 with BOM), "xlsx" or "ndjson", all that match, in the query's order.
/// Headers are titles in `language`, codes are written by their titles, so that the file can be
/// read in again; NDJSON keeps names and codes. Cells that a spreadsheet would run as a formula
/// are quoted. `with_names` puts beside each column of keys one with what the records of these keys
/// are called, which an import passes over; not in NDJSON. Gives the number of records.
/// @fails  exchange.format_unknown, and those of registry::Registry::list and of `write`
Result<std::int64_t> export_records(registry::Registry& registry, const registry::Person& person,
                                    const std::string& register_name,
                                    const registry::ListQuery& query, const std::string& format,
                                    Language language,
                                    const std::function<Result<void>(std::string_view)>& write,
                                    bool with_names = false);

/// Writes a table that is at hand: XLSX when the name ends in ".xlsx", else CSV for spreadsheets.
/// @fails  exchange.cannot_write
[[nodiscard]] Result<void> write_table(const std::string& path,
                                       const std::vector<std::string>& header,
                                       const std::vector<std::vector<std::string>>& rows);

}  // namespace zhiheng::exchange
