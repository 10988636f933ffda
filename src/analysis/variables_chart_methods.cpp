// Charts of measured values: means, single values, weighted means, sums.

#include <algorithm>
#include <cmath>

#include "analysis/failures.h"
#include "analysis/method_groups.h"
#include "analysis/methods.h"
#include "analysis/rows.h"
#include "stat/cusum.h"
#include "stat/shewhart.h"

namespace zhiheng::analysis {

namespace {

stat::ProcessStandard standard_of(const Call& call) {
  stat::ProcessStandard standard;
  if (call.has("centre")) standard.centre = call.number("centre");
  if (call.has("sigma")) standard.sigma = call.number("sigma");
  return standard;
}

/// The numbers of the rules that are complete: "1 5".
std::string rules_text(std::uint8_t marks) {
  std::string text;
  for (int rule = 1; rule <= 8; ++rule) {
    if ((marks >> (rule - 1) & 1) == 0) continue;
    text.append(text.empty() ? "" : " ").append(std::to_string(rule));
  }
  return text;
}

Result<stat::VariablesChart> chart_of(const Call& call, std::vector<std::string>& names) {
  ZH_TRY(const auto values, call.in().numbers(call.text("value")));
  const double width = call.number("width");
  if (call.text("type") == "individuals") {
    for (std::size_t row = 0; row < values.size(); ++row) names.push_back(std::to_string(row + 1));
    return stat::individuals_chart(values, standard_of(call), width);
  }
  if (!call.has("subgroup")) return call.refuse("subgroup", "a column");
  ZH_TRY(const std::size_t at, call.in().column(call.text("subgroup")));
  std::vector<double> ordered;
  std::vector<std::size_t> sizes;
  for (const Group& one : groups_of(call.in(), at)) {
    names.push_back(one.name);
    sizes.push_back(one.rows.size());
    for (const std::size_t row : one.rows) ordered.push_back(values[row]);
  }
  return stat::subgroup_chart(
      ordered, sizes,
      call.text("type") == "xbar-s" ? stat::WithinSpread::deviation : stat::WithinSpread::range,
      standard_of(call), width);
}

Result<Answer> variables_chart(const Call& call) {
  std::vector<std::string> names;
  const auto chart = chart_of(call, names);
  if (!chart) return locate_index(call.in(), chart.error());
  ZH_TRY(const auto marks, stat::nelson_rules(chart->standardised));
  const double none = std::nan("");
  Rows rows(
      {"value", "center", "lcl", "ucl", "spread", "spread_center", "spread_lcl", "spread_ucl"});
  std::vector<std::string> rules;
  // The first single value has no moving range.
  const std::size_t late = names.size() - chart->spread.values.size();
  for (std::size_t i = 0; i < names.size(); ++i) {
    std::vector<double> cells = {chart->level.values[i], chart->centre, chart->level.limits[i].low,
                                 chart->level.limits[i].high};
    if (i < late) {
      cells.insert(cells.end(), 4, none);
    } else {
      const auto& spread = chart->spread;
      cells.insert(cells.end(), {spread.values[i - late], spread.centre[i - late],
                                 spread.limits[i - late].low, spread.limits[i - late].high});
    }
    rows.add(cells);
    rules.push_back(rules_text(marks[i]));
  }
  Answer answer;
  answer.add("sample", std::move(names));
  rows.move_to(answer);
  answer.add("nelson", std::move(rules));
  answer.remarks.push_back("sigma within " + written(chart->sigma));
  return answer;
}

Result<Answer> ewma(const Call& call) {
  ZH_TRY(const auto values, call.in().numbers(call.text("value")));
  stat::ProcessStandard standard = standard_of(call);
  if (!standard.centre || !standard.sigma) {
    const auto chart = stat::individuals_chart(values, standard);
    if (!chart) return locate_index(call.in(), chart.error());
    standard = {chart->centre, chart->sigma};
  }
  const auto line = stat::ewma_chart(values, *standard.centre, *standard.sigma,
                                     call.number("lambda"), call.number("width"));
  if (!line) return locate_index(call.in(), line.error());
  Rows rows({"value", "ewma", "center", "lcl", "ucl"});
  std::vector<std::int64_t> alarms;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto& limits = line->limits[i];
    rows.add(
        std::vector<double>{values[i], line->values[i], line->centre[i], limits.low, limits.high});
    alarms.push_back(line->values[i] < limits.low || line->values[i] > limits.high ? 1 : 0);
  }
  ZH_TRY(Answer answer, call.echo({}));
  rows.move_to(answer);
  answer.add("alarm", std::move(alarms));
  return answer;
}

Result<Answer> cusum(const Call& call) {
  ZH_TRY(const auto values, call.in().numbers(call.text("value")));
  stat::ProcessStandard standard = standard_of(call);
  if (!standard.centre || !standard.sigma) {
    const auto chart = stat::individuals_chart(values, standard);
    if (!chart) return locate_index(call.in(), chart.error());
    standard = {chart->centre, chart->sigma};
  }
  const auto points = stat::cusum_chart(values, {.target = *standard.centre,
                                                 .sigma = *standard.sigma,
                                                 .reference = call.number("k"),
                                                 .limit = call.number("h"),
                                                 .head_start = call.number("head-start")});
  if (!points) return locate_index(call.in(), points.error());
  Rows rows({"value", "upper", "lower"});
  std::vector<std::int64_t> alarms;
  for (std::size_t i = 0; i < values.size(); ++i) {
    rows.add(std::vector<double>{values[i], (*points)[i].upper, (*points)[i].lower});
    alarms.push_back((*points)[i].alarm ? 1 : 0);
  }
  ZH_TRY(Answer answer, call.echo({}));
  rows.move_to(answer);
  answer.add("alarm", std::move(alarms));
  return answer;
}

std::vector<Setting> with_standard(std::vector<Setting> more) {
  std::vector<Setting> all = {
      {.name = "value",
       .kind = Setting::Kind::text,
       .otherwise = "value",
       .help = {"数值列名", "column of the values"}},
      {.name = "centre",
       .kind = Setting::Kind::number,
       .help = {"已知的中心（默认由数据估计）", "a known centre (else estimated)"}},
      {.name = "sigma",
       .kind = Setting::Kind::number,
       .help = {"已知的 σ（默认由数据估计）", "a known sigma (else estimated)"}}};
  std::ranges::move(more, std::back_inserter(all));
  return all;
}

Setting width_setting() {
  return {.name = "width",
          .kind = Setting::Kind::number,
          .otherwise = "3",
          .help = {"界限宽度（σ 的倍数）", "width in sigmas"}};
}

const Words time_order = {"输入：按时间排列，每个值一行。",
                          "A row per value in the order of time."};

}  // namespace

