// Who differs from the target by more than the sample size explains?

#include <algorithm>
#include <functional>
#include <limits>
#include <numeric>

#include "analysis/failures.h"
#include "analysis/method_groups.h"
#include "analysis/methods.h"
#include "analysis/rows.h"
#include "analysis/settings.h"
#include "stat/funnel.h"
#include "stat/funnel_place.h"

namespace zhiheng::analysis {
namespace {

template <class Number>
double total(const std::vector<Number>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

Result<Answer> funnel_limits(const Call& call) {
  const bool shares = call.text("model") == "binomial";
  const std::string size_name = shares ? "n" : "E";
  ZH_TRY(const auto sizes, call.in().numbers(size_name));
  ZH_TRY(const auto levels, call.in().numbers("alpha", call.number("alpha")));
  ZH_TRY(const auto targets, call.in().numbers("p0", call.number("target")));
  std::vector<double> limits;
  limits.reserve(sizes.size());
  for (std::size_t row = 0; row < sizes.size(); ++row) {
    ZH_DO(call.go_on());
    const auto limit =
        shares
            ? stat::funnel_limit(targets[row], static_cast<std::int64_t>(sizes[row]), levels[row])
            : stat::funnel_limit_poisson(sizes[row], levels[row], targets[row]);
    if (!limit) return call.in().locate(row, limit.error());
    limits.push_back(*limit);
  }
  ZH_TRY(Answer answer, call.echo({size_name}));
  answer.add("alpha", levels);
  answer.add("p0", targets);
  answer.add("limit", std::move(limits));
  return answer;
}

Result<Answer> overdispersion(const Call& call) {
  ZH_TRY(const auto observed, call.in().numbers("cases"));
  ZH_TRY(const auto expected, call.in().numbers("expected"));
  ZH_TRY(const auto found,
         by_row(call.in(),
                stat::overdispersion_of_ratios(observed, expected, call.number("winsorised")),
                {{"observed", "cases"}}));
  Answer answer;
  answer.add("phi", std::vector<double>{found.phi});
  answer.add("tau2", std::vector<double>{found.tau_squared});
  answer.add("I", std::vector<std::int64_t>{static_cast<std::int64_t>(found.units)});
  return answer;
}

/// A confidence, and how a unit outside the limits at it is marked.
struct Ring {
  const char* setting;
  double mark;
};
constexpr Ring rings[] = {{"confidence", 1}, {"outer", 2}};

/// What is asked of every unit, whatever is counted.
struct Funnel {
  std::vector<std::string> echoed;
  std::string value_name;
  double target = 0;
  double tau_squared = 0;
  std::function<Result<stat::FunnelPlace>(std::size_t row)> place;
  std::function<Result<stat::Interval>(std::size_t row, double confidence)> limits;
};

/// The target that was given, else that of all units together, which is said.
Result<double> target_of(const Call& call, double together, double below, Answer& answer) {
  if (call.has("target")) return call.number("target");
  if (!(together > 0 && together < below)) return call.refuse("target", "> 0");
  answer.remarks.push_back("target " + written(together));
  return together;
}

/// tau^2 as given, else estimated when asked for, else none.
template <class Estimate>
Result<double> spread_of(const Call& call, Answer& answer, Estimate estimate) {
  if (call.has("tau2")) return call.number("tau2");
  if (!call.flag("overdispersed")) return 0.0;
  ZH_TRY(const stat::Overdispersion found, estimate());
  answer.remarks.push_back("phi " + written(found.phi) + ", tau2 " + written(found.tau_squared));
  return found.tau_squared;
}

Result<Funnel> funnel_of_shares(const Call& call, Answer& answer) {
  ZH_TRY(const auto counts, call.in().wholes("x"));
  ZH_TRY(const auto trials, call.in().wholes("n"));
  std::vector<stat::Proportion> units;
  units.reserve(counts.size());
  for (std::size_t row = 0; row < counts.size(); ++row) units.push_back({counts[row], trials[row]});
  Funnel made;
  made.echoed = {"x", "n"};
  made.value_name = "share";
  const double together = total(counts) / total(trials);
  ZH_TRY(made.target, target_of(call, together, 1, answer));
  ZH_TRY(made.tau_squared, spread_of(call, answer, [&] {
           return by_row(
               call.in(),
               stat::overdispersion_of_shares(units, made.target, call.number("winsorised")),
               {{"count", "x"}, {"trials", "n"}});
         }));
  const double target = made.target;
  const double spread = made.tau_squared;
  made.limits = [trials, target, spread](std::size_t row, double confidence) {
    return spread == 0 ? stat::funnel_limits(target, trials[row], confidence)
                       : stat::funnel_limits_overdispersed(target, trials[row], spread, confidence);
  };
  made.place = [units = std::move(units), target, spread](std::size_t row) {
    return stat::funnel_place(units[row], target, spread);
  };
  return made;
}

/// The smoothed limits of observed / expected, both sides at once.
Result<stat::Interval> ratio_limits(double expected, double spread, double confidence) {
  if (spread > 0) {
    return stat::funnel_limits_poisson_overdispersed(expected, spread, confidence);
  }
  ZH_TRY(const double low, stat::funnel_limit_poisson(expected, (1 - confidence) / 2));
  ZH_TRY(const double high, stat::funnel_limit_poisson(expected, (1 + confidence) / 2));
  return stat::Interval{std::max(0.0, low), high};
}

Result<Funnel> funnel_of_ratios(const Call& call, Answer& answer) {
  ZH_TRY(const auto observed, call.in().wholes("cases"));
  ZH_TRY(auto expected, call.in().numbers("expected"));
  Funnel made;
  made.echoed = {"cases", "expected"};
  made.value_name = "ratio";
  const double together = total(observed) / total(expected);
  ZH_TRY(made.target, target_of(call, together, std::numeric_limits<double>::infinity(), answer));
  // A target of 1.2 is a target of 1 where a fifth more is expected.
  for (double& each : expected) each *= made.target;
  ZH_TRY(made.tau_squared, spread_of(call, answer, [&] {
           const std::vector<double> counts(observed.begin(), observed.end());
           return by_row(
               call.in(),
               stat::overdispersion_of_ratios(counts, expected, call.number("winsorised")),
               {{"observed", "cases"}});
         }));
  const double target = made.target;
  const double spread = made.tau_squared;
  made.limits = [expected, target, spread](std::size_t row,
                                           double confidence) -> Result<stat::Interval> {
    ZH_TRY(const auto around_one, ratio_limits(expected[row], spread, confidence));
    return stat::Interval{around_one.low * target, around_one.high * target};
  };
  made.place = [observed, expected, target, spread](std::size_t row) -> Result<stat::FunnelPlace> {
    ZH_TRY(auto place, stat::funnel_place_poisson(observed[row], expected[row], spread));
    place.value *= target;
    return place;
  };
  return made;
}

/// -2 and 2 outside the outer limits, -1 and 1 outside the inner ones, 0 inside.
double mark_of(const Call& call, const stat::FunnelPlace& place) {
  double mark = 0;
  for (const Ring& ring : rings) {
    const double tail = (1 - call.number(ring.setting)) / 2;
    if (place.at_most < tail) mark = -ring.mark;
    if (place.at_least < tail) mark = ring.mark;
  }
  return mark;
}

Result<std::vector<double>> funnel_row(const Call& call, const Funnel& made, std::size_t row) {
  ZH_TRY(const auto place, made.place(row));
  std::vector<double> cells{place.value};
  for (const Ring& ring : rings) {
    ZH_TRY(const auto limits, made.limits(row, call.number(ring.setting)));
    cells.push_back(limits.low);
    cells.push_back(limits.high);
  }
  cells.push_back(place.p_value);
  cells.push_back(mark_of(call, place));
  return cells;
}

Result<Answer> funnel(const Call& call) {
  Answer said;
  const bool shares = call.text("model") == "binomial";
  ZH_TRY(const Funnel made, shares ? funnel_of_shares(call, said) : funnel_of_ratios(call, said));
  Rows rows(
      {made.value_name, "lower", "upper", "outer_lower", "outer_upper", "p_value", "outside"});
  for (std::size_t row = 0; row < call.in().rows(); ++row) {
    ZH_DO(call.go_on());
    const auto cells = funnel_row(call, made, row);
    if (!cells) return call.in().locate(row, cells.error());
    rows.add(*cells);
  }
  ZH_TRY(Answer answer, call.echo(made.echoed));
  rows.move_to(answer);
  answer.remarks = std::move(said.remarks);
  return answer;
}

Setting model_setting() {
  return choice_setting("model", {"binomial", "poisson"},
                        {"计数的分布", "distribution of the counts"});
}

Setting winsorised_setting() {
  return number_setting("winsorised", "0.1", {"两端各收拢的份额", "share pulled in on each side"});
}

}  // namespace

std::vector<Method> funnel_methods() {
  const std::string source = "D. J. Spiegelhalter, Stat. Med. 24 (2005) 1185";
  const std::string spread =
      "tau^2 = (I phi - (I - 1)) / (sum v - sum v^2 / sum v), phi = mean z^2 "
      "winsorised";
  return {
      {.name = "funnel",
       .group = group::funnel_plots,
       .title = {"谁偏离目标超出偶然（漏斗图）", "who differs from the target beyond chance"},
       .columns =
           {"输入列：x、n（比率），或 cases、expected（--model poisson）。输出：share 或 "
            "ratio、内外两"
            "层界限、p_value、outside（±1 超出内层，±2 超出外层，0 在内）。",
            "Columns: x, n (shares), or cases, expected (--model poisson). Answer: share or ratio, "
            "inner and outer limits, p_value, outside (1 or -1 beyond the inner limits, 2 or -2 "
            "beyond the outer ones, 0 inside)."},
       .formula = "exact limits interpolated between counts; overdispersed: sin^2(asin sqrt p0 -/+ "
                  "z sqrt(1 / 4n + tau^2)), ratios (1 -/+ z sqrt(1 / 4E + tau^2))^2; " +
                  spread + "; outside by the tail probability of the unit itself",
       .source = source,
       .settings = {model_setting(),
                    number_setting("target", "",
                                   {"目标值；缺省为全体合计",
                                    "the target; else that of all units "
                                    "together"}),
                    flag_setting("overdispersed", {"估计并计入单位间的额外差异 tau2",
                                                   "estimate the differences between units beyond "
                                                   "chance, tau2, and allow for them"}),
                    number_setting("tau2", "", {"已知的 tau2", "tau2, where it is known"}),
                    winsorised_setting(),
                    number_setting("confidence", "0.95",
                                   {"内层界限的置信水平", "confidence of the inner limits"}),
                    number_setting("outer", "0.998",
                                   {"外层界限的置信水平", "confidence of the outer limits"})},
       .run = funnel},
      {.name = "funnel-limit",
       .group = group::funnel_plots,
       .title = {"漏斗图界限", "limits of a funnel plot"},
       .columns = {"输入列：n（比率）或 E（期望事件数），可有 alpha、p0。",
                   "Columns: n (shares) or E (expected events); alpha and p0 where they differ by "
                   "row. Answer: limit."},
       .formula = "(r - (F(r) - alpha) / (F(r) - F(r - 1))) / n, r the alpha quantile",
       .source = source + ", A.1",
       .settings = {model_setting(),
                    number_setting(
                        "target", "1",
                        {"目标值（列 p0 缺省时）", "target, where there is no column p0"}),
                    number_setting("alpha", "0.025",
                                   {"累积概率（列 alpha 缺省时）",
                                    "cumulative probability, where there is no column alpha"})},
       .run = funnel_limits},
      {.name = "overdispersion",
       .group = group::funnel_plots,
       .title = {"单位之间超出偶然的差异", "differences between units beyond chance"},
       .columns = {"输入列：cases、expected。", "Columns: cases, expected. Answer: phi, tau2, I."},
       .formula = spread,
       .source = source + ", section 4",
       .settings = {winsorised_setting()},
       .run = overdispersion},
  };
}

}  // namespace zhiheng::analysis
