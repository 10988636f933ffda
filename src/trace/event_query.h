#pragma once
// A SimpleEventQuery asked of the system of record, page by page.

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "registry/registry.h"
#include "trace/event_index.h"
#include "trace/query.h"

namespace zhiheng::trace {

struct FoundEvent {
  std::int64_t seq = 0;
  std::string body;  ///< JSON-LD that stands alone
  Event event;
};

struct EventPage {
  std::vector<FoundEvent> events;
  std::string next;  ///< token of the next page; empty: this is the last
};

/// Answers queries over the events of a store; from many threads.
class EventQueries {
 public:
  /// @param folder  of the index file
  /// @fails  trace.index_unusable, trace.units_malformed
  static Result<std::unique_ptr<EventQueries>> open(registry::Registry& registry,
                                                    const std::string& folder,
                                                    const std::string& catalog);

  /// One page of at most `per_page` events of the query, or `otherwise` where it names no number;
  /// 0: all. Pages are stable while others write: each begins behind the last event of the one
  /// before. Without `orderBy` events come as they were captured, or by the time that a condition
  /// limits.
  ///
  /// @fails  registry.not_allowed, trace.query_too_large (more than maxEventCount),
  ///         trace.page_unknown, trace.index_unusable
  Result<EventPage> page(const registry::Person& person, const EventQuery& query,
                         std::int64_t otherwise, const std::atomic<bool>* stop = nullptr);

  /// The event of this eventID or event hash, and the declarations that it was wrong, oldest first;
  /// none when there is no such event that the person may see.
  /// @fails  registry.not_allowed
  Result<std::vector<FoundEvent>> find(const registry::Person& person, const std::string& id);

  [[nodiscard]] const MeasurementUnits& units() const { return units_; }
  [[nodiscard]] EventIndex& index() { return *index_; }

 private:
  EventQueries(registry::Registry& registry, std::unique_ptr<EventIndex> index,
               MeasurementUnits units)
      : registry_(registry), index_(std::move(index)), units_(std::move(units)) {}

  registry::Registry& registry_;
  std::unique_ptr<EventIndex> index_;
  MeasurementUnits units_;
};

}  // namespace zhiheng::trace
