#include "trace/chain_questions.h"

#include <algorithm>
#include <boost/json.hpp>
#include <ostream>

#include "trace/chain_answer.h"
#include "trace/chain_answers.h"
#include "trace/chain_failures.h"
#include "trace/question_answers.h"

namespace zhiheng::trace {
namespace {

struct Named {
  std::string_view name;
  AnswerJson (*answer)(const Question&);
};
constexpr Named questions[] = {
    {"backward", backward_json}, {"forward", forward_json}, {"state", state_json},
    {"gaps", gaps_json},         {"clones", clones_json},   {"balance", balance_json},
    {"recall", recall_json},     {"graph", graph_json},     {"search", search_json},
    {"suspects", suspects_json}, {"steps", steps_json},     {"rules", rules_json}};

/// The names that master data have for the places, parties and products of an answer.
void note_names(const Question& question, const boost::json::value& value,
                boost::json::object& names) {
  if (const auto* list = value.if_array()) {
    for (const auto& each : *list) note_names(question, each, names);
  }
  const auto* of = value.if_object();
  if (of == nullptr) return;
  for (const auto& [key, each] : *of) {
    if (!each.is_string()) {
      note_names(question, each, names);
    } else if (key == "id" || key == "place" || key == "heading" || key == "key") {
      const auto& told = each.get_string();
      const MasterFact* fact = question.loaded.facts.find({told.data(), told.size()});
      if (fact != nullptr && !fact->name.empty()) names[told] = fact->name;
    }
  }
}

}  // namespace

void add_names(const Question& question, boost::json::object& made) {
  boost::json::object names;
  note_names(question, made, names);
  if (!names.empty()) made["names"] = std::move(names);
}

std::vector<std::string_view> chain_questions() {
  std::vector<std::string_view> names;
  for (const Named& each : questions) names.push_back(each.name);
  return names;
}

Result<std::string> answer_question(const Question& question, std::string_view name) {
  const auto found = std::ranges::find(questions, name, &Named::name);
  if (found == std::end(questions)) return fail(question_unknown, "question", std::string(name));
  ZH_TRY(boost::json::object made, found->answer(question));
  add_names(question, made);
  if (question.position > 0) made["position"] = question.position;
  if (question.told.withheld() > 0) made["withheld"] = question.told.withheld();
  return boost::json::serialize(made);
}

Result<int> print_answer(const Question& question, std::string_view name) {
  ZH_TRY(const std::string text, answer_question(question, name));
  *question.call.out << text << '\n';
  return 0;
}

Result<int> answer_as_json(const Invocation& call, std::string_view question) {
  ZH_TRY(const LoadedChain loaded, load_chain(call));
  Telling told(loaded.chain);
  return print_answer({call, loaded, told}, question);
}

void put_whereabouts(boost::json::object& made, Telling& told, const Whereabouts& at) {
  const bool open = at.by == nothing || told.sees(at.by);
  made["status"] = open ? name_of(at.status) : std::string_view("withheld");
  if (open && at.place != nothing) made["place"] = told.text(at.place);
  if (!open) {
    if (const std::string place = told.place(at.by); !place.empty()) made["place"] = place;
  }
  if (open && at.heading != nothing) made["heading"] = told.text(at.heading);
  if (at.container != nothing) made["container"] = told.text(at.container);
}

}  // namespace zhiheng::trace
