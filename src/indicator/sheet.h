#pragma once
// An answer as rows of cells, for CSV and XLSX.

#include <string>
#include <variant>
#include <vector>

#include "indicator/indicator.h"

namespace zhiheng::indicator {

using SheetCell = std::variant<std::monostate, std::int64_t, double, std::string>;

struct Sheet {
  std::vector<std::string> heading;
  std::vector<std::vector<SheetCell>> rows;
  std::vector<std::string> foot;  ///< title, confidence, remarks: what the numbers need beside them
};

[[nodiscard]] Sheet sheet(const Answer& answer, Language language);

}  // namespace zhiheng::indicator
