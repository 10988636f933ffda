// Which weeks are above what was to be expected?

#include <cmath>
#include <optional>

#include "analysis/failures.h"
#include "analysis/methods.h"
#include "stat/count_cusum.h"
#include "stat/ears.h"
#include "stat/farrington.h"
#include "stat/likelihood_ratio.h"
#include "stat/parallel.h"

namespace zhiheng::analysis {

namespace {

const Words group = {"异常增多监测", "Outbreaks in series of counts"};

/// Counts of every unit in order of time.
struct Units {
  std::string unit_name;  ///< "" for one series without a name
  std::string time_name;
  std::vector<Group> units;
  std::vector<double> counts;
  std::vector<double> times;
};

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

std::vector<double> picked(const std::vector<double>& values, const Group& unit) {
  std::vector<double> found;
  found.reserve(unit.rows.size());
  for (const std::size_t row : unit.rows) found.push_back(values[row]);
  return found;
}

/// The first position of a unit whose time is not before --from; `usual` where it is not given.
std::size_t first_of(const Call& call, const Units& units, const Group& unit, std::size_t usual) {
  if (!call.has("from")) return usual;
  std::size_t at = 0;
  while (at < unit.rows.size() && units.times[unit.rows[at]] < call.number("from")) ++at;
  return at;
}

bool is_over(const Call& call, double time) { return call.has("to") && time > call.number("to"); }

/// Columns unit, time and count of the rows that an answer has.
class Rows {
 public:
  Rows(const Call& call, const Units& units) : call_(call), units_(units) {}

