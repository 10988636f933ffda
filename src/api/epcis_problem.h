#pragma once
// Refusals as the exceptions of EPCIS 2.0.

#include "api/http.h"
#include "catalog/catalog.h"

namespace zhiheng::api {

/// Addresses of the standard's interface.
[[nodiscard]] inline bool is_epcis(const Request& request) {
  return request.path == "/epcis" || request.path.starts_with("/epcis/");
}

/// RFC 7807 with a type "epcisException:…"; what is inside stays inside for refusals of ours.
[[nodiscard]] Response epcis_problem(const catalog::Catalog& catalog, const Error& error,
                                     Language language, std::string_view instance);

/// "QueryTooLargeException" and its status.
struct EpcisException {
  std::string_view name;
  int status;
};
[[nodiscard]] EpcisException exception_of(const Failure& failure);

}  // namespace zhiheng::api
