#include "stat/survey_quantile.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "stat/check.h"
#include "stat/distributions.h"
#include "stat/failures.h"
#include "stat/survey_estimate.h"
#include "stat/survey_proportion.h"

namespace zhiheng::stat {
namespace {

/// Values in order with the running sums of their weights.
class Steps {
 public:
  Steps(std::span<const double> values, std::span<const double> weights) {
    std::vector<std::uint32_t> order;
    for (std::size_t row = 0; row < values.size(); ++row) {
      if (weights[row] != 0) order.push_back(static_cast<std::uint32_t>(row));
    }
    // Whether a share falls exactly on a step decides which value is taken, so the sums must not
    // drift: they are kept longer than they are stored, as the reference does.
    long double all = 0;
    for (const std::uint32_t row : order) all += weights[row];
    total_ = static_cast<double>(all);
    std::ranges::stable_sort(order, {}, [&](std::uint32_t row) { return values[row]; });
    long double sum = 0;
    for (const std::uint32_t row : order) {
      sum += weights[row];
      value.push_back(values[row]);
      weight.push_back(weights[row]);
      running.push_back(static_cast<double>(sum));
    }
  }

  [[nodiscard]] double quantile(double share, QuantileRule rule) const;

  std::vector<double> value, weight, running;

 private:
  struct Step {
    std::size_t at = 0;  ///< the last whose running sum is not above the share's
    bool below_first = false;
    double over = 0;  ///< share less the step's share
    double under = 0;
  };

  [[nodiscard]] Step find(double share, std::span<const double> sums) const {
    const auto after = std::ranges::upper_bound(sums, share * total_);
    if (after == sums.begin()) return {.below_first = true};
    const auto at = static_cast<std::size_t>(after - sums.begin()) - 1;
    const std::size_t next = std::min(at + 1, sums.size() - 1);
    return {at, false, share - sums[at] / total_, sums[next] / total_ - share};
  }

  /// The value at a step, or what the rule makes of falling exactly on it.
  [[nodiscard]] double stepwise(double share, bool halfway) const {
    const Step step = find(share, running);
    if (step.below_first) return value.front();
    const double next = value[std::min(step.at + 1, value.size() - 1)];
    if (step.over != 0) return next;
    return halfway ? (value[step.at] + next) / 2 : value[step.at];
  }

  [[nodiscard]] double nearest_even(double share) const {
    std::vector<double> different, sums;
    for (std::size_t i = 0; i < value.size(); ++i) {
      if (different.empty() || value[i] != different.back()) {
        different.push_back(value[i]);
        sums.push_back(0);
      }
      sums.back() = running[i];
    }
    const Step step = find(share, sums);
    if (step.below_first) return different.front();
    const bool even = (step.at + 1) % 2 == 0;
    if (step.over == 0 && even) return different[step.at];
    return different[std::min(step.at + 1, different.size() - 1)];
  }

  [[nodiscard]] double between_steps(double share) const {
    const Step step = find(share, running);
    if (step.below_first) return value.front();
    const double next = value[std::min(step.at + 1, value.size() - 1)];
    const double length = step.over + step.under;
    const double part = length != 0 ? std::clamp(step.over / length, 0.0, 1.0) : 0;
    return value[step.at] + (next - value[step.at]) * part;
  }

  /// Where the rule puts each value on the scale of shares.
  [[nodiscard]] std::vector<double> positions(QuantileRule rule) const;

