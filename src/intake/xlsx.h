#pragma once
// Workbooks of Office Open XML (.xlsx), row by row.

#include <memory>
#include <string>
#include <vector>

#include "intake/source.h"

namespace zhiheng::intake {

/// Visible sheets by name, in the order of the workbook.
/// @fails  intake.cannot_read, intake.damaged, intake.too_large, intake.forbidden_markup
[[nodiscard]] Result<std::vector<std::string>> sheets_of(const std::string& file);

/// Numbers come as their number format prints them (places, dates in both date systems), formulas
/// as their stored results, merged cells as the value of their first cell.
///
/// @param sheet  name; empty: the first visible one
/// @fails  intake.cannot_read, intake.damaged, intake.too_large (shared strings or what the
///         archive unfolds to), intake.forbidden_markup, intake.sheet_unknown
/// @cost   memory for the shared strings and one row; dimensions that the file claims are ignored
[[nodiscard]] Result<std::unique_ptr<Source>> open_xlsx(const std::string& file,
                                                        const std::string& sheet);

}  // namespace zhiheng::intake
