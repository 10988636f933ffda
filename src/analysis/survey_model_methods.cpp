// What goes with what, seen through a complex sample; and the weights and replicates themselves.

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "analysis/failures.h"
#include "analysis/methods.h"
#include "analysis/numbering.h"
#include "analysis/settings.h"
#include "analysis/survey_calibrate.h"
#include "analysis/survey_parts.h"
#include "analysis/unknown.h"
#include "stat/distributions.h"
#include "stat/survey_regression.h"
#include "stat/survey_table.h"

namespace zhiheng::analysis {

namespace {

/// The terms of a regression with the rows on which all of it is known.
struct Terms {
  NumberColumn outcome;
  std::vector<std::string> names = {"(Intercept)"};
  std::vector<std::vector<double>> columns;
  std::vector<std::uint32_t> rows;
};

/// A text as an indicator of each of its values but the first, a number as it is.
Result<void> add_term(const SurveySample& sample, const std::string& name, Terms& terms,
                      std::vector<bool>& missing) {
  ZH_TRY(const bool number, sample.is_number(name));
  if (number) {
    ZH_TRY(auto column, sample.numbers(name));
    for (std::size_t row = 0; row < missing.size(); ++row) {
      missing[row] = missing[row] || column.missing[row];
    }
    terms.names.push_back(name);
    terms.columns.push_back(std::move(column.values));
    return {};
  }
  const Table& table = sample.table();
  const std::size_t at = *table.find(name);
  std::vector<std::string> levels;
  for (std::size_t row = 0; row < missing.size(); ++row) {
    if (table.text(row, at).empty()) {
      missing[row] = true;
    } else if (sample.inside(row)) {
      levels.emplace_back(table.text(row, at));
    }
  }
  std::ranges::sort(levels);
  levels.erase(std::ranges::unique(levels).begin(), levels.end());
  for (std::size_t i = 1; i < levels.size(); ++i) {
    std::vector<double> indicator(table.rows());
    for (std::size_t row = 0; row < table.rows(); ++row) {
      indicator[row] = table.text(row, at) == levels[i] ? 1 : 0;
    }
    terms.names.push_back(name + levels[i]);
    terms.columns.push_back(std::move(indicator));
  }
  return {};
}

Result<Terms> terms_of(const Call& call, const SurveySample& sample, const std::string& list) {
  Terms terms;
  const std::string& outcome = call.text("outcome");
  ZH_TRY(terms.outcome, sample.numbers(outcome));
  ZH_DO(accept_missing(call, sample, outcome, terms.outcome));
  terms.columns.emplace_back(sample.table().rows(), 1.0);
  std::vector<bool> missing = terms.outcome.missing;
  for (const std::string& name : listed(list)) {
    ZH_DO(add_term(sample, name, terms, missing));
  }
  for (std::uint32_t row = 0; row < missing.size(); ++row) {
    if (!sample.inside(row)) continue;
    if (!missing[row]) {
      terms.rows.push_back(row);
    } else if (call.text("missing") == "refuse") {
      return fail(cell_wrong, sample.table().place(row), "", "--missing drop");
    }
  }
  if (terms.rows.empty()) return fail(no_rows, sample.table().name(), "0", ">= 1");
  return terms;
}

struct Fitted {
  std::vector<double> values, variances;
  double degrees = 0;
  std::int64_t records = 0;
  std::int64_t undefined = 0;
};

Result<Fitted> fit(const Call& call, const SurveySample& sample, const Terms& terms,
                   stat::SurveyFamily family) {
  const stat::SurveyModel model{family, terms.outcome.values, terms.columns, terms.rows};
  auto found = stat::survey_regression(sample.design(), model);
  if (!found) {
    Error error = found.error();
    for (std::size_t i = 0; i < terms.names.size(); ++i) {
      if (error.where == "columns[" + std::to_string(i) + "]") error.where = terms.names[i];
    }
    return sample.locate(std::move(error));
  }
  Fitted made{found->values, {}, found->degrees, found->records, 0};
  const std::size_t k = made.values.size();
  for (std::size_t i = 0; i < k; ++i) made.variances.push_back(found->covariance[i * k + i]);
  ZH_TRY(const auto replicates, sample.replicates(call));
  if (!replicates) return made;
  const auto values = [&](std::span<const double> weights) {
    const auto found_again = stat::regression_values(weights, model);
    return found_again ? *found_again : std::vector<double>(k, none);
  };
  ZH_TRY(const auto again, stat::replicated(sample.design(), *replicates, values, call.threads()));
  made.variances = again.variances;
  made.undefined = *std::ranges::max_element(again.undefined);
  made.degrees = replicates->degrees - static_cast<double>(k - 1);
  return made;
}

double two_sided(double t, double df) {
  return df > 0 && std::isfinite(t) ? 2 * stat::student_upper(std::abs(t), df) : none;
}

Result<Answer> regression(const Call& call) {
  for (const char* name : {"outcome", "terms"}) {
    if (!call.has(name)) return call.refuse(name, "loss");
  }
  ZH_TRY(const double confidence, survey_confidence(call));
  ZH_TRY(const auto sample, SurveySample::of(call));
  ZH_TRY(auto terms, terms_of(call, sample, call.text("terms")));
  const bool log_odds = call.text("family") == "logit";
  ZH_TRY(const auto fitted,
         fit(call, sample, terms,
             log_odds ? stat::SurveyFamily::logit : stat::SurveyFamily::gaussian));
  std::vector<double> error, t, p, low, high;
  for (std::size_t i = 0; i < fitted.values.size(); ++i) {
    error.push_back(std::sqrt(fitted.variances[i]));
    t.push_back(fitted.values[i] / error[i]);
    p.push_back(two_sided(t[i], fitted.degrees));
    const double reach =
        fitted.degrees > 0 ? stat::student_quantile((1 + confidence) / 2, fitted.degrees) : none;
    low.push_back(fitted.values[i] - reach * error[i]);
    high.push_back(fitted.values[i] + reach * error[i]);
  }
  Answer answer;
  const std::size_t k = fitted.values.size();
  answer.add("term", std::move(terms.names));
  answer.add("estimate", fitted.values);
  answer.add("se", std::move(error));
  answer.add("t", std::move(t));
  answer.add("p", std::move(p));
  answer.add("ci_low_t", std::move(low));
  answer.add("ci_high_t", std::move(high));
  answer.add("df", std::vector<double>(k, fitted.degrees));
  answer.add("n", std::vector<std::int64_t>(k, fitted.records));
  if (fitted.undefined > 0) {
    answer.remarks.push_back(std::to_string(fitted.undefined) +
                             " replicates had no solution and were left out");
  }
  return answer;
}

Result<Answer> t_test(const Call& call) {
  for (const char* name : {"outcome", "groups"}) {
    if (!call.has(name)) return call.refuse(name, "loss");
  }
  ZH_TRY(const auto sample, SurveySample::of(call));
  ZH_TRY(const auto terms, terms_of(call, sample, call.text("groups")));
  if (terms.columns.size() != 2) {
    return fail(cell_wrong, sample.table().name() + ", " + call.text("groups"),
                std::to_string(terms.columns.size()), "2");
  }
  ZH_TRY(const auto fitted, fit(call, sample, terms, stat::SurveyFamily::gaussian));
  const double error = std::sqrt(fitted.variances[1]);
  const double t = fitted.values[1] / error;
  Answer answer;
  answer.add("groups", std::vector<std::string>{terms.names[1]});
  answer.add("difference", std::vector<double>{fitted.values[1]});
  answer.add("se", std::vector<double>{error});
  answer.add("t", std::vector<double>{t});
  answer.add("df", std::vector<double>{fitted.degrees});
  answer.add("p", std::vector<double>{two_sided(t, fitted.degrees)});
  answer.add("n", std::vector<std::int64_t>{fitted.records});
  return answer;
}

Result<Answer> independence(const Call& call) {
  const auto names =
      call.has("variables") ? listed(call.text("variables")) : std::vector<std::string>();
  if (names.size() != 2) return call.refuse("variables", "a,b");
  ZH_TRY(const auto sample, SurveySample::of(call));
  const Table& table = sample.table();
  std::vector<std::uint32_t> classes[2], rows;
  Numbering numbering[2];
  std::vector<bool> known(table.rows(), true);
  for (std::size_t i = 0; i < 2; ++i) {
    ZH_TRY(const std::size_t at, table.column(names[i]));
    classes[i].assign(table.rows(), 0);
    for (std::size_t row = 0; row < table.rows(); ++row) {
      known[row] = known[row] && sample.inside(row) && !table.text(row, at).empty();
      if (table.text(row, at).empty() && sample.inside(row) && call.text("missing") == "refuse") {
        return fail(cell_wrong, table.place(row, names[i]), "", "--missing drop");
      }
    }
  }
  for (std::uint32_t row = 0; row < table.rows(); ++row) {
    if (!known[row]) continue;
    rows.push_back(row);
    for (std::size_t i = 0; i < 2; ++i) {
      classes[i][row] = numbering[i].of(table.text(row, *table.find(names[i])));
    }
  }
  if (rows.empty()) return fail(no_rows, table.name(), "0", ">= 1");
  const auto found =
      stat::survey_independence(sample.design(), classes[0], numbering[0].names.size(), classes[1],
                                numbering[1].names.size(), rows);
  if (!found) return sample.locate(found.error());
  Answer answer;
  answer.add("statistic", std::vector<double>{found->statistic});
  answer.add("ndf", std::vector<double>{found->numerator_degrees});
  answer.add("ddf", std::vector<double>{found->denominator_degrees});
  answer.add("p", std::vector<double>{found->p});
  answer.add("n", std::vector<std::int64_t>{static_cast<std::int64_t>(rows.size())});
  return answer;
}

std::vector<std::int64_t> numbered(std::size_t rows) {
  std::vector<std::int64_t> numbers(rows);
  std::iota(numbers.begin(), numbers.end(), std::int64_t{1});
  return numbers;
}

Result<Answer> weights(const Call& call) {
  ZH_TRY(const auto sample, SurveySample::of(call));
  ZH_TRY(const auto before, sample.table().numbers(call.text("weight")));
  std::vector<double> factor;
  for (std::size_t row = 0; row < before.size(); ++row) {
    factor.push_back(before[row] != 0 ? sample.design().weights()[row] / before[row] : none);
  }
  Answer answer;
  answer.add("row", numbered(before.size()));
  answer.add("weight", sample.design().weights());
  answer.add("factor", std::move(factor));
  for (const std::string& name : call.keep) {
    ZH_TRY(const std::size_t at, sample.table().column(name));
    answer.add(name, sample.table().texts(at));
  }
  return answer;
}

Result<Answer> replicate_factors(const Call& call) {
  if (call.text("variance") == "linear")
    return call.refuse("variance", "jk1, jkn, brr, fay, bootstrap");
  ZH_TRY(const auto sample, SurveySample::of(call));
  ZH_TRY(const auto replicates, sample.replicates(call));
  const auto& design = sample.design();
  std::vector<std::vector<double>> columns(replicates->count, std::vector<double>(design.rows()));
  for (std::size_t row = 0; row < design.rows(); ++row) {
    const std::size_t unit = design.levels().front().unit[design.place_of()[row]];
    for (std::size_t r = 0; r < columns.size(); ++r) {
      columns[r][row] = replicates->factors[unit * replicates->count + r];
    }
  }
  Answer answer;
  answer.add("row", numbered(design.rows()));
  std::string scales;
  for (std::size_t r = 0; r < columns.size(); ++r) {
    answer.add("replicate_weight." + std::to_string(r + 1), std::move(columns[r]));
    scales.append(r == 0 ? "" : ", ").append(written(replicates->scales[r]));
  }
  answer.remarks.push_back("scales of the squared distances: " + scales);
  return answer;
}

using SettingKind = Setting::Kind;

}  // namespace

std::vector<Method> survey_model_methods() {
  const Words columns = {
      "每行一个被调查单元：权数，按需要有层、抽样单元和总体单元数，以及所用的列。",
      "A row per element: a weight and, as the design has them, strata, units and numbers of "
      "units; "
      "and the columns that are named."};
  const auto design = joined({survey_design_settings(), survey_calibration_settings()});
  const auto tested = joined({design, {survey_missing_setting()}});
  std::vector<Method> all;
  all.push_back(
      {.name = "survey-regression",
       .group = survey_heading(),
       .title = {"线性与逻辑斯蒂回归", "straight-line and logistic regression"},
       .columns = columns,
       .formula = "b = (X'WX)^-1 X'Wy, or maximum weighted likelihood; variance of the total of "
                  "(X'WX)^-1 x w (y - fitted) by the design",
       .source = "D. A. Binder, Int. Stat. Rev. 51 (1983) 279",
       .settings = joined({{text_setting("outcome", "", {"因变量列", "column of the outcome"}),
                            text_setting("terms", "",
                                         {"自变量列，逗号分隔；文本列按类别",
                                          "columns of the terms; of text: each of its "
                                          "values but the first"}),
                            {.name = "family",
                             .kind = SettingKind::choice,
                             .otherwise = "gaussian",
                             .help = {"分布", "a straight line, or log odds"},
                             .choices = {"gaussian", "logit"}},
                            one_confidence()},
                           tested,
                           survey_variance_settings()}),
       .run = regression});
  all.push_back(
      {.name = "survey-t-test",
       .group = survey_heading(),
       .title = {"两组均值之差的检验", "difference of two means"},
       .columns = columns,
       .formula = "t = (M1 - M0) / se by linearisation, df = units - strata - 1",
       .source = "R. E. Fay, J. Am. Stat. Assoc. 80 (1985) 148; R survey 4.1-1, svyttest",
       .settings = joined({{text_setting("outcome", "", {"数值列", "column of numbers"}),
                            text_setting("groups", "", {"两组列", "column of the two groups"})},
                           tested,
                           survey_variance_settings()}),
       .run = t_test});
  all.push_back(
      {.name = "survey-independence",
       .group = survey_heading(),
       .title = {"两个分类的独立性检验（Rao–Scott）",
                 "independence of two classifications (Rao and Scott)"},
       .columns = columns,
       .formula = "F = X^2 / tr(D), df = tr(D)^2 / tr(D^2) and that times units - strata, D "
                  "the design effects of the interaction contrasts",
       .source = "J. N. K. Rao, A. J. Scott, Ann. Stat. 12 (1984) 46",
       .settings = joined({{text_setting("variables", "", {"两列", "two columns"})}, tested}),
       .run = independence});
  all.push_back(
      {.name = "survey-weights",
       .group = survey_heading(),
       .title = {"校准后的权数", "weights after post-stratification, raking, calibration"},
       .columns = columns,
       .formula = "min distance(w, d) subject to sum w x = known totals; w = d F(x'b), F(u) = "
                  "1 + u, exp(u), or logit between bounds; rake: margins in turn",
       .source = "J.-C. Deville, C.-E. Sarndal, J. Am. Stat. Assoc. 87 (1992) 376",
       .settings = design,
       .run = weights});
  all.push_back(
      {.name = "survey-replicates",
       .group = survey_heading(),
       .title = {"重复抽样权数因子", "factors of jackknife, half samples, bootstrap"},
       .columns = columns,
       .formula = "JK: n/(n-1), the unit left out 0; BRR 2 and 0, Fay 2-f and f by a Hadamard "
                  "matrix; bootstrap 1 - a + a n/(n-1) times drawn, a = sqrt(1 - n/N)",
       .source = "K. M. Wolter, Introduction to Variance Estimation, 2nd ed. (2007); J. N. K. "
                 "Rao, C. F. J. Wu, J. Am. Stat. Assoc. 83 (1988) 231",
       .settings = joined({survey_design_settings(), survey_variance_settings()}),
       .run = replicate_factors});
  return all;
}

}  // namespace zhiheng::analysis
