#include "analysis/outbreak_series.h"

#include <optional>

#include "analysis/failures.h"
#include "analysis/rows.h"
#include "analysis/settings.h"

namespace zhiheng::analysis {
namespace {

/// The mean under control: given, or that of the first --baseline points.
Result<double> mean_of(const Call& call, const std::vector<double>& counts) {
  if (call.has("mean")) return call.number("mean");
  const auto length = call.has("baseline") ? call.number("baseline") : 0.0;
  if (!(length >= 1) || length > static_cast<double>(counts.size())) {
    return call.refuse(call.has("baseline") ? "baseline" : "mean",
                       "1.." + std::to_string(counts.size()));
  }
  double sum = 0;
  for (std::size_t i = 0; i < static_cast<std::size_t>(length); ++i) sum += counts[i];
  return sum / length;
}

}  // namespace

Result<Units> units_of(const Call& call) {
  const Table& in = call.in();
  Units made;
  for (const std::string& name : {std::string("unit"), std::string("series")}) {
    if (made.unit_name.empty() && in.has(name)) made.unit_name = name;
  }
  if (call.has("unit")) made.unit_name = call.text("unit");
  std::optional<std::size_t> unit;
  if (!made.unit_name.empty()) {
    ZH_TRY(unit, in.column(made.unit_name));
  }
  made.time_name = call.text("time");
  ZH_TRY(made.counts, in.numbers(call.text("count")));
  ZH_TRY(made.times, in.numbers(made.time_name));
  made.units = groups_of(in, unit);
  for (std::size_t row = 0; row < made.counts.size(); ++row) {
    if (made.counts[row] < 0) {
      return fail(cell_wrong, in.place(row, call.text("count")), written(made.counts[row]), ">= 0");
    }
  }
  for (const Group& each : made.units) {
    for (std::size_t i = 1; i < each.rows.size(); ++i) {
      const std::size_t row = each.rows[i];
      if (made.times[row] <= made.times[each.rows[i - 1]]) {
        return fail(cell_wrong, in.place(row, made.time_name), written(made.times[row]),
                    "> " + written(made.times[each.rows[i - 1]]));
      }
    }
  }
  return made;
}

std::size_t first_of(const Call& call, const Units& units, const Group& unit, std::size_t usual) {
  if (!call.has("from")) return usual;
  std::size_t at = 0;
  while (at < unit.rows.size() && units.times[unit.rows[at]] < call.number("from")) ++at;
  return at;
}

bool is_over(const Call& call, double time) { return call.has("to") && time > call.number("to"); }

Result<Watched> watched(const Call& call, const Units& units, const Group& unit) {
  std::vector<double> counts = picked(units.counts, unit.rows);
  Watched made;
  ZH_TRY(made.mean, mean_of(call, counts));
  const std::size_t first = first_of(call, units, unit, 0);
  counts.erase(counts.begin(), counts.begin() + static_cast<std::ptrdiff_t>(first));
  made.counts = std::move(counts);
  return made;
}

bool JudgedRows::add(const Group& unit, std::size_t position) {
  const std::size_t row = unit.rows[position];
  if (is_over(call_, units_.times[row])) return false;
  rows_.push_back(row);
  return true;
}

Result<Answer> JudgedRows::answer() const {
  const Table& in = call_.in();
  Answer made;
  std::vector<std::string> names;
  if (!units_.unit_name.empty()) names.push_back(units_.unit_name);
  for (const std::string& name : call_.keep) {
    if (name != units_.unit_name && name != units_.time_name) names.push_back(name);
  }
  for (const std::string& name : names) {
    ZH_TRY(const std::size_t at, in.column(name));
    std::vector<std::string> cells;
    cells.reserve(rows_.size());
    for (const std::size_t row : rows_) cells.emplace_back(in.text(row, at));
    made.add(name, std::move(cells));
  }
  std::vector<double> times, counts;
  for (const std::size_t row : rows_) {
    times.push_back(units_.times[row]);
    counts.push_back(units_.counts[row]);
  }
  made.add(units_.time_name, std::move(times));
  made.add(call_.text("count"), std::move(counts));
  return made;
}

Result<void> for_each_unit(const Call& call, const Units& units,
                           const std::function<void(std::size_t)>& work) {
  return stat::in_parallel(units.units.size(), call.threads(), work);
}

std::unexpected<Error> refused_unit(const Group& unit, Error error) {
  if (!unit.name.empty()) error.where = unit.name + ", " + error.where;
  return std::unexpected(std::move(error));
}

std::vector<Setting> with_series(const std::vector<Setting>& own) {
  return joined({{
                     text_setting("unit", "",
                                  {"序列名所在列；缺省为 unit 或 series",
                                   "column that names the series; else unit or series"}),
                     text_setting("time", "t", {"时间序号列", "column of the time index"}),
                     text_setting("count", "observed", {"计数列", "column of counts"}),
                     number_setting("from", "", {"自该时间起判定", "judge from this time on"}),
                     number_setting("to", "", {"判定至该时间", "judge up to this time"}),
                     threads_setting(),
                 },
                 own});
}

}  // namespace zhiheng::analysis