  /// False when the row is beyond --to.
  bool add(const Group& unit, std::size_t position) {
    const std::size_t row = unit.rows[position];
    if (is_over(call_, units_.times[row])) return false;
    rows_.push_back(row);
    return true;
  }
  [[nodiscard]] Result<Answer> answer() const {
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

 private:
  const Call& call_;
  const Units& units_;
  std::vector<std::size_t> rows_;
};

/// One answer per unit, computed on several threads; the first refusal in the order of the units.
template <class Point, class Function>
Result<std::vector<std::vector<Point>>> for_each_unit(const Call& call, const Units& units,
                                                      const Function& function) {
  std::vector<Result<std::vector<Point>>> found(units.units.size());
  stat::in_parallel(units.units.size(), static_cast<int>(call.whole("threads")),
                    [&](std::size_t i) { found[i] = function(units.units[i]); });
  std::vector<std::vector<Point>> all;
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (!found[i]) {
      Error error = found[i].error();
      if (!units.units[i].name.empty()) error.where = units.units[i].name + ", " + error.where;
      return std::unexpected(error);
    }
    all.push_back(*std::move(found[i]));
  }
  return all;
}

Result<Answer> ears(const Call& call) {
  ZH_TRY(const Units units, units_of(call));
  const std::string& name = call.text("method");
  const stat::EarsOptions options{.method = name == "C1"   ? stat::EarsMethod::c1
                                            : name == "C2" ? stat::EarsMethod::c2
                                                           : stat::EarsMethod::c3,
                                  .baseline = static_cast<int>(call.whole("baseline")),
                                  .minimum_sigma = call.number("minimum-sigma"),
                                  .alpha = call.number("alpha")};
  ZH_TRY(const auto found, (for_each_unit<stat::EarsPoint>(call, units, [&](const Group& unit) {
           return stat::ears(picked(units.counts, unit), options);
         })));
  Rows rows(call, units);
  std::vector<double> upper, alarm;
  const std::size_t start = stat::ears_start(options);
  for (std::size_t i = 0; i < units.units.size(); ++i) {
    const Group& unit = units.units[i];
    for (std::size_t at = std::max(start, first_of(call, units, unit, start));
         at < unit.rows.size(); ++at) {
      if (!rows.add(unit, at)) break;
      const stat::EarsPoint& point = found[i][at - start];
      upper.push_back(point.upper);
      // Without a bound there is no judgement.
      alarm.push_back(std::isnan(point.upper) ? point.upper : point.alarm ? 1 : 0);
    }
  }
  ZH_TRY(Answer answer, rows.answer());
  answer.add("upperbound", std::move(upper));
  answer.add("alarm", std::move(alarm));
  return answer;
}

/// Mondays of ISO weeks, or first days of months, from columns year and epoch_in_year.
Result<std::vector<Date>> dates_of(const Call& call, const Group& unit) {
  ZH_TRY(const auto years, call.in().wholes("year"));
  ZH_TRY(const auto epochs, call.in().wholes("epoch_in_year"));
  const bool months = call.text("calendar") == "months";
  std::vector<Date> dates;
  for (const std::size_t row : unit.rows) {
    const auto epoch = epochs[row];
    if (epoch < 1 || epoch > (months ? 12 : 53) || years[row] < 1800 || years[row] > 2200) {
      return fail(cell_wrong, call.in().place(row, "epoch_in_year"), std::to_string(epoch),
                  months ? "1..12" : "1..53");
    }
    const auto year = static_cast<int>(years[row]);
    if (months) {
      dates.push_back(make_date(year, static_cast<unsigned>(epoch), 1));
      continue;
    }
    // Week 1 is the one with 4 January; 1970-01-01 was a Thursday.
    const std::int32_t fourth = make_date(year, 1, 4).days;
    const std::int32_t monday = fourth - (fourth + 3) % 7;
    dates.push_back(Date{monday + static_cast<std::int32_t>(epoch - 1) * 7});
  }
  for (std::size_t i = 1; i < dates.size(); ++i) {
    if (dates[i] <= dates[i - 1]) {
      return fail(cell_wrong, call.in().place(unit.rows[i], "epoch_in_year"), to_text(dates[i]),
                  "> " + to_text(dates[i - 1]));
    }
  }
  return dates;
}

Result<stat::FarringtonOptions> farrington_options(const Call& call, bool improved) {
  stat::FarringtonOptions options =
      improved ? stat::farrington_improved() : stat::farrington_1996();
  options.years = static_cast<int>(call.whole("years"));
  options.half_window = static_cast<int>(call.whole("window"));
  options.alpha = call.number("alpha");
  options.reweight = !call.flag("no-reweight");
  options.trend = !call.flag("no-trend");
  options.minimum_cases = call.number("minimum-cases");
  options.minimum_points = static_cast<int>(call.whole("minimum-weeks"));
  options.population_offset = call.flag("population-offset");
  options.sparse_alpha = call.number("sparse-alpha");
  const std::string& power = call.text("power");
  options.power = power == "none"  ? stat::CountPower::none
                  : power == "1/2" ? stat::CountPower::half
                                   : stat::CountPower::two_thirds;
  if (!improved) return options;
  options.periods = static_cast<int>(call.whole("periods"));
  options.left_out = static_cast<int>(call.whole("past-weeks-left-out"));
  options.reweight_above = call.number("reweight-above");
  options.trend_p = call.number("trend-p");
  const std::string& bound = call.text("bound");
  options.bound = bound == "delta"  ? stat::FarringtonBound::delta
                  : bound == "muan" ? stat::FarringtonBound::upper_mean
                                    : stat::FarringtonBound::plug_in;
  options.error = call.text("error") == "published" ? stat::FarringtonError::as_published
                                                    : stat::FarringtonError::as_surveillance;
  return options;
}

struct FarringtonColumns {
  std::vector<double> upper, expected, mu0, phi, p_value, trend, score, coefficient, alarm;
  std::vector<std::string> kind;

