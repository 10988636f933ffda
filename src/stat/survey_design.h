#pragma once
// How was the sample drawn, and what does that make of the variance of a total?

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "base/result.h"

namespace zhiheng::stat {

/// What a stratum counts for from which only one unit was drawn (and not all there are).
enum class LonelyUnit {
  refuse,   ///< the design is not accepted
  nothing,  ///< as if it were certain to be drawn; understates the variance
  adjust,   ///< its distance from zero, not from its own mean; overstates it
  average   ///< as much as the other strata of its level on average
};

/// One stage of the drawing. Labels are whole numbers below the number of rows; those of units need
/// to differ only within a stratum of the same unit of the stage before.
struct SurveyStage {
  std::vector<std::uint32_t> strata = {};  ///< one label a row; empty: a single stratum
  std::vector<std::uint32_t> units = {};   ///< one label a row; empty: each row is a unit
  /// One number a row, the same in each stratum: the units that there are, or, when no number of
  /// the stage is above one, the share of them that was drawn. Empty: so many that it does not
  /// matter, which also ends the stages whose variance counts.
  std::vector<double> population = {};
};

/// A sample as a table: a row per element.
struct SurveySample {
  std::vector<double> weights = {};  ///< elements that a row stands for, >= 0
  std::vector<SurveyStage> stages = {};
  LonelyUnit lonely = LonelyUnit::refuse;
};

/// A design that fits together, its rows put in the order of the units.
class SurveyDesign {
 public:
  /// @fails   too_few_observations, lengths_differ, value_not_finite, value_negative,
  ///          value_out_of_range (a label), weights_all_zero, population_too_small,
  ///          population_varies, lonely_unit
  /// @cost    linear in rows and stages
  [[nodiscard]] static Result<SurveyDesign> build(SurveySample sample);

  [[nodiscard]] std::size_t rows() const { return weights_.size(); }
  [[nodiscard]] const std::vector<double>& weights() const { return weights_; }
  /// Rows with a weight.
  [[nodiscard]] std::size_t records() const { return records_; }
  /// First-stage units less first-stage strata, counting those with a row that has a weight.
  [[nodiscard]] double degrees_of_freedom() const { return degrees_; }

  /// Rows in the order of the units; `place_of()[row]` is where a row stands in it.
  [[nodiscard]] const std::vector<std::uint32_t>& order() const { return frame_->order; }
  [[nodiscard]] const std::vector<std::uint32_t>& place_of() const { return frame_->place_of; }

  struct Stratum {
    std::uint32_t first_unit = 0;  ///< its units follow each other
    std::uint32_t drawn = 0;
    double population = 0;     ///< infinite when not given
    std::uint32_t parent = 0;  ///< unit of the stage before
  };
  struct Level {
    std::vector<std::uint32_t> unit;        ///< of each place in the order, counted from 0
    std::vector<std::uint32_t> stratum_of;  ///< of each unit
    std::vector<Stratum> strata;
    std::vector<double> average;  ///< of each parent: what LonelyUnit::average multiplies by
  };
  [[nodiscard]] const std::vector<Level>& levels() const { return frame_->levels; }
  [[nodiscard]] LonelyUnit lonely() const { return frame_->lonely; }

  /// What a calibration leaves of contributions to a total: as they are without one.
  using Residual = std::function<void(std::span<double> contributions)>;
  /// The same sample with other weights, whose totals vary only by what `residual` leaves.
  /// @fails   lengths_differ, value_not_finite, weights_all_zero
  [[nodiscard]] Result<SurveyDesign> reweighted(std::vector<double> weights,
                                                Residual residual) const;
  [[nodiscard]] bool calibrated() const { return !residuals_.empty(); }

  /// Variance of the sum of `contributions` (weight times value), one a row in the order of rows.
  ///
  /// Sum over strata of (1 - n/N) n/(n-1) sum (z - mean z)^2 over the totals z of the units drawn,
  /// and of n/N times the same for the next stage inside of each unit.
  ///
  /// @cost    linear in rows
  /// @source  W. G. Cochran, Sampling Techniques, 3rd ed. (1977), 11.20 and 11.24;
  ///          D. R. Bellhouse, Surv. Methodol. 11 (1985) 1-22 for the recursion
  [[nodiscard]] double variance(std::span<const double> contributions) const;
  /// Variances and covariances of several sums, k x k; one column of contributions each.
  [[nodiscard]] std::vector<double> covariance(std::vector<std::vector<double>> columns) const;
  /// The same for contributions that are zero but at `places`, ascending places in the order. Only
  /// for a design without calibration.
  /// @cost    linear in the places, with `memory` to be reused
  struct Memory {
    std::vector<std::vector<double>> totals = {};  ///< of the units of a stratum, by stage
    std::vector<double> result = {};
  };
  [[nodiscard]] double sparse_variance(std::span<const std::uint32_t> places,
                                       std::span<const double> contributions, Memory& memory) const;

 private:
  struct Frame {
    std::vector<std::uint32_t> order, place_of;
    std::vector<Level> levels;
    LonelyUnit lonely = LonelyUnit::refuse;
  };
  SurveyDesign() = default;
  void count();

  std::shared_ptr<const Frame> frame_;
  std::vector<double> weights_;
  std::size_t records_ = 0;
  double degrees_ = 0;
  std::vector<Residual> residuals_;
};

}  // namespace zhiheng::stat
