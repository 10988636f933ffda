#include "trace/subscription_runner.h"

#include <algorithm>

#include "base/log.h"
#include "registry/failures.h"

namespace zhiheng::trace {
namespace {

constexpr std::int64_t events_a_batch = 100;
constexpr std::int64_t events_looked_through = 5000;  ///< without finding any, before it is kept
constexpr int most_batches = 1000;  ///< of one subscription at a time; the rest comes the next time

std::string key_of(const Subscription& subscription, const Batch& batch, Timestamp checked) {
  std::string key = "epcis/" + subscription.id + "/" + std::to_string(batch.to);
  if (batch.events.empty()) key += "/" + std::to_string(checked.microseconds);
  return key;
}

}  // namespace

/// The program ended between the two: what was to be handed over is made again, and is dropped by
/// its key if it was taken.
Result<void> SubscriptionRunner::finish_pending(Subscription& subscription,
                                                const registry::Person& person,
                                                const EventQuery& query) {
  if (subscription.pending <= subscription.progress.position) return {};
  Batch batch{.events = {}, .from = subscription.progress.position, .to = subscription.pending};
  ZH_TRY(NewEvents found,
         queries_.since(person, query, batch.from, events_a_batch, nullptr, {"subscription", {}}));
  std::erase_if(found.events, [&](const FoundEvent& one) { return one.seq > batch.to; });
  batch.events = std::move(found.events);
  if (!batch.events.empty()) {
    ZH_DO(needs_.hand_over(subscription, key_of(subscription, batch, {}), batch));
  }
  subscription.progress.position = batch.to;
  subscription.pending = 0;
  ZH_DO(subscriptions_.keep(subscription));
  return {};
}

Result<void> SubscriptionRunner::serve(Subscription& subscription, Timestamp at) {
  ZH_TRY(const registry::Person person, needs_.person(subscription.user));
  ZH_TRY(EventQuery query, needs_.query(subscription));
  if (const auto first = subscription.controls.initial_record_time) {
    query.conditions.push_back(recorded_since(*first));
  }
  ZH_DO(finish_pending(subscription, person, query));
  const bool scheduled = subscription.controls.schedule.has_value();
  const std::int64_t stored = subscription.progress.position;
  if (const auto looked = looked_.find(subscription.id); looked != looked_.end()) {
    subscription.progress.position = std::max(stored, looked->second);
  }
  for (int count = 0; count < most_batches; ++count) {
    const Progress before = subscription.progress;
    Progress after = before;
    ZH_TRY(auto batch,
           next_batch(queries_, person, query, subscription.controls, after, at, events_a_batch));
    if (!batch) {
      subscription.progress = after;
      looked_[subscription.id] = after.position;
      const bool due = scheduled && after.checked != before.checked;
      const bool far = after.position - stored >= events_looked_through;
      if (due || far) ZH_DO(subscriptions_.keep(subscription));
      return {};
    }
    if (!batch->events.empty()) {
      subscription.pending = batch->to;
      ZH_TRY(const bool there, subscriptions_.keep(subscription));
      if (!there) return {};
    }
    ZH_DO(needs_.hand_over(subscription, key_of(subscription, *batch, after.checked), *batch));
    subscription.progress = after;
    subscription.pending = 0;
    ZH_TRY(const bool there, subscriptions_.keep(subscription));
    if (!there) return {};
  }
  return {};
}

Result<void> SubscriptionRunner::run(Timestamp at) {
  ZH_TRY(auto all, subscriptions_.all());
  for (Subscription& subscription : all) {
    if (subscription.controls.schedule && !subscription.progress.collecting &&
        subscription.pending == 0 &&
        !last_due(*subscription.controls.schedule, subscription.progress.checked, at)) {
      continue;
    }
    const auto done = serve(subscription, at);
    if (done) {
      failing_.erase(subscription.id);
    } else if (done.error().failure == &registry::user_unknown) {
      ZH_DO(needs_.end(subscription));
      log(Level::info, "trace.subscription_ended", {{"subscription", subscription.id}});
    } else if (failing_.insert(subscription.id).second) {
      log(Level::warning, "trace.subscription_not_served",
          {{"subscription", subscription.id}, {"error", describe(done.error())}});
    }
  }
  return {};
}

}  // namespace zhiheng::trace
