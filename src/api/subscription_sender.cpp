#include "api/subscription_sender.h"

#include "base/sha256.h"
#include "deliver/target.h"
#include "store/base64.h"

namespace zhiheng::api {
namespace {

constexpr const char* purpose = "epcis";
constexpr std::size_t shortest_secret = 24, longest_secret = 64;  // of the delivery's signatures

std::string secret_of(const std::string& token) {
  if (token.empty()) return {};
  std::string bytes = token;
  if (token.size() < shortest_secret || token.size() > longest_secret) {
    const Digest digest = sha256(token);
    bytes.assign(digest.begin(), digest.end());
  }
  return "whsec_" + store::to_base64(bytes);
}

}  // namespace

std::shared_ptr<SubscriptionSender> outbox_sender(deliver::Outbox& outbox) {
  auto made = std::make_shared<SubscriptionSender>();
  made->add = [&outbox](const std::string& user, const std::string& dest,
                        const std::string& token) -> Result<std::string> {
    ZH_TRY(const deliver::Target target, deliver::Targets(outbox.store())
                                             .add({.id = {},
                                                   .purpose = purpose,
                                                   .owner = user,
                                                   .url = dest,
                                                   .secret = secret_of(token),
                                                   .headers = {}},
                                                  now()));
    return target.id;
  };
  made->remove = [&outbox](const std::string& target) {
    return deliver::Targets(outbox.store()).remove(target);
  };
  made->hand_over = [&outbox](const SubscriptionMessage& message) -> Result<void> {
    const deliver::Message one[] = {{.key = message.key,
                                     .channel = "webhook",
                                     .target = message.target,
                                     .subject = "epcis.events",
                                     .type = message.type,
                                     .body = message.body}};
    ZH_DO(outbox.enqueue(one, now()));
    return {};
  };
  made->last_notified = [&outbox](const std::string& target) -> Result<std::optional<Timestamp>> {
    std::optional<Timestamp> last;
    ZH_DO(outbox.messages().list({"target = ? AND state = 'sent'", {target}}, 1,
                                 [&](const store::KeptMessage& message) {
                                   last = message.settled;
                                   return false;
                                 }));
    return last;
  };
  return made;
}

}  // namespace zhiheng::api
