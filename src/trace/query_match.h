#pragma once
// Does an event satisfy a query? In memory, on one event.

#include <functional>
#include <string>

#include "trace/event.h"
#include "trace/master_lookup.h"
#include "trace/query.h"

namespace zhiheng::trace {

/// What a query needs beside the event.
struct QueryKnowledge {
  const MeasurementUnits* units = nullptr;
  const MasterLookup* master = nullptr;  ///< none: places have no places below, nothing attributes
};

/// Whether all conditions hold. The record time is that of the event.
[[nodiscard]] bool matches(const EventQuery& query, const Event& event,
                           const QueryKnowledge& knowledge);

/// What an event is ordered by: a number, else a text; events without it come last.
struct OrderKey {
  bool missing = true;
  bool numeric = false;
  double number = 0;
  std::string text;

  /// Whether this one stands before the other.
  [[nodiscard]] bool before(const OrderKey& other, bool descending) const;
};
[[nodiscard]] OrderKey order_key(const Order& order, const Event& event);

}  // namespace zhiheng::trace
