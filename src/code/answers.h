#pragma once
// What the commands `zhiheng code …` and `zhiheng gs1 …` say, as text or as JSON.

#include <iosfwd>

#include "base/verb.h"

namespace zhiheng::code {

/// 0 when every code passes, 1 otherwise.
/// @fails  code.kind_unknown
[[nodiscard]] Result<int> answer_check(const Invocation& invocation);

/// @fails  code.region_unknown, base.date_malformed, base.date_impossible, code.table_unreadable
[[nodiscard]] Result<int> answer_region(const Invocation& invocation);

/// @fails  code.industry_unknown, code.edition_unknown, code.table_unreadable
[[nodiscard]] Result<int> answer_industry(const Invocation& invocation);

/// The commands `zhiheng gs1 …`: 0 when every text passes, 1 otherwise.
/// @param lines  read when --lines is given: one text a line, one object of JSON a line as answer
/// @fails  code.table_unreadable, code.epc_prefix_length, code.kind_unknown
[[nodiscard]] Result<int> answer_gs1_parse(const Invocation& invocation, std::istream& lines);
[[nodiscard]] Result<int> answer_gs1_normalise(const Invocation& invocation, std::istream& lines);
[[nodiscard]] Result<int> answer_gs1_translate(const Invocation& invocation, std::istream& lines);

}  // namespace zhiheng::code
