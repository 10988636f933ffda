#pragma once
// Tables of cases, places and populations, read as a scan statistic takes them.

#include <cstdint>
#include <string>
#include <vector>

#include "analysis/method.h"
#include "analysis/scan_periods.h"
#include "analysis/scan_places.h"
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
  const char* limit = "scan";  ///< the method whose declared number of places holds
};

/// Cases of the table `in`, added up by place and period; places of `geo` or of `in`; what is at
/// risk from `controls`, `population`, or a column of `in`. With --strata and a population the
/// expected cases are those of the strata's rates in all places and periods (indirect
/// standardisation). Populations of some years stand for 1 July; between them they are
/// interpolated by the day.
///
/// @fails   column_missing, not_a_number, too_many_rows (places with
///          coordinates), cell_wrong (an unknown place, twice the same, a negative
///          count, no one at risk in a stratum with cases), setting_wrong, no_rows
[[nodiscard]] Result<ScanTables> scan_tables(const Call& call, ScanNeeds needs);

}  // namespace zhiheng::analysis
