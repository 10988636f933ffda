#pragma once
// What the verbs of this room do.

#include "base/verb.h"

namespace zhiheng::trace {

[[nodiscard]] Result<int> answer_validate(const Invocation& call);
[[nodiscard]] Result<int> answer_convert(const Invocation& call);
[[nodiscard]] Result<int> answer_hash(const Invocation& call);
[[nodiscard]] Result<int> answer_capture(const Invocation& call);
[[nodiscard]] Result<int> answer_query(const Invocation& call);
[[nodiscard]] Result<int> answer_reproduce(const Invocation& call);
[[nodiscard]] Result<int> answer_suspects(const Invocation& call);
[[nodiscard]] Result<int> answer_backward(const Invocation& call);
[[nodiscard]] Result<int> answer_forward(const Invocation& call);
[[nodiscard]] Result<int> answer_state(const Invocation& call);
[[nodiscard]] Result<int> answer_redact(const Invocation& call);

}  // namespace zhiheng::trace
