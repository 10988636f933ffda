#pragma once
// The search for the weights of a path model, on the correlations of its items.
//
// An inner kernel: fit_path_model, the bootstrap and the permutation tests call it many times over.

#include <span>
#include <string_view>
#include <vector>

#include "stat/matrix.h"
#include "stat/path_model.h"

namespace zhiheng::stat {

/// Why a sample has no solution.
enum class Degenerate {
  none,
  constant_item,      ///< the answers to an item are all the same
  collinear_items,    ///< an item of a formative block is a combination of the others
  collinear_latents,  ///< a cause is a combination of the other causes of the same effect
  no_neighbour,       ///< a latent variable does not correlate with any neighbour
  no_limit,           ///< the weights still moved at the last step
};
inline constexpr std::size_t degenerate_kinds = 6;

/// "collinear items" and so on, for remarks.
[[nodiscard]] std::string_view name_of(Degenerate reason);

struct PathSearch {
  InnerScheme scheme = InnerScheme::path;
  double tolerance = 1e-12;  ///< largest change of a weight at which the search ends
  int most_steps = 1000;
};

/// Places in the lists below that belong to a block: `first` .. `first + count - 1`, in the order
/// of the latent's items.
struct Slots {
  std::size_t first = 0;
  std::size_t count = 0;
};

struct PathSolution {
  std::vector<Slots> blocks;       ///< one per latent variable
  std::vector<std::size_t> items;  ///< per slot: the item
  std::vector<double> weights;    ///< per slot, of the standardised items; scores have variance one
  Matrix item_latent;             ///< per slot and latent: correlation of item and score
  Matrix latents;                 ///< correlations of the scores
  Matrix paths;                   ///< (target, source): regression coefficients, 0 without arrow
  std::vector<double> r_squared;  ///< per latent, 0 without causes
  int steps = 0;
};

/// Solves one model for many correlation matrices; keeps its memory between them.
class PathSolver {
 public:
  /// The model must have passed causal_order().
  PathSolver(const PathModel& model, const PathSearch& search);

  /// Latent variables are turned so that they correlate positively with the scores that
  /// `orientation` (weights by slot) gives; without it, so that their loadings have a positive sum.
  [[nodiscard]] Degenerate solve(const Matrix& item_correlations,
                                 std::span<const double> orientation = {});
  [[nodiscard]] const PathSolution& solution() const { return solution_; }
  /// R^2 of a target without one of its causes; 0 when it was the only one.
  [[nodiscard]] double r_squared_without(std::size_t target, std::size_t source);

 private:
  void gather(const Matrix& item_correlations);
  void correlate();
  [[nodiscard]] bool weigh_neighbours();
  [[nodiscard]] Degenerate step();
  [[nodiscard]] bool regress(std::size_t target, std::span<const std::size_t> causes);
  [[nodiscard]] bool scale_block(std::size_t latent, std::span<double> weights) const;
  void turn(std::span<const double> orientation);

  PathSearch search_;
  std::vector<Measurement> measurement_;
  std::vector<std::vector<std::size_t>> causes_, effects_;  ///< per latent
  PathSolution solution_;
  Matrix slots_;                              ///< correlations of the items, by slot
  Matrix neighbours_;                         ///< inner weights: (neighbour, latent)
  std::vector<double> next_;                  ///< weights after a step
  std::vector<std::vector<double>> factors_;  ///< per formative block: its Cholesky factor
  std::vector<double> square_, side_;         ///< of the regression at hand
};

}  // namespace zhiheng::stat
