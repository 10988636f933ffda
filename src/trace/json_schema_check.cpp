#include "trace/json_schema_check.h"

#include <algorithm>
#include <boost/json.hpp>

#include "base/text.h"
#include "trace/failures.h"
#include "trace/value_forms.h"

namespace zhiheng::trace {
namespace {

namespace json = boost::json;

constexpr int deepest_value = 400;
constexpr std::size_t most_findings = 100;
constexpr std::size_t longest_shown = 80;

bool is_type(const json::value& value, std::string_view type) {
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  if (type == "string") return value.is_string();
  if (type == "boolean") return value.is_bool();
  if (type == "null") return value.is_null();
  if (type == "number") return value.is_number();
  // 2.0 is an integer, too.
  if (type != "integer" || !value.is_number()) return false;
  if (!value.is_double()) return true;
  const double number = value.get_double();
  return number == static_cast<double>(static_cast<std::int64_t>(number));
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char each) { return (static_cast<unsigned char>(each) & 0xC0) != 0x80; }));
}

/// A limit of a schema; no limit where it is no number.
bool within(std::size_t count, const json::value& limit, bool least) {
  if (!limit.is_number()) return true;
  const auto wanted = limit.to_number<double>();
  return least ? static_cast<double>(count) >= wanted : static_cast<double>(count) <= wanted;
}

std::string below(const std::string& place, std::string_view name) {
  std::string made = place + "/";
  for (const char sign : name) {
    if (sign == '~') {
      made += "~0";
    } else if (sign == '/') {
      made += "~1";
    } else {
      made += sign;
    }
  }
  return made;
}

std::string shown(const json::value& value) {
  return shorten(json::serialize(value), longest_shown);
}

}  // namespace

const json::value* resolve_reference(const json::value& root, std::string_view reference) {
  if (!reference.starts_with('#')) return nullptr;
  boost::system::error_code wrong;
  const json::value* found = root.find_pointer(reference.substr(1), wrong);
  return wrong ? nullptr : found;
}

bool is_epcis_schema(std::string_view reference) {
  return reference.starts_with("https://ref.gs1.org/standards/epcis/") &&
         reference.find("json-schema") != std::string_view::npos;
}

bool SchemaCheck::tell(std::string_view name, const json::value& wanted, const json::value& value,
                       const std::string& place) {
  if (quiet_ == 0 && findings_.size() < most_findings) {
    findings_.push_back({&profile_unmet, place.empty() ? "/" : place, shown(value),
                         std::string(name) + " " + shown(wanted)});
  }
  return false;
}

bool SchemaCheck::quietly(const json::value& value, const json::value& schema,
                          const std::string& place) {
  ++quiet_;
  const bool met = meets(value, schema, place);
  --quiet_;
  return met;
}

bool SchemaCheck::meets(const json::value& value, const json::value& schema,
                        const std::string& place) {
  if (schema.is_bool()) return schema.get_bool() || tell("schema", schema, value, place);
  if (!schema.is_object()) return true;
  if (depth_ >= deepest_value) {
    too_deep_ = true;
    return false;
  }
  ++depth_;
  bool met = true;
  for (const auto& [name, wanted] : schema.get_object()) {
    met = keyword(name, wanted, schema.get_object(), value, place) && met;
  }
  --depth_;
  return met;
}

bool SchemaCheck::keyword(std::string_view name, const json::value& wanted,
                          const json::object& schema, const json::value& value,
                          const std::string& place) {
  if (name == "type") {
    const bool fits =
        wanted.is_array()
            ? std::ranges::any_of(wanted.get_array(),
                                  [&](const json::value& each) {
                                    return each.is_string() && is_type(value, each.get_string());
                                  })
            : wanted.is_string() && is_type(value, wanted.get_string());
    return fits || tell(name, wanted, value, place);
  }
  if (name == "const") return value == wanted || tell(name, wanted, value, place);
  if (name == "enum") {
    const bool fits = wanted.is_array() &&
                      std::ranges::find(wanted.get_array(), value) != wanted.get_array().end();
    return fits || tell(name, wanted, value, place);
  }
  if (name == "$ref") {
    if (!wanted.is_string()) return false;
    if (is_epcis_schema(wanted.get_string())) return true;
    const json::value* target = resolve_reference(root_, wanted.get_string());
    return target != nullptr && meets(value, *target, place);
  }
  if (value.is_object() && !of_object(name, wanted, schema, value.get_object(), place)) {
    return false;
  }
  if (value.is_array() && !of_array(name, wanted, schema, value.get_array(), place)) return false;
  if (value.is_string() && !of_text(name, wanted, value.get_string(), place)) {
    return tell(name, wanted, value, place);
  }
  if (value.is_number() && wanted.is_number()) {
    const auto number = value.to_number<double>();
    const auto limit = wanted.to_number<double>();
    if ((name == "minimum" && number < limit) || (name == "maximum" && number > limit) ||
        (name == "exclusiveMinimum" && number <= limit) ||
        (name == "exclusiveMaximum" && number >= limit)) {
      return tell(name, wanted, value, place);
    }
  }
  return combined(name, wanted, schema, value, place);
}

