#pragma once
// Series of counts as the detectors take them: one or many in a table, each in order of time.

#include <algorithm>
#include <cstddef>
#include <functional>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "analysis/method.h"
#include "analysis/rows.h"

namespace zhiheng::analysis {

inline const Words outbreak_group = {"异常增多监测", "Outbreaks in series of counts"};
inline const Words series_columns = {
    "输入列：t、observed，多序列时另有 unit 或 series。",
    "Columns: t, observed, and unit or series where there are several. Answer: one row per judged "
    "point with upperbound and alarm."};

/// Counts of every unit in order of time.
struct Units {
  std::string unit_name;  ///< "" for one series without a name
  std::string time_name;
  std::vector<Group> units;
  std::vector<double> counts;
  std::vector<double> times;
};

/// @fails column_missing, not_a_number, cell_wrong (a count below zero, a time out of order)
[[nodiscard]] Result<Units> units_of(const Call& call);

/// The first position of a unit whose time is not before --from; `usual` where it is not given.
[[nodiscard]] std::size_t first_of(const Call& call, const Units& units, const Group& unit,
                                   std::size_t usual);
/// Is this beyond --to?
[[nodiscard]] bool is_over(const Call& call, double time);

/// The points of a unit from --from to its end, and the mean under control: --mean, or that of the
/// first --baseline points.
struct Watched {
  std::vector<double> counts;
  double mean = 1;
};
/// @fails setting_wrong (neither mean nor a baseline within the series)
[[nodiscard]] Result<Watched> watched(const Call& call, const Units& units, const Group& unit);

/// Columns unit, time and count of the rows that an answer has.
class JudgedRows {
 public:
  JudgedRows(const Call& call, const Units& units) : call_(call), units_(units) {}

  /// False when the row is beyond --to.
  bool add(const Group& unit, std::size_t position);
  /// @fails column_missing (--keep)
  [[nodiscard]] Result<Answer> answer() const;

 private:
  const Call& call_;
  const Units& units_;
  std::vector<std::size_t> rows_;
};

/// Calls `work(i)` for every unit on --threads threads.
/// @fails interrupted
[[nodiscard]] Result<void> for_each_unit(const Call& call, const Units& units,
                                         const std::function<void(std::size_t)>& work);
/// The refusal with the unit's name in front.
[[nodiscard]] std::unexpected<Error> refused_unit(const Group& unit, Error error);

/// The points of every unit by `function(unit)`, computed on several threads; else the first
/// refusal in the order of the units.
template <class Point, class Function>
Result<std::vector<std::vector<Point>>> points_of(const Call& call, const Units& units,
                                                  const Function& function) {
  std::vector<Result<std::vector<Point>>> found(units.units.size());
  ZH_DO(for_each_unit(call, units, [&](std::size_t i) { found[i] = function(units.units[i]); }));
  std::vector<std::vector<Point>> all;
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (!found[i]) return refused_unit(units.units[i], found[i].error());
    all.push_back(*std::move(found[i]));
  }
  return all;
}

/// A column of the answer, and the cell that a point has in it.
template <class Point>
struct PointColumn {
  const char* name;
  double (*cell)(const Point&);
};

/// The points as an answer: a row each, from --from to --to, unit after unit.
///
/// @param origin  by unit, the position in its series that its first point stands for
/// @fails   column_missing (--keep)
template <class Point>
Result<Answer> answer_of(const Call& call, const Units& units,
                         const std::vector<std::vector<Point>>& found,
                         const std::function<std::size_t(const Group&)>& origin,
                         std::initializer_list<PointColumn<Point>> columns) {
  JudgedRows judged(call, units);
  std::vector<std::string> names;
  for (const auto& column : columns) names.emplace_back(column.name);
  Rows rows(std::move(names));
  std::vector<double> cells(columns.size());
  for (std::size_t i = 0; i < units.units.size(); ++i) {
    const Group& unit = units.units[i];
    const std::size_t start = origin(unit);
    for (std::size_t at = std::max(start, first_of(call, units, unit, start)) - start;
         at < found[i].size() && judged.add(unit, start + at); ++at) {
      std::size_t k = 0;
      for (const auto& column : columns) cells[k++] = column.cell(found[i][at]);
      rows.add(cells);
    }
  }
  ZH_TRY(Answer answer, judged.answer());
  rows.move_to(answer);
  return answer;
}

/// --unit, --time, --count, --from, --to, --threads, then the method's own.
[[nodiscard]] std::vector<Setting> with_series(const std::vector<Setting>& own);

}  // namespace zhiheng::analysis
