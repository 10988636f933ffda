#pragma once
// Verbs of this room that stand in files of their own; for verbs.cpp.

#include "base/verb.h"

namespace zhiheng::trace {

[[nodiscard]] Verb suspects_verb();
[[nodiscard]] Verb redact_verb();

}  // namespace zhiheng::trace
