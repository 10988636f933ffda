// Who makes the most of what it is given, and what is one figure of many worth?

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "analysis/failures.h"
#include "analysis/methods.h"
#include "analysis/rows.h"
#include "analysis/settings.h"
#include "stat/composite.h"
#include "stat/envelopment.h"
#include "stat/score_ranks.h"
#include "stat/shapley.h"

namespace zhiheng::analysis {

namespace {

const Words group = {"效率与综合指数", "Efficiency and composite indicators"};

std::vector<std::string> listed(std::string_view text, char separator) {
  std::vector<std::string> names;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    names.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return names;
}

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
    all += names[peer.unit] + ' ' + written(peer.weight);
  }
  return all;
}

Result<Answer> efficiency(const Call& call) {
  for (const char* setting : {"inputs", "outputs"}) {
    if (!call.has(setting)) return call.refuse(setting, "a,b");
  }
  const std::vector<std::string> inputs = listed(call.text("inputs"), ',');
  const std::vector<std::string> outputs = listed(call.text("outputs"), ',');
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

/// What is declared of one indicator.
struct Indicator {
  std::string name;
  bool lower_is_better = false;
  double weight = 0;
  double target = 0;
};

Result<std::vector<Indicator>> indicators_of(const Call& call) {
  std::vector<Indicator> all;
  const Table* declared = call.table("indicators");
  if (declared == nullptr) {
    for (const std::string& name : call.in().columns()) {
      if (name != call.text("unit") && !name.ends_with("_sd")) all.push_back({.name = name});
    }
    return all;
  }
  ZH_TRY(const std::size_t name_at, declared->column("indicator"));
  ZH_TRY(const auto weights, declared->numbers("weight", 0));
  ZH_TRY(const auto targets, declared->numbers("target", 0));
  const auto direction_at = declared->find("direction");
  for (std::size_t row = 0; row < declared->rows(); ++row) {
    Indicator made{.name = std::string(declared->text(row, name_at)),
                   .weight = weights[row],
                   .target = targets[row]};
    const std::string_view direction = direction_at ? declared->text(row, *direction_at) : "up";
    if (direction != "up" && direction != "down") {
      return fail(cell_wrong, declared->place(row, "direction"), std::string(direction),
                  "up, down");
    }
    made.lower_is_better = direction == "down";
    all.push_back(std::move(made));
  }
  return all;
}

stat::Normalisation normalisation_of(const std::string& name) {
  return name == "min-max" ? stat::Normalisation::min_max
         : name == "z"     ? stat::Normalisation::z_score
         : name == "rank"  ? stat::Normalisation::rank
                           : stat::Normalisation::target;
}

Result<std::vector<double>> normalised(const Call& call, const Indicator& indicator,
                                       std::span<const double> values) {
  const stat::Normalisation method = normalisation_of(call.text("normalise"));
  auto scaled = stat::normalise(values, method, indicator.lower_is_better, indicator.target);
  if (!scaled) {
    Error error = scaled.error();
    error.where = indicator.name + ", " + error.where;
    return std::unexpected(error);
  }
  const double floor = call.number("floor");
  const bool has_floor =
      method == stat::Normalisation::min_max || method == stat::Normalisation::rank;
  if (!(floor >= 0 && floor < 1)) return call.refuse("floor", ">= 0, < 1");
  for (double& value : *scaled) value = has_floor ? floor + (1 - floor) * value : value;
  return scaled;
}

Result<std::vector<double>> weights_of(const Call& call, const std::vector<Indicator>& indicators,
                                       const std::vector<std::vector<double>>& scaled) {
  const std::string& name = call.text("weights");
  if (name == "entropy") return stat::data_weights(scaled, stat::Weighting::entropy);
  if (name == "critic") return stat::data_weights(scaled, stat::Weighting::critic);
  if (name == "components") return stat::data_weights(scaled, stat::Weighting::components);
  std::vector<double> weights;
  double sum = 0;
  for (const Indicator& each : indicators) {
    const double weight = name == "equal" ? 1 : each.weight;
    if (!(weight >= 0)) return fail(cell_wrong, each.name + ", weight", written(weight), ">= 0");
    weights.push_back(weight);
    sum += weight;
  }
  if (!(sum > 0)) return call.refuse("weights", "sum > 0");
  for (double& weight : weights) weight /= sum;
  return weights;
}

std::vector<double> ranks_of(const std::vector<double>& scores) {
  std::vector<double> ranks;
  for (const double score : scores) {
    double above = 0, level = 0;
    for (const double other : scores) {
      above += other > score ? 1 : 0;
      level += other == score ? 1 : 0;
    }
    ranks.push_back(above + (level + 1) / 2);
  }
  return ranks;
}

/// Intervals of scores and ranks when the weights, and values with a column NAME_sd, may differ.
Result<void> add_uncertainty(const Call& call, const std::vector<Indicator>& indicators,
                             const std::vector<std::vector<double>>& values,
                             const std::vector<double>& weights, const std::vector<double>& scores,
                             Answer& answer) {
  if (call.text("aggregate") != "linear") return call.refuse("aggregate", "linear");
  std::vector<stat::ScoreCriterion> criteria;
  for (std::size_t k = 0; k < indicators.size(); ++k) {
    ZH_TRY(const auto deviations, call.in().numbers(indicators[k].name + "_sd", 0));
    stat::ScoreCriterion criterion{.points = weights[k], .values = {}, .score = {}};
    for (std::size_t row = 0; row < scores.size(); ++row) {
      if (deviations[row] < 0) {
        return fail(cell_wrong, call.in().place(row, indicators[k].name + "_sd"),
                    written(deviations[row]), ">= 0");
      }
      criterion.values.push_back({.kind = deviations[row] > 0 ? stat::PlausibleValue::Kind::spread
                                                              : stat::PlausibleValue::Kind::fixed,
                                  .value = values[k][row],
                                  .below = deviations[row],
                                  .above = deviations[row]});
    }
    criterion.score = [&call, &indicator = indicators[k]](std::span<const double> drawn,
                                                          std::span<double> parts) {
      // Draws that cannot be put on the scale (all alike, at or below zero) part nobody.
      const auto scaled = normalised(call, indicator, drawn);
      for (std::size_t i = 0; i < parts.size(); ++i) parts[i] = scaled ? (*scaled)[i] : 0;
    };
    criteria.push_back(std::move(criterion));
  }
  const stat::ScoreOptions options{.confidence = call.number("confidence"),
                                   .draws = static_cast<int>(call.whole("draws")),
                                   .seed = static_cast<std::uint64_t>(call.whole("seed")),
                                   .concentration = call.number("concentration"),
                                   .stop = call.interrupted};
  ZH_TRY(const auto found, stat::score_spread(scores, criteria, options));
  std::vector<double> rank_low, rank_high, low, high, stability;
  for (const stat::ScoreSpread& each : found) {
    rank_low.push_back(each.rank.low);
    rank_high.push_back(each.rank.high);
    low.push_back(each.low);
    high.push_back(each.high);
    stability.push_back(each.stability);
  }
  answer.add("rank_low", std::move(rank_low));
  answer.add("rank_high", std::move(rank_high));
  answer.add("score_low", std::move(low));
  answer.add("score_high", std::move(high));
  answer.add("stability", std::move(stability));
  return {};
}

/// What each indicator adds to a unit's distance from the average unit.
Result<void> add_contributions(const Call& call, const std::vector<Indicator>& indicators,
                               const std::vector<std::vector<double>>& scaled,
                               const std::vector<double>& weights, stat::Aggregation aggregation,
                               Answer& answer) {
  const std::size_t units = scaled.front().size();
  std::vector<double> average;
  for (const auto& column : scaled) {
    double sum = 0;
    for (const double value : column) sum += value;
    average.push_back(sum / static_cast<double>(units));
  }
  const stat::ShapleyOptions options{.exact_up_to = 12,
                                     .seed = static_cast<std::uint64_t>(call.whole("seed"))};
  std::vector<std::vector<double>> contributions(scaled.size());
  for (std::size_t i = 0; i < units; ++i) {
    const auto value = [&](const std::vector<bool>& own) {
      double sum = 0;
      for (std::size_t k = 0; k < own.size(); ++k) {
        const double part = own[k] ? scaled[k][i] : average[k];
        sum += weights[k] * (aggregation == stat::Aggregation::linear ? part : std::log(part));
      }
      return aggregation == stat::Aggregation::linear ? sum : std::exp(sum);
    };
    ZH_DO(call.go_on());
    ZH_TRY(const auto shares, stat::shapley(scaled.size(), value, options));
    for (std::size_t k = 0; k < scaled.size(); ++k) {
      contributions[k].push_back(shares.contributions[k]);
    }
  }
  for (std::size_t k = 0; k < scaled.size(); ++k) {
    answer.add("contribution_" + indicators[k].name, std::move(contributions[k]));
  }
  return {};
}

Result<Answer> composite(const Call& call) {
  ZH_TRY(const std::vector<Indicator> indicators, indicators_of(call));
  std::vector<std::vector<double>> values, scaled;
  for (const Indicator& each : indicators) {
    ZH_TRY(auto column, call.in().numbers(each.name));
    ZH_TRY(auto on_scale, normalised(call, each, column));
    values.push_back(std::move(column));
    scaled.push_back(std::move(on_scale));
  }
  if (call.text("aggregate") == "geometric") {
    for (std::size_t k = 0; k < scaled.size(); ++k) {
      for (std::size_t row = 0; row < scaled[k].size(); ++row) {
        if (scaled[k][row] > 0) continue;
        return fail(cell_wrong, call.in().place(row, indicators[k].name), written(scaled[k][row]),
                    "> 0: --floor 0.01");
      }
    }
  }
  ZH_TRY(const std::vector<double> weights, weights_of(call, indicators, scaled));
  const auto aggregation =
      call.text("aggregate") == "linear" ? stat::Aggregation::linear : stat::Aggregation::geometric;
  ZH_TRY(const std::vector<double> scores, stat::composite(scaled, weights, aggregation));
  ZH_TRY(Answer answer, call.echo({call.text("unit")}));
  for (std::size_t k = 0; k < indicators.size(); ++k) {
    answer.add("scaled_" + indicators[k].name, scaled[k]);
    answer.remarks.push_back("weight of " + indicators[k].name + ": " + written(weights[k]));
  }
  answer.add("score", scores);
  answer.add("rank", ranks_of(scores));
  if (call.flag("uncertainty")) {
    ZH_DO(add_uncertainty(call, indicators, values, weights, scores, answer));
  }
  if (call.flag("contributions")) {
    ZH_DO(add_contributions(call, indicators, scaled, weights, aggregation, answer));
  }
  return answer;
}

/// "judgements[0][2]" as the line of one criterion and the column of the other.
std::unexpected<Error> of_judgements(const Table& in, const std::vector<std::string>& names,
                                     Error error) {
  std::size_t row = 0, column = 0;
  if (std::sscanf(error.where.c_str(), "judgements[%zu][%zu]", &row, &column) == 2 &&
      row < names.size() && column < names.size()) {
    error.where = in.place(row, names[column]);
  }
  return std::unexpected(std::move(error));
}

Result<Answer> judged_weights(const Call& call) {
  ZH_TRY(const std::size_t name_at, call.in().column("criterion"));
  const std::vector<std::string> names = call.in().texts(name_at);
  constexpr std::size_t most = 1000;
  if (names.size() > most) {
    return fail(cell_wrong, call.in().place(most, "criterion"), std::to_string(names.size()),
                "<= " + std::to_string(most) + " criteria");
  }
  std::vector<double> judgements(names.size() * names.size());
  for (std::size_t j = 0; j < names.size(); ++j) {
    ZH_TRY(const auto column, call.in().numbers(names[j]));
    for (std::size_t i = 0; i < names.size(); ++i) judgements[i * names.size() + j] = column[i];
  }
  auto judged = stat::judged_weights(judgements);
  if (!judged) return of_judgements(call.in(), names, std::move(judged.error()));
  auto found = *std::move(judged);
  const std::size_t count = names.size();
  Answer answer;
  answer.add("criterion", names);
  answer.add("weight", std::move(found.weights));
  answer.add("eigenvalue", std::vector<double>(count, found.largest_eigenvalue));
  answer.add("inconsistency", std::vector<double>(count, found.inconsistency));
  answer.add("consistency_ratio", std::vector<double>(count, found.consistency_ratio));
  if (found.consistency_ratio > 0.1) {
    answer.remarks.emplace_back(
        "the consistency ratio is above 0.1: the judgements should be "
        "looked at again");
  }
  return answer;
}

Result<Answer> shapley(const Call& call) {
  ZH_TRY(const std::size_t at, call.in().column("coalition"));
  ZH_TRY(const auto values, call.in().numbers("value"));
  std::vector<std::string> parts;
  for (std::size_t row = 0; row < values.size(); ++row) {
    for (std::string& part : listed(call.in().text(row, at), '|')) {
      if (std::ranges::find(parts, part) == parts.end()) parts.push_back(std::move(part));
    }
  }
  if (parts.empty() || parts.size() > 20) {
    return fail(cell_wrong, call.in().name() + ", coalition", std::to_string(parts.size()),
                "1..20");
  }
  std::vector<double> known(std::size_t{1} << parts.size(), std::nan(""));
  known[0] = 0;  // nobody gains nothing, unless the table says otherwise
  for (std::size_t row = 0; row < values.size(); ++row) {
    std::size_t set = 0;
    for (const std::string& part : listed(call.in().text(row, at), '|')) {
      set |= std::size_t{1} << static_cast<std::size_t>(std::ranges::find(parts, part) -
                                                        parts.begin());
    }
    known[set] = values[row];
  }
  for (std::size_t set = 0; set < known.size(); ++set) {
    if (!std::isnan(known[set])) continue;
    std::string missing;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if ((set >> i & 1U) != 0) missing.append(missing.empty() ? "" : "|").append(parts[i]);
    }
    return fail(cell_wrong, call.in().name() + ", coalition", "", missing);
  }
  const auto value = [&](const std::vector<bool>& members) {
    std::size_t set = 0;
    for (std::size_t i = 0; i < members.size(); ++i) {
      if (members[i]) set |= std::size_t{1} << i;
    }
    return known[set];
  };
  ZH_TRY(auto found, stat::shapley(parts.size(), value));
  Answer answer;
  answer.add("part", parts);
  answer.add("contribution", std::move(found.contributions));
  return answer;
}

