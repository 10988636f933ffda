#pragma once
// A table that example data are written to: CSV in either encoding, or XLSX.

#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "exchange/workbook.h"

namespace zhiheng::exchange {

enum class TableFormat { csv, csv_gb18030, xlsx };

class TableFile {
 public:
  /// @fails  exchange.cannot_write
  static Result<std::unique_ptr<TableFile>> create(const std::string& path, TableFormat format,
                                                   const std::vector<std::string>& header);
  Result<void> add(const std::vector<std::string>& row);
  /// @fails  exchange.cannot_write: the disk is full
  Result<void> finish();

 private:
  TableFile(std::string path, TableFormat format) : path_(std::move(path)), format_(format) {}
  void append(const std::vector<std::string>& row);
  Result<void> flush();

  std::string path_;
  TableFormat format_;
  std::ofstream stream_;
  std::string text_;
  std::unique_ptr<Workbook> book_;
};

}  // namespace zhiheng::exchange
