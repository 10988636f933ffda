// Which shares and quantiles does the whole have, seen through a complex sample?

#include <algorithm>
#include <cmath>
#include <limits>

#include "analysis/failures.h"
#include "analysis/methods.h"
#include "analysis/rows.h"
#include "analysis/settings.h"
#include "analysis/survey_estimator.h"
#include "analysis/unknown.h"
#include "stat/survey_proportion.h"
#include "stat/survey_quantile.h"

namespace zhiheng::analysis {

namespace {

using stat::SurveyStatistic;

struct NamedInterval {
  const char* name;
  stat::SurveyProportionInterval kind;
};
constexpr NamedInterval proportion_intervals[] = {
    {"logit", stat::SurveyProportionInterval::logit},
    {"xlogit", stat::SurveyProportionInterval::logit},
    {"likelihood", stat::SurveyProportionInterval::likelihood},
    {"asin", stat::SurveyProportionInterval::arcsine},
    {"beta", stat::SurveyProportionInterval::beta},
    {"wilson", stat::SurveyProportionInterval::wilson},
    {"mean", stat::SurveyProportionInterval::mean}};

Result<std::vector<NamedInterval>> asked_intervals(const Call& call) {
  std::vector<NamedInterval> asked;
  for (const std::string& name : listed(call.text("interval"))) {
    const auto found = std::ranges::find(
        proportion_intervals, name, [](const NamedInterval& i) { return std::string(i.name); });
    if (found == std::end(proportion_intervals)) {
      return call.refuse("interval", "logit, xlogit, likelihood, asin, beta, wilson, mean");
    }
    asked.push_back(*found);
  }
  return asked;
}

Result<Answer> proportion(const Call& call) {
  if (!call.has("variable")) return call.refuse("variable", "failed");
  ZH_TRY(const auto intervals, asked_intervals(call));
  ZH_TRY(const double confidence, survey_confidence(call));
  ZH_TRY(const auto question, SurveyQuestion::of(call));
  const SurveySample& sample = question.sample;
  const std::string& name = call.text("variable");
  ZH_TRY(const auto column, sample.numbers(name));
  ZH_DO(accept_missing(call, sample, name, column));
  for (std::size_t row = 0; row < column.values.size(); ++row) {
    if (column.values[row] == 0 || column.values[row] == 1) continue;
    return fail(cell_wrong, sample.table().place(row, name), written(column.values[row]), "0, 1");
  }
  SurveyEstimator estimator(call, question);
  ZH_TRY(const auto found,
         estimator.estimates({SurveyStatistic::mean, column.values, {}}, column.missing));
  Rows rows({"estimate", "se", "ci_low", "ci_high", "df", "n", "n_effective"});
  std::vector<std::string> level, interval;
  for (std::size_t i = 0; i < found.size(); ++i) {
    const stat::SurveyEstimate& each = found[i];
    for (const NamedInterval& kind : intervals) {
      const double share = std::clamp(each.value, 0.0, 1.0);
      const auto records = static_cast<double>(each.records);
      const auto bounds = stat::survey_proportion_interval(
          {share, each.variance, question.degrees(), records}, kind.kind, confidence);
      // At none or all only Wilson's interval says something; the others stay empty.
      const bool end = share == 0 || share == 1 || each.records < 2 || !each.defined;
      if (!bounds && !end) return sample.locate(bounds.error());
      level.push_back(question.name(i, name));
      interval.emplace_back(kind.name);
      rows.add(std::vector<double>{
          each.defined ? each.value : none, each.defined ? std::sqrt(each.variance) : none,
          bounds && each.defined ? bounds->low : none, bounds && each.defined ? bounds->high : none,
          question.degrees(), records, each.defined ? stat::effective_records(each) : none});
    }
  }
  Answer answer;
  answer.add("level", std::move(level));
  answer.add("interval", std::move(interval));
  rows.move_to(answer);
  estimator.finish(answer);
  return answer;
}

const std::vector<std::string> rules = {"math", "school",    "hf1",        "hf2", "hf3",
                                        "hf4",  "hf5",       "hf6",        "hf7", "hf8",
                                        "hf9",  "shahvaish", "shahvaish-r"};
const std::vector<std::string> quantile_intervals = {"mean", "xlogit", "asin",
                                                     "beta", "score",  "score-r"};

stat::QuantileQuestion question_of(const Call& call) {
  using stat::QuantileRule;
  constexpr QuantileRule numbered[] = {
      QuantileRule::hf1,         QuantileRule::hf2, QuantileRule::hf1, QuantileRule::hf2,
      QuantileRule::hf3,         QuantileRule::hf4, QuantileRule::hf5, QuantileRule::hf6,
      QuantileRule::hf7,         QuantileRule::hf8, QuantileRule::hf9, QuantileRule::shah_vaish,
      QuantileRule::shah_vaish_r};
  const auto place = [](const std::vector<std::string>& words, const std::string& word) {
    return static_cast<std::size_t>(std::ranges::find(words, word) - words.begin());
  };
  stat::QuantileQuestion question;
  question.rule = numbered[place(rules, call.text("rule"))];
  question.interval =
      static_cast<stat::QuantileInterval>(place(quantile_intervals, call.text("interval")));
  question.confidence = call.number("confidence");
  return question;
}

/// The design with weight only in one part: quantiles need the part's own steps.
Result<stat::SurveyDesign> part_of(const stat::SurveyDesign& design,
                                   const std::vector<std::uint32_t>& rows) {
  std::vector<double> weights(design.rows(), 0.0);
  for (const std::uint32_t row : rows) weights[row] = design.weights()[row];
  return design.reweighted(std::move(weights), [](std::span<double>) {});
}

Result<Answer> quantile(const Call& call) {
  if (!call.has("variable")) return call.refuse("variable", "loss");
  std::vector<double> shares;
  for (const std::string& share : listed(call.text("shares"))) {
    const auto number = number_of(share);
    if (!number || !(*number > 0 && *number < 1)) return call.refuse("shares", "0.25,0.5");
    shares.push_back(*number);
  }
  ZH_TRY(const auto question, SurveyQuestion::of(call));
  const SurveySample& sample = question.sample;
  const SurveyParts& parts = question.parts;
  const auto& replicates = question.replicates;
  const std::string& name = call.text("variable");
  ZH_TRY(const auto column, sample.numbers(name));
  ZH_DO(accept_missing(call, sample, name, column));
  std::vector<std::vector<std::uint32_t>> rows(parts.names.size());
  std::vector<std::vector<stat::SurveyMember>> members(parts.names.size());
  for (const auto& [row, part] : parts.members) {
    if (column.missing[row]) continue;
    rows[part].push_back(row);
    members[part].push_back({row, 0});
  }
  Rows lines({"share", "estimate", "se", "ci_low", "ci_high"});
  std::vector<std::string> level;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    ZH_DO(call.go_on());
    const bool whole = rows[i].size() == sample.design().rows();
    if (rows[i].empty()) continue;
    const auto part =
        whole ? Result<stat::SurveyDesign>(sample.design()) : part_of(sample.design(), rows[i]);
    if (!part) return sample.locate(part.error());
    stat::QuantileQuestion asked = question_of(call);
    if (replicates) {
      asked.degrees = replicates->degrees;
      asked.variance_of_mean = [&](std::span<const double> values) {
        const stat::SurveyQuantity mean{SurveyStatistic::mean, values, {}};
        const auto all = [&](std::span<const double> weights) {
          return stat::survey_values(mean, weights, members[i], 1);
        };
        const auto again = stat::replicated(*part, *replicates, all);
        return again ? again->variances.front() : none;
      };
    }
    const auto found = stat::survey_quantiles(*part, column.values, shares, asked);
    if (!found) return sample.locate(found.error());
    for (std::size_t k = 0; k < shares.size(); ++k) {
      const stat::SurveyQuantile& each = (*found)[k];
      level.push_back(question.name(i, name));
      lines.add(std::vector<double>{shares[k], each.value, each.standard_error.value_or(none),
                                    each.low.value_or(none), each.high.value_or(none)});
    }
  }
  Answer answer;
  answer.add("level", std::move(level));
  lines.move_to(answer);
  return answer;
}

}  // namespace

