#pragma once
// From a file that somebody made to typed rows, with a line for everything refused.

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/value.h"
#include "catalog/catalog.h"

namespace zhiheng::intake {

struct Options {
  std::string mapping = {};   ///< name; empty: the register's own titles and synonyms
  std::string format = {};    ///< empty: by content, then by ending
  std::string sheet = {};     ///< XLSX: name; empty: the first
  std::string encoding = {};  ///< "utf-8", "gb18030"; empty: found out
  char delimiter = 0;         ///< 0: found out
  std::map<std::string, std::string> columns =
      {};  ///< header -> field: the user's own matching, wins
  const std::atomic<bool>* interrupted = nullptr;
};

/// A record made from a row, ready for the register: types are right, codes are known, the record
/// as a whole is not judged.
struct Row {
  std::size_t target = 0;     ///< position in Reading::targets
  std::int64_t line = 0;      ///< row of the file, 1 = first line (of a sheet: its row number)
  std::vector<Value> values;  ///< one per column of the target
};

/// Which register and which of its fields the rows of a target fill.
struct Target {
  std::string register_name;
  std::vector<std::string> columns;
};

/// A row that was not understood: where = column header, found = the cell, wanted.
struct Refusal {
  std::int64_t line = 0;
  std::string field;  ///< empty when it is the row as a whole
  Error error;
};

/// How one header of the file was understood.
struct MatchedColumn {
  std::string header;
  std::string register_name;
  std::string field;  ///< empty: not used
  bool by_synonym = false;
};

/// What is handed over at once. A row of the file with a refusal gives no record at all.
struct Chunk {
  std::vector<Row> rows;
  std::vector<Refusal> refusals;
  std::int64_t lines_read = 0;  ///< data rows so far
  double done = 0;              ///< share of the file read, 0..1
};

struct Reading {
  std::string mapping;
  std::string format;
  std::string encoding;
  std::vector<Target> targets;
  std::vector<MatchedColumn> columns;
};

/// Reads a whole file in chunks of about a thousand rows, in order. Memory does not grow with the
/// file. `begin` is called once before the first chunk; false from `chunk` stops.
///
/// @fails  intake.cannot_read, intake.format_unknown, intake.header_missing,
///         intake.duplicate_header, intake.damaged, intake.too_large, intake.interrupted …
[[nodiscard]] Result<void> read_file(const catalog::Catalog& catalog,
                                     const std::string& register_name, const std::string& file,
                                     const Options& options,
                                     const std::function<Result<void>(const Reading&)>& begin,
                                     const std::function<Result<bool>(Chunk&&)>& chunk);

/// Goes once through a text file (CSV, JSON) before anything of it is written: an encoding that
/// cannot be told, a quotation mark or bracket that is never closed, a record without end may stand
/// behind a million good rows. What concerns single lines is not looked for, and of other formats
/// nothing; their frame is checked when they are opened.
///
/// @param stop  another reason to break off, besides `options.interrupted`
/// @fails  as read_file
/// @cost   CSV: about 1 ms a megabyte
[[nodiscard]] Result<void> read_through(const catalog::Catalog& catalog,
                                        const std::string& register_name, const std::string& file,
                                        const Options& options, const std::atomic<bool>& stop);

/// The head of a file, for the import wizard: how its columns would be matched, and some rows.
struct Preview {
  Reading reading;
  std::vector<std::string> sheets;
  std::vector<std::string> suggested_mappings;
  std::vector<std::vector<std::string>> rows;  ///< cells as printed, one per Reading::columns
  std::vector<Refusal> refusals;               ///< among these rows
};
[[nodiscard]] Result<Preview> preview(const catalog::Catalog& catalog,
                                      const std::string& register_name, const std::string& file,
                                      const Options& options, std::size_t rows = 20);

}  // namespace zhiheng::intake
