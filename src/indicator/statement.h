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

[[nodiscard]] Sql statement(const Plan& plan, Dialect dialect, const Sql& visible,
                            const std::vector<Conversion>& conversions);

/// SELECT of the different region codes in the register, for finding the conversions needed.
[[nodiscard]] Sql regions_statement(const Plan& plan);

/// How a code of that day is to be converted; none when it was in force then, or is unknown.
[[nodiscard]] std::optional<Conversion> conversion(const code::Regions& regions,
                                                   const std::string& code, Date on);

}  // namespace zhiheng::indicator
