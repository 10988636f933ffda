#include "intake/sheet_parser.h"

#include "intake/failures.h"
#include "intake/merged_cells.h"

namespace zhiheng::intake {

SheetParser::SheetParser(const Workbook& workbook, const SharedStrings& strings)
    : workbook_(workbook),
      strings_(strings),
      parser_({[this](std::string_view element, const XmlAttributes& attributes) {
                 start(element, attributes);
               },
               [this](std::string_view element) { end(element); },
               [this](std::string_view piece) { text(piece); }}) {}

void SheetParser::start(std::string_view element, const XmlAttributes& attributes) {
  if (element == "c" && in_row_) {
    in_cell_ = true;
    has_value_ = has_formula_ = false;
    value_.clear();
    type_ = attributes["t"];
    const std::string_view style = attributes["s"];
    style_ = 0;
    std::from_chars(style.data(), style.data() + style.size(), style_);
    // Without a reference a cell follows the one before.
    if (const std::string_view reference = attributes["r"]; !reference.empty()) {
      column_ = place_of(reference).column;
    }
  } else if (element == "v" || (element == "t" && in_cell_)) {
    in_value_ = in_cell_;
    has_value_ = true;
  } else if (element == "f") {
    has_formula_ = true;
  } else if (element == "rPh") {
    phonetic_ = true;
  } else if (element == "row") {
    in_row_ = true;
    row_ = {};
    row_bytes_ = column_ = 0;
    row_.number = last_row_ + 1;
    const std::string_view number = attributes["r"];
    std::from_chars(number.data(), number.data() + number.size(), row_.number);
    last_row_ = row_.number;
  }
}

void SheetParser::end(std::string_view element) {
  if (element == "v" || element == "t") {
    in_value_ = false;
  } else if (element == "rPh") {
    phonetic_ = false;
  } else if (element == "c" && in_cell_) {
    finish_cell();
  } else if (element == "row") {
    in_row_ = false;
    rows.push_back(std::move(row_));
    row_ = {};
  }
}

void SheetParser::text(std::string_view piece) {
  if (!in_value_ || phonetic_) return;
  row_bytes_ += piece.size();
  if (value_.size() + piece.size() > longest_cell || row_bytes_ > longest_record) {
    row_.fault = Error{&cell_too_long, {}, {}, "<= " + std::to_string(longest_cell) + " B"};
    return;
  }
  value_.append(piece);
}

const NumberFormat& SheetParser::format_of_cell() const {
  static const NumberFormat general;
  return style_ < workbook_.formats.size() ? workbook_.formats[style_] : general;
}

SheetCell SheetParser::value_of_cell() {
  if (type_ == "s") {
    std::size_t at = strings_.size();
    std::from_chars(value_.data(), value_.data() + value_.size(), at);
    if (at >= strings_.size()) {
      row_.fault = Error{&record_malformed, {}, value_, "< " + std::to_string(strings_.size())};
      return {};
    }
    return {std::string(strings_[at]), CellKind::text};
  }
  if (type_ == "inlineStr" || type_ == "str") return {std::move(value_), CellKind::text};
  if (type_ == "b") return {value_ == "1" ? "true" : "false", CellKind::boolean};
  if (type_ == "e") return {std::move(value_), CellKind::error};
  if (type_ == "d") {
    if (value_.size() > 10 && value_[10] == 'T') value_[10] = ' ';
    return {std::move(value_), CellKind::date};
  }
  double number = 0;
  const char* const last = value_.data() + value_.size();
  if (std::from_chars(value_.data(), last, number).ptr != last) {
    return {std::move(value_), CellKind::text};
  }
  SheetCell cell;
  cell.text = print_number(number, format_of_cell(), workbook_.since_1904, cell.kind);
  return cell;
}

void SheetParser::finish_cell() {
  in_cell_ = in_value_ = false;
  const std::size_t column = column_++;
  if (column >= most_columns) {
    row_.fault = Error{&too_many_cells, {}, {}, "<= " + std::to_string(most_columns)};
    return;
  }
  SheetCell cell;
  if (has_value_ && !(value_.empty() && type_ != "inlineStr" && type_ != "str")) {
    cell = value_of_cell();
  } else if (has_formula_) {
    cell = {"=…", CellKind::error};  // never calculated, so there is nothing to read
  }
  if (cell.text.empty()) return;
  if (row_.cells.size() <= column) row_.cells.resize(column + 1);
  row_.cells[column] = std::move(cell);
}

}  // namespace zhiheng::intake