  /// As the reference prints them: nothing where it declined, the original's bound being 0 there.
  void add(const stat::FarringtonPoint& point, bool improved) {
    const double none = std::nan("");
    const bool stated = point.fitted && (point.enough_cases || point.sparse);
    const bool judged = stated || point.sparse;
    upper.push_back(judged ? point.upper : improved ? none : 0.0);
    expected.push_back(point.fitted && point.enough_cases ? point.expected : none);
    mu0.push_back(point.fitted ? point.expected_upper : none);
    phi.push_back(point.fitted ? point.dispersion : none);
    p_value.push_back(point.fitted || point.sparse ? point.p_value : none);
    trend.push_back(!point.fitted ? none : point.trend ? 1 : 0);
    score.push_back(point.fitted ? point.score : none);
    coefficient.push_back(point.trend ? *point.trend : none);
    alarm.push_back(!point.fitted && !point.sparse ? none : point.alarm ? 1 : 0);
    kind.emplace_back(point.sparse          ? "sparse"
                      : !point.fitted       ? "not fitted"
                      : !point.enough_cases ? "too few cases"
                                            : "regression");
  }
};

Result<Answer> farrington(const Call& call, bool improved) {
  ZH_TRY(const Units units, units_of(call));
  ZH_TRY(const stat::FarringtonOptions options, farrington_options(call, improved));
  std::vector<double> population;
  if (options.population_offset) {
    ZH_TRY(population, call.in().numbers("population"));
  }
  std::vector<stat::SeasonCalendar> calendars(units.units.size());
  std::vector<std::size_t> firsts(units.units.size());
  for (std::size_t i = 0; i < calendars.size(); ++i) {
    calendars[i].per_year = static_cast<int>(call.whole("per-year"));
    const Group& unit = units.units[i];
    if (call.text("calendar") != "index") {
      ZH_TRY(calendars[i].dates, dates_of(call, unit));
    }
    firsts[i] = first_of(call, units, unit,
                         stat::farrington_start(unit.rows.size(), calendars[i], options));
  }
  ZH_TRY(const auto found,
         (for_each_unit<stat::FarringtonPoint>(call, units, [&](const Group& unit) {
           const auto i = static_cast<std::size_t>(&unit - units.units.data());
           std::vector<double> counts = picked(units.counts, unit);
           while (!counts.empty() && is_over(call, units.times[unit.rows[counts.size() - 1]])) {
             counts.pop_back();
           }
           std::vector<double> people;
           if (options.population_offset) {
             people = picked(population, unit);
             people.resize(counts.size());
           }
           stat::SeasonCalendar calendar = calendars[i];
           if (!calendar.dates.empty()) calendar.dates.resize(counts.size());
           return stat::farrington(counts, people, firsts[i], calendar, options);
         })));
  Rows rows(call, units);
  FarringtonColumns columns;
  for (std::size_t i = 0; i < units.units.size(); ++i) {
    for (std::size_t at = 0; at < found[i].size(); ++at) {
      if (!rows.add(units.units[i], firsts[i] + at)) break;
      columns.add(found[i][at], improved);
    }
  }
  ZH_TRY(Answer answer, rows.answer());
  answer.add("upperbound", std::move(columns.upper));
  answer.add("alarm", std::move(columns.alarm));
  answer.add("expected", std::move(columns.expected));
  answer.add("mu0Vector", std::move(columns.mu0));
  answer.add("phiVector", std::move(columns.phi));
  answer.add("pvalue", std::move(columns.p_value));
  answer.add("trend", std::move(columns.trend));
  answer.add("score", std::move(columns.score));
  answer.add("trendVector", std::move(columns.coefficient));
  answer.add("kind", std::move(columns.kind));
  return answer;
}

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

/// The points of a unit from --from to its end, and the mean under control.
struct Watched {
  std::vector<double> counts;
  double mean = 1;
};

Result<Watched> watched(const Call& call, const Units& units, const Group& unit) {
  std::vector<double> counts = picked(units.counts, unit);
  Watched made;
  ZH_TRY(made.mean, mean_of(call, counts));
  const std::size_t first = first_of(call, units, unit, 0);
  counts.erase(counts.begin(), counts.begin() + static_cast<std::ptrdiff_t>(first));
  made.counts = std::move(counts);
  return made;
}

Result<Answer> cusum(const Call& call) {
  ZH_TRY(const Units units, units_of(call));
  const std::string& name = call.text("score");
  stat::CountCusumOptions options{.score = name == "rossi"      ? stat::CountScore::rossi
                                           : name == "standard" ? stat::CountScore::standard
                                           : name == "anscombe" ? stat::CountScore::anscombe
                                           : name == "anscombe2nd"
                                               ? stat::CountScore::anscombe_second
                                           : name == "pearson" ? stat::CountScore::pearson
                                                               : stat::CountScore::none,
                                  .reference = call.number("k"),
                                  .limit = call.number("h"),
                                  .mean = 1,
                                  .dispersion = call.number("dispersion")};
  ZH_TRY(const auto found,
         (for_each_unit<stat::CountCusumPoint>(
             call, units, [&](const Group& unit) -> Result<std::vector<stat::CountCusumPoint>> {
               ZH_TRY(const Watched series, watched(call, units, unit));
               stat::CountCusumOptions own = options;
               own.mean = series.mean;
               return stat::count_cusum(series.counts, own);
             })));
  Rows rows(call, units);
  std::vector<double> statistic, upper;
  std::vector<std::int64_t> alarm;
  for (std::size_t i = 0; i < units.units.size(); ++i) {
    const std::size_t first = first_of(call, units, units.units[i], 0);
    for (std::size_t at = 0; at < found[i].size() && rows.add(units.units[i], first + at); ++at) {
      statistic.push_back(found[i][at].statistic);
      upper.push_back(found[i][at].upper);
      alarm.push_back(found[i][at].alarm ? 1 : 0);
    }
  }
  ZH_TRY(Answer answer, rows.answer());
  answer.add("statistic", std::move(statistic));
  answer.add("upperbound", std::move(upper));
  answer.add("alarm", std::move(alarm));
  return answer;
}

Result<Answer> ratio(const Call& call) {
  ZH_TRY(const Units units, units_of(call));
  stat::RatioOptions options;
  options.threshold = call.number("threshold");
  options.dispersion = call.number("dispersion");
  if (call.has("known-change")) options.known_change = call.number("known-change");
  options.increase = !call.flag("decrease");
  options.window = static_cast<int>(call.whole("window"));
  options.at_least = static_cast<int>(call.whole("at-least"));
  std::vector<double> means;
  if (call.has("mean-column")) {
    ZH_TRY(means, call.in().numbers(call.text("mean-column")));
  }
  ZH_TRY(const auto found,
         (for_each_unit<stat::RatioPoint>(
             call, units, [&](const Group& unit) -> Result<std::vector<stat::RatioPoint>> {
               if (means.empty()) {
                 ZH_TRY(const Watched series, watched(call, units, unit));
                 const std::vector<double> same(series.counts.size(), series.mean);
                 return stat::likelihood_ratio(series.counts, same, options);
               }
               const auto first = static_cast<std::ptrdiff_t>(first_of(call, units, unit, 0));
               std::vector<double> counts = picked(units.counts, unit);
               std::vector<double> own = picked(means, unit);
               counts.erase(counts.begin(), counts.begin() + first);
               own.erase(own.begin(), own.begin() + first);
               return stat::likelihood_ratio(counts, own, options);
             })));
  Rows rows(call, units);
  std::vector<double> statistic, cases;
  std::vector<std::int64_t> alarm;
  for (std::size_t i = 0; i < units.units.size(); ++i) {
    const std::size_t first = first_of(call, units, units.units[i], 0);
    for (std::size_t at = 0; at < found[i].size() && rows.add(units.units[i], first + at); ++at) {
      statistic.push_back(found[i][at].statistic);
      cases.push_back(found[i][at].cases);
      alarm.push_back(found[i][at].alarm ? 1 : 0);
    }
  }
  ZH_TRY(Answer answer, rows.answer());
  answer.add("statistic", std::move(statistic));
  answer.add("cases", std::move(cases));
  answer.add("alarm", std::move(alarm));
  return answer;
}

Setting number(std::string name, std::string otherwise, Words help) {
  return {.name = std::move(name),
          .kind = Setting::Kind::number,
          .otherwise = std::move(otherwise),
          .help = std::move(help)};
}

Setting whole(std::string name, std::string otherwise, Words help) {
  Setting made = number(std::move(name), std::move(otherwise), std::move(help));
  made.kind = Setting::Kind::whole;
  return made;
}

Setting text(std::string name, std::string otherwise, Words help) {
  Setting made = number(std::move(name), std::move(otherwise), std::move(help));
  made.kind = Setting::Kind::text;
  return made;
}

Setting flag(std::string name, Words help) {
  Setting made = number(std::move(name), "", std::move(help));
  made.kind = Setting::Kind::flag;
  return made;
}

Setting choice(std::string name, std::vector<std::string> choices, Words help) {
  Setting made = number(std::move(name), choices.front(), std::move(help));
  made.kind = Setting::Kind::choice;
  made.choices = std::move(choices);
  return made;
}

std::vector<Setting> with_series(std::vector<Setting> own) {
  std::vector<Setting> all = {
      text("unit", "",
           {"序列名所在列；缺省为 unit 或 series",
            "column that names the series; else unit or series"}),
      text("time", "t", {"时间序号列", "column of the time index"}),
      text("count", "observed", {"计数列", "column of counts"}),
      number("from", "", {"自该时间起判定", "judge from this time on"}),
      number("to", "", {"判定至该时间", "judge up to this time"}),
      whole("threads", "1",
            {"线程数；结果与之无关", "threads; the answer does not depend on them"}),
  };
  all.insert(all.end(), own.begin(), own.end());
  return all;
}

std::vector<Setting> farrington_settings(bool improved) {
  std::vector<Setting> all = {
      whole("years", "5", {"参照年数", "reference years"}),
      whole("window", "3", {"参照窗半宽", "half-width of the reference windows"}),
      whole("per-year", "52",
            {"每年点数（calendar 为 index 时）", "points in a year, with calendar index"}),
      choice("calendar", {"index", "iso-weeks", "months"},
             {"参照点的定法：按序号，或按 year、epoch_in_year 两列的日期",
              "reference points by index, or by the dates of columns year and epoch_in_year"}),
      number("alpha", "0.05",
             improved ? Words{"单侧误报水平", "one-sided level"}
                      : Words{"双侧误报水平", "two-sided level"}),
      flag("no-reweight", {"不对高残差点降权", "no lower weights for large residuals"}),
      flag("no-trend", {"不含趋势", "no trend"}),
      choice("power", {"2/3", "1/2", "none"}, {"计数的变换", "transformation of the counts"}),
      number("minimum-cases", "5", {"近期少于此数不报警", "no alarm below so many recent cases"}),
      whole("minimum-weeks", "4", {"“近期”的点数", "points that count as recent"}),
      flag("population-offset", {"以 population 列为偏移", "column population as offset"}),
      number("sparse-alpha", "0",
             {"大于 0：稀疏时也给出界限，为其误报率",
              "above 0: a bound for sparse points too, at this level"}),
  };
  if (!improved) return all;
  const std::vector<Setting> own = {
      whole("periods", "10",
            {"一年分为几期；1 为只用参照窗", "periods of a year; 1: windows only"}),
      whole("past-weeks-left-out", "26", {"不用的最近点数", "last points that are not used"}),
      number("reweight-above", "2.58", {"降权的残差界", "residual where lower weights begin"}),
      number("trend-p", "1", {"趋势保留的 p 值界", "the trend stays below this p"}),
      choice("bound", {"nbPlugin", "muan", "delta"}, {"界限的算法", "how the bound is made"}),
      choice("error", {"surveillance", "published"},
             {"标准误的离散度：与 R surveillance 相同，或按论文",
              "dispersion of the standard error: as R surveillance, or as the paper"}),
  };
  all.insert(all.end(), own.begin(), own.end());
  return all;
}

const Words series_columns = {
    "输入列：t、observed，多序列时另有 unit 或 series。",
    "Columns: t, observed, and unit or series where there are several. Answer: one row per judged "
    "point with upperbound and alarm."};

}  // namespace

std::vector<Method> outbreak_methods() {
  return {
      {.name = "ears",
       .group = group,
       .title = {"EARS C1、C2、C3", "EARS C1, C2, C3"},
       .columns = series_columns,
       .formula = "C1, C2: mean + z s of the baseline; C3: count + s (z - sum of max(0, C2 - 1) of "
                  "the last two)",
       .source = "L. Hutwagner et al., J. Urban Health 80 (2003) i89; R. D. Fricker et al., Stat. "
                 "Med. 27 (2008) 3407",
       .settings = with_series({
           choice("method", {"C1", "C2", "C3"}, {"方法", "which method"}),
           whole("baseline", "7", {"基线点数", "points of the baseline"}),
           number("minimum-sigma", "0", {"标准差下限", "least standard deviation"}),
           number("alpha", "0.001", {"单侧误报水平", "one-sided level"}),
       }),
       .run = ears},
      {.name = "farrington",
       .group = group,
       .title = {"Farrington 法（1996）", "Farrington's method (1996)"},
       .columns = series_columns,
       .formula =
           "quasi-Poisson on the same weeks of past years, reweighted by Anscombe residuals; "
           "(mu^(2/3) + z se)^(3/2)",
       .source = "C. P. Farrington et al., J. R. Stat. Soc. A 159 (1996) 547",
       .settings = with_series(farrington_settings(false)),
       .run = [](const Call& call) { return farrington(call, false); }},
      {.name = "farrington-flexible",
       .group = group,
       .title = {"改进的 Farrington 法（Noufaily 2013）", "improved Farrington (Noufaily 2013)"},
       .columns = series_columns,
       .formula =
           "quasi-Poisson with a level per period and a trend, reweighted; negative binomial "
           "quantile at 1 - alpha / 2",
       .source = "A. Noufaily et al., Stat. Med. 32 (2013) 1206",
       .settings = with_series(farrington_settings(true)),
       .run = [](const Call& call) { return farrington(call, true); }},
      {.name = "count-cusum",
       .group = group,
       .title = {"计数的 CUSUM（Rossi 等变换）", "CUSUM of counts (Rossi and other scores)"},
       .columns = series_columns,
       .formula = "S = max(0, S + score - k), alarm at S >= h; rossi: (x - 3 m + 2 sqrt(x m)) / (2 "
                  "sqrt m)",
       .source = "G. Rossi et al., Stat. Med. 18 (1999) 2111",
       .settings = with_series({
           choice("score", {"rossi", "standard", "anscombe", "anscombe2nd", "pearson", "none"},
                  {"计数的标准化", "how counts are made comparable"}),
           number("k", "1.04", {"参考值", "reference value"}),
           number("h", "2.26", {"决策界限", "decision limit"}),
           number("mean", "", {"受控均值", "mean under control"}),
           whole("baseline", "",
                 {"以最初这么多点的均值为受控均值", "else the mean of so many first points"}),
           number("dispersion", "0",
                  {"负二项的 a（方差 m + a m²）", "a of the variance m + a m^2"}),
       }),
       .run = cusum},
      {.name = "likelihood-ratio",
       .group = group,
       .title = {"广义似然比检测（泊松、负二项）",
                 "generalised likelihood ratio, Poisson and negative binomial"},
       .columns = series_columns,
       .formula = "max over k, kappa of sum from k to n of ln f(x; m e^kappa) / f(x; m); starts "
                  "again after an alarm",
       .source = "M. Höhle, M. Paul, Comput. Stat. Data Anal. 52 (2008) 4357",
       .settings = with_series({
           number("threshold", "5", {"报警阈值", "alarm at this statistic"}),
           number("dispersion", "0",
                  {"负二项的 a；0 为泊松", "a of the variance m + a m^2; 0: Poisson"}),
           number("known-change", "",
                  {"已知的对数均值比；缺省为估计", "log ratio to be found; else it is estimated"}),
           flag("decrease", {"查找减少", "find lower counts"}),
           whole("window", "0",
                 {"变点最远回溯点数；0 为自上次报警起",
                  "the change is at most so far back; 0: since the last alarm"}),
           whole("at-least", "1", {"变点后至少点数", "points after the change at least"}),
           number("mean", "", {"受控均值", "mean under control"}),
           whole("baseline", "",
                 {"以最初这么多点的均值为受控均值", "else the mean of so many first points"}),
           text("mean-column", "", {"逐点受控均值所在列", "column with a mean for every point"}),
       }),
       .run = ratio},
  };
}

}  // namespace zhiheng::analysis
