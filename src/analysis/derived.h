#pragma once
// Rows chosen and columns computed by expressions, on a table of text.

#include <string_view>
#include <vector>

#include "analysis/table.h"
#include "base/result.h"

namespace zhiheng::analysis {

/// On which rows is the condition true? A column that it names is read as whole numbers, decimals
/// or dates where all of its cells that are not empty are, else as text; an empty cell is null.
///
/// @fails what the expression language refuses, cell_wrong (not a condition)
[[nodiscard]] Result<std::vector<bool>> rows_where(const Table& table, std::string_view condition);

/// Adds columns: "name = expression; name = expression". A condition gives 1 and 0, null an empty
/// cell. Later ones may use earlier ones.
///
/// @fails cell_wrong (no name or no expression), column_twice, what the language refuses
[[nodiscard]] Result<void> define(Table& table, std::string_view definitions);

}  // namespace zhiheng::analysis
