#pragma once
// Which questions measure what, and what drives what: the model behind a satisfaction index.

#include <cstddef>
#include <string>
#include <vector>

#include "base/result.h"

namespace zhiheng::stat {

/// How the items of a block hang together with their latent variable.
enum class Measurement {
  reflective,  ///< mode A: the items mirror it, weights are covariances
  formative,   ///< mode B: the items make it up, weights are regression coefficients
};

/// How neighbours in the structure are weighed while the weights are sought.
enum class InnerScheme {
  centroid,   ///< by the sign of their correlation
  factorial,  ///< by their correlation
  path,       ///< causes by regression, effects by correlation
};

/// A latent variable with its block of items.
struct Latent {
  std::string name;
  std::vector<std::size_t> items = {};  ///< columns of the data, at least one, each once
  Measurement measurement = Measurement::reflective;
};

/// An arrow of the structure between two latent variables, by their places in the list.
struct Arrow {
  std::size_t source = 0;
  std::size_t target = 0;
};

struct PathModel {
  std::vector<std::string> items;  ///< a name per column of the data
  std::vector<Latent> latents;
  std::vector<Arrow> arrows;
};

/// The latent variables in an order in which every arrow points onwards.
///
/// @return  places in `latents`; of several possible orders the one nearest to the list's
/// @fails   path_model_malformed: no or more than 100 latents, more than 1,000 items, a name twice,
/// a
///          block without items or with an item twice, an arrow twice or from a latent to itself, a
///          latent without arrows, arrows in a circle
[[nodiscard]] Result<std::vector<std::size_t>> causal_order(const PathModel& model);

}  // namespace zhiheng::stat
