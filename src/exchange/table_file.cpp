#include "exchange/table_file.h"

#include "base/text.h"
#include "exchange/cells.h"
#include "exchange/exchange.h"
#include "exchange/failures.h"

namespace zhiheng::exchange {
namespace {

constexpr std::size_t piece_bytes = 1 << 18;

}  // namespace

Result<std::unique_ptr<TableFile>> TableFile::create(const std::string& path, TableFormat format,
                                                     const std::vector<std::string>& header) {
  std::unique_ptr<TableFile> table(new TableFile(path, format));
  table->stream_.open(path, std::ios::binary);
  if (!table->stream_) return fail(cannot_write, path);
  if (format == TableFormat::xlsx) {
    ZH_TRY(auto book, Workbook::create("Sheet1", header));
    table->book_ = std::make_unique<Workbook>(std::move(book));
    return table;
  }
  if (format == TableFormat::csv) table->text_ = "\xEF\xBB\xBF";
  table->append(header);
  return table;
}

void TableFile::append(const std::vector<std::string>& row) {
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (i > 0) text_.push_back(',');
    append_csv_cell(text_, row[i]);
  }
  text_.append("\r\n");
}

Result<void> TableFile::flush() {
  if (format_ == TableFormat::csv_gb18030) {
    ZH_TRY(text_, to_gb18030(text_));
  }
  stream_.write(text_.data(), static_cast<std::streamsize>(text_.size()));
  text_.clear();
  if (!stream_) return fail(cannot_write, path_);
  return {};
}

Result<void> TableFile::add(const std::vector<std::string>& row) {
  if (book_) {
    std::vector<Cell> cells;
    cells.reserve(row.size());
    for (const auto& text : row) cells.push_back({.text = text});
    book_->add(cells);
    return {};
  }
  append(row);
  return text_.size() < piece_bytes ? Result<void>{} : flush();
}

Result<void> TableFile::finish() {
  if (book_) {
    ZH_DO(book_->finish([this](std::string_view piece) -> Result<void> {
      stream_.write(piece.data(), static_cast<std::streamsize>(piece.size()));
      if (!stream_) return fail(cannot_write, path_);
      return {};
    }));
  } else {
    ZH_DO(flush());
  }
  stream_.close();
  if (!stream_) return fail(cannot_write, path_);
  return {};
}

Result<void> write_table(const std::string& path, const std::vector<std::string>& header,
                         const std::vector<std::vector<std::string>>& rows) {
  const auto format = path.ends_with(".xlsx") ? TableFormat::xlsx : TableFormat::csv;
  ZH_TRY(const auto file, TableFile::create(path, format, header));
  for (const auto& row : rows) ZH_DO(file->add(row));
  return file->finish();
}

}  // namespace zhiheng::exchange
