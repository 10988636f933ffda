#include "analysis/scan_table.h"

#include <algorithm>
#include <cmath>

#include "analysis/failures.h"
#include "analysis/limits.h"
#include "analysis/scan_at_risk.h"

namespace zhiheng::analysis {
namespace {

Result<void> read_periods(const Call& call, bool time, ScanTables& made) {
  made.periods = {0};
  if (!time) return {};
  ZH_TRY(const std::size_t column, time_column(call, call.in()));
  ZH_TRY(const auto times, made.calendar.periods(call.in(), column));
  if (times.empty()) return fail(no_rows, call.in().name());
  const auto [low, high] = std::ranges::minmax(times);
  std::int64_t first = low;
  std::int64_t last = high;
  if (call.has("from")) {
    ZH_TRY(first, made.calendar.period(call, "from"));
  }
  if (call.has("to")) {
    ZH_TRY(last, made.calendar.period(call, "to"));
  }
  if (last < first || last - first >= 100'000) {
    return fail(setting_wrong, "--from, --to", std::to_string(last - first + 1) + " periods",
                "1..100000");
  }
  made.periods.clear();
  for (std::int64_t period = first; period <= last; ++period) made.periods.push_back(period);
  return {};
}

void merge_periods(ScanTables& made) {
  made.data.cases = by_place(made.data.cases, made.periods.size());
  made.data.measure = by_place(made.data.measure, made.periods.size());
  made.periods.resize(1);
}

void merge_places(ScanTables& made) {
  const auto merged = [&](const std::vector<double>& cells) {
    std::vector<double> all(std::min(cells.size(), made.periods.size()));
    for (std::size_t cell = 0; cell < cells.size(); ++cell) all[cell % all.size()] += cells[cell];
    return all;
  };
  made.data.cases = merged(made.data.cases);
  made.data.measure = merged(made.data.measure);
  made.places = {"all"};
  made.sizes = {1};
  for (std::size_t i = 1; i < made.population.size(); ++i) {
    made.population[0] += made.population[i];
  }
  made.population.resize(std::min<std::size_t>(1, made.population.size()));
}

/// What a model would refuse by the number of a cell, by the names of place and period.
Result<void> check_cells(const Call& call, const ScanTables& made) {
  const std::string model = call.has("model") ? call.text("model") : "poisson";
  const auto refuse = [&](std::size_t cell, std::string wanted) {
    const std::int64_t period = made.periods[cell % made.periods.size()];
    std::string where = call.in().name() + ", " + made.places[cell / made.periods.size()];
    if (made.calendar.has_dates()) {
      where += ", " + made.calendar.first_day(period);
    } else if (made.periods.size() > 1) {
      where += ", " + std::to_string(period);
    }
    return fail(cell_wrong, where + ", cases", written(made.data.cases[cell]), std::move(wanted));
  };
  for (std::size_t cell = 0; cell < made.data.cases.size(); ++cell) {
    const double cases = made.data.cases[cell];
    if (model == "permutation") {
      if (cases != std::floor(cases)) return refuse(cell, "0, 1, 2");
      continue;
    }
    const double at_risk = made.data.measure[cell];
    if (cases > 0 && at_risk == 0) return refuse(cell, "0");
    if (model == "bernoulli" && cases > at_risk) return refuse(cell, "<= " + written(at_risk));
  }
  return {};
}

/// Every period has the same expected cases, divided by what is at risk in it.
void equal_periods(ScanTables& made) {
  const std::size_t periods = made.periods.size();
  std::vector<double> total(periods);
  for (std::size_t cell = 0; cell < made.data.measure.size(); ++cell) {
    total[cell % periods] += made.data.measure[cell];
  }
  for (std::size_t cell = 0; cell < made.data.measure.size(); ++cell) {
    if (total[cell % periods] > 0) made.data.measure[cell] /= total[cell % periods];
  }
}

}  // namespace

Result<ScanTables> scan_tables(const Call& call, ScanNeeds needs) {
  ScanTables made;
  made.calendar = ScanCalendar::of(call);
  ZH_TRY(ScanPlaces places, read_places(call, needs.coordinates));
  made.places = std::move(places.names);
  made.points = std::move(places.points);
  if (needs.coordinates) ZH_DO(check_size(call, needs.limit, "places", made.places.size()));
  // Populations that change ask for the time of the cases even where only places are looked at.
  const Table* population = call.table("population");
  const bool dated = population != nullptr && is_dated(*population) && time_column(call, call.in());
  const ScanReading reading{call, places.index, needs.periods || dated};
  ZH_DO(read_periods(call, reading.time, made));
  ZH_TRY(made.data.cases, cell_sums(reading, call.in(), call.text("cases"), made));
  ZH_DO(read_at_risk(reading, made));
  if (call.has("period-totals") && call.text("period-totals") == "equal") equal_periods(made);
  ZH_DO(check_cells(call, made));
  if (!needs.periods) merge_periods(made);
  if (!needs.places) merge_places(made);
  made.data.locations = made.places.size();
  made.data.periods = made.periods.size();
  return made;
}

}  // namespace zhiheng::analysis
