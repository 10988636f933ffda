#include "trace/served_chain.h"

#include <algorithm>
#include <chrono>

#include "registry/failures.h"
#include "trace/access_log.h"
#include "trace/chain_failures.h"
#include "trace/event_store.h"
#include "trace/failures.h"
#include "trace/master_store.h"

namespace zhiheng::trace {
namespace {

using Clock = std::chrono::steady_clock;

/// Captures have the processors: what they wrote is read when they pause, or after three seconds.
constexpr Pauses reading_pauses{.quiet = std::chrono::milliseconds(300),
                                .longest = std::chrono::seconds(3)};

}  // namespace

ServedChain::ServedChain(registry::Registry& registry, std::size_t most_bytes, int patience_ms)
    : registry_(registry),
      store_(registry.store()),
      most_bytes_(most_bytes),
      patience_ms_(patience_ms),
      follower_(store_, reading_pauses, "trace.chain_not_refreshed",
                [this](const std::atomic<bool>& stop) { return refresh(stop); }) {}

ChainStanding ServedChain::standing() const {
  ChainStanding now_at;
  if (const auto newest = store_.newest_commit()) now_at.newest = *newest;
  const std::shared_lock lock(holding_);
  now_at.ready = ready_;
  now_at.full = full_;
  now_at.position = position_;
  now_at.events = loaded_.chain.events();
  now_at.identifiers = loaded_.chain.identifiers();
  now_at.refused = loaded_.refused + unreadable_;
  now_at.memory = loaded_.chain.memory();
  now_at.custody_bytes = custody_.bytes();
  now_at.most_bytes = most_bytes_;
  now_at.done = ready_ ? 1
                       : static_cast<double>(now_at.events) /
                             static_cast<double>(std::max<std::size_t>(expected_, 1));
  return now_at;
}

/// Whether something that was committed is still missing here. Commits about other things do not
/// count: every question makes one, for the log.
bool ServedChain::behind() const {
  std::int64_t position = 0;
  {
    const std::shared_lock lock(holding_);
    if (full_) return false;
    if (!ready_) return true;
    position = position_;
  }
  const auto segments = store_.feed(position, segments_at_once);
  if (!segments || segments->size() >= segments_at_once) return true;
  const std::shared_lock lock(holding_);
  return std::ranges::any_of(*segments,
                             [this](const store::Segment& segment) { return matters(segment); });
}

/// Whether the chain is made from what was written there.
bool ServedChain::matters(const store::Segment& segment) const {
  return segment.table == event_register || segment.table == master_data_register ||
         classes_read_.contains(segment.table);
}

bool ServedChain::catch_up(int timeout_ms) {
  const auto until = Clock::now() + std::chrono::milliseconds(timeout_ms);
  while (behind()) {
    if (Clock::now() >= until) return false;
    follower_.hurry();
    std::unique_lock lock(waiting_);
    moved_.wait_for(lock, std::chrono::milliseconds(10));
  }
  return true;
}

Result<void> ServedChain::hold(const registry::Person& person, const Invocation& call,
                               std::string_view question,
                               const std::function<Result<void>(const Question&)>& work) {
  // Whoever may not ask is told so whatever the state of the chain.
  ZH_TRY(const catalog::Register* const of, registry_.find_register(event_register));
  if (!registry_.access(person, *of).read) {
    return fail(registry::not_allowed, of->name, person.user);
  }
  (void)catch_up(patience_ms_);
  Result<void> done;
  AskedQuestion asked{.name = question, .call = call};
  {
    const std::shared_lock lock(holding_);
    if (full_) return fail(chain_full, "chain", std::to_string(loaded_.chain.events()));
    if (!ready_) {
      return fail(chain_not_ready, "chain", std::to_string(loaded_.chain.events()),
                  std::to_string(expected_));
    }
    ZH_TRY(Telling told, Telling::to(registry_, person, loaded_.chain, custody_));
    // What is classified is withheld from then on, or the question is refused.
    if (told.limited_by_class()) {
      ZH_TRY(const bool newest, still_newest(store_, classes_read_));
      if (!newest) return fail(chain_not_ready, "classes", std::to_string(loaded_.chain.events()));
    }
    done = work({call, loaded_, told, position_, &kept_});
    for (const EventAt at : told.told()) {
      if (asked.ids.size() < most_ids_logged) asked.ids.push_back(loaded_.chain.event_name(at));
    }
    asked.events = told.told().size();
  }
  ZH_DO(log_question(registry_, person, asked));
  return done;
}

Result<std::string> ServedChain::ask(const registry::Person& person, const Invocation& call,
                                     std::string_view question) {
  std::string answer;
  ZH_DO(hold(person, call, question, [&](const Question& asked) -> Result<void> {
    ZH_TRY(answer, answer_question(asked, question));
    return {};
  }));
  return answer;
}

}  // namespace zhiheng::trace
