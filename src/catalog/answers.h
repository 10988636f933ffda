#pragma once
// What the commands of this room do.

#include "base/verb.h"

namespace zhiheng::catalog {

/// `calendar day DATE`, `calendar end START --working-days N`, `calendar between FROM TO`.
/// @fails  catalog.calendar_unknown, catalog.term_wrong, base.date_malformed,
///         base.calendar_out_of_range
Result<int> answer_calendar_day(const Invocation& call);
Result<int> answer_calendar_end(const Invocation& call);
Result<int> answer_calendar_between(const Invocation& call);

/// `coverage [--family LETTER]`.
/// @fails  those of coverage(); catalog.family_unknown
Result<int> answer_coverage(const Invocation& call);

}  // namespace zhiheng::catalog
