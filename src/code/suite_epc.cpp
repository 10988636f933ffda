// The suites of check digits, of the event hash's normaliser, and of OpenEPCIS.

#include <algorithm>
#include <boost/json.hpp>

#include "base/text.h"
#include "code/cbv_name.h"
#include "code/element_string.h"
#include "code/epc.h"
#include "code/epc_text.h"
#include "code/gs1.h"
#include "code/suite.h"

namespace zhiheng::code {
namespace {

namespace json = boost::json;

constexpr int shortest_prefix = 6;
constexpr int longest_prefix = 12;

/// The scheme that a row calls "GCN", "SGTIN", …
std::string scheme_name(const json::object& row) {
  const std::string key = to_lower(text_of(row, "key"));
  return key == "gcn" ? "sgcn" : key;
}

bool is_of_scheme(const Epc& epc, const std::string& name) { return epc.scheme->name == name; }

/// Settings of one validation: length of the company prefix, check digits, forms beyond EPCIS.
struct Settings {
  int prefix_length = 0;
  bool check_digits = false;
  bool beyond_epcis = false;
};

int number_of(const json::value& value) {
  if (value.is_int64()) return static_cast<int>(value.get_int64());
  return value.is_string() ? std::atoi(value.get_string().c_str()) : 0;
}

Settings settings_of(const json::object& row) {
  Settings settings;
  const json::value* options = row.if_contains("opts");
  if (options == nullptr || !options->is_array()) return settings;
  for (const json::value& option : options->get_array()) {
    if (option.is_int64()) settings.prefix_length = number_of(option);
    if (option.is_bool()) settings.beyond_epcis = !option.get_bool();
    if (!option.is_object()) continue;
    const json::object& builder = option.get_object();
    if (const json::value* length = builder.if_contains("gcpLength")) {
      settings.prefix_length = number_of(*length);
    }
    settings.beyond_epcis = text_of(builder, "epcisCompliant") == "false";
    settings.check_digits = text_of(builder, "validateCheckDigit") != "false";
  }
  return settings;
}

bool prefix_length_fits(int length) {
  return length >= shortest_prefix && length <= longest_prefix;
}

/// The check digit inside a key of digits; keys of text have none.
bool check_digit_fits(const Epc& epc) {
  if (epc.scheme->digits == 0) return true;
  const std::size_t at =
      static_cast<std::size_t>(epc.scheme->digits) + (epc.scheme->leading_zero ? 1 : 0);
  return epc.key[at] == gs1_check_digit(std::string_view(epc.key).substr(0, at));
}

/// A key of text must reach beyond the company prefix, whose digits an instance must show.
bool prefix_fits(const Epc& epc, int length) {
  if (epc.scheme->digits > 0) return true;
  const auto digits = static_cast<std::size_t>(length);
  if (epc.key.size() < digits) return false;
  const bool shows = epc.scheme->restricted && !epc.pattern;
  return !shows || all_digits(std::string_view(epc.key).substr(0, digits));
}

bool valid_in_epcis(const json::object& row, const Settings& settings) {
  const std::string input = text_of(row, "input");
  if (input.starts_with("urn:")) {
    const auto epc = parse_epc_urn(input, EpcSigns::as_written);
    return epc && is_of_scheme(*epc, scheme_name(row));
  }
  const auto epc = parse_epc_link(input, EpcSigns::as_written);
  if (!epc || !is_of_scheme(*epc, scheme_name(row))) return false;
  if (!prefix_length_fits(settings.prefix_length)) return false;
  if (!prefix_fits(*epc, settings.prefix_length)) return false;
  return !settings.check_digits || check_digit_fits(*epc);
}

/// Values behind a GTIN, in path or query, that EPCIS itself does not use.
bool attribute_fits(const Gs1Tables& tables, std::string_view ai, std::string_view value,
                    bool in_query) {
  const auto* known = tables.identifiers.find(ai);
  if (known == nullptr || value.empty()) return false;
  if (!in_query) {
    return value.size() <= 20 && std::all_of(value.begin(), value.end(), is_gs1_sign);
  }
  // A date must name its day here.
  const bool date = known->components.front().checks > 0 &&
                    known->components.front().linters[0] == Linter::yymmd0;
  if (date && value.ends_with("00")) return false;
  return check_element(tables, {ai, value, known}, {.partners = false}).has_value();
}

/// What each of these forms must have behind the GTIN; identifiers by their first digits.
bool has_what_it_needs(std::string_view key, const std::vector<std::string_view>& given) {
  const auto has = [&given](std::string_view start) {
    return std::any_of(given.begin(), given.end(),
                       [start](std::string_view ai) { return ai.starts_with(start); });
  };
  if (key == "gtincpv") return has("22");
  if (key == "gtinlotserialexpiry") return has("10") || has("21");
  if (key == "gtinweight") return has("310");
  return has("310") && has("392") && has("17");
}

/// A GTIN with lot, serial, variant, dates or measures behind it.
bool valid_with_attributes(const Gs1Tables& tables, std::string_view name, std::string_view uri,
                           const Settings& settings) {
  const std::size_t start = uri.find("://");
  const std::size_t key = uri.find("/01/");
  if (!uri.starts_with("http") || start == std::string_view::npos ||
      key == std::string_view::npos || key < start + 4) {
    return false;
  }
  std::string_view rest = uri.substr(key + 4);
  const std::string_view gtin = rest.substr(0, 14);
  if (gtin.size() != 14 || !all_digits(gtin)) return false;
  if (settings.check_digits && !check_gtin(gtin)) return false;
  rest.remove_prefix(14);
  const std::string_view path = rest.substr(0, rest.find('?'));
  std::string_view query = path.size() < rest.size() ? rest.substr(path.size() + 1) : "";
  std::vector<std::string_view> given;
  for (std::string_view left = path; !left.empty();) {
    if (left[0] != '/') return false;
    const std::size_t middle = left.find('/', 1);
    if (middle == std::string_view::npos) return false;
    const std::size_t end = std::min(left.find('/', middle + 1), left.size());
    given.push_back(left.substr(1, middle - 1));
    if (!attribute_fits(tables, given.back(), left.substr(middle + 1, end - middle - 1), false)) {
      return false;
    }
    left.remove_prefix(end);
  }
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(pair.size() + 1, query.size()));
    const std::size_t equals = pair.find('=');
    given.push_back(pair.substr(0, equals));
    if (equals == std::string_view::npos ||
        !attribute_fits(tables, given.back(), pair.substr(equals + 1), true)) {
      return false;
    }
  }
  std::vector<std::string_view> once = given;
  std::sort(once.begin(), once.end());
  const bool repeated = std::adjacent_find(once.begin(), once.end()) != once.end();
  return !repeated && has_what_it_needs(name, given);
}

