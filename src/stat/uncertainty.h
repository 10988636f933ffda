#pragma once
// How sure is a measured value that is computed from others? The GUM and its Supplement 1.

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "base/result.h"
#include "stat/interval.h"
#include "stat/parallel.h"

namespace zhiheng::stat {

/// What is believed of an input quantity; all have the stated standard uncertainty u.
enum class InputShape {
  normal,
  rectangular,  ///< half width u sqrt 3
  triangular,   ///< half width u sqrt 6
  arcsine,      ///< half width u sqrt 2: a temperature that cycles
  student,      ///< estimate + u t with the stated degrees of freedom: a mean of few readings
};

struct InputQuantity {
  double estimate = 0;
  double uncertainty = 0;                                               ///< standard, >= 0
  double degrees_of_freedom = std::numeric_limits<double>::infinity();  ///< of u, > 0
  InputShape shape = InputShape::normal;                                ///< for the simulation only
};

/// r(first, second) between two inputs, -1 <= r <= 1.
struct Correlation {
  std::size_t first = 0;
  std::size_t second = 0;
  double coefficient = 0;
};

/// The measurement model: the output for a value of each input. NaN or infinite where it has none.
using MeasurementModel = std::function<double(std::span<const double>)>;

struct UncertaintyBudget {
  double estimate = 0;
  double combined = 0;               ///< u_c(y)
  std::vector<double> sensitivity;   ///< c_i, partial derivatives at the estimates
  std::vector<double> contribution;  ///< |c_i| u_i
  std::vector<double> share;         ///< of the sum of squared contributions
  double degrees_of_freedom = 0;     ///< Welch-Satterthwaite; see below
  double coverage = 0;               ///< k = t((1 + confidence) / 2)
  double expanded = 0;               ///< U = k u_c
  Interval interval;                 ///< y -/+ U
};

/// Linear propagation: u_c^2 = sum c_i c_j u_i u_j r_ij. The derivatives are central differences
/// extrapolated to step zero. nu_eff = u_c^4 / sum((c_i u_i)^4 / nu_i); it is not defined for
/// correlated inputs and taken as infinite when any correlation is given.
///
/// @fails   too_few_observations (no input), value_not_finite (inputs, or the model near them:
/// where
///          "model"), value_negative, value_not_positive (degrees of freedom), value_out_of_range
///          (correlations), no_spread (u_c = 0), confidence_out_of_range
/// @source  JCGM 100:2008 (GUM), clause 5, annex G (JJF 1059.1)
/// @checked its examples H.1 and H.2
[[nodiscard]] Result<UncertaintyBudget> propagate_uncertainty(
    std::span<const InputQuantity> inputs, const MeasurementModel& model,
    std::span<const Correlation> correlations = {}, double confidence = 0.95);

struct SimulationOptions {
  double confidence = 0.95;
  int digits = 2;                        ///< of u(y) that must stand, 1..4
  std::int64_t most_trials = 5'000'000;  ///< the simulation ends there, settled or not
  std::uint64_t seed = 1;
  const std::atomic<bool>* stop = nullptr;  ///< set from outside to end early
};

struct SimulatedUncertainty {
  double estimate = 0;  ///< mean of the outputs
  double uncertainty = 0;
  Interval symmetric;  ///< equal probability left out on both sides
  Interval shortest;
  std::int64_t trials = 0;
  double tolerance = 0;  ///< delta: half a unit of the last digit of u(y) that must stand
  bool settled = false;  ///< all four results stand within the tolerance
};

/// Monte-Carlo propagation of distributions, in batches until twice the standard error of mean, u
/// and both bounds is within the tolerance (7.9 of the Supplement). The same for a seed. Correlated
/// inputs must be normal.
///
/// @fails   as propagate_uncertainty; value_out_of_range (digits, most_trials below two batches,
///          correlations that no distribution can have)
/// @source  JCGM 101:2008, clauses 6 and 7
/// @checked its examples 9.2.2 to 9.2.4
[[nodiscard]] Result<SimulatedUncertainty> simulate_uncertainty(
    std::span<const InputQuantity> inputs, const MeasurementModel& model,
    std::span<const Correlation> correlations = {}, const SimulationOptions& options = {});

/// Does the linear interval hold? True when both its ends lie within `tolerance` of the simulated
/// symmetric ones (clause 8 of the Supplement).
[[nodiscard]] bool linear_holds(const UncertaintyBudget& budget,
                                const SimulatedUncertainty& simulated);

}  // namespace zhiheng::stat
