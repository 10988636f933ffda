// The chain around an identifier as its events, for who draws it step by step: the same as
// `backward` and `forward` tell, with what goes on from each event to which other.

#include <algorithm>
#include <boost/json.hpp>
#include <map>
#include <set>

#include "trace/breach.h"
#include "trace/chain_answer.h"
#include "trace/question_answers.h"
#include "trace/step_graph.h"

namespace zhiheng::trace {
namespace {

namespace json = boost::json;

constexpr std::size_t usual_steps = 20'000, most_steps = 50'000;

/// Which party runs a place, as far as events name one source or one destination of each kind.
class Operators {
 public:
  explicit Operators(const Chain& chain) : chain_(chain) {}

  void learn(EventAt at) {
    Id from = nothing, to = nothing, there = nothing;
    for (const Part& part : chain_.parts(at)) {
      const bool party = chain_.form(part.id) == Form::party;
      if (part.role() == Role::source && party) from = part.id;
      if (part.role() == Role::destination) (party ? to : there) = part.id;
    }
    const Id here = chain_.event(at).place;
    if (from != nothing && here != nothing) by_place_.try_emplace(here, from);
    if (to != nothing && there != nothing) by_place_.try_emplace(there, to);
  }
  [[nodiscard]] Id of(Id place) const {
    const auto found = by_place_.find(place);
    return found == by_place_.end() ? nothing : found->second;
  }

 private:
  const Chain& chain_;
  std::map<Id, Id> by_place_;
};

class StepsAnswer {
 public:
  StepsAnswer(const Question& question, const StepGraph& graph)
      : question_(question), chain_(question.chain()), graph_(graph), operators_(chain_) {
    for (const Step& step : graph.steps) {
      if (question.told.sees(step.event)) operators_.learn(step.event);
    }
  }
  void mark(const History& history, const std::vector<BreachRule>& rules);
  void put(json::object& made);

 private:
  json::object step_json(std::size_t at);
  void note_place(Id place);
  json::value text_or_null(std::string_view text) {
    return text.empty() ? json::value(nullptr) : json::value(text);
  }

