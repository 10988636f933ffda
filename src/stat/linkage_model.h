#pragma once
// How much more likely is an agreement between two records of one thing than between strangers?
//
// Fellegi and Sunter's model, fitted without knowing any match. What strangers agree on by chance
// is taken from all pairs of records, of which matches are a vanishing part that is taken off; only
// the errors within matches and their number are estimated by EM.

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "stat/blocking.h"
#include "stat/linkage_dependence.h"
#include "stat/linkage_fields.h"
#include "stat/parallel.h"

namespace zhiheng::stat {

struct LinkageModelOptions {
  /// Weigh an agreement by how rare the value is.
  bool rarity = true;
  /// Allow fields that strangers tend to share together (place and postcode).
  bool dependence = true;
  /// Matches that each field's error rates are drawn towards those of all fields with: a field that
  /// is seldom filled in cannot be judged by a handful of pairs.
  double prior_matches = 10;  ///< > 0
  int most_rounds = 200;      ///< >= 1
  std::uint64_t seed = 1;     ///< of the sample of stranger pairs
  Threads threads = 1;        ///< the answer does not depend on it
};

struct FieldModel {
  /// Probability of same, close, near, different: in a match, and between strangers.
  std::array<double, agreement_levels> match = {};
  std::array<double, agreement_levels> stranger = {};
};

struct LinkageModel {
  std::vector<FieldModel> fields;
  std::vector<FieldDependence> dependences;  ///< a forest: Chow and Liu's tree
  double matches = 0;                        ///< expected number among the candidates
  double share = 0;                          ///< of all pairs that could be formed
  int rounds = 0;
  bool converged = false;
  /// Of each candidate: posterior probability of a match, and log odds without the prior.
  std::vector<double> probability;
  std::vector<double> weight;
};

/// Fits the model to candidate pairs.
///
/// For a pair with agreements g the odds of a match are
///
///   share / (1 - share) x product over fields of  m(g) / u(g)
///
/// A missing value says nothing. m is common to all values; u is the chance that a stranger has
/// just this value (same), or the average chance of the level, made smaller or larger by how rare
/// the rarer value is (close, near). m / u never rises from same to different. Where strangers
/// share two fields together more often than by chance, the second agreement counts only by what it
/// adds.
///
/// @param candidates  from candidate_pairs: every pair that was not proposed counts as strangers
/// @fails   too_few_observations (fields, records, candidates), value_not_positive (prior_matches,
///          most_rounds, threads), lengths_differ, interrupted
/// @cost    about 10 ns a candidate and round, and one comparison for each different pair of values
/// @source  I. P. Fellegi, A. B. Sunter, J. Am. Stat. Assoc. 64 (1969) 1183-1210; W. E. Winkler,
///          Proc. Section on Survey Research Methods, ASA (1988) 667-671 (EM), (1989) 778-783
///          (frequencies); C. K. Chow, C. N. Liu, IEEE Trans. Inf. Theory 14 (1968) 462-467
[[nodiscard]] Result<LinkageModel> linkage_model(std::span<const CodedField> fields,
                                                 std::span<const RecordPair> candidates,
                                                 std::size_t first_file,
                                                 const LinkageModelOptions& options = {});

}  // namespace zhiheng::stat
