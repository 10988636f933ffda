#pragma once
// How the columns of a kind of file become the fields of registers.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/words.h"

namespace zhiheng::catalog {

/// One field filled from one column (or from a part of it).
struct MappedColumn {
  std::string field;
  std::vector<std::string> names;  ///< headers, compared in matching form; JSON and XML: paths
  bool required = false;           ///< the file is refused without it
  std::string date_format;         ///< "%b %d, %Y" …; empty: ISO and the usual Chinese forms
  /// List fields: what stands between values. A bar always does; "," does only where no blank
  /// follows it, so that "Bonaire, Sint Eustatius and Saba" stays one country.
  std::string separator;
  std::map<std::string, std::string> values;  ///< file's word -> our code, before the code list
  std::string pattern;   ///< take the first group of this expression from the cell
  std::string constant;  ///< this value where the column is absent or empty
  bool lenient = false;  ///< what cannot be read is left empty instead of refused: an address
};

/// Records made from each row; the first is the main one. Several columns may name one field: lists
/// are joined, of others the first that is not empty counts.
struct MappedRecord {
  std::string register_name;
  std::vector<MappedColumn> columns;
  /// Columns whose cell holds several values side by side ("菌落总数║8.2×10⁴║≤10⁴"): cut at any
  /// separator, part k goes to field k. When there are more parts than fields, or one part alone,
  /// the cell is first cut at `repeat_separators`, a record each; other columns of the record with
  /// as many such parts go along.
  struct Merged {
    std::vector<std::string> names;
    std::vector<std::string> separators;
    std::vector<std::string> fields;
    std::vector<std::string> repeat_separators;
  };
  std::vector<Merged> merged;
  std::string parent_field;   ///< gets the natural key of the main record
  std::string ordinal_field;  ///< gets 1, 2 … counting the records with the same `ordinal_of`
  std::vector<std::string> ordinal_of;
  bool optional = false;  ///< no record when all its columns are empty
};

struct Mapping {
  std::string name;
  Words title;
  std::string source;
  std::vector<std::string> formats;  ///< "csv", "xlsx", "json", "ndjson", "xml", "parquet"
  std::string records_path;          ///< JSON pointer or XML element of the rows
  std::vector<std::string> empty;    ///< cells that mean nothing: "/", "N/A"
  std::vector<MappedRecord> records;
  std::vector<std::string>
      recognised_by;  ///< headers that must all be there to suggest this mapping
  std::string file;
};

}  // namespace zhiheng::catalog
