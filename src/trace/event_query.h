#pragma once
// A SimpleEventQuery asked of the system of record, page by page.

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "code/company_prefix.h"
#include "registry/registry.h"
#include "trace/event_access.h"
#include "trace/event_index.h"
#include "trace/query.h"

namespace zhiheng::trace {

struct FoundEvent {
  std::int64_t seq = 0;
  std::string body;  ///< JSON-LD that stands alone
  Event event;
  std::string name = {};   ///< eventID or event hash
  std::string owner = {};  ///< credit code of the firm that captured it
};

struct EventPage {
  std::vector<FoundEvent> events;
  std::string next;  ///< token of the next page; empty: this is the last
};

struct NewEvents {
  std::vector<FoundEvent> events;
  std::int64_t position = 0;  ///< in the feed, up to which was looked
  bool more = false;          ///< there may be others behind it
};

/// How a read of others' events is written down.
struct ReadPurpose {
  std::string action = "query";
  std::string filter = {};  ///< the question in words
};

struct ValuePage {
  std::vector<std::string> values;
  std::string next;  ///< token of the next page; empty: this is the last
};

/// Answers queries over the events of a store, to each person what `event_access` lets through;
/// from many threads.
class EventQueries {
 public:
  /// @param folder  of the index file
  /// @fails  trace.index_unusable, trace.units_malformed, trace.views_malformed,
  ///         code.table_unreadable
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
                         std::int64_t otherwise, const std::atomic<bool>* stop = nullptr,
                         const ReadPurpose& purpose = {});

  /// What came to be known behind a position of the feed, in the order of capture; order and limits
  /// of the query do not count. Each event is met once when one goes on from the position given.
  /// @param most  events, at least one
  /// @fails  registry.not_allowed
  Result<NewEvents> since(const registry::Person& person, const EventQuery& query,
                          std::int64_t position, std::int64_t most,
                          const std::atomic<bool>* stop = nullptr, const ReadPurpose& purpose = {});
  /// The position behind everything that was captured so far.
  Result<std::int64_t> newest_position();

  /// The event of this eventID or event hash, and the declarations that it was wrong, oldest first;
  /// none when there is no such event that the person may see.
  /// @fails  registry.not_allowed
  Result<std::vector<FoundEvent>> find(const registry::Person& person, const std::string& id);

  /// Values that events have, in an order of the index: a value keeps its place while others write.
  /// @param token  of the page before; empty: the first
  /// @fails  registry.not_allowed, trace.page_unknown, trace.index_unusable
  Result<ValuePage> values(const registry::Person& person, About about, const std::string& token,
                           std::size_t most);
  /// Whether the person may see an event with this value, in whatever spelling.
  Result<bool> knows(const registry::Person& person, About about, const std::string& value);

  /// From now on every read of events that somebody else captured is written down.
  void keep_log() { logs_ = true; }

  [[nodiscard]] const MeasurementUnits& units() const { return units_; }
  [[nodiscard]] const code::CompanyPrefixes& prefixes() const { return prefixes_; }
  [[nodiscard]] EventIndex& index() { return *index_; }

 private:
  EventQueries(registry::Registry& registry, std::unique_ptr<EventIndex> index,
               MeasurementUnits units, code::CompanyPrefixes prefixes, EventViews views)
      : registry_(registry),
        index_(std::move(index)),
        units_(std::move(units)),
        prefixes_(std::move(prefixes)),
        views_(std::move(views)) {}

  Result<EventAccess> access_of(const registry::Person& person) const;
  Result<void> add_cases(EventAccess& access) const;

  Result<EventPage> asked(const EventAccess& access, const registry::Person& person,
                          const EventQuery& query, std::int64_t otherwise,
                          const std::atomic<bool>* stop);
  Result<std::vector<std::string>> confirmed(const EventAccess& access,
                                             const registry::Person& person, About about,
                                             std::vector<KnownValue> found);
  Result<void> log(const EventAccess& access, const std::string& action,
                   const std::vector<FoundEvent>& events, const std::string& filter);

  registry::Registry& registry_;
  std::unique_ptr<EventIndex> index_;
  MeasurementUnits units_;
  code::CompanyPrefixes prefixes_;
  EventViews views_;
  bool logs_ = false;
};

/// The parameter of the query language that asks for a value: "EQ_bizStep".
[[nodiscard]] std::string_view parameter_of(About about);

}  // namespace zhiheng::trace
