#pragma once
// Which records speak of the same thing?

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "stat/blocking.h"
#include "stat/linkage_fields.h"
#include "stat/linkage_model.h"

namespace zhiheng::stat {

enum class LinkStructure {
  pairs,       ///< every pair above the cut
  groups,      ///< records of one thing form a group, within which the pairs agree on the whole
  one_to_one,  ///< two files, no record linked twice: the assignment with the largest sum of odds
};

/// Where the posterior probability is cut. With none of these given at 1/2: what is likelier a
/// match than not, which makes the expected number of wrong decisions smallest.
struct LinkCut {
  std::optional<double> probability = {};  ///< links from here on, in (0, 1)
  std::optional<double> false_share = {};  ///< as many links as keep the expected false ones below
                                           ///< this part, in (0, 1)
};

struct LinkOptions {
  std::vector<BlockPass> passes = {};  ///< empty: usual_passes
  LinkageModelOptions model = {};
  LinkStructure structure = LinkStructure::groups;
  LinkCut cut = {};
  std::size_t most_pairs = 100'000'000;
};

struct Link {
  RecordPair pair = {};
  double probability = 0;
  double weight = 0;     ///< log of the likelihood ratio
  bool implied = false;  ///< never compared: both are linked with a third record
};

struct Linkage {
  std::vector<Link> links;             ///< ordered by pair
  std::vector<std::uint32_t> group;    ///< of each record, numbered from 0 by their first record
  std::vector<RecordPair> candidates;  ///< compared pairs, ordered
  std::vector<BlockPass> passes;
  LinkageModel model;
  double cut = 0.5;                 ///< posterior probability
  double expected_false_share = 0;  ///< of the links, by their posteriors
};

/// Links records of one file with one another, or of two files.
///
/// @param fields      as many values each as there are records, the first file's before the other's
/// @param first_file  records of the first of two files; 0 for one file
/// @fails   as candidate_pairs and linkage_model; value_out_of_range (one_to_one in one file,
///          first_file), probability_out_of_range (cut)
/// @checked F on RLdata500, RLdata10000 and febrl3 without sight of the truth, against
///          RecordLinkage 0.4-12.5 and fastLink 0.6.1: docs/statistics/linkage.md
[[nodiscard]] Result<Linkage> link(std::span<const LinkField> fields, std::size_t first_file,
                                   const LinkOptions& options = {});

/// How good links are when the truth is known.
struct LinkQuality {
  std::int64_t candidates = 0, candidates_true = 0;
  std::int64_t predicted = 0, truth = 0, right = 0;
  double precision = 0, recall = 0, f = 0;  ///< 0 where nothing was predicted or true
};

/// @param truth  of each record: equal for records of one thing, "" for a thing of its own
/// @fails   lengths_differ
[[nodiscard]] Result<LinkQuality> link_quality(std::span<const RecordPair> links,
                                               std::span<const RecordPair> candidates,
                                               std::span<const std::string> truth,
                                               std::size_t first_file);

}  // namespace zhiheng::stat
