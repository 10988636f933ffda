#pragma once
// What containers hold while the events are gone through in the order of time, and which lot an
// instance belongs to.

#include <set>
#include <unordered_map>
#include <vector>

#include "trace/history.h"

namespace zhiheng::trace {

class Contents {
 public:
  /// Containers in containers; deeper ones are a circle in the data.
  static constexpr int deepest = 32;

  /// Knows the lots of all events that count; containers are empty.
  /// @cost  linear in the parts of the chain
  explicit Contents(const History& history);

  /// What an aggregation puts in or takes out.
  void pack(EventAt at);

  /// The lot of an instance, where one is told; else the identifier itself.
  [[nodiscard]] Id content_of(Id id) const { return lots_[id] == nothing ? id : lots_[id]; }
  /// Adds what is in a container now, by lot; of something that holds nothing, its own lot.
  void gather(Id id, std::set<Id>& contents) const { gather(id, 0, contents); }
  /// What it is in now, or nothing. Of lots it is not known: parts can be in many at once.
  [[nodiscard]] Id container(Id id) const;

 private:
  void gather(Id id, int depth, std::set<Id>& contents) const;

  const Chain& chain_;
  const History& history_;
  std::vector<Id> lots_;  ///< of each identifier
  std::unordered_map<Id, std::set<Id>> inside_;
  std::unordered_map<Id, Id> container_;
};

}  // namespace zhiheng::trace