  const Question& question_;
  const Chain& chain_;
  const StepGraph& graph_;
  Operators operators_;
  std::map<EventAt, std::vector<const BreachRule*>> breaches_;
  std::set<const BreachRule*> broken_;
  json::object places_, firms_;
  std::size_t hidden_ = 0;
};

void StepsAnswer::mark(const History& history, const std::vector<BreachRule>& rules) {
  std::set<EventAt> drawn;
  for (const Step& step : graph_.steps) drawn.insert(step.event);
  for (const BreachRule& rule : rules) {
    for (const Reading& reading : breaches_of(history, rule)) {
      if (!drawn.contains(reading.event) || !question_.told.sees(reading.event)) continue;
      auto& of = breaches_[reading.event];
      if (of.empty() || of.back() != &rule) of.push_back(&rule);
      broken_.insert(&rule);
    }
  }
}

void StepsAnswer::note_place(Id place) {
  const std::string name = chain_.text(place);
  if (places_.contains(name)) return;
  const MasterFact* fact = question_.loaded.facts.find(name);
  const Id firm = operators_.of(place);
  json::object made{
      {"name", text_or_null(fact == nullptr ? "" : fact->name)},
      {"region", text_or_null(fact == nullptr ? "" : fact->region)},
      {"firm", firm == nothing ? json::value(nullptr) : json::value(question_.told.text(firm))}};
  if (firm != nothing) {
    const MasterFact* known = question_.loaded.facts.find(chain_.text(firm));
    const std::string& called = known != nullptr && !known->name.empty() ? known->name
                                : fact != nullptr                        ? fact->name
                                                                         : std::string();
    json::object& told = firms_[question_.told.text(firm)].emplace_object();
    told["name"] = text_or_null(called);
  }
  places_[name] = std::move(made);
}

json::object StepsAnswer::step_json(std::size_t at) {
  const Step& step = graph_.steps[at];
  Telling& told = question_.told;
  const bool open = told.sees(step.event);
  const Id place = chain_.event(step.event).place;
  json::object made = event_json(chain_, told, step.event);
  made["n"] = at;
  made["distance"] = step.distance;
  // How much another firm moved is not told either.
  made["count"] = open ? std::max<std::size_t>(step.things, 1) : 1;
  json::array ids;
  for (const Id id : step.some) ids.emplace_back(told.text(id));
  if (ids.empty() && step.container != nothing) ids.emplace_back(told.text(step.container));
  made["ids"] = std::move(ids);
  if (step.container != nothing) made["container"] = told.text(step.container);
  json::array marks;
  if (const auto found = breaches_.find(step.event); found != breaches_.end()) {
    for (const BreachRule* rule : found->second) marks.emplace_back(rule->id);
  }
  made["marks"] = std::move(marks);
  if (!open) {
    ++hidden_;
    made["hidden"] = true;
    return made;
  }
  if (place != nothing) {
    note_place(place);
    if (const Id firm = operators_.of(place); firm != nothing) made["firm"] = told.text(firm);
  }
  return made;
}

void StepsAnswer::put(json::object& made) {
  json::array nodes, edges, rules;
  for (std::size_t at = 0; at < graph_.steps.size(); ++at) nodes.push_back(step_json(at));
  const auto open = [&](std::uint32_t at) { return question_.told.sees(graph_.steps[at].event); };
  for (const StepEdge& edge : graph_.edges) {
    const bool told = open(edge.from) || open(edge.to);
    edges.push_back(json::object{
        {"from", edge.from}, {"to", edge.to}, {"count", told ? edge.things : std::size_t{1}}});
  }
  for (const BreachRule* rule : broken_) {
    rules.push_back(
        json::object{{"rule", rule->id}, {"title", rule->title.in(question_.call.language)}});
  }
  const auto time = [&](const Step& step) {
    return json::value(question_.told.moment(step.event, chain_.event(step.event).time));
  };
  const bool none = graph_.steps.empty();
  made["first"] = none ? json::value(nullptr) : time(graph_.steps.front());
  made["last"] = none ? json::value(nullptr) : time(graph_.steps.back());
  made["complete"] = graph_.left_out == 0;
  made["nodes_total"] = graph_.steps.size() + graph_.left_out;
  made["nodes"] = std::move(nodes);
  made["edges"] = std::move(edges);
  made["places"] = std::move(places_);
  made["firms"] = std::move(firms_);
  made["rules"] = std::move(rules);
  made["hidden"] = hidden_;
}

}  // namespace

AnswerJson steps_json(const Question& question) {
  const Invocation& call = question.call;
  ZH_TRY(const std::size_t most, number_option(call, "limit", usual_steps, most_steps));
  ZH_TRY(const WalkOptions options, walk_options(call));
  ZH_TRY(const StepMeanings meanings, StepMeanings::load(call.catalog));
  std::vector<BreachRule> rules;
  if (const auto asked = call.options.find("breach"); asked != call.options.end()) {
    for (const std::string& name : asked->second) {
      ZH_TRY(BreachRule rule, find_breach_rule(call.catalog, name));
      rules.push_back(std::move(rule));
    }
  }
  ZH_TRY(const BothWays ways, both_ways(question));
  const StepGraph graph = step_graph(question.chain(), ways.back, ways.onward, meanings, most);
  StepsAnswer answer(question, graph);
  answer.mark(History(question.chain(), options.known_at), rules);
  json::object made{{"asked", call.argument("ID")},
                    {"id", question.told.text(ways.id)},
                    {"direction", ways.direction}};
  answer.put(made);
  made["assumed"] = assumed_json(question.loaded, ways.told());
  return made;
}

}  // namespace zhiheng::trace