bool SchemaCheck::combined(std::string_view name, const json::value& wanted,
                           const json::object& schema, const json::value& value,
                           const std::string& place) {
  if (name == "allOf" && wanted.is_array()) {
    bool met = true;
    for (const json::value& each : wanted.get_array()) met = meets(value, each, place) && met;
    return met;
  }
  if ((name == "anyOf" || name == "oneOf") && wanted.is_array()) {
    std::size_t count = 0;
    for (const json::value& each : wanted.get_array()) count += quietly(value, each, place) ? 1 : 0;
    const bool met = name == "anyOf" ? count > 0 : count == 1;
    return met || tell(name, wanted, value, place);
  }
  if (name == "not") return !quietly(value, wanted, place) || tell(name, wanted, value, place);
  if (name == "if") {
    const auto* then = schema.if_contains(quietly(value, wanted, place) ? "then" : "else");
    return then == nullptr || meets(value, *then, place);
  }
  return true;
}

bool SchemaCheck::of_object(std::string_view name, const json::value& wanted,
                            const json::object& schema, const json::object& value,
                            const std::string& place) {
  bool met = true;
  if (name == "required" && wanted.is_array()) {
    for (const json::value& each : wanted.get_array()) {
      if (each.is_string() && !value.contains(each.get_string())) {
        met = tell(name, each, value, place);
      }
    }
  } else if (name == "properties" && wanted.is_object()) {
    for (const auto& [key, each] : wanted.get_object()) {
      const json::value* member = value.if_contains(key);
      if (member != nullptr) met = meets(*member, each, below(place, key)) && met;
    }
  } else if (name == "propertyNames") {
    for (const auto& [key, each] : value) {
      if (!quietly(json::value(key), wanted, place)) {
        met = tell(name, wanted, json::value(key), below(place, key));
      }
    }
  } else if (name == "additionalProperties") {
    const json::value* known = schema.if_contains("properties");
    for (const auto& [key, each] : value) {
      const bool named =
          known != nullptr && known->is_object() && known->get_object().contains(key);
      if (!named) met = meets(each, wanted, below(place, key)) && met;
    }
  } else if (name == "minProperties" || name == "maxProperties") {
    met = within(value.size(), wanted, name == "minProperties") || tell(name, wanted, value, place);
  }
  return met;
}

bool SchemaCheck::of_array(std::string_view name, const json::value& wanted,
                           const json::object& schema, const json::array& value,
                           const std::string& place) {
  const auto at = [&](std::size_t i) { return place + "/" + std::to_string(i); };
  bool met = true;
  // What draft 7 calls `items` as a list is `prefixItems` later.
  const bool by_position = name == "prefixItems" || (name == "items" && wanted.is_array());
  if (by_position && wanted.is_array()) {
    const json::array& each = wanted.get_array();
    for (std::size_t i = 0; i < std::min(each.size(), value.size()); ++i) {
      met = meets(value[i], each[i], at(i)) && met;
    }
  } else if (name == "items") {
    const json::value* prefix = schema.if_contains("prefixItems");
    const std::size_t first =
        prefix != nullptr && prefix->is_array() ? prefix->get_array().size() : 0;
    for (std::size_t i = first; i < value.size(); ++i) met = meets(value[i], wanted, at(i)) && met;
  } else if (name == "contains") {
    const bool found = std::ranges::any_of(
        value, [&](const json::value& each) { return quietly(each, wanted, place); });
    met = found || tell(name, wanted, value, place);
  } else if (name == "minItems" || name == "maxItems") {
    met = within(value.size(), wanted, name == "minItems") || tell(name, wanted, value, place);
  } else if (name == "uniqueItems" && wanted == json::value(true)) {
    for (std::size_t i = 0; i < value.size(); ++i) {
      if (std::find(value.begin(), value.begin() + static_cast<std::ptrdiff_t>(i), value[i]) !=
          value.begin() + static_cast<std::ptrdiff_t>(i)) {
        met = tell(name, wanted, value[i], at(i));
      }
    }
  }
  return met;
}

bool SchemaCheck::of_text(std::string_view name, const json::value& wanted, std::string_view value,
                          const std::string& /*place*/) {
  if (name == "pattern") {
    // Only a reference into a remark leads to a pattern that was not read before.
    const auto known = wanted.is_string() ? patterns_.find(std::string_view(wanted.get_string()))
                                          : patterns_.end();
    return known != patterns_.end() && known->second.first_group(value).has_value();
  }
  if (name == "format") {
    if (wanted == json::value("uri")) return is_uri(value);
    if (wanted == json::value("date-time")) return is_date_time(value);
  }
  if (name == "minLength" || name == "maxLength") {
    return within(characters(value), wanted, name == "minLength");
  }
  return true;
}

}  // namespace zhiheng::trace
