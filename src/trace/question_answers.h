#pragma once
// Each question about a chain as JSON; put together by chain_questions.cpp. Inside of this room
// only.

#include <boost/json/object.hpp>

#include "trace/chain_questions.h"
#include "trace/whereabouts.h"

namespace zhiheng::trace {

using AnswerJson = Result<boost::json::object>;

[[nodiscard]] AnswerJson backward_json(const Question& question);
[[nodiscard]] AnswerJson forward_json(const Question& question);
[[nodiscard]] AnswerJson state_json(const Question& question);
[[nodiscard]] AnswerJson gaps_json(const Question& question);
[[nodiscard]] AnswerJson clones_json(const Question& question);
[[nodiscard]] AnswerJson balance_json(const Question& question);
[[nodiscard]] AnswerJson recall_json(const Question& question);
[[nodiscard]] AnswerJson graph_json(const Question& question);
[[nodiscard]] AnswerJson search_json(const Question& question);
[[nodiscard]] AnswerJson steps_json(const Question& question);
[[nodiscard]] AnswerJson rules_json(const Question& question);
[[nodiscard]] AnswerJson suspects_json(const Question& question);

/// Writes the answer to the output of the call.
[[nodiscard]] Result<int> print_answer(const Question& question, std::string_view name);

/// {status, place, heading, container}; where the event that says so may not be told, the status
/// is "withheld".
void put_whereabouts(boost::json::object& made, Telling& told, const Whereabouts& at);
/// Puts the names that master data have for what an answer tells of into its member "names".
void add_names(const Question& question, boost::json::object& made);

}  // namespace zhiheng::trace
