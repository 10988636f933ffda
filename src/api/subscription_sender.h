#pragma once
// Where messages of subscriptions go: the outbox of the program, or what a test puts in its place.

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/date.h"
#include "base/result.h"
#include "deliver/outbox.h"

namespace zhiheng::api {

struct SubscriptionMessage {
  std::string key;     ///< tells it from all others
  std::string target;  ///< as `add` named it
  std::string type;    ///< "application/ld+json"
  std::string body;
};

struct SubscriptionSender {
  /// Keeps an address with the secret that is shared with it; gives its name.
  std::function<Result<std::string>(const std::string& user, const std::string& dest,
                                    const std::string& signature_token)>
      add;
  /// What waits for it is forgotten.
  std::function<Result<void>(const std::string& target)> remove;
  /// Durable when it returns; a key that was there before is not taken again.
  std::function<Result<void>(const SubscriptionMessage&)> hand_over;
  /// When it last took a message; none: never.
  std::function<Result<std::optional<Timestamp>>(const std::string& target)> last_notified;
};

/// Over the outbox, which must outlive it. The secret is the token's bytes where they are 24 to 64,
/// else their SHA-256.
[[nodiscard]] std::shared_ptr<SubscriptionSender> outbox_sender(deliver::Outbox& outbox);

}  // namespace zhiheng::api
