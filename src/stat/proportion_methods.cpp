#include "stat/proportion_methods.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "stat/check.h"
#include "stat/distributions.h"
#include "stat/proportion.h"

namespace zhiheng::stat {
namespace {

struct Sample {
  double count, trials, share, z;
};

Interval wald(const Sample& s) {
  const double half = s.z * std::sqrt(s.share * (1 - s.share) / s.trials);
  return {s.share - half, s.share + half};
}

Interval logit(const Sample& s) {
  const double centre = std::log(s.share / (1 - s.share));
  const double half = s.z / std::sqrt(s.trials * s.share * (1 - s.share));
  const auto back = [](double x) { return 1 / (1 + std::exp(-x)); };
  return {back(centre - half), back(centre + half)};
}

Interval probit(const Sample& s) {
  const double centre = normal_quantile(s.share);
  const double density = std::exp(-centre * centre / 2) / std::sqrt(2 * std::numbers::pi);
  const double half = s.z * std::sqrt(s.share * (1 - s.share) / s.trials) / density;
  return {normal_cdf(centre - half), normal_cdf(centre + half)};
}

Interval cloglog(const Sample& s) {
  const double log_share = std::log(s.share);
  const double half = s.z * std::sqrt((1 - s.share) / (s.trials * s.share)) / std::abs(log_share);
  // ln(-ln p) falls in p, so the upper end of the scale is the lower bound of the share.
  return {std::exp(log_share * std::exp(half)), std::exp(log_share * std::exp(-half))};
}

Interval wilson_corrected(const Sample& s) {
  const double correction = std::min(0.5, std::abs(s.count - s.trials / 2));
  const double z2 = s.z * s.z;
  const double scale = 1 + z2 / s.trials;
  const auto bound = [&](double share, double sign) {
    const double spread =
        std::sqrt(share * (1 - share) / s.trials + z2 / (4 * s.trials * s.trials));
    return (share + z2 / (2 * s.trials) + sign * s.z * spread) / scale;
  };
  const double low = bound(s.share - correction / s.trials, -1);
  const double high = bound(s.share + correction / s.trials, 1);
  return {s.count == 0 ? 0.0 : std::max(0.0, low), s.count == s.trials ? 1.0 : std::min(1.0, high)};
}

Interval likelihood_ratio(const Sample& s) {
  const auto log_likelihood = [&](double q) {
    const double with = s.count > 0 ? s.count * std::log(q) : 0;
    return with + (s.count < s.trials ? (s.trials - s.count) * std::log1p(-q) : 0);
  };
  const double bar = log_likelihood(s.share) - s.z * s.z / 2;
  // `inside` belongs to the interval, `outside` does not; bisection to the last digit.
  const auto edge = [&](double inside, double outside) {
    for (int step = 0; step < 200; ++step) {
      const double middle = (inside + outside) / 2;
      (log_likelihood(middle) >= bar ? inside : outside) = middle;
    }
    return inside;
  };
  return {s.count == 0 ? 0.0 : edge(s.share, 0), s.count == s.trials ? 1.0 : edge(s.share, 1)};
}

Interval bayes_central(const Sample& s, double confidence) {
  const double a = s.count + 0.5;
  const double b = s.trials - s.count + 0.5;
  if (s.count == 0) return {0, beta_quantile(confidence, a, b)};
  if (s.count == s.trials) return {beta_upper_quantile(confidence, a, b), 1};
  const double tail = (1 - confidence) / 2;
  return {beta_quantile(tail, a, b), beta_upper_quantile(tail, a, b)};
}

}  // namespace

Result<Interval> proportion_interval(ProportionMethod method, std::int64_t count,
                                     std::int64_t trials, double confidence) {
  ZH_DO(check_count(count, trials));
  ZH_DO(check_confidence(confidence));
  const auto x = static_cast<double>(count);
  const auto n = static_cast<double>(trials);
  const Sample sample{x, n, x / n, normal_quantile((1 + confidence) / 2)};
  const bool edge = count == 0 || count == trials;
  const auto inside = [&](Interval (*transformed)(const Sample&)) -> Result<Interval> {
    if (edge) return clopper_pearson_interval(count, trials, confidence);
    return transformed(sample);
  };
  switch (method) {
    case ProportionMethod::wilson:
      return wilson_interval(count, trials, confidence);
    case ProportionMethod::clopper_pearson:
      return clopper_pearson_interval(count, trials, confidence);
    case ProportionMethod::jeffreys:
      return jeffreys_interval(count, trials, confidence);
    case ProportionMethod::agresti_coull:
      return agresti_coull_interval(count, trials, confidence);
    case ProportionMethod::wald:
      return wald(sample);
    case ProportionMethod::logit:
      return inside(logit);
    case ProportionMethod::probit:
      return inside(probit);
    case ProportionMethod::cloglog:
      return inside(cloglog);
    case ProportionMethod::likelihood_ratio:
      return likelihood_ratio(sample);
    case ProportionMethod::wilson_corrected:
      return wilson_corrected(sample);
    case ProportionMethod::bayes_central:
      return bayes_central(sample, confidence);
  }
  std::unreachable();
}

std::optional<ProportionMethod> proportion_method(std::string_view name) {
  using enum ProportionMethod;
  static constexpr std::pair<std::string_view, ProportionMethod> names[] = {
      {"wilson", wilson},
      {"exact", clopper_pearson},
      {"clopper_pearson", clopper_pearson},
      {"jeffreys", jeffreys},
      {"agresti-coull", agresti_coull},
      {"agresti_coull", agresti_coull},
      {"asymptotic", wald},
      {"wald", wald},
      {"logit", logit},
      {"probit", probit},
      {"cloglog", cloglog},
      {"lrt", likelihood_ratio},
      {"likelihood_ratio", likelihood_ratio},
      {"prop.test", wilson_corrected},
      {"wilson_corrected", wilson_corrected},
      {"bayes_jeffreys_central", bayes_central},
      {"bayes_central", bayes_central},
  };
  for (const auto& [known, method] : names) {
    if (known == name) return method;
  }
  return std::nullopt;
}

}  // namespace zhiheng::stat
