#include "analysis/scan_at_risk.h"

#include <cmath>
#include <map>
#include <optional>

#include "analysis/failures.h"

namespace zhiheng::analysis {
namespace {

constexpr std::string_view time_names[] = {"time", "year", "month", "week", "day", "period"};

/// The cell of every row of a table; none for rows outside the study's periods.
Result<std::vector<std::optional<std::size_t>>> cells_of(const ScanReading& reading,
                                                         const Table& table,
                                                         const ScanTables& made) {
  ZH_TRY(const std::size_t place, place_column(reading.call, table));
  std::vector<std::int64_t> times(table.rows(), 0);
  if (reading.time) {
    ZH_TRY(const std::size_t column, time_column(reading.call, table));
    ZH_TRY(times, made.calendar.periods(table, column));
  }
  std::vector<std::optional<std::size_t>> cells(table.rows());
  for (std::size_t row = 0; row < table.rows(); ++row) {
    ZH_TRY(const std::size_t at, place_of(reading.index, table, row, place));
    const std::int64_t period = times[row] - made.periods.front();
    if (period < 0 || period >= std::ssize(made.periods)) continue;
    cells[row] = at * made.periods.size() + static_cast<std::size_t>(period);
  }
  return cells;
}

Result<void> check_counts(const Table& table, std::string_view column,
                          const std::vector<double>& values) {
  for (std::size_t row = 0; row < values.size(); ++row) {
    if (values[row] < 0) {
      return fail(cell_wrong, table.place(row, column), written(values[row]), ">= 0");
    }
  }
  return {};
}

std::string stratum_of(const Table& table, std::size_t row,
                       const std::vector<std::size_t>& columns) {
  std::string all;
  for (const std::size_t column : columns) all.append(table.text(row, column)).append("\n");
  return all;
}

Result<std::vector<std::size_t>> strata_columns(const Call& call, const Table& table) {
  std::vector<std::size_t> columns;
  if (!call.has("strata")) return columns;
  for (const std::string& name : parted(call.text("strata"))) {
    ZH_TRY(const std::size_t column, table.column(name));
    columns.push_back(column);
  }
  return columns;
}

/// Person-time of one stratum by cell.
using PersonTime = std::map<std::string, std::vector<double>>;

Result<PersonTime> person_time(const ScanReading& reading, const Table& table,
                               const ScanTables& made) {
  const Call& call = reading.call;
  ZH_TRY(const std::size_t place, place_column(call, table));
  const std::string name =
      table.has("population") || !table.has("expected") ? "population" : "expected";
  ZH_TRY(const auto values, table.numbers(name));
  ZH_DO(check_counts(table, name, values));
  ZH_TRY(const auto strata, strata_columns(call, table));
  const auto dated = first_column(table, time_names);
  const bool by_time = reading.time && dated.has_value();
  std::vector<std::int64_t> times(table.rows(), 0);
  if (by_time) {
    ZH_TRY(times, table.wholes(table.columns()[*dated]));
  }

  std::map<std::string, std::map<std::size_t, std::map<double, double>>> known;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    ZH_TRY(const std::size_t at, place_of(reading.index, table, row, place));
    // A population file may write 73 where the cases say 1973.
    std::int64_t when = times[row];
    if (by_time && when >= 0 && when < 100 && made.calendar.knows_years(made.periods.front())) {
      when += 1900;
    }
    known[stratum_of(table, row, strata)][at][by_time ? made.calendar.middle_of_year(when) : 0] +=
        values[row];
  }
  PersonTime all;
  for (const auto& [stratum, places] : known) {
    auto& cells = all[stratum];
    cells.resize(made.places.size() * made.periods.size());
    for (const auto& [at, heights] : places) {
      const std::vector<std::pair<double, double>> knots(heights.begin(), heights.end());
      for (std::size_t t = 0; t < made.periods.size(); ++t) {
        cells[at * made.periods.size() + t] = area_below(
            knots, made.calendar.start(made.periods[t]), made.calendar.start(made.periods[t] + 1));
      }
    }
  }
  return all;
}

/// What is expected where each stratum has its rate of all places and periods.
Result<void> standardise(const ScanReading& reading, const PersonTime& at_risk, ScanTables& made) {
  const Call& call = reading.call;
  const Table& in = call.in();
  ZH_TRY(const auto strata, strata_columns(call, in));
  ZH_TRY(const auto cases, in.numbers(call.text("cases")));
  ZH_TRY(const auto cells, cells_of(reading, in, made));
  std::map<std::string, double> by_stratum;
  for (std::size_t row = 0; row < cases.size(); ++row) {
    if (cells[row]) by_stratum[stratum_of(in, row, strata)] += cases[row];
  }
  made.data.measure.assign(made.data.cases.size(), 0);
  std::vector<double> all(made.data.cases.size());
  for (const auto& [stratum, people] : at_risk) {
    double total = 0;
    for (std::size_t cell = 0; cell < people.size(); ++cell) {
      total += people[cell];
      all[cell] += people[cell];
    }
    const double rate = total > 0 ? by_stratum[stratum] / total : 0;
    for (std::size_t cell = 0; cell < people.size(); ++cell) {
      made.data.measure[cell] += people[cell] * rate;
    }
    if (total > 0) by_stratum.erase(stratum);
  }
  for (const auto& [stratum, count] : by_stratum) {
    if (count > 0) {
      return fail(cell_wrong, in.name() + ", --strata " + call.text("strata"), stratum,
                  "--population");
    }
  }
  const double length =
      made.calendar.start(made.periods.back() + 1) - made.calendar.start(made.periods.front());
  made.population.assign(made.places.size(), 0);
  for (std::size_t cell = 0; cell < all.size(); ++cell) {
    made.population[cell / made.periods.size()] += all[cell] / length;
  }
  return {};
}

}  // namespace

