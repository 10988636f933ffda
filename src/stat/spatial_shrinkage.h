#pragma once
// What is the rate of a small area, once its neighbours are taken into account?

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "base/result.h"
#include "stat/shrinkage.h"

namespace zhiheng::stat {

/// Two areas that touch, by their places in the list.
struct Neighbours {
  std::size_t one = 0;
  std::size_t other = 0;
};

struct SpatialRates {
  double mean = 1;     ///< relative rate of all areas: exp of the level
  double spread = 0;   ///< 1 / sqrt(tau); 0 if the areas differ by no more than chance
  double spatial = 0;  ///< rho: 0 no neighbourhood, 1 neighbourhood only
  std::vector<ShrunkEstimate> areas;  ///< relative rates
};

/// Conditional autoregressive shrinkage (Leroux): small areas move towards their neighbours, and
/// towards all.
///
/// O ~ Poisson(E exp(b + u)), u normal with precision tau ((1 - rho) I + rho Q), Q the Laplacian of
/// the map: the number of neighbours on its diagonal, -1 for each pair. b has a flat prior. tau and
/// rho are those of the largest likelihood after b and u are integrated out (Laplace's
/// approximation); the areas' posterior is normal on the logarithm around its mode. Areas without
/// neighbours move towards the mean of all. The uncertainty of tau and rho is not in the intervals.
///
/// @param observed    events per area, >= 0, may be fractional; not all zero; 2 to 20,000 areas
/// @param expected    one per area, > 0
/// @param neighbours  pairs of different areas; a pair given twice, or both ways, counts once
/// @param rho         0 .. 1 to fix it; else it is found in 0 .. 0.999. 1 needs a map in one piece
/// @fails   too_few_observations, too_many_observations, lengths_differ, value_not_finite,
///          value_negative, value_not_positive, value_out_of_range (a neighbour that is not there,
///          rho), confidence_out_of_range
/// @cost    some hundred sparse factorisations, then one solution per area
/// @source  B. G. Leroux, X. Lei, N. Breslow in Statistical Models in Epidemiology, the Environment
///          and Clinical Trials (2000) 179-191; J. Besag, J. York, A. Mollie, Ann. Inst. Stat.
///          Math. 43 (1991) 1-59 (rho = 1)
/// @checked R 4.2.2, mgcv 1.8-41, gam(method = "REML") on upstate New York
[[nodiscard]] Result<SpatialRates> shrink_rates_by_neighbours(
    std::span<const double> observed, std::span<const double> expected,
    std::span<const Neighbours> neighbours, double confidence = 0.95,
    std::optional<double> rho = std::nullopt);

}  // namespace zhiheng::stat
