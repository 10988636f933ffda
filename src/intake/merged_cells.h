#pragma once
// Ranges of a sheet whose cells are shown as one.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace zhiheng::intake {

struct CellRange {
  std::int64_t first_row = 0, last_row = 0;       ///< from 1
  std::size_t first_column = 0, last_column = 0;  ///< from 0
};

/// "B12" -> row 12, column 1; column 0 and row 0 for what is no reference.
struct CellPlace {
  std::int64_t row = 0;
  std::size_t column = 0;
};
[[nodiscard]] CellPlace place_of(std::string_view reference);

/// The merged ranges of a sheet, by their first row. They stand behind the rows, so the sheet is
/// unpacked once only to find them.
/// @fails  intake.damaged, intake.too_large (over 100,000 ranges)
[[nodiscard]] Result<std::vector<CellRange>> merged_ranges(const std::string& file,
                                                           const std::string& part);

}  // namespace zhiheng::intake
