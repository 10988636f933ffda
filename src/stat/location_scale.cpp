#include "stat/location_scale.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "base/infinity.h"
#include "stat/check.h"
#include "stat/distributions.h"
#include "stat/failures.h"

namespace zhiheng::stat {
namespace {

/// ln P(low < w <= high), or the log density, with derivatives by both ends.
struct Term {
  double value = 0;
  double by_low = 0;
  double by_high = 0;
  double low_low = 0;
  double high_high = 0;
  double low_high = 0;
};

/// From the densities at the ends as shares of the probability between, and their slopes.
Term between(double log_probability, double low, double high, double low_slope, double high_slope) {
  Term term;
  term.value = log_probability;
  term.by_low = -low;
  term.by_high = high;
  term.low_low = -low_slope - low * low;
  term.high_high = high_slope - high * high;
  term.low_high = low * high;
  return term;
}

Term extreme_between(double low, double high) {
  const double hazard_low = std::exp(low);    // 0 at minus infinity
  const double hazard_high = std::exp(high);  // infinite at infinity
  const bool open = std::isinf(hazard_high);
  const double apart = hazard_high - hazard_low;
  const double share = -std::expm1(-apart);  // P / P(w > low)
  const double f_low = hazard_low / share;
  const double f_high = open ? 0 : hazard_high * std::exp(-apart) / share;
  return between(-hazard_low + std::log(share), f_low, f_high, f_low * (1 - hazard_low),
                 open ? 0 : f_high * (1 - hazard_high));
}

/// P(Z > z) / density(z) for z >= 0: falls from 1.25 like 1 / z.
double mills(double z) {
  constexpr double root_two_pi = 2.5066282746310002;
  if (z < 8) return normal_upper(z) * root_two_pi * std::exp(z * z / 2);
  // Laplace's continued fraction; forty levels are exact to rounding from here on.
  double tail = z;
  for (int level = 40; level > 0; --level) tail = z + level / tail;
  return 1 / tail;
}

double log_density(double z) {
  constexpr double log_root_two_pi = 0.91893853320467274;
  return -z * z / 2 - log_root_two_pi;
}

Term mirrored(const Term& term) {
  return {term.value, -term.by_high, -term.by_low, term.high_high, term.low_low, term.low_high};
}

Term normal_between(double low, double high) {
  if (low < 0 && high > 0) {
    const double probability = normal_cdf(high) - normal_cdf(low);
    const double f_low = low == -infinity ? 0 : std::exp(log_density(low)) / probability;
    const double f_high = high == infinity ? 0 : std::exp(log_density(high)) / probability;
    return between(std::log(probability), f_low, f_high, low == -infinity ? 0 : -low * f_low,
                   high == infinity ? 0 : -high * f_high);
  }
  if (high <= 0) return mirrored(normal_between(-high, -low));
  // Both ends on the same side: all relative to the density at the inner one.
  const double step = high == infinity ? 0 : std::exp((low - high) * (low + high) / 2);
  const double scaled = mills(low) - (high == infinity ? 0 : mills(high) * step);
  const double f_high = step / scaled;
  return between(log_density(low) + std::log(scaled), 1 / scaled, f_high, -low / scaled,
                 high == infinity ? 0 : -high * f_high);
}

Term exact(LocationScaleError error, double w) {
  Term term;
  if (error == LocationScaleError::normal) {
    term.value = log_density(w);
    term.by_low = -w;
    term.low_low = -1;
  } else {
    term.value = w - std::exp(w);
    term.by_low = 1 - std::exp(w);
    term.low_low = -std::exp(w);
  }
  return term;
}

/// Log likelihood with gradient and Hessian by (a, b), values standardised by the caller.
struct Likelihood {
  double value = 0;
  double by_a = 0;
  double by_b = 0;
  double aa = 0;
  double ab = 0;
  double bb = 0;
};

Likelihood likelihood(std::span<const LocationScaleRecord> records, LocationScaleError error,
                      double a, double b) {
  Likelihood sum;
  for (const LocationScaleRecord& record : records) {
    const bool known = record.low == record.high;
    const double low = b * record.low - a;
    const double high = b * record.high - a;
    const Term term = known                                 ? exact(error, low)
                      : error == LocationScaleError::normal ? normal_between(low, high)
                                                            : extreme_between(low, high);
    // An infinite end has no derivative and would spoil the products below.
    const double x = std::isfinite(record.low) ? record.low : 0;
    const double y = known || !std::isfinite(record.high) ? 0 : record.high;
    const double n = record.count;
    sum.value += n * (term.value + (known ? std::log(b) : 0));
    sum.by_a -= n * (term.by_low + term.by_high);
    sum.by_b += n * (term.by_low * x + term.by_high * y + (known ? 1 / b : 0));
    sum.aa += n * (term.low_low + 2 * term.low_high + term.high_high);
    sum.ab -= n * (term.low_low * x + term.low_high * (x + y) + term.high_high * y);
    sum.bb += n * (term.low_low * x * x + 2 * term.low_high * x * y + term.high_high * y * y -
                   (known ? 1 / (b * b) : 0));
  }
  return sum;
}

/// Middle and range of the finite ends: the fit runs on (value - middle) / range.
struct Frame {
  double middle = 0;
  double range = 1;
};

Frame frame_of(std::span<const LocationScaleRecord> records) {
  double lowest = infinity;
  double highest = -infinity;
  for (const LocationScaleRecord& record : records) {
    for (const double end : {record.low, record.high}) {
      if (!std::isfinite(end)) continue;
      lowest = std::min(lowest, end);
      highest = std::max(highest, end);
    }
  }
  if (!(lowest <= highest)) return {};
  const double range = highest - lowest;
  return {lowest + range / 2, range > 0 ? range : 1};
}

std::unexpected<Error> no_maximum() {
  return fail(not_identified, "values", "no maximum",
              "values bounded on both sides that differ from one another");
}

}  // namespace

Result<LocationScaleFit> fit_location_scale(std::span<const LocationScaleRecord> records,
                                            LocationScaleError error, double fixed_spread) {
  ZH_DO(check_at_least("records", records.size(), 1));
  const bool fixed = fixed_spread > 0;
  const Frame frame = fixed ? Frame{frame_of(records).middle, 1} : frame_of(records);
  std::vector<LocationScaleRecord> scaled(records.begin(), records.end());
  for (LocationScaleRecord& record : scaled) {
    record.low = (record.low - frame.middle) / frame.range;
    record.high = (record.high - frame.middle) / frame.range;
  }
  double a = 0;
  double b = fixed ? 1 / fixed_spread : 4;
  Likelihood now = likelihood(scaled, error, a, b);
  if (!std::isfinite(now.value)) return no_maximum();
  bool settled = false;
  for (int step = 0; step < 200 && !settled; ++step) {
    // Newton's step: the Hessian is negative definite where the maximum is unique.
    double move_a = -now.by_a / now.aa;
    double move_b = 0;
    if (!fixed) {
      const double determinant = now.aa * now.bb - now.ab * now.ab;
      if (!(determinant > 1e-13 * now.aa * now.bb)) return no_maximum();
      move_a = (-now.by_a * now.bb + now.by_b * now.ab) / determinant;
      move_b = (-now.by_b * now.aa + now.by_a * now.ab) / determinant;
    }
    if (!std::isfinite(move_a) || !std::isfinite(move_b)) return no_maximum();
    double share = 1;
    const double gain = now.by_a * move_a + now.by_b * move_b;
    settled = gain <= 1e-13 * (1 + std::abs(now.value)) &&
              std::abs(move_a) <= 1e-7 * (1 + std::abs(a)) && std::abs(move_b) <= 1e-7 * b;
    Likelihood next;
    for (;; share /= 2) {
      if (share < 1e-12) {
        // No further gain to be had in double precision.
        if (gain > 1e-6 * (1 + std::abs(now.value))) return no_maximum();
        settled = true;
        break;
      }
      if (!(b + share * move_b > 0)) continue;
      next = likelihood(scaled, error, a + share * move_a, b + share * move_b);
      const double slack = 1e-14 * (1 + std::abs(now.value));
      if (std::isfinite(next.value) && next.value >= now.value + 1e-4 * share * gain - slack) {
        a += share * move_a;
        b += share * move_b;
        now = next;
        break;
      }
    }
    if (b > 1e7 || std::abs(a) > 1e9) return no_maximum();
  }
  if (!settled) return no_maximum();
  LocationScaleFit fit;
  fit.spread = frame.range / b;
  fit.location = frame.middle + frame.range * a / b;
  // The scaled density is that of the value times the range.
  fit.log_likelihood = now.value;
  for (const LocationScaleRecord& record : records) {
    if (record.low == record.high) fit.log_likelihood -= record.count * std::log(frame.range);
  }
  // Observed information by (m, ln s) on the scaled values, m = a / b, s = 1 / b: the Hessian turns
  // like a form because the gradient is zero. da = b dm - a dln s, db = -b dln s.
  const double mm = -now.aa * b * b;
  const double ms = now.aa * a * b + now.ab * b * b;
  const double ss = -(now.aa * a * a + 2 * now.ab * a * b + now.bb * b * b);
  if (fixed) {
    if (!(mm > 0)) return no_maximum();
    fit.var_location = frame.range * frame.range / mm;
    return fit;
  }
  const double determinant = mm * ss - ms * ms;
  if (!(determinant > 1e-12 * mm * ss)) return no_maximum();
  fit.var_location = frame.range * frame.range * ss / determinant;
  fit.var_log_spread = mm / determinant;
  fit.covariance = -frame.range * ms / determinant;
  return fit;
}

}  // namespace zhiheng::stat
