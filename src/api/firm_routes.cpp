// What a firm finds when it logs in.

#include "api/forms.h"
#include "api/public_routes.h"
#include "portal/firm.h"
#include "registry/lifecycle_json.h"

namespace zhiheng::api {
namespace {

json::object brief(const portal::OwnRecord& record) {
  return {{"register", record.of->name},
          {"register_title", as_json(record.of->title)},
          {"id", record.id},
          {"key", record.key},
          {"title", record.title},
          {"state", record.state},
          {"state_title", as_json(registry::state_title(*record.of, record.state))}};
}

/// The last day that is in time, and whether it has passed.
void add_due(json::object& document, const std::optional<Timestamp>& due, Timestamp now) {
  if (!due) return;
  const Date last = china_date(Timestamp{due->microseconds - 1});
  document["due"] = to_china_text(*due);
  document["due_on"] = to_text(last);
  document["days_left"] = last.days - china_date(now).days;
  document["late"] = due->microseconds <= now.microseconds;
}

json::object form_json(const portal::Form& form) {
  json::object values;
  for (const auto& [field, value] : form.values) values[field->name] = as_json(value, *field);
  return {{"register", form.of->name},
          {"title", as_json(form.of->title)},
          {"values", std::move(values)}};
}

json::array to_do_json(const std::vector<portal::ToDo>& items, Timestamp now) {
  json::array list;
  for (const auto& item : items) {
    json::object one = brief(item.record);
    one["steps"] = registry::steps_json(*item.record.of, item.steps);
    one["waits"] = item.waits;
    if (item.clock != nullptr) one["clock_title"] = as_json(item.clock->title);
    add_due(one, item.due, now);
    list.push_back(std::move(one));
  }
  return list;
}

json::array offered_json(const std::vector<portal::Offered>& items, Timestamp now) {
  json::array list;
  for (const auto& item : items) {
    json::object one{{"name", item.offer->name},
                     {"title", as_json(item.offer->title)},
                     {"source", item.offer->source},
                     {"about", brief(item.about)},
                     {"form", form_json(item.form)}};
    add_due(one, item.due, now);
    list.push_back(std::move(one));
  }
  return list;
}

json::array registers_json(const std::vector<portal::OwnRegister>& registers) {
  static const char* const units[] = {"hours", "working_days", "natural_days", "months", "years"};
  json::array list;
  for (const auto& own : registers) {
    json::array terms;
    for (const auto& [clock, version] : own.terms) {
      terms.push_back(json::object{{"title", as_json(clock->title)},
                                   {"amount", version->term.count},
                                   {"unit", units[static_cast<int>(version->term.unit)]},
                                   {"source", version->source}});
    }
    json::object one{{"register", own.of->name},      {"title", as_json(own.of->title)},
                     {"help", as_json(own.of->help)}, {"family", own.of->family},
                     {"records", own.records},        {"filter", own.filter},
                     {"terms", std::move(terms)}};
    if (own.form) one["form"] = form_json(*own.form);
    list.push_back(std::move(one));
  }
  return list;
}

Result<Response> view(portal::Firms& firms, Request& request) {
  const Timestamp at = now();
  ZH_TRY(const auto firm, firms.view(request.person, at));
  return private_response(json::object{{"code", firm.code},
                                       {"name", firm.name},
                                       {"to_do", to_do_json(firm.to_do, at)},
                                       {"offered", offered_json(firm.offered, at)},
                                       {"registers", registers_json(firm.registers)},
                                       {"published", found_json(firm.published)}});
}

}  // namespace

std::vector<Route> firm_routes(Application& application) {
  auto opened = portal::Firms::open(*application.registry);
  const auto firms = std::make_shared<Result<std::unique_ptr<portal::Firms>>>(std::move(opened));
  return {{.method = "GET",
           .pattern = "/api/firm",
           .access = Access::logged_in,
           .run = [firms](Request& request) -> Result<Response> {
             if (!*firms) return std::unexpected(firms->error());
             return view(***firms, request);
           }}};
}

}  // namespace zhiheng::api
