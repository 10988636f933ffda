#include "trace/json_schema.h"

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <sstream>

#include "base/among.h"
#include "trace/failures.h"
#include "trace/json_schema_check.h"

namespace zhiheng::trace {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::string_view supported[] = {
    "type", "const", "enum", "$ref", "allOf", "anyOf", "oneOf", "not", "if", "then", "else",
    "required", "properties", "propertyNames", "additionalProperties", "minProperties",
    "maxProperties", "items", "prefixItems", "contains", "minItems", "maxItems", "uniqueItems",
    "pattern", "format", "minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum",
    "exclusiveMaximum",
    // remarks
    "$schema", "$id", "$comment", "title", "description", "default", "examples", "definitions",
    "$defs", "deprecated"};

/// Keywords whose value is a schema, a list of schemas, or schemas by name.
constexpr std::string_view with_schema[] = {
    "not", "if", "then", "else", "propertyNames", "items", "contains", "additionalProperties"};
constexpr std::string_view with_list[] = {"allOf", "anyOf", "oneOf", "prefixItems", "items"};
constexpr std::string_view with_names[] = {"properties", "definitions", "$defs"};

constexpr int deepest_schema = 200;

/// Looks at every part of a schema once: what is not understood is refused before it is relied on.
class SchemaReading {
 public:
  SchemaReading(const json::value& root, Patterns& patterns) : root_(root), patterns_(patterns) {}

  Result<void> schema(const json::value& at, const std::string& place, int depth) {
    if (depth > deepest_schema) return fail(too_deep, place);
    if (at.is_bool()) return {};
    if (!at.is_object()) return malformed(place, at, "{…}, true, false");
    for (const auto& [name, value] : at.get_object()) {
      ZH_DO(keyword(name, value, place + "/" + std::string(name), depth));
    }
    return {};
  }

 private:
  static std::unexpected<Error> malformed(const std::string& place, const json::value& found,
                                          std::string wanted) {
    return fail(json_schema_malformed, place, json::serialize(found), std::move(wanted));
  }

  Result<void> keyword(std::string_view name, const json::value& value, const std::string& place,
                       int depth) {
    if (!is_among(name, supported)) return malformed(place, json::value(name), "type, enum, …");
    if (name == "$ref") return reference(value, place);
    if (name == "pattern") return pattern(value, place);
    if (is_among(name, with_list) && value.is_array()) {
      for (std::size_t i = 0; i < value.get_array().size(); ++i) {
        ZH_DO(schema(value.get_array()[i], place + "/" + std::to_string(i), depth + 1));
      }
      return {};
    }
    if (is_among(name, with_names)) {
      if (!value.is_object()) return malformed(place, value, "{…}");
      for (const auto& [key, each] : value.get_object()) {
        ZH_DO(schema(each, place + "/" + std::string(key), depth + 1));
      }
      return {};
    }
    if (is_among(name, with_schema)) return schema(value, place, depth + 1);
    return {};
  }

  Result<void> reference(const json::value& value, const std::string& place) {
    const bool known =
        value.is_string() && (is_epcis_schema(value.get_string()) ||
                              resolve_reference(root_, value.get_string()) != nullptr);
    if (!known) return malformed(place, value, "#/definitions/…");
    return {};
  }

  Result<void> pattern(const json::value& value, const std::string& place) {
    if (!value.is_string()) return malformed(place, value, "\"…\"");
    const std::string text(value.get_string());
    if (patterns_.contains(text)) return {};
    auto compiled = intake::Pattern::compile(text);
    if (!compiled) return malformed(place, value, compiled.error().wanted);
    patterns_.emplace(text, *std::move(compiled));
    return {};
  }

  const json::value& root_;
  Patterns& patterns_;
};

Result<json::value> parse_json(const std::string& text, const std::string& name) {
  boost::system::error_code wrong;
  json::parse_options options;
  options.max_depth = deepest_schema;
  json::value value = json::parse(text, wrong, {}, options);
  if (wrong) return fail(not_json, name, wrong.message());
  return value;
}

}  // namespace

struct JsonSchema::Inside {
  json::value root;
  Patterns patterns;
};

Result<std::string> read_text_file(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  if (!in || !(text << in.rdbuf())) return fail(file_unreadable, file.string());
  return std::move(text).str();
}

Result<JsonSchema> JsonSchema::load(const fs::path& file) {
  ZH_TRY(const std::string text, read_text_file(file));
  return read(text, file.string());
}

Result<JsonSchema> JsonSchema::read(const std::string& text, const std::string& name) {
  auto made = std::make_shared<Inside>();
  ZH_TRY(made->root, parse_json(text, name));
  ZH_DO(SchemaReading(made->root, made->patterns).schema(made->root, "#", 0));
  return JsonSchema(std::move(made));
}

Result<std::vector<Error>> JsonSchema::check(const std::string& text) const {
  ZH_TRY(const json::value value, parse_json(text, {}));
  SchemaCheck check(inside_->root, inside_->patterns);
  const bool met = check.meets(value, inside_->root, {});
  if (check.too_deep()) return fail(too_deep, "$ref");
  std::vector<Error> findings = check.take_findings();
  if (!met && findings.empty()) findings.push_back({&profile_unmet, "/", {}, {}});
  return findings;
}

}  // namespace zhiheng::trace
