#include "intake/xlsx.h"

#include <algorithm>

#include "intake/failures.h"
#include "intake/merged_cells.h"
#include "intake/sheet_parser.h"
#include "intake/workbook.h"
#include "intake/zip.h"

namespace zhiheng::intake {
namespace {

/// A merged range whose first cell has been read.
struct OpenRange {
  CellRange range;
  SheetCell cell;
};

class XlsxSource final : public Source {
 public:
  XlsxSource(Workbook workbook, SharedStrings strings, std::vector<CellRange> merged,
             ZipEntry entry)
      : workbook_(std::move(workbook)),
        strings_(std::move(strings)),
        merged_(std::move(merged)),
        entry_(std::move(entry)),
        parser_(workbook_, strings_) {}

  [[nodiscard]] Result<bool> next(Line& line) override;
  [[nodiscard]] double done() const override { return entry_.done(); }

 private:
  [[nodiscard]] Result<bool> more_rows();
  void fill_merged();

  Workbook workbook_;
  SharedStrings strings_;
  std::vector<CellRange> merged_;  ///< by first row
  std::size_t next_merged_ = 0;
  std::vector<OpenRange> open_;
  ZipEntry entry_;
  SheetParser parser_;
  SheetRow row_;
  bool at_end_ = false;
};

Result<bool> XlsxSource::more_rows() {
  while (parser_.rows.empty() && !at_end_) {
    ZH_TRY(const std::string_view bytes, entry_.next());
    at_end_ = bytes.empty();
    ZH_DO(parser_.feed(bytes, at_end_));
  }
  return !parser_.rows.empty();
}

/// The value of a merged range stands in its first cell only; every cell of it gets it.
void XlsxSource::fill_merged() {
  const std::int64_t number = row_.number;
  std::erase_if(open_, [&](const OpenRange& open) { return open.range.last_row < number; });
  for (; next_merged_ < merged_.size() && merged_[next_merged_].first_row <= number;
       ++next_merged_) {
    const CellRange& range = merged_[next_merged_];
    if (range.first_row != number || range.first_column >= row_.cells.size()) continue;
    if (row_.cells[range.first_column].text.empty()) continue;
    open_.push_back({range, row_.cells[range.first_column]});
  }
  // A range may claim the whole sheet; no table is that wide.
  constexpr std::size_t widest = 256;
  for (const OpenRange& open : open_) {
    const std::size_t last = std::min(open.range.last_column, open.range.first_column + widest - 1);
    if (row_.cells.size() <= last) row_.cells.resize(last + 1);
    for (std::size_t at = open.range.first_column; at <= last; ++at) {
      if (row_.cells[at].text.empty()) row_.cells[at] = open.cell;
    }
  }
}

Result<bool> XlsxSource::next(Line& line) {
  for (;;) {
    ZH_TRY(const bool more, more_rows());
    if (!more) return false;
    row_ = std::move(parser_.rows.front());
    parser_.rows.pop_front();
    if (!merged_.empty()) fill_merged();
    if (row_.cells.empty() && !row_.fault) continue;
    line.number = row_.number;
    line.fault = std::move(row_.fault);
    line.cells.clear();
    for (const SheetCell& cell : row_.cells) line.cells.push_back({cell.text, cell.kind});
    return true;
  }
}

}  // namespace

Result<std::vector<std::string>> sheets_of(const std::string& file) {
  ZH_TRY(const Workbook workbook, read_workbook(file));
  std::vector<std::string> names;
  for (const SheetPart& sheet : workbook.sheets) {
    if (!sheet.hidden) names.push_back(sheet.name);
  }
  return names;
}

Result<std::unique_ptr<Source>> open_xlsx(const std::string& file, const std::string& sheet) {
  ZH_TRY(Workbook workbook, read_workbook(file));
  const auto chosen = std::ranges::find_if(workbook.sheets, [&](const SheetPart& part) {
    return sheet.empty() ? !part.hidden : part.name == sheet;
  });
  if (chosen == workbook.sheets.end()) {
    std::string names;
    for (const SheetPart& part : workbook.sheets) {
      if (!part.hidden) names += (names.empty() ? "" : ", ") + part.name;
    }
    return fail(sheet_unknown, file, sheet, names);
  }
  const std::string part = chosen->part;
  ZH_TRY(SharedStrings strings, SharedStrings::read(file));
  ZH_TRY(std::vector<CellRange> merged, merged_ranges(file, part));
  ZH_TRY(ZipEntry entry, ZipEntry::open(file, part));
  return std::make_unique<XlsxSource>(std::move(workbook), std::move(strings), std::move(merged),
                                      std::move(entry));
}

}  // namespace zhiheng::intake
