#include "trace/event_asking.h"

#include <algorithm>
#include <charconv>

#include "trace/event_store.h"
#include "trace/failures.h"
#include "trace/stored_event.h"

namespace zhiheng::trace {
namespace {

constexpr std::size_t candidates_at_once = 500;
constexpr std::int64_t rows_at_once = 1000;
/// Answers that must be put in order as a whole end here.
constexpr std::size_t most_sorted = 200'000;

/// A firm with fewer events has them put in order as a whole.
constexpr std::size_t few_events = 20'000;

/// Where in a version stands what a found event tells.
struct Columns {
  std::size_t body, name, owner;
  explicit Columns(const catalog::Register& of)
      : body(*of.position("body")), name(*of.position("event")), owner(*of.position("owner")) {}
};

std::string text_of(const store::Version& version, std::size_t column) {
  const auto* text = std::get_if<std::string>(&version.values[column]);
  return text == nullptr ? std::string() : *text;
}

Candidate candidate_of(const store::Version& version, const Columns& columns) {
  return {version.seq, to_text(version.id), text_of(version, columns.body),
          text_of(version, columns.name), text_of(version, columns.owner)};
}

}  // namespace

Result<std::vector<Candidate>> read_candidates(registry::Registry& registry,
                                               const store::Select& select) {
  const Columns columns(*registry.catalog().find_register(event_register));
  std::vector<Candidate> candidates;
  ZH_DO(registry.store().read(select, [&](const store::Version& version) {
    candidates.push_back(candidate_of(version, columns));
    return true;
  }));
  return candidates;
}

Result<FoundEvent> found_event(Candidate candidate, const EventAccess& access) {
  ZH_TRY(Event event, stored_event(candidate.body));
  const bool foreign = access.is_foreign(candidate.owner);
  if (leave_out(event, foreign ? access.hidden.of_others : access.hidden.always)) {
    candidate.body = stored_text(event);
  }
  return FoundEvent{candidate.seq, std::move(candidate.body), std::move(event),
                    std::move(candidate.name), std::move(candidate.owner)};
}

store::Select Asking::select() const {
  store::Select made{.table = std::string(event_register)};
  made.where = access_.rows;
  narrow(made.where, plan_.where);
  return made;
}

Result<std::vector<Candidate>> Asking::looked_up() {
  ZH_TRY(const auto positions, index_.find(plan_.groups, start_.seq, candidates_at_once));
  exhausted_ = positions.size() < candidates_at_once;
  if (positions.empty()) return std::vector<Candidate>{};
  start_.seq = positions.back();
  store::Select wanted = select();
  narrow(wanted.where, among(positions));
  wanted.order = {{.column = "seq"}};
  return read_candidates(registry_, wanted);
}

Result<std::vector<Candidate>> Asking::by_column() {
  store::Select wanted = select();
  wanted.limit = rows_at_once;
  if (plan_.path == Path::capture || plan_.path == Path::sorted) {
    narrow(wanted.where, {"seq > ?", {start_.seq}});
    wanted.order = {{.column = "seq"}};
  } else {
    const bool by_event = plan_.path == Path::event_time;
    wanted.order = {
        {.column = by_event ? "event_time" : "record_time", .descending = plan_.descending}};
    if (!start_.id.empty()) {
      std::int64_t time = 0;
      std::from_chars(start_.key.data(), start_.key.data() + start_.key.size(), time);
      wanted.after = {Timestamp{time}, start_.id};
    }
  }
  ZH_TRY(auto candidates, read_candidates(registry_, wanted));
  exhausted_ = static_cast<std::int64_t>(candidates.size()) < rows_at_once;
  if (!candidates.empty()) start_.seq = candidates.back().seq;
  return candidates;
}

Result<std::vector<Candidate>> Asking::next_candidates() {
  if (stop_ != nullptr && *stop_) return fail(interrupted, "query");
  return plan_.groups.empty() ? by_column() : looked_up();
}

/// Matches from the place where `start_` stands, at most so many.
Result<void> Asking::collect(std::int64_t most) {
  while (!exhausted_) {
    ZH_TRY(auto candidates, next_candidates());
    for (Candidate& candidate : candidates) {
      start_.seq = candidate.seq;
      start_.id = candidate.id;
      auto read = found_event(std::move(candidate), access_);
      if (!read) continue;  // entered by hand, and no event
      FoundEvent found = *std::move(read);
      const Event& event = found.event;
      if (plan_.path == Path::event_time || plan_.path == Path::record_time) {
        ZH_TRY(const Timestamp time,
               instant(plan_.path == Path::event_time ? event.time : event.record_time));
        start_.key = std::to_string(time.microseconds);
      }
      if (!matches(query_, event, knowledge_)) continue;
      if (most > 0 && static_cast<std::int64_t>(found_.size()) == most) return {};
      found_.push_back(std::move(found));
      places_.push_back(start_);
      if (plan_.path == Path::sorted && found_.size() > most_sorted) {
        return fail(query_too_large, "orderBy", "> " + std::to_string(most_sorted),
                    "<= " + std::to_string(most_sorted));
      }
    }
  }
  return {};
}

Result<EventPage> Asking::as_they_come(std::int64_t most) {
  const std::int64_t given = start_.given;
  const bool looks_further = query_.max_count && query_.next_page.empty();
  std::int64_t wanted = most > 0 ? most + 1 : 0;
  if (looks_further && (wanted == 0 || wanted <= *query_.max_count)) wanted = *query_.max_count + 1;
  if (query_.count_limit) {
    const std::int64_t left = *query_.count_limit - given;
    if (left <= 0) return EventPage{};
    wanted = wanted == 0 ? left : std::min(wanted, left);
  }
  ZH_DO(collect(wanted));
  const auto count = static_cast<std::int64_t>(found_.size());
  if (looks_further && count > *query_.max_count) {
    return fail(query_too_large, "maxEventCount", "> " + std::to_string(*query_.max_count),
                "<= " + std::to_string(*query_.max_count));
  }
  EventPage page;
  const bool more = most > 0 && count > most;
  if (more) {
    PageStart next = places_[static_cast<std::size_t>(most) - 1];
    next.path = plan_.path;
    next.given = given + most;
    page.next = token_of(next);
    found_.resize(static_cast<std::size_t>(most));
  }
  page.events = std::move(found_);
  return page;
}

/// All matches are put in order; a page begins behind the event that the one before ended with, so
/// that new ones neither double nor hide any.
Result<EventPage> Asking::in_order(std::int64_t most) {
  const PageStart from = start_;
  start_ = PageStart{.path = plan_.path};
  ZH_DO(collect(0));
  const auto count = static_cast<std::int64_t>(found_.size());
  if (query_.max_count && query_.next_page.empty() && count > *query_.max_count) {
    return fail(query_too_large, "maxEventCount", std::to_string(count),
                "<= " + std::to_string(*query_.max_count));
  }
  std::vector<std::pair<OrderKey, std::size_t>> keys;
  keys.reserve(found_.size());
  for (std::size_t i = 0; i < found_.size(); ++i) {
    keys.emplace_back(order_key(*query_.order, found_[i].event), i);
  }
  std::ranges::sort(keys, [&](const auto& a, const auto& b) {
    if (a.first.before(b.first, plan_.descending)) return true;
    if (b.first.before(a.first, plan_.descending)) return false;
    return found_[a.second].seq < found_[b.second].seq;
  });
  std::size_t begin = 0;
  if (!query_.next_page.empty()) {
    const auto last = std::ranges::find_if(
        keys, [&](const auto& key) { return found_[key.second].seq == from.seq; });
    if (last == keys.end()) return fail(page_unknown, "nextPageToken", query_.next_page);
    begin = static_cast<std::size_t>(last - keys.begin()) + 1;
  }
  std::size_t end = keys.size();
  if (query_.count_limit) {
    const std::int64_t left = std::max<std::int64_t>(0, *query_.count_limit - from.given);
    end = std::min(end, begin + static_cast<std::size_t>(left));
  }
  EventPage page;
  if (most > 0 && begin + static_cast<std::size_t>(most) < end) {
    end = begin + static_cast<std::size_t>(most);
    page.next = token_of({.path = plan_.path,
                          .key = {},
                          .id = {},
                          .seq = found_[keys[end - 1].second].seq,
                          .given = from.given + most});
  }
  for (std::size_t i = begin; i < end; ++i) {
    page.events.push_back(std::move(found_[keys[i].second]));
  }
  return page;
}

/// The events of a firm are looked up instead of being sought among those of all others, unless
/// they are so many that they are better met on the way.
Result<void> Asking::look_up_readers() {
  if (access_.audience.readers.empty()) return {};
  std::vector<Term> readers;
  for (const std::string& reader : access_.audience.readers) {
    readers.push_back(reader_term(reader));
  }
  if (plan_.path == Path::event_time || plan_.path == Path::record_time) {
    const Path looked_up = query_.order ? Path::sorted : Path::capture;
    const std::string token = std::to_string(static_cast<int>(looked_up)) + "~";
    if (query_.next_page.empty()) {
      ZH_TRY(const auto events, index_.find({readers}, 0, few_events + 1));
      if (events.size() > few_events) return {};
    } else if (!query_.next_page.starts_with(token)) {
      return {};
    }
    plan_.path = looked_up;
  }
  plan_.groups.push_back(std::move(readers));
  return {};
}

Result<EventPage> Asking::page(std::int64_t most) {
  ZH_DO(look_up_readers());
  start_.path = plan_.path;
  if (!query_.next_page.empty()) {
    ZH_TRY(start_, parse_page(query_.next_page, plan_));
  }
  return plan_.path == Path::sorted ? in_order(most) : as_they_come(most);
}

/// One event after the other behind a position, whatever the index could look up: new ones are few.
Result<NewEvents> Asking::since(std::int64_t position, std::int64_t newest, std::int64_t most) {
  plan_.path = Path::capture;
  plan_.groups.clear();
  start_ = PageStart{.seq = position};
  ZH_DO(collect(most + 1));
  NewEvents made;
  made.more = static_cast<std::int64_t>(found_.size()) > most;
  if (made.more) found_.resize(static_cast<std::size_t>(most));
  made.position = made.more ? found_.back().seq : std::max({start_.seq, newest, position});
  made.events = std::move(found_);
  return made;
}

}  // namespace zhiheng::trace
