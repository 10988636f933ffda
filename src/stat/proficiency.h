#pragma once
// Which laboratories measure well? Assigned values and scores of a proficiency test (能力验证).

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "base/result.h"
#include "stat/robust.h"

namespace zhiheng::stat {

/// Robust mean and standard deviation, Algorithm A: values beyond x* -/+ 1.5 s* are drawn to that
/// border, x* is their mean and s* = 1.134 times their standard deviation, until both stand still.
/// Starts from robust_scale; the limit is met to 1e-12 of s*, not only in the third figure.
///
/// @fails   too_few_observations (fewer than three), value_not_finite, no_spread (more than half
///          the values agree, so that s* shrinks to nothing)
/// @source  ISO 13528:2022, C.3.1; P. J. Huber, Robust Statistics (1981)
/// @checked R 4.2.2, the iteration written out; R MASS 7.3 hubers
[[nodiscard]] Result<RobustScale> algorithm_a(std::span<const double> values);

/// Reproducibility standard deviation by the Q method, which needs no mean and may be given several
/// results per laboratory: the lower quartile of all differences between laboratories.
///
/// @param values        results, at most 5,000
/// @param laboratories  whose result it is; equal numbers are the same laboratory, at least two
/// @fails   too_few_observations, too_many_observations, lengths_differ, value_not_finite,
///          no_spread
/// @source  ISO 13528:2022, C.5.2; C. H. Müller, S. Uhlig, Biometrika 88 (2001) 353-366
/// @checked R 4.2.2, the definition written out
/// @cost    the differences between all pairs, sorted
[[nodiscard]] Result<double> q_standard_deviation(std::span<const double> values,
                                                  std::span<const std::size_t> laboratories);

/// Hampel's estimate of location for laboratory means and a given standard deviation: the root of
/// sum psi((x_i - x*) / s*) = 0 nearest to the median, found without iteration; results beyond
/// 4.5 s* do not count. The median itself where no root, or no single one, is nearest.
///
/// @param means   one per laboratory, at most 5,000
/// @param spread  s*, > 0, usually by q_standard_deviation
/// @fails   too_few_observations, too_many_observations, value_not_finite, value_not_positive
/// @source  ISO 13528:2022, C.5.3.2
[[nodiscard]] Result<double> hampel_location(std::span<const double> means, double spread);

/// What the results of a round are held against.
struct Assigned {
  double value = 0;        ///< x_pt
  double uncertainty = 0;  ///< u(x_pt), standard; >= 0
  double deviation = 0;    ///< sigma_pt, standard deviation for proficiency assessment; > 0
};

/// Consensus value of the participants with u = 1.25 s* / sqrt(laboratories) and sigma_pt = s*.
///
/// @param laboratories  at least three
/// @source ISO 13528:2022, 7.7.3
[[nodiscard]] Result<Assigned> consensus(const RobustScale& estimate, std::size_t laboratories);

/// Is u(x_pt) small enough to be left out, u <= 0.3 sigma_pt? Else z' goes before z.
/// @source ISO 13528:2022, 9.2.1
[[nodiscard]] bool uncertainty_negligible(const Assigned& assigned);

/// The performance scores of one result; zeta and En only where the laboratory states its
/// uncertainty.
struct Scores {
  double z = 0;                ///< (x - x_pt) / sigma_pt
  double z_prime = 0;          ///< (x - x_pt) / sqrt(sigma_pt^2 + u(x_pt)^2)
  std::optional<double> zeta;  ///< (x - x_pt) / sqrt(u(x)^2 + u(x_pt)^2)
  std::optional<double> e_n;   ///< the same with expanded uncertainties, U = k u
};

/// @param uncertainty  standard uncertainty of the result, > 0, if stated
/// @param coverage     k that makes it the expanded one, > 0
/// @fails   value_not_finite, value_not_positive, value_negative
/// @source  ISO 13528:2022, 9.4 to 9.7
[[nodiscard]] Result<Scores> performance_scores(double result, std::optional<double> uncertainty,
                                                const Assigned& assigned, double coverage = 2);

/// Are the samples sent out alike enough?
struct Homogeneity {
  double mean = 0;
  double between = 0;     ///< s_s, standard deviation between samples, >= 0
  double within = 0;      ///< s_w, between portions of one sample
  double allowed = 0;     ///< 0.3 sigma_pt
  double limit = 0;       ///< sqrt(F1 allowed^2 + F2 s_w^2), the same with its sampling error
  bool adequate = false;  ///< between <= allowed
  bool adequate_with_error = false;  ///< between <= limit
};

/// Two portions of each of g samples: s_s^2 = s_mean^2 - s_w^2 / 2, F1 = chi^2(0.95; g - 1) / (g -
/// 1), F2 = (F(0.95; g - 1, g) - 1) / 2.
///
/// @param first, second  a value per sample, g >= 2 (the standard asks for ten)
/// @fails   too_few_observations, lengths_differ, value_not_finite, value_not_positive (deviation)
/// @source  ISO 13528:2022, B.2 and B.3; M. Thompson and others, Pure Appl. Chem. 78 (2006) 145-196
[[nodiscard]] Result<Homogeneity> homogeneity(std::span<const double> first,
                                              std::span<const double> second, double deviation);

}  // namespace zhiheng::stat
