#pragma once
// What the commands of this room do.

#include <vector>

#include "base/verb.h"

namespace zhiheng::registry {

struct ClockReading;
struct Link;

Result<int> answer_list(const Invocation& invocation);
Result<int> answer_show(const Invocation& invocation);
Result<int> answer_work(const Invocation& invocation);
Result<int> answer_clocks_run(const Invocation& invocation);
Result<int> answer_user_add(const Invocation& invocation);
Result<int> answer_user_list(const Invocation& invocation);
Result<int> answer_user_password(const Invocation& invocation);
Result<int> answer_user_code(const Invocation& invocation);
Result<int> answer_token_add(const Invocation& invocation);
Result<int> answer_token_list(const Invocation& invocation);
Result<int> answer_token_revoke(const Invocation& invocation);

/// How many lines the caller wants: --limit, else 50.
/// @fails  registry.limit_wrong
[[nodiscard]] Result<int> limit_of(const Invocation& invocation);

/// How the terms of a record stand and how they were counted, a line each.
void print_clocks(const Invocation& call, const std::vector<ClockReading>& readings);
void print_links(const Invocation& call, const std::vector<Link>& links);

}  // namespace zhiheng::registry