Result<std::size_t> time_column(const Call& call, const Table& table) {
  if (call.has("time") && table.has(call.text("time"))) return table.column(call.text("time"));
  return first_column(table, time_names);
}

bool is_dated(const Table& table) { return first_column(table, time_names).has_value(); }

Result<std::vector<double>> cell_sums(const ScanReading& reading, const Table& table,
                                      const std::string& column, const ScanTables& made) {
  const Call& call = reading.call;
  ZH_TRY(auto values, table.numbers(column));
  ZH_DO(check_counts(table, column, values));
  if (call.flag("round-cases") && column == call.text("cases")) {
    for (double& each : values) each = std::round(each);
  }
  ZH_TRY(const auto cells, cells_of(reading, table, made));
  std::vector<double> all(made.places.size() * made.periods.size());
  for (std::size_t row = 0; row < values.size(); ++row) {
    if (cells[row]) all[*cells[row]] += values[row];
  }
  return all;
}

std::vector<double> by_place(const std::vector<double>& cells, std::size_t periods) {
  std::vector<double> all(cells.size() / periods);
  for (std::size_t cell = 0; cell < cells.size(); ++cell) all[cell / periods] += cells[cell];
  return all;
}

Result<void> read_at_risk(const ScanReading& reading, ScanTables& made) {
  const Call& call = reading.call;
  const Table& in = call.in();
  const std::string model = call.has("model") ? call.text("model") : "poisson";
  if (const Table* population = call.table("population")) {
    ZH_TRY(const auto people, person_time(reading, *population, made));
    ZH_DO(standardise(reading, people, made));
    const bool by_expected = call.has("size") && call.text("size") == "expected";
    made.sizes = by_expected ? by_place(made.data.measure, made.periods.size()) : made.population;
    return {};
  }
  if (call.has("strata")) return call.refuse("strata", "--population");
  const Table* controls = call.table("controls");
  if (model == "bernoulli" && (controls != nullptr || in.has("controls"))) {
    ZH_TRY(made.data.measure,
           cell_sums(reading, controls != nullptr ? *controls : in, "controls", made));
    for (std::size_t cell = 0; cell < made.data.measure.size(); ++cell) {
      made.data.measure[cell] += made.data.cases[cell];
    }
    made.sizes = made.population = by_place(made.data.measure, made.periods.size());
    return {};
  }
  if (in.has("population")) {
    ZH_TRY(made.data.measure, cell_sums(reading, in, "population", made));
    made.sizes = made.population = by_place(made.data.measure, made.periods.size());
    for (double& each : made.population) each /= static_cast<double>(made.periods.size());
  }
  if (model == "permutation") {
    made.sizes = by_place(made.data.cases, made.periods.size());
    return {};
  }
  const bool expected = model != "bernoulli" && in.has("expected");
  if (!in.has("population") || expected) {
    ZH_TRY(made.data.measure, cell_sums(reading, in, "expected", made));
    const bool by_expected = call.has("size") && call.text("size") == "expected";
    if (by_expected || made.sizes.empty()) {
      made.sizes = by_place(made.data.measure, made.periods.size());
    }
  }
  return {};
}

}  // namespace zhiheng::analysis
