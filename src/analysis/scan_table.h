#pragma once
// Tables of cases, places and populations, read as a scan statistic takes them.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/method.h"
#include "analysis/scan_periods.h"
#include "stat/scan.h"

namespace zhiheng::analysis {

/// What the tables of a call say about places, periods, cases and what is at risk.
struct ScanTables {
  std::vector<std::string> places;  ///< in the order of the table of places
  stat::ScanPoints points;          ///< empty without coordinates
  ScanCalendar calendar;
  std::vector<std::int64_t> periods;
  stat::ScanData data;
  std::vector<double> sizes;       ///< of the places, for the limit of a window
  std::vector<double> population;  ///< of the places; empty where none is given
};

/// What a method looks at; the rest is added up.
struct ScanNeeds {
  bool places = true;
  bool coordinates = true;  ///< of the places
  bool periods = false;
};

/// Cases of the table `in`, added up by place and period; places of `geo` or of `in`; what is at
/// risk from `controls`, `population`, or a column of `in`. With --strata and a population the
/// expected cases are those of the strata's rates in all places and periods (indirect
/// standardisation). Populations of some years stand for 1 July; between them they are
/// interpolated by the day.
///
/// @fails   column_missing, not_a_number, cell_wrong (an unknown place, twice the same, a negative
///          count, no one at risk in a stratum with cases), setting_wrong, no_rows
[[nodiscard]] Result<ScanTables> scan_tables(const Call& call, ScanNeeds needs);

/// Columns that hold a place are called location, region,
/// county, place, district or id unless --location says otherwise.
[[nodiscard]] Result<std::size_t> place_column(const Call& call, const Table& table);

/// Places of a cell, parted by spaces or commas, each by name or, failing that, by its row from 1.
/// @fails cell_wrong
[[nodiscard]] Result<std::vector<std::uint32_t>> places_in(const std::vector<std::string>& places,
                                                           const Table& table, std::size_t row,
                                                           std::string_view column);

/// Pairs of places in columns from and to, in both directions and each once.
/// @fails cell_wrong, column_missing
[[nodiscard]] Result<std::vector<std::vector<std::uint32_t>>> neighbours_in(
    const std::vector<std::string>& places, const Table& table);

/// The names of places, parted by spaces.
[[nodiscard]] std::string joined(const std::vector<std::string>& places,
                                 const std::vector<std::uint32_t>& chosen);

/// Words parted by spaces or commas.
[[nodiscard]] std::vector<std::string> parted(std::string_view text);

}  // namespace zhiheng::analysis
