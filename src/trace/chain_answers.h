#pragma once
// What further verbs about the chain do.

#include <string_view>

#include "base/verb.h"

namespace zhiheng::trace {

[[nodiscard]] Result<int> answer_recall(const Invocation& call);
[[nodiscard]] Result<int> answer_gaps(const Invocation& call);
[[nodiscard]] Result<int> answer_clones(const Invocation& call);
[[nodiscard]] Result<int> answer_balance(const Invocation& call);
/// A question whose answer is JSON, whoever asks.
[[nodiscard]] Result<int> answer_as_json(const Invocation& call, std::string_view question);
[[nodiscard]] Result<int> answer_supply_chain(const Invocation& call);

/// Writes a synthetic chain; part of chain_verbs().
[[nodiscard]] Verb supply_chain_verb();

}  // namespace zhiheng::trace
