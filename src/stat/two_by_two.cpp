#include "stat/two_by_two.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/infinity.h"
#include "stat/check.h"
#include "stat/distributions.h"
#include "stat/failures.h"
#include "stat/two_sided.h"

namespace zhiheng::stat {
namespace {

Result<void> check(const TwoByTwo& table) {
  constexpr std::int64_t most = 1'000'000'000'000;  // sums of cells then stay exact as doubles
  const std::pair<const char*, std::int64_t> cells[] = {
      {"a", table.a}, {"b", table.b}, {"c", table.c}, {"d", table.d}};
  for (const auto& [name, cell] : cells) {
    if (cell < 0) return fail(value_negative, name, shown(cell), ">= 0");
    if (cell > most) return fail(count_out_of_range, name, shown(cell), "0.." + shown(most));
  }
  if (table.a + table.b + table.c + table.d == 0)
    return fail(no_trials, "a + b + c + d", "0", ">= 1");
  return {};
}

/// The first cell of a table whose margins are given, and where it may lie.
struct Cell {
  std::int64_t seen, row, column, total, first, last;

  explicit Cell(const TwoByTwo& t)
      : seen(t.a),
        row(t.a + t.b),
        column(t.a + t.c),
        total(t.a + t.b + t.c + t.d),
        first(std::max<std::int64_t>(0, row + column - total)),
        last(std::min(row, column)) {}

  /// P(k + 1) / P(k) at an odds ratio of one.
  [[nodiscard]] double ratio(std::int64_t k) const {
    const auto up = static_cast<double>(row - k) * static_cast<double>(column - k);
    const auto down =
        static_cast<double>(k + 1) * static_cast<double>(total - row - column + k + 1);
    return up / down;
  }

