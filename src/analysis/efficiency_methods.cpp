// Who makes the most of what it is given?

#include <algorithm>
#include <cmath>

#include "analysis/failures.h"
#include "analysis/method_groups.h"
#include "analysis/methods.h"
#include "analysis/rows.h"
#include "analysis/settings.h"
#include "stat/envelopment.h"

namespace zhiheng::analysis {

namespace {

Result<std::vector<std::vector<double>>> columns_of(const Call& call,
                                                    const std::vector<std::string>& names) {
  std::vector<std::vector<double>> columns;
  for (const std::string& name : names) {
    ZH_TRY(auto column, call.in().numbers(name));
    columns.push_back(std::move(column));
  }
  return columns;
}

stat::ReturnsToScale returns_of(const std::string& name) {
  return name == "constant"     ? stat::ReturnsToScale::constant
         : name == "variable"   ? stat::ReturnsToScale::variable
         : name == "decreasing" ? stat::ReturnsToScale::decreasing
                                : stat::ReturnsToScale::increasing;
}

std::string peers_in_words(const std::vector<stat::Peer>& peers,
                           const std::vector<std::string>& names) {
  std::string all;
  for (const stat::Peer& peer : peers) {
    if (!all.empty()) all += '|';
    // The solver stops at 1e-9; what lies beyond would look like knowledge.
    all += names[peer.unit] + ' ' + written(std::round(peer.weight * 1e9) / 1e9);
  }
  return all;
}

Result<Answer> efficiency(const Call& call) {
  for (const char* setting : {"inputs", "outputs"}) {
    if (!call.has(setting)) return call.refuse(setting, "a,b");
  }
  const std::vector<std::string> inputs = listed(call.text("inputs"));
  const std::vector<std::string> outputs = listed(call.text("outputs"));
  ZH_TRY(const auto input_columns, columns_of(call, inputs));
  ZH_TRY(const auto output_columns, columns_of(call, outputs));
  ZH_TRY(const std::size_t name_at, call.in().column(call.text("unit")));
  const std::vector<std::string> names = call.in().texts(name_at);
  std::vector<stat::ProducingUnit> units(names.size());
  for (std::size_t row = 0; row < units.size(); ++row) {
    for (const auto& column : input_columns) units[row].inputs.push_back(column[row]);
    for (const auto& column : output_columns) units[row].outputs.push_back(column[row]);
  }
  for (const std::vector<std::string>& columns : {inputs, outputs}) {
    for (const std::string& column : columns) {
      ZH_TRY(const auto amounts, call.in().numbers(column));
      const auto negative = std::ranges::find_if(amounts, [](double each) { return each < 0; });
      if (negative == amounts.end()) continue;
      const auto row = static_cast<std::size_t>(negative - amounts.begin());
      return fail(cell_wrong, call.in().place(row, column), written(*negative), ">= 0");
    }
  }
  const stat::EnvelopmentOptions options{.returns = returns_of(call.text("returns")),
                                         .side = call.text("side") == "input"
                                                     ? stat::EnvelopmentSide::input
                                                     : stat::EnvelopmentSide::output,
                                         .super = call.flag("super"),
                                         .threads = call.threads()};
  ZH_TRY(const auto found, by_row(call.in(), stat::envelopment(units, options)));
  ZH_TRY(Answer answer, call.echo({call.text("unit")}));
  std::vector<double> score, value, super;
  std::vector<std::int64_t> efficient;
  std::vector<std::string> peers;
  for (const stat::EnvelopmentScore& each : found) {
    score.push_back(each.score);
    value.push_back(each.efficiency);
    efficient.push_back(each.efficient ? 1 : 0);
    super.push_back(each.super.value_or(std::nan("")));
    peers.push_back(peers_in_words(each.peers, names));
  }
  answer.add("score", std::move(score));
  answer.add("efficiency", std::move(value));
  answer.add("efficient", std::move(efficient));
  if (options.super) answer.add("super", std::move(super));
  answer.add("peers", std::move(peers));
  const auto add = [&](const std::string& what, const std::vector<std::string>& columns,
                       std::vector<double> stat::EnvelopmentScore::*member) {
    for (std::size_t k = 0; k < columns.size(); ++k) {
      std::vector<double> values;
      for (const stat::EnvelopmentScore& each : found) values.push_back((each.*member)[k]);
      answer.add(what + columns[k], std::move(values));
    }
  };
  add("slack_", inputs, &stat::EnvelopmentScore::input_slacks);
  add("slack_", outputs, &stat::EnvelopmentScore::output_slacks);
  add("price_", inputs, &stat::EnvelopmentScore::input_prices);
  add("price_", outputs, &stat::EnvelopmentScore::output_prices);
  return answer;
}

std::vector<Setting> efficiency_settings() {
  return {text_setting("unit", "unit", {"单位名称列", "column with the names of the units"}),
          {.name = "inputs",
           .kind = Setting::Kind::text,
           .help = {"投入列：a,b", "columns of inputs: a,b"}},
          {.name = "outputs",
           .kind = Setting::Kind::text,
           .help = {"产出列：c,d", "columns of outputs: c,d"}},
          {.name = "returns",
           .kind = Setting::Kind::choice,
           .otherwise = "constant",
           .help = {"规模报酬：constant 即 CCR，variable 即 BCC",
                    "returns to scale: constant is CCR, variable is BCC"},
           .choices = {"constant", "variable", "decreasing", "increasing"}},
          {.name = "side",
           .kind = Setting::Kind::choice,
           .otherwise = "input",
           .help = {"投入导向或产出导向", "orientation"},
           .choices = {"input", "output"}},
          {.name = "super",
           .kind = Setting::Kind::flag,
           .help = {"另给超效率", "also super-efficiency"}},
          threads_setting()};
}

}  // namespace

std::vector<Method> efficiency_methods() {
  return {
      {.name = "efficiency",
       .group = group::efficiency_and_composite_indicators,
       .title = {"数据包络分析（CCR、BCC）", "data envelopment analysis (CCR, BCC)"},
       .columns = {"输入：每行一个单位，--inputs、--outputs 给出列名。输出：score、efficiency、"
                   "efficient、peers、各 slack_、price_。",
                   "A row per unit; --inputs and --outputs name the columns. Answer: score, "
                   "efficiency, efficient, peers, slack_ and price_ of each column, super."},
       .formula = "min theta: sum l x <= theta x_o, sum l y >= y_o; then max sum of slacks",
       .source = "A. Charnes, W. W. Cooper, E. Rhodes, Eur. J. Oper. Res. 2 (1978) 429; R. D. "
                 "Banker, A. Charnes, W. W. Cooper, Manag. Sci. 30 (1984) 1078",
       .settings = efficiency_settings(),
       .run = efficiency},
  };
}

}  // namespace zhiheng::analysis
