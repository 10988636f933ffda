#pragma once
// Lines of cells, whatever the format of the file.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace zhiheng::intake {

/// What the file itself says that a cell is. Text files say nothing: all is text there.
enum class CellKind : std::uint8_t {
  text,
  number,        ///< stored as a number, printed by a format that fixes its places
  plain_number,  ///< stored as a number without a format: zeros at its end are lost
  date,          ///< "2024-03-05" or "2024-03-05 16:50:10"
  boolean,       ///< "true", "false"
  error,         ///< "#N/A"
  guarded,       ///< in a CSV file a quoted cell that begins with an apostrophe
  list,          ///< values with list_mark between them
};

/// Stands between the values of a list cell: the unit separator, which no text has.
inline constexpr char list_mark = '\x1F';

struct Cell {
  std::string_view text;  ///< UTF-8; lives until the next line is taken
  CellKind kind = CellKind::text;
};

struct Line {
  std::int64_t number = 0;  ///< 1 = first line of the file, row of the sheet, record of a document
  std::vector<Cell> cells;
  std::optional<Error> fault;  ///< the row cannot be used as it stands
};

/// A file, line by line. Blank lines are passed over.
class Source {
 public:
  virtual ~Source() = default;
  /// Names of the columns where the format has them; empty: a header stands among the lines.
  [[nodiscard]] virtual std::vector<std::string> names() const { return {}; }
  [[nodiscard]] virtual std::string encoding() const { return "utf-8"; }
  /// false at the end. `line` is reused, so that its memory is.
  [[nodiscard]] virtual Result<bool> next(Line& line) = 0;
  /// Share of the file that has been read, 0..1.
  [[nodiscard]] virtual double done() const = 0;
};

/// Limits that keep memory bounded, whatever the file claims.
inline constexpr std::size_t longest_cell = std::size_t{1} << 20;     ///< bytes
inline constexpr std::size_t longest_record = std::size_t{16} << 20;  ///< bytes
inline constexpr std::size_t most_columns = 16'384;                   ///< as in XLSX

}  // namespace zhiheng::intake