std::vector<Method> survey_share_methods() {
  std::vector<Method> all;
  const auto add = [&](const char* name, Words title, const char* formula,
                       std::vector<Setting> settings, auto run) {
    all.push_back(survey_method(name, std::move(title), formula, std::move(settings), run));
  };
  add("survey-proportion", {"比例及其区间", "shares, with intervals that stay within 0 and 1"},
      "logit: log(p/(1-p)) +- t se/(p(1-p)); likelihood: deviance = t^2 V n/(p(1-p)); asin; beta: "
      "Clopper-Pearson of p(1-p)/V records; wilson",
      joined({{text_setting("variable", "", {"0/1 列", "column of 0 and 1"}),
               text_setting("interval", "logit",
                            {"区间，逗号分隔：logit, likelihood, asin, beta, wilson, mean",
                             "intervals, separated by commas: logit, likelihood, asin, beta, "
                             "wilson, mean"})},
              survey_base_settings(),
              survey_variance_settings(),
              {threads_setting()}}),
      proportion);
  add("survey-quantile", {"分位数", "quantiles with intervals"},
      "Woodruff: the interval of the share below the quantile, read back through the weighted "
      "steps",
      joined({{text_setting("variable", "", {"数值列", "column of numbers"}),
               text_setting("shares", "0.25,0.5,0.75", {"份额", "shares below the quantiles"}),
               {.name = "rule",
                .kind = Setting::Kind::choice,
                .otherwise = "math",
                .help = {"读取规则", "how steps are read"},
                .choices = rules},
               {.name = "interval",
                .kind = Setting::Kind::choice,
                .otherwise = "mean",
                .help = {"区间", "how the interval is made"},
                .choices = quantile_intervals}},
              survey_base_settings(),
              survey_variance_settings()}),
      quantile);
  return all;
}

}  // namespace zhiheng::analysis
