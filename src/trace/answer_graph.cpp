// The chain around an identifier as nodes and edges, for who draws it.
//
// Things, processes and places are nodes. A transformation is a node of its own with its inputs and
// outputs: the product of both is never made.

#include <algorithm>
#include <boost/json.hpp>
#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "trace/chain_answer.h"
#include "trace/chain_failures.h"
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
      : chain_(question.chain()),
        told_(question.told),
        facts_(question.loaded.facts),
        language_(question.call.language),
        most_(most) {}

  /// @param side  "asked", "origin", "destination": where its things lie from what was asked
  void take_things(const Walk& walk, std::string_view side);
  void take_events(const Walk& walk);
  void put(json::object& made);

 private:
  struct Edge {
    std::size_t from = 0, to = 0;
    std::string kind;
    auto operator<=>(const Edge&) const = default;
  };
  [[nodiscard]] const std::size_t* thing(Id id) const {
    const auto found = things_.find(id);
    return found == things_.end() ? nullptr : &found->second;
  }
  bool room(std::string_view kind, std::uint32_t key);
  std::size_t add_node(json::object shown);
  const std::size_t* place_node(EventAt at, Id place);
  const std::size_t* process_node(EventAt at);
  void link(std::size_t from, std::size_t to, std::string_view kind, EventAt at);
  void take_event(EventAt at);
  void take_contents(EventAt at, bool attached);
  void take_lots(EventAt at);
  void take_places(EventAt at, const std::size_t* process);
  void label(json::object& node, Id id);

  const Chain& chain_;
  Telling& told_;
  const MasterFacts& facts_;
  Language language_;
  std::size_t most_;
  std::vector<json::object> nodes_;
  std::unordered_map<Id, std::size_t> things_;
  std::unordered_map<Id, EventAt> last_placed_;
  std::map<std::pair<Id, bool>, std::size_t> places_;
  std::map<std::uint32_t, std::size_t> processes_by_event_;
  std::map<Id, std::size_t> processes_by_name_;
  std::map<Edge, std::vector<EventAt>> edges_;
  std::set<std::pair<std::string_view, std::uint32_t>> left_out_;  ///< places and processes
  std::unordered_set<Id> seen_;
  std::size_t things_in_all_ = 0, things_left_out_ = 0;
};

std::size_t GraphAnswer::add_node(json::object shown) {
  nodes_.push_back(std::move(shown));
  return nodes_.size() - 1;
}

bool GraphAnswer::room(std::string_view kind, std::uint32_t key) {
  if (nodes_.size() < most_) return true;
  left_out_.emplace(kind, key);
  return false;
}

void GraphAnswer::label(json::object& node, Id id) {
  const std::string normal = chain_.text(id);
  const std::string_view number = lot_or_serial(normal);
  const MasterFact* fact = facts_.find(normal);
  if (fact != nullptr && !fact->name.empty()) {
    node["label"] = fact->name;
  } else {
    node["label"] =
        number.empty() ? std::string_view(normal).substr(normal.find_last_of('/') + 1) : number;
  }
  if (fact != nullptr && fact->position) {
    node["latitude"] = fact->position->latitude;
    node["longitude"] = fact->position->longitude;
  }
  const Id product = chain_.product(id);
  if (product == nothing) return;
  const std::string of = chain_.text(product);
  node["product"] = of;
  if (const MasterFact* known = facts_.find(of); known != nullptr && !known->name.empty()) {
    node["product_name"] = known->name;
  }
}

void GraphAnswer::take_things(const Walk& walk, std::string_view side) {
  // Places and processes need some of the room.
  const std::size_t share = std::max<std::size_t>(most_ * 4 / 5, 1);
  for (const Reached& reached : walk.reached) {
    if (things_.contains(reached.id)) continue;
    if (!seen_.insert(reached.id).second) continue;
    ++things_in_all_;
    if (things_.size() >= share) {
      ++things_left_out_;
      continue;
    }
    json::object node{{"id", told_.text(reached.id)},
                      {"kind", "thing"},
                      {"form", name_of(chain_.form(reached.id))},
                      {"link", name_of(reached.link)},
                      {"side", reached.link == Link::asked ? "asked" : side},
                      {"steps", reached.steps}};
    if (told_.knows(reached.id)) {
      label(node, reached.id);
    } else {
      node["withheld"] = true;
    }
    if (reached.from != nothing) node["from"] = told_.text(walk.reached[reached.from].id);
    things_.emplace(reached.id, add_node(std::move(node)));
  }
}

