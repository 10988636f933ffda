#pragma once
// The nodes of a chain that is drawn: things, processes, places and firms, as many as there is room
// for, with the names that may be told.

#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "trace/chain_answer.h"

namespace zhiheng::trace {

/// Of one answer. Nodes are known by their place in it, which does not change.
class GraphNodes {
 public:
  GraphNodes(const Question& question, std::size_t most);

  /// @param side  "origin", "destination": where what was reached lies from what was asked
  void take_things(const Walk& walk, std::string_view side);

  /// The node of a thing, or nullptr when it was not taken.
  [[nodiscard]] const std::size_t* thing(Id id) const;
  [[nodiscard]] const std::unordered_map<Id, std::size_t>& things() const { return things_; }
  /// The node of a place or firm as an event names it; nullptr when there is no room.
  const std::size_t* place(EventAt at, Id place);
  /// The node of a transformation, one for those that share a transformationID; nullptr when there
  /// is no room.
  const std::size_t* process(EventAt at);
  /// A thing took part in an event, as its node tells: when, and where it was last.
  void saw(std::size_t thing, Id id, EventAt at);

  /// What a node is called in the answer.
  [[nodiscard]] const boost::json::value& id(std::size_t node) const {
    return nodes_[node].at("id");
  }
  /// Adds `nodes`, `things` (how many there are in all), `truncated` and `left_out`. Afterwards
  /// there are no nodes.
  void put(boost::json::object& made);

 private:
  bool room(std::string_view kind, std::uint32_t key);
  std::size_t add_node(boost::json::object shown);
  void label(boost::json::object& node, Id id);

  const Chain& chain_;
  Telling& told_;
  const MasterFacts& facts_;
  Language language_;
  std::size_t most_;
  std::vector<boost::json::object> nodes_;
  std::unordered_map<Id, std::size_t> things_;
  std::unordered_set<Id> seen_;  ///< things that were reached
  std::unordered_map<Id, EventAt> last_placed_;
  std::map<std::pair<Id, bool>, std::size_t> places_;
  std::map<std::uint32_t, std::size_t> processes_by_event_;
  std::map<Id, std::size_t> processes_by_name_;
  std::set<std::pair<std::string_view, std::uint32_t>> left_out_;  ///< places and processes
};

}  // namespace zhiheng::trace
