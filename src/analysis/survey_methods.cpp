// What do totals, means, ratios, shares and quantiles of the whole come to, seen through a complex
// sample?

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "analysis/failures.h"
#include "analysis/methods.h"
#include "analysis/settings.h"
#include "analysis/survey_calibrate.h"
#include "analysis/survey_parts.h"
#include "stat/distributions.h"
#include "stat/survey_proportion.h"
#include "stat/survey_publication.h"
#include "stat/survey_quantile.h"

namespace zhiheng::analysis {

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

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

/// One quantity over all parts, by linearisation or by replicates.
struct Estimator {
  const Call& call;
  const SurveySample& sample;
  const SurveyParts& parts;
  const std::optional<stat::SurveyReplicates>& replicates;
  double df = 0;
  std::int64_t undefined = 0;  ///< replicates without a value

  Result<std::vector<SurveyEstimate>> estimates(const stat::SurveyQuantity& quantity,
                                                const std::vector<bool>& missing) {
    const auto members = parts.without(missing);
    auto found = stat::survey_estimates(sample.design(), quantity, members, parts.names.size(),
                                        call.threads());
    if (!found) return sample.locate(found.error());
    if (!replicates) return *std::move(found);
    const auto values = [&](std::span<const double> weights) {
      return stat::survey_values(quantity, weights, members, parts.names.size());
    };
    ZH_TRY(const auto again,
           stat::replicated(sample.design(), *replicates, values, call.threads()));
    for (std::size_t i = 0; i < found->size(); ++i) {
      (*found)[i].variance = again.variances[i];
      (*found)[i].defined = (*found)[i].defined && std::isfinite(again.variances[i]);
      undefined += again.undefined[i];
    }
    return *std::move(found);
  }

  /// Adds a line a part.
  Result<void> add(Lines& lines, const std::string& variable, const std::string& whole,
                   const stat::SurveyQuantity& quantity, const NumberColumn& first,
                   const NumberColumn* second = nullptr) {
    const bool blank = call.text("missing") == "blank";
    const bool complete = first.complete && (second == nullptr || second->complete);
    std::vector<bool> missing = first.missing;
    for (std::size_t row = 0; second != nullptr && row < missing.size(); ++row) {
      missing[row] = missing[row] || second->missing[row];
    }
    ZH_TRY(const auto found, estimates(quantity, missing));
    for (std::size_t i = 0; i < found.size(); ++i) {
      lines.add(variable, parts.names[i].empty() ? whole : parts.names[i], found[i], df,
                found[i].defined && (complete || !blank));
    }
    return {};
  }

