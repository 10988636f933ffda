#include "trace/graph_nodes.h"

#include <algorithm>
#include <boost/json.hpp>

namespace zhiheng::trace {

namespace json = boost::json;

GraphNodes::GraphNodes(const Question& question, std::size_t most)
    : chain_(question.chain()),
      told_(question.told),
      facts_(question.loaded.facts),
      language_(question.call.language),
      most_(most) {}

std::size_t GraphNodes::add_node(json::object shown) {
  nodes_.push_back(std::move(shown));
  return nodes_.size() - 1;
}

bool GraphNodes::room(std::string_view kind, std::uint32_t key) {
  if (nodes_.size() < most_) return true;
  left_out_.emplace(kind, key);
  return false;
}

void GraphNodes::label(json::object& node, Id id) {
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

void GraphNodes::take_things(const Walk& walk, std::string_view side) {
  // Places and processes need some of the room.
  const std::size_t share = std::max<std::size_t>(most_ * 4 / 5, 1);
  for (const Reached& reached : walk.reached) {
    if (!seen_.insert(reached.id).second) continue;
    if (things_.size() >= share) continue;
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

const std::size_t* GraphNodes::thing(Id id) const {
  const auto found = things_.find(id);
  return found == things_.end() ? nullptr : &found->second;
}

const std::size_t* GraphNodes::place(EventAt at, Id place) {
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

const std::size_t* GraphNodes::process(EventAt at) {
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

void GraphNodes::saw(std::size_t thing, Id id, EventAt at) {
  json::object& shown = nodes_[thing];
  const EventRow& row = chain_.event(at);
  const std::string moment = told_.moment(at, row.time);
  if (!shown.contains("time")) shown["time"] = moment;
  shown["until"] = moment;
  if (row.place != nothing) last_placed_[id] = at;
}

void GraphNodes::put(json::object& made) {
  for (const auto& [id, at] : last_placed_) nodes_[things_.at(id)]["place"] = told_.place(at);
  json::array nodes;
  for (json::object& node : nodes_) nodes.push_back(std::move(node));
  const std::size_t things_left_out = seen_.size() - things_.size();
  made["nodes"] = std::move(nodes);
  made["things"] = seen_.size();
  made["truncated"] = things_left_out + left_out_.size() > 0;
  made["left_out"] = json::object{{"things", things_left_out}, {"others", left_out_.size()}};
}

}  // namespace zhiheng::trace
