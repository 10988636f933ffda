#pragma once
// The XML of a sheet, in pieces, as rows of cells.

#include <charconv>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "intake/source.h"
#include "intake/workbook.h"
#include "intake/xml_parser.h"

namespace zhiheng::intake {

struct SheetCell {
  std::string text;
  CellKind kind = CellKind::text;
};

struct SheetRow {
  std::int64_t number = 0;
  std::vector<SheetCell> cells;  ///< by column; missing ones are empty
  std::optional<Error> fault;
};

/// Turns what the parser tells into finished rows.
class SheetParser {
 public:
  SheetParser(const Workbook& workbook, const SharedStrings& strings);

  [[nodiscard]] Result<void> feed(std::string_view bytes, bool last) {
    return parser_.feed(bytes, last);
  }
  /// Rows that are complete; the caller takes them from the front.
  std::deque<SheetRow> rows;

 private:
  void start(std::string_view element, const XmlAttributes& attributes);
  void end(std::string_view element);
  void text(std::string_view piece);
  void finish_cell();
  [[nodiscard]] SheetCell value_of_cell();
  [[nodiscard]] const NumberFormat& format_of_cell() const;

  const Workbook& workbook_;
  const SharedStrings& strings_;
  SheetRow row_;
  std::int64_t last_row_ = 0;
  std::size_t column_ = 0;
  std::size_t row_bytes_ = 0;
  std::string type_, value_;
  std::size_t style_ = 0;
  bool in_row_ = false, in_cell_ = false, in_value_ = false, phonetic_ = false;
  bool has_value_ = false, has_formula_ = false;
  XmlParser parser_;
};

}  // namespace zhiheng::intake
