#pragma once
// What forms are told about their fields and what they send.

#include <string>
#include <vector>

#include "api/json.h"

namespace zhiheng::api {

/// What a form needs to know of a field.
[[nodiscard]] json::object field_json(const catalog::Register& of, const catalog::Field& field);

/// The member "values" of a body: fields of a register.
struct Written {
  std::vector<std::string> columns;
  registry::Entry entry;
};
/// All wrong fields are named at once, so that a form can mark each.
/// @param errors  where = field
/// @fails  api.malformed_body: there is no such member
[[nodiscard]] Result<Written> written_values(const catalog::Register& of, const json::object& body,
                                             std::vector<Error>& errors);

/// One entry for each refusal: field, id, found, wanted, message.
[[nodiscard]] json::array refusals_json(const catalog::Catalog& catalog,
                                        const catalog::Register* of,
                                        const std::vector<Error>& errors, Language language);

/// One that stays in no cache and no history.
[[nodiscard]] Response private_response(const json::value& document, int status = 200);

}  // namespace zhiheng::api
