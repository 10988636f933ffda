#pragma once
// Has a series of counts drifted above its mean? CUSUM of counts made comparable to normal values.

#include <span>
#include <vector>

#include "base/result.h"

namespace zhiheng::stat {

/// How a count x with mean m becomes a value with mean 0 and standard deviation 1, about.
enum class CountScore {
  none,             ///< x itself
  standard,         ///< (x - m) / sqrt m
  rossi,            ///< (x - 3 m + 2 sqrt(x m)) / (2 sqrt m)
  anscombe,         ///< 3/2 (x^(2/3) - m^(2/3)) / m^(1/6)
  anscombe_second,  ///< the same with E(x^(2/3)) to the second order, m^(2/3) - m^(-1/3) / 9
  pearson,          ///< (x - m) / sqrt(m + a m^2), negative binomial
};

struct CountCusumOptions {
  CountScore score = CountScore::rossi;
  double reference = 1.04;  ///< k: what is taken off each score
  double limit = 2.26;      ///< h: alarm at it or above
  double mean = 1;          ///< m of a process under control, > 0
  double dispersion = 0;    ///< a of the negative binomial, >= 0; read by `pearson` only
};

struct CountCusumPoint {
  double statistic = 0;
  double upper = 0;  ///< the count at which the alarm would have been raised, at least 0
  bool alarm = false;
};

/// S = max(0, S + score - k), from 0; the sum goes on after an alarm. The bound solves score(x) = h
/// + k - S for x; for `none` it is h - S, and for `standard` the next whole number, as in R.
///
/// @fails   value_not_finite, value_negative, value_not_positive
/// @source  G. Rossi et al., Stat. Med. 18 (1999) 2111-2122; D. A. Pierce, D. W. Schafer, J. Am.
///          Stat. Assoc. 81 (1986) 977-986
/// @checked R surveillance 1.20.3 cusum
[[nodiscard]] Result<std::vector<CountCusumPoint>> count_cusum(std::span<const double> counts,
                                                               const CountCusumOptions& options);

}  // namespace zhiheng::stat