const std::size_t* GraphAnswer::place_node(EventAt at, Id place) {
  const bool open = told_.sees(at);
  const auto known = places_.find({place, open});
  if (known != places_.end()) return &known->second;
  if (!room(open ? "place" : "withheld", place)) return nullptr;
  const Form form = chain_.form(place);
  json::object node{{"id", open ? told_.text(place) : told_.hide(place)},
                    {"kind", form == Form::party ? "firm" : "place"},
                    {"form", name_of(form)}};
  if (open) {
    label(node, place);
  } else {
    node["withheld"] = true;
    node["label"] = language_ == Language::zh ? "其他企业" : "another firm";
  }
  return &places_.emplace(std::pair(place, open), add_node(std::move(node))).first->second;
}

const std::size_t* GraphAnswer::process_node(EventAt at) {
  const auto parts = chain_.parts(at);
  const auto joined = std::ranges::find(parts, Role::joined, &Part::role);
  std::map<std::uint32_t, std::size_t>& known =
      joined == parts.end() ? processes_by_event_ : processes_by_name_;
  const std::uint32_t key = joined == parts.end() ? at : joined->id;
  if (const auto found = known.find(key); found != known.end()) return &found->second;
  if (!room(joined == parts.end() ? "event" : "process", key)) return nullptr;
  const EventRow& row = chain_.event(at);
  json::object node{
      {"id", "process:" + (joined == parts.end() ? told_.event(at) : told_.text(joined->id))},
      {"kind", "process"},
      {"label", chain_.word(row.step)},
      {"time", told_.moment(at, row.time)}};
  if (!told_.sees(at)) node["withheld"] = true;
  return &known.emplace(key, add_node(std::move(node))).first->second;
}

void GraphAnswer::link(std::size_t from, std::size_t to, std::string_view kind, EventAt at) {
  std::vector<EventAt>& events = edges_[{from, to, std::string(kind)}];
  if (events.empty() || events.back() != at) events.push_back(at);
}

void GraphAnswer::take_contents(EventAt at, bool attached) {
  const auto parts = chain_.parts(at);
  const auto parent = std::ranges::find(parts, Role::parent, &Part::role);
  if (parent == parts.end() || thing(parent->id) == nullptr) return;
  for (const Part& part : parts) {
    if (part.role() != Role::child) continue;
    if (const std::size_t* child = thing(part.id)) {
      link(*child, *thing(parent->id), attached ? "attached" : "packed", at);
    }
  }
}

/// Instances that the event made and the lot that it names, as the walk reads them.
void GraphAnswer::take_lots(EventAt at) {
  const auto parts = chain_.parts(at);
  const Role made = chain_.event(at).sort == Sort::transformation ? Role::output : Role::object;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::size_t* lot = thing(parts[i].id);
    if (lot == nullptr) continue;
    if (parts[i].role() == Role::own_lot && i > 0) {
      if (const std::size_t* instance = thing(parts[i - 1].id)) link(*instance, *lot, "lot", at);
    }
    if (parts[i].role() != Role::lot) continue;
    for (const Part& part : parts) {
      const bool of_it = part.role() == made && chain_.form(part.id) == Form::instance &&
                         chain_.product(part.id) == chain_.product(parts[i].id);
      if (!of_it) continue;
      if (const std::size_t* instance = thing(part.id)) link(*instance, *lot, "lot", at);
    }
  }
}