/// "urn" or the refusal of a translation to a URN.
std::string translated_to_urn(const SuiteContext& context, const json::object& row, bool of_class) {
  const auto epc = parse_epc_link(text_of(row, "input"), EpcSigns::as_written);
  const bool class_level = epc && (epc->pattern || epc->scheme->kind == "class");
  if (!epc || class_level != of_class || !is_of_scheme(*epc, scheme_name(row))) return "refused";
  const json::value* given = row.if_contains("gcp_length");
  const auto urn = given != nullptr && given->is_int64() ? to_epc_urn(*epc, number_of(*given))
                                                         : to_epc_urn(*epc, context.prefixes);
  return urn.value_or("refused");
}

std::string translated_to_link(const json::object& row, bool of_class) {
  const auto epc = parse_epc_urn(text_of(row, "input"), EpcSigns::as_written);
  const bool class_level = epc && (epc->pattern || epc->scheme->kind == "class");
  if (!epc || class_level != of_class || !is_of_scheme(*epc, scheme_name(row))) return "refused";
  return to_epc_link(*epc);
}

}  // namespace

Verdict judge_check_digit(const SuiteContext& context, const json::object& row) {
  const std::string kind = text_of(row, "kind");
  const json::value* expected = row.if_contains("expect");
  const std::string wanted =
      expected != nullptr ? std::to_string(number_of(*expected)) : std::string();
  if (kind == "check_digit") {
    return {std::string(1, gs1_check_digit(text_of(row, "payload"))), wanted};
  }
  if (kind == "price_weight_check_digit") {
    return {std::string(1, gs1_price_check_digit(text_of(row, "payload"))), wanted};
  }
  const std::string value = text_of(row, "value");
  const bool valid = kind == "sscc" ? check_sscc(value).has_value() : check_gln(value).has_value();
  Verdict verdict{validity(valid), validity(flag_of(row, "valid"))};
  if (const std::string prefix = text_of(row, "gcp"); !prefix.empty() && valid) {
    const std::string_view key = std::string_view(value).substr(kind == "sscc" ? 1 : 0);
    const auto length = static_cast<std::size_t>(context.prefixes.length_of(key));
    verdict.found.append(" ").append(key.substr(0, length));
    verdict.wanted.append(" ").append(prefix);
  }
  return verdict;
}

Verdict judge_normaliser(const SuiteContext&, const json::object& row) {
  const json::value* expected = row.if_contains("expect");
  const bool none = expected == nullptr || expected->is_null();
  return {event_hash_form(text_of(row, "input")).value_or("none"),
          none ? "none" : text_of(row, "expect")};
}

Verdict judge_urn_link(const SuiteContext& context, const json::object& row) {
  const std::string operation = text_of(row, "op");
  const bool of_class = operation.starts_with("class_");
  const std::string found = operation.ends_with("dl_to_urn")
                                ? translated_to_urn(context, row, of_class)
                                : translated_to_link(row, of_class);
  return {found, flag_of(row, "valid") ? text_of(row, "expect") : "refused"};
}

Verdict judge_identifier(const SuiteContext& context, const json::object& row) {
  const Settings settings = settings_of(row);
  bool valid = false;
  if (text_of(row, "profile") == "noncompliant") {
    valid = settings.beyond_epcis && prefix_length_fits(settings.prefix_length) &&
            valid_with_attributes(context.tables, to_lower(text_of(row, "key")),
                                  text_of(row, "input"), settings);
  } else {
    valid = valid_in_epcis(row, settings);
  }
  return {validity(valid), validity(flag_of(row, "valid"))};
}

Verdict judge_vocabulary(const SuiteContext&, const json::object& row) {
  const std::string operation = text_of(row, "op");
  std::vector<std::string> arguments;
  if (const json::value* given = row.if_contains("args"); given != nullptr && given->is_array()) {
    for (const json::value& each : given->get_array()) {
      arguments.push_back(each.is_string() ? std::string(each.get_string()) : std::string());
    }
  }
  arguments.resize(3);
  std::string found = "unknown operation " + operation;
  if (operation == "toBareStringVocabulary") found = cbv_word(arguments[0]);
  if (operation == "toUrnVocabulary") found = cbv_urn(arguments[0]);
  if (operation == "toWebURIVocabulary") found = cbv_address(arguments[0]);
  if (operation == "toCbvVocabulary") found = cbv_term(arguments[0], arguments[1], arguments[2]);
  if (operation == "shortNameReplacer") found = canonical_names(arguments[0]);
  return {found, text_of(row, "expect")};
}

}  // namespace zhiheng::code