  double total_ = 0;
};

std::vector<double> Steps::positions(QuantileRule rule) const {
  const std::size_t n = value.size();
  const double last = weight.back();
  const double mean = total_ / static_cast<double>(n);
  std::vector<double> at(n);
  long double scaled = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const double before = i == 0 ? 0 : running[i - 1];
    switch (rule) {
      case QuantileRule::hf5:
        at[i] = (running[i] - weight[i] / 2) / running.back();
        break;
      case QuantileRule::hf6:
        at[i] = running[i] / (running.back() + last);
        break;
      case QuantileRule::hf7:
        at[i] = before / running[n - 2];
        break;
      case QuantileRule::hf8:
        at[i] = (before / 3 + running[i] * 2 / 3) / (running.back() + last / 3);
        break;
      case QuantileRule::hf9:
        at[i] = (before * 3 / 8 + running[i] * 5 / 8) / (running.back() + last / 4);
        break;
      default: {
        scaled += weight[i] / mean;
        const double middle = rule == QuantileRule::shah_vaish ? weight[i] / mean : weight[i];
        at[i] = (static_cast<double>(scaled) + 0.5 - middle / 2) / static_cast<double>(n + 1);
      }
    }
  }
  return at;
}

double Steps::quantile(double share, QuantileRule rule) const {
  if (value.size() == 1) return value.front();
  if (rule == QuantileRule::hf1) return stepwise(share, false);
  if (rule == QuantileRule::hf2) return stepwise(share, true);
  if (rule == QuantileRule::hf3) return nearest_even(share);
  if (rule == QuantileRule::hf4) return between_steps(share);
  const std::vector<double> at = positions(rule);
  std::vector<std::size_t> order(at.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return at[i]; });
  const auto after =
      std::ranges::upper_bound(order, share, {}, [&](std::size_t i) { return at[i]; });
  if (after == order.begin()) return value[order.front()];
  const std::size_t low = *(after - 1);
  if (after == order.end() || rule >= QuantileRule::shah_vaish) return value[low];
  const std::size_t high = *after;
  return value[low] + (value[high] - value[low]) * ((share - at[low]) / (at[high] - at[low]));
}

Result<void> check(std::span<const double> values, std::span<const double> weights) {
  ZH_DO(check_same_length("weights", weights.size(), values.size()));
  ZH_DO(check_finite("values", values));
  bool any = false;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (!(weights[i] >= 0)) ZH_DO(check_not_negative(place("weights", i), weights[i]));
    any = any || weights[i] > 0;
  }
  if (!any) return fail(weights_all_zero, "weights", "0", "> 0");
  return {};
}

/// Everything that stays the same from one share to the next.
struct Reading {
  const SurveyDesign& design;
  std::span<const double> values;
  const QuantileQuestion& question;
  const Steps& steps;
  double t = 0;
  double degrees = 0;

  /// Share of the whole at or below a value, and its variance.
  [[nodiscard]] SurveyProportion share_below(double value) const {
    SurveyProportion seen;
    double weight = 0, below = 0;
    std::vector<double> inside(values.size());
    for (std::size_t row = 0; row < values.size(); ++row) {
      inside[row] = values[row] <= value ? 1 : 0;
      weight += design.weights()[row];
      below += design.weights()[row] * inside[row];
    }
    seen.share = std::clamp(below / weight, 0.0, 1.0);
    seen.variance = question.variance_of_mean(inside);
    seen.degrees = degrees;
    seen.records = static_cast<double>(values.size());
    return seen;
  }
  [[nodiscard]] double at(double share) const { return steps.quantile(share, question.rule); }
};

SurveyProportionInterval kind_of(QuantileInterval interval) {
  switch (interval) {
    case QuantileInterval::log_odds:
      return SurveyProportionInterval::logit;
    case QuantileInterval::arcsine:
      return SurveyProportionInterval::arcsine;
    case QuantileInterval::beta:
      return SurveyProportionInterval::beta;
    default:
      return SurveyProportionInterval::mean;
  }
}

void by_share(const Reading& reading, SurveyQuantile& made) {
  const auto shares =
      survey_proportion_interval(reading.share_below(made.value),
                                 kind_of(reading.question.interval), reading.question.confidence);
  if (!shares) return;  // the largest value: nothing is above it
  if (shares->low >= 0) made.low = reading.at(shares->low);
  if (shares->high <= 1) made.high = reading.at(shares->high);
}

