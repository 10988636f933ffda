#pragma once
// Is this JSON what the JSON Schema of EPCIS 2.0.0 asks for? The same verdict, without the schema.

#include <vector>

#include "base/result.h"
#include "trace/json_tree.h"

namespace zhiheng::trace {

/// What is wrong with an event, as far as its own level of correctness goes. `where` is a JSON
/// pointer inside the event: "/quantityList/0/quantity".
///
/// @param bare  the event stands alone, so it must bring its context
/// @param most  stops after so many findings; one is enough for a verdict
/// @source  GS1 EPCIS 2.0.0, JSON Schema epcis-json-schema.json
/// @checked ajv 8.20 on the documents of the standard and on random changes of them
[[nodiscard]] std::vector<Error> check_event(const JsonNode& event, bool bare, std::size_t most);

/// The same for a document without its events, whose lists are empty.
[[nodiscard]] std::vector<Error> check_envelope(const JsonNode& document, std::size_t most);

/// The body of a query, which has no type: parameters and their values.
/// @source  GS1 EPCIS 2.0.0, JSON Schema query-schema.json
[[nodiscard]] std::vector<Error> check_query(const JsonNode& query, std::size_t most);

/// Points that the schema lets pass and the standard's text does not.
[[nodiscard]] std::vector<Error> doubts_about(const JsonNode& event);

/// Whether an object is meant as a query: no type, and a parameter's name.
[[nodiscard]] bool looks_like_query(const JsonNode& object);

}  // namespace zhiheng::trace
