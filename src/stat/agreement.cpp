#include "stat/agreement.h"

#include <algorithm>
#include <cmath>

#include "stat/check.h"
#include "stat/distributions.h"
#include "stat/failures.h"

namespace zhiheng::stat {
namespace {

/// Weight 1 on the diagonal, less the further two categories lie apart.
double worth(AgreementWeights weights, std::size_t i, std::size_t j, std::size_t categories) {
  if (i == j) return 1;
  const double apart =
      (static_cast<double>(i) - static_cast<double>(j)) / static_cast<double>(categories - 1);
  switch (weights) {
    case AgreementWeights::none:
      break;
    case AgreementWeights::linear:
      return 1 - std::abs(apart);
    case AgreementWeights::quadratic:
      return 1 - apart * apart;
  }
  return 0;
}

Result<double> total_of(std::span<const std::int64_t> counts) {
  double total = 0;
  for (std::size_t at = 0; at < counts.size(); ++at) {
    if (counts[at] < 0)
      return fail(count_out_of_range, place("table", at), shown(counts[at]), ">= 0");
    total += static_cast<double>(counts[at]);
  }
  return total;
}

/// Shares of a square table with their margins and the mean weights of each row and column.
struct Shares {
  std::vector<double> cell, row, column, row_worth, column_worth;
};

Shares shares_of(std::span<const std::int64_t> table, double units, std::size_t c,
                 AgreementWeights weights) {
  Shares s{std::vector<double>(c * c), std::vector<double>(c), std::vector<double>(c),
           std::vector<double>(c), std::vector<double>(c)};
  for (std::size_t at = 0; at < c * c; ++at) {
    s.cell[at] = static_cast<double>(table[at]) / units;
    s.row[at / c] += s.cell[at];
    s.column[at % c] += s.cell[at];
  }
  for (std::size_t i = 0; i < c; ++i) {
    for (std::size_t j = 0; j < c; ++j) {
      s.row_worth[i] += s.column[j] * worth(weights, i, j, c);
      s.column_worth[j] += s.row[i] * worth(weights, i, j, c);
    }
  }
  return s;
}

Interval around(double estimate, double half) {
  return {std::max(-1.0, estimate - half), std::min(1.0, estimate + half)};
}

double two_sided_normal(double statistic) { return 2 * normal_upper(std::abs(statistic)); }

}  // namespace

Result<Kappa> cohen_kappa(std::span<const std::int64_t> table, std::size_t categories,
                          AgreementWeights weights, double confidence) {
  ZH_DO(check_confidence(confidence));
  ZH_DO(check_at_least("categories", categories, 2));
  ZH_DO(check_same_length("table", table.size(), categories * categories));
  ZH_TRY(const double units, total_of(table));
  ZH_DO(check_at_least("units", static_cast<std::size_t>(units), 2));
  const Shares s = shares_of(table, units, categories, weights);
  Kappa found;
  for (std::size_t at = 0; at < table.size(); ++at) {
    const double w = worth(weights, at / categories, at % categories, categories);
    found.observed += w * s.cell[at];
    found.expected += w * s.row[at / categories] * s.column[at % categories];
  }
  const double room = 1 - found.expected;
  if (!(room > 1e-14)) return fail(no_spread, "table", shown(found.expected), "> 1 category used");
  found.kappa = (found.observed - found.expected) / room;
  double spread = 0;
  double spread_by_chance = 0;
  for (std::size_t at = 0; at < table.size(); ++at) {
    const std::size_t i = at / categories;
    const std::size_t j = at % categories;
    const double w = worth(weights, i, j, categories);
    const double margins = s.row_worth[i] + s.column_worth[j];
    const double off = w - margins * (1 - found.kappa);
    spread += s.cell[at] * off * off;
    spread_by_chance += s.row[i] * s.column[j] * (w - margins) * (w - margins);
  }
  const double centre = found.kappa - found.expected * (1 - found.kappa);
  const double variance = std::max(0.0, spread - centre * centre) / (units * room * room);
  const double by_chance =
      std::max(0.0, spread_by_chance - found.expected * found.expected) / (units * room * room);
  found.standard_error = std::sqrt(variance);
  found.interval =
      around(found.kappa, normal_quantile((1 + confidence) / 2) * found.standard_error);
  if (by_chance > 0) found.p_value = two_sided_normal(found.kappa / std::sqrt(by_chance));
  return found;
}

namespace {

/// Fleiss's table: how many raters put each unit into each category.
struct Counted {
  std::span<const std::int64_t> counts;
  std::size_t categories = 0;
  std::vector<double> raters = {};  ///< per unit
  std::vector<double> share = {};   ///< per category, each unit counting once
  double paired = 0;                ///< units with at least two ratings

