#pragma once
// What would the rates be if all units had the same make-up?

#include <cstdint>
#include <span>

#include "base/result.h"
#include "stat/interval.h"

namespace zhiheng::stat {

/// One class (an age band, a product category) of one unit.
struct StandardClass {
  double events = 0;      ///< events in this unit and class, >= 0
  double population = 0;  ///< what they are counted over, > 0 where `standard` is above zero
  double standard = 0;    ///< size of the class in the standard population, >= 0
};

struct StandardisedRate {
  double crude = 0;
  double rate = 0;  ///< events per unit of population, weighted to the standard
  double variance = 0;
  Interval interval;  ///< gamma interval of Fay and Feuer
};

/// Directly standardised rate: sum w e / n with w the standard's shares.
///
/// variance v = sum w^2 e / n^2; low = gamma quantile with mean `rate` and variance v; high = the
/// same after adding the largest w / n to the rate and its square to the variance, so it stays
/// honest when events are few (also for none at all).
///
/// @param classes     at least one; classes that the standard does not know (0) are left out of the
///                    rate but counted in `crude`
/// @fails   too_few_observations, value_not_finite, value_negative, value_not_positive,
///          confidence_out_of_range
/// @source  M. P. Fay, E. J. Feuer, Stat. Med. 16 (1997) 791-801
/// @checked R epitools 0.5-10.1 ageadjust.direct on the Pennsylvanian counties
[[nodiscard]] Result<StandardisedRate> standardise_directly(std::span<const StandardClass> classes,
                                                            double confidence = 0.95);

struct StandardisedRatio {
  double expected = 0;
  double ratio = 0;   ///< observed / expected
  Interval interval;  ///< exact Poisson
};

/// Indirect standardisation: observed events over those expected at the reference rates.
///
/// @param observed         events of the unit, >= 0
/// @param population       of the unit, one per class, >= 0
/// @param reference_rates  events per unit of population, one per class, >= 0
/// @fails   lengths_differ, value_not_finite, value_negative, value_not_positive (nothing
/// expected),
///          confidence_out_of_range
/// @source  N. E. Breslow, N. E. Day, Statistical Methods in Cancer Research II, IARC (1987), ch. 2
/// @checked R 4.2.2 poisson.test on the Pennsylvanian counties
[[nodiscard]] Result<StandardisedRatio> standardise_indirectly(
    std::int64_t observed, std::span<const double> population,
    std::span<const double> reference_rates, double confidence = 0.95);

}  // namespace zhiheng::stat
