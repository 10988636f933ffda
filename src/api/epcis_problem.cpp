#include "api/epcis_problem.h"

#include "api/failures.h"
#include "api/json.h"
#include "trace/failures.h"
#include "trace/live_failures.h"

namespace zhiheng::api {
namespace {

struct Named {
  const Failure* failure;
  EpcisException exception;
};

const Named named[] = {
    {&trace::query_too_large, {"QueryTooLargeException", 413}},
    {&trace::query_parameter_unknown, {"QueryParameterException", 400}},
    {&trace::query_parameter_wrong, {"QueryParameterException", 400}},
    {&trace::query_parameters_exclude, {"QueryParameterException", 400}},
    {&trace::page_unknown, {"QueryParameterException", 400}},
    {&body_too_large, {"CaptureLimitExceededException", 413}},
    {&capture_too_large, {"CaptureLimitExceededException", 413}},
    {&not_acceptable, {"NotAcceptableException", 406}},
    {&media_type_unsupported, {"UnsupportedMediaTypeException", 415}},
    {&method_not_allowed, {"ImplementationException", 405}},
    {&trace::query_unknown, {"NoSuchNameException", 404}},
    {&query_name_taken, {"DuplicateNameException", 409}},
    {&trace::schedule_wrong, {"SubscriptionControlsException", 400}},
    {&trace::subscription_wrong, {"SubscriptionControlsException", 400}},
    {&trace::subscription_unknown, {"NoSuchSubscriptionException", 404}},
    {&trace::subscription_twice, {"DuplicateSubscriptionException", 409}},
    {&trace::subscriptions_too_many, {"SubscribeNotPermittedException", 403}},
    {&trace::subscribe_not_permitted, {"SubscribeNotPermittedException", 400}},
    {&trace::destination_wrong, {"InvalidURIException", 400}},
};

}  // namespace

EpcisException exception_of(const Failure& failure) {
  for (const Named& one : named) {
    if (one.failure == &failure) return one.exception;
  }
  switch (failure.kind) {
    case Kind::unauthenticated:
      return {"SecurityException", 401};
    case Kind::forbidden:
      return {"SecurityException", 403};
    case Kind::not_found:
      return {"NoSuchResourceException", 404};
    case Kind::conflict:
      return {"ResourceAlreadyExistsException", 409};
    case Kind::too_large:
      return {"CaptureLimitExceededException", 413};
    case Kind::usage:
    case Kind::invalid:
      return {"ValidationException", 400};
    default:
      return {"ImplementationException", http_status(failure)};
  }
}

Response epcis_problem(const catalog::Catalog& catalog, const Error& error, Language language,
                       std::string_view instance) {
  const EpcisException exception = exception_of(*error.failure);
  std::string detail = error.where;
  for (const std::string& part : {error.found, error.wanted}) {
    if (!part.empty()) detail += (detail.empty() ? "" : " → ") + part;
  }
  Response response =
      json_response(json::object{{"type", "epcisException:" + std::string(exception.name)},
                                 {"title", registry::sentence(catalog, nullptr, error, language)},
                                 {"status", exception.status},
                                 {"detail", detail},
                                 {"failure", std::string(error.failure->id)},
                                 {"instance", std::string(instance)}},
                    exception.status);
  response.type = "application/problem+json; charset=utf-8";
  return response;
}

}  // namespace zhiheng::api
