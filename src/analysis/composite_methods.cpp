// What is one figure of many worth?

#include <cmath>

#include "analysis/failures.h"
#include "analysis/method_groups.h"
#include "analysis/methods.h"
#include "analysis/rows.h"
#include "analysis/settings.h"
#include "stat/composite.h"
#include "stat/ranks.h"
#include "stat/score_ranks.h"
#include "stat/shapley.h"

namespace zhiheng::analysis {

namespace {

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
  Rows rows({"rank_low", "rank_high", "score_low", "score_high", "stability"});
  for (const stat::ScoreSpread& each : found) {
    rows.add(
        std::vector<double>{each.rank.low, each.rank.high, each.low, each.high, each.stability});
  }
  rows.move_to(answer);
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
  answer.add("rank", stat::places(scores));
  if (call.flag("uncertainty")) {
    ZH_DO(add_uncertainty(call, indicators, values, weights, scores, answer));
  }
  if (call.flag("contributions")) {
    ZH_DO(add_contributions(call, indicators, scaled, weights, aggregation, answer));
  }
  return answer;
}

std::vector<Setting> composite_settings() {
  return {text_setting("unit", "unit", {"单位名称列", "column with the names of the units"}),
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
          whole_setting("seed", "1", {"随机数种子", "seed of the random numbers"})};
}

}  // namespace

std::vector<Method> composite_methods() {
  return {
      {.name = "composite",
       .group = group::efficiency_and_composite_indicators,
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
  };
}

}  // namespace zhiheng::analysis
