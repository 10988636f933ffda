#include "trace/event_query.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <map>

#include "trace/event_plan.h"
#include "trace/event_store.h"
#include "trace/failures.h"
#include "trace/master_store.h"
#include "trace/query_match.h"
#include "trace/stored_event.h"

namespace zhiheng::trace {
namespace {

constexpr std::size_t candidates_at_once = 500;
constexpr std::int64_t rows_at_once = 1000;
/// Answers that must be put in order as a whole end here.
constexpr std::size_t most_sorted = 200'000;

/// A version that may fit.
struct Candidate {
  std::int64_t seq = 0;
  std::string id, body;
};

/// One question on its way.
class Asking {
 public:
  Asking(registry::Registry& registry, EventIndex& index, const EventQuery& query,
         const QueryKnowledge& knowledge, Sql visible, const std::atomic<bool>* stop)
      : registry_(registry),
        index_(index),
        query_(query),
        knowledge_(knowledge),
        visible_(std::move(visible)),
        plan_(plan_of(query)),
        stop_(stop) {}

  /// @param most  events of a page; 0: all
  Result<EventPage> page(std::int64_t most);

 private:
  [[nodiscard]] store::Select select() const;
  Result<std::vector<Candidate>> read(const store::Select& select) const;
  Result<std::vector<Candidate>> next_candidates();
  Result<std::vector<Candidate>> looked_up();
  Result<std::vector<Candidate>> by_column();
  Result<void> collect(std::int64_t most);
  Result<EventPage> in_order(std::int64_t most);
  Result<EventPage> as_they_come(std::int64_t most);

  registry::Registry& registry_;
  EventIndex& index_;
  const EventQuery& query_;
  const QueryKnowledge& knowledge_;
  Sql visible_;
  EventPlan plan_;
  const std::atomic<bool>* stop_;
  PageStart start_;
  bool exhausted_ = false;
  std::vector<FoundEvent> found_;
  std::vector<PageStart> places_;  ///< of the events in found_
};

store::Select Asking::select() const {
  store::Select made{.table = std::string(event_register)};
  made.where = visible_;
  narrow(made.where, plan_.where);
  return made;
}

Result<std::vector<Candidate>> Asking::read(const store::Select& select) const {
  const catalog::Register* of = registry_.catalog().find_register(event_register);
  const std::size_t body = *of->position("body");
  std::vector<Candidate> candidates;
  ZH_DO(registry_.store().read(select, [&](const store::Version& version) {
    candidates.push_back(
        {version.seq, to_text(version.id), std::get<std::string>(version.values[body])});
    return true;
  }));
  return candidates;
}

Result<std::vector<Candidate>> Asking::looked_up() {
  ZH_TRY(const auto positions, index_.find(plan_.groups, start_.seq, candidates_at_once));
  exhausted_ = positions.size() < candidates_at_once;
  if (positions.empty()) return std::vector<Candidate>{};
  start_.seq = positions.back();
  store::Select wanted = select();
  narrow(wanted.where, among(positions));
  wanted.order = {{.column = "seq"}};
  return read(wanted);
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
  ZH_TRY(auto candidates, read(wanted));
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
      ZH_TRY(Event event, stored_event(candidate.body));
      start_.seq = candidate.seq;
      start_.id = candidate.id;
      if (plan_.path == Path::event_time || plan_.path == Path::record_time) {
        ZH_TRY(const Timestamp time,
               instant(plan_.path == Path::event_time ? event.time : event.record_time));
        start_.key = std::to_string(time.microseconds);
      }
      if (!matches(query_, event, knowledge_)) continue;
      if (most > 0 && static_cast<std::int64_t>(found_.size()) == most) return {};
      found_.push_back({candidate.seq, std::move(candidate.body), std::move(event)});
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

Result<EventPage> Asking::page(std::int64_t most) {
  start_.path = plan_.path;
  if (!query_.next_page.empty()) {
    ZH_TRY(start_, parse_page(query_.next_page, plan_));
  }
  return plan_.path == Path::sorted ? in_order(most) : as_they_come(most);
}

}  // namespace

Result<std::unique_ptr<EventQueries>> EventQueries::open(registry::Registry& registry,
                                                         const std::string& folder,
                                                         const std::string& catalog) {
  ZH_TRY(MeasurementUnits units, MeasurementUnits::load(catalog));
  ZH_TRY(auto index, EventIndex::open(folder, registry.store()));
  return std::unique_ptr<EventQueries>(
      new EventQueries(registry, std::move(index), std::move(units)));
}

Result<EventPage> EventQueries::page(const registry::Person& person, const EventQuery& query,
                                     std::int64_t otherwise, const std::atomic<bool>* stop) {
  ZH_TRY(const catalog::Register* const of, registry_.find_register(event_register));
  ZH_TRY(Sql visible, registry_.visible_rows(person, *of, registry_.store().dialect()));
  QueryKnowledge knowledge{&units_, nullptr};
  MasterLookup master;
  if (query.asks_master_data()) {
    ZH_TRY(master, load_master_data(registry_, person));
    knowledge.master = &master;
  }
  Asking asking(registry_, *index_, query, knowledge, std::move(visible), stop);
  if (!plan_of(query).groups.empty()) ZH_DO(index_->refresh(stop));
  return asking.page(query.per_page.value_or(otherwise));
}

Result<std::vector<FoundEvent>> EventQueries::find(const registry::Person& person,
                                                   const std::string& id) {
  ZH_TRY(const catalog::Register* const of, registry_.find_register(event_register));
  store::Select select{.table = of->name};
  ZH_TRY(select.where, registry_.visible_rows(person, *of, registry_.store().dialect()));
  const std::size_t body = *of->position("body");
  std::map<std::int64_t, std::string> bodies;
  const auto take = [&](const store::Version& version) {
    bodies.emplace(version.seq, std::get<std::string>(version.values[body]));
    return true;
  };
  // The event has the id as its key, declarations that it was wrong name it as theirs.
  store::Select by_key = select;
  by_key.keys = {{id}};
  ZH_DO(registry_.store().read(by_key, take));
  ZH_DO(index_->refresh());
  ZH_TRY(const auto positions, index_->find({{event_term(id)}}, 0, candidates_at_once));
  narrow(select.where, {"event = ?", {id}});
  if (!positions.empty()) {
    narrow(select.where, among(positions));
    ZH_DO(registry_.store().read(select, take));
  }
  std::vector<FoundEvent> found;
  for (auto& [seq, text] : bodies) {
    ZH_TRY(Event event, stored_event(text));
    found.push_back({seq, std::move(text), std::move(event)});
  }
  return found;
}

}  // namespace zhiheng::trace
