// What a standing query has to tell next.

#include "trace/live_failures.h"
#include "trace/subscription.h"

namespace zhiheng::trace {

Result<void> check_subscribable(const EventQuery& query) {
  const char* what = query.count_limit          ? "eventCountLimit"
                     : query.max_count          ? "maxEventCount"
                     : query.per_page           ? "perPage"
                     : !query.next_page.empty() ? "nextPageToken"
                                                : nullptr;
  if (what == nullptr) return {};
  return fail(subscribe_not_permitted, what);
}

Condition recorded_since(Timestamp time) {
  return {.subject = Subject::record_time, .op = Operator::at_least, .time = time};
}

Result<Progress> first_progress(EventQueries& queries, const SubscriptionControls& controls,
                                Timestamp at) {
  Progress progress{.checked = at};
  const auto first = controls.initial_record_time;
  if (first && *first < at) return progress;  // all that was recorded since then
  ZH_TRY(progress.position, queries.newest_position());
  return progress;
}

namespace {

constexpr std::size_t bytes_a_batch = 192U << 10;

/// A batch ends before the event that would make it too large; one event goes whatever its size.
void shorten(Batch& batch, Progress& progress, bool scheduled) {
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < batch.events.size(); ++i) {
    bytes += batch.events[i].body.size();
    if (bytes <= bytes_a_batch || i == 0) continue;
    batch.events.resize(i);
    batch.to = progress.position = batch.events.back().seq;
    progress.collecting = scheduled;
    return;
  }
}

}  // namespace

Result<std::optional<Batch>> next_batch(EventQueries& queries, const registry::Person& person,
                                        const EventQuery& query,
                                        const SubscriptionControls& controls, Progress& progress,
                                        Timestamp at, std::int64_t most) {
  if (!progress.collecting && controls.schedule) {
    const auto due = last_due(*controls.schedule, progress.checked, at);
    if (!due) return std::optional<Batch>();
    progress.checked = *due;
    progress.collecting = true;
    progress.reported = false;
  }
  Batch batch;
  batch.from = progress.position;
  ZH_TRY(NewEvents found,
         queries.since(person, query, progress.position, most, nullptr, {"subscription", {}}));
  batch.to = progress.position = found.position;
  batch.events = std::move(found.events);
  const bool silent = batch.events.empty() && (progress.reported || !controls.report_if_empty);
  progress.reported = true;
  if (!found.more) progress.collecting = false;
  if (controls.stream) progress.checked = at;
  shorten(batch, progress, controls.schedule.has_value());
  if (silent) return std::optional<Batch>();
  return std::optional<Batch>(std::move(batch));
}

}  // namespace zhiheng::trace
