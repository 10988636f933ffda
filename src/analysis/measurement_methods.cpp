// How good are the measurements themselves: gauges and limits of detection.

#include <algorithm>
#include <cmath>
#include <map>

#include "analysis/failures.h"
#include "analysis/method_groups.h"
#include "analysis/methods.h"
#include "analysis/rows.h"
#include "stat/gauge.h"
#include "stat/nondetect.h"

namespace zhiheng::analysis {

namespace {

/// Each different text of a column by a number, in the order of its first row.
Result<std::vector<std::size_t>> numbered(const Table& in, const std::string& column) {
  ZH_TRY(const std::size_t at, in.column(column));
  std::vector<std::size_t> numbers(in.rows());
  const auto groups = groups_of(in, at);
  for (std::size_t number = 0; number < groups.size(); ++number) {
    for (const std::size_t row : groups[number].rows) numbers[row] = number;
  }
  return numbers;
}

Result<Answer> gauge(const Call& call) {
  ZH_TRY(const auto parts, numbered(call.in(), "part"));
  ZH_TRY(const auto operators, numbered(call.in(), "operator"));
  ZH_TRY(const auto values, call.in().numbers("value"));
  std::vector<stat::GaugeReading> readings;
  readings.reserve(values.size());
  for (std::size_t row = 0; row < values.size(); ++row) {
    readings.push_back({parts[row], operators[row], values[row]});
  }
  const double tolerance = call.has("tolerance") ? call.number("tolerance") : 0;
  const bool by_range = call.text("method") == "range";
  const auto study = by_range ? stat::gauge_by_range(readings, tolerance)
                              : stat::gauge_by_variance(readings, tolerance, call.number("alpha"));
  if (!study) return locate_index(call.in(), study.error());
  const double none = std::nan("");
  Rows rows({"sd", "variance", "contribution", "study", "tolerance"});
  for (const stat::GaugeSource& source :
       {study->repeatability, study->reproducibility, study->interaction, study->gauge,
        study->parts, study->total}) {
    rows.add(std::vector<double>{std::sqrt(source.variance), source.variance, source.contribution,
                                 source.study, tolerance > 0 ? source.tolerance : none});
  }
  Answer answer;
  answer.add("source", std::vector<std::string>{"repeatability", "reproducibility", "interaction",
                                                "gauge", "parts", "total"});
  rows.move_to(answer);
  answer.add("ndc", std::vector<double>{none, none, none, study->distinct_categories, none, none});
  if (!by_range) {
    answer.remarks.push_back("interaction: F " + written(study->interaction_f) + ", p " +
                             written(study->interaction_p) +
                             (study->interaction_kept ? ", kept" : ", pooled"));
  }
  return answer;
}

Result<Answer> concentrations(const Call& call) {
  ZH_TRY(const auto values, call.in().numbers("value"));
  ZH_TRY(const auto below, call.in().numbers("below", 0));
  std::vector<stat::Concentration> all;
  for (std::size_t row = 0; row < values.size(); ++row) {
    if (below[row] != 0 && below[row] != 1) {
      return fail(cell_wrong, call.in().place(row, "below"), written(below[row]), "0, 1");
    }
    all.push_back({values[row], below[row] == 1});
  }
  std::vector<double> levels;
  for (const std::string& word : listed(call.text("levels"))) {
    const auto level = number_of(word);
    if (!level) return call.refuse("levels", "0.5,0.95");
    levels.push_back(*level);
  }
  if (call.whole("seed") < 0) return call.refuse("seed", ">= 0");
  ZH_TRY(const auto groups, groups_by(call, "group"));
  const std::string& method = call.text("method");
  std::vector<std::string> names = {"detected", "undetected", "mean", "lower", "upper", "sd"};
  for (const double level : levels) names.push_back("q" + written(level));
  Rows rows(std::move(names));
  std::vector<std::string> of;
  for (const Group& one : groups) {
    ZH_DO(call.go_on());
    const auto some = picked(all, one.rows);
    const double confidence = call.number("confidence");
    const auto found =
        method == "kaplan-meier" ? stat::concentrations_by_survival(some, levels, confidence)
        : method == "likelihood"
            ? stat::concentrations_by_likelihood(some, levels, confidence)
            : stat::concentrations_by_regression(some, levels, confidence,
                                                 static_cast<std::uint64_t>(call.whole("seed")),
                                                 1000, call.interrupted);
    if (!found) {
      Error error = locate_index(call.in(), found.error(), one.rows).error();
      if (!one.name.empty()) error.where = one.name + ", " + error.where;
      return std::unexpected(std::move(error));
    }
    std::vector<double> cells = {static_cast<double>(found->detected),
                                 static_cast<double>(found->undetected),
                                 found->mean,
                                 found->mean_interval.low,
                                 found->mean_interval.high,
                                 found->standard_deviation};
    for (const auto& quantile : found->quantiles) {
      cells.push_back(quantile.value_or(std::nan("")));
    }
    rows.add(cells);
    of.push_back(one.name);
  }
  Answer answer;
  if (call.has("group")) answer.add(call.text("group"), std::move(of));
  rows.move_to(answer);
  return answer;
}

}  // namespace

std::vector<Method> measurement_methods() {
  return {
      {.name = "gauge",
       .group = group::measurement,
       .title = {"测量系统分析：量具 R&R（方差分析法、均值极差法）",
                 "gauge R&R by analysis of variance or by ranges"},
       .columns = {"输入列：part（零件）、operator（测量者）、value；每个组合重复次数相同。",
                   "Columns: part, operator, value, every operator measuring every part equally "
                   "often. Answer: a row per source of spread, ndc at the gauge."},
       .formula = "repeatability MS_e, interaction (MS_po - MS_e) / r, operators (MS_o - MS_po) / "
                  "(p r), parts (MS_p - MS_po) / (o r); ndc = 1.41 parts / gauge",
       .source = "AIAG, Measurement Systems Analysis, 4th ed. (2010)",
       .settings = {{.name = "method",
                     .kind = Setting::Kind::choice,
                     .otherwise = "anova",
                     .help = {"方法", "method"},
                     .choices = {"anova", "range"}},
                    {.name = "tolerance",
                     .kind = Setting::Kind::number,
                     .help = {"公差宽度", "width of the specification"}},
                    {.name = "alpha",
                     .kind = Setting::Kind::number,
                     .otherwise = "0.05",
                     .help = {"交互作用 p 值高于此则合并",
                              "an interaction with a larger p-value is pooled"}}},
       .run = gauge},
      {.name = "concentrations",
       .group = group::measurement,
       .title = {"含未检出值的浓度：均值与分位数",
                 "mean and quantiles of concentrations with nondetects"},
       .columns = {"输入列：value（浓度或检出限）、below（1 表示未检出）。",
                   "Columns: value (the concentration, or the limit), below (1 when it lies below "
                   "that limit). Quantiles are empty where only limits lie lower."},
       .formula = "kaplan-meier from the high end; likelihood: lognormal, mean exp(m + s^2 / 2); "
                  "regression: log of detected over normal scores fills in the rest",
       .source = "D. R. Helsel, Statistics for Censored Environmental Data, 2nd ed. (2012); D. R. "
                 "Helsel, T. A. Cohn, Water Resour. Res. 24 (1988) 1997",
       .settings = {{.name = "method",
                     .kind = Setting::Kind::choice,
                     .otherwise = "kaplan-meier",
                     .help = {"方法", "method"},
                     .choices = {"kaplan-meier", "likelihood", "regression"}},
                    {.name = "levels",
                     .kind = Setting::Kind::text,
                     .otherwise = "0.5,0.95",
                     .help = {"分位水平，以逗号分隔", "levels of quantiles, separated by commas"}},
                    {.name = "seed",
                     .kind = Setting::Kind::whole,
                     .otherwise = "1",
                     .help = {"回归法自助抽样的种子", "seed of the bootstrap by regression"}},
                    group_setting(),
                    one_confidence()},
       .run = concentrations},
  };
}

}  // namespace zhiheng::analysis
