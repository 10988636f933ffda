#pragma once
// How large a table does a method take?

#include <cstddef>
#include <string_view>

#include "analysis/method.h"
#include "base/result.h"

namespace zhiheng::analysis {

/// Is the number within what catalog/statistics/limits.tsv declares for the method? What is not
/// named there has no limit.
///
/// @param of  what is counted: "rows", "places"
/// @fails   too_many_rows, file_unreadable, stat.table_malformed
[[nodiscard]] Result<void> check_size(const Call& call, std::string_view method,
                                      std::string_view of, std::size_t found);

/// The method on a table that it can finish: the rows are checked, then it is run.
[[nodiscard]] Result<Answer> answer(const Method& method, const Call& call);

}  // namespace zhiheng::analysis
