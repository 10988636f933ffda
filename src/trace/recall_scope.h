#pragma once
// What a recall has to reach: everything that was made of or packed with what is in question, where
// it is now, who received it.

#include <string>
#include <vector>

#include "trace/walk.h"
#include "trace/whereabouts.h"

namespace zhiheng::trace {

/// Instances or containers of one kind whose serial numbers lie between two; by number when both
/// are digits, else by text of the same length.
/// @return  empty when the two are not of one kind
[[nodiscard]] std::vector<Start> starts_in_range(const Chain& chain, std::string_view first,
                                                 std::string_view last);

/// Everything that took part in an event at a place between two times, from then on.
[[nodiscard]] std::vector<Start> starts_at_place(const History& history, Id place, Timestamp from,
                                                 Timestamp until);

/// Everything that an event was about, from its time on.
void add_starts_of_event(const Chain& chain, EventAt event, std::vector<Start>& starts);

/// One affected thing, or the part of a lot that is somewhere.
struct ScopeLine {
  std::uint32_t reached = 0;  ///< place in Walk::reached
  Whereabouts at;
  std::string_view unit = {};
  double amount = 0;  ///< 0: one thing
};

/// What is at one place in one state.
struct StockLine {
  Status status = Status::unknown;
  Id place = nothing;
  std::size_t pieces = 0, units = 0;                              ///< instances; containers
  std::vector<std::pair<std::string_view, double>> amounts = {};  ///< by unit
};

/// A place or party that was sent or took over affected goods.
struct Receiver {
  Id id = nothing;
  EventAt first = nothing;
  std::size_t events = 0;
};

struct RecallScope {
  Walk walk;
  std::vector<ScopeLine> lines;
  std::vector<StockLine> stock;     ///< by status, then by number of the place
  std::vector<Receiver> receivers;  ///< in the order of their first event
  std::size_t short_of = 0;         ///< bookings of lots that took more than was there
};

/// @fails  trace.interrupted
/// @cost   linear in the parts of the identifiers reached
[[nodiscard]] Result<RecallScope> recall_scope(const Chain& chain, const StepMeanings& meanings,
                                               std::span<const Start> starts,
                                               const WalkOptions& options = {});

}  // namespace zhiheng::trace
