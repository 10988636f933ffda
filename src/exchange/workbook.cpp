#include "exchange/workbook.h"

#include <unistd.h>
#include <xlsxwriter.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/text.h"
#include "exchange/failures.h"

namespace zhiheng::exchange {
namespace {

constexpr lxw_row_t rows_per_sheet = 1'048'576;
constexpr std::size_t longest_cell = 32'767;  // characters that a cell of a spreadsheet holds
constexpr std::int64_t largest_exact = std::int64_t{1} << 53;
constexpr std::int32_t first_day = -25567;  // 1900-01-01; earlier days are written as text

/// Days as spreadsheets count them: 1 is 1900-01-01, and they believe in a 29th of February 1900.
double serial_of(Date date) {
  const int serial = date.days - first_day + 1;
  return serial >= 60 ? serial + 1 : serial;
}

}  // namespace

struct Workbook::Inside {
  std::string folder;
  std::string file;
  std::string sheet;
  std::vector<std::string> header;
  lxw_workbook* book = nullptr;
  lxw_worksheet* page = nullptr;
  lxw_format* bold = nullptr;
  lxw_format* day = nullptr;
  lxw_row_t row = 0;
  int sheets = 0;

  ~Inside() {
    if (book != nullptr) workbook_close(book);
    std::error_code ignored;
    if (!folder.empty()) std::filesystem::remove_all(folder, ignored);
  }

  void open_sheet() {
    ++sheets;
    const std::string name = sheets == 1 ? sheet : sheet + " " + std::to_string(sheets);
    page = workbook_add_worksheet(book, name.c_str());
    for (std::size_t i = 0; i < header.size(); ++i) {
      worksheet_write_string(page, 0, static_cast<lxw_col_t>(i), header[i].c_str(), bold);
    }
    worksheet_freeze_panes(page, 1, 0);
    row = 1;
  }

  void write(lxw_col_t column, const Cell& cell) const {
    if (const auto* number = std::get_if<std::int64_t>(&cell.value);
        number != nullptr && std::abs(*number) <= largest_exact) {
      worksheet_write_number(page, row, column, static_cast<double>(*number), nullptr);
    } else if (const auto* decimal = std::get_if<Decimal>(&cell.value);
               decimal != nullptr && std::abs(decimal->unscaled) <= largest_exact) {
      worksheet_write_number(page, row, column, to_double(*decimal), nullptr);
    } else if (const auto* date = std::get_if<Date>(&cell.value);
               date != nullptr && date->days >= first_day) {
      worksheet_write_number(page, row, column, serial_of(*date), day);
    } else if (!cell.text.empty()) {
      const std::string text = shorten(cell.text, longest_cell - 1);
      worksheet_write_string(page, row, column, text.c_str(), nullptr);
    }
  }
};

Workbook::Workbook(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
Workbook::Workbook(Workbook&&) noexcept = default;
Workbook& Workbook::operator=(Workbook&&) noexcept = default;
Workbook::~Workbook() = default;

Result<Workbook> Workbook::create(const std::string& sheet, std::vector<std::string> header) {
  std::error_code problem;
  std::string pattern =
      (std::filesystem::temp_directory_path(problem) / "zhiheng-export-XXXXXX").string();
  if (problem || mkdtemp(pattern.data()) == nullptr) return fail(cannot_write, pattern);
  auto inside = std::make_unique<Inside>();
  inside->folder = pattern;
  inside->file = pattern + "/book.xlsx";
  inside->sheet = shorten(sheet, 25);
  inside->header = std::move(header);
  lxw_workbook_options options{};
  options.constant_memory = LXW_TRUE;
  options.tmpdir = inside->folder.data();
  inside->book = workbook_new_opt(inside->file.c_str(), &options);
  if (inside->book == nullptr) return fail(cannot_write, inside->file);
  inside->bold = workbook_add_format(inside->book);
  format_set_bold(inside->bold);
  inside->day = workbook_add_format(inside->book);
  format_set_num_format(inside->day, "yyyy-mm-dd");
  inside->open_sheet();
  return Workbook(std::move(inside));
}

void Workbook::add(const std::vector<Cell>& row) {
  if (inside_->row == rows_per_sheet) inside_->open_sheet();
  for (std::size_t i = 0; i < row.size(); ++i) {
    inside_->write(static_cast<lxw_col_t>(i), row[i]);
  }
  ++inside_->row;
}

Result<void> Workbook::finish(const std::function<Result<void>(std::string_view)>& write) {
  const lxw_error failed = workbook_close(inside_->book);
  inside_->book = nullptr;
  if (failed != LXW_NO_ERROR) return fail(cannot_write, inside_->file, lxw_strerror(failed));
  std::ifstream stream(inside_->file, std::ios::binary);
  std::string buffer(1 << 16, '\0');
  while (stream) {
    stream.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    const auto got = static_cast<std::size_t>(stream.gcount());
    if (got > 0) ZH_DO(write(std::string_view(buffer).substr(0, got)));
  }
  if (stream.bad()) return fail(cannot_write, inside_->file);
  return {};
}

}  // namespace zhiheng::exchange
