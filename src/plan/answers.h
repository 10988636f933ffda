#pragma once
// What the commands `zhiheng plan …` say, as text or as JSON.

#include <optional>

#include "base/verb.h"

namespace zhiheng::plan {

struct Plan;
class Lexicon;

/// The plan as one JSON document: the members of docs/plans.md.
///
/// @param as_of  the year for which each body's heir is named; nothing for no heirs
[[nodiscard]] std::string to_json(const Plan& plan, const Lexicon& lexicon,
                                  std::optional<int> as_of = std::nullopt);

/// @fails  file_unreadable, not_text, text_empty, text_too_large, code.table_unreadable
[[nodiscard]] Result<int> answer_parse(const Invocation& invocation);

/// @fails  file_unreadable, not_text, text_empty, text_too_large, compare_rule_unusable,
///         code.table_unreadable
[[nodiscard]] Result<int> answer_compare(const Invocation& invocation);

/// @fails  as answer_parse
[[nodiscard]] Result<int> answer_cite(const Invocation& invocation);

/// The commands about plans on record; `--today` is a day, otherwise that of `today`.
[[nodiscard]] Result<int> answer_load(const Invocation& invocation);
[[nodiscard]] Result<int> answer_list(const Invocation& invocation);
[[nodiscard]] Result<int> answer_status(const Invocation& invocation);
[[nodiscard]] Result<int> answer_targets(const Invocation& invocation);
[[nodiscard]] Result<int> answer_matrix(const Invocation& invocation);
[[nodiscard]] Result<int> answer_escalate(const Invocation& invocation);
[[nodiscard]] Result<int> answer_example(const Invocation& invocation);

/// Verbs of the commands above.
[[nodiscard]] std::vector<Verb> record_verbs();

}  // namespace zhiheng::plan
