#include "stat/survival.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "stat/check.h"
#include "stat/distributions.h"
#include "stat/failures.h"

namespace zhiheng::stat {
namespace {

Result<void> check_units(std::span<const ObservedLife> units) {
  ZH_DO(check_at_least("units", units.size(), 1));
  for (std::size_t i = 0; i < units.size(); ++i) {
    ZH_DO(check_positive(place("times", i), units[i].time));
  }
  return {};
}

/// `relative_error` is the square root of Greenwood's sum, the error of ln S.
Interval bounds(SurvivalInterval kind, double survival, double relative_error, double z) {
  if (survival >= 1) return {1, 1};
  const double half = z * relative_error;
  const auto cut = [](double bound) { return std::clamp(bound, 0.0, 1.0); };
  switch (kind) {
    case SurvivalInterval::plain:
      break;
    case SurvivalInterval::log:
      return {cut(survival * std::exp(-half)), cut(survival * std::exp(half))};
    case SurvivalInterval::log_log: {
      const double hazard = -std::log(survival);
      const double widened = std::exp(half / hazard);
      return {std::exp(-hazard * widened), std::exp(-hazard / widened)};
    }
  }
  return {cut(survival - survival * half), cut(survival + survival * half)};
}

/// The first time from which `of(step)` has come down to `level`; the middle to the next time where
/// it changes when it is met exactly.
template <class Of>
std::optional<double> reached(std::span<const SurvivalStep> steps, double level, const Of& of) {
  const double slack = 1e-12;  // R's survfit meets a level within rounding too
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (of(steps[i]) > level + slack) continue;
    if (of(steps[i]) < level - slack) return steps[i].time;
    for (std::size_t j = i + 1; j < steps.size(); ++j) {
      if (of(steps[j]) < level - slack) return std::midpoint(steps[i].time, steps[j].time);
    }
    return steps[i].time;
  }
  return std::nullopt;
}

}  // namespace

Result<std::vector<SurvivalStep>> kaplan_meier(std::span<const ObservedLife> units,
                                               SurvivalInterval kind, double confidence) {
  ZH_DO(check_confidence(confidence));
  ZH_DO(check_units(units));
  std::vector<ObservedLife> ordered(units.begin(), units.end());
  std::ranges::sort(ordered, {}, &ObservedLife::time);
  const double z = normal_quantile((1 + confidence) / 2);
  std::vector<SurvivalStep> steps;
  double survival = 1;
  double greenwood = 0;
  double high = 1;
  for (std::size_t at = 0; at < ordered.size();) {
    SurvivalStep step{.time = ordered[at].time, .at_risk = ordered.size() - at};
    for (; at < ordered.size() && ordered[at].time == step.time; ++at) {
      (ordered[at].failed ? step.failures : step.censored) += 1;
    }
    const auto n = static_cast<double>(step.at_risk);
    const auto d = static_cast<double>(step.failures);
    survival = step.failures == step.at_risk ? 0 : survival * (1 - d / n);
    step.survival = survival;
    if (survival > 0) {
      greenwood += d / (n * (n - d));
      step.standard_error = survival * std::sqrt(greenwood);
      step.interval = bounds(kind, survival, std::sqrt(greenwood), z);
      high = step.interval.high;
    } else {
      step.interval = {0, high};
    }
    steps.push_back(step);
  }
  return steps;
}

Result<SurvivalQuantile> survival_quantile(std::span<const SurvivalStep> steps, double share) {
  ZH_DO(check_probability("share", share));
  const double level = 1 - share;
  return SurvivalQuantile{
      reached(steps, level, [](const SurvivalStep& step) { return step.survival; }),
      reached(steps, level, [](const SurvivalStep& step) { return step.interval.low; }),
      reached(steps, level, [](const SurvivalStep& step) { return step.interval.high; })};
}

namespace {

/// Solves V x = d for a positive semidefinite V of rank k by pivots; the share of d outside the
/// range of V is left out. Returns d' V^- d and the rank.
std::pair<double, int> quadratic_form(std::vector<double> v, std::vector<double> d) {
  const std::size_t k = d.size();
  double largest = 0;
  for (std::size_t i = 0; i < k; ++i) largest = std::max(largest, v[i * k + i]);
  double form = 0;
  int rank = 0;
  for (std::size_t pivot = 0; pivot < k; ++pivot) {
    const double diagonal = v[pivot * k + pivot];
    if (!(diagonal > 1e-10 * largest)) continue;
    ++rank;
    form += d[pivot] * d[pivot] / diagonal;
    for (std::size_t i = pivot + 1; i < k; ++i) {
      const double factor = v[i * k + pivot] / diagonal;
      d[i] -= factor * d[pivot];
      for (std::size_t j = pivot + 1; j < k; ++j) v[i * k + j] -= factor * v[pivot * k + j];
    }
  }
  return {form, rank};
}

}  // namespace

Result<LogRank> log_rank_test(std::span<const ObservedLife> units,
                              std::span<const std::size_t> groups) {
  ZH_DO(check_same_length("groups", groups.size(), units.size()));
  ZH_DO(check_units(units));
  const std::size_t k = *std::ranges::max_element(groups) + 1;
  ZH_DO(check_at_least("groups", k, 2));
  if (k > 100) return fail(too_many_observations, "groups", std::to_string(k), "<= 100");
  std::vector<double> risk(k, 0.0);
  for (const std::size_t group : groups) risk[group] += 1;
  for (std::size_t g = 0; g < k; ++g) {
    ZH_DO(check_at_least(place("groups", g), static_cast<std::size_t>(risk[g]), 1));
  }
  std::vector<std::size_t> order(units.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::sort(order, {}, [&](std::size_t i) { return units[i].time; });
  LogRank found;
  found.observed.assign(k, 0.0);
  found.expected.assign(k, 0.0);
  std::vector<double> covariance(k * k, 0.0);
  for (std::size_t at = 0; at < order.size();) {
    const double time = units[order[at]].time;
    std::vector<double> gone(k, 0.0);
    double failures = 0;
    double n = 0;
    for (const double count : risk) n += count;
    for (; at < order.size() && units[order[at]].time == time; ++at) {
      gone[groups[order[at]]] += 1;
      if (!units[order[at]].failed) continue;
      failures += 1;
      found.observed[groups[order[at]]] += 1;
    }
    const double spread = n > 1 ? failures * (n - failures) / (n - 1) : 0;
    for (std::size_t g = 0; failures > 0 && g < k; ++g) {
      found.expected[g] += failures * risk[g] / n;
      for (std::size_t h = 0; h < k; ++h) {
        covariance[g * k + h] += spread * risk[g] / n * ((g == h ? 1.0 : 0.0) - risk[h] / n);
      }
    }
    for (std::size_t g = 0; g < k; ++g) risk[g] -= gone[g];
  }
  std::vector<double> difference(k);
  for (std::size_t g = 0; g < k; ++g) difference[g] = found.observed[g] - found.expected[g];
  const auto [form, rank] = quadratic_form(std::move(covariance), std::move(difference));
  if (rank == 0) return fail(no_spread, "units", "0", "> 0 failures with two groups at risk");
  found.statistic = form;
  found.degrees_of_freedom = rank;
  found.p_value = chi_squared_upper(form, rank);
  return found;
}

}  // namespace zhiheng::stat
