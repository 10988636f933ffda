#pragma once
// A chain as its events: which event comes after which, and with how many things.
//
// What was in a container went with it: between packing and unpacking the events of the container
// stand for it, so that a pallet of forty pieces is one line and not forty.

#include <cstdint>
#include <span>
#include <vector>

#include "trace/walk.h"
#include "trace/whereabouts.h"

namespace zhiheng::trace {

/// One event of a chain.
struct Step {
  EventAt event = nothing;
  std::int32_t distance = 0;  ///< steps from what was asked: negative before, positive after
  std::size_t things = 0;     ///< affected and there after it; carriers do not count
  std::vector<Id> some;       ///< the first of them that the event names
  Id container = nothing;     ///< what was packed, unpacked, or moved as one
};

/// The things of one event went on to another.
struct StepEdge {
  std::uint32_t from = 0, to = 0;  ///< places in StepGraph::steps
  std::size_t things = 0;

  auto operator<=>(const StepEdge&) const = default;
};

struct StepGraph {
  std::vector<Step> steps;      ///< by time, then by arrival
  std::vector<StepEdge> edges;  ///< each pair once, sorted
  std::size_t left_out = 0;     ///< events farther from what was asked than there was room for
};

/// @param walks  backward, forward, or both, in this order; an empty one counts for nothing
/// @param most   events; the nearest are kept
/// @cost  linear in the parts of the events, and n log n in the events
[[nodiscard]] StepGraph step_graph(const Chain& chain, const Walk& backward, const Walk& forward,
                                   const StepMeanings& meanings, std::size_t most);

}  // namespace zhiheng::trace