std::vector<Method> variables_chart_methods() {
  return {
      {.name = "variables-chart",
       .group = group::control_charts,
       .title = {"计量控制图（X̄-R、X̄-s、单值）与 Nelson 判异准则",
                 "charts of measured values (X-bar with R or s, individuals), Nelson's rules"},
       .columns = {time_order.zh + "nelson 列给出完成的准则号。",
                   time_order.en + " Answer: a row per subgroup with level, spread and limits; "
                                   "column nelson names the rules complete there."},
       .formula = "centre -/+ width sigma / sqrt(n); sigma = mean R / d2, mean s / c4",
       .source = "ISO 7870-2:2013 (GB/T 17989.2); L. S. Nelson, J. Qual. Technol. 16 (1984) 237",
       .settings = with_standard(
           {{.name = "type",
             .kind = Setting::Kind::choice,
             .otherwise = "individuals",
             .help = {"图的种类", "kind of chart"},
             .choices = {"individuals", "xbar-r", "xbar-s"}},
            {.name = "subgroup",
             .kind = Setting::Kind::text,
             .help = {"子组列名（X̄ 图必需）", "column of the subgroups, needed for X-bar"}},
            width_setting()}),
       .run = variables_chart},
      {.name = "ewma",
       .group = group::control_charts,
       .title = {"指数加权移动平均（EWMA）控制图", "EWMA chart"},
       .columns = time_order,
       .formula = "z = lambda x + (1 - lambda) z; limits centre -/+ width sigma sqrt(lambda / (2 - "
                  "lambda) (1 - (1 - lambda)^(2 i)))",
       .source = "S. W. Roberts, Technometrics 1 (1959) 239; ISO 7870-6:2016",
       .settings = with_standard({{.name = "lambda",
                                   .kind = Setting::Kind::number,
                                   .otherwise = "0.2",
                                   .help = {"新值的权重", "weight of the newest value"}},
                                  width_setting()}),
       .run = ewma},
      {.name = "cusum",
       .group = group::control_charts,
       .title = {"累积和（CUSUM）控制图", "CUSUM chart"},
       .columns = time_order,
       .formula = "upper = max(0, upper + z - k), lower = max(0, lower - z - k), alarm above h",
       .source = "E. S. Page, Biometrika 41 (1954) 100",
       .settings = with_standard(
           {{.name = "k",
             .kind = Setting::Kind::number,
             .otherwise = "0.5",
             .help = {"参考值（σ 的倍数）",
                      "half the shift to be found, in "
                      "sigmas"}},
            {.name = "h",
             .kind = Setting::Kind::number,
             .otherwise = "4.774",
             .help = {"界限；4.774 即 370 个值误报一次", "limit; 4.774 is one false alarm in 370"}},
            {.name = "head-start",
             .kind = Setting::Kind::number,
             .otherwise = "0",
             .help = {"起始值（快速响应）", "first sums start here"}}}),
       .run = cusum},
  };
}

}  // namespace zhiheng::analysis
