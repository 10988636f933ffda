// What do totals, means and ratios of the whole come to, seen through a complex sample?

#include <algorithm>
#include <cmath>
#include <limits>

#include "analysis/failures.h"
#include "analysis/methods.h"
#include "analysis/rows.h"
#include "analysis/settings.h"
#include "analysis/survey_estimator.h"
#include "analysis/unknown.h"
#include "stat/distributions.h"
#include "stat/survey_publication.h"

namespace zhiheng::analysis {

namespace {

using stat::SurveyEstimate;
using stat::SurveyStatistic;

/// Lines of the answer of the estimating methods.
class Lines {
 public:
  explicit Lines(double confidence) : confidence_(confidence) {}

  /// @fails confidence, catalog and rule
  static Result<Lines> of(const Call& call) {
    ZH_TRY(const double confidence, survey_confidence(call));
    Lines made(confidence);
    if (!call.has("rule")) return made;
    ZH_TRY(const std::string text, call.declared("surveys/publication_rules.tsv"));
    ZH_TRY(const auto rules, stat::publication_rules(text));
    const auto found = std::ranges::find(rules, call.text("rule"), &stat::PublicationRule::name);
    if (found == rules.end()) {
      std::string all;
      for (const auto& rule : rules) all.append(all.empty() ? "" : ", ").append(rule.name);
      return call.refuse("rule", all);
    }
    made.rule_ = *found;
    return made;
  }

  void add(std::string variable, std::string level, const SurveyEstimate& estimate, double df,
           bool defined) {
    const double value = defined ? estimate.value : none;
    const double error = defined ? std::sqrt(std::max(0.0, estimate.variance)) : none;
    const double z = stat::normal_quantile((1 + confidence_) / 2);
    const double t = df > 0 ? stat::student_quantile((1 + confidence_) / 2, df) : none;
    const double effect = defined ? stat::design_effect(estimate, false) : none;
    const double effective = defined ? stat::effective_records(estimate) : none;
    variable_.push_back(std::move(variable));
    level_.push_back(std::move(level));
    const double cells[] = {value,
                            error,
                            error / value,
                            value - z * error,
                            value + z * error,
                            value - t * error,
                            value + t * error,
                            df};
    for (std::size_t i = 0; i < std::size(cells); ++i) numbers_[i].push_back(cells[i]);
    records_.push_back(estimate.records);
    effect_.push_back(effect);
    effective_.push_back(effective);
    if (!rule_) return;
    // Without degrees of freedom the normal interval is what there is.
    const auto verdict = stat::judge(*rule_, {.estimate = value,
                                              .records = static_cast<double>(estimate.records),
                                              .effective_records = effective,
                                              .cv = error / std::abs(value),
                                              .interval_width = 2 * (df > 0 ? t : z) * error,
                                              .degrees = df});
    publish_.emplace_back(verdict.verdict == stat::Publication::yes    ? "yes"
                          : verdict.verdict == stat::Publication::flag ? "flag"
                                                                       : "no");
    reason_.push_back(verdict.reason);
  }

  [[nodiscard]] Answer answer() && {
    Answer made;
    made.add("variable", std::move(variable_));
    made.add("level", std::move(level_));
    const char* names[] = {"estimate", "se",       "cv",        "ci_low",
                           "ci_high",  "ci_low_t", "ci_high_t", "df"};
    for (std::size_t i = 0; i < std::size(names); ++i) made.add(names[i], std::move(numbers_[i]));
    made.add("n", std::move(records_));
    made.add("deff", std::move(effect_));
    made.add("n_effective", std::move(effective_));
    if (rule_) {
      made.add("publish", std::move(publish_));
      made.add("reason", std::move(reason_));
      made.remarks.push_back(rule_->name + ": " + rule_->source +
                             (rule_->verified ? "" : " (unverified)"));
    }
    return made;
  }

