#pragma once
// The satisfaction index and what drives it: a path model fitted by partial least squares.

#include <span>
#include <vector>

#include "base/result.h"
#include "stat/item_moments.h"
#include "stat/matrix.h"
#include "stat/path_model.h"
#include "stat/path_model_measures.h"
#include "stat/path_model_solver.h"

namespace zhiheng::stat {

/// A questionnaire with its model, checked and ready for any number of fits.
struct PathStudy {
  PathModel model;
  std::vector<std::size_t> order;  ///< of the latents, causes first
  AnswerScale scale;
  ItemTable table;
  PathSearch search;
};

/// @param answers  a column per item of the model
/// @param scale    one low and high per item, low < high; every answer lies between
/// @fails   path_model_malformed, lengths_differ, too_few_observations, value_not_finite,
///          value_negative, value_out_of_range (an answer outside its scale, or the search),
///          no_spread; `where` names row and item, rows from 1
[[nodiscard]] Result<PathStudy> prepare_study(PathModel model, const ItemAnswers& answers,
                                              AnswerScale scale, const PathSearch& search = {});

struct PathFit {
  std::vector<PathQuantity> quantities;  ///< everything, see Measure
  std::vector<double> weights;           ///< by slot, see PathSolution
  std::vector<Slots> blocks;             ///< one per latent
  ItemMoments moments;
  int steps = 0;  ///< of the search
};

/// Partial least squares (Wold, Lohmoeller): weights are found by turns from outside (items) and
/// inside (neighbours) until they stand still; then the paths by least squares.
///
/// Works on the correlations of the items, so that a fit costs no more for many respondents than
/// for few once these are known. Weights start equal. Scores have mean 0 and variance 1 (divisor:
/// the weights' sum) and are turned so that the loadings of a block have a positive sum.
///
/// @fails   path_model_degenerate: collinear items of a formative block, collinear causes, a latent
///          that correlates with no neighbour, or no standstill within the steps allowed
/// @cost    rows x items^2 / 2, then steps x slots^2
/// @source  J.-B. Lohmoeller, Latent Variable Path Modeling with Partial Least Squares (1989); M.
///          Tenenhaus and others, Comput. Stat. Data Anal. 48 (2005) 159-205
/// @checked plspm 0.5.1, semPLS 1.0-10 and seminr 2.3.4 on three models of the ECSI
[[nodiscard]] Result<PathFit> fit_path_model(const PathStudy& study);

/// The scores: rows x latents, mean 0 and variance 1 over the rows with their weights. Where an
/// answer is missing the item's mean stands in.
[[nodiscard]] Matrix path_scores(const PathStudy& study, const PathFit& fit);

/// The indices 0..100 of each respondent: rows x latents.
[[nodiscard]] Matrix path_indices(const PathStudy& study, const PathFit& fit);

/// The value of a quantity; NaN when it is not among them.
[[nodiscard]] double quantity_of(std::span<const PathQuantity> quantities, Measure measure,
                                 std::size_t latent = 0, std::size_t other = 0);

}  // namespace zhiheng::stat
