#pragma once
// Which records made a score change? Reads the change feed between two positions and tells for each
// touched record what it counted for before and after.

#include <string>
#include <vector>

#include "assess/assess.h"

namespace zhiheng::assess {

/// A record whose part in a number of the sheet changed.
struct ChangedRecord {
  std::string region;
  std::string node;  ///< of the tree, or an event
  std::string register_name, key;
  std::string what;  ///< "added", "changed", "removed": seen from this number
  std::string before,
      after;                 ///< what it counted: "1/1" of a share, "12.5" of a sum; empty: nothing
  std::int64_t commit = 0;   ///< that last touched it
  bool year_before = false;  ///< it counts for the comparison with the year before
};

struct Comparison {
  std::int64_t from = 0, to = 0;  ///< positions of the feed: after `from`, up to `to`
  std::string digest_before, digest_after;
  std::vector<NodeDifference> differences;
  std::vector<ChangedRecord> changes;  ///< the first thousand, by region, node and key
  std::int64_t changes_in_all = 0;
};

/// The records touched after commit `from`, up to `to`, whose part in the scores of `year` changed.
/// @cost  linear in the versions between the two positions
[[nodiscard]] Result<std::vector<ChangedRecord>> changed_records(const Sources& sources,
                                                                 const catalog::Scheme& scheme,
                                                                 int year, std::int64_t from,
                                                                 std::int64_t to);

/// Two computations and the records between them.
[[nodiscard]] Result<Comparison> compare_sheets(const Sources& sources,
                                                const catalog::Scheme& scheme, int year,
                                                const Assessment& before, const Assessment& after,
                                                const std::string& digest_before,
                                                const std::string& digest_after);

[[nodiscard]] std::string to_json(const Comparison& comparison);

}  // namespace zhiheng::assess
