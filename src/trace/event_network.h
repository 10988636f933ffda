#pragma once
// Who delivered what to whom, read from events instead of tables: the stations, deliveries and
// links that suspects are looked for in.

#include <atomic>
#include <vector>

#include "trace/suspects.h"
#include "trace/telling.h"
#include "trace/whereabouts.h"

namespace zhiheng::trace {

/// Where a delivery of the network stands in the chain.
struct DeliveryEvents {
  EventAt sent = nothing, received = nothing;  ///< one of them may be nothing
  Id content = nothing;                        ///< a lot; an instance or product that has none
};

/// A station is a place by its GLN, extensions apart; its id in the network is the normal form. A
/// delivery is what one shipping and the receiving that answers it have in common, of one lot; one
/// that nobody received goes to the destination that the shipping names, one that nobody shipped
/// comes from the source that the receiving names. Goods in containers count. A delivery is linked
/// to one that leaves its station later with the same lot, or with a lot made from it there.
struct EventNetwork {
  Network network;
  std::vector<Id> places;               ///< of each station, one by which it is known
  std::vector<DeliveryEvents> sources;  ///< of each delivery
  std::size_t not_received = 0, not_shipped = 0;
};

/// From the events that count at the time of the history, in the order of time.
/// @fails  trace.interrupted
/// @cost   linear in the identifiers of the events and what containers hold when they are moved
[[nodiscard]] Result<EventNetwork> network_of(const History& history, const StepMeanings& meanings,
                                              const std::atomic<bool>* interrupted = nullptr);

/// The station of a place: "https://id.gs1.org/414/4012345000009" with any extension.
[[nodiscard]] std::string station_of(std::string_view normal);

/// Puts what may be told in place of names: stations and deliveries that may not are withheld.
void tell(EventNetwork& made, const Chain& chain, Telling& told);

}  // namespace zhiheng::trace
