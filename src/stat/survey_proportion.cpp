#include "stat/survey_proportion.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "stat/check.h"
#include "stat/distributions.h"
#include "stat/failures.h"

namespace zhiheng::stat {
namespace {

Result<void> check(const SurveyProportion& seen, SurveyProportionInterval kind, double confidence) {
  ZH_DO(check_confidence(confidence));
  ZH_DO(check_finite("share", seen.share));
  ZH_DO(check_not_negative("variance", seen.variance));
  ZH_DO(check_positive("degrees", seen.degrees));
  if (!(seen.records >= 2)) {
    return fail(too_few_observations, "records", shown(seen.records), ">= 2");
  }
  const bool ends =
      kind == SurveyProportionInterval::wilson || kind == SurveyProportionInterval::mean;
  if (ends ? seen.share >= 0 && seen.share <= 1 : seen.share > 0 && seen.share < 1) return {};
  return fail(probability_out_of_range, "share", shown(seen.share), ends ? "0..1" : "> 0, < 1");
}

Interval on_log_odds(const SurveyProportion& seen, double t) {
  const double odds = std::log(seen.share / (1 - seen.share));
  const double half = t * std::sqrt(seen.variance) / (seen.share * (1 - seen.share));
  return {1 / (1 + std::exp(half - odds)), 1 / (1 + std::exp(-half - odds))};
}

Interval on_arcsine(const SurveyProportion& seen, double t) {
  const double angle = std::asin(std::sqrt(seen.share));
  const double half = t * std::sqrt(seen.variance / (seen.share * (1 - seen.share))) / 2;
  // Beyond a right angle the sine would turn back; the share has reached its end there.
  const double low = std::max(0.0, angle - half);
  const double high = std::min(std::numbers::pi / 2, angle + half);
  return {std::sin(low) * std::sin(low), std::sin(high) * std::sin(high)};
}

Interval by_beta(const SurveyProportion& seen, double confidence) {
  const double tail = (1 - confidence) / 2;
  const double wider =
      student_quantile(tail, seen.records - 1) / student_quantile(tail, seen.degrees);
  if (seen.variance == 0) return {seen.share, seen.share};
  const double trials = seen.share * (1 - seen.share) / seen.variance * wider * wider;
  return {beta_quantile(tail, trials * seen.share, trials * (1 - seen.share) + 1),
          beta_quantile(1 - tail, trials * seen.share + 1, trials * (1 - seen.share))};
}

/// Twice the log likelihood of a record that is lost at q instead of p.
double lost(double p, double q) {
  return 2 * (p * std::log(p / q) + (1 - p) * std::log((1 - p) / (1 - q)));
}

Interval by_likelihood(const SurveyProportion& seen, double t) {
  const double p = seen.share;
  const double n = seen.records;
  const double allowed = t * t * seen.variance / (p * (1 - p)) * n / (n - 1);
  const auto solve = [&](double inside, double outside) {
    // lost() rises from inside to outside; bisection on the log odds keeps small shares exact.
    double near = std::log(inside / (1 - inside)), far = outside;
    for (int i = 0; i < 200 && std::abs(far - near) > 1e-15 * std::abs(far); ++i) {
      const double middle = (near + far) / 2;
      (lost(p, 1 / (1 + std::exp(-middle))) < allowed ? near : far) = middle;
    }
    return 1 / (1 + std::exp(-near));
  };
  return {solve(p, -700.0), solve(p, 36.0)};
}

}  // namespace

Interval effective_wilson(double p, double trials, double t) {
  const double scale = 1 + t * t / trials;
  const double centre = (p + t * t / (2 * trials)) / scale;
  const double half = t * std::sqrt(p * (1 - p) / trials + t * t / (4 * trials * trials)) / scale;
  return {p <= 0 ? 0.0 : std::max(0.0, centre - half), p >= 1 ? 1.0 : std::min(1.0, centre + half)};
}

Result<Interval> survey_proportion_interval(const SurveyProportion& seen,
                                            SurveyProportionInterval kind, double confidence) {
  ZH_DO(check(seen, kind, confidence));
  const double t = student_quantile((1 + confidence) / 2, seen.degrees);
  switch (kind) {
    case SurveyProportionInterval::logit:
      return on_log_odds(seen, t);
    case SurveyProportionInterval::likelihood:
      return by_likelihood(seen, t);
    case SurveyProportionInterval::arcsine:
      return on_arcsine(seen, t);
    case SurveyProportionInterval::beta:
      return by_beta(seen, confidence);
    case SurveyProportionInterval::wilson: {
      const double trials =
          seen.variance > 0 ? seen.share * (1 - seen.share) / seen.variance : seen.records;
      return effective_wilson(seen.share, trials, t);
    }
    case SurveyProportionInterval::mean:
      break;
  }
  const double half = t * std::sqrt(seen.variance);
  return Interval{seen.share - half, seen.share + half};
}

}  // namespace zhiheng::stat
