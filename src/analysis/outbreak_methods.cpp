// Which weeks are above what was to be expected?

#include <cmath>

#include "analysis/methods.h"
#include "analysis/outbreak_series.h"
#include "analysis/rows.h"
#include "analysis/settings.h"
#include "stat/count_cusum.h"
#include "stat/ears.h"
#include "stat/likelihood_ratio.h"
#include "stat/prediction_bound.h"
#include "stat/rise.h"

namespace zhiheng::analysis {
namespace {

template <class Point>
constexpr PointColumn<Point> upper_bound{"upperbound",
                                         [](const Point& point) { return point.upper; }};
template <class Point>
constexpr PointColumn<Point> alarm{"alarm",
                                   [](const Point& point) { return point.alarm ? 1.0 : 0.0; }};

Result<Answer> ears(const Call& call) {
  ZH_TRY(const Units units, units_of(call));
  const std::string& name = call.text("method");
  const stat::EarsOptions options{.method = name == "C1"   ? stat::EarsMethod::c1
                                            : name == "C2" ? stat::EarsMethod::c2
                                                           : stat::EarsMethod::c3,
                                  .baseline = static_cast<int>(call.whole("baseline")),
                                  .minimum_sigma = call.number("minimum-sigma"),
                                  .alpha = call.number("alpha")};
  ZH_TRY(const auto found, (points_of<stat::EarsPoint>(call, units, [&](const Group& unit) {
           return stat::ears(picked(units.counts, unit.rows), options);
         })));
  const std::size_t start = stat::ears_start(options);
  using Point = stat::EarsPoint;
  return answer_of<Point>(
      call, units, found, [&](const Group&) { return start; },
      {{"upperbound", [](const Point& point) { return point.upper; }},
       // Without a bound there is no judgement.
       {"alarm", [](const Point& point) {
          return std::isnan(point.upper) ? point.upper : point.alarm ? 1.0 : 0.0;
        }}});
}

Result<Answer> prediction(const Call& call) {
  ZH_TRY(const Units units, units_of(call));
  const stat::PredictionOptions options{.years = static_cast<int>(call.whole("years")),
                                        .half_window = static_cast<int>(call.whole("window")),
                                        .per_year = static_cast<int>(call.whole("per-year")),
                                        .recent = !call.flag("past-years-only"),
                                        .alpha = call.number("alpha")};
  const auto start = [&](const Group& unit) {
    return first_of(call, units, unit, stat::prediction_start(options));
  };
  ZH_TRY(const auto found, (points_of<stat::PredictionPoint>(call, units, [&](const Group& unit) {
           return stat::prediction_bounds(picked(units.counts, unit.rows), start(unit), options);
         })));
  return answer_of<stat::PredictionPoint>(
      call, units, found, start,
      {upper_bound<stat::PredictionPoint>,
       alarm<stat::PredictionPoint>,
       {"expected", [](const stat::PredictionPoint& point) { return point.expected; }}});
}

Result<Answer> rise(const Call& call) {
  ZH_TRY(const Units units, units_of(call));
  ZH_TRY(const auto found, (points_of<stat::RisePoint>(call, units, [&](const Group& unit) {
           return stat::rises(picked(units.counts, unit.rows), call.number("limit"));
         })));
  return answer_of<stat::RisePoint>(
      call, units, found, [](const Group&) { return std::size_t{0}; },
      {upper_bound<stat::RisePoint>,
       alarm<stat::RisePoint>,
       {"log_ratio", [](const stat::RisePoint& point) { return point.log_ratio; }}});
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
         (points_of<stat::CountCusumPoint>(
             call, units, [&](const Group& unit) -> Result<std::vector<stat::CountCusumPoint>> {
               ZH_TRY(const Watched series, watched(call, units, unit));
               stat::CountCusumOptions own = options;
               own.mean = series.mean;
               return stat::count_cusum(series.counts, own);
             })));
  return answer_of<stat::CountCusumPoint>(
      call, units, found, [&](const Group& unit) { return first_of(call, units, unit, 0); },
      {{"statistic", [](const stat::CountCusumPoint& point) { return point.statistic; }},
       upper_bound<stat::CountCusumPoint>,
       alarm<stat::CountCusumPoint>});
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
         (points_of<stat::RatioPoint>(
             call, units, [&](const Group& unit) -> Result<std::vector<stat::RatioPoint>> {
               if (means.empty()) {
                 ZH_TRY(const Watched series, watched(call, units, unit));
                 const std::vector<double> same(series.counts.size(), series.mean);
                 return stat::likelihood_ratio(series.counts, same, options);
               }
               const auto first = static_cast<std::ptrdiff_t>(first_of(call, units, unit, 0));
               std::vector<double> counts = picked(units.counts, unit.rows);
               std::vector<double> own = picked(means, unit.rows);
               counts.erase(counts.begin(), counts.begin() + first);
               own.erase(own.begin(), own.begin() + first);
               return stat::likelihood_ratio(counts, own, options);
             })));
  return answer_of<stat::RatioPoint>(
      call, units, found, [&](const Group& unit) { return first_of(call, units, unit, 0); },
      {{"statistic", [](const stat::RatioPoint& point) { return point.statistic; }},
       {"cases", [](const stat::RatioPoint& point) { return point.cases; }},
       alarm<stat::RatioPoint>});
}

}  // namespace

