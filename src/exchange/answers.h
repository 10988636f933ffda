#pragma once
// What the commands of this room do.

#include "base/verb.h"

namespace zhiheng::exchange {

/// Exit code 1 when any row was refused and nothing was written because of it.
Result<int> answer_import(const Invocation& invocation);
Result<int> answer_export(const Invocation& invocation);
Result<int> answer_example(const Invocation& invocation);

}  // namespace zhiheng::exchange
