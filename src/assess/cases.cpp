#include "assess/cases.h"

#include <algorithm>
#include <boost/json.hpp>

#include "code/region.h"

namespace zhiheng::assess {
namespace {

namespace json = boost::json;

/// The calendar whose working days count.
constexpr const char* calendar_name = "cn";

std::string standing_of(const Due& due, Date today) {
  if (!due.due) return "unknown";
  if (due.done) return *due.done <= *due.due ? "in_time" : "late";
  return today <= *due.due ? "open" : "overdue";
}

}  // namespace

Result<std::vector<Case>> cases(registry::Registry& registry, const registry::Person& person,
                                const catalog::Scheme& scheme, int year, Date today) {
  const auto& catalog = registry.catalog();
  ZH_TRY(const auto* of, registry.find_register("assessment_case"));
  const auto calendar = catalog.calendars.find(calendar_name);
  registry::ListQuery query{.filter = "scheme = " + expr::text_literal(scheme.name) +
                                      " and year = " + std::to_string(year),
                            .sort = {"region"}};
  std::vector<std::string> columns;
  std::vector<Case> all;
  ZH_DO(registry.each(person, *of, query, columns, [&](const registry::Record& record) {
    const auto field = [&](const std::string& name) {
      const auto at = static_cast<std::size_t>(std::ranges::find(columns, name) - columns.begin());
      return at < columns.size() ? record.values[at] : Value{};
    };
    const auto day = [&](const std::string& name) {
      const Value value = field(name);
      const auto* date = std::get_if<Date>(&value);
      return date == nullptr ? std::nullopt : std::optional(*date);
    };
    Case one{.region = to_text(field("region")),
             .name = {},
             .state = record.state,
             .state_title = {},
             .dues = {}};
    if (const auto* region = catalog.regions->nearest(one.region, today)) one.name = region->name;
    for (const auto& state : of->states) {
      if (state.name == record.state) one.state_title = state.title;
    }
    for (const auto& term : scheme.terms) {
      const auto since = day(term.after);
      if (!since) continue;
      Due due{.term = &term, .since = *since, .due = {}, .done = day(term.until), .standing = {}};
      if (calendar != catalog.calendars.end()) {
        if (const auto end = term_end(calendar->second, *since, term.term)) due.due = *end;
      }
      due.standing = standing_of(due, today);
      one.dues.push_back(std::move(due));
    }
    all.push_back(std::move(one));
    return true;
  }));
  return all;
}

std::string to_json(const std::vector<Case>& cases) {
  const auto words = [](const Words& value) {
    return json::object{{"zh", value.zh}, {"en", value.en}};
  };
  json::array list;
  for (const auto& one : cases) {
    json::array dues;
    for (const auto& due : one.dues) {
      dues.push_back(
          json::object{{"term", due.term->id},
                       {"title", words(due.term->title)},
                       {"since", to_text(due.since)},
                       {"due", due.due ? json::value(to_text(*due.due)) : json::value(nullptr)},
                       {"done", due.done ? json::value(to_text(*due.done)) : json::value(nullptr)},
                       {"standing", due.standing},
                       {"source", due.term->source},
                       {"verified", due.term->verified}});
    }
    list.push_back(json::object{{"region", one.region},
                                {"name", one.name},
                                {"state", one.state},
                                {"state_title", words(one.state_title)},
                                {"dues", std::move(dues)}});
  }
  return json::serialize(json::object{{"cases", std::move(list)}});
}

}  // namespace zhiheng::assess