 private:
  double confidence_;
  std::optional<stat::PublicationRule> rule_;
  std::vector<std::string> variable_, level_, publish_, reason_;
  std::vector<double> numbers_[8], effect_, effective_;
  std::vector<std::int64_t> records_;
};

/// A column to be estimated: as it is, or the indicator of a level of text.
struct Item {
  std::string variable;
  NumberColumn column;
};

Result<std::vector<Item>> items_of(const Call& call, const SurveySample& sample,
                                   const std::string& name) {
  ZH_TRY(const bool number, sample.is_number(name));
  std::vector<Item> items;
  if (number) {
    ZH_TRY(auto column, sample.numbers(name));
    ZH_DO(accept_missing(call, sample, name, column));
    items.push_back({name, std::move(column)});
    return items;
  }
  const Table& table = sample.table();
  const std::size_t at = *table.find(name);
  std::vector<std::string> levels = table.texts(at);
  std::ranges::sort(levels);
  levels.erase(std::ranges::unique(levels).begin(), levels.end());
  NumberColumn blank{std::vector<double>(table.rows(), 0.0), std::vector<bool>(table.rows(), false),
                     true};
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (!table.text(row, at).empty()) continue;
    blank.missing[row] = true;
    blank.complete = blank.complete && !sample.inside(row);
  }
  ZH_DO(accept_missing(call, sample, name, blank));
  for (const std::string& level : levels) {
    if (level.empty()) continue;
    Item item{name + level, blank};
    for (std::size_t row = 0; row < table.rows(); ++row) {
      item.column.values[row] = table.text(row, at) == level ? 1 : 0;
    }
    items.push_back(std::move(item));
  }
  return items;
}

/// Adds a line a part.
Result<void> add_lines(const Call& call, const SurveyQuestion& question, SurveyEstimator& estimator,
                       Lines& lines, const std::string& name, const stat::SurveyQuantity& quantity,
                       const NumberColumn& first, const NumberColumn* second = nullptr) {
  const bool blank = call.text("missing") == "blank";
  const bool complete = first.complete && (second == nullptr || second->complete);
  std::vector<bool> missing = first.missing;
  for (std::size_t row = 0; second != nullptr && row < missing.size(); ++row) {
    missing[row] = missing[row] || second->missing[row];
  }
  ZH_TRY(const auto found, estimator.estimates(quantity, missing));
  for (std::size_t i = 0; i < found.size(); ++i) {
    lines.add(name, question.name(i, name), found[i], question.degrees(),
              found[i].defined && (complete || !blank));
  }
  return {};
}

Result<Answer> estimate(const Call& call, SurveyStatistic statistic) {
  ZH_TRY(const auto question, SurveyQuestion::of(call));
  const SurveySample& sample = question.sample;
  ZH_TRY(Lines lines, Lines::of(call));
  SurveyEstimator estimator(call, question);
  if (!call.has("variables")) {
    if (statistic != SurveyStatistic::total) return call.refuse("variables", "a,b");
    const NumberColumn one{std::vector<double>(sample.table().rows(), 1.0),
                           std::vector<bool>(sample.table().rows(), false), true};
    ZH_DO(add_lines(call, question, estimator, lines, "one", {statistic, one.values, {}}, one));
  } else {
    for (const std::string& name : listed(call.text("variables"))) {
      ZH_TRY(const auto items, items_of(call, sample, name));
      for (const Item& item : items) {
        ZH_DO(add_lines(call, question, estimator, lines, item.variable,
                        {statistic, item.column.values, {}}, item.column));
      }
    }
  }
  Answer answer = std::move(lines).answer();
  estimator.finish(answer);
  return answer;
}

Result<Answer> ratio(const Call& call) {
  for (const char* name : {"numerator", "denominator"}) {
    if (!call.has(name)) return call.refuse(name, "loss");
  }
  ZH_TRY(const auto question, SurveyQuestion::of(call));
  const SurveySample& sample = question.sample;
  ZH_TRY(Lines lines, Lines::of(call));
  ZH_TRY(const auto top, sample.numbers(call.text("numerator")));
  ZH_TRY(const auto bottom, sample.numbers(call.text("denominator")));
  ZH_DO(accept_missing(call, sample, call.text("numerator"), top));
  ZH_DO(accept_missing(call, sample, call.text("denominator"), bottom));
  SurveyEstimator estimator(call, question);
  const std::string name = call.text("numerator") + "/" + call.text("denominator");
  ZH_DO(add_lines(call, question, estimator, lines, name,
                  {SurveyStatistic::ratio, top.values, bottom.values}, top, &bottom));
  Answer answer = std::move(lines).answer();
  estimator.finish(answer);
  return answer;
}

std::vector<Setting> estimate_settings(std::vector<Setting> own) {
  return joined({std::move(own),
                 survey_base_settings(),
                 survey_variance_settings(),
                 {text_setting("rule", "",
                               {"发布规则（catalog/surveys/publication_rules.tsv）",
                                "publication rule by its name in "
                                "catalog/surveys/publication_rules.tsv: cpsc, ..."}),
                  threads_setting()}});
}

const Setting variables = text_setting("variables", "",
                                       {"估计的列，逗号分隔；文本列按类别",
                                        "columns, separated by commas; of text: each of "
                                        "its values"});
}  // namespace

std::vector<Method> survey_methods() {
  std::vector<Method> all;
  const auto add = [&](const char* name, Words title, const char* formula,
                       std::vector<Setting> settings, auto run) {
    all.push_back(survey_method(name, std::move(title), formula, std::move(settings), run));
  };
  add("survey-total", {"总量及其标准误", "totals, of the whole and of its parts"},
      "T = sum w y, y = 1 without --variables", estimate_settings({variables}),
      [](const Call& call) { return estimate(call, SurveyStatistic::total); });
  add("survey-mean", {"均值与构成", "means and shares of categories"},
      "M = sum w y / sum w, terms (y - M) / sum w", estimate_settings({variables}),
      [](const Call& call) { return estimate(call, SurveyStatistic::mean); });
  add("survey-variance", {"总体方差", "variance of the elements"},
      "S = n/(n-1) sum w (y - M)^2 / sum w", estimate_settings({variables}),
      [](const Call& call) { return estimate(call, SurveyStatistic::variance); });
  add("survey-ratio", {"两个总量之比", "ratios of two totals"},
      "R = sum w y / sum w x, terms (y - R x) / sum w x",
      estimate_settings({text_setting("numerator", "", {"分子列", "column above"}),
                         text_setting("denominator", "", {"分母列", "column below"})}),
      ratio);
  return all;
}

}  // namespace zhiheng::analysis