/// Walks along the different values by bisection on the score test.
class ScoreTest {
 public:
  ScoreTest(const Reading& reading, double share) : reading_(reading), share_(share) {
    different_ = reading.steps.value;
    different_.erase(std::ranges::unique(different_).begin(), different_.end());
  }

  /// Where the score falls below the limit: the last different value before and the first after.
  [[nodiscard]] std::optional<std::size_t> crossing(double limit) const {
    std::size_t above = 0, below = different_.size() - 2;
    if (score(above) < limit || score(below) >= limit) return std::nullopt;
    while (below - above > 1) {
      const std::size_t middle = (above + below) / 2;
      (score(middle) >= limit ? above : below) = middle;
    }
    return below;
  }

  [[nodiscard]] double score(std::size_t i) const {
    const SurveyProportion below = reading_.share_below(different_[i]);
    return (share_ - below.share) / std::sqrt(below.variance);
  }
  [[nodiscard]] double value(std::size_t i) const { return different_[i]; }
  [[nodiscard]] std::size_t size() const { return different_.size(); }

 private:
  const Reading& reading_;
  double share_;
  std::vector<double> different_;
};

double unweighted_share(const Reading& reading, double value) {
  const auto below = std::ranges::count_if(reading.values, [&](double v) { return v <= value; });
  return static_cast<double>(below) / static_cast<double>(reading.values.size());
}

void by_score(const Reading& reading, double share, SurveyQuantile& made) {
  const ScoreTest test(reading, share);
  const bool as_r = reading.question.interval == QuantileInterval::score_r;
  for (const double limit : {reading.t, -reading.t}) {
    const auto found = test.crossing(limit);
    if (!found) continue;
    std::size_t at = *found;
    if (as_r && std::abs(test.score(at - 1) - limit) < std::abs(test.score(at) - limit)) --at;
    const double value = test.value(at);
    const double end =
        reading.at(as_r ? unweighted_share(reading, value) : reading.share_below(value).share);
    (limit > 0 ? made.low : made.high) = end;
  }
}

}  // namespace

Result<double> weighted_quantile(std::span<const double> values, std::span<const double> weights,
                                 double share, QuantileRule rule) {
  ZH_DO(check(values, weights));
  if (!(share >= 0 && share <= 1))
    return fail(probability_out_of_range, "share", shown(share), "0..1");
  return Steps(values, weights).quantile(share, rule);
}

Result<std::vector<SurveyQuantile>> survey_quantiles(const SurveyDesign& design,
                                                     std::span<const double> values,
                                                     std::span<const double> shares,
                                                     const QuantileQuestion& asked) {
  ZH_DO(check_same_length("values", values.size(), design.rows()));
  ZH_DO(check(values, design.weights()));
  ZH_DO(check_confidence(asked.confidence));
  for (const double share : shares) ZH_DO(check_probability("shares", share));
  QuantileQuestion question = asked;
  if (question.degrees == 0) question.degrees = design.degrees_of_freedom();
  ZH_DO(check_positive("degrees", question.degrees));
  if (!question.variance_of_mean) {
    question.variance_of_mean = [&](std::span<const double> inside) {
      const SurveyQuantity quantity{SurveyStatistic::mean, inside, {}};
      return survey_estimate(design, quantity)->variance;
    };
  }
  const Steps steps(values, design.weights());
  const bool score = question.interval >= QuantileInterval::score;
  if (score && steps.value.front() == steps.value.back()) {
    return fail(no_spread, "values", shown(steps.value.front()));
  }
  const double t = student_quantile((1 + question.confidence) / 2, question.degrees);
  const Reading reading{design, values, question, steps, t, question.degrees};
  std::vector<SurveyQuantile> all;
  for (const double share : shares) {
    SurveyQuantile made{.value = reading.at(share)};
    if (score) {
      by_score(reading, share, made);
    } else {
      by_share(reading, made);
    }
    if (made.low && made.high) made.standard_error = (*made.high - *made.low) / (2 * t);
    all.push_back(made);
  }
  return all;
}

}  // namespace zhiheng::stat
