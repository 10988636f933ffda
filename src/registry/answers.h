#pragma once
// What the commands of this room do.

#include "base/verb.h"

namespace zhiheng::registry {

Result<int> answer_list(const Invocation& invocation);
Result<int> answer_show(const Invocation& invocation);
Result<int> answer_user_add(const Invocation& invocation);
Result<int> answer_user_list(const Invocation& invocation);
Result<int> answer_user_password(const Invocation& invocation);

}  // namespace zhiheng::registry