std::vector<Method> outbreak_methods() {
  return {
      {.name = "ears",
       .group = outbreak_group,
       .title = {"EARS C1、C2、C3", "EARS C1, C2, C3"},
       .columns = series_columns,
       .formula = "C1, C2: mean + z s of the baseline; C3: count + s (z - sum of max(0, C2 - 1) of "
                  "the last two)",
       .source = "L. Hutwagner et al., J. Urban Health 80 (2003) i89; R. D. Fricker et al., Stat. "
                 "Med. 27 (2008) 3407",
       .settings = with_series({
           choice_setting("method", {"C1", "C2", "C3"}, {"方法", "which method"}),
           whole_setting("baseline", "7", {"基线点数", "points of the baseline"}),
           number_setting("minimum-sigma", "0", {"标准差下限", "least standard deviation"}),
           number_setting("alpha", "0.001", {"单侧误报水平", "one-sided level"}),
       }),
       .run = ears},
      {.name = "prediction-bound",
       .group = outbreak_group,
       .title = {"预测界限（R surveillance 的 bayes 法）",
                 "bound of the predictive distribution (bayes in R's surveillance)"},
       .columns = series_columns,
       .formula = "negative binomial quantile at 1 - alpha, size S + 1/2, probability n / (n + 1); "
                  "n reference counts with sum S",
       .source = "A. Riebler, LMU München (2004); M. Höhle, Comput. Stat. 22 (2007) 571",
       .settings = with_series({
           whole_setting("years", "0", {"参照的往年数", "past years to look at"}),
           whole_setting("window", "6",
                         {"最近点数，亦为往年窗半宽",
                          "recent points, and half-width of the windows of past years"}),
           whole_setting("per-year", "52", {"每年点数", "points in a year"}),
           flag_setting("past-years-only", {"不用最近的点", "without the points directly before"}),
           number_setting("alpha", "0.05", {"单侧误报水平", "one-sided level"}),
       }),
       .run = prediction},
      {.name = "rise",
       .group = outbreak_group,
       .title = {"水平是否开始上升（outbreakP 法）",
                 "has a constant level begun to rise? (outbreakP)"},
       .columns = series_columns,
       .formula =
           "product of (rising level / mean)^count over all counts so far > limit; the rising "
           "level by pool-adjacent-violators",
       .source = "M. Frisén, E. Andersson, L. Schiöler, Stat. Med. 28 (2009) 476",
       .settings = with_series({
           number_setting("limit", "100", {"报警阈值", "alarm above this ratio"}),
       }),
       .run = rise},
      {.name = "count-cusum",
       .group = outbreak_group,
       .title = {"计数的 CUSUM（Rossi 等变换）", "CUSUM of counts (Rossi and other scores)"},
       .columns = series_columns,
       .formula = "S = max(0, S + score - k), alarm at S >= h; rossi: (x - 3 m + 2 sqrt(x m)) / (2 "
                  "sqrt m)",
       .source = "G. Rossi et al., Stat. Med. 18 (1999) 2111",
       .settings = with_series({
           choice_setting("score",
                          {"rossi", "standard", "anscombe", "anscombe2nd", "pearson", "none"},
                          {"计数的标准化", "how counts are made comparable"}),
           number_setting("k", "1.04", {"参考值", "reference value"}),
           number_setting("h", "2.26", {"决策界限", "decision limit"}),
           number_setting("mean", "", {"受控均值", "mean under control"}),
           whole_setting(
               "baseline", "",
               {"以最初这么多点的均值为受控均值", "else the mean of so many first points"}),
           number_setting("dispersion", "0",
                          {"负二项的 a（方差 m + a m²）", "a of the variance m + a m^2"}),
       }),
       .run = cusum},
      {.name = "likelihood-ratio",
       .group = outbreak_group,
       .title = {"广义似然比检测（泊松、负二项）",
                 "generalised likelihood ratio, Poisson and negative binomial"},
       .columns = series_columns,
       .formula = "max over k, kappa of sum from k to n of ln f(x; m e^kappa) / f(x; m); starts "
                  "again after an alarm",
       .source = "M. Höhle, M. Paul, Comput. Stat. Data Anal. 52 (2008) 4357",
       .settings = with_series({
           number_setting("threshold", "5", {"报警阈值", "alarm at this statistic"}),
           number_setting("dispersion", "0",
                          {"负二项的 a；0 为泊松", "a of the variance m + a m^2; 0: Poisson"}),
           number_setting(
               "known-change", "",
               {"已知的对数均值比；缺省为估计", "log ratio to be found; else it is estimated"}),
           flag_setting("decrease", {"查找减少", "find lower counts"}),
           whole_setting("window", "0",
                         {"变点最远回溯点数；0 为自上次报警起",
                          "the change is at most so far back; 0: since the last alarm"}),
           whole_setting("at-least", "1", {"变点后至少点数", "points after the change at least"}),
           number_setting("mean", "", {"受控均值", "mean under control"}),
           whole_setting(
               "baseline", "",
               {"以最初这么多点的均值为受控均值", "else the mean of so many first points"}),
           text_setting("mean-column", "",
                        {"逐点受控均值所在列", "column with a mean for every point"}),
       }),
       .run = ratio},
  };
}

}  // namespace zhiheng::analysis
