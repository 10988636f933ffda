#include "stat/scan_likelihood.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace zhiheng::stat {
namespace {

/// n ln(n / d), 0 for n = 0.
double part(double n, double d) { return n > 0 ? n * std::log(n / d) : 0; }

/// (m - c) ln((m - c) / m) without the loss of digits where c is small against m.
double rest(double c, double m) { return c < m ? (m - c) * std::log1p(-c / m) : 0; }

/// The first number from `low` on that is good, or `most` + 1; all behind a good one are good.
template <class Good>
std::int64_t first_good(std::int64_t low, std::int64_t most, const Good& good) {
  std::int64_t step = 1;
  std::int64_t high = low;
  while (high <= most && !good(high)) {
    low = high + 1;
    high += step;
    step *= 2;
  }
  high = std::min(high, most + 1);
  while (low < high) {
    const std::int64_t middle = low + (high - low) / 2;
    if (good(middle)) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

}  // namespace

ScanLikelihood::ScanLikelihood(ScanModel model, double cases, double measure, std::size_t tabulated)
    : model_(model), cases_(cases), measure_(measure) {
  table_.resize(tabulated + 1);
  for (std::size_t n = 2; n < table_.size(); ++n) {
    table_[n] = static_cast<double>(n) * std::log(static_cast<double>(n));
  }
  if (model_ == ScanModel::bernoulli) {
    constant_ = part(cases_, measure_) + rest(cases_, measure_);
  }
}

double ScanLikelihood::ratio(double cases, double measure) const {
  switch (model_) {
    case ScanModel::poisson:
    case ScanModel::permutation:
      return part(cases, measure) + part(cases_ - cases, cases_ - measure);
    case ScanModel::bernoulli:
      return part(cases, measure) + rest(cases, measure) +
             part(cases_ - cases, measure_ - measure) + rest(cases_ - cases, measure_ - measure) -
             constant_;
    case ScanModel::expectation:
      break;
  }
  return part(cases, measure) + measure - cases;
}

bool ScanLikelihood::is_high(double cases, double measure) const {
  if (model_ == ScanModel::expectation) return cases > measure;
  return cases * measure_ > measure * cases_;
}

bool ScanLikelihood::is_low(double cases, double measure) const {
  if (model_ == ScanModel::expectation) return cases < measure;
  return cases * measure_ < measure * cases_;
}

double ScanLikelihood::times_log(double value) const {
  return value > 0 ? value * std::log(value) : 0;
}

double ScanLikelihood::times_log(std::int64_t value) const {
  if (value < static_cast<std::int64_t>(table_.size())) {
    return value > 0 ? table_[static_cast<std::size_t>(value)] : 0;
  }
  return times_log(static_cast<double>(value));
}

ScanLikelihood::Window ScanLikelihood::window(double measure) const {
  Window made{measure, 0, 0, 0};
  switch (model_) {
    case ScanModel::poisson:
    case ScanModel::permutation:
      made.log_in = measure > 0 ? std::log(measure) : 0;
      made.log_out = measure < cases_ ? std::log(cases_ - measure) : 0;
      break;
    case ScanModel::bernoulli:
      made.constant = -times_log(measure) - times_log(measure_ - measure) - constant_;
      break;
    case ScanModel::expectation:
      made.log_in = measure > 0 ? std::log(measure) : 0;
      made.constant = measure;
      break;
  }
  return made;
}

double ScanLikelihood::ratio(std::int64_t cases, const Window& window) const {
  const auto inside = static_cast<double>(cases);
  const double outside = cases_ - inside;
  switch (model_) {
    case ScanModel::poisson:
    case ScanModel::permutation:
      return times_log(cases) - inside * window.log_in +
             times_log(static_cast<std::int64_t>(outside)) - outside * window.log_out;
    case ScanModel::bernoulli:
      return window.constant + times_log(cases) + times_log(window.measure - inside) +
             times_log(static_cast<std::int64_t>(outside)) +
             times_log(measure_ - window.measure - outside);
    case ScanModel::expectation:
      break;
  }
  return times_log(cases) - inside * window.log_in + window.constant - inside;
}

ScanThresholds::ScanThresholds(const ScanLikelihood& likelihood, ScanRates rates, double smallest,
                               std::int64_t minimum_cases, std::int64_t most)
    : likelihood_(likelihood),
      rates_(rates),
      minimum_cases_(std::max<std::int64_t>(1, minimum_cases)),
      most_(most) {
  // The first bin also takes what is smaller, 0 included.
  first_ = leading_bits(std::clamp(smallest, 1e-30, 1e30));
  const std::int32_t last = leading_bits(std::clamp(likelihood.measure(), 1e-30, 1e30)) + 1;
  limits_.resize(static_cast<std::size_t>(std::max(0, last - first_)) + 1);
  raise(0);
}

double ScanThresholds::lower_end(std::size_t bin) const {
  const auto bits = (first_ + static_cast<std::int32_t>(bin)) << dropped_bits;
  return std::bit_cast<float>(bits);
}

void ScanThresholds::raise(double floor) {
  constexpr std::int32_t never = std::numeric_limits<std::int32_t>::max();
  constexpr double rounding = 1e-6;
  const bool high = rates_ != ScanRates::low;
  const bool low = rates_ != ScanRates::high;
  std::int64_t above = minimum_cases_;
  std::int64_t below = 0;
  for (std::size_t i = 0; i < limits_.size(); ++i) {
    Limits& limits = limits_[i];
    limits = {never, 0};
    if (high) {
      // At fixed cases the ratio falls as the measure grows, so the lower end of the bin decides.
      const double measure = i == 0 ? 0 : lower_end(i) * (1 - rounding);
      if (measure > 0) {
        const auto window = likelihood_.window(measure);
        above = first_good(above, most_, [&](std::int64_t cases) {
          return likelihood_.is_high(static_cast<double>(cases), measure) &&
                 likelihood_.ratio(cases, window) >= floor;
        });
      }
      if (above <= most_) limits.above = static_cast<std::int32_t>(above - 1);
    }
    if (low) {
      const double measure =
          std::min(lower_end(i + 1) * (1 + rounding), likelihood_.measure() * (1 - rounding));
      const auto window = likelihood_.window(measure);
      below = first_good(below, most_, [&](std::int64_t cases) {
        return !likelihood_.is_low(static_cast<double>(cases), measure) ||
               likelihood_.ratio(cases, window) < floor;
      });
      limits.below = static_cast<std::int32_t>(below);
    }
  }
}

}  // namespace zhiheng::stat
