#include "registry/lifecycle_json.h"

#include <algorithm>
#include <boost/json.hpp>

namespace zhiheng::registry {
namespace {

namespace json = boost::json;

/// Fields that the guard of a step looks at and that the step does not require anyhow.
json::array fields_of_guard(const catalog::Register& of, const catalog::Step& step) {
  json::array names;
  if (!step.guard) return names;
  for (const std::size_t at : step.guard->fields_used()) {
    if (at >= of.fields.size()) continue;  // state, recorded_at, actor
    const auto& name = of.fields[at].name;
    if (std::ranges::find(step.required_fields, name) == step.required_fields.end()) {
      names.emplace_back(name);
    }
  }
  return names;
}

json::object words_json(const Words& words) { return {{"zh", words.zh}, {"en", words.en}}; }

std::string_view name_of_unit(Term::Unit unit) {
  switch (unit) {
    case Term::Unit::hours:
      return "hours";
    case Term::Unit::working_days:
      return "working_days";
    case Term::Unit::natural_days:
      return "natural_days";
    case Term::Unit::months:
      return "months";
    case Term::Unit::years:
      return "years";
    case Term::Unit::minutes:
      return "minutes";
  }
  return {};
}

json::object term_json(const catalog::Clock& clock, const catalog::TermVersion& term) {
  return {{"id", clock.term},
          {"amount", term.term.count},
          {"unit", name_of_unit(term.term.unit)},
          {"from", to_text(term.from)},
          {"source", term.source},
          {"verified", term.verified}};
}

json::object clock_json(const ClockReading& reading) {
  json::object one{{"name", reading.clock->name},
                   {"title", words_json(reading.clock->title)},
                   {"standing", name_of(reading.standing)}};
  if (reading.standing == Standing::idle) return one;
  one["started"] = to_china_text(reading.started);
  if (reading.term != nullptr) one["term"] = term_json(*reading.clock, *reading.term);
  if (reading.due) {
    one["due"] = to_china_text(*reading.due);
    // The last moment in time is one before the first that is late.
    one["due_on"] = to_text(china_date(Timestamp{reading.due->microseconds - 1}));
  }
  if (reading.ended) one["ended"] = to_china_text(*reading.ended);
  one["extensions"] = reading.extensions;
  one["counted"] = reading.count.counted;
  one["suspended_days"] = reading.count.suspended;
  one["provisional"] = reading.count.provisional;
  json::array off;
  for (const Date day : reading.count.off) off.emplace_back(to_text(day));
  one["off"] = std::move(off);
  json::array pauses;
  for (const auto& [after, until] : reading.suspensions) {
    pauses.push_back(json::object{{"after", to_text(after)}, {"until", to_text(until)}});
  }
  one["suspensions"] = std::move(pauses);
  if (!reading.clock->missed.zh.empty()) one["missed"] = words_json(reading.clock->missed);
  return one;
}

json::array items_json(const catalog::Catalog& catalog, const std::vector<WorkItem>& items) {
  json::array list;
  for (const auto& item : items) {
    const auto& of = *catalog.find_register(item.register_name);
    const auto* clock = find_clock(of, item.clock);
    json::object one{{"register", item.register_name},
                     {"register_title", words_json(of.title)},
                     {"id", item.id},
                     {"key", item.key},
                     {"title", item.title},
                     {"state", item.state},
                     {"state_title", words_json(state_title(of, item.state))},
                     {"clock", item.clock}};
    if (clock != nullptr) one["clock_title"] = words_json(clock->title);
    if (item.due) {
      one["due"] = to_china_text(*item.due);
      one["due_on"] = to_text(china_date(Timestamp{item.due->microseconds - 1}));
    }
    list.push_back(std::move(one));
  }
  return list;
}

}  // namespace

std::string_view name_of(Standing standing) {
  switch (standing) {
    case Standing::idle:
      return "idle";
    case Standing::running:
      return "running";
    case Standing::suspended:
      return "suspended";
    case Standing::overdue:
      return "overdue";
    case Standing::met:
      return "met";
    case Standing::met_late:
      return "met_late";
    case Standing::unknown:
      return "unknown";
  }
  return {};
}

Words state_title(const catalog::Register& of, const std::string& state) {
  const auto found = std::ranges::find(of.states, state, &catalog::State::name);
  return found == of.states.end() ? Words{state, state} : found->title;
}

const catalog::Clock* find_clock(const catalog::Register& of, const std::string& clock) {
  const auto found = std::ranges::find(of.clocks, clock, &catalog::Clock::name);
  return found == of.clocks.end() ? nullptr : &*found;
}

json::array clocks_json(const std::vector<ClockReading>& readings) {
  json::array list;
  for (const auto& reading : readings) list.push_back(clock_json(reading));
  return list;
}

json::array links_json(const catalog::Catalog& catalog, const std::vector<Link>& links) {
  json::array list;
  for (const auto& link : links) {
    const auto& of = *catalog.find_register(link.register_name);
    list.push_back(json::object{{"register", link.register_name},
                                {"register_title", words_json(of.title)},
                                {"field", link.field},
                                {"direction", link.outward ? "to" : "from"},
                                {"id", link.id},
                                {"key", link.key},
                                {"title", link.title},
                                {"state", link.state},
                                {"state_title", words_json(state_title(of, link.state))}});
  }
  return list;
}

json::array steps_json(const catalog::Register& of, const std::vector<PossibleStep>& steps) {
  json::array list;
  for (const auto& one : steps) {
    json::object step{{"name", one.step->name},
                      {"title", words_json(one.step->title)},
                      {"to", one.step->to},
                      {"required", json::value_from(one.step->required_fields)},
                      {"missing", json::value_from(one.missing)},
                      {"looks_at", fields_of_guard(of, *one.step)}};
    list.push_back(std::move(step));
  }
  return list;
}

json::object work_json(const catalog::Catalog& catalog, const Work& work) {
  return {{"overdue", items_json(catalog, work.overdue)},
          {"today", items_json(catalog, work.today)},
          {"later", items_json(catalog, work.later)},
          {"waiting", items_json(catalog, work.waiting)},
          {"counts",
           {{"overdue", work.overdue_in_all},
            {"today", work.today_in_all},
            {"later", work.later_in_all},
            {"waiting", work.waiting_in_all}}}};
}

}  // namespace zhiheng::registry
