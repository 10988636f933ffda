#pragma once
// What a solved path model says: every number with its name.

#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "stat/item_moments.h"
#include "stat/path_model.h"
#include "stat/path_model_solver.h"

namespace zhiheng::stat {

enum class Measure {
  weight,         ///< latent, item: of the standardised item; scores have variance one
  loading,        ///< latent, item of its block: correlation of item and score
  cross_loading,  ///< latent, item of another block
  communality,    ///< latent, item: loading^2, the share of the item that the latent explains
  redundancy,     ///< latent, item: loading^2 R^2, the share that its causes explain
  path,           ///< target, source: regression coefficient
  total_effect,   ///< target, source: products of paths along every way, summed
  r_squared,      ///< latent: share that its causes explain; undefined (NaN) without causes
  adjusted_r_squared,
  f_squared,             ///< target, source: (R^2 - R^2 without it) / (1 - R^2), scores as they are
  f_squared_refit,       ///< the same with the model fitted anew without the arrow
  latent_correlation,    ///< two latents
  ave,                   ///< latent: average variance extracted, the mean communality
  cronbach_alpha,        ///< latent: of the standardised items, see stat/cronbach.h; 1 for one item
  cronbach_alpha_raw,    ///< latent: of the items as asked
  dillon_goldstein_rho,  ///< latent: from the first principal component of the block
  rho_a,                 ///< latent: Dijkstra and Henseler; 1 for a formative block
  rho_c,                 ///< latent: composite reliability from the loadings
  eigenvalue_1,          ///< latent: of the block's correlations
  eigenvalue_2,          ///< latent: 0 with a single item
  htmt,             ///< two latents: heterotrait-monotrait ratio of absolute correlations; NaN when
                    ///< items of one block do not correlate at all
  goodness_of_fit,  ///< of the model: sqrt(mean communality x mean R^2)
  index,            ///< latent: 0..100, mean of the weighted answers on their scale
  index_deviation,  ///< latent: standard deviation of the respondents' indices (divisor n - 1)
  index_weight,     ///< latent, item: weight / deviation, with sum one in the block
};

/// The name in tables: "weight", "R2", "HTMT" and so on.
[[nodiscard]] std::string_view name_of(Measure measure);

/// Which number it is.
struct PathQuantity {
  Measure measure = Measure::weight;
  std::size_t latent = 0;  ///< target of a path
  std::size_t other = 0;   ///< the item, the source, or the second latent; 0 where there is none
  double value = 0;
};

/// Ends of each item's answering scale, low < high.
struct AnswerScale {
  std::vector<double> low, high;
};

/// An index 0..100 from item means: sum w (mean - low) / (high - low) / sum w x 100. Weights of
/// both signs are taken as they are; the index may then leave 0..100.
///
/// @param weights  one per item, in units of its scale 0..1
/// @fails   lengths_differ, value_not_finite, value_out_of_range (low >= high, or weights that
/// cancel
///          each other out)
/// @source  C. Fornell and others, J. Mark. 60 (1996) 7-18
[[nodiscard]] Result<double> satisfaction_index(std::span<const double> means,
                                                std::span<const double> weights,
                                                const AnswerScale& scale);

/// Which of them to find.
enum class Extent {
  resampled,  ///< what the bootstrap repeats
  all,        ///< also cross loadings, f^2, eigenvalues and what follows from them
};

/// The numbers of a solution, always in the same order for one model and extent.
///
/// The index of a latent (0..100): sum of v (mean - low) / (high - low) x 100 over its items, with
/// v proportional to weight / deviation on the scale 0..1 and of sum one. Its parts may be
/// negative; if they cancel out the index is NaN.
///
/// @param order   of the model, from causal_order()
/// @param solver  after a solve() of the moments' correlations
/// @cost    slots x latents; items^2 for htmt; all: an eigenvalue problem per block
/// @source  M. Tenenhaus, V. Esposito Vinzi, Y.-M. Chatelin, C. Lauro, Comput. Stat. Data Anal. 48
///          (2005) 159-205; T. K. Dijkstra, J. Henseler, MIS Q. 39 (2015) 297-316 (rho_A); J.
///          Henseler, C. M. Ringle, M. Sarstedt, J. Acad. Mark. Sci. 43 (2015) 115-135 (HTMT); C.
///          Fornell and others, J. Mark. 60 (1996) 7-18 (index)
/// @checked plspm 0.5.1, semPLS 1.0-10 and seminr 2.3.4 on three models of the ECSI
void measure(const PathModel& model, const std::vector<std::size_t>& order,
             const AnswerScale& scale, const ItemMoments& moments, PathSolver& solver,
             Extent extent, std::vector<PathQuantity>& quantities);

}  // namespace zhiheng::stat
