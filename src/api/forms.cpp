#include "api/forms.h"

#include "api/failures.h"
#include "base/text.h"

namespace zhiheng::api {
namespace {

constexpr std::size_t shown_characters = 80;
constexpr std::size_t told_characters =
    2000;  // of what was found: an expression stands there whole

}  // namespace

Result<Written> written_values(const catalog::Register& of, const json::object& body,
                               std::vector<Error>& errors) {
  const json::value* values = body.if_contains("values");
  if (values == nullptr || !values->is_object()) {
    return fail(malformed_body, "values", "", "{field: value}");
  }
  Written written;
  for (const auto& [name, given] : values->get_object()) {
    const catalog::Field* field = of.find_field(name);
    if (field == nullptr) {
      errors.push_back({&wrong_parameter, std::string(name), "", "a field of the register"});
      continue;
    }
    auto value = value_of(given, *field);
    if (!value) {
      errors.push_back(std::move(value).error());
      errors.back().where = field->name;
      continue;
    }
    written.columns.emplace_back(name);
    written.entry.values.push_back(*std::move(value));
  }
  return written;
}

json::array refusals_json(const catalog::Catalog& catalog, const catalog::Register* of,
                          const std::vector<Error>& errors, Language language) {
  json::array details;
  for (const Error& error : errors) {
    details.push_back({{"field", shorten(error.where, shown_characters)},
                       {"id", std::string(error.failure->id)},
                       {"found", shorten(error.found, told_characters)},
                       {"wanted", error.wanted},
                       {"message", registry::sentence(catalog, of, error, language)}});
  }
  return details;
}

Response private_response(const json::value& document, int status) {
  Response response = json_response(document, status);
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

}  // namespace zhiheng::api
