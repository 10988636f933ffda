// The chain around an identifier as nodes and edges, for who draws it.
//
// Things, processes and places are nodes. A transformation is a node of its own with its inputs and
// outputs: the product of both is never made.

#include <algorithm>
#include <boost/json.hpp>
#include <map>

#include "trace/chain_answer.h"
#include "trace/graph_nodes.h"
#include "trace/question_answers.h"

namespace zhiheng::trace {
namespace {

namespace json = boost::json;

constexpr std::size_t usual_nodes = 2000, most_nodes = 10'000;
/// Events that an edge names; more are counted.
constexpr std::size_t most_named = 20;

class GraphAnswer {
 public:
  GraphAnswer(const Question& question, std::size_t most)
      : chain_(question.chain()), told_(question.told), nodes_(question, most) {}

  void take_things(const Walk& walk, std::string_view side) { nodes_.take_things(walk, side); }
  void take_events(const Walk& walk);
  void put(json::object& made);

 private:
  struct Edge {
    std::size_t from = 0, to = 0;
    std::string kind;
    auto operator<=>(const Edge&) const = default;
  };
  void link(std::size_t from, std::size_t to, std::string_view kind, EventAt at);
  void take_event(EventAt at);
  void take_contents(EventAt at, bool attached);
  void take_lots(EventAt at);
  void take_places(EventAt at, const std::size_t* process);

  const Chain& chain_;
  Telling& told_;
  GraphNodes nodes_;
  std::map<Edge, std::vector<EventAt>> edges_;
};

void GraphAnswer::link(std::size_t from, std::size_t to, std::string_view kind, EventAt at) {
  std::vector<EventAt>& events = edges_[{from, to, std::string(kind)}];
  if (events.empty() || events.back() != at) events.push_back(at);
}

void GraphAnswer::take_contents(EventAt at, bool attached) {
  const auto parts = chain_.parts(at);
  const auto parent = std::ranges::find(parts, Role::parent, &Part::role);
  if (parent == parts.end() || nodes_.thing(parent->id) == nullptr) return;
  for (const Part& part : parts) {
    if (part.role() != Role::child) continue;
    if (const std::size_t* child = nodes_.thing(part.id)) {
      link(*child, *nodes_.thing(parent->id), attached ? "attached" : "packed", at);
    }
  }
}

/// Instances that the event made and the lot that it names, as the walk reads them.
void GraphAnswer::take_lots(EventAt at) {
  const auto parts = chain_.parts(at);
  const Role made = chain_.event(at).sort == Sort::transformation ? Role::output : Role::object;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::size_t* lot = nodes_.thing(parts[i].id);
    if (lot == nullptr) continue;
    if (parts[i].role() == Role::own_lot && i > 0) {
      if (const std::size_t* instance = nodes_.thing(parts[i - 1].id))
        link(*instance, *lot, "lot", at);
    }
    if (parts[i].role() != Role::lot) continue;
    for (const Part& part : parts) {
      const bool of_it = part.role() == made && chain_.form(part.id) == Form::instance &&
                         chain_.product(part.id) == chain_.product(parts[i].id);
      if (!of_it) continue;
      if (const std::size_t* instance = nodes_.thing(part.id)) link(*instance, *lot, "lot", at);
    }
  }
}

/// Where the event was, and whom it was from and for: once for a container, not for all in it.
void GraphAnswer::take_places(EventAt at, const std::size_t* process) {
  const EventRow& row = chain_.event(at);
  const std::string_view step = chain_.word(row.step);
  const auto parts = chain_.parts(at);
  const auto each = [&](Id place, std::string_view kind) {
    const std::size_t* there = nodes_.place(at, place);
    if (there == nullptr) return;
    if (process != nullptr) return link(*process, *there, kind, at);
    for (const Part& part : parts) {
      if (part.role() != Role::object && part.role() != Role::parent) continue;
      if (const std::size_t* node = nodes_.thing(part.id)) link(*node, *there, kind, at);
    }
  };
  if (row.place != nothing) each(row.place, step.empty() ? "at" : step);
  for (const Part& part : parts) {
    if (part.role() == Role::source) each(part.id, "source");
    if (part.role() == Role::destination) each(part.id, "destination");
  }
}

void GraphAnswer::take_event(EventAt at) {
  const EventRow& row = chain_.event(at);
  const std::size_t* process = nullptr;
  if (row.sort == Sort::transformation) {
    process = nodes_.process(at);
    for (const Part& part : chain_.parts(at)) {
      const std::size_t* node = nodes_.thing(part.id);
      if (node == nullptr || process == nullptr) continue;
      if (part.role() == Role::input) link(*node, *process, "input", at);
      if (part.role() == Role::output) link(*process, *node, "output", at);
    }
  } else if (row.sort == Sort::aggregation || row.sort == Sort::association) {
    take_contents(at, row.sort == Sort::association);
  }
  take_lots(at);
  take_places(at, process);
  for (const Part& part : chain_.parts(at)) {
    const std::size_t* node = nodes_.thing(part.id);
    if (node != nullptr) nodes_.saw(*node, part.id, at);
  }
}

void GraphAnswer::take_events(const Walk& walk) {
  for (const Seen& seen : walk.events) take_event(seen.event);
}

void GraphAnswer::put(json::object& made) {
  for (const auto& [id, node] : nodes_.things()) {
    const std::size_t* product =
        chain_.product(id) == nothing ? nullptr : nodes_.thing(chain_.product(id));
    if (product != nullptr && told_.knows(id)) edges_[{node, *product, "product"}];
  }
  json::array edges;
  for (const auto& [edge, events] : edges_) {
    json::array names;
    for (const EventAt at : events) {
      if (names.size() == most_named) break;
      names.emplace_back(told_.event(at));
    }
    json::object row{{"from", nodes_.id(edge.from)},
                     {"to", nodes_.id(edge.to)},
                     {"kind", edge.kind},
                     {"events", std::move(names)}};
    if (!events.empty()) {
      row["time"] = told_.moment(events.front(), chain_.event(events.front()).time);
    }
    if (events.size() > most_named) row["events_in_all"] = events.size();
    edges.push_back(std::move(row));
  }
  nodes_.put(made);
  made["edges"] = std::move(edges);
}

}  // namespace

AnswerJson graph_json(const Question& question) {
  const Invocation& call = question.call;
  ZH_TRY(const std::size_t most, number_option(call, "limit", usual_nodes, most_nodes));
  ZH_TRY(const BothWays ways, both_ways(question));
  GraphAnswer graph(question, std::max<std::size_t>(most, 1));
  // Nodes first, so that what lies on both sides is drawn whichever way its events are reached.
  graph.take_things(ways.back, "origin");
  graph.take_things(ways.onward, "destination");
  graph.take_events(ways.back);
  graph.take_events(ways.onward);
  json::object made{{"asked", call.argument("ID")},
                    {"id", question.told.text(ways.id)},
                    {"direction", ways.direction}};
  graph.put(made);
  made["assumed"] = assumed_json(question.loaded, ways.told());
  return made;
}

}  // namespace zhiheng::trace
