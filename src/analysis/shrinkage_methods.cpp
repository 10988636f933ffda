// Rates of small units, seen together with the others.

#include <cmath>
#include <functional>
#include <map>
#include <optional>

#include "analysis/failures.h"
#include "analysis/method_groups.h"
#include "analysis/methods.h"
#include "analysis/rows.h"
#include "stat/shrinkage.h"
#include "stat/spatial_shrinkage.h"

namespace zhiheng::analysis {

namespace {

void add_estimates(Answer& answer, const std::vector<stat::ShrunkEstimate>& units) {
  std::vector<double> estimate, median, low, high;
  for (const auto& unit : units) {
    estimate.push_back(unit.estimate);
    median.push_back(unit.median);
    low.push_back(unit.interval.low);
    high.push_back(unit.interval.high);
  }
  answer.add("estimate", std::move(estimate));
  answer.add("median", std::move(median));
  answer.add("lower", std::move(low));
  answer.add("upper", std::move(high));
}

Result<Answer> shares(const Call& call) {
  ZH_TRY(const auto counts, call.in().wholes("x"));
  ZH_TRY(const auto trials, call.in().wholes("n"));
  std::vector<stat::Proportion> units;
  for (std::size_t row = 0; row < counts.size(); ++row) units.push_back({counts[row], trials[row]});
  ZH_TRY(const auto found, by_row(call.in(), stat::shrink_shares(units, call.number("confidence")),
                                  {{"count", "x"}, {"trials", "n"}}));
  ZH_TRY(Answer answer, call.echo({"x", "n"}));
  add_estimates(answer, found.units);
  answer.remarks.push_back("mean " + written(found.mean) + ", tau^2 " + written(found.tau_squared) +
                           ", M " + written(found.strength));
  return answer;
}

Result<Answer> rates(const Call& call) {
  ZH_TRY(const auto observed, call.in().numbers("cases"));
  ZH_TRY(const auto expected, call.in().numbers("expected"));
  ZH_TRY(const auto found,
         by_row(call.in(), stat::shrink_rates(observed, expected, call.number("confidence")),
                {{"observed", "cases"}}));
  ZH_TRY(auto moments, stat::shrink_rates_by_moments(observed, expected));
  std::vector<double> ratio;
  for (std::size_t row = 0; row < observed.size(); ++row) {
    ZH_DO(call.go_on());
    ratio.push_back(observed[row] / expected[row]);
  }
  ZH_TRY(Answer answer, call.echo({"cases", "expected"}));
  answer.add("smr", std::move(ratio));
  add_estimates(answer, found.units);
  answer.add("marshall", std::move(moments));
  answer.add("alpha", std::vector<double>(observed.size(), found.shape));
  answer.add("beta0", std::vector<double>(observed.size(), std::log(found.mean)));
  return answer;
}

/// Pairs of areas, told by their texts in the column "region".
Result<std::vector<stat::Neighbours>> neighbours_of(const Call& call) {
  const Table* pairs = call.table("neighbours");
  if (pairs == nullptr) return call.refuse("neighbours", "neighbours.csv");
  ZH_TRY(const std::size_t region, call.in().column("region"));
  std::map<std::string, std::size_t, std::less<>> places;
  for (std::size_t row = 0; row < call.in().rows(); ++row) {
    const auto name = call.in().text(row, region);
    if (!places.emplace(name, row).second) {
      return fail(cell_wrong, call.in().place(row, "region"), std::string(name), "once");
    }
  }
  std::vector<stat::Neighbours> all(pairs->rows());
  for (const bool first : {true, false}) {
    const char* name = first ? "from" : "to";
    ZH_TRY(const std::size_t column, pairs->column(name));
    for (std::size_t row = 0; row < pairs->rows(); ++row) {
      const auto found = places.find(pairs->text(row, column));
      if (found == places.end()) {
        return fail(cell_wrong, pairs->place(row, name), std::string(pairs->text(row, column)),
                    "region");
      }
      (first ? all[row].one : all[row].other) = found->second;
    }
  }
  return all;
}

Result<Answer> neighbourhood(const Call& call) {
  ZH_TRY(const auto observed, call.in().numbers("cases"));
  ZH_TRY(const auto expected, call.in().numbers("expected"));
  ZH_TRY(const auto neighbours, neighbours_of(call));
  std::optional<double> rho;
  if (call.has("rho")) rho = call.number("rho");
  ZH_TRY(const auto found, by_row(call.in(),
                                  stat::shrink_rates_by_neighbours(observed, expected, neighbours,
                                                                   call.number("confidence"), rho),
                                  {{"observed", "cases"}}));
  std::vector<double> ratio;
  ratio.reserve(observed.size());
  for (std::size_t row = 0; row < observed.size(); ++row) {
    ZH_DO(call.go_on());
    ratio.push_back(observed[row] / expected[row]);
  }
  ZH_TRY(Answer answer, call.echo({"region", "cases", "expected"}));
  answer.add("smr", std::move(ratio));
  add_estimates(answer, found.areas);
  answer.remarks.push_back("mean " + written(found.mean) + ", spread " + written(found.spread) +
                           ", rho " + written(found.spatial));
  return answer;
}

}  // namespace

std::vector<Method> shrinkage_methods() {
  return {
      {.name = "shrink-shares",
       .group = group::small_units,
       .title = {"小样本比率向总体收缩（β-二项）", "shares of small samples, beta-binomial"},
       .columns = {"输入列：x、n。", "Columns: x, n. Answer: estimate, median, lower, upper."},
       .formula = "estimate = (x + M m) / (n + M), M = m (1 - m) / tau^2 - 1",
       .source = "J. C. Kleinman, J. Am. Stat. Assoc. 68 (1973) 46",
       .settings = {confidence_setting()},
       .run = shares},
      {.name = "shrink-rates",
       .group = group::small_units,
       .title = {"小地区事件率收缩（γ-泊松、Marshall）",
                 "rates of small areas, gamma-Poisson and Marshall"},
       .columns = {"输入列：cases、expected。",
                   "Columns: cases, expected. Answer: smr, estimate, median, lower, upper, "
                   "marshall, and the prior's alpha and beta0 = ln mean."},
       .formula = "estimate = (O + alpha) / (E + alpha / mu), maximum likelihood; Marshall: m + (r "
                  "- m) a / (a + m / E)",
       .source =
           "D. Clayton, J. Kaldor, Biometrics 43 (1987) 671; R. J. Marshall, J. R. Stat. Soc. "
           "C 40 (1991) 283",
       .settings = {confidence_setting()},
       .run = rates},
      {.name = "shrink-neighbours",
       .group = group::small_units,
       .title = {"小地区事件率向邻区收缩（CAR）",
                 "rates of small areas, with their neighbours (conditional autoregressive)"},
       .columns = {"输入列：region、cases、expected；--neighbours 表：from、to。",
                   "Columns: region, cases, expected; table --neighbours: from, to. Answer: smr, "
                   "estimate, median, lower, upper."},
       .formula =
           "O ~ Poisson(E exp(b + u)), u ~ N(0, 1 / (tau ((1 - rho) I + rho Q))), tau and rho "
           "by restricted maximum likelihood (Laplace)",
       .source =
           "B. G. Leroux, X. Lei, N. Breslow (2000); J. Besag, J. York, A. Mollie, Ann. Inst. "
           "Stat. Math. 43 (1991) 1",
       .settings = {{.name = "neighbours",
                     .kind = Setting::Kind::table,
                     .help = {"相邻地区表：from、to", "the map: columns from, to"}},
                    {.name = "rho",
                     .kind = Setting::Kind::number,
                     .help = {"固定的空间份额 0–1；缺省由数据估计",
                              "share of the neighbourhood, 0 to 1, fixed; else found"}},
                    confidence_setting()},
       .run = neighbourhood},
  };
}

}  // namespace zhiheng::analysis
