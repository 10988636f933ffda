#pragma once
// The scope of a recall on its way to an answer, a list and a record.

#include <string>
#include <vector>

#include "trace/chain_questions.h"
#include "trace/recall_scope.h"

namespace zhiheng::trace {

/// A scope and where it begins.
struct AskedScope {
  std::vector<Start> starts;
  RecallScope scope;
};

/// From the options `lot`, `range`, `place` with `from` and `to`, and `breach` of the question.
/// What whoever asks may not be told of is no beginning.
/// @fails  trace.scope_missing, trace.range_malformed, trace.identifier_unknown,
/// trace.rule_unknown,
///         trace.interrupted
[[nodiscard]] Result<AskedScope> asked_scope(const Question& question);

struct RecallTable {
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;
};

/// Every line, with the events by which it is affected and where it is.
[[nodiscard]] RecallTable recall_table(const Question& question, const RecallScope& scope);

}  // namespace zhiheng::trace
