#include "analysis/scan_table.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <unordered_map>

#include "analysis/failures.h"

namespace zhiheng::analysis {

namespace {

constexpr std::string_view place_names[] = {"location", "region",   "county",
                                            "place",    "district", "id"};
constexpr std::string_view time_names[] = {"time", "year", "month", "week", "day", "period"};

using Index = std::unordered_map<std::string, std::size_t>;

Result<std::size_t> first_column(const Table& table, std::span<const std::string_view> names) {
  for (const std::string_view name : names) {
    if (const auto found = table.find(name)) return *found;
  }
  return table.column(names.front());
}

Result<std::size_t> time_column(const Call& call, const Table& table) {
  if (call.has("time") && table.has(call.text("time"))) return table.column(call.text("time"));
  return first_column(table, time_names);
}

/// The number of a place by its name.
Result<std::size_t> place_of(const Index& index, const Table& table, std::size_t row,
                             std::size_t column) {
  const std::string name(table.text(row, column));
  const auto found = index.find(name);
  if (found != index.end()) return found->second;
  return fail(cell_wrong, table.place(row, table.columns()[column]), name, "--geo");
}

Result<void> read_points(const Table& table, ScanTables& made) {
  const auto any_of = [&](std::initializer_list<std::string_view> names) {
    for (const std::string_view name : names) {
      if (table.has(name)) return std::string(name);
    }
    return std::string();
  };
  const std::string north = any_of({"lat", "latitude"});
  const std::string east = any_of({"lon", "long", "longitude"});
  const bool plane = table.has("x") || north.empty() || east.empty();
  ZH_TRY(const auto first, table.numbers(plane ? "x" : north));
  ZH_TRY(const auto second, table.numbers(plane ? "y" : east));
  for (std::size_t row = 0; row < first.size() && !plane; ++row) {
    if (std::abs(first[row]) > 90) {
      return fail(cell_wrong, table.place(row, north), written(first[row]), "-90..90");
    }
    if (second[row] < -180 || second[row] > 360) {
      return fail(cell_wrong, table.place(row, east), written(second[row]), "-180..360");
    }
  }
  auto points = plane ? stat::plane_points(first, second) : stat::globe_points(first, second);
  if (!points) return std::unexpected(points.error());
  made.points = *std::move(points);
  return {};
}

Result<void> add_places(const Call& call, const Table& table, bool once, Index& index,
                        ScanTables& made) {
  ZH_TRY(const std::size_t column, place_column(call, table));
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const std::string name(table.text(row, column));
    const bool fresh = index.emplace(name, made.places.size()).second;
    if (fresh) made.places.push_back(name);
    if (!fresh && once) {
      return fail(cell_wrong, table.place(row, table.columns()[column]), name, "1 x");
    }
  }
  return {};
}

/// Places in the order of their rows; those of a table of places stand there once each.
Result<Index> read_places(const Call& call, bool coordinates, ScanTables& made) {
  const Table* geo = call.table("geo");
  const Table& table = geo != nullptr ? *geo : call.in();
  if (table.rows() == 0) return fail(no_rows, table.name());
  Index index;
  ZH_DO(add_places(call, table, coordinates, index, made));
  for (const char* further : {"population", "controls"}) {
    const Table* more = call.table(further);
    // Without a table of places those without a case are known from here alone.
    if (more != nullptr && geo == nullptr && !coordinates) {
      ZH_DO(add_places(call, *more, false, index, made));
    }
  }
  if (coordinates) ZH_DO(read_points(table, made));
  return index;
}

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

/// The cell of every row of a table; none for rows outside the study's periods.
Result<std::vector<std::optional<std::size_t>>> cells_of(const Call& call, const Table& table,
                                                         const Index& index, bool time,
                                                         const ScanTables& made) {
  ZH_TRY(const std::size_t place, place_column(call, table));
  std::vector<std::int64_t> times(table.rows(), 0);
  if (time) {
    ZH_TRY(const std::size_t column, time_column(call, table));
    ZH_TRY(times, made.calendar.periods(table, column));
  }
  std::vector<std::optional<std::size_t>> cells(table.rows());
  for (std::size_t row = 0; row < table.rows(); ++row) {
    ZH_TRY(const std::size_t at, place_of(index, table, row, place));
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

/// A column added up by cell.
Result<std::vector<double>> sums(const Call& call, const Table& table, const std::string& column,
                                 const Index& index, bool time, const ScanTables& made) {
  ZH_TRY(auto values, table.numbers(column));
  ZH_DO(check_counts(table, column, values));
  if (call.flag("round-cases") && column == call.text("cases")) {
    for (double& each : values) each = std::round(each);
  }
  ZH_TRY(const auto cells, cells_of(call, table, index, time, made));
  std::vector<double> all(made.places.size() * made.periods.size());
  for (std::size_t row = 0; row < values.size(); ++row) {
    if (cells[row]) all[*cells[row]] += values[row];
  }
  return all;
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

Result<PersonTime> person_time(const Call& call, const Table& table, const Index& index, bool time,
                               const ScanTables& made) {
  ZH_TRY(const std::size_t place, place_column(call, table));
  const std::string name =
      table.has("population") || !table.has("expected") ? "population" : "expected";
  ZH_TRY(const auto values, table.numbers(name));
  ZH_DO(check_counts(table, name, values));
  ZH_TRY(const auto strata, strata_columns(call, table));
  const auto dated = first_column(table, time_names);
  const bool by_time = time && dated.has_value();
  std::vector<std::int64_t> times(table.rows(), 0);
  if (by_time) {
    ZH_TRY(times, table.wholes(table.columns()[*dated]));
  }

  std::map<std::string, std::map<std::size_t, std::map<double, double>>> known;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    ZH_TRY(const std::size_t at, place_of(index, table, row, place));
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
Result<void> standardise(const Call& call, const PersonTime& at_risk, const Index& index, bool time,
                         ScanTables& made) {
  const Table& in = call.in();
  ZH_TRY(const auto strata, strata_columns(call, in));
  ZH_TRY(const auto cases, in.numbers(call.text("cases")));
  ZH_TRY(const auto cells, cells_of(call, in, index, time, made));
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

std::vector<double> by_place(const std::vector<double>& cells, std::size_t periods) {
  std::vector<double> all(cells.size() / periods);
  for (std::size_t cell = 0; cell < cells.size(); ++cell) all[cell / periods] += cells[cell];
  return all;
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

Result<void> read_at_risk(const Call& call, const Index& index, bool time, ScanTables& made) {
  const Table& in = call.in();
  const std::string model = call.has("model") ? call.text("model") : "poisson";
  if (const Table* population = call.table("population")) {
    ZH_TRY(const auto people, person_time(call, *population, index, time, made));
    ZH_DO(standardise(call, people, index, time, made));
    const bool by_expected = call.has("size") && call.text("size") == "expected";
    made.sizes = by_expected ? by_place(made.data.measure, made.periods.size()) : made.population;
    return {};
  }
  if (call.has("strata")) return call.refuse("strata", "--population");
  const Table* controls = call.table("controls");
  if (model == "bernoulli" && (controls != nullptr || in.has("controls"))) {
    ZH_TRY(made.data.measure,
           sums(call, controls != nullptr ? *controls : in, "controls", index, time, made));
    for (std::size_t cell = 0; cell < made.data.measure.size(); ++cell) {
      made.data.measure[cell] += made.data.cases[cell];
    }
    made.sizes = made.population = by_place(made.data.measure, made.periods.size());
    return {};
  }
  if (in.has("population")) {
    ZH_TRY(made.data.measure, sums(call, in, "population", index, time, made));
    made.sizes = made.population = by_place(made.data.measure, made.periods.size());
    for (double& each : made.population) each /= static_cast<double>(made.periods.size());
  }
  if (model == "permutation") {
    made.sizes = by_place(made.data.cases, made.periods.size());
    return {};
  }
  const bool expected = model != "bernoulli" && in.has("expected");
  if (!in.has("population") || expected) {
    ZH_TRY(made.data.measure, sums(call, in, "expected", index, time, made));
    const bool by_expected = call.has("size") && call.text("size") == "expected";
    if (by_expected || made.sizes.empty()) {
      made.sizes = by_place(made.data.measure, made.periods.size());
    }
  }
  return {};
}

}  // namespace

std::vector<std::string> parted(std::string_view text) {
  std::vector<std::string> all(1);
  for (const char c : text) {
    if (c == ' ' || c == ',' || c == '\t') {
      if (!all.back().empty()) all.emplace_back();
    } else {
      all.back().push_back(c);
    }
  }
  if (all.back().empty()) all.pop_back();
  return all;
}

Result<std::size_t> place_column(const Call& call, const Table& table) {
  if (call.has("location") && table.has(call.text("location"))) {
    return table.column(call.text("location"));
  }
  return first_column(table, place_names);
}

Result<std::vector<std::uint32_t>> places_in(const std::vector<std::string>& places,
                                             const Table& table, std::size_t row,
                                             std::string_view column) {
  ZH_TRY(const std::size_t at, table.column(column));
  std::vector<std::uint32_t> found;
  for (const std::string& word : parted(table.text(row, at))) {
    const auto named = std::ranges::find(places, word);
    if (named != places.end()) {
      found.push_back(static_cast<std::uint32_t>(named - places.begin()));
      continue;
    }
    const auto number = number_of(word);
    if (!number || *number != std::floor(*number) || *number < 1 ||
        *number > static_cast<double>(places.size())) {
      return fail(cell_wrong, table.place(row, column), word,
                  "1.." + std::to_string(places.size()));
    }
    found.push_back(static_cast<std::uint32_t>(*number) - 1);
  }
  if (found.empty()) return fail(cell_wrong, table.place(row, column), "", "1 2 3");
  return found;
}

Result<std::vector<std::vector<std::uint32_t>>> neighbours_in(
    const std::vector<std::string>& places, const Table& table) {
  std::vector<std::vector<std::uint32_t>> all(places.size());
  for (std::size_t row = 0; row < table.rows(); ++row) {
    ZH_TRY(const auto from, places_in(places, table, row, "from"));
    ZH_TRY(const auto to, places_in(places, table, row, "to"));
    if (from.size() != 1 || to.size() != 1 || from == to) {
      return fail(cell_wrong, table.place(row), joined(places, from) + ", " + joined(places, to),
                  "1, 2");
    }
    all[from[0]].push_back(to[0]);
    all[to[0]].push_back(from[0]);
  }
  for (auto& each : all) {
    std::ranges::sort(each);
    each.erase(std::unique(each.begin(), each.end()), each.end());
  }
  return all;
}

std::string joined(const std::vector<std::string>& places,
                   const std::vector<std::uint32_t>& chosen) {
  std::string all;
  for (const std::uint32_t each : chosen) {
    all.append(all.empty() ? "" : " ").append(places[each]);
  }
  return all;
}

Result<ScanTables> scan_tables(const Call& call, ScanNeeds needs) {
  ScanTables made;
  made.calendar = ScanCalendar::of(call);
  ZH_TRY(const Index index, read_places(call, needs.coordinates, made));
  // Populations that change ask for the time of the cases even where only places are looked at.
  const Table* population = call.table("population");
  const bool dated = population != nullptr && first_column(*population, time_names) &&
                     time_column(call, call.in());
  const bool time = needs.periods || dated;
  ZH_DO(read_periods(call, time, made));
  ZH_TRY(made.data.cases, sums(call, call.in(), call.text("cases"), index, time, made));
  ZH_DO(read_at_risk(call, index, time, made));
  if (call.has("period-totals") && call.text("period-totals") == "equal") equal_periods(made);
  ZH_DO(check_cells(call, made));
  if (!needs.periods) merge_periods(made);
  if (!needs.places) merge_places(made);
  made.data.locations = made.places.size();
  made.data.periods = made.periods.size();
  return made;
}

}  // namespace zhiheng::analysis
