#include "trace/event_store.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <ranges>

#include "registry/failures.h"
#include "trace/event_access.h"
#include "trace/event_hash.h"
#include "trace/failures.h"
#include "trace/product_classes.h"
#include "trace/stored_event.h"

namespace zhiheng::trace {
namespace {

using store::Outcome;

constexpr std::size_t keys_at_once = 400;
constexpr std::int64_t events_at_once = 2000;
constexpr std::size_t longest_id = 2048;

const std::vector<std::string>& columns() {
  static const std::vector<std::string> names{
      "identity", "event",     "event_hash",  "type",       "event_time",   "record_time",
      "action",   "biz_step",  "disposition", "read_point", "biz_location", "declares_error",
      "owner",    "locations", "job",         "region",     "products",     "body"};
  return names;
}

Value text_or_null(std::string text) {
  if (text.empty()) return {};
  return text;
}

/// An event on its way into the store.
struct Incoming {
  std::string identity, hash;
  std::vector<Value> values;
};

/// What is the same for all events of a call.
struct Envelope {
  Timestamp record_time;
  std::string owner, region;
  const CaptureOptions& options;
};

std::string joined(const std::ranges::range auto& items) {
  std::string text;
  for (const std::string& item : items) text.append(text.empty() ? "" : "|").append(item);
  return text;
}

Result<Incoming> prepare(const Event& event, const Envelope& envelope, Captured& captured) {
  Incoming made;
  made.hash = hash_of(pre_hash(event, envelope.options.ignored));
  captured.event = event.id.empty() ? made.hash : event.id;
  if (captured.event.size() > longest_id) {
    return fail(value_malformed, "eventID", captured.event.substr(0, 100), "<= 2048");
  }
  ZH_TRY(const Timestamp time, instant(event.time));
  made.identity = captured.event;
  if (event.error) made.identity += "#error@" + canonical_time(event.error->time);
  if (!envelope.owner.empty()) made.identity += "#owner@" + envelope.owner;
  Value values[] = {made.identity,
                    captured.event,
                    made.hash,
                    event.type,
                    time,
                    envelope.record_time,
                    text_or_null(event.action),
                    text_or_null(event.biz_step),
                    text_or_null(event.disposition),
                    event.read_point ? text_or_null(event.read_point->id) : Value{},
                    event.biz_location ? text_or_null(event.biz_location->id) : Value{},
                    event.error.has_value(),
                    text_or_null(envelope.owner),
                    text_or_null(joined(locations_of(event))),
                    text_or_null(envelope.options.job),
                    text_or_null(envelope.region),
                    text_or_null(joined(products_of(event))),
                    stored_text(event, to_text(envelope.record_time))};
  made.values.assign(std::make_move_iterator(std::begin(values)),
                     std::make_move_iterator(std::end(values)));
  return made;
}

std::vector<Incoming> prepare(std::span<const Event> events, const Envelope& envelope,
                              CaptureReport& report) {
  std::vector<Incoming> incoming(events.size());
  report.refused = 0;
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (auto made = prepare(events[i], envelope, report.events[i])) {
      incoming[i] = *std::move(made);
    } else {
      report.events[i].outcome = Outcome::refused;
      report.events[i].error = std::move(made).error();
      ++report.refused;
    }
  }
  return incoming;
}

/// The hashes of those events that are on record already, by identity.
Result<std::map<std::string, std::string, std::less<>>> known_hashes(
    store::Store& store, const catalog::Register& of, std::span<const Incoming> incoming) {
  std::map<std::string, std::string, std::less<>> known;
  const std::size_t identity = *of.position("identity");
  const std::size_t hash = *of.position("event_hash");
  for (std::size_t begin = 0; begin < incoming.size(); begin += keys_at_once) {
    store::Select select{.table = of.name};
    for (const Incoming& one :
         incoming.subspan(begin, std::min(keys_at_once, incoming.size() - begin))) {
      if (!one.identity.empty()) select.keys.push_back({one.identity});
    }
    if (select.keys.empty()) continue;
    ZH_DO(store.read(select, [&](const store::Version& version) {
      known.emplace(std::get<std::string>(version.values[identity]),
                    std::get<std::string>(version.values[hash]));
      return true;
    }));
  }
  return known;
}

/// New, there already, or in contradiction with what is there.
void compare(std::span<const Incoming> incoming,
             std::map<std::string, std::string, std::less<>> known,
             std::vector<Captured>& captured) {
  for (std::size_t i = 0; i < incoming.size(); ++i) {
    if (captured[i].error) continue;
    const auto [at, is_new] = known.emplace(incoming[i].identity, incoming[i].hash);
    if (is_new) continue;
    if (at->second == incoming[i].hash) {
      captured[i].outcome = Outcome::unchanged;
    } else {
      captured[i].outcome = Outcome::refused;
      captured[i].error = {&event_id_taken, "eventID", incoming[i].identity, at->second};
    }
  }
}

void count(CaptureReport& report) {
  report.added = report.unchanged = report.refused = 0;
  for (const Captured& event : report.events) {
    if (event.outcome == Outcome::refused) {
      ++report.refused;
    } else if (event.outcome == Outcome::unchanged) {
      ++report.unchanged;
    } else {
      ++report.added;
    }
  }
}

store::Draft draft_of(Incoming& one) {
  return {.expected = 0, .state = "captured", .values = std::move(one.values)};
}

/// As a rule all events are new: then looking them up where they are written is enough. False: one
/// is there already, or named twice, and nothing was written.
Result<bool> write_if_all_new(registry::Registry& registry, const registry::Person& person,
                              const catalog::Register& of, const CaptureOptions& options,
                              std::vector<Incoming>& incoming) {
  std::vector<store::Draft> drafts;
  drafts.reserve(incoming.size());
  for (Incoming& one : incoming) drafts.push_back(draft_of(one));
  ZH_TRY(const auto written,
         registry.store().write_all_or_none({.user = person.user, .batch = options.job}, of.name,
                                            columns(), std::move(drafts)));
  return std::ranges::none_of(
      written, [](const store::Written& one) { return one.outcome == Outcome::refused; });
}

/// Writes what is new. Somebody else may have captured the same event a moment ago: then it is
/// compared once more.
Result<void> write(registry::Registry& registry, const registry::Person& person,
                   const catalog::Register& of, const CaptureOptions& options,
                   std::vector<Incoming>& incoming, CaptureReport& report) {
  std::vector<store::Draft> drafts;
  std::vector<std::size_t> drafted;
  for (std::size_t i = 0; i < incoming.size(); ++i) {
    if (report.events[i].outcome != Outcome::added) continue;
    drafted.push_back(i);
    drafts.push_back(draft_of(incoming[i]));
  }
  if (drafts.empty()) return {};
  ZH_TRY(const auto written, registry.store().write({.user = person.user, .batch = options.job},
                                                    of.name, columns(), std::move(drafts)));
  std::vector<Incoming> late;
  std::vector<Captured> late_captured;
  std::vector<std::size_t> late_at;
  for (std::size_t k = 0; k < written.size(); ++k) {
    if (written[k].outcome != Outcome::refused) continue;
    late.push_back(incoming[drafted[k]]);
    late_captured.push_back(report.events[drafted[k]]);
    late_captured.back().outcome = Outcome::refused;
    late_at.push_back(k);
  }
  if (late.empty()) return {};
  ZH_TRY(auto known, known_hashes(registry.store(), of, late));
  for (std::size_t j = 0; j < late.size(); ++j) {
    if (!known.contains(late[j].identity)) late_captured[j].error = written[late_at[j]].error;
  }
  compare(late, std::move(known), late_captured);
  for (std::size_t j = 0; j < late.size(); ++j) {
    report.events[drafted[late_at[j]]] = std::move(late_captured[j]);
  }
  return {};
}

/// Of the enterprise register, where the firm is there.
Result<std::string> region_of_firm(registry::Registry& registry, const std::string& company) {
  std::string region;
  const catalog::Register* of = registry.catalog().find_register("enterprise");
  if (of == nullptr) return region;
  const std::size_t position = *of->position("region");
  store::Select select{.table = of->name};
  select.keys = {{company}};
  ZH_DO(registry.store().read(select, [&](const store::Version& version) {
    if (const auto* text = std::get_if<std::string>(&version.values[position])) region = *text;
    return true;
  }));
  return region;
}

/// In whose name and for which region somebody captures.
Result<Envelope> envelope_of(registry::Registry& registry, const registry::Person& person,
                             const catalog::Register& of, const CaptureOptions& options) {
  const registry::Access access = registry.access(person, of);
  const bool as_firm = access.writes.own && !access.writes.all && !person.company.empty();
  if (!access.write || !(access.writes.all || as_firm)) {
    return fail(registry::not_allowed, of.name, person.user);
  }
  Envelope made{options.record_time.value_or(now()),
                options.owner.empty() ? person.company : options.owner,
                options.region.empty() ? person.region : options.region, options};
  if (as_firm) {
    if (made.owner != person.company) return fail(registry::not_allowed, of.name, person.user);
    ZH_TRY(const std::string region, region_of_firm(registry, person.company));
    if (!region.empty()) made.region = region;
    return made;
  }
  if (access.region.empty()) return made;
  const std::string prefix = of.expression_fields()[*of.position("region")].prefix(access.region);
  if (!access.may_write_in(made.region, prefix)) {
    return fail(registry::outside_region, "region", made.region, prefix + "…");
  }
  return made;
}

}  // namespace

