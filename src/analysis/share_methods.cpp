// How sure are we of a share?

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>

#include "analysis/failures.h"
#include "analysis/method_groups.h"
#include "analysis/methods.h"
#include "analysis/rows.h"
#include "analysis/settings.h"
#include "stat/proportion_methods.h"
#include "stat/ranks.h"
#include "stat/shrinkage.h"
#include "stat/stratified.h"

namespace zhiheng::analysis {

Setting confidence_setting() {
  return {.name = "confidence",
          .kind = Setting::Kind::number,
          .otherwise = "0.95",
          .help = {"双侧置信水平；表中有 conf 列时以该列为准",
                   "two-sided confidence; a column conf in the table goes before it"}};
}

Result<std::vector<double>> confidences(const Call& call) {
  return call.in().numbers("conf", call.number("confidence"));
}

namespace {

Result<Answer> share_intervals(const Call& call) {
  const auto method = stat::proportion_method(call.text("method"));
  if (!method) return call.refuse("method", "wilson, exact, jeffreys");
  ZH_TRY(const auto counts, call.in().wholes("x"));
  ZH_TRY(const auto trials, call.in().wholes("n"));
  ZH_TRY(const auto confidence, confidences(call));
  std::vector<double> mean, lower, upper;
  for (std::size_t row = 0; row < counts.size(); ++row) {
    ZH_DO(call.go_on());
    const auto interval =
        stat::proportion_interval(*method, counts[row], trials[row], confidence[row]);
    if (!interval) return call.in().locate(row, interval.error());
    mean.push_back(static_cast<double>(counts[row]) / static_cast<double>(trials[row]));
    lower.push_back(interval->low);
    upper.push_back(interval->high);
  }
  ZH_TRY(Answer answer, call.echo({"x", "n"}));
  answer.add("conf", confidence);
  answer.add("mean", std::move(mean));
  answer.add("lower", std::move(lower));
  answer.add("upper", std::move(upper));
  return answer;
}

Result<Answer> stratified(const Call& call) {
  ZH_TRY(const auto sizes, call.in().numbers("weight"));
  ZH_TRY(const auto weights, by_row(call.in(), stat::shares_of(sizes), {{"sizes", "weight"}}));
  ZH_TRY(const auto counts, call.in().wholes("x"));
  ZH_TRY(const auto trials, call.in().wholes("n"));
  ZH_TRY(const auto populations, call.in().numbers("population", 0));
  std::vector<stat::Stratum> strata;
  for (std::size_t row = 0; row < counts.size(); ++row) {
    ZH_DO(call.go_on());
    strata.push_back(
        {weights[row], counts[row], trials[row], static_cast<std::int64_t>(populations[row])});
  }
  ZH_TRY(const auto found,
         by_row(call.in(), stat::stratified_proportion(strata, call.number("confidence")),
                {{"count", "x"}, {"trials", "n"}}));
  Answer answer;
  answer.add("proportion", std::vector<double>{found.proportion});
  answer.add("standard_error", std::vector<double>{found.standard_error});
  answer.add("lower", std::vector<double>{found.interval.low});
  answer.add("upper", std::vector<double>{found.interval.high});
  answer.add("pooled", std::vector<double>{found.pooled});
  answer.add("trials", std::vector<std::int64_t>{found.trials});
  answer.add("single_unit_strata",
             std::vector<std::int64_t>{static_cast<std::int64_t>(found.single_unit_strata)});
  return answer;
}

stat::RankOptions rank_options(const Call& call) {
  return {.confidence = call.number("confidence"),
          .draws = static_cast<int>(std::clamp<std::int64_t>(call.whole("draws"), 0, 100'000'000)),
          .seed = static_cast<std::uint64_t>(call.whole("seed")),
          .minimum_trials = call.has("minimum-trials") ? call.whole("minimum-trials") : 1,
          .stop = call.interrupted};
}

void add_places(std::span<const std::optional<stat::RankInterval>> places, Answer& answer) {
  Rows rows({"rank", "mean_rank", "rank_low", "rank_high"});
  const double none = std::nan("");
  for (const auto& place : places) {
    rows.add(place ? std::vector<double>{place->rank, place->mean_rank, place->low, place->high}
                   : std::vector<double>(4, none));
  }
  rows.move_to(answer);
}

Result<Answer> ranks(const Call& call) {
  ZH_TRY(const auto counts, call.in().wholes("x"));
  ZH_TRY(const auto trials, call.in().wholes("n"));
  std::vector<stat::Proportion> units;
  units.reserve(counts.size());
  for (std::size_t row = 0; row < counts.size(); ++row) units.push_back({counts[row], trials[row]});
  ZH_TRY(const auto places, by_row(call.in(), stat::rank_shares(units, rank_options(call)),
                                   {{"count", "x"}, {"trials", "n"}}));
  ZH_TRY(Answer answer, call.echo({"x", "n"}));
  add_places(places, answer);
  return answer;
}

Result<Answer> rank_estimates(const Call& call) {
  ZH_TRY(const auto estimates, call.in().numbers("estimate"));
  ZH_TRY(const auto errors, call.in().numbers("se"));
  ZH_TRY(const auto found,
         by_row(call.in(), stat::rank_estimates(estimates, errors, rank_options(call)),
                {{"estimates", "estimate"}, {"errors", "se"}}));
  ZH_TRY(Answer answer, call.echo({"estimate", "se"}));
  add_places(std::vector<std::optional<stat::RankInterval>>(found.begin(), found.end()), answer);
  return answer;
}

std::vector<Setting> rank_settings() {
  return {confidence_setting(), whole_setting("draws", "2000", {"模拟次数", "simulated tables"}),
          whole_setting("seed", "1", {"随机数种子", "seed of the random numbers"})};
}

}  // namespace

std::vector<Method> share_methods() {
  return {
      {.name = "share",
       .group = group::shares,
       .title = {"合格率等比率的置信区间", "confidence interval of a share"},
       .columns =
           {"输入列：x（计数）、n（检查数量），可有 conf。输出：mean、lower、upper。",
            "Columns: x (count), n (trials), conf if it differs by row. Answer: mean, lower, "
            "upper, as fractions of one."},
       .formula = "wilson: the q with (p - q)^2 = z^2 q (1 - q) / n; exact: beta quantiles; "
                  "others as named",
       .source = "E. B. Wilson, J. Am. Stat. Assoc. 22 (1927) 209; R. G. Newcombe, Stat. Med. 17 "
                 "(1998) 857; L. D. Brown et al., Stat. Sci. 16 (2001) 101",
       .settings = {{.name = "method",
                     .kind = Setting::Kind::choice,
                     .otherwise = "wilson",
                     .help = {"区间方法", "which interval"},
                     .choices = {"wilson", "exact", "jeffreys", "agresti-coull", "asymptotic",
                                 "logit", "probit", "cloglog", "lrt", "prop.test",
                                 "bayes_central"}},
                    confidence_setting()},
       .run = share_intervals},
      {.name = "stratified-share",
       .group = group::shares,
       .title = {"分层加权比率（如产品质量合格率）", "weighted share over strata"},
       .columns =
           {"输入列：weight（权数，自动归一）、x、n，可有 population（层内总数）。",
            "Columns: weight (any scale), x, n, and population where the strata are finite."},
       .formula = "P = sum w p; SE^2 = sum w^2 p (1 - p) / n (1 - n / N); Wilson on effective "
                  "trials P (1 - P) / SE^2 with t",
       .source = "W. G. Cochran, Sampling Techniques, 3rd ed. (1977), 5.3; E. L. Korn, B. I. "
                 "Graubard, Surv. Methodol. 24 (1998) 193",
       .settings = {confidence_setting()},
       .run = stratified},
      {.name = "rank",
       .group = group::shares,
       .title = {"名次及其区间", "places in a league table with their intervals"},
       .columns =
           {"输入列：x、n。输出：rank、mean_rank、rank_low、rank_high；1 为最高。",
            "Columns: x, n. Answer: rank, mean_rank, rank_low, rank_high; 1 is the highest."},
       .formula = "ranks of draws from Beta(x + 1/2, n - x + 1/2)",
       .source = "H. Goldstein, D. J. Spiegelhalter, J. R. Stat. Soc. A 159 (1996) 385",
       .settings = joined({rank_settings(),
                           {whole_setting("minimum-trials", "1",
                                          {"少于此数不排名", "no place below so many trials"})}}),
       .run = ranks},
      {.name = "rank-estimates",
       .group = group::shares,
       .title = {"任意估计值的名次及其区间", "places of any estimates with their intervals"},
       .columns =
           {"输入列：estimate（估计值）、se（标准误），如满意度指数、标准化率。输出同 rank。",
            "Columns: estimate, se (its standard error), such as indices of satisfaction or "
            "standardised rates. Answer as of rank; 1 is the highest."},
       .formula = "ranks of draws from the normal distribution (estimate, se)",
       .source = "H. Goldstein, D. J. Spiegelhalter, J. R. Stat. Soc. A 159 (1996) 385",
       .settings = rank_settings(),
       .run = rank_estimates},
  };
}

}  // namespace zhiheng::analysis
