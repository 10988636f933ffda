// Indicators: values with intervals, funnels, the records behind a point, files; and the home page.

#include <charconv>

#include "api/application.h"
#include "api/failures.h"
#include "api/json.h"
#include "api/list_routes.h"
#include "code/region.h"
#include "indicator/failures.h"
#include "indicator/indicator.h"
#include "indicator/period.h"

namespace zhiheng::api {

namespace {

constexpr const char* xlsx_type =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

Result<std::optional<Date>> optional_date(const Request& request, const char* name) {
  const std::string text = request.parameter(name);
  if (text.empty()) return std::optional<Date>();
  ZH_TRY(const Date date, parse_date(text));
  return std::optional<Date>(date);
}

// The question with everything that limits what the asker may see already in it.
Result<indicator::Question> question_of(Application& application, const Request& request) {
  indicator::Question question;
  question.indicator = request.parts[0];
  const catalog::Indicator* made = application.catalog->find_indicator(question.indicator);
  const catalog::Register* of =
      made == nullptr ? nullptr : application.catalog->find_register(made->register_name);
  if (of == nullptr) return fail(indicator::unknown, "", question.indicator);
  const registry::Access access = application.registry->access(request.person, *of);
  if (!access.read || !(access.is_internal() || made->is_public)) {
    return fail(indicator::unknown, "", question.indicator);
  }
  ZH_TRY(question.visible,
         application.registry->visible_rows(request.person, *of, application.cube->dialect()));
  if (!of->region_field.empty()) question.visible_region = access.region;
  question.for_public = !access.is_internal();
  question.by = request.parameters("by");
  question.each = !request.parameter("each").empty() && request.parameter("each") != "0";
  const std::string grain = request.parameter("grain");
  if (!grain.empty()) {
    const auto known = indicator::parse_grain(grain);
    if (!known) return fail(wrong_parameter, "grain", grain, "year, quarter, month, week, day");
    question.grain = *known;
  }
  ZH_TRY(question.from, optional_date(request, "from"));
  ZH_TRY(question.to, optional_date(request, "to"));
  ZH_TRY(question.regions_on, optional_date(request, "regions_on"));
  question.filter = request.parameter("filter");
  // What is not public may not be asked about either: a filter would tell it bit by bit.
  if (question.for_public) {
    for (const auto& name : question.by) {
      const catalog::Field* field = of->find_field(name);
      if (field != nullptr && !access.sees(*field)) {
        return fail(indicator::unknown_dimension, "by", name);
      }
    }
    if (!question.filter.empty()) {
      std::vector<expr::Field> fields;
      const auto all = of->expression_fields();
      for (const auto& field : all) {
        const catalog::Field* declared = of->find_field(field.name);
        if (declared != nullptr && access.sees(*declared)) fields.push_back(field);
      }
      ZH_TRY(const expr::Expression checked, expr::Expression::parse(question.filter, fields));
      static_cast<void>(checked);
    }
  }
  question.region = request.parameter("region");
  if (const std::string text = request.parameter("confidence"); !text.empty()) {
    const auto [rest, error] =
        std::from_chars(text.data(), text.data() + text.size(), question.confidence);
    if (error != std::errc() || rest != text.data() + text.size()) {
      return fail(wrong_parameter, "confidence", text, "> 0.5, < 1");
    }
  }
  return question;
}

Result<Response> values(Application& application, Request& request) {
  ZH_TRY(const indicator::Question question, question_of(application, request));
  ZH_TRY(const indicator::Answer answer,
         indicator::ask(*application.catalog, *application.cube, question, application.stop));
  Response response;
  response.body = indicator::to_json(answer, !question.for_public);
  return response;
}

Result<Response> funnel(Application& application, Request& request) {
  ZH_TRY(const indicator::Question question, question_of(application, request));
  ZH_TRY(const indicator::Answer answer,
         indicator::ask(*application.catalog, *application.cube, question, application.stop));
  ZH_TRY(const indicator::Funnel limits, indicator::funnel(answer));
  Response response;
  response.body = indicator::to_json(answer, limits);
  return response;
}

Result<Response> records(Application& application, Request& request) {
  ZH_TRY(const indicator::Question question, question_of(application, request));
  indicator::Point point;
  point.group = request.parameters("group");
  point.period = request.parameter("period");
  ZH_TRY(const std::string filter,
         indicator::records_behind(*application.catalog, question, point));
  const catalog::Indicator& made = *application.catalog->find_indicator(question.indicator);
  const catalog::Register& of = *application.catalog->find_register(made.register_name);
  registry::ListQuery query;
  query.filter = filter;
  query.after = request.parameter("after");
  ZH_TRY(query.limit, page_limit(request));
  ZH_TRY(const registry::Page page, application.registry->list(request.person, of, query));
  json::object document = as_json(page, of);
  ZH_DO(add_names(application, request, of, page, document));
  document["register"] = of.name;
  document["filter"] = filter;
  return json_response(document);
}

Result<Response> file(Application& application, Request& request) {
  const std::string format = request.parameter("format");
  if (format != "csv" && format != "xlsx") {
    return fail(wrong_parameter, "format", format, "csv, xlsx");
  }
  ZH_TRY(const indicator::Question question, question_of(application, request));
  ZH_TRY(const indicator::Answer answer,
         indicator::ask(*application.catalog, *application.cube, question, application.stop));
  Response response;
  if (format == "csv") {
    response.body = indicator::to_csv(answer, request.language);
    response.type = "text/csv; charset=utf-8";
  } else {
    ZH_TRY(response.body, indicator::to_xlsx(answer, request.language));
    response.type = xlsx_type;
  }
  response.headers.emplace_back(
      "Content-Disposition", "attachment; filename=\"" + question.indicator + "." + format + "\"");
  return response;
}

// One line for each register that the person may read.
Result<json::array> registers_at_hand(Application& application, const Request& request) {
  json::array registers;
  for (const auto& of : application.catalog->registers) {
    if (!application.registry->access(request.person, of).read) continue;
    ZH_TRY(const std::int64_t count, application.registry->count(request.person, of, {}));
    registry::ListQuery newest;
    newest.limit = 1;
    ZH_TRY(const registry::Page page, application.registry->list(request.person, of, newest));
    registers.push_back(
        {{"name", of.name},
         {"title", as_json(of.title)},
         {"records", count},
         {"newest", page.records.empty()
                        ? json::value(nullptr)
                        : json::value(to_china_text(page.records.front().recorded_at))}});
  }
  return registers;
}

// Set by `zhiheng example --load`: the pages say so on every screen.
Result<bool> is_synthetic(Application& application) {
  ZH_TRY(const auto mark, application.store->get("program", "synthetic"));
  return mark.has_value();
}

}  // namespace

indicator::Asker asker_of(Application& application, const registry::Person& person) {
  indicator::Asker asker;
  asker.for_public = person.is_public();
  asker.visible = [&application,
                   person](const catalog::Indicator& made) -> Result<std::optional<Sql>> {
    const catalog::Register* of = application.catalog->find_register(made.register_name);
    const registry::Access access = application.registry->access(person, *of);
    if (!access.read || !(access.is_internal() || made.is_public)) return std::optional<Sql>();
    ZH_TRY(Sql rows, application.registry->visible_rows(person, *of, application.cube->dialect()));
    return std::optional<Sql>(std::move(rows));
  };
  return asker;
}

namespace {

Result<Response> home(Application& application, Request& request) {
  std::string region = request.parameter("region");
  if (region.empty()) {
    ZH_TRY(const auto home_region, application.store->get("program", "home_region"));
    region = home_region.value_or("");
  }
  ZH_TRY(const std::vector<indicator::Standing> standings,
         indicator::standings(*application.catalog, *application.cube, region, china_date(now()),
                              application.stop, asker_of(application, request.person)));
  json::value targets = json::parse(indicator::to_json(standings));
  if (targets.is_object() && targets.get_object().contains("targets")) {
    targets = json::value(targets.get_object()["targets"]);
  }
  ZH_TRY(json::array registers, registers_at_hand(application, request));
  ZH_TRY(const bool synthetic, is_synthetic(application));
  const code::Regions& regions = *application.catalog->regions;
  const code::Region* place = regions.nearest(region, china_date(now()));
  return json_response(json::object{{"region", region},
                                    {"region_name", place == nullptr ? "" : place->name},
                                    {"targets", std::move(targets)},
                                    {"registers", std::move(registers)},
                                    {"synthetic", synthetic}});
}

}  // namespace

std::vector<Route> indicator_routes(Application& application) {
  Application* const with = &application;
  using Run = Result<Response> (*)(Application&, Request&);
  const auto route = [with](const char* pattern, Run run) {
    return Route{.method = "GET", .pattern = pattern, .run = [with, run](Request& request) {
                   return run(*with, request);
                 }};
  };
  return {route("/api/home", home), route("/api/indicators/{indicator}", values),
          route("/api/indicators/{indicator}/funnel", funnel),
          route("/api/indicators/{indicator}/records", records),
          route("/api/indicators/{indicator}/export", file)};
}

}  // namespace zhiheng::api
