// Places and grades when weights and data are moved within what they could have been.

#include <cmath>

#include "assess/facts.h"
#include "base/arithmetic.h"
#include "stat/score_ranks.h"

namespace zhiheng::assess {
namespace {

stat::PlausibleValue plausible(const catalog::AssessmentNode& node, const Facts& facts,
                               std::size_t leaf, std::size_t government) {
  const auto value = scored(facts, leaf, government).value;
  stat::PlausibleValue one;
  one.value = value ? to_double(*value) : 0;
  const Measure& measure = facts.measures[leaf][government];
  const auto review = facts.reviews.find({leaf, government});
  const bool established = facts.supposed.contains({leaf, government}) ||
                           (review != facts.reviews.end() && review->second.value);
  if (!value || established) return one;
  const bool change = node.scoring.function == catalog::ScoreFunction::change;
  if (measure.share && !change) {
    one.kind = stat::PlausibleValue::Kind::share;
    one.count = measure.hits;
    one.trials = measure.records;
  } else if (measure.below > 0 || measure.above > 0) {
    // A change is as uncertain as both years together.
    const double before = change ? measure.previous_deviation : 0;
    one.kind = stat::PlausibleValue::Kind::spread;
    one.below = std::hypot(measure.below, before);
    one.above = std::hypot(measure.above, before);
  }
  return one;
}

/// Gives parts of a leaf's points for drawn values; what does not depend on them is given before.
class DrawnScore {
 public:
  DrawnScore(const catalog::Scheme& scheme, const Facts& facts, const std::vector<Sheet>& sheets,
             std::size_t leaf)
      : node_(&scheme.nodes[leaf]), places_(scheme.places) {
    for (std::size_t i = 0; i < sheets.size(); ++i) {
      values_.push_back(scored(facts, leaf, i));
      const NodeScore& score = sheets[i].nodes[leaf];
      const bool fixed = score.basis == Basis::overridden || score.basis == Basis::missing;
      fixed_.push_back(fixed ? std::optional(part(score.points, score.maximum)) : std::nullopt);
    }
  }

  void operator()(std::span<const double> drawn, std::span<double> parts) {
    for (std::size_t i = 0; i < values_.size(); ++i) {
      if (!values_[i].value) continue;
      if (const auto value = nearest_decimal(drawn[i], catalog::places_of_scored_value)) {
        values_[i].value = *value;
      }
    }
    const auto given = give_points(*node_, places_, values_);
    for (std::size_t i = 0; i < parts.size(); ++i) {
      parts[i] = fixed_[i] ? *fixed_[i] : given[i] ? part(*given[i], node_->points) : 0;
    }
  }

 private:
  static double part(Decimal points, Decimal whole) {
    return whole.unscaled == 0 ? 0 : to_double(points) / to_double(whole);
  }

  const catalog::AssessmentNode* node_;
  int places_;
  std::vector<ScoredValue> values_;
  std::vector<std::optional<double>> fixed_;
};

Decimal rounded(double value, int places) {
  const auto found = nearest_decimal(value, places);
  return found ? *found : Decimal{};
}

constexpr int places_of_parts = 4;  // 2000 simulations carry no more

}  // namespace

Result<void> add_spread(const catalog::Scheme& scheme, const Facts& facts,
                        std::vector<Sheet>& sheets) {
  std::vector<stat::ScoreCriterion> criteria;
  for (std::size_t leaf = 0; leaf < scheme.nodes.size(); ++leaf) {
    if (!scheme.nodes[leaf].parts.empty() || sheets.empty()) continue;
    stat::ScoreCriterion one;
    one.points = to_double(sheets.front().nodes[leaf].maximum);
    for (std::size_t i = 0; i < sheets.size(); ++i) {
      one.values.push_back(plausible(scheme.nodes[leaf], facts, leaf, i));
    }
    one.score = DrawnScore(scheme, facts, sheets, leaf);
    criteria.push_back(std::move(one));
  }
  std::vector<double> totals;
  totals.reserve(sheets.size());
  for (const auto& sheet : sheets) totals.push_back(to_double(sheet.total));
  const auto made = [&](std::size_t unit, double sum) {
    const Sheet& sheet = sheets[unit];
    return totalled(scheme, rounded(sum, scheme.places), sheet.vetoes);
  };
  stat::ScoreOptions options;
  options.confidence = to_double(scheme.doubt.confidence);
  options.draws = scheme.doubt.draws;
  options.seed = static_cast<std::uint64_t>(scheme.doubt.seed);
  options.weights = static_cast<stat::WeightChange>(scheme.doubt.weights);
  options.concentration = to_double(scheme.doubt.concentration);
  options.reach = to_double(scheme.doubt.reach);
  options.classes = scheme.grades.size();
  options.total = [&](std::size_t unit, double sum) {
    const Sheet& sheet = sheets[unit];
    return to_double(made(unit, sum + to_double(sheet.bonus) - to_double(sheet.deductions)).total);
  };
  options.classify = [&](std::size_t unit, double total) { return made(unit, total).grade; };
  ZH_TRY(const auto spread, stat::score_spread(totals, criteria, options));
  for (std::size_t i = 0; i < sheets.size(); ++i) {
    Spread& one = sheets[i].spread.emplace();
    one.low = rounded(spread[i].low, scheme.places);
    one.high = rounded(spread[i].high, scheme.places);
    one.place_low = rounded(spread[i].rank.low, 1);
    one.place_high = rounded(spread[i].rank.high, 1);
    one.mean_place = rounded(spread[i].rank.mean_rank, 2);
    one.stability = rounded(spread[i].stability, places_of_parts);
    for (const double probability : spread[i].probability) {
      one.probability.push_back(rounded(probability, places_of_parts));
    }
  }
  return {};
}

}  // namespace zhiheng::assess
