#pragma once
// What does a sampling plan let through? Operating characteristics of attribute plans, and the
// plan for two given risks. The tables of standards are in acceptance_tables.h.

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"

namespace zhiheng::stat {

/// One stage of a plan; numbers are cumulative over the stages so far.
struct Stage {
  std::int64_t size = 0;    ///< units drawn at this stage, 1..10^12
  std::int64_t accept = 0;  ///< accept the lot at this many or fewer; -1: not possible yet
  std::int64_t reject = 1;  ///< reject it at this many or more, > accept

  friend bool operator==(const Stage&, const Stage&) = default;
};

/// What is counted, and how it comes about.
enum class Counting {
  binomial,        ///< nonconforming units from a running process: quality is their share
  poisson,         ///< nonconformities: quality is their number per unit
  hypergeometric,  ///< nonconforming units in one lot of known size: quality x lot size is whole
};

struct Operation {
  double accepted = 0;     ///< probability to accept, the gap of the last stage not included
  double in_gap = 0;       ///< above accept and below reject at the last stage (reduced inspection:
                           ///< accept, but go back to normal)
  double mean_sample = 0;  ///< ASN: units inspected on average
  double outgoing = 0;     ///< AOQ: quality after rejected lots are screened; needs a lot size
  double mean_inspected = 0;  ///< ATI: units inspected on average with screening; needs a lot size
};

/// Items of a stage at most: sums of stages then cannot overflow.
inline constexpr std::int64_t largest_stage = 1'000'000'000'000;

/// How a plan treats lots of a given quality. Rejected lots are screened and what is found
/// replaced: AOQ = quality x sum over stages of P(accept there) (N - n) / N.
///
/// @param stages    at least one, at most 20; reject of the last is at most 10,001
/// @param quality   share nonconforming 0..1, or nonconformities per unit >= 0 (Poisson)
/// @param lot_size  N, not below the sum of the sizes; 0 for a lot so large that it does not matter
///                  (then outgoing = quality x accepted and mean_inspected is not a number to use:
///                  0)
/// @fails   too_few_observations, value_not_finite, value_out_of_range, count_out_of_range
/// @cost    stages x reject^2
/// @source  E. G. Schilling, D. V. Neubauer, Acceptance Sampling in Quality Control (2009), ch. 5-6
/// @checked R AcceptanceSampling 1.0.11 OC2c, AQLSchemes 1.7.2
[[nodiscard]] Result<Operation> operate(std::span<const Stage> stages, Counting counting,
                                        double quality, std::int64_t lot_size = 0);

/// Two points of the operating characteristic that a plan must keep.
struct Risks {
  double good = 0;          ///< quality that should pass (PRQ), > 0
  double pass_good = 0.95;  ///< with at least this probability, in (0, 1)
  double bad = 0;           ///< quality that should not pass (CRQ), > good
  double pass_bad = 0.10;   ///< with at most this probability, in (0, pass_good)
};

/// The single plan with the smallest acceptance number that keeps both risks, and the smallest
/// sample for it. Binomial or Poisson.
///
/// @fails   probability_out_of_range, value_not_positive, value_out_of_range (when `bad` is not
///          worse than `good`, or they are so close that over 10,000 must be accepted)
/// @checked R AcceptanceSampling 1.0.11 find.plan
[[nodiscard]] Result<Stage> design_plan(const Risks& risks, Counting counting);

}  // namespace zhiheng::stat
