#pragma once
// How sure are we of a rate of events? Confidence intervals of a Poisson mean.

#include <cstdint>

#include "base/result.h"
#include "stat/interval.h"

namespace zhiheng::stat {

/// Exact interval of an event rate (Garwood), each tail (1 - confidence) / 2.
///
/// low = gamma quantile(tail, events) / exposure, high = gamma quantile(1 - tail, events + 1) /
/// exposure.
///
/// @param events      observed events, >= 0
/// @param exposure    what they are counted over (persons, lots, days), > 0, finite
/// @param confidence  two-sided, as a fraction, 0 < confidence < 1
/// @return  events per unit of exposure; low is 0 when there are no events
/// @fails   value_negative, value_not_finite, value_not_positive, confidence_out_of_range
/// @source  F. Garwood, Biometrika 28 (1936) 437-442
/// @checked R 4.2.2 poisson.test
[[nodiscard]] Result<Interval> poisson_interval(std::int64_t events, double exposure = 1,
                                                double confidence = 0.95);

/// Byar's approximation to the same interval, for comparison with published figures. Its low bound
/// is below zero for 0 events, as in the reference. Arguments and refusals as above.
///
/// @source  N. E. Breslow, N. E. Day, Statistical Methods in Cancer Research II, IARC (1987) p. 69
/// @checked R epitools 0.5-10.1 pois.byar
[[nodiscard]] Result<Interval> byar_interval(std::int64_t events, double exposure = 1,
                                             double confidence = 0.95);

/// Exact interval, but one-sided for 0 events: the high bound then leaves 1 - confidence above, as
/// some published tables do. Arguments and refusals as above.
///
/// @source  L. Daly, Comput. Biol. Med. 22 (1992) 351-361
/// @checked R epitools 0.5-10.1 pois.daly
[[nodiscard]] Result<Interval> daly_interval(std::int64_t events, double exposure = 1,
                                             double confidence = 0.95);

}  // namespace zhiheng::stat
