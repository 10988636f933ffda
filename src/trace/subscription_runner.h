#pragma once
// Tells subscribers what is new: looks at every subscription now and then, and hands over what is
// to be sent.

#include <functional>
#include <map>
#include <set>
#include <string>

#include "trace/subscription.h"

namespace zhiheng::trace {

/// What of the surroundings it needs.
struct SubscriptionNeeds {
  /// The account that subscribed, with the rights it has at this moment.
  std::function<Result<registry::Person>(const std::string& user)> person;
  /// The named query, with its conditions.
  std::function<Result<EventQuery>(const Subscription&)> query;
  /// Keeps a message for sending, durable when it returns; a key that was there before is not taken
  /// again.
  std::function<Result<void>(const Subscription&, const std::string& key, const Batch&)> hand_over;
  /// Takes a subscription away, because its account is gone.
  std::function<Result<void>(const Subscription&)> end;
};

/// Each batch is handed over once, however often the program is killed in between: where a batch
/// ends is on record before it is handed over, and a key tells it from all others.
class SubscriptionRunner {
 public:
  SubscriptionRunner(EventQueries& queries, Subscriptions& subscriptions, SubscriptionNeeds needs)
      : queries_(queries), subscriptions_(subscriptions), needs_(std::move(needs)) {}

  /// What is due at this moment. One subscription that cannot be served does not keep the others
  /// from being; it is tried again the next time.
  /// @fails  what the store cannot do
  Result<void> run(Timestamp at);

 private:
  Result<void> serve(Subscription& subscription, Timestamp at);
  Result<void> finish_pending(Subscription& subscription, const registry::Person& person,
                              const EventQuery& query);

  EventQueries& queries_;
  Subscriptions& subscriptions_;
  SubscriptionNeeds needs_;
  /// How far it looked where nothing was found: kept on record only now and then.
  std::map<std::string, std::int64_t> looked_;
  std::set<std::string> failing_;  ///< told once, not every second
};

}  // namespace zhiheng::trace
