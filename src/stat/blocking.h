#pragma once
// Which pairs of records are worth comparing?

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "stat/linkage_fields.h"

namespace zhiheng::stat {

/// Two records by their places, first < second.
struct RecordPair {
  std::uint32_t first = 0;
  std::uint32_t second = 0;
  friend auto operator<=>(const RecordPair&, const RecordPair&) = default;
};

/// A field, or what is left of its values, that two records must share.
struct BlockKey {
  enum class Form { whole, beginning, sound };
  std::size_t field = 0;
  Form form = Form::whole;
  std::size_t characters = 0;  ///< for `beginning`: so many leading characters, >= 1
};

/// Records that share all keys of a pass are compared; a missing value shares nothing.
using BlockPass = std::vector<BlockKey>;

struct Passes {
  std::vector<BlockPass> passes;
  std::size_t pairs = 0;  ///< an upper bound: pairs in several passes count several times
};

/// Passes that find every pair with a rare value in common, or a rare combination: each field whose
/// values are shared by at most `per_record` pairs a record on average is a pass, every two of the
/// other fields whose combinations are, and every three of those that are left.
///
/// @param first_file  records of the first of two files, 0 for one file searched for duplicates
[[nodiscard]] Passes usual_passes(std::span<const CodedField> fields, std::size_t first_file,
                                  double per_record = 30);

/// Every pair that any pass proposes, each once, ordered.
///
/// @param first_file  pairs go from the first so many records to the others; 0: within one file
/// @fails   value_out_of_range (a field, or `characters`), too_many_observations (over `most`)
/// @cost    n log n a pass, and the pairs
[[nodiscard]] Result<std::vector<RecordPair>> candidate_pairs(std::span<const CodedField> fields,
                                                              std::span<const BlockPass> passes,
                                                              std::size_t first_file,
                                                              std::size_t most = 100'000'000);

}  // namespace zhiheng::stat
