#include "api/json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "api/failures.h"
#include "api/forms.h"
#include "api/json_keys.h"
#include "base/text.h"
#include "registry/value_json.h"

namespace zhiheng::api {

namespace {

constexpr int deepest = 32;
constexpr std::size_t shown_characters = 80;
constexpr std::size_t told_characters =
    2000;                               // of what was found: an expression stands there whole
constexpr int digits_of_a_double = 15;  // that surely come through unchanged

/// A number as people write it, 0.25 and not 2.5E-1; empty when a double could have lost digits.
std::string digits_of(double number) {
  if (!std::isfinite(number)) return {};  // 1e400
  std::array<char, 400> text;             // the longest double without an exponent
  const auto end =
      std::to_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed).ptr;
  const std::string digits(text.data(), end);
  const auto first = digits.find_first_not_of("-0.");
  if (first == std::string::npos) return "0";
  const auto significant = std::count_if(digits.begin() + static_cast<std::ptrdiff_t>(first),
                                         digits.end(), [](char c) { return c != '.'; });
  return significant > digits_of_a_double ? std::string() : digits;
}

}  // namespace

json::object as_json(const Words& words) { return {{"zh", words.zh}, {"en", words.en}}; }

json::value as_json(const Value& value, const catalog::Field& field) {
  return registry::value_json(value, field);
}

json::object as_json(const registry::Record& record, const std::vector<std::string>& columns,
                     const catalog::Register& of) {
  json::object values;
  for (std::size_t i = 0; i < columns.size() && i < record.values.size(); ++i) {
    const catalog::Field* field = of.find_field(columns[i]);
    if (field != nullptr) values[columns[i]] = as_json(record.values[i], *field);
  }
  return {{"id", record.id},         {"version", record.version},
          {"state", record.state},   {"recorded_at", to_china_text(record.recorded_at)},
          {"step", record.step},     {"recorded_by", record.recorded_by},
          {"batch", record.batch},   {"line", record.line},
          {"reason", record.reason}, {"deleted", record.deleted},
          {"hash", record.hash},     {"values", std::move(values)}};
}

json::object as_json(const registry::Page& page, const catalog::Register& of) {
  json::array records;
  for (const auto& record : page.records) records.push_back(as_json(record, page.columns, of));
  return {{"columns", json::array(page.columns.begin(), page.columns.end())},
          {"records", std::move(records)},
          {"next", page.next}};
}

Result<Value> value_of(const json::value& given, const catalog::Field& field) {
  if (given.is_null()) return Value();
  if (given.is_array() && field.list) {
    std::string joined;
    for (const auto& part : given.get_array()) {
      if (!part.is_string()) return fail(malformed_body, field.name, json::serialize(part), "text");
      if (part.get_string().find('|') != json::string::npos) {
        return fail(malformed_body, field.name, std::string(part.get_string()), "no '|'");
      }
      if (!joined.empty()) joined += '|';
      joined.append(part.get_string());
    }
    return joined.empty() ? Value() : Value(std::move(joined));
  }
  if (given.is_bool() && field.storage() == Storage::boolean) return Value(given.get_bool());
  std::string text;
  if (given.is_string()) {
    text = std::string(given.get_string());
  } else if (given.is_int64() || given.is_uint64()) {
    text = json::serialize(given);
  } else if (given.is_double()) {
    text = digits_of(given.get_double());
    if (text.empty()) {
      return fail(malformed_body, field.name, json::serialize(given), "\"…\", <= 15 digits");
    }
  } else {
    return fail(malformed_body, field.name, shorten(json::serialize(given), shown_characters),
                "a plain value");
  }
  if (text.empty()) return Value();
  switch (field.storage()) {
    case Storage::text:
      return Value(std::move(text));
    case Storage::boolean:
      if (text == "true") return Value(true);
      if (text == "false") return Value(false);
      return fail(malformed_body, field.name, text, "true, false");
    case Storage::integer: {
      ZH_TRY(const Decimal number, parse_decimal(text, 0));
      return Value(number.unscaled);
    }
    case Storage::decimal: {
      auto number = parse_decimal(text, field.scale);
      if (!number) {
        number.error().where = field.name;
        return std::unexpected(number.error());
      }
      ZH_TRY(const Decimal scaled, rescale(*number, field.scale));
      return Value(scaled);
    }
    case Storage::date: {
      auto date = parse_date(text);
      if (!date) {
        date.error().where = field.name;
        return std::unexpected(date.error());
      }
      return Value(*date);
    }
    case Storage::timestamp: {
      auto time = parse_timestamp(text);
      if (!time) {
        time.error().where = field.name;
        return std::unexpected(time.error());
      }
      return Value(*time);
    }
  }
  return Value();
}

Result<json::object> body_object(const Request& request) {
  if (request.body.empty()) return json::object();
  json::parse_options options;
  options.max_depth = deepest;
  boost::system::error_code error;
  json::parser parser({}, options);
  const std::size_t read = parser.write_some(request.body, error);
  const bool all = request.body.find_first_not_of(" \t\r\n", read) == std::string::npos;
  if (error || !all) {
    return fail(
        malformed_body, "body",
        (error ? error.message() : "more than one value") + ", byte " + std::to_string(read + 1),
        "{…}");
  }
  json::value parsed = parser.release();
  if (!parsed.is_object()) {
    return fail(malformed_body, "body", shorten(json::serialize(parsed), shown_characters), "{…}");
  }
  if (const auto twice = repeated_name(request.body)) {
    return fail(malformed_body, shorten(*twice, shown_characters), "2", "1");
  }
  return std::move(parsed.get_object());
}

std::string text_of(const json::object& object, std::string_view key) {
  const json::value* found = object.if_contains(key);
  return found != nullptr && found->is_string() ? std::string(found->get_string()) : std::string();
}

bool flag_of(const json::object& object, std::string_view key) {
  const json::value* found = object.if_contains(key);
  return found != nullptr && found->is_bool() && found->get_bool();
}

Response json_response(const json::value& document, int status) {
  Response response;
  response.status = status;
  response.body = json::serialize(document);
  return response;
}

Response problem(const catalog::Catalog& catalog, const catalog::Register* of,
                 const std::vector<Error>& errors, Language language, std::string_view instance) {
  const Error& first = errors.front();
  const int status = http_status(*first.failure);
  const bool between = !first.found.empty() && !first.wanted.empty();
  json::object document = {
      {"type", "urn:zhiheng:failure:" + std::string(first.failure->id)},
      {"title", registry::sentence(catalog, of, first, language)},
      {"status", status},
      {"detail", shorten(first.found, told_characters) + (between ? " → " : "") + first.wanted},
      {"errors", refusals_json(catalog, of, errors, language)},
      {"instance", std::string(instance)}};
  Response response = json_response(document, status);
  response.type = "application/problem+json; charset=utf-8";
  response.headers.emplace_back("Content-Language", language == Language::zh ? "zh-CN" : "en");
  return response;
}

}  // namespace zhiheng::api
