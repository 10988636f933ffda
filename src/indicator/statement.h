#pragma once
// A plan as one SQL statement in the common subset of DuckDB and PostgreSQL.
//
// Columns of the answer: one per dimension of `by`, then of `strata`, the first day of the period
// if there is a grain, then the measures of the kind, see measures.h.

#include <string>
#include <vector>

#include "base/sql.h"
#include "indicator/plan.h"

namespace zhiheng::indicator {

/// What became of a region code on the day of the question, per level; empty where it has several
/// heirs and stays as it is.
struct Conversion {
  std::string code;
  std::string province, prefecture, county;  ///< 2, 4 and 6 digits
};

/// Where and how the numbers are read.
struct Reading {
  const cube::Summary* summary = nullptr;  ///< null: the records
  bool exact = true;                       ///< false: sums of doubles, when exact ones overflowed
};

/// The rows that somebody may see, and the same as the digits that their regions begin with, where
/// it is no more than that.
struct Limits {
  Sql rows;
  std::string region;
};

/// From a summary the answer to a ratio or mean has one more column, `too_large`: how many records
/// have numbers too large to be in its sums of products.
[[nodiscard]] Sql statement(const Plan& plan, Dialect dialect, const Limits& limits,
                            const std::vector<Conversion>& conversions,
                            const Reading& reading = {});

/// The first of the summaries (they come by length) whose keys say everything that the plan asks
/// for; null when only the records do. `converted`: regions are told in another division.
[[nodiscard]] const cube::Summary* covering(const Plan& plan,
                                            const std::vector<cube::Summary>& summaries,
                                            const Limits& limits, bool converted);

/// SELECT of the different region codes in the register, for finding the conversions needed.
[[nodiscard]] Sql regions_statement(const Plan& plan);

/// How a code of that day is to be converted; none when it was in force then, or is unknown.
[[nodiscard]] std::optional<Conversion> conversion(const code::Regions& regions,
                                                   const std::string& code, Date on);

}  // namespace zhiheng::indicator
