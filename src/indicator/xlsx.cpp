#include <unistd.h>
#include <xlsxwriter.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "indicator/failures.h"
#include "indicator/sheet.h"

namespace zhiheng::indicator {
namespace {

/// A name for a file that only we can read; gone when it leaves the scope.
struct TemporaryFile {
  std::string name = std::filesystem::temp_directory_path() / "zhiheng-XXXXXX";
  TemporaryFile() {
    const int file = ::mkstemp(name.data());
    if (file >= 0) ::close(file);
  }
  ~TemporaryFile() { ::unlink(name.c_str()); }
};

struct CellWriter {
  lxw_worksheet* sheet;
  lxw_row_t row;
  lxw_col_t column;

  lxw_error operator()(std::monostate) const { return LXW_NO_ERROR; }
  lxw_error operator()(std::int64_t value) const {
    return worksheet_write_number(sheet, row, column, static_cast<double>(value), nullptr);
  }
  lxw_error operator()(double value) const {
    return worksheet_write_number(sheet, row, column, value, nullptr);
  }
  lxw_error operator()(const std::string& value) const {
    // Always as a string: a code like 010000 stays, and nothing is run as a formula.
    return worksheet_write_string(sheet, row, column, value.c_str(), nullptr);
  }
};

bool write(const Sheet& made, const std::string& file) {
  lxw_workbook_options options{};
  options.constant_memory = LXW_FALSE;
  lxw_workbook* book = workbook_new_opt(file.c_str(), &options);
  if (book == nullptr) return false;
  lxw_worksheet* sheet = workbook_add_worksheet(book, nullptr);
  lxw_format* bold = workbook_add_format(book);
  format_set_bold(bold);
  bool good = true;
  for (std::size_t c = 0; c < made.heading.size(); ++c) {
    good = good && worksheet_write_string(sheet, 0, static_cast<lxw_col_t>(c),
                                          made.heading[c].c_str(), bold) == LXW_NO_ERROR;
  }
  lxw_row_t row = 1;
  for (const auto& cells : made.rows) {
    for (std::size_t c = 0; c < cells.size(); ++c) {
      good = good && std::visit(CellWriter{sheet, row, static_cast<lxw_col_t>(c)}, cells[c]) ==
                         LXW_NO_ERROR;
    }
    ++row;
  }
  for (const auto& line : made.foot) {
    good = good && CellWriter{sheet, ++row, 0}(line) == LXW_NO_ERROR;
  }
  worksheet_freeze_panes(sheet, 1, 0);
  return workbook_close(book) == LXW_NO_ERROR && good;
}

}  // namespace

Result<std::string> to_xlsx(const Answer& answer, Language language) {
  const TemporaryFile file;
  if (!write(sheet(answer, language), file.name)) return fail(file_not_written, file.name);
  std::ifstream in(file.name, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(in), {}};
  if (bytes.empty()) return fail(file_not_written, file.name);
  return bytes;
}

}  // namespace zhiheng::indicator
