// Means, ratios of totals, what changed between two judgements or two periods.

#include "analysis/failures.h"
#include "analysis/methods.h"
#include "analysis/rows.h"
#include "analysis/settings.h"
#include "stat/comparison.h"
#include "stat/decomposition.h"
#include "stat/mean.h"

namespace zhiheng::analysis {
namespace {

const Words means = {"均值与比值", "Means and ratios"};

std::unexpected<Error> of_group(const Group& group, Error error) {
  if (!group.name.empty()) error.where = group.name + ", " + error.where;
  return std::unexpected(std::move(error));
}

void add_names(const Call& call, std::vector<std::string> names, Answer& answer) {
  if (call.has("group")) answer.add(call.text("group"), std::move(names));
}

Result<Answer> mean(const Call& call) {
  ZH_TRY(const auto values, call.in().numbers(call.text("value")));
  ZH_TRY(const auto groups, groups_by(call, "group"));
  Rows rows({"n", "mean", "se", "df", "lower", "upper"});
  std::vector<std::string> names;
  for (const Group& group : groups) {
    ZH_DO(call.go_on());
    const auto moments = stat::moments_of(picked(values, group.rows));
    if (!moments) return of_group(group, moments.error());
    ZH_TRY(const auto found, stat::mean_interval(*moments, call.number("confidence")));
    rows.add(std::vector<double>{static_cast<double>(moments->count), found.mean,
                                 found.standard_error, found.degrees_of_freedom, found.interval.low,
                                 found.interval.high});
    names.push_back(group.name);
  }
  Answer answer;
  add_names(call, std::move(names), answer);
  rows.move_to(answer);
  return answer;
}

Result<Answer> compare_means(const Call& call) {
  ZH_TRY(const auto values, call.in().numbers(call.text("value")));
  if (!call.has("group")) return call.refuse("group", "a column");
  ZH_TRY(const auto groups, groups_by(call, "group"));
  Rows rows({"mean_first", "mean_second", "difference", "lower", "upper", "t", "df", "p_value"});
  std::vector<std::string> first, second;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const auto one = stat::moments_of(picked(values, groups[i].rows));
    if (!one) return of_group(groups[i], one.error());
    for (std::size_t j = i + 1; j < groups.size(); ++j) {
      ZH_DO(call.go_on());
      const auto other = stat::moments_of(picked(values, groups[j].rows));
      if (!other) return of_group(groups[j], other.error());
      ZH_TRY(const auto found, stat::compare_means(*one, *other, call.number("confidence")));
      rows.add(std::vector<double>{one->mean, other->mean, found.difference, found.interval.low,
                                   found.interval.high, found.t, found.degrees_of_freedom,
                                   found.p_value});
      first.push_back(groups[i].name);
      second.push_back(groups[j].name);
    }
  }
  if (first.empty()) {
    return fail(cell_wrong, call.in().place(0, call.text("group")), groups.front().name,
                ">= 2 groups");
  }
  Answer answer;
  answer.add("first", std::move(first));
  answer.add("second", std::move(second));
  rows.move_to(answer);
  return answer;
}

Result<Answer> ratio(const Call& call) {
  ZH_TRY(const auto numerators, call.in().numbers(call.text("numerator")));
  ZH_TRY(const auto denominators, call.in().numbers(call.text("denominator")));
  ZH_TRY(const auto groups, groups_by(call, "group"));
  Rows rows({"n", "ratio", "se", "df", "lower", "upper"});
  std::vector<std::string> names;
  for (const Group& group : groups) {
    ZH_DO(call.go_on());
    ZH_TRY(const auto sums,
           stat::ratio_sums_of(picked(numerators, group.rows), picked(denominators, group.rows)));
    const auto found = stat::ratio_interval(sums, call.number("confidence"));
    if (!found) return of_group(group, found.error());
    rows.add(std::vector<double>{static_cast<double>(sums.count), found->mean,
                                 found->standard_error, found->degrees_of_freedom,
                                 found->interval.low, found->interval.high});
    names.push_back(group.name);
  }
  Answer answer;
  add_names(call, std::move(names), answer);
  rows.move_to(answer);
  return answer;
}

Result<Answer> compare_paired(const Call& call) {
  ZH_TRY(const auto first, call.in().wholes("first_only"));
  ZH_TRY(const auto second, call.in().wholes("second_only"));
  ZH_TRY(const auto pairs, call.in().wholes("pairs"));
  Rows rows({"difference", "chi_squared", "p_value", "chi_squared_corrected", "p_value_corrected",
             "p_value_exact"});
  for (std::size_t row = 0; row < pairs.size(); ++row) {
    ZH_DO(call.go_on());
    const auto found = stat::compare_paired(first[row], second[row], pairs[row]);
    if (!found) return call.in().locate(row, found.error());
    rows.add(std::vector<double>{found->difference, found->chi_squared, found->p_value,
                                 found->chi_squared_corrected, found->p_value_corrected,
                                 found->p_value_exact});
  }
  ZH_TRY(Answer answer, call.echo({"first_only", "second_only", "pairs"}));
  rows.move_to(answer);
  return answer;
}

Result<Answer> mix_and_rate(const Call& call) {
  std::vector<std::vector<double>> columns;
  for (const char* name : {"weight_before", "rate_before", "weight_after", "rate_after"}) {
    ZH_TRY(auto column, call.in().numbers(name));
    columns.push_back(std::move(column));
  }
  std::vector<stat::Part> parts;
  parts.reserve(call.in().rows());
  for (std::size_t row = 0; row < call.in().rows(); ++row) {
    parts.push_back({columns[0][row], columns[1][row], columns[2][row], columns[3][row]});
  }
  ZH_TRY(const auto found, by_row(call.in(), stat::decompose_change(parts)));
  Rows rows({"rate_effect", "mix_effect"});
  std::vector<std::string> names;
  const auto at = call.in().find(call.text("part"));
  for (std::size_t row = 0; row < parts.size(); ++row) {
    rows.add(std::vector<double>{found.parts[row].rate_effect, found.parts[row].mix_effect});
    names.emplace_back(at ? call.in().text(row, *at) : std::to_string(row + 1));
  }
  rows.add(std::vector<double>{found.rate_effect, found.mix_effect});
  names.emplace_back("all");
  Answer answer;
  answer.add("part", std::move(names));
  rows.move_to(answer);
  answer.remarks.push_back("from " + written(found.before) + " to " + written(found.after));
  return answer;
}

}  // namespace

