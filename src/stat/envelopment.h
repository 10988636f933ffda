#pragma once
// Who makes the most of what it is given? Data envelopment analysis.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "stat/parallel.h"

namespace zhiheng::stat {

/// How output may grow with the scale of a unit.
enum class ReturnsToScale {
  constant,    ///< CCR: any multiple of what somebody does is possible
  variable,    ///< BCC: only mixtures of what is done
  decreasing,  ///< mixtures, and smaller than them
  increasing,  ///< mixtures, and larger than them
};

enum class EnvelopmentSide {
  input,   ///< with how small a part of its inputs could the unit do what it does?
  output,  ///< how many times its outputs could it make of what it has?
};

struct EnvelopmentOptions {
  ReturnsToScale returns = ReturnsToScale::constant;
  EnvelopmentSide side = EnvelopmentSide::input;
  bool super = false;   ///< also the score against the others alone
  Threads threads = 1;  ///< the answer does not depend on it
};

/// One unit's doings: the same inputs and outputs in the same order for all.
struct ProducingUnit {
  std::vector<double> inputs;   ///< >= 0, one at least above 0
  std::vector<double> outputs;  ///< >= 0, one at least above 0
};

/// A unit on the frontier that another is measured by.
struct Peer {
  std::size_t unit = 0;
  double weight = 0;
};

struct EnvelopmentScore {
  double score = 1;       ///< Farrell: theta <= 1 for inputs, phi >= 1 for outputs
  double efficiency = 1;  ///< theta, or 1 / phi
  bool efficient = true;  ///< score 1 and no slack: nothing could be better without loss elsewhere
  std::vector<double> input_slacks;   ///< left over once the score is applied, in the input's units
  std::vector<double> output_slacks;  ///< missing then, in the output's units
  std::vector<Peer> peers;
  std::vector<double> input_prices;   ///< v >= 0, scaled so that sum v x = 1 (input side)
  std::vector<double> output_prices;  ///< u >= 0, scaled so that sum u y = 1 (output side)
  /// The score without the unit in the frontier; nothing when it was not asked for, or when the
  /// others cannot reach the unit however its inputs or outputs are scaled.
  std::optional<double> super;
};

/// Scores all units against their common frontier. For the unit o, on the side of inputs:
///
///   first   min theta,  sum_j l_j x_j <= theta x_o,  sum_j l_j y_j >= y_o,  l >= 0
///   second  max sum of slacks with theta as found
///
/// with sum l = 1 for variable, <= 1 for decreasing, >= 1 for increasing returns; on the side of
/// outputs max phi with x_o and phi y_o. The second stage maximises the plain sum, so it depends on
/// the units in which inputs and outputs are measured; the score does not.
///
/// @return  one per unit
/// @fails   too_few_observations (units, inputs, outputs), lengths_differ, value_not_finite,
///          value_negative, value_not_positive (all inputs or all outputs zero), solver_failed
/// @cost    two linear programmes a unit
/// @source  A. Charnes, W. W. Cooper, E. Rhodes, Eur. J. Oper. Res. 2 (1978) 429-444; R. D. Banker,
///          A. Charnes, W. W. Cooper, Manag. Sci. 30 (1984) 1078-1092; P. Andersen, N. C. Petersen,
///          Manag. Sci. 39 (1993) 1261-1264 (super-efficiency)
/// @checked W. W. Cooper, L. M. Seiford, K. Tone, Data Envelopment Analysis, 2nd ed. (2007), tables
///          1.5, 2.2 and 3.3
[[nodiscard]] Result<std::vector<EnvelopmentScore>> envelopment(
    std::span<const ProducingUnit> units, const EnvelopmentOptions& options = {});

}  // namespace zhiheng::stat
