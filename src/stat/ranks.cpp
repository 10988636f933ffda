#include "stat/ranks.h"

#include <algorithm>

#include "stat/check.h"
#include "stat/failures.h"
#include "stat/order.h"
#include "stat/random.h"

namespace zhiheng::stat {
namespace {

Result<void> check(const RankOptions& options, std::size_t units) {
  ZH_DO(check_confidence(options.confidence));
  const std::size_t draws = options.draws < 0 ? 0 : static_cast<std::size_t>(options.draws);
  ZH_DO(check_at_least("draws", draws, 100));
  // One number for each unit in each table is kept.
  constexpr std::size_t most = 100'000'000;
  if (draws > most / std::max<std::size_t>(units, 1)) {
    return fail(too_many_observations, "draws", std::to_string(draws),
                "<= " + std::to_string(most / units));
  }
  return {};
}

/// `draw(random, unit)` gives one plausible value of a unit.
template <class Draw>
Result<std::vector<RankInterval>> simulate(std::span<const double> estimates,
                                           const RankOptions& options, const Draw& draw) {
  const std::size_t units = estimates.size();
  const auto draws = static_cast<std::size_t>(options.draws);
  std::vector<std::vector<double>> ranks(units, std::vector<double>(draws));
  std::vector<double> values(units);
  for (std::size_t d = 0; d < draws; ++d) {
    if (is_set(options.stop)) return fail(interrupted, {});
    Random random(options.seed, d);
    for (std::size_t unit = 0; unit < units; ++unit) values[unit] = draw(random, unit);
    const std::vector<double> drawn = places(values);
    for (std::size_t unit = 0; unit < units; ++unit) ranks[unit][d] = drawn[unit];
  }
  const std::vector<double> own = places(estimates);
  const double tail = (1 - options.confidence) / 2;
  std::vector<RankInterval> result;
  result.reserve(units);
  for (std::size_t unit = 0; unit < units; ++unit) {
    double sum = 0;
    for (const double rank : ranks[unit]) sum += rank;
    const std::vector<double> ordered = in_order(ranks[unit]);
    result.push_back({own[unit], sum / static_cast<double>(draws),
                      quantile_of_ordered(ordered, tail), quantile_of_ordered(ordered, 1 - tail)});
  }
  return result;
}

}  // namespace

std::vector<double> places(std::span<const double> values) {
  const std::vector<std::size_t> order = order_of(values);
  std::vector<double> place(values.size());
  for (std::size_t start = 0; start < order.size();) {
    std::size_t end = start + 1;
    while (end < order.size() && values[order[end]] == values[order[start]]) ++end;
    // Ascending positions start..end-1 are the places n - end + 1 .. n - start from the top.
    const double shared = static_cast<double>(2 * order.size() - start - end + 1) / 2;
    for (std::size_t i = start; i < end; ++i) place[order[i]] = shared;
    start = end;
  }
  return place;
}

Result<std::vector<std::optional<RankInterval>>> rank_shares(std::span<const Proportion> units,
                                                             const RankOptions& options) {
  ZH_DO(check(options, units.size()));
  std::vector<std::size_t> ranked;
  std::vector<double> estimates;
  for (std::size_t i = 0; i < units.size(); ++i) {
    ZH_DO(check_count("units", i, units[i].count, units[i].trials));
    if (units[i].trials < options.minimum_trials) continue;
    ranked.push_back(i);
    estimates.push_back(static_cast<double>(units[i].count) / static_cast<double>(units[i].trials));
  }
  const auto drawn_share = [&](Random& random, std::size_t unit) {
    const Proportion& one = units[ranked[unit]];
    return random.beta(static_cast<double>(one.count) + 0.5,
                       static_cast<double>(one.trials - one.count) + 0.5);
  };
  ZH_TRY(const auto found, simulate(estimates, options, drawn_share));
  std::vector<std::optional<RankInterval>> result(units.size());
  for (std::size_t i = 0; i < ranked.size(); ++i) result[ranked[i]] = found[i];
  return result;
}

Result<std::vector<RankInterval>> rank_estimates(std::span<const double> estimates,
                                                 std::span<const double> errors,
                                                 const RankOptions& options) {
  ZH_DO(check(options, estimates.size()));
  ZH_DO(check_same_length("errors", errors.size(), estimates.size()));
  ZH_DO(check_finite("estimates", estimates));
  for (std::size_t i = 0; i < errors.size(); ++i) {
    ZH_DO(check_not_negative(place("errors", i), errors[i]));
  }
  return simulate(estimates, options, [&](Random& random, std::size_t unit) {
    return estimates[unit] + errors[unit] * random.normal();
  });
}

}  // namespace zhiheng::stat
