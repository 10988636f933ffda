#include "stat/disproportionality.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "base/infinity.h"
#include "stat/check.h"
#include "stat/distributions.h"
#include "stat/failures.h"

namespace zhiheng::stat {
namespace {

/// exp(ln estimate -/+ z error), with R's answers where a cell is empty.
PairRatio ratio(double estimate, double z, double variance) {
  if (std::isinf(estimate)) {
    return {infinity, {std::isinf(variance) ? std::nan("") : infinity, infinity}};
  }
  const double half = z * std::sqrt(variance);
  return {estimate, {estimate * std::exp(-half), estimate * std::exp(half)}};
}

Result<void> check(const PairCounts& pair) {
  ZH_DO(check_positive("n11", pair.both));
  const auto at_least = [](const char* name, double found, double least) -> Result<void> {
    ZH_DO(check_finite(name, found));
    if (found < least) return fail(count_out_of_range, name, shown(found), ">= " + shown(least));
    return {};
  };
  ZH_DO(at_least("n1_", pair.product, pair.both));
  ZH_DO(at_least("n_1", pair.hazard, pair.both));
  return at_least("n", pair.all, pair.product + pair.hazard - pair.both);
}

/// Gould 2003: Dirichlet prior that makes product and hazard independent a priori.
void add_bcpnn(Disproportionality& made, const PairCounts& pair) {
  const double p = 1 + pair.product;
  const double q = 1 + pair.hazard;
  const double r = 1 + pair.both;
  const double all = 2 + pair.all;
  const double r_all = r + pair.all - pair.both - 1 + all * all / (q * p);
  made.bcpnn_mean =
      (digamma(r) - digamma(r_all) - (digamma(p) - digamma(all)) - (digamma(q) - digamma(all))) /
      std::numbers::ln2;
  made.bcpnn_variance =
      (trigamma(r) - trigamma(r_all) + trigamma(p) - trigamma(all) + trigamma(q) - trigamma(all)) /
      (std::numbers::ln2 * std::numbers::ln2);
}

}  // namespace

Result<Disproportionality> disproportionality(const PairCounts& pair, double confidence) {
  ZH_DO(check(pair));
  ZH_DO(check_confidence(confidence));
  const double a = pair.both;
  const double b = pair.product - a;
  const double c = pair.hazard - a;
  const double d = pair.all - pair.product - c;
  const double others = pair.all - pair.product;
  const double z = normal_quantile((1 + confidence) / 2);

  Disproportionality made;
  made.expected = pair.product * pair.hazard / pair.all;
  made.odds = ratio(a * d / (b * c), z, 1 / a + 1 / b + 1 / c + 1 / d);
  made.share =
      ratio((a / pair.product) / (c / others), z, 1 / a - 1 / pair.product + 1 / c - 1 / others);
  const double margins = pair.product * others * pair.hazard * (pair.all - pair.hazard);
  const double cross = std::abs(a * d - b * c);
  const double yates = std::max(0.0, cross - pair.all / 2);
  made.chi_squared = margins > 0 ? pair.all * cross * cross / margins : 0;
  made.chi_squared_yates = margins > 0 ? pair.all * yates * yates / margins : 0;

  const double shape = a + 0.5;
  const double rate = made.expected + 0.5;
  made.information = std::log2(shape / rate);
  const double tail = (1 - confidence) / 2;
  made.information_exact = {std::log2(gamma_quantile(tail, shape) / rate),
                            std::log2(gamma_upper_quantile(tail, shape) / rate)};
  const double root = 1 / std::sqrt(shape);
  const double cube = root * root * root;
  made.information_approximate = {made.information - 3.3 * root - 2 * cube,
                                  made.information + 2.4 * root - 0.5 * cube};
  add_bcpnn(made, pair);
  made.bcpnn_low = made.bcpnn_mean - normal_quantile(0.975) * std::sqrt(made.bcpnn_variance);
  made.evans = a >= 3 && made.share.estimate >= 2 && made.chi_squared_yates >= 4;
  return made;
}

}  // namespace zhiheng::stat
