#include "stat/survey_calibration.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "stat/check.h"
#include "stat/failures.h"
#include "stat/symmetric.h"

namespace zhiheng::stat {
namespace {

Result<void> check_bounds(const Calibration& calibration) {
  const bool none = calibration.least == 0 && calibration.most == 0;
  ZH_DO(check_finite("least", calibration.least));
  ZH_DO(check_finite("most", calibration.most));
  const bool around = calibration.least < 1 && calibration.most > 1;
  if (around || (none && calibration.distance != CalibrationDistance::logit)) return {};
  return fail(value_out_of_range, "bounds",
              shown(calibration.least) + ", " + shown(calibration.most), "< 1, > 1");
}

Result<void> check(const SurveyDesign& design, const Calibration& calibration) {
  ZH_DO(check_at_least("columns", calibration.columns.size(), 1));
  ZH_DO(check_same_length("totals", calibration.totals.size(), calibration.columns.size()));
  ZH_DO(check_finite("totals", calibration.totals));
  for (std::size_t j = 0; j < calibration.columns.size(); ++j) {
    const auto& column = calibration.columns[j];
    ZH_DO(check_same_length(place("columns", j), column.size(), design.rows()));
    for (std::size_t row = 0; row < column.size(); ++row) {
      if (std::isfinite(column[row])) continue;
      return fail(value_not_finite, place(place("columns", j), row), shown(column[row]));
    }
  }
  return check_bounds(calibration);
}

struct Step {
  double factor = 1;  ///< new weight over old one
  double slope = 1;   ///< of the factor in u
};

/// The factor as a function of u = x'b, by distance and bounds.
class Factor {
 public:
  explicit Factor(const Calibration& calibration)
      : distance_(calibration.distance),
        bounded_(calibration.most != 0),
        least_(calibration.least),
        most_(calibration.most) {}

  [[nodiscard]] Step at(double u) const {
    if (distance_ == CalibrationDistance::logit) return between(u);
    const double free = distance_ == CalibrationDistance::linear ? 1 + u : std::exp(u);
    const double slope = distance_ == CalibrationDistance::linear ? 1 : free;
    if (!bounded_ || (free > least_ && free < most_)) return {free, slope};
    return {std::clamp(free, least_, most_), 0};
  }

 private:
  [[nodiscard]] Step between(double u) const {
    const double range = (most_ - least_) / ((most_ - 1) * (1 - least_));
    // Written with exp(-|.|), so that neither end overflows.
    const double power = std::exp(-std::abs(range * u));
    const double low = (most_ - 1) * (u > 0 ? power : 1);
    const double high = (1 - least_) * (u > 0 ? 1 : power);
    const double factor = (least_ * low + most_ * high) / (low + high);
    const double slope = range * (most_ - least_) * low * high / ((low + high) * (low + high));
    return {factor, slope};
  }

  CalibrationDistance distance_;
  bool bounded_;
  double least_, most_;
};

/// Newton's method for the factors.
class Search {
 public:
  Search(const SurveyDesign& design, const Calibration& calibration)
      : weights_(design.weights()),
        calibration_(calibration),
        factor_(calibration),
        slopes_(weights_.size()),
        factors(weights_.size()) {}

  [[nodiscard]] Result<void> run() {
    std::vector<double> b(calibration_.columns.size(), 0);
    double off = set(b);
    for (int iteration = 0; iteration < 200; ++iteration) {
      if (off < 1e-12) return {};
      std::vector<double> slopes(slopes_);
      for (std::size_t row = 0; row < slopes.size(); ++row) slopes[row] *= weights_[row];
      const auto inverse =
          symmetric_inverse(cross_products(calibration_.columns, slopes), b.size());
      // With every factor at a bound nothing moves any more; at the start the columns are at fault.
      if (!inverse && iteration == 0) return std::unexpected(inverse.error());
      if (!inverse) break;
      const std::vector<double> step = times(*inverse, misfit_);
      double part = 1;
      for (; part > 1e-6; part /= 2) {
        std::vector<double> next(b);
        for (std::size_t j = 0; j < b.size(); ++j) next[j] += part * step[j];
        const double reached = set(next);
        if (!(reached < off)) continue;
        b = next;
        off = reached;
        break;
      }
      if (part <= 1e-6) break;
    }
    // The last digits are lost where totals are small differences of large sums.
    (void)set(b);
    if (off < 1e-9) return {};
    return fail(not_converged, "totals", shown(off), "< 1e-9");
  }

 private:
  /// Sets factors for b; the largest distance from a total, relative to its size.
  double set(const std::vector<double>& b) {
    for (std::size_t row = 0; row < factors.size(); ++row) {
      double u = 0;
      for (std::size_t j = 0; j < b.size(); ++j) u += calibration_.columns[j][row] * b[j];
      const Step step = factor_.at(u);
      factors[row] = step.factor;
      slopes_[row] = step.slope;
    }
    misfit_.assign(b.size(), 0);
    double worst = 0;
    for (std::size_t j = 0; j < b.size(); ++j) {
      double sum = 0;
      for (std::size_t row = 0; row < factors.size(); ++row) {
        sum += weights_[row] * factors[row] * calibration_.columns[j][row];
      }
      misfit_[j] = calibration_.totals[j] - sum;
      const double off = std::abs(misfit_[j]) / (1 + std::abs(calibration_.totals[j]));
      worst = std::isfinite(off) ? std::max(worst, off) : INFINITY;
    }
    return worst;
  }

  const std::vector<double>& weights_;
  const Calibration& calibration_;
  Factor factor_;
  std::vector<double> slopes_, misfit_;

 public:
  std::vector<double> factors;
};

/// What is left of contributions after the regression on the columns.
class Regression {
 public:
  Regression(std::vector<std::vector<double>> columns, std::vector<double> factors,
             std::vector<double> before, std::vector<double> inverse)
      : columns_(std::move(columns)),
        factors_(std::move(factors)),
        before_(std::move(before)),
        inverse_(std::move(inverse)) {}

  void operator()(std::span<double> contributions) const {
    std::vector<double> sums(columns_.size(), 0);
    for (std::size_t j = 0; j < sums.size(); ++j) {
      for (std::size_t row = 0; row < contributions.size(); ++row) {
        if (factors_[row] == 0) continue;
        sums[j] += columns_[j][row] * contributions[row] / factors_[row];
      }
    }
    const std::vector<double> b = times(inverse_, sums);
    for (std::size_t row = 0; row < contributions.size(); ++row) {
      double fitted = 0;
      for (std::size_t j = 0; j < b.size(); ++j) fitted += columns_[j][row] * b[j];
      contributions[row] -= factors_[row] * before_[row] * fitted;
    }
  }

 private:
  std::vector<std::vector<double>> columns_;
  std::vector<double> factors_, before_, inverse_;
};

}  // namespace

Result<SurveyDesign> calibrated(const SurveyDesign& design, const Calibration& calibration) {
  ZH_DO(check(design, calibration));
  Search search(design, calibration);
  ZH_DO(search.run());
  ZH_TRY(auto inverse, symmetric_inverse(cross_products(calibration.columns, design.weights()),
                                         calibration.columns.size()));
  std::vector<double> weights = design.weights();
  for (std::size_t row = 0; row < weights.size(); ++row) weights[row] *= search.factors[row];
  return design.reweighted(
      std::move(weights),
      [regression = std::make_shared<const Regression>(
           calibration.columns, std::move(search.factors), design.weights(), std::move(inverse))](
          std::span<double> contributions) { (*regression)(contributions); });
}

}  // namespace zhiheng::stat