/// Where the event was, and whom it was from and for: once for a container, not for all in it.
void GraphAnswer::take_places(EventAt at, const std::size_t* process) {
  const EventRow& row = chain_.event(at);
  const std::string_view step = chain_.word(row.step);
  const auto parts = chain_.parts(at);
  const auto each = [&](Id place, std::string_view kind) {
    const std::size_t* there = place_node(at, place);
    if (there == nullptr) return;
    if (process != nullptr) return link(*process, *there, kind, at);
    for (const Part& part : parts) {
      if (part.role() != Role::object && part.role() != Role::parent) continue;
      if (const std::size_t* node = thing(part.id)) link(*node, *there, kind, at);
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
    process = process_node(at);
    for (const Part& part : chain_.parts(at)) {
      const std::size_t* node = thing(part.id);
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
    const std::size_t* node = thing(part.id);
    if (node == nullptr) continue;
    json::object& shown = nodes_[*node];
    const std::string moment = told_.moment(at, row.time);
    if (!shown.contains("time")) shown["time"] = moment;
    shown["until"] = moment;
    if (row.place != nothing) last_placed_[part.id] = at;
  }
}

void GraphAnswer::take_events(const Walk& walk) {
  for (const Seen& seen : walk.events) take_event(seen.event);
}

void GraphAnswer::put(json::object& made) {
  for (const auto& [id, at] : last_placed_) {
    nodes_[things_.at(id)]["place"] = told_.place(at);
  }
  for (const auto& [id, node] : things_) {
    const std::size_t* product =
        chain_.product(id) == nothing ? nullptr : thing(chain_.product(id));
    if (product != nullptr && told_.knows(id)) edges_[{node, *product, "product"}];
  }
  json::array nodes, edges;
  for (const auto& [edge, events] : edges_) {
    json::array names;
    for (const EventAt at : events) {
      if (names.size() == most_named) break;
      names.emplace_back(told_.event(at));
    }
    json::object row{{"from", nodes_[edge.from].at("id")},
                     {"to", nodes_[edge.to].at("id")},
                     {"kind", edge.kind},
                     {"events", std::move(names)}};
    if (!events.empty()) {
      row["time"] = told_.moment(events.front(), chain_.event(events.front()).time);
    }
    if (events.size() > most_named) row["events_in_all"] = events.size();
    edges.push_back(std::move(row));
  }
  for (json::object& node : nodes_) nodes.push_back(std::move(node));
  made["nodes"] = std::move(nodes);
  made["edges"] = std::move(edges);
  made["things"] = things_in_all_;
  made["truncated"] = things_left_out_ + left_out_.size() > 0;
  made["left_out"] = json::object{{"things", things_left_out_}, {"others", left_out_.size()}};
}

}  // namespace

AnswerJson graph_json(const Question& question) {
  const Invocation& call = question.call;
  const std::string direction = call.option("direction", "both");
  if (direction != "both" && direction != "backward" && direction != "forward") {
    return fail(direction_unknown, "--direction", direction, "both|backward|forward");
  }
  ZH_TRY(const std::size_t most, number_option(call, "limit", usual_nodes, most_nodes));
  ZH_TRY(const WalkOptions options, walk_options(call));
  ZH_TRY(const Id id, find_asked(question, call.argument("ID")));
  const std::vector<Start> starts = starts_of(question, id);
  Walk back, onward;
  if (direction != "forward") {
    ZH_TRY(back, backward(question.chain(), starts, options));
  }
  if (direction != "backward") {
    ZH_TRY(onward, forward(question.chain(), starts, options));
  }
  GraphAnswer graph(question, std::max<std::size_t>(most, 1));
  // Nodes first, so that what lies on both sides is drawn whichever way its events are reached.
  graph.take_things(back, "origin");
  graph.take_things(onward, "destination");
  graph.take_events(back);
  graph.take_events(onward);
  json::object made{
      {"asked", call.argument("ID")}, {"id", question.told.text(id)}, {"direction", direction}};
  graph.put(made);
  made["assumed"] = assumed_json(question.loaded, direction == "backward" ? back : onward);
  return made;
}

}  // namespace zhiheng::trace
