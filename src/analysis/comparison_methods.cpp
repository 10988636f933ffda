// Is a difference more than noise?

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include "analysis/failures.h"
#include "analysis/method_groups.h"
#include "analysis/methods.h"
#include "analysis/rows.h"
#include "analysis/settings.h"
#include "stat/comparison.h"
#include "stat/multiple.h"
#include "stat/proportion.h"
#include "stat/two_by_two.h"

namespace zhiheng::analysis {

namespace {

Result<std::vector<double>> two_by_two_row(const stat::TwoByTwo& table, double confidence) {
  ZH_TRY(const auto fisher, stat::fisher_exact(table, confidence));
  ZH_TRY(const auto mid_p, stat::mid_p_odds_ratio(table, confidence));
  ZH_TRY(const auto chi, stat::chi_squared_test(table));
  ZH_TRY(const auto difference,
         stat::wald_difference_interval({table.a, table.a + table.b}, {table.c, table.c + table.d},
                                        confidence));
  const double none = std::nan("");
  const auto wald = stat::wald_odds_ratio(table, confidence);
  return std::vector<double>{fisher.estimate,
                             fisher.interval.low,
                             fisher.interval.high,
                             fisher.p_value,
                             wald ? wald->estimate : none,
                             wald ? wald->interval.low : none,
                             wald ? wald->interval.high : none,
                             mid_p.estimate,
                             mid_p.interval.low,
                             mid_p.interval.high,
                             chi.statistic,
                             chi.p_value,
                             difference.low,
                             difference.high};
}

Result<Answer> two_by_two(const Call& call) {
  ZH_TRY(const auto a, call.in().wholes("a"));
  ZH_TRY(const auto b, call.in().wholes("b"));
  ZH_TRY(const auto c, call.in().wholes("c"));
  ZH_TRY(const auto d, call.in().wholes("d"));
  Rows rows({"fisher_or", "fisher_low", "fisher_high", "fisher_p", "or_wald", "or_wald_low",
             "or_wald_high", "or_midp", "or_midp_low", "or_midp_high", "chi2", "chi2_p", "diff_low",
             "diff_high"});
  for (std::size_t row = 0; row < a.size(); ++row) {
    ZH_DO(call.go_on());
    const auto cells = two_by_two_row({a[row], b[row], c[row], d[row]}, call.number("confidence"));
    if (!cells) return call.in().locate(row, cells.error());
    rows.add(*cells);
  }
  ZH_TRY(Answer answer, call.echo({"a", "b", "c", "d"}));
  rows.move_to(answer);
  return answer;
}

Result<Answer> share_test(const Call& call) {
  ZH_TRY(const auto counts, call.in().wholes("x"));
  ZH_TRY(const auto trials, call.in().wholes("n"));
  if (!call.in().has("p0") && !call.has("target")) return call.refuse("target", "> 0, < 1");
  ZH_TRY(const auto targets,
         call.in().numbers("p0", call.has("target") ? call.number("target") : 0));
  Rows rows({"p0", "share", "lower", "upper", "p_value", "p_at_most", "p_at_least"});
  for (std::size_t row = 0; row < counts.size(); ++row) {
    ZH_DO(call.go_on());
    const auto found = stat::binomial_test({counts[row], trials[row]}, targets[row]);
    if (!found) return call.in().locate(row, found.error());
    ZH_TRY(const auto interval,
           stat::clopper_pearson_interval(counts[row], trials[row], call.number("confidence")));
    rows.add(std::vector<double>{
        targets[row], static_cast<double>(counts[row]) / static_cast<double>(trials[row]),
        interval.low, interval.high, found->p_value, found->at_most, found->at_least});
  }
  ZH_TRY(Answer answer, call.echo({"x", "n"}));
  rows.move_to(answer);
  return answer;
}

/// The smallest count that the test expects in a cell; its distribution is rough below five.
double smallest_expected(std::span<const stat::Proportion> units, double pooled) {
  double fewest = std::numeric_limits<double>::infinity();
  for (const auto& unit : units) fewest = std::min(fewest, static_cast<double>(unit.trials));
  return fewest * std::min(pooled, 1 - pooled);
}

Result<Answer> several_shares(const Call& call) {
  ZH_TRY(const auto counts, call.in().wholes("x"));
  ZH_TRY(const auto trials, call.in().wholes("n"));
  ZH_TRY(const auto groups, groups_by(call, "group"));
  Rows rows({"shares", "pooled", "chi_squared", "df", "p_value", "smallest_expected"});
  std::vector<std::string> names;
  for (const Group& each : groups) {
    ZH_DO(call.go_on());
    std::vector<stat::Proportion> units;
    double count = 0;
    double size = 0;
    for (const std::size_t row : each.rows) {
      units.push_back({counts[row], trials[row]});
      count += static_cast<double>(counts[row]);
      size += static_cast<double>(trials[row]);
    }
    const auto found = stat::homogeneity_test(units);
    if (!found) return locate_index(call.in(), found.error(), each.rows);
    rows.add(std::vector<double>{static_cast<double>(units.size()), count / size, found->statistic,
                                 found->degrees_of_freedom, found->p_value,
                                 smallest_expected(units, count / size)});
    names.push_back(each.name);
  }
  Answer answer;
  if (call.has("group")) answer.add(call.text("group"), std::move(names));
  rows.move_to(answer);
  return answer;
}

Result<Answer> two_shares(const Call& call) {
  ZH_TRY(const auto x1, call.in().wholes("x1"));
  ZH_TRY(const auto n1, call.in().wholes("n1"));
  ZH_TRY(const auto x2, call.in().wholes("x2"));
  ZH_TRY(const auto n2, call.in().wholes("n2"));
  Rows rows({"difference", "lower", "upper", "z", "p_value"});
  for (std::size_t row = 0; row < x1.size(); ++row) {
    ZH_DO(call.go_on());
    const auto found = stat::compare_proportions({x1[row], n1[row]}, {x2[row], n2[row]},
                                                 call.number("confidence"));
    if (!found) return call.in().locate(row, found.error());
    rows.add(std::vector<double>{found->difference, found->interval.low, found->interval.high,
                                 found->z, found->p_value});
  }
  ZH_TRY(Answer answer, call.echo({"x1", "n1", "x2", "n2"}));
  rows.move_to(answer);
  return answer;
}

Result<Answer> two_rates(const Call& call) {
  ZH_TRY(const auto x1, call.in().wholes("x1"));
  ZH_TRY(const auto t1, call.in().numbers("t1"));
  ZH_TRY(const auto x2, call.in().wholes("x2"));
  ZH_TRY(const auto t2, call.in().numbers("t2"));
  Rows rows({"ratio", "lower", "upper", "p_value"});
  for (std::size_t row = 0; row < x1.size(); ++row) {
    ZH_DO(call.go_on());
    const auto found =
        stat::compare_rates({x1[row], t1[row]}, {x2[row], t2[row]}, call.number("confidence"));
    if (!found) return call.in().locate(row, found.error());
    rows.add(std::vector<double>{found->ratio, found->interval.low, found->interval.high,
                                 found->p_value});
  }
  ZH_TRY(Answer answer, call.echo({"x1", "t1", "x2", "t2"}));
  rows.move_to(answer);
  return answer;
}

Result<Answer> adjust(const Call& call) {
  ZH_TRY(const auto p, call.in().probabilities("p_value"));
  ZH_TRY(auto rate, stat::benjamini_hochberg(p));
  ZH_TRY(auto family, stat::holm(p));
  ZH_TRY(Answer answer, call.echo({"p_value"}));
  answer.add("benjamini_hochberg", std::move(rate));
  answer.add("holm", std::move(family));
  return answer;
}

}  // namespace

std::vector<Method> comparison_methods() {
  return {
      {.name = "two-by-two",
       .group = group::comparisons,
       .title = {"四格表：检验与比值比", "two-by-two tables: tests and odds ratios"},
       .columns =
           {"输入列：a、b、c、d（第一组有、无，第二组有、无）。",
            "Columns: a, b (first group with, without), c, d (second group). Answer: Fisher, "
            "Wald and mid-p odds ratios, chi-squared, difference of shares."},
       .formula = "Fisher: noncentral hypergeometric given the margins; chi2 = n (ad - bc)^2 / (r1 "
                  "r2 c1 c2)",
       .source =
           "R. A. Fisher, J. R. Stat. Soc. 98 (1935) 39; B. Woolf, Ann. Hum. Genet. 19 (1955) "
           "251; K. J. Rothman, S. Greenland (1998) ch. 14",
       .settings = {confidence_setting()},
       .run = two_by_two},
      {.name = "share-test",
       .group = group::comparisons,
       .title = {"比率与目标之比较（二项检验）", "a share against a target (binomial test)"},
       .columns =
           {"输入列：x、n，可有 p0（目标）。输出：精确区间、双侧 p_value、p_at_most、p_at_least。",
            "Columns: x, n, and p0 where targets differ by row. Answer: the exact interval, "
            "p_value (two-sided), p_at_most and p_at_least: how likely is this count or a "
            "lower one, or a higher one, at the target."},
       .formula = "p: sum of the probabilities of all counts no likelier than the one seen; P(X <= "
                  "x), P(X >= x), X binomial",
       .source = "W. J. Conover, Practical Nonparametric Statistics, 3rd ed. (1999), 3.1; C. J. "
                 "Clopper, E. S. Pearson, Biometrika 26 (1934) 404",
       .settings = {number_setting("target", "",
                                   {"目标（列 p0 缺省时）", "target, where there is no column p0"}),
                    one_confidence()},
       .run = share_test},
      {.name = "several-shares",
       .group = group::comparisons,
       .title = {"多个比率是否相同（卡方检验）", "are several shares the same? (chi-squared)"},
       .columns = {"输入列：x、n，每行一个比率，可按 group "
                   "分组检验。输出：shares、pooled、chi_squared、df、"
                   "p_value、smallest_expected（小于 5 时近似较差）。",
                   "Columns: x, n, a row per share; a test per group with --group. Answer: shares, "
                   "pooled, chi_squared, df, p_value, smallest_expected (below 5 the p is rough)."},
       .formula = "chi2 = sum (x - n p)^2 / (n p (1 - p)), p the pooled share, k - 1 degrees of "
                  "freedom",
       .source = "K. Pearson, Philos. Mag. 50 (1900) 157; J. L. Fleiss, B. Levin, M. C. Paik, "
                 "Statistical Methods for Rates and Proportions, 3rd ed. (2003), 9.1",
       .settings = {group_setting()},
       .run = several_shares},
      {.name = "compare-shares",
       .group = group::comparisons,
       .title = {"两个比率之差", "difference of two shares"},
       .columns = {"输入列：x1、n1、x2、n2。", "Columns: x1, n1, x2, n2."},
       .formula = "pooled z; hybrid score interval from the two Wilson intervals",
       .source = "R. G. Newcombe, Stat. Med. 17 (1998) 873, method 10",
       .settings = {confidence_setting()},
       .run = two_shares},
      {.name = "compare-rates",
       .group = group::comparisons,
       .title = {"两个事件率之比", "ratio of two event rates"},
       .columns = {"输入列：x1、t1、x2、t2（事件数与暴露量）。",
                   "Columns: x1, t1, x2, t2 (events and exposures)."},
       .formula = "x1 given x1 + x2 is binomial; Clopper-Pearson bounds as odds",
       .source = "J. Przyborowski, H. Wilenski, Biometrika 31 (1940) 313",
       .settings = {confidence_setting()},
       .run = two_rates},
      {.name = "adjust-p",
       .group = group::comparisons,
       .title = {"多重比较的 p 值校正", "p-values adjusted for many tests"},
       .columns = {"输入列：p_value。", "Column: p_value."},
       .formula =
           "Benjamini-Hochberg: min over j >= i of p(j) m / j; Holm: max over j <= i of (m - "
           "j + 1) p(j)",
       .source = "Y. Benjamini, Y. Hochberg, J. R. Stat. Soc. B 57 (1995) 289; S. Holm, Scand. J. "
                 "Stat. 6 (1979) 65",
       .settings = {},
       .run = adjust},
  };
}

}  // namespace zhiheng::analysis
