#pragma once
// What an indicator counts and sums, record by record: one definition for questions to the records
// and for the summaries kept beside them.

#include <string>
#include <vector>

#include "base/date.h"
#include "base/sql.h"
#include "catalog/indicator.h"

namespace zhiheng::cube {

/// One number that an indicator needs of a group of records, over the relation `r`.
struct Counted {
  std::string name;            ///< "n", "k", "v" …, also the column's name in the answer
  std::vector<Sql> when = {};  ///< only where all of these are true
  Sql value = {};              ///< summed; empty: records are counted
  int scale = 0;               ///< decimal places of the value
  bool product = false;        ///< of two fields: can be too large to be added up exactly
};

struct Counting {
  /// In the order of the kind: n; n, v (total); n, k; n, v, vv (mean); n, y, x, yy, xy, xx (ratio).
  std::vector<Counted> numbers;
  /// Records whose products could overflow an exact sum; empty when nothing is multiplied.
  Sql too_large = {};
  /// No reals: sums do not depend on the order of the records.
  bool exact = true;
};

/// @param exact  false: sums of doubles, for the case that exact ones overflowed
[[nodiscard]] Counting counting(const catalog::Indicator& indicator, Dialect dialect, Date today,
                                bool exact = true);

/// count(…) or sum(…) over the records for which all conditions hold.
[[nodiscard]] Sql aggregate(const std::vector<Sql>& conditions, const Sql& value);

/// A month as a number, year * 12 + month - 1, of an SQL expression for a day.
[[nodiscard]] std::string month_number(const std::string& day);

/// The day in China of a column: itself, or of an instant kept in UTC, eight hours later.
[[nodiscard]] std::string day_in_china(const std::string& column, bool timestamped);

}  // namespace zhiheng::cube
