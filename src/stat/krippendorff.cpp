// Krippendorff's alpha of agreement.h.

#include <algorithm>
#include <cmath>
#include <map>

#include "stat/agreement.h"
#include "stat/check.h"
#include "stat/failures.h"
#include "stat/order.h"
#include "stat/random.h"

namespace zhiheng::stat {
namespace {

/// Ratings as positions among the different values, ascending within a unit; units rated once are
/// left out.
struct Units {
  std::vector<double> values;           ///< different values, ascending
  std::vector<std::size_t> which;       ///< per rating: position in `values`
  std::vector<std::size_t> ends = {0};  ///< unit u has the ratings ends[u]..ends[u + 1] - 1

  [[nodiscard]] std::size_t count() const { return ends.size() - 1; }
  [[nodiscard]] std::span<const std::size_t> of(std::size_t unit) const {
    return std::span(which).subspan(ends[unit], ends[unit + 1] - ends[unit]);
  }
};

Units units_of(std::span<const Rating> ratings) {
  std::map<std::size_t, std::vector<double>> by_unit;
  for (const Rating& rating : ratings) by_unit[rating.unit].push_back(rating.value);
  std::erase_if(by_unit, [](const auto& unit) { return unit.second.size() < 2; });
  Units units;
  for (auto& [unit, values] : by_unit) {
    std::ranges::sort(values);
    units.values.insert(units.values.end(), values.begin(), values.end());
  }
  std::ranges::sort(units.values);
  units.values.erase(std::ranges::unique(units.values).begin(), units.values.end());
  for (const auto& [unit, values] : by_unit) {
    for (const double value : values) {
      const auto at = std::ranges::lower_bound(units.values, value);
      units.which.push_back(static_cast<std::size_t>(at - units.values.begin()));
    }
    units.ends.push_back(units.which.size());
  }
  return units;
}

/// A place on the scale and how many ratings stand there.
struct Mass {
  double place = 0;
  double count = 0;
};

double ratio_distance(double one, double other) {
  const double sum = one + other;
  return sum > 0 ? (one - other) * (one - other) / (sum * sum) : 0;
}

/// Disagreement summed over all ordered pairs of ratings.
double over_pairs(RatingScale scale, std::span<const Mass> masses) {
  double n = 0;
  double same = 0;
  double sum = 0;
  double squares = 0;
  for (const Mass& mass : masses) {
    n += mass.count;
    same += mass.count * mass.count;
    sum += mass.count * mass.place;
    squares += mass.count * mass.place * mass.place;
  }
  if (scale == RatingScale::nominal) return n * n - same;
  if (scale != RatingScale::ratio) return std::max(0.0, 2 * (n * squares - sum * sum));
  double ratios = 0;
  for (std::size_t i = 0; i < masses.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      ratios +=
          2 * masses[i].count * masses[j].count * ratio_distance(masses[i].place, masses[j].place);
    }
  }
  return ratios;
}

/// The different values with their counts, where the scale puts them: on the ordinal scale the
/// distance of two values is that of their mid-ranks. Around the mean, so that squares stay small.
std::vector<Mass> masses_of(RatingScale scale, std::span<const double> values,
                            std::span<const double> counts) {
  std::vector<Mass> masses;
  double below = 0;
  double sum = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double place = scale == RatingScale::ordinal ? below + counts[i] / 2 : values[i];
    masses.push_back({place, counts[i]});
    below += counts[i];
    sum += counts[i] * place;
  }
  if (scale == RatingScale::ratio) return masses;
  for (Mass& mass : masses) mass.place -= sum / below;
  return masses;
}

/// The ratings of one unit, equal ones together.
std::vector<Mass> masses_within(std::span<const std::size_t> unit, std::span<const Mass> all) {
  std::vector<Mass> masses;
  for (std::size_t i = 0; i < unit.size(); ++i) {
    if (i == 0 || unit[i] != unit[i - 1]) masses.push_back({all[unit[i]].place, 0});
    masses.back().count += 1;
  }
  return masses;
}

struct Disagreements {
  double observed = 0;
  double expected = 0;
};

/// Both disagreements of the units drawn, a unit as often as it is named.
Disagreements disagreements(const Units& units, std::span<const std::size_t> drawn,
                            RatingScale scale) {
  std::vector<double> counts(units.values.size(), 0.0);
  double n = 0;
  for (const std::size_t unit : drawn) {
    for (const std::size_t at : units.of(unit)) counts[at] += 1;
    n += static_cast<double>(units.of(unit).size());
  }
  const std::vector<Mass> all = masses_of(scale, units.values, counts);
  Disagreements found;
  for (const std::size_t unit : drawn) {
    const auto raters = static_cast<double>(units.of(unit).size());
    found.observed += over_pairs(scale, masses_within(units.of(unit), all)) / (raters - 1) / n;
  }
  found.expected = over_pairs(scale, all) / (n * (n - 1));
  return found;
}

Result<void> check_ratings(std::span<const Rating> ratings, RatingScale scale) {
  for (std::size_t at = 0; at < ratings.size(); ++at) {
    ZH_DO(check_finite(place("ratings", at), ratings[at].value));
    if (scale == RatingScale::ratio) {
      ZH_DO(check_not_negative(place("ratings", at), ratings[at].value));
    }
  }
  return {};
}

}  // namespace

Result<KrippendorffAlpha> krippendorff_alpha(std::span<const Rating> ratings, RatingScale scale,
                                             double confidence, std::uint64_t seed,
                                             std::size_t replicates,
                                             const std::atomic<bool>* stop) {
  ZH_DO(check_confidence(confidence));
  ZH_DO(check_at_least("replicates", replicates, 100));
  ZH_DO(check_ratings(ratings, scale));
  const Units units = units_of(ratings);
  ZH_DO(check_at_least("units rated twice", units.count(), 2));
  constexpr std::size_t most_ratios = 500;
  if (scale == RatingScale::ratio && units.values.size() > most_ratios) {
    return fail(too_many_observations, "values", std::to_string(units.values.size()),
                "<= " + std::to_string(most_ratios));
  }
  if (units.values.size() < 2) {
    return fail(no_spread, "ratings", shown(units.values.front()), "> 1 distinct value");
  }
  std::vector<std::size_t> drawn(units.count());
  for (std::size_t i = 0; i < drawn.size(); ++i) drawn[i] = i;
  const Disagreements whole = disagreements(units, drawn, scale);
  KrippendorffAlpha found{.observed = whole.observed,
                          .expected = whole.expected,
                          .alpha = 1 - whole.observed / whole.expected,
                          .interval = {},
                          .units = units.count(),
                          .degenerate = 0};
  std::vector<double> alphas;
  for (std::size_t replicate = 0; replicate < replicates; ++replicate) {
    if (is_set(stop)) return fail(interrupted, {});
    Random random(seed, replicate);
    for (std::size_t& unit : drawn) unit = static_cast<std::size_t>(random.below(units.count()));
    const Disagreements one = disagreements(units, drawn, scale);
    if (one.expected > 0) alphas.push_back(1 - one.observed / one.expected);
  }
  found.degenerate = replicates - alphas.size();
  ZH_DO(check_at_least("replicates that vary", alphas.size(), 50));
  std::ranges::sort(alphas);
  found.interval = {quantile_of_ordered(alphas, (1 - confidence) / 2),
                    quantile_of_ordered(alphas, (1 + confidence) / 2)};
  return found;
}

}  // namespace zhiheng::stat
