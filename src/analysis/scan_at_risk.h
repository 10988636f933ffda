#pragma once
// Cases and those at risk, added up by place and period.

#include <string>
#include <vector>

#include "analysis/scan_table.h"

namespace zhiheng::analysis {

/// The tables while they are read.
struct ScanReading {
  const Call& call;
  const PlaceIndex& index;
  bool time = false;  ///< do periods matter?
};

/// The column that holds the time of a row: --time, else time, year, month, week, day or period.
/// @fails column_missing
[[nodiscard]] Result<std::size_t> time_column(const Call& call, const Table& table);
/// Does the table say when, by its column's name?
[[nodiscard]] bool is_dated(const Table& table);

/// A column added up by place and period; rows outside the study's periods are left out.
/// @fails column_missing, not_a_number, cell_wrong
[[nodiscard]] Result<std::vector<double>> cell_sums(const ScanReading& reading, const Table& table,
                                                    const std::string& column,
                                                    const ScanTables& made);

/// Cells added up over the periods.
[[nodiscard]] std::vector<double> by_place(const std::vector<double>& cells, std::size_t periods);

/// Fills `measure`, `sizes` and `population` from the tables `population` or `controls`, or from a
/// column of `in`.
/// @fails   column_missing, not_a_number, cell_wrong, setting_wrong
[[nodiscard]] Result<void> read_at_risk(const ScanReading& reading, ScanTables& made);

}  // namespace zhiheng::analysis
