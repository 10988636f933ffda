// The OpenAPI 3.1 document: written from the routes and the catalog, so it cannot fall behind.

#include <algorithm>

#include "api/application.h"
#include "api/json.h"
#include "api/openapi_parameters.h"
#include "base/text.h"

namespace zhiheng::api {

namespace {

json::object reference(const std::string& name) {
  return {{"$ref", "#/components/schemas/" + name}};
}

json::object json_content(json::value schema) {
  return {{"application/json", json::object{{"schema", std::move(schema)}}}};
}

json::object field_schema(const catalog::Catalog& catalog, const catalog::Field& field) {
  json::object schema;
  switch (field.storage()) {
    case Storage::boolean:
      schema["type"] = json::array{"boolean", "null"};
      break;
    case Storage::integer:
      schema["type"] = json::array{"integer", "null"};
      break;
    case Storage::decimal:
      schema["type"] = json::array{"string", "null"};
      schema["pattern"] =
          "^-?[0-9]+(\\.[0-9]{1," + std::to_string(std::max(1, field.scale)) + "})?$";
      break;
    case Storage::date:
      schema["type"] = json::array{"string", "null"};
      schema["format"] = "date";
      break;
    case Storage::timestamp:
      schema["type"] = json::array{"string", "null"};
      schema["format"] = "date-time";
      break;
    case Storage::text:
      schema["type"] = json::array{"string", "null"};
      if (field.type == catalog::FieldType::text) schema["maxLength"] = field.max_length;
      if (field.type == catalog::FieldType::region) schema["pattern"] = "^[0-9]{6}$";
      if (field.type == catalog::FieldType::product) schema["pattern"] = "^[0-9]{14}$";
      if (field.type == catalog::FieldType::attachment) schema["pattern"] = "^[0-9a-f]{64}/.+$";
      break;
  }
  if (const catalog::CodeList* list = catalog.find_codes(field.codes); list != nullptr) {
    json::array codes;
    for (const auto& code : list->codes) codes.emplace_back(code.code);
    codes.emplace_back(nullptr);
    schema["enum"] = std::move(codes);
  }
  if (field.list) {
    json::object item = schema;
    item["type"] = "string";
    schema = {{"type", json::array{"array", "null"}}, {"items", std::move(item)}};
  }
  schema["title"] = field.title.en;
  schema["description"] =
      field.help.en.empty() ? field.title.zh : field.title.zh + ": " + field.help.en;
  if (!field.unit.empty()) schema["x-unit"] = field.unit;
  if (field.personal) schema["x-personal"] = true;
  if (!field.kinds.empty()) schema["x-kinds"] = json::array(field.kinds.begin(), field.kinds.end());
  return schema;
}

json::object register_schema(const catalog::Catalog& catalog, const catalog::Register& of) {
  json::object properties;
  json::array required;
  for (const auto& field : of.fields) {
    properties[field.name] = field_schema(catalog, field);
    if (field.required) required.emplace_back(field.name);
  }
  json::object schema = {{"type", "object"},
                         {"title", of.title.en},
                         {"description", of.title.zh + ": " + of.help.en},
                         {"properties", std::move(properties)},
                         {"additionalProperties", false}};
  if (!required.empty()) schema["required"] = std::move(required);
  return schema;
}

json::object record_schema(const std::string& values) {
  return {
      {"type", "object"},
      {"properties", json::object{{"id", {{"type", "string"}, {"format", "uuid"}}},
                                  {"version", {{"type", "integer"}}},
                                  {"state", {{"type", "string"}}},
                                  {"recorded_at", {{"type", "string"}, {"format", "date-time"}}},
                                  {"recorded_by", {{"type", "string"}}},
                                  {"hash", {{"type", "string"}}},
                                  {"values", reference(values)}}}};
}

json::object problem_schema() {
  return {{"type", "object"},
          {"description", "RFC 9457"},
          {"properties",
           json::object{
               {"type", {{"type", "string"}}},
               {"title", {{"type", "string"}}},
               {"status", {{"type", "integer"}}},
               {"detail", {{"type", "string"}}},
               {"instance", {{"type", "string"}}},
               {"errors",
                json::object{
                    {"type", "array"},
                    {"items", json::object{{"type", "object"},
                                           {"properties",
                                            json::object{{"field", {{"type", "string"}}},
                                                         {"id", {{"type", "string"}}},
                                                         {"found", {{"type", "string"}}},
                                                         {"wanted", {{"type", "string"}}},
                                                         {"message", {{"type", "string"}}}}}}}}}}}};
}

/// Titles by key by register.
json::object names_schema() {
  const json::object titles{{"type", "object"},
                            {"additionalProperties", json::object{{"type", "string"}}}};
  return {{"type", "object"}, {"additionalProperties", titles}};
}

// What a query parameter of each kind of route means.
using Parameter = RouteParameter;

std::vector<Parameter> plan_parameters(const std::string& pattern) {
  if (pattern == "/api/plans") return {{"region", "only this GB/T 2260 subtree"}};
  if (pattern.ends_with("/crosswalk")) {
    return {{"upper", "code of the plan above"}, {"lower", "code of the plan below"}};
  }
  if (pattern.ends_with("/matrix")) return {{"by", "authority (default), region"}};
  const Parameter today = {"today", "as of this day; the clock's by default"};
  if (pattern.ends_with("/targets")) return {today};
  if (!pattern.starts_with("/api/tasks")) return {};
  std::vector<Parameter> known = {{"plan", "code of a plan; all by default"},
                                  {"region", "only this GB/T 2260 subtree"},
                                  {"department", "answers for the task or takes part"},
                                  today};
  if (pattern == "/api/tasks") known.push_back({"due", "days ahead that are listed as due"});
  if (pattern.ends_with("/calendar")) {
    known.push_back({"from", "first day"});
    known.push_back({"to", "last day"});
  }
  return known;
}

constexpr std::string_view trace_path = "/api/v1/trace/";

std::vector<Parameter> address_of_question(std::string_view question) {
  std::vector<Parameter> known;
  const bool about_one =
      question == "backward" || question == "forward" || question == "state" || question == "graph";
  if (about_one) known.push_back({"id", "what is asked about, in any notation"});
  if (question == "search") known.push_back({"q", "what was scanned or typed, in any notation"});
  if (question != "recall" && question != "recall/record")
    std::ranges::copy(trace_parameters(question), std::back_inserter(known));
  return known;
}

std::vector<Parameter> parameters_of(const std::string& pattern) {
  if (pattern.starts_with(trace_path)) {
    return address_of_question(std::string_view(pattern).substr(trace_path.size()));
  }
  if (pattern.ends_with("/records") && pattern.find("indicators") == std::string::npos) {
    return {{"filter", "expression, see docs/expression-language.md"},
            {"search", "words looked for in the searchable fields"},
            {"sort", "field, or -field for descending"},
            {"after", "cursor of the page before"},
            {"due", "overdue: only records with a term that has run out"},
            {"limit", "1..1000, 50 by default"},
            {"count", "1: how many there are, up to 10000; exact: all of them"},
            {"names", "1: also what the records are called that the page points to"}};
  }
  if (pattern.find("/api/indicators/") == 0) {
    std::vector<Parameter> known = {
        {"by", "dimension: a field, region:province, region:prefecture, region:county, industry:…",
         true},
        {"each", "1: count each value of a list field"},
        {"grain", "year, quarter, month, week, day"},
        {"from", "first day"},
        {"to", "last day"},
        {"region", "only this GB/T 2260 subtree"},
        {"regions_on", "convert history to the divisions of this day"},
        {"filter", "further condition"},
        {"confidence", "> 0.5, < 1"}};
    if (pattern.ends_with("/records")) {
      known.push_back({"group", "the point's codes, in order of by", true});
      known.push_back({"period", "the point's period"});
      known.push_back({"after", "cursor of the page before"});
      known.push_back({"limit", "1..1000, 50 by default"});
    }
    if (pattern.ends_with("/export")) known.push_back({"format", "csv, xlsx"});
    return known;
  }
  if (pattern.starts_with("/api/assessments/") && !pattern.ends_with("/freeze") &&
      !pattern.ends_with("/publish")) {
    std::vector<Parameter> known = {{"year", "the year in which the assessment year begins"}};
    if (pattern.ends_with("/sheet") || pattern.ends_with("/what-if") ||
        pattern.ends_with("/frozen")) {
      known.push_back({"region", "GB/T 2260 code of the government assessed"});
    }
    if (pattern.ends_with("/what-if")) {
      known.push_back({"suppose", "620100/criterion=97.5%, weight:criterion=20", true});
      known.push_back({"exclude", "register/key of a record to leave out", true});
    }
    if (pattern.ends_with("/frozen") || pattern.ends_with("/differences")) {
      known.push_back({"round", "which freeze; the newest otherwise"});
    }
    if (pattern.ends_with("/differences")) {
      known.push_back({"with", "compare with this freeze; with the present otherwise"});
    }
    return known;
  }
  if (pattern.ends_with("/export")) {
    return {{"format", "csv, xlsx, ndjson"}, {"filter", "expression"}, {"sort", "field or -field"}};
  }
  if (pattern == "/api/notices") return {{"limit", "1..1000"}, {"unread", "1: only these"}};
  if (pattern == "/api/work/calendar.ics") return {{"token", "of the feed"}};
  if (pattern == "/api/deliveries") {
    return {{"state", "waiting, sent, dead"}, {"channel", "webhook, mail"}, {"limit", "1..1000"}};
  }
  if (pattern == "/api/work") return {{"limit", "of each part, 1..1000"}};
  if (pattern.ends_with("/attachments")) {
    return {{"field", "attachment field of the register"},
            {"name", "file name as the user knows it"}};
  }
  if (pattern == "/api/uploads") return {{"name", "file name as the user knows it"}};
  if (pattern.ends_with("/refusals")) return {{"format", "csv, xlsx"}};
  if (pattern == "/api/regions" || pattern == "/api/tiles") {
    return {{"parent", "GB/T 2260 code; 000000 for the nation"}, {"on", "day, today by default"}};
  }
  if (pattern == "/api/home") return {{"region", "GB/T 2260 code"}};
  if (pattern.starts_with("/api/plans") || pattern.starts_with("/api/tasks")) {
    return plan_parameters(pattern);
  }
  return {};
}

json::array parameters_json(const std::string& pattern, const std::vector<std::string>& fixed) {
  json::array all;
  for (std::size_t from = pattern.find('{'); from != std::string::npos;
       from = pattern.find('{', from + 1)) {
    const std::string name = pattern.substr(from + 1, pattern.find('}', from) - from - 1);
    if (std::ranges::find(fixed, name) != fixed.end()) continue;
    all.push_back({{"name", name},
                   {"in", "path"},
                   {"required", true},
                   {"schema", json::object{{"type", "string"}}}});
  }
  for (const Parameter& parameter : parameters_of(pattern)) {
    json::object schema = {{"type", "string"}};
    if (parameter.repeated)
      schema = {{"type", "array"}, {"items", json::object{{"type", "string"}}}};
    all.push_back({{"name", parameter.name},
                   {"in", "query"},
                   {"description", parameter.description},
                   {"schema", std::move(schema)}});
  }
  return all;
}

std::string with_part(std::string pattern, const std::string& part, const std::string& value) {
  const std::string braces = "{" + part + "}";
  if (const auto at = pattern.find(braces); at != std::string::npos) {
    pattern.replace(at, braces.size(), value);
  }
  return pattern;
}

std::string operation_id(const Route& route, const std::string& name) {
  std::string id = to_lower(route.method);
  std::string pattern = with_part(with_part(route.pattern, "register", name), "indicator", name);
  for (const char c : pattern.substr(std::min<std::size_t>(4, pattern.size()))) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    id += plain ? c : '_';
  }
  return id;
}

/// What an address takes behind the question mark stands in the body of a question that is sent.
json::object body_of_question(const Route& route) {
  json::object properties;
  for (const Parameter& each :
       trace_parameters(std::string_view(route.pattern).substr(trace_path.size()))) {
    json::object schema{{"type", "string"}, {"description", each.description}};
    if (each.repeated) {
      schema = {{"type", "array"},
                {"items", json::object{{"type", "string"}}},
                {"description", each.description}};
    }
    properties[each.name] = std::move(schema);
  }
  return {{"type", "object"}, {"properties", std::move(properties)}};
}

/// What is done to many records at once, or only asked about.
json::object body_for_many(const Route& route, const std::string& name) {
  const json::object text{{"type", "string"}};
  json::object properties{{"step", text}, {"values", reference(name)}};
  if (route.pattern.ends_with("/check")) {
    properties["id"] = text;
    return {{"type", "object"}, {"properties", std::move(properties)}};
  }
  const json::object flag{{"type", "boolean"}};
  properties["records"] = {
      {"type", "array"},
      {"items",
       json::object{{"type", "object"},
                    {"properties",
                     json::object{{"id", text}, {"version", json::object{{"type", "integer"}}}}}}}};
  for (const char* const one : {"filter", "search", "reason"}) properties[one] = text;
  for (const char* const one : {"trial", "all_or_nothing"}) properties[one] = flag;
  return {{"type", "object"}, {"properties", std::move(properties)}};
}

json::object operation(const Route& route, const std::string& name, const std::string& tag,
                       const std::string& summary) {
  json::object made = {{"operationId", operation_id(route, name)},
                       {"summary", summary},
                       {"tags", json::array{tag}},
                       {"parameters", parameters_json(route.pattern, {"register", "indicator"})}};
  json::object good = {{"description", "done"}};
  const bool of_register = route.pattern.starts_with("/api/registers/");
  const bool of_many = route.pattern == "/api/registers/{register}/steps" ||
                       route.pattern == "/api/registers/{register}/check";
  if (of_register && route.pattern.ends_with("/records") && route.method == "GET") {
    good["content"] = json_content(json::object{
        {"type", "object"},
        {"properties",
         json::object{{"columns", {{"type", "array"}, {"items", json::object{{"type", "string"}}}}},
                      {"records", {{"type", "array"}, {"items", reference(name + "_record")}}},
                      {"next", {{"type", "string"}}},
                      {"count", {{"type", "integer"}}},
                      {"count_and_more", {{"type", "boolean"}}},
                      {"names", names_schema()}}}});
  } else if (of_register && !of_many &&
             (route.pattern.ends_with("/{id}") || route.pattern.ends_with("/{key}") ||
              route.method == "POST")) {
    if (route.method != "DELETE") good["content"] = json_content(reference(name + "_record"));
  }
  if (of_many) {
    made["requestBody"] = {{"required", true},
                           {"content", json_content(body_for_many(route, name))}};
  } else if (of_register && (route.method == "POST" || route.method == "PATCH")) {
    const bool step = route.pattern.ends_with("/steps");
    json::object properties = {{"reason", {{"type", "string"}}}};
    if (step) {
      properties["step"] = {{"type", "string"}};
      properties["values"] = reference(name);
    } else {
      properties["values"] = reference(name);
    }
    made["requestBody"] = {
        {"required", true},
        {"content",
         json_content(json::object{{"type", "object"}, {"properties", std::move(properties)}})}};
  }
  if (route.method == "POST" && route.pattern.starts_with("/api/assessments/")) {
    made["requestBody"] = {
        {"required", true},
        {"content",
         json_content(json::object{
             {"type", "object"},
             {"required", json::array{"year"}},
             {"properties", json::object{{"year", json::object{{"type", "integer"}}}}}})}};
  }
  if (route.method == "POST" && route.pattern.starts_with(trace_path)) {
    made["requestBody"] = {{"required", true}, {"content", json_content(body_of_question(route))}};
  }
  if (route.upload) {
    made["requestBody"] = {{"required", true},
                           {"content", json::object{{"application/octet-stream", json::object()}}}};
  }
  json::object responses = {
      {route.method == "POST" && !of_many && !route.pattern.ends_with("/steps") ? "201" : "200",
       std::move(good)},
      {"default",
       json::object{{"description", "refused"},
                    {"content", json::object{{"application/problem+json",
                                              json::object{{"schema", reference("problem")}}}}}}}};
  made["responses"] = std::move(responses);
  if (route.access == Access::logged_in || route.changes) {
    made["security"] = json::array{json::object{{"session", json::array()}},
                                   json::object{{"token", json::array()}}};
  }
  return made;
}

void add(json::object& paths, const std::string& path, const Route& route, json::object made) {
  if (!paths.contains(path)) paths[path] = json::object();
  paths[path].get_object()[to_lower(route.method)] = std::move(made);
}

}  // namespace

