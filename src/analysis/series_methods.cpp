// Changes and trends of a series.

#include <algorithm>
#include <cmath>
#include <numeric>

#include "analysis/failures.h"
#include "analysis/method_groups.h"
#include "analysis/methods.h"
#include "analysis/rows.h"
#include "stat/box_cox.h"
#include "stat/change.h"
#include "stat/check.h"
#include "stat/robust.h"
#include "stat/structural_break.h"
#include "stat/trend.h"

namespace zhiheng::analysis {

namespace {

Setting value_setting() {
  return {.name = "value",
          .kind = Setting::Kind::text,
          .otherwise = "value",
          .help = {"数值列名", "name of the column of values"}};
}

std::vector<double> one(double value) { return {value}; }

Result<Answer> trend(const Call& call) {
  ZH_TRY(const auto values, call.in().numbers(call.text("value")));
  std::vector<double> times(values.size());
  std::iota(times.begin(), times.end(), 1.0);
  if (call.has("time")) {
    ZH_TRY(times, call.in().numbers(call.text("time")));
  }
  ZH_TRY(const auto found, stat::mann_kendall(values));
  ZH_TRY(const auto line, stat::theil_sen(times, values, call.number("confidence")));
  Answer answer;
  answer.add("n", std::vector<std::int64_t>{static_cast<std::int64_t>(values.size())});
  answer.add("S", std::vector<std::int64_t>{found.s});
  answer.add("varS", one(found.variance));
  answer.add("z", one(found.z));
  answer.add("p", one(found.p_value));
  answer.add("tau", one(found.tau));
  answer.add("sen_slope", one(line.slope));
  answer.add("sen_intercept", one(line.intercept));
  answer.add("slope_low", one(line.interval.low));
  answer.add("slope_high", one(line.interval.high));
  return answer;
}

Result<Answer> change_points(const Call& call) {
  ZH_TRY(const auto values, call.in().numbers(call.text("value")));
  if (call.whole("minimum") < 1) return call.refuse("minimum", ">= 1");
  const stat::ChangeOptions options{
      .level = call.text("level") == "poisson" ? stat::Level::poisson : stat::Level::normal,
      .penalty = call.number("penalty"),
      .minimum = static_cast<std::size_t>(call.whole("minimum")),
      .stop = call.interrupted};
  ZH_TRY(const auto segments, stat::segments(values, options));
  std::vector<std::int64_t> first, last;
  std::vector<double> mean;
  for (const stat::Segment& segment : segments) {
    first.push_back(static_cast<std::int64_t>(segment.first) + 1);
    last.push_back(static_cast<std::int64_t>(segment.end));
    mean.push_back(segment.mean);
  }
  Answer answer;
  answer.add("first", std::move(first));
  answer.add("last", std::move(last));
  answer.add("mean", std::move(mean));
  return answer;
}

Result<Answer> change_test(const Call& call) {
  ZH_TRY(const auto values, call.in().numbers(call.text("value")));
  ZH_TRY(const auto found, by_row(call.in(), stat::cusum_change(values)));
  const auto mean_of = [&](std::size_t first, std::size_t end) {
    return std::accumulate(values.begin() + static_cast<std::ptrdiff_t>(first),
                           values.begin() + static_cast<std::ptrdiff_t>(end), 0.0) /
           static_cast<double>(end - first);
  };
  Answer answer;
  answer.add("n", std::vector<std::int64_t>{static_cast<std::int64_t>(values.size())});
  answer.add("last", std::vector<std::int64_t>{static_cast<std::int64_t>(found.at)});
  answer.add("statistic", one(found.statistic));
  answer.add("p_value", one(found.p_value));
  answer.add("mean_before", one(mean_of(0, found.at)));
  answer.add("mean_after", one(mean_of(found.at, values.size())));
  return answer;
}

Result<Answer> breakpoint(const Call& call) {
  ZH_TRY(const auto values, call.in().numbers(call.text("value")));
  const double trimming = call.number("trimming");
  ZH_TRY(const auto test, stat::sup_f(values, trimming));
  const auto minimum = static_cast<std::size_t>(trimming * static_cast<double>(values.size()));
  ZH_TRY(const auto models, stat::break_models(values, std::max<std::size_t>(2, minimum), 1));
  if (models.size() < 2) return call.refuse("trimming", "< 0.5");
  const std::size_t last = models[1].last.front();
  ZH_TRY(const auto interval, stat::break_interval(values, last, call.number("confidence")));
  Answer answer;
  const auto position = [](auto index) { return static_cast<double>(index) + 1; };
  answer.add("breakpoint_obs", one(position(last)));
  answer.add("ci_low", one(position(interval.low)));
  answer.add("ci_high", one(position(interval.high)));
  answer.add("rss", one(models[1].residual_squares));
  answer.add("bic_m0", one(models[0].bic));
  answer.add("bic_m1", one(models[1].bic));
  answer.add("supF", one(test.statistic));
  answer.add("supF_p", one(test.p_value));
  return answer;
}

Result<Answer> outliers(const Call& call) {
  ZH_TRY(const auto values, call.in().numbers(call.text("value")));
  ZH_TRY(auto z, stat::robust_z(values));
  std::vector<std::int64_t> outlier;
  for (const double each : z) outlier.push_back(std::abs(each) > call.number("beyond") ? 1 : 0);
  ZH_TRY(Answer answer, call.echo({call.text("value")}));
  answer.add("robust_z", std::move(z));
  answer.add("outlier", std::move(outlier));
  return answer;
}

Result<Answer> box_cox(const Call& call) {
  ZH_TRY(const auto values, call.in().numbers(call.text("value")));
  for (std::size_t row = 0; row < values.size(); ++row) {
    const auto positive = stat::check_positive(call.text("value"), values[row]);
    if (!positive) return call.in().locate(row, positive.error());
  }
  ZH_TRY(auto found,
         stat::box_cox_outliers(values, call.number("beyond"), call.number("confidence")));
  std::vector<std::int64_t> outlier;
  outlier.reserve(found.z.size());
  for (const double each : found.z) {
    outlier.push_back(std::abs(each) > call.number("beyond") ? 1 : 0);
  }
  ZH_TRY(Answer answer, call.echo({call.text("value")}));
  answer.add("z", std::move(found.z));
  answer.add("outlier", std::move(outlier));
  answer.remarks.push_back("lambda " + written(found.power.lambda) + ", " +
                           written(found.power.interval.low) + ".." +
                           written(found.power.interval.high));
  answer.remarks.push_back("usual " + written(found.usual.low) + ".." + written(found.usual.high));
  return answer;
}

}  // namespace

std::vector<Method> series_methods() {
  return {
      {.name = "trend",
       .group = group::changes_and_trends,
       .title = {"趋势：Mann-Kendall 检验与 Theil-Sen 斜率", "trend: Mann-Kendall and Theil-Sen"},
       .columns = {"输入列：数值列，按时间排列。", "Column: the values, in order of time."},
       .formula = "S = sum sign(xj - xi); var = (n (n-1)(2n+5) - sum t (t-1)(2t+5)) / 18; slope = "
                  "median of (xj - xi) / (tj - ti)",
       .source = "H. B. Mann, Econometrica 13 (1945) 245; P. K. Sen, J. Am. Stat. Assoc. 63 (1968) "
                 "1379",
       .settings = {value_setting(),
                    {.name = "time",
                     .kind = Setting::Kind::text,
                     .help = {"时间列名；缺省为 1、2、3…", "column of times; else 1, 2, 3, …"}},
                    confidence_setting()},
       .run = trend},
      {.name = "change-points",
       .group = group::changes_and_trends,
       .title = {"水平在何时改变（PELT）", "when did the level change (PELT)"},
       .columns = {"输入列：数值列。输出：各段首末序号（自 1 起）与均值。",
                   "Column: the values. Answer: first and last position (from 1) and mean of each "
                   "segment."},
       .formula = "minimise sum of segment costs + penalty per change",
       .source = "R. Killick et al., J. Am. Stat. Assoc. 107 (2012) 1590",
       .settings = {value_setting(),
                    {.name = "level",
                     .kind = Setting::Kind::choice,
                     .otherwise = "normal",
                     .help = {"数据类型", "kind of values"},
                     .choices = {"normal", "poisson"}},
                    {.name = "penalty",
                     .kind = Setting::Kind::number,
                     .otherwise = "0",
                     .help = {"每个变点的代价；0 为 2 ln n", "cost of a change; 0: 2 ln n"}},
                    {.name = "minimum",
                     .kind = Setting::Kind::whole,
                     .otherwise = "2",
                     .help = {"每段最少个数", "values per segment at least"}}},
       .run = change_points},
      {.name = "change-test",
       .group = group::changes_and_trends,
       .title = {"均值是否有过一次改变（CUSUM 检验）",
                 "one change of the mean at all? (CUSUM test)"},
       .columns =
           {"输入列：数值列，按时间排列。输出：last（改变前最后一个的序号，自 1 起）、statistic、"
            "p_value、前后均值。",
            "Column: the values, in order of time. Answer: last (position of the last value "
            "before the likeliest change, from 1), statistic, p_value, the means on both "
            "sides."},
       .formula = "max |sum (x - mean)| / (s sqrt n); p = 2 sum (-1)^(j+1) exp(-2 j^2 c^2)",
       .source = "E. S. Page, Biometrika 42 (1955) 523; W. Ploberger, W. Kramer, Econometrica 60 "
                 "(1992) 271",
       .settings = {value_setting()},
       .run = change_test},
      {.name = "breakpoint",
       .group = group::changes_and_trends,
       .title = {"均值是否突变、何时突变及其区间", "one break in the mean: test, place, interval"},
       .columns = {"输入列：数值列。输出：突变前最后一个观测的序号及区间、rss、BIC、supF 与 p。",
                   "Column: the values. Answer: position of the last value before the break with "
                   "its interval, rss, BIC without and with it, supF and its p."},
       .formula = "supF = max (RSS0 - RSS1) / (RSS1 / (n - 2)); the place is spread like the "
                  "maximum of a two-sided Brownian motion with drift",
       .source = "D. W. K. Andrews, Econometrica 61 (1993) 821; J. Bai, Rev. Econ. Stat. 79 (1997) "
                 "551; A. Estrella, Econom. Theory 19 (2003) 1128",
       .settings = {value_setting(),
                    {.name = "trimming",
                     .kind = Setting::Kind::number,
                     .otherwise = "0.15",
                     .help = {"两端不考虑的份额", "share of the values left out at each end"}},
                    confidence_setting()},
       .run = breakpoint},
      {.name = "outliers",
       .group = group::changes_and_trends,
       .title = {"稳健 z 值与异常值", "robust z and outliers"},
       .columns = {"输入列：数值列。", "Column: the values."},
       .formula = "(x - median) / (1.4826 MAD)",
       .source = "B. Iglewicz, D. C. Hoaglin, ASQC (1993)",
       .settings = {value_setting(),
                    {.name = "beyond",
                     .kind = Setting::Kind::number,
                     .otherwise = "3.5",
                     .help = {"判为异常的界限", "called an outlier beyond it"}}},
       .run = outliers},
      {.name = "outliers-skewed",
       .group = group::changes_and_trends,
       .title = {"偏态数据的异常值（Box–Cox 变换后的稳健 z）",
                 "outliers of skewed data: robust z after a Box-Cox power"},
       .columns = {"输入列：数值列（大于零）。输出：z、outlier。",
                   "Column: the values, above zero. Answer: z, outlier; the power and the usual "
                   "range in the values' own unit as remarks."},
       .formula = "(x^lambda - 1) / lambda, lambda by profile likelihood of the values that do not "
                  "stand out; then (t - median) / (1.4826 MAD)",
       .source = "G. E. P. Box, D. R. Cox, J. R. Stat. Soc. B 26 (1964) 211; B. Iglewicz, D. C. "
                 "Hoaglin, ASQC (1993)",
       .settings = {value_setting(),
                    {.name = "beyond",
                     .kind = Setting::Kind::number,
                     .otherwise = "3.5",
                     .help = {"判为异常的界限", "called an outlier beyond it"}},
                    confidence_setting()},
       .run = box_cox},
  };
}

}  // namespace zhiheng::analysis
