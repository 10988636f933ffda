// Saved filters of lists: for the person, or for everybody of the unit.

#include "api/failures.h"
#include "api/json.h"
#include "api/list_routes.h"
#include "registry/views.h"

namespace zhiheng::api {
namespace {

json::object view_json(const registry::SavedView& view, const registry::Person& person) {
  return {{"id", view.id},
          {"register", view.register_name},
          {"name", view.name},
          {"filter", view.filter},
          {"search", view.search},
          {"sort", view.sort},
          {"columns", json::array(view.columns.begin(), view.columns.end())},
          {"shared", view.shared},
          {"owner", view.owner},
          {"mine", view.owner == person.user}};
}

Result<registry::SavedView> view_of(const json::object& body) {
  registry::SavedView view{.register_name = text_of(body, "register"),
                           .name = text_of(body, "name"),
                           .filter = text_of(body, "filter"),
                           .search = text_of(body, "search"),
                           .sort = text_of(body, "sort"),
                           .shared = flag_of(body, "shared")};
  if (const json::value* columns = body.if_contains("columns"); columns && columns->is_array()) {
    for (const auto& column : columns->get_array()) {
      if (!column.is_string())
        return fail(malformed_body, "columns", json::serialize(column), "texts");
      view.columns.emplace_back(column.get_string());
    }
  }
  return view;
}

// Refused here rather than every time that somebody opens it.
Result<void> try_out(Application& application, const registry::Person& person,
                     const registry::SavedView& view) {
  ZH_TRY(const auto* const of, application.registry->find_register(view.register_name));
  registry::ListQuery query{.filter = view.filter, .search = view.search};
  if (!view.sort.empty()) query.sort.push_back(view.sort);
  query.fields = view.columns;
  query.limit = 1;
  ZH_TRY(const auto ignored, application.registry->list(person, *of, query));
  return {};
}

Result<Response> all(Application& application, Request& request) {
  ZH_TRY(const auto views,
         registry::Views(*application.store).of(request.person, request.parameter("register")));
  json::array list;
  for (const auto& view : views) list.push_back(view_json(view, request.person));
  return json_response(json::object{{"views", std::move(list)}});
}

Result<Response> keep(Application& application, Request& request) {
  ZH_TRY(const json::object body, body_object(request));
  ZH_TRY(registry::SavedView view, view_of(body));
  ZH_DO(try_out(application, request.person, view));
  const bool fresh = request.parts.empty();
  if (!fresh) view.id = request.parts[0];
  ZH_TRY(view.id, registry::Views(*application.store).keep(request.person, view));
  view.owner = request.person.user;
  return json_response(view_json(view, request.person), fresh ? 201 : 200);
}

Result<Response> remove(Application& application, Request& request) {
  ZH_DO(registry::Views(*application.store).remove(request.person, request.parts[0]));
  Response response;
  response.status = 204;
  return response;
}

}  // namespace

std::vector<Route> view_routes(Application& application) {
  using Run = Result<Response> (*)(Application&, Request&);
  const auto route = [with = &application](const char* method, const char* pattern, Run run,
                                           bool changes) {
    return Route{.method = method,
                 .pattern = pattern,
                 .access = Access::logged_in,
                 .changes = changes,
                 .run = [with, run](Request& request) { return run(*with, request); }};
  };
  return {route("GET", "/api/views", all, false), route("POST", "/api/views", keep, true),
          route("PUT", "/api/views/{id}", keep, true),
          route("DELETE", "/api/views/{id}", remove, true)};
}

}  // namespace zhiheng::api
