#pragma once
// Our values as JSON and back. Inside this room only: the one header here that shows Boost.JSON.

#include <boost/json.hpp>
#include <string>

#include "api/http.h"
#include "base/value.h"
#include "base/words.h"
#include "catalog/catalog.h"
#include "registry/registry.h"

namespace zhiheng::api {

namespace json = boost::json;

[[nodiscard]] json::object as_json(const Words& words);
/// Exact: decimals are texts ("12.50"), dates and times ISO texts, lists arrays, null null.
[[nodiscard]] json::value as_json(const Value& value, const catalog::Field& field);
[[nodiscard]] json::object as_json(const registry::Record& record,
                                   const std::vector<std::string>& columns,
                                   const catalog::Register& of);
[[nodiscard]] json::object as_json(const registry::Page& page, const catalog::Register& of);

/// The value that a form or client sent; numbers may come as numbers or texts.
/// @fails  api.malformed_body, base.*: the text does not fit the field's type
[[nodiscard]] Result<Value> value_of(const json::value& given, const catalog::Field& field);

/// @fails  api.malformed_body: not JSON, not an object, nested over 32 deep
[[nodiscard]] Result<json::object> body_object(const Request& request);
/// A text member, or "".
[[nodiscard]] std::string text_of(const json::object& object, std::string_view key);
[[nodiscard]] bool flag_of(const json::object& object, std::string_view key);

/// The words of the catalog for what a target asks and how firmly.
[[nodiscard]] const char* comparator_name(catalog::Comparator comparator);
[[nodiscard]] const char* force_name(catalog::Force force);

[[nodiscard]] Response json_response(const json::value& document, int status = 200);

/// RFC 9457 with one entry in `errors` for each refusal.
[[nodiscard]] Response problem(const catalog::Catalog& catalog, const catalog::Register* of,
                               const std::vector<Error>& errors, Language language,
                               std::string_view instance);

}  // namespace zhiheng::api