  void finish(Answer& answer) const {
    if (undefined == 0) return;
    answer.remarks.push_back(std::to_string(undefined) +
                             " replicate estimates had no value and were left out");
  }
};

Result<Answer> estimate(const Call& call, SurveyStatistic statistic) {
  ZH_TRY(const auto sample, SurveySample::of(call));
  ZH_TRY(const auto parts, survey_parts(call, sample));
  ZH_TRY(const auto replicates, sample.replicates(call));
  ZH_TRY(Lines lines, Lines::of(call));
  Estimator estimator{call, sample, parts, replicates,
                      replicates ? replicates->degrees : sample.design().degrees_of_freedom()};
  if (!call.has("variables")) {
    if (statistic != SurveyStatistic::total) return call.refuse("variables", "a,b");
    const NumberColumn one{std::vector<double>(sample.table().rows(), 1.0),
                           std::vector<bool>(sample.table().rows(), false), true};
    ZH_DO(estimator.add(lines, "one", "one", {statistic, one.values, {}}, one));
  } else {
    for (const std::string& name : listed(call.text("variables"))) {
      ZH_TRY(const auto items, items_of(call, sample, name));
      for (const Item& item : items) {
        ZH_DO(estimator.add(lines, item.variable, item.variable,
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
  ZH_TRY(const auto sample, SurveySample::of(call));
  ZH_TRY(const auto parts, survey_parts(call, sample));
  ZH_TRY(const auto replicates, sample.replicates(call));
  ZH_TRY(Lines lines, Lines::of(call));
  ZH_TRY(const auto top, sample.numbers(call.text("numerator")));
  ZH_TRY(const auto bottom, sample.numbers(call.text("denominator")));
  ZH_DO(accept_missing(call, sample, call.text("numerator"), top));
  ZH_DO(accept_missing(call, sample, call.text("denominator"), bottom));
  Estimator estimator{call, sample, parts, replicates,
                      replicates ? replicates->degrees : sample.design().degrees_of_freedom()};
  const std::string name = call.text("numerator") + "/" + call.text("denominator");
  ZH_DO(estimator.add(lines, name, name, {SurveyStatistic::ratio, top.values, bottom.values}, top,
                      &bottom));
  Answer answer = std::move(lines).answer();
  estimator.finish(answer);
  return answer;
}

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
  ZH_TRY(const auto sample, SurveySample::of(call));
  ZH_TRY(const auto parts, survey_parts(call, sample));
  ZH_TRY(const auto replicates, sample.replicates(call));
  const std::string& name = call.text("variable");
  ZH_TRY(const auto column, sample.numbers(name));
  ZH_DO(accept_missing(call, sample, name, column));
  for (std::size_t row = 0; row < column.values.size(); ++row) {
    if (column.values[row] == 0 || column.values[row] == 1) continue;
    return fail(cell_wrong, sample.table().place(row, name), written(column.values[row]), "0, 1");
  }
  Estimator estimator{call, sample, parts, replicates,
                      replicates ? replicates->degrees : sample.design().degrees_of_freedom()};
  ZH_TRY(const auto found,
         estimator.estimates({SurveyStatistic::mean, column.values, {}}, column.missing));
  std::vector<std::string> level, interval;
  std::vector<double> value, error, low, high, effective;
  std::vector<std::int64_t> records;
  for (std::size_t i = 0; i < found.size(); ++i) {
    for (const NamedInterval& kind : intervals) {
      const double share = std::clamp(found[i].value, 0.0, 1.0);
      const auto bounds = stat::survey_proportion_interval(
          {share, found[i].variance, estimator.df, static_cast<double>(found[i].records)},
          kind.kind, confidence);
      // At none or all only Wilson's interval says something; the others stay empty.
      const bool end = share == 0 || share == 1 || found[i].records < 2 || !found[i].defined;
      if (!bounds && !end) return sample.locate(bounds.error());
      level.push_back(parts.names[i].empty() ? name : parts.names[i]);
      interval.emplace_back(kind.name);
      value.push_back(found[i].defined ? found[i].value : none);
      error.push_back(found[i].defined ? std::sqrt(found[i].variance) : none);
      low.push_back(bounds && found[i].defined ? bounds->low : none);
      high.push_back(bounds && found[i].defined ? bounds->high : none);
      effective.push_back(found[i].defined ? stat::effective_records(found[i]) : none);
      records.push_back(found[i].records);
    }
  }
  Answer answer;
  answer.add("level", std::move(level));
  answer.add("interval", std::move(interval));
  answer.add("estimate", std::move(value));
  answer.add("se", std::move(error));
  answer.add("ci_low", std::move(low));
  answer.add("ci_high", std::move(high));
  answer.add("df", std::vector<double>(records.size(), estimator.df));
  answer.add("n", std::move(records));
  answer.add("n_effective", std::move(effective));
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
  ZH_TRY(const auto sample, SurveySample::of(call));
  ZH_TRY(const auto parts, survey_parts(call, sample));
  const std::string& name = call.text("variable");
  ZH_TRY(const auto column, sample.numbers(name));
  ZH_DO(accept_missing(call, sample, name, column));
  ZH_TRY(const auto replicates, sample.replicates(call));
  std::vector<std::vector<std::uint32_t>> rows(parts.names.size());
  std::vector<std::vector<stat::SurveyMember>> members(parts.names.size());
  for (const auto& [row, part] : parts.members) {
    if (column.missing[row]) continue;
    rows[part].push_back(row);
    members[part].push_back({row, 0});
  }
  std::vector<std::string> level;
  std::vector<double> share, value, error, low, high;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    ZH_DO(call.go_on());
    const bool whole = rows[i].size() == sample.design().rows();
    if (rows[i].empty()) continue;
    const auto part =
        whole ? Result<stat::SurveyDesign>(sample.design()) : part_of(sample.design(), rows[i]);
    if (!part) return sample.locate(part.error());
    stat::QuantileQuestion question = question_of(call);
    if (replicates) {
      question.degrees = replicates->degrees;
      question.variance_of_mean = [&](std::span<const double> values) {
        const stat::SurveyQuantity mean{SurveyStatistic::mean, values, {}};
        const auto all = [&](std::span<const double> weights) {
          return stat::survey_values(mean, weights, members[i], 1);
        };
        const auto again = stat::replicated(*part, *replicates, all);
        return again ? again->variances.front() : none;
      };
    }
    const auto found = stat::survey_quantiles(*part, column.values, shares, question);
    if (!found) return sample.locate(found.error());
    for (std::size_t k = 0; k < shares.size(); ++k) {
      const stat::SurveyQuantile& each = (*found)[k];
      level.push_back(parts.names[i].empty() ? name : parts.names[i]);
      share.push_back(shares[k]);
      value.push_back(each.value);
      error.push_back(each.standard_error.value_or(none));
      low.push_back(each.low.value_or(none));
      high.push_back(each.high.value_or(none));
    }
  }
  Answer answer;
  answer.add("level", std::move(level));
  answer.add("share", std::move(share));
  answer.add("estimate", std::move(value));
  answer.add("se", std::move(error));
  answer.add("ci_low", std::move(low));
  answer.add("ci_high", std::move(high));
  return answer;
}

using Kind = Setting::Kind;

std::vector<Setting> base_settings() {
  return joined({survey_design_settings(),
                 survey_calibration_settings(),
                 survey_part_settings(),
                 {survey_missing_setting(), one_confidence()}});
}

std::vector<Setting> estimate_settings(std::vector<Setting> own) {
  return joined({std::move(own),
                 base_settings(),
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
const Words columns = {
    "每行一个被调查单元：权数，按需要有层、抽样单元和总体单元数。输出 "
    "estimate、se、cv、ci_low/ci_high（正态）、"
    "ci_low_t/ci_high_t（t 分布，自由度 df）、n（记录数）、deff 与 n_effective。",
    "A row per element: a weight and, as the design has them, strata, units and numbers of units. "
    "Gives estimate, se, cv, ci_low and ci_high (normal), ci_low_t and ci_high_t (t with df), n "
    "(records), deff and n_effective (records of equal variance drawn one by one)."};
const char* const linearised =
    "V = sum over strata (1 - n/N) n/(n-1) sum (z - mean z)^2 over unit totals z of the linear "
    "terms, and n/N times the same for the next stage within units";
const char* const sources =
    "W. G. Cochran, Sampling Techniques, 3rd ed. (1977); C. M. Woodruff, J. Am. Stat. Assoc. 66 "
    "(1971) 411; K. M. Wolter, Introduction to Variance Estimation, 2nd ed. (2007)";

}  // namespace

std::vector<Method> survey_methods() {
  std::vector<Method> all;
  const auto add = [&](std::string name, Words title, const std::string& formula,
                       std::vector<Setting> settings, auto run) {
    all.push_back({.name = std::move(name),
                   .group = survey_heading(),
                   .title = std::move(title),
                   .columns = columns,
                   .formula = formula + "; " + linearised,
                   .source = sources,
                   .settings = std::move(settings),
                   .run = std::move(run)});
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
  add("survey-proportion", {"比例及其区间", "shares, with intervals that stay within 0 and 1"},
      "logit: log(p/(1-p)) +- t se/(p(1-p)); likelihood: deviance = t^2 V n/(p(1-p)); asin; beta: "
      "Clopper-Pearson of p(1-p)/V records; wilson",
      joined({{text_setting("variable", "", {"0/1 列", "column of 0 and 1"}),
               text_setting("interval", "logit",
                            {"区间，逗号分隔：logit, likelihood, asin, beta, wilson, mean",
                             "intervals, separated by commas: logit, likelihood, asin, beta, "
                             "wilson, mean"})},
              base_settings(),
              survey_variance_settings(),
              {threads_setting()}}),
      proportion);
  add("survey-quantile", {"分位数", "quantiles with intervals"},
      "Woodruff: the interval of the share below the quantile, read back through the weighted "
      "steps",
      joined({{text_setting("variable", "", {"数值列", "column of numbers"}),
               text_setting("shares", "0.25,0.5,0.75", {"份额", "shares below the quantiles"}),
               {.name = "rule",
                .kind = Kind::choice,
                .otherwise = "math",
                .help = {"读取规则", "how steps are read"},
                .choices = rules},
               {.name = "interval",
                .kind = Kind::choice,
                .otherwise = "mean",
                .help = {"区间", "how the interval is made"},
                .choices = quantile_intervals}},
              base_settings(),
              survey_variance_settings()}),
      quantile);
  return all;
}

}  // namespace zhiheng::analysis
