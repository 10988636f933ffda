#pragma once
// What do strangers have in common by chance? Counted over all pairs of records, field by field.

#include <array>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

#include "stat/linkage_fields.h"

namespace zhiheng::stat {

/// One number per level of agreement.
using Levels = std::array<double, agreement_levels>;
inline constexpr std::size_t same = static_cast<std::size_t>(Agreement::same);
inline constexpr std::size_t different = static_cast<std::size_t>(Agreement::different);
inline constexpr std::size_t missing = static_cast<std::size_t>(Agreement::missing);

inline double sum_of(const Levels& levels) {
  return std::accumulate(levels.begin(), levels.end(), 0.0);
}

/// How many pairs there are of records with and without some property.
class Crossing {
 public:
  explicit Crossing(std::size_t first_file) : first_file_(first_file) {}

  void count(std::size_t record) { (record < first_file_ ? here_ : there_) += 1; }
  [[nodiscard]] double pairs() const {
    return first_file_ > 0 ? here_ * there_ : there_ * (there_ - 1) / 2;
  }
  /// Records with the property, each with every record that it could be paired with of `all`; half
  /// of the ordered pairs.
  [[nodiscard]] double chances(const Crossing& all) const {
    return first_file_ > 0 ? (here_ * all.there_ + there_ * all.here_) / 2
                           : there_ * (all.there_ - 1) / 2;
  }
  [[nodiscard]] double records() const { return here_ + there_; }

 private:
  std::size_t first_file_;
  double here_ = 0, there_ = 0;
};

/// What all pairs of records, strangers but for a few, have in common in one field.
struct FieldChance {
  Crossing present{0};
  std::vector<Crossing> of_value;
  Levels pairs = {};  ///< number of pairs by level; close and near from a sample
  /// Log of the harmonic mean of the rarer value's frequency among sampled pairs of a level.
  Levels usual_rarity = {};
  std::vector<double> recognised;  ///< by value: expected matches that share it
  std::vector<double> log_count;   ///< by value: of its records
  std::vector<double> rarity;      ///< by value: what sharing it adds to sharing some value
};

/// Shares of close and near are those of pairs drawn with stream `stream` of the seed.
///
/// @param first_file  records of the first of two files, 0 for one file
[[nodiscard]] FieldChance field_chance(const CodedField& field, std::size_t first_file,
                                       std::uint64_t seed, std::uint64_t stream);

}  // namespace zhiheng::stat
