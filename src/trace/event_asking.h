#pragma once
// One question over the events, on its way: for the .cpp files of this room that ask it.

#include <atomic>
#include <string>
#include <vector>

#include "trace/event_plan.h"
#include "trace/event_query.h"
#include "trace/query_match.h"

namespace zhiheng::trace {

/// A version that may fit.
struct Candidate {
  std::int64_t seq = 0;
  std::string id, body, name, owner;
};

/// Current versions of events, in the order of the selection.
[[nodiscard]] Result<std::vector<Candidate>> read_candidates(registry::Registry& registry,
                                                             const store::Select& select);
/// The event as far as `access` is told of it.
/// @fails  trace.not_json
[[nodiscard]] Result<FoundEvent> found_event(Candidate candidate, const EventAccess& access);

/// One question on its way.
class Asking {
 public:
  Asking(registry::Registry& registry, EventIndex& index, const EventQuery& query,
         const QueryKnowledge& knowledge, const EventAccess& access, const std::atomic<bool>* stop)
      : registry_(registry),
        index_(index),
        query_(query),
        knowledge_(knowledge),
        access_(access),
        plan_(plan_of(query)),
        stop_(stop) {}

  /// @param most  events of a page; 0: all
  Result<EventPage> page(std::int64_t most);
  /// @param newest  position of the last event when this began
  Result<NewEvents> since(std::int64_t position, std::int64_t newest, std::int64_t most);

 private:
  Result<void> look_up_readers();
  [[nodiscard]] store::Select select() const;
  Result<std::vector<Candidate>> next_candidates();
  Result<std::vector<Candidate>> looked_up();
  Result<std::vector<Candidate>> by_column();
  Result<void> collect(std::int64_t most);
  Result<EventPage> in_order(std::int64_t most);
  Result<EventPage> as_they_come(std::int64_t most);

  registry::Registry& registry_;
  EventIndex& index_;
  const EventQuery& query_;
  const QueryKnowledge& knowledge_;
  const EventAccess& access_;
  EventPlan plan_;
  const std::atomic<bool>* stop_;
  PageStart start_;
  bool exhausted_ = false;
  std::vector<FoundEvent> found_;
  std::vector<PageStart> places_;  ///< of the events in found_
};

}  // namespace zhiheng::trace