  [[nodiscard]] std::size_t units() const { return raters.size(); }
  [[nodiscard]] double count(std::size_t unit, std::size_t category) const {
    return static_cast<double>(counts[unit * categories + category]);
  }
  /// Share of a unit's pairs of raters that agree; 0 when it has no pair.
  [[nodiscard]] double agreement(std::size_t unit) const {
    if (raters[unit] < 2) return 0;
    double pairs = 0;
    for (std::size_t k = 0; k < categories; ++k) pairs += count(unit, k) * (count(unit, k) - 1);
    return pairs / (raters[unit] * (raters[unit] - 1));
  }
};

Result<Counted> counted(std::span<const std::int64_t> counts, std::size_t categories) {
  ZH_DO(check_at_least("categories", categories, 2));
  ZH_DO(check_same_length("counts", counts.size(), counts.size() / categories * categories));
  ZH_DO(check_at_least("units", counts.size() / categories, 2));
  Counted table{.counts = counts, .categories = categories};
  table.share.assign(categories, 0.0);
  const std::size_t units = counts.size() / categories;
  const auto n = static_cast<double>(units);
  for (std::size_t first = 0; first < counts.size(); first += categories) {
    ZH_TRY(const double raters, total_of(counts.subspan(first, categories)));
    if (raters < 1)
      return fail(count_out_of_range, place("units", first / categories), "0", ">= 1");
    table.raters.push_back(raters);
    table.paired += raters >= 2 ? 1 : 0;
    for (std::size_t k = 0; k < categories; ++k) {
      table.share[k] += static_cast<double>(counts[first + k]) / raters / n;
    }
  }
  ZH_DO(check_at_least("units rated twice", static_cast<std::size_t>(table.paired), 1));
  return table;
}

/// Gwet 2021: each unit's contribution to kappa, the shares' own uncertainty included.
double gwet_error(const Counted& table, const Kappa& found) {
  const auto n = static_cast<double>(table.units());
  const double room = 1 - found.expected;
  double squares = 0;
  for (std::size_t unit = 0; unit < table.units(); ++unit) {
    double chance = 0;
    for (std::size_t k = 0; k < table.categories; ++k) {
      chance += table.count(unit, k) * table.share[k] / table.raters[unit];
    }
    const double expected = table.raters[unit] >= 2 ? found.expected : 0;
    const double own = n / table.paired * (table.agreement(unit) - expected) / room;
    const double adjusted = own - 2 * (1 - found.kappa) * (chance - found.expected) / room;
    squares += (adjusted - found.kappa) * (adjusted - found.kappa);
  }
  return std::sqrt(squares / (n * (n - 1)));
}

/// Kappa of "this category or another".
double category_kappa(const Counted& table, std::size_t category) {
  const double used = table.share[category] * (1 - table.share[category]);
  if (!(used > 1e-14)) return 0;
  double mixed = 0;
  for (std::size_t unit = 0; unit < table.units(); ++unit) {
    const double raters = table.raters[unit];
    if (raters < 2) continue;
    const double in = table.count(unit, category);
    mixed += in * (raters - in) / (raters * (raters - 1));
  }
  return 1 - mixed / table.paired / used;
}

}  // namespace

Result<FleissKappa> fleiss_kappa(std::span<const std::int64_t> counts, std::size_t categories,
                                 double confidence) {
  ZH_DO(check_confidence(confidence));
  ZH_TRY(const Counted table, counted(counts, categories));
  FleissKappa found;
  Kappa& all = found.all;
  for (std::size_t unit = 0; unit < table.units(); ++unit) {
    all.observed += table.agreement(unit) / table.paired;
  }
  for (const double share : table.share) all.expected += share * share;
  if (!(1 - all.expected > 1e-14)) {
    return fail(no_spread, "counts", shown(all.expected), "> 1 category used");
  }
  all.kappa = (all.observed - all.expected) / (1 - all.expected);
  all.standard_error = gwet_error(table, all);
  const double freedom = static_cast<double>(table.units()) - 1;
  all.interval =
      around(all.kappa, student_quantile((1 + confidence) / 2, freedom) * all.standard_error);
  all.p_value = all.standard_error > 0
                    ? 2 * student_upper(std::abs(all.kappa) / all.standard_error, freedom)
                    : 0;
  for (std::size_t k = 0; k < categories; ++k)
    found.by_category.push_back(category_kappa(table, k));
  return found;
}

}  // namespace zhiheng::stat
