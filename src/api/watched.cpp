#include "api/watched.h"

#include <algorithm>

#include "api/json.h"
#include "deliver/alarm.h"

namespace zhiheng::api {
namespace {

/// Whether a request asks by words, a condition or a key; of many records the condition is in the
/// body.
bool seeks(const Route& route, const Request& request) {
  if (!request.parameter("search").empty() || !request.parameter("filter").empty() ||
      route.pattern.ends_with("/lookup/{key}")) {
    return true;
  }
  if (request.body.empty()) return false;
  const auto body = body_object(request);
  return body && !text_of(*body, "filter").empty();
}

}  // namespace

Result<void> watch(Application& application, const Route& route, const Request& request,
                   const Result<Response>& answered) {
  if (request.person.is_public() || !route.pattern.starts_with("/api/registers/{register}/")) {
    return {};
  }
  const std::string& name = request.parts.front();
  const auto& watched = application.outbox->rules().alarm_registers;
  if (std::ranges::find(watched, name) == watched.end()) return {};
  const bool refused = !answered && (answered.error().failure->kind == Kind::not_found ||
                                     answered.error().failure->kind == Kind::forbidden);
  if (!refused && !seeks(route, request)) return {};
  using How = deliver::Notice::Kind;
  return deliver::alarm(*application.outbox, *application.registry,
                        {.account = request.person.user,
                         .register_name = name,
                         .how = refused ? How::refused : How::searched},
                        now());
}

}  // namespace zhiheng::api