Setting unit_setting() {
  return {.name = "unit",
          .kind = Setting::Kind::text,
          .otherwise = "unit",
          .help = {"单位名称列", "column with the names of the units"}};
}

Setting seed_setting() {
  return {.name = "seed",
          .kind = Setting::Kind::whole,
          .otherwise = "1",
          .help = {"随机数种子", "seed of the random numbers"}};
}

std::vector<Setting> efficiency_settings() {
  return {unit_setting(),
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

std::vector<Setting> composite_settings() {
  return {unit_setting(),
          {.name = "indicators",
           .kind = Setting::Kind::table,
           .help = {"指标说明表：indicator、direction（up、down）、weight、target",
                    "table of the indicators: indicator, direction (up, down), weight, target"}},
          {.name = "normalise",
           .kind = Setting::Kind::choice,
           .otherwise = "min-max",
           .help = {"无量纲化", "scale"},
           .choices = {"min-max", "z", "rank", "target"}},
          {.name = "weights",
           .kind = Setting::Kind::choice,
           .otherwise = "equal",
           .help = {"权重", "weights"},
           .choices = {"equal", "given", "entropy", "critic", "components"}},
          {.name = "aggregate",
           .kind = Setting::Kind::choice,
           .otherwise = "linear",
           .help = {"合成方式", "aggregation"},
           .choices = {"linear", "geometric"}},
          {.name = "floor",
           .kind = Setting::Kind::number,
           .otherwise = "0",
           .help = {"min-max、rank 的最低值；几何合成须大于零",
                    "lowest value of min-max and rank; above zero for geometric"}},
          {.name = "contributions",
           .kind = Setting::Kind::flag,
           .help = {"各指标对偏离平均的贡献（Shapley）",
                    "what each indicator adds to the distance from the average unit (Shapley)"}},
          {.name = "uncertainty",
           .kind = Setting::Kind::flag,
           .help = {"名次与得分的区间；NAME_sd 列为数值的标准差",
                    "intervals of ranks and scores; columns NAME_sd are deviations of the values"}},
          confidence_setting(),
          {.name = "draws",
           .kind = Setting::Kind::whole,
           .otherwise = "2000",
           .help = {"模拟次数", "simulated tables"}},
          {.name = "concentration",
           .kind = Setting::Kind::number,
           .otherwise = "200",
           .help = {"权重的集中度，越大越接近给定权重",
                    "the larger, the closer simulated weights stay to the given ones"}},
          seed_setting()};
}

}  // namespace

std::vector<Method> efficiency_methods() {
  return {
      {.name = "efficiency",
       .group = group,
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
      {.name = "composite",
       .group = group,
       .title = {"综合指数：无量纲化、权重、合成、名次的不确定性",
                 "composite indicators: scales, weights, aggregation, uncertainty of ranks"},
       .columns = {"输入：每行一个单位，每列一个指标。输出：scaled_、score、rank 等。",
                   "A row per unit, a column per indicator. Answer: scaled_, score, rank, and with "
                   "switches rank_low, rank_high, score_low, score_high, stability, "
                   "contribution_."},
       .formula = "linear: sum w z; geometric: product z^w",
       .source = "OECD/JRC, Handbook on Constructing Composite Indicators (2008)",
       .settings = composite_settings(),
       .run = composite},
      {.name = "judged-weights",
       .group = group,
       .title = {"层次分析法（AHP）权重与一致性检验", "AHP weights and their consistency"},
       .columns = {"输入：criterion 列及以各准则命名的列。",
                   "Columns: criterion, and one named after each criterion: how many times the row "
                   "counts as much as the column. Answer: weight, consistency_ratio."},
       .formula = "A w = lambda w; CI = (lambda - n) / (n - 1); CR = CI / RI",
       .source = "T. L. Saaty, The Analytic Hierarchy Process (1980)",
       .settings = {},
       .run = judged_weights},
      {.name = "shapley",
       .group = group,
       .title = {"Shapley 贡献分解", "Shapley contributions"},
       .columns =
           {"输入列：coalition（以 | 分隔，空为无）、value，须列全各组合。",
            "Columns: coalition (parts joined by |), value, with all combinations; the empty "
            "one is 0 unless given. Answer: part, contribution."},
       .formula = "sum over S of |S|! (n - |S| - 1)! / n! (v(S + i) - v(S))",
       .source = "L. S. Shapley (1953)",
       .settings = {},
       .run = shapley},
  };
}

}  // namespace zhiheng::analysis
