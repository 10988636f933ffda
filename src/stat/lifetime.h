#pragma once
// Which life distribution fits, and when has a share failed? Weibull, lognormal and exponential
// lives by maximum likelihood under any censoring.

#include <span>

#include "base/result.h"
#include "stat/interval.h"

namespace zhiheng::stat {

enum class LifeModel {
  exponential,  ///< R(t) = exp(-t / scale)
  weibull,      ///< R(t) = exp(-(t / scale)^shape)
  lognormal,    ///< ln t normal with mean ln scale and standard deviation 1 / shape
};

/// What is known of a life: it ended after `low` and not after `high`.
/// Seen exactly: low = high. Still working: high infinite. Found failed: low = 0.
struct Lifetime {
  double low = 0;
  double high = 0;
  double count = 1;  ///< units with this record, > 0
};

/// A fitted model on the scale of logarithms: ln t = location + spread w, w smallest extreme value
/// (Weibull, exponential: spread one) or standard normal.
struct LifeFit {
  LifeModel model = LifeModel::weibull;
  double location = 0;
  double spread = 1;
  double var_location = 0;    ///< inverse observed information
  double var_log_spread = 0;  ///< 0 for the exponential
  double covariance = 0;      ///< of location and ln spread
  double log_likelihood = 0;
  double failures = 0;  ///< units not right-censored
  double units = 0;

  [[nodiscard]] double scale() const;  ///< exp(location): characteristic life, or median
  [[nodiscard]] double shape() const;  ///< 1 / spread
  /// -2 log likelihood + 2 parameters: the smaller of two models fits better.
  [[nodiscard]] double aic() const;
  /// Mean life: scale Gamma(1 + spread), or scale exp(spread^2 / 2).
  [[nodiscard]] double mean() const;
};

/// Newton's method in (location / spread, 1 / spread), in which the likelihood is concave whatever
/// the censoring, so that its only maximum is found.
///
/// @fails   too_few_observations (none), value_not_finite, value_negative, value_not_positive (an
///          exact time or a count), value_out_of_range (low > high, or nothing known: 0..infinity),
///          not_identified (only right-censored, only left-censored, or one time only: no maximum)
/// @cost    a dozen passes over the records
/// @source  W. Q. Meeker, L. A. Escobar, Statistical Methods for Reliability Data (1998), chapters
/// 7
///          and 8; J. Burridge, J. R. Stat. Soc. B 43 (1981) 41-45 (concavity)
/// @checked R survival 3.5-3 survreg
[[nodiscard]] Result<LifeFit> fit_lifetimes(std::span<const Lifetime> lives, LifeModel model);

/// A number with its interval.
struct LifeEstimate {
  double value = 0;
  Interval interval;
};

/// Wald intervals on the scale of logarithms, as for all below: exp(ln x -/+ z se). The shape of an
/// exponential is one without error.
/// @fails confidence_out_of_range
[[nodiscard]] Result<LifeEstimate> life_scale(const LifeFit& fit, double confidence = 0.95);
[[nodiscard]] Result<LifeEstimate> life_shape(const LifeFit& fit, double confidence = 0.95);

/// The time by which a share has failed: 0.1 gives B10.
/// @fails probability_out_of_range, confidence_out_of_range
[[nodiscard]] Result<LifeEstimate> life_quantile(const LifeFit& fit, double share,
                                                 double confidence = 0.95);

/// The share still working at a time > 0; the interval follows that of w = (ln t - location) /
/// spread.
/// @fails value_not_finite, value_not_positive, confidence_out_of_range
[[nodiscard]] Result<LifeEstimate> life_reliability(const LifeFit& fit, double time,
                                                    double confidence = 0.95);

}  // namespace zhiheng::stat