  /// The likeliest value at the odds ratio: the first k from which the probability falls.
  [[nodiscard]] std::int64_t mode(double odds) const {
    std::int64_t low = first;
    std::int64_t high = last;
    while (low < high) {
      const std::int64_t middle = low + (high - low) / 2;
      if (ratio(middle) * odds > 1) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
};

struct Split {
  double below = 0, at = 0, above = 0;  ///< probabilities around the cell seen
  double mean = 0;
};

/// Sums outwards from the mode until the terms no longer matter, so only the few standard
/// deviations that carry the mass are visited, however large the table.
Split split_at(const Cell& cell, double odds) {
  constexpr double negligible = 1e-20;
  const std::int64_t mode = cell.mode(odds);
  Split split;
  double sum = 0;
  const auto add = [&](std::int64_t k, double term) {
    (k < cell.seen ? split.below : k > cell.seen ? split.above : split.at) += term;
    sum += term;
    split.mean += term * static_cast<double>(k - mode);
  };
  add(mode, 1);
  double term = 1;
  for (std::int64_t k = mode; k < cell.last && term > negligible; ++k) {
    term *= cell.ratio(k) * odds;
    add(k + 1, term);
  }
  term = 1;
  for (std::int64_t k = mode; k > cell.first && term > negligible; --k) {
    term /= cell.ratio(k - 1) * odds;
    add(k - 1, term);
  }
  return {split.below / sum, split.at / sum, split.above / sum,
          static_cast<double>(mode) + split.mean / sum};
}

/// The odds ratio at which `rising`, an increasing function of it, passes zero; bisection on its
/// logarithm, which needs no start value and cannot fail.
template <class Rising>
double odds_where(const Cell& cell, const Rising& rising) {
  double low = -1;
  double high = 1;
  while (rising(split_at(cell, std::exp(low))) > 0 && low > -700) low *= 2;
  while (rising(split_at(cell, std::exp(high))) < 0 && high < 700) high *= 2;
  for (int step = 0; step < 200 && high - low > 1e-14 * std::max(1.0, std::abs(low)); ++step) {
    const double middle = (low + high) / 2;
    (rising(split_at(cell, std::exp(middle))) < 0 ? low : high) = middle;
  }
  return std::exp((low + high) / 2);
}

/// Sum of the hypergeometric tail from `start` outwards by ratios: exact even when tiny.
double tail_sum(const Cell& cell, std::int64_t start, bool upwards) {
  if (start < cell.first || start > cell.last) return 0;
  double term = hypergeometric_probability(start, cell.row, cell.total, cell.column);
  double sum = term;
  for (std::int64_t k = start; upwards ? k < cell.last : k > cell.first; upwards ? ++k : --k) {
    term *= upwards ? cell.ratio(k) : 1 / cell.ratio(k - 1);
    sum += term;
    if (term < sum * 1e-18) break;
  }
  return sum;
}

double fisher_p(const Cell& cell) {
  const Tails tails =
      tails_no_likelier(cell.seen, cell.first, cell.mode(1), cell.last, [&](std::int64_t k) {
        return hypergeometric_probability(k, cell.row, cell.total, cell.column);
      });
  if (tails.everything) return 1;
  return std::min(1.0,
                  tail_sum(cell, tails.low_end, false) + tail_sum(cell, tails.high_start, true));
}

}  // namespace

Result<ChiSquared> chi_squared_test(const TwoByTwo& table, bool yates) {
  ZH_DO(check(table));
  const auto a = static_cast<double>(table.a);
  const auto b = static_cast<double>(table.b);
  const auto c = static_cast<double>(table.c);
  const auto d = static_cast<double>(table.d);
  const double n = a + b + c + d;
  const double margins = (a + b) * (c + d) * (a + c) * (b + d);
  if (margins == 0) return ChiSquared{};
  const double gap = std::abs(a * d - b * c);
  const double corrected = yates ? std::max(0.0, gap - n / 2) : gap;
  const double statistic = n * corrected * corrected / margins;
  return ChiSquared{statistic, 1, chi_squared_upper(statistic, 1)};
}

Result<ChiSquared> homogeneity_test(std::span<const Proportion> groups) {
  ZH_DO(check_at_least("groups", groups.size(), 2));
  double count = 0;
  double trials = 0;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const Proportion& group = groups[i];
    ZH_DO(check_count("groups", i, group.count, group.trials));
    count += static_cast<double>(group.count);
    trials += static_cast<double>(group.trials);
  }
  const double pooled = count / trials;
  ChiSquared result;
  result.degrees_of_freedom = static_cast<double>(groups.size() - 1);
  if (pooled <= 0 || pooled >= 1) return result;
  for (const Proportion& group : groups) {
    const auto n = static_cast<double>(group.trials);
    const double gap = static_cast<double>(group.count) - n * pooled;
    result.statistic += gap * gap / (n * pooled * (1 - pooled));
  }
  result.p_value = chi_squared_upper(result.statistic, result.degrees_of_freedom);
  return result;
}

Result<OddsRatio> fisher_exact(const TwoByTwo& table, double confidence) {
  ZH_DO(check(table));
  ZH_DO(check_confidence(confidence));
  const Cell cell(table);
  const double tail = (1 - confidence) / 2;
  OddsRatio result{1, {0, infinity}, fisher_p(cell)};
  if (cell.first == cell.last) return result;  // the margins leave no choice: nothing is known
  if (cell.seen == cell.first) {
    result.estimate = 0;
  } else {
    result.interval.low =
        odds_where(cell, [&](const Split& at) { return at.at + at.above - tail; });
  }
  if (cell.seen == cell.last) {
    result.estimate = infinity;
  } else {
    result.interval.high =
        odds_where(cell, [&](const Split& at) { return tail - (at.at + at.below); });
  }
  if (cell.seen != cell.first && cell.seen != cell.last) {
    const auto seen = static_cast<double>(cell.seen);
    result.estimate = odds_where(cell, [&](const Split& at) { return at.mean - seen; });
  }
  return result;
}

Result<OddsRatio> mid_p_odds_ratio(const TwoByTwo& table, double confidence) {
  ZH_DO(check(table));
  ZH_DO(check_confidence(confidence));
  const Cell cell(table);
  const double tail = (1 - confidence) / 2;
  const Split null = split_at(cell, 1);
  OddsRatio result{1, {0, infinity}, 1};
  result.p_value = std::min(1.0, 2 * std::min(null.at / 2 + null.above, null.at / 2 + null.below));
  if (cell.first == cell.last) return result;
  const auto where_upper_is = [&](double level) {
    return odds_where(cell, [&](const Split& at) { return at.at / 2 + at.above - level; });
  };
  // At an end of the range the mid tail never falls below (or exceeds) one half of the end itself.
  if (cell.seen == cell.first) {
    result.estimate = 0;
  } else {
    result.interval.low = where_upper_is(tail);
  }
  if (cell.seen == cell.last) {
    result.estimate = infinity;
  } else {
    result.interval.high = where_upper_is(1 - tail);
  }
  if (cell.seen != cell.first && cell.seen != cell.last) result.estimate = where_upper_is(0.5);
  return result;
}

Result<OddsRatio> wald_odds_ratio(const TwoByTwo& table, double confidence) {
  ZH_DO(check(table));
  ZH_DO(check_confidence(confidence));
  const std::int64_t least = std::min({table.a, table.b, table.c, table.d});
  if (least == 0) return fail(too_few_observations, "smallest cell", "0", ">= 1");
  const auto a = static_cast<double>(table.a);
  const auto b = static_cast<double>(table.b);
  const auto c = static_cast<double>(table.c);
  const auto d = static_cast<double>(table.d);
  const double log_odds = std::log(a) + std::log(d) - std::log(b) - std::log(c);
  const double error = std::sqrt(1 / a + 1 / b + 1 / c + 1 / d);
  const double half = normal_quantile((1 + confidence) / 2) * error;
  return OddsRatio{a * d / (b * c),
                   {std::exp(log_odds - half), std::exp(log_odds + half)},
                   2 * normal_upper(std::abs(log_odds) / error)};
}

}  // namespace zhiheng::stat