std::string openapi(const catalog::Catalog& catalog, const std::vector<Route>& routes) {
  json::object paths;
  json::object schemas = {{"problem", problem_schema()}};
  for (const auto& of : catalog.registers) {
    schemas[of.name] = register_schema(catalog, of);
    schemas[of.name + "_record"] = record_schema(of.name);
  }
  for (const Route& route : routes) {
    if (route.pattern.starts_with("/api/registers/{register}")) {
      for (const auto& of : catalog.registers) {
        add(paths, with_part(route.pattern, "register", of.name), route,
            operation(route, of.name, of.name, of.title.zh + " / " + of.title.en));
      }
    } else if (route.pattern.starts_with("/api/indicators/{indicator}")) {
      for (const auto& made : catalog.indicators) {
        add(paths, with_part(route.pattern, "indicator", made.name), route,
            operation(route, made.name, "indicators", made.title.zh + " / " + made.title.en));
      }
    } else {
      const bool scores = route.pattern.starts_with("/api/assessments");
      const bool trace = route.pattern.starts_with(trace_path);
      add(paths, route.pattern, route,
          operation(route, "",
                    scores  ? "assessments"
                    : trace ? "trace"
                            : "program",
                    route.pattern));
    }
  }
  const json::object document = {
      {"openapi", "3.1.0"},
      {"info", json::object{{"title", "质衡 Zhiheng"},
                            {"version", ZHIHENG_VERSION},
                            {"license",
                             json::object{{"name", "Apache-2.0"}, {"identifier", "Apache-2.0"}}}}},
      {"paths", std::move(paths)},
      {"components",
       json::object{
           {"schemas", std::move(schemas)},
           {"securitySchemes",
            json::object{
                {"session",
                 json::object{{"type", "apiKey"}, {"in", "cookie"}, {"name", "zhiheng_session"}}},
                {"token", json::object{{"type", "http"}, {"scheme", "bearer"}}}}}}}};
  return json::serialize(document);
}

}  // namespace zhiheng::api
