#pragma once
// Standing queries: who wants to be told of new events, when, and how far that has come.

#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "registry/people.h"
#include "store/store.h"
#include "trace/event_query.h"
#include "trace/notation.h"
#include "trace/schedule.h"

namespace zhiheng::trace {

/// When to tell, and from which events on.
struct SubscriptionControls {
  bool stream = false;  ///< as soon as an event is captured
  std::optional<Schedule> schedule = {};
  std::vector<Parameter> fields = {};  ///< of the schedule, as they were given
  std::string zone = {};
  bool report_if_empty = false;  ///< a due time without new events is told too
  /// Events recorded before do not count; none: the moment of subscribing.
  std::optional<Timestamp> initial_record_time = {};
};

/// What somebody asks for: the body of the standard.
struct SubscriptionRequest {
  std::string dest;             ///< http or https address
  std::string signature_token;  ///< empty: none
  SubscriptionControls controls = {};
};

/// {"dest": …, "signatureToken": …, "stream": true | "schedule": {…}, "timeZone": …,
/// "reportIfEmpty": …, "initialRecordTime": …}; other members are passed over.
/// @fails  trace.not_json, trace.subscription_wrong, trace.schedule_wrong, trace.destination_wrong
/// @source GS1 EPCIS 2.0, 8.2.5, and its OpenAPI text
[[nodiscard]] Result<SubscriptionRequest> parse_subscription(std::string_view body);

/// The same from the parameters of an address, for a websocket: "stream=true", "hour=1&minute=5".
/// @fails  trace.subscription_wrong, trace.schedule_wrong, trace.query_parameter_unknown
[[nodiscard]] Result<SubscriptionControls> subscription_controls(
    std::span<const Parameter> parameters);

/// Whether new events can be told one by one: a limit or a page of the query would lose some.
/// @fails  trace.subscribe_not_permitted
[[nodiscard]] Result<void> check_subscribable(const EventQuery& query);

/// How far the events have been told.
struct Progress {
  std::int64_t position = 0;  ///< in the feed
  Timestamp checked{};        ///< the due time that was last acted on, or when it began
  bool collecting = false;    ///< a due time has come and not all is told yet
  bool reported = false;      ///< something was told for it
};

/// Where a subscription begins.
[[nodiscard]] Result<Progress> first_progress(EventQueries& queries,
                                              const SubscriptionControls& controls, Timestamp at);

/// Events to be told together.
struct Batch {
  std::vector<FoundEvent> events;  ///< none: a report that there is nothing new
  std::int64_t from = 0, to = 0;   ///< positions: events behind `from`, up to `to`
};

/// The next thing to tell at this moment, or none; moves `progress` on. What is told before a
/// progress was kept is told again. Times that were missed are made up for by one report.
/// @param query  with the first record time among its conditions
/// @param most   events at once; fewer where they are large, because receivers refuse large
/// messages
/// @fails  as EventQueries::since
[[nodiscard]] Result<std::optional<Batch>> next_batch(
    EventQueries& queries, const registry::Person& person, const EventQuery& query,
    const SubscriptionControls& controls, Progress& progress, Timestamp at, std::int64_t most);

/// The condition that events were recorded at or after this moment.
[[nodiscard]] Condition recorded_since(Timestamp time);

struct Subscription {
  std::string id;
  std::string query;  ///< key of the named query
  std::string name;   ///< its name, as the account knows it
  std::string user;   ///< who subscribed: rights are this account's at the moment of telling
  std::string dest;
  std::string target;  ///< where the outbox sends it
  SubscriptionControls controls;
  Identifiers identifiers = Identifiers::as_captured;
  Timestamp created{};
  Progress progress = {};
  std::int64_t pending = 0;  ///< a batch up to here is on its way into the outbox; 0: none

  /// The first time from which events count: as given, later the last execution.
  [[nodiscard]] Timestamp min_record_time() const;
};

/// Subscriptions in the system of record. From many threads.
class Subscriptions {
 public:
  /// @param most  of one account
  Subscriptions(store::Store& store, std::size_t most) : store_(store), most_(most) {}

  /// @fails  trace.subscription_twice: the account has the same already;
  ///         trace.subscriptions_too_many
  Result<void> add(const Subscription& subscription);
  Result<std::vector<Subscription>> all();
  /// @fails  trace.subscription_unknown
  Result<Subscription> find(const std::string& id);
  /// Keeps how far it came; false when it was taken away meanwhile.
  Result<bool> keep(const Subscription& subscription);
  /// @return  whether it was there
  Result<bool> remove(const std::string& id);

 private:
  store::Store& store_;
  std::size_t most_;
  std::mutex mutex_;
};

}  // namespace zhiheng::trace
