#pragma once
// What the commands `zhiheng code …` say, as text or as JSON.

#include "base/verb.h"

namespace zhiheng::code {

/// 0 when every code passes, 1 otherwise.
/// @fails  code.kind_unknown
[[nodiscard]] Result<int> answer_check(const Invocation& invocation);

/// @fails  code.region_unknown, base.date_malformed, base.date_impossible, code.table_unreadable
[[nodiscard]] Result<int> answer_region(const Invocation& invocation);

/// @fails  code.industry_unknown, code.edition_unknown, code.table_unreadable
[[nodiscard]] Result<int> answer_industry(const Invocation& invocation);

}  // namespace zhiheng::code
