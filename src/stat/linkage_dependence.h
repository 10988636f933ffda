#pragma once
// Which fields do strangers share together more often than apart, such as place and postcode?

#include <cstddef>
#include <span>
#include <vector>

#include "stat/linkage_fields.h"
#include "stat/linkage_patterns.h"

namespace zhiheng::stat {

/// Two fields that strangers share together more often than apart.
struct FieldDependence {
  std::size_t one = 0, other = 0;
  double ratio = 1;  ///< P(both the same) / (P(one the same) P(other the same)), > 1
};

/// Pairs of records that share two fields, for every two fields.
class SharedFields {
 public:
  SharedFields(std::span<const CodedField> fields, std::size_t first_file);

  /// Chow and Liu's forest over the fields that strangers share together: the strongest links that
  /// close no circle.
  ///
  /// @param patterns   with the matches expected in each, which are no strangers
  /// @param strangers  by field: the probability that two strangers share it
  /// @param matches    expected in all
  /// @return  ordered by field
  [[nodiscard]] std::vector<FieldDependence> forest(std::span<const Pattern> patterns,
                                                    std::span<const double> strangers,
                                                    double matches) const;

 private:
  std::size_t width_;
  std::vector<double> shared_, both_present_;  ///< pairs of records, by two fields
};

/// Is it the same forest, no link changed by a twentieth?
[[nodiscard]] bool much_alike(std::span<const FieldDependence> one,
                              std::span<const FieldDependence> other);

}  // namespace zhiheng::stat
