// Which weeks are above the same weeks of past years?

#include <cmath>

#include "analysis/failures.h"
#include "analysis/methods.h"
#include "analysis/outbreak_series.h"
#include "analysis/rows.h"
#include "analysis/settings.h"
#include "base/date.h"
#include "stat/farrington.h"

namespace zhiheng::analysis {
namespace {

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
  ZH_TRY(const auto found, (points_of<stat::FarringtonPoint>(call, units, [&](const Group& unit) {
           const auto i = static_cast<std::size_t>(&unit - units.units.data());
           std::vector<double> counts = picked(units.counts, unit.rows);
           while (!counts.empty() && is_over(call, units.times[unit.rows[counts.size() - 1]])) {
             counts.pop_back();
           }
           std::vector<double> people;
           if (options.population_offset) {
             people = picked(population, unit.rows);
             people.resize(counts.size());
           }
           stat::SeasonCalendar calendar = calendars[i];
           if (!calendar.dates.empty()) calendar.dates.resize(counts.size());
           return stat::farrington(counts, people, firsts[i], calendar, options);
         })));
  JudgedRows rows(call, units);
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

std::vector<Setting> farrington_settings(bool improved) {
  std::vector<Setting> all = {
      whole_setting("years", "5", {"参照年数", "reference years"}),
      whole_setting("window", "3", {"参照窗半宽", "half-width of the reference windows"}),
      whole_setting("per-year", "52",
                    {"每年点数（calendar 为 index 时）", "points in a year, with calendar index"}),
      choice_setting(
          "calendar", {"index", "iso-weeks", "months"},
          {"参照点的定法：按序号，或按 year、epoch_in_year 两列的日期",
           "reference points by index, or by the dates of columns year and epoch_in_year"}),
      number_setting("alpha", "0.05",
                     improved ? Words{"单侧误报水平", "one-sided level"}
                              : Words{"双侧误报水平", "two-sided level"}),
      flag_setting("no-reweight", {"不对高残差点降权", "no lower weights for large residuals"}),
      flag_setting("no-trend", {"不含趋势", "no trend"}),
      choice_setting("power", {"2/3", "1/2", "none"},
                     {"计数的变换", "transformation of the counts"}),
      number_setting("minimum-cases", "5",
                     {"近期少于此数不报警", "no alarm below so many recent cases"}),
      whole_setting("minimum-weeks", "4", {"“近期”的点数", "points that count as recent"}),
      flag_setting("population-offset", {"以 population 列为偏移", "column population as offset"}),
      number_setting("sparse-alpha", "0",
                     {"大于 0：稀疏时也给出界限，为其误报率",
                      "above 0: a bound for sparse points too, at this level"}),
  };
  if (!improved) return all;
  const std::vector<Setting> own = {
      whole_setting("periods", "10",
                    {"一年分为几期；1 为只用参照窗", "periods of a year; 1: windows only"}),
      whole_setting("past-weeks-left-out", "26",
                    {"不用的最近点数", "last points that are not used"}),
      number_setting("reweight-above", "2.58",
                     {"降权的残差界", "residual where lower weights begin"}),
      number_setting("trend-p", "1", {"趋势保留的 p 值界", "the trend stays below this p"}),
      choice_setting("bound", {"nbPlugin", "muan", "delta"},
                     {"界限的算法", "how the bound is made"}),
      choice_setting("error", {"surveillance", "published"},
                     {"标准误的离散度：与 R surveillance 相同，或按论文",
                      "dispersion of the standard error: as R surveillance, or as the paper"}),
  };
  all.insert(all.end(), own.begin(), own.end());
  return all;
}

}  // namespace

std::vector<Method> farrington_methods() {
  return {
      {.name = "farrington",
       .group = outbreak_group,
       .title = {"Farrington 法（1996）", "Farrington's method (1996)"},
       .columns = series_columns,
       .formula =
           "quasi-Poisson on the same weeks of past years, reweighted by Anscombe residuals; "
           "(mu^(2/3) + z se)^(3/2)",
       .source = "C. P. Farrington et al., J. R. Stat. Soc. A 159 (1996) 547",
       .settings = with_series(farrington_settings(false)),
       .run = [](const Call& call) { return farrington(call, false); }},
      {.name = "farrington-flexible",
       .group = outbreak_group,
       .title = {"改进的 Farrington 法（Noufaily 2013）", "improved Farrington (Noufaily 2013)"},
       .columns = series_columns,
       .formula =
           "quasi-Poisson with a level per period and a trend, reweighted; negative binomial "
           "quantile at 1 - alpha / 2",
       .source = "A. Noufaily et al., Stat. Med. 32 (2013) 1206",
       .settings = with_series(farrington_settings(true)),
       .run = [](const Call& call) { return farrington(call, true); }},
  };
}

}  // namespace zhiheng::analysis
