#pragma once
// Events told as they come: by websocket, and by messages to those who subscribed. Inside of this
// room only.

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "api/application.h"
#include "trace/subscription_runner.h"

namespace zhiheng::api {

/// Counts the channels that each account has open. From many threads.
class ChannelCounts {
 public:
  /// @param most  of one account
  /// Gives the place back when the last copy of the answer is gone; null: there is none.
  [[nodiscard]] static std::shared_ptr<void> take(const std::shared_ptr<ChannelCounts>& from,
                                                  const std::string& user, int most);

 private:
  std::mutex mutex_;
  std::map<std::string, int> open_;
};

/// The answer to an upgrade of /epcis/queries/{name}/events: a channel with the events that the
/// caller may see, until the session, the query or the connection ends.
/// @fails  api.origin_refused, trace.subscribe_not_permitted, trace.subscription_wrong,
///         trace.schedule_wrong, trace.subscriptions_too_many
[[nodiscard]] Result<Response> open_channel(Application& application, const Request& request,
                                            const std::string& query_key);

/// Hands what is due to the sender of the application, which must outlive it.
[[nodiscard]] std::unique_ptr<trace::SubscriptionRunner> make_subscription_runner(
    Application& application);

}  // namespace zhiheng::api