std::vector<Method> effect_methods() {
  const Setting value = text_setting("value", "value", {"数值列", "column of the values"});
  return {
      {.name = "mean",
       .group = means,
       .title = {"均值的置信区间", "confidence interval of a mean"},
       .columns = {"输入列：value。", "Column: value. Answer: a row per group."},
       .formula = "mean -/+ t(n - 1) s / sqrt(n)",
       .source = "Student, Biometrika 6 (1908) 1",
       .settings = {value, group_setting(), one_confidence()},
       .run = mean},
      {.name = "ratio",
       .group = means,
       .title = {"两个总量之比（如质量损失率）", "ratio of two totals, such as a loss rate"},
       .columns = {"输入列：x（分子）、y（分母）。",
                   "Columns: x (numerator), y (denominator), a row per unit."},
       .formula = "R = sum x / sum y; SE^2 = n / (n - 1) sum (x - R y)^2 / (sum y)^2; t(n - 1)",
       .source = "W. G. Cochran, Sampling Techniques, 3rd ed. (1977), equation 6.13",
       .settings = {text_setting("numerator", "x", {"分子列", "column of the numerators"}),
                    text_setting("denominator", "y", {"分母列", "column of the denominators"}),
                    group_setting(), one_confidence()},
       .run = ratio},
      {.name = "compare-means",
       .group = means,
       .title = {"均值之差（Welch）", "difference of two means (Welch)"},
       .columns = {"输入列：value 与分组列；每两组一行。",
                   "Columns: value, and the groups. Answer: a row for every two groups."},
       .formula = "t = (m1 - m2) / sqrt(s1^2 / n1 + s2^2 / n2), Welch's degrees of freedom",
       .source = "B. L. Welch, Biometrika 34 (1947) 28",
       .settings = {value, group_setting(), one_confidence()},
       .run = compare_means},
      {.name = "compare-paired",
       .group = means,
       .title = {"配对比率的变化（McNemar）", "change of a share among pairs (McNemar)"},
       .columns = {"输入列：first_only、second_only（只在前次、只在后次具有）、pairs（对数）。",
                   "Columns: first_only, second_only (pairs with the property at one judgement "
                   "only), pairs."},
       .formula = "chi2 = (b - c)^2 / (b + c); exact: binomial, the one to use below b + c = 25",
       .source = "Q. McNemar, Psychometrika 12 (1947) 153; A. L. Edwards, ibid. 13 (1948) 185",
       .settings = {},
       .run = compare_paired},
      {.name = "mix-and-rate",
       .group = means,
       .title = {"变化分解：各部分的率与构成", "did the parts change, or their mix?"},
       .columns = {"输入列：weight_before、rate_before、weight_after、rate_after，可有 part。",
                   "Columns: weight_before, rate_before, weight_after, rate_after, perhaps part; "
                   "each period's weights sum to one. Answer: a row per part and one for all."},
       .formula =
           "rate: mean weight x change of rate; mix: change of weight x (mean rate - mean of "
           "the whole)",
       .source = "E. M. Kitagawa, J. Am. Stat. Assoc. 50 (1955) 1168",
       .settings = {text_setting("part", "part", {"部分名列", "column of the parts' names"})},
       .run = mix_and_rate},
  };
}

}  // namespace zhiheng::analysis