Result<CaptureReport> capture(registry::Registry& registry, const registry::Person& person,
                              std::span<const Event> events, const CaptureOptions& options) {
  ZH_TRY(const catalog::Register* const of, registry.find_register(event_register));
  ZH_TRY(const Envelope envelope, envelope_of(registry, person, *of, options));

  CaptureReport report;
  report.events.resize(events.size());
  std::vector<Incoming> incoming = prepare(events, envelope, report);
  const bool few = !events.empty() && events.size() <= store::most_all_or_none;
  if (!options.only_judge && report.refused == 0 && few) {
    ZH_TRY(const bool all_new, write_if_all_new(registry, person, *of, options, incoming));
    if (all_new) {
      report.added = events.size();
      return report;
    }
    incoming = prepare(events, envelope, report);
  }
  ZH_TRY(auto known, known_hashes(registry.store(), *of, incoming));
  compare(incoming, std::move(known), report.events);
  count(report);
  report.kept = options.on_error == OnError::proceed || report.refused == 0;
  if (!report.kept || options.only_judge) return report;
  ZH_DO(write(registry, person, *of, options, incoming, report));
  count(report);
  return report;
}

Result<void> each_event(registry::Registry& registry, const registry::Person& person,
                        std::int64_t after,
                        const std::function<bool(const Event& event, std::int64_t seq)>& take) {
  ZH_TRY(const catalog::Register* const of, registry.find_register(event_register));
  ZH_TRY(const EventAccess access, event_access(registry, person));
  const Sql& visible = access.rows;
  const std::size_t body = *of->position("body");
  bool more = true;
  while (more) {
    store::Select select{.table = of->name};
    select.where.text = visible.text.empty() ? "seq > ?" : "(" + visible.text + ") AND seq > ?";
    select.where.values = visible.values;
    select.where.values.emplace_back(after);
    select.order = {{.column = "seq"}};
    select.limit = events_at_once;
    std::vector<std::pair<std::int64_t, std::string>> batch;
    ZH_DO(registry.store().read(select, [&](const store::Version& version) {
      batch.emplace_back(version.seq, std::get<std::string>(version.values[body]));
      return true;
    }));
    more = static_cast<std::int64_t>(batch.size()) == events_at_once;
    for (const auto& [seq, text] : batch) {
      after = seq;
      ZH_TRY(const Event event, stored_event(text));
      if (!take(event, seq)) return {};
    }
  }
  return {};
}

}  // namespace zhiheng::trace
