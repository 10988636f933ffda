// One message at a time: claimed, tried, settled.

#include "base/duration.h"
#include "base/log.h"
#include "deliver/deliver.h"
#include "deliver/failures.h"
#include "deliver/signature.h"

namespace zhiheng::deliver {
namespace {

using duration::second;
constexpr std::int64_t spare_s = 10;  ///< to write down what became of an attempt

Timestamp later(Timestamp at, std::int64_t seconds) {
  return Timestamp{at.microseconds + seconds * second};
}

Result<Sent> settle(Outbox& outbox, const ChannelRules& rules, const store::KeptMessage& kept,
                    const Attempt& attempt, Timestamp at, double chance) {
  auto& messages = outbox.messages();
  if (attempt.sent) {
    ZH_DO(messages.mark_sent(kept.id, at));
    return Sent::sent;
  }
  if (attempt.stopped) {
    ZH_DO(messages.mark_failed(kept.id, attempt.error, at, at));
    return Sent::failed;
  }
  const auto& [key, channel, target, subject, type, body] = kept.message;
  std::optional<Timestamp> next;
  if (const auto wait = rules.wait_s(kept.attempts, chance); wait && !attempt.for_good) {
    // Who asks for more patience gets it, up to the longest wait.
    const auto asked = std::min(attempt.retry_after_s.value_or(0), rules.waits_s.back());
    next = later(at, std::max(*wait, asked));
  }
  ZH_DO(messages.mark_failed(kept.id, attempt.error, next, at));
  if (attempt.unreachable) {
    const Timestamp until = next.value_or(later(at, rules.waits_s.front()));
    ZH_DO(
        messages.put_off(channel, target, until, later(at, -rules.longest_s()), attempt.error, at));
  }
  log(next ? Level::info : Level::warning, next ? "deliver.failed" : "deliver.given_up",
      {{"message", kept.id},
       {"channel", channel},
       {"attempts", std::to_string(kept.attempts)},
       {"error", attempt.error}});
  return next ? Sent::failed : Sent::given_up;
}

Attempt post_to(const Target& target, const store::KeptMessage& kept, Timestamp at,
                const WireLimits& limits) {
  std::string id = "msg_";
  for (const char c : kept.id) {
    if (c != '-') id += c;
  }
  const auto signature = sign(target.secret, id, at, kept.message.body);
  if (!signature) return {.for_good = true, .error = describe(signature.error())};
  Post message{.url = target.url,
               .type = kept.message.type,
               .headers = target.headers,
               .body = kept.message.body};
  message.headers.emplace_back("webhook-id", id);
  message.headers.emplace_back("webhook-timestamp", std::to_string(at.microseconds / second));
  message.headers.emplace_back("webhook-signature", *signature);
  // EPCIS 2.0 calls it so; what is signed and how is for the sender to say.
  if (target.purpose == "epcis") message.headers.emplace_back("GS1-Signature", *signature);
  return post(message, limits);
}

}  // namespace

Channel webhook_channel(Outbox& outbox, const Settings& settings, const std::atomic<bool>* stop) {
  const ChannelRules& rules = outbox.rules().channels.at("webhook");
  WireLimits limits{.connect_timeout_s = rules.connect_timeout_s,
                    .timeout_s = rules.timeout_s,
                    .guard = {.refused = outbox.rules().refused, .allowed = settings.allowed},
                    .authorities = settings.authorities,
                    .stop = stop};
  return [&outbox, limits](const store::KeptMessage& kept, Timestamp at) -> Attempt {
    const auto target = Targets(outbox.store()).find(kept.message.target);
    if (!target) {
      return {.for_good = target.error().failure == &target_unknown,
              .error = describe(target.error())};
    }
    return post_to(*target, kept, at, limits);
  };
}

Result<Sent> send_next(Outbox& outbox, std::string_view name, const Channel& channel, Timestamp at,
                       double chance) {
  ZH_TRY(const ChannelRules* const rules, outbox.rules().channel(name));
  const Timestamp until = later(at, rules->timeout_s + spare_s);
  ZH_TRY(const auto kept, outbox.messages().claim(name, at, until));
  if (!kept) return Sent::none;
  if (kept->message.body.size() > rules->largest_body) {
    return settle(outbox, *rules, *kept, {.for_good = true, .error = "too large"}, at, chance);
  }
  return settle(outbox, *rules, *kept, channel(*kept, at), at, chance);
}

}  // namespace zhiheng::deliver
