// The suites of the GS1 Barcode Syntax Dictionary and Engine.

#include <boost/json.hpp>

#include "base/text.h"
#include "code/digital_link.h"
#include "code/scan.h"
#include "code/suite.h"

namespace zhiheng::code {
namespace {

namespace json = boost::json;

const json::object* options_of(const json::object& row) {
  const json::value* options = row.if_contains("options");
  return options != nullptr && options->is_object() ? &options->get_object() : nullptr;
}

/// An option of the row that is true; "validation:…": false switches a check off.
bool option(const json::object& row, std::string_view name) {
  const json::object* options = options_of(row);
  if (options == nullptr) return false;
  for (const auto& each : *options) {
    if (to_lower(each.key()) == to_lower(name))
      return each.value().is_bool() && each.value().get_bool();
  }
  return false;
}

bool switched_off(const json::object& row, std::string_view validation) {
  const json::object* options = options_of(row);
  if (options == nullptr) return false;
  const json::value* value = options->if_contains("validation:" + std::string(validation));
  return value != nullptr && value->is_bool() && !value->get_bool();
}

LinkReading reading_of(const json::object& row) {
  LinkReading reading;
  reading.names = option(row, "permitConvenienceAlphas");
  reading.short_gtin = option(row, "PermitZeroSuppressedGTINinDLuris");
  reading.older_keys = false;
  reading.compressed = false;
  reading.checks.permit_unknown = option(row, "PermitUnknownAIs");
  reading.checks.partners = !switched_off(row, "REQUISITE_AIS");
  reading.unknown_attributes = switched_off(row, "UNKNOWN_AI_NOT_DL_ATTR");
  return reading;
}

/// Which words of refusal this program has for the dictionary's error.
std::string error_name(const json::object& row) {
  const std::string error = to_lower(text_of(row, "error"));
  constexpr std::string_view start = "gs1_linter_";
  if (error.empty() || error == "gs1_linter_ok") return "ok";
  return error.starts_with(start) ? error.substr(start.size()) : error;
}

/// The text with "*" around what is wrong, as the dictionary shows it.
std::string highlighted(std::string_view text, const LintFinding& finding) {
  std::string shown(text);
  shown.insert(finding.at + finding.length, "*");
  shown.insert(finding.at, "*");
  return shown;
}

std::string shown(const Result<std::string>& result) { return result.value_or("refused"); }

std::string expected(const json::object& row) {
  return flag_of(row, "valid") ? text_of(row, "expect") : "refused";
}

/// JSON carries bytes above 127 as characters U+0080 to U+00FF.
std::string as_latin1(std::string_view utf8) {
  std::string bytes;
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const auto lead = static_cast<unsigned char>(utf8[i]);
    if ((lead & 0xFC) == 0xC0 && i + 1 < utf8.size()) {
      const auto trail = static_cast<unsigned char>(utf8[++i]);
      bytes.push_back(static_cast<char>((lead & 3) << 6 | (trail & 0x3F)));
    } else {
      bytes.push_back(utf8[i]);
    }
  }
  return bytes;
}

PartnerRule rule_named(std::string_view name) {
  if (name == "validateAIrepeats") return PartnerRule::repeats;
  if (name == "validateAImutex") return PartnerRule::exclusions;
  if (name == "validateAIrequisites") return PartnerRule::requirements;
  return PartnerRule::signature;
}

LintTables with_answer(const LintTables& tables, std::string_view error, int patience) {
  const auto answer =
      error == "gcp_datasource_offline" ? PrefixAnswer::offline : PrefixAnswer::unknown;
  LintTables changed = tables;
  changed.company_prefix = [answer, patience](std::string_view) mutable {
    return patience-- > 0 ? PrefixAnswer::known : answer;
  };
  return changed;
}

}  // namespace

Verdict judge_linter(const SuiteContext& context, std::string_view name, const json::object& row) {
  const auto linter = linter_named(name);
  if (!linter) return {"no such check", std::string(name)};
  const std::string input = as_latin1(text_of(row, "input"));
  const std::string wanted = error_name(row);
  const std::string wanted_mark = as_latin1(text_of(row, "highlight"));
  LintFinding finding = lint(*linter, input, context.tables.lint);
  // Two errors tell what a source of company prefixes answers: the row stands for a source that
  // gives this answer once, to one of the first keys.
  if (wanted == "gcp_datasource_offline" || wanted == "invalid_gcp_prefix") {
    for (int patience = 0; patience < 4 && highlighted(input, finding) != wanted_mark; ++patience) {
      finding = lint(*linter, input, with_answer(context.tables.lint, wanted, patience));
    }
  }
  Verdict verdict{finding ? std::string(finding.problem) : "ok", wanted};
  if (finding && row.contains("highlight")) {
    verdict.found.append(" ").append(highlighted(input, finding));
    verdict.wanted.append(" ").append(wanted_mark);
  }
  if (row.contains("valid")) {
    verdict.found.append(", ").append(validity(!finding));
    verdict.wanted.append(", ").append(validity(flag_of(row, "valid")));
  }
  return verdict;
}

Verdict judge_bracketed(const SuiteContext& context, const json::object& row) {
  ElementList elements;
  std::string memory;
  const std::string input = text_of(row, "input");
  const auto parsed = parse_bracketed(context.tables, input, {.partners = false}, memory, elements);
  const std::string found =
      parsed ? to_message({elements.begin(), elements.size()}, '^', true) : "refused";
  return {found, expected(row)};
}

Verdict judge_message(const SuiteContext& context, const json::object& row) {
  ElementList elements;
  const std::string input = text_of(row, "input");
  const bool valid =
      input.starts_with('^') &&
      parse_message(context.tables, input, '^', {.partners = false}, elements).has_value();
  return {validity(valid), validity(flag_of(row, "valid"))};
}

Verdict judge_partners(const SuiteContext& context, const json::object& row) {
  ElementList elements;
  std::string memory;
  const ElementChecks checks{.partners = false, .permit_unknown = option(row, "PermitUnknownAIs")};
  const std::string input = text_of(row, "input");
  const auto parsed = parse_bracketed(context.tables, input, checks, memory, elements);
  // A row names one rule; the others are no part of its verdict.
  const bool valid = parsed && check_partner_rule(rule_named(text_of(row, "rule")),
                                                  {elements.begin(), elements.size()});
  return {validity(valid), validity(flag_of(row, "valid"))};
}

Verdict judge_markup(const SuiteContext& context, const json::object& row) {
  ElementList elements;
  std::string memory;
  const std::string input = text_of(row, "input");
  const auto parsed = parse_bracketed(
      context.tables, input, {.partners = !switched_off(row, "REQUISITE_AIS")}, memory, elements);
  const std::string found = parsed ? "ok" : parsed.error().where + parsed.error().found;
  return {found, text_of(row, "markup")};
}

Verdict judge_element_error(const SuiteContext& context, const json::object& row) {
  ElementList elements;
  std::string memory;
  const std::string input = text_of(row, "input");
  const auto parsed = parse_bracketed(context.tables, input, {.partners = false}, memory, elements);
  return {parsed ? "ok" : parsed.error().wanted, error_name(row)};
}

Verdict judge_link_parse(const SuiteContext& context, const json::object& row) {
  const auto link = parse_digital_link(context.tables, text_of(row, "input"), reading_of(row));
  if (!link) return {"refused", expected(row)};
  return {to_message({link->elements.begin(), link->elements.size()}, '^', true), expected(row)};
}

Verdict judge_link_generate(const SuiteContext& context, const json::object& row) {
  ElementList elements;
  std::string memory;
  const std::string input = text_of(row, "input");
  const LinkReading reading = reading_of(row);
  const ElementChecks checks{.partners = false, .permit_unknown = reading.checks.permit_unknown};
  if (!parse_bracketed(context.tables, input, checks, memory, elements)) {
    return {"refused", expected(row)};
  }
  LinkWriting writing{.older_keys = false, .unknown_attributes = reading.unknown_attributes};
  if (const std::string stem = text_of(row, "stem"); !stem.empty()) writing.stem = stem;
  return {shown(to_digital_link({elements.begin(), elements.size()}, writing)), expected(row)};
}

Verdict judge_link_path(const SuiteContext& context, const json::object& row) {
  std::vector<std::string> written;
  if (const json::value* sequence = row.if_contains("seq");
      sequence != nullptr && sequence->is_array()) {
    for (const json::value& each : sequence->get_array()) {
      written.push_back(each.is_string() ? std::string(each.get_string()) : std::string());
    }
  }
  const std::vector<std::string_view> ais(written.begin(), written.end());
  return {validity(is_link_path(context.tables, ais, false)), validity(flag_of(row, "valid"))};
}

Verdict judge_escape(const SuiteContext&, const json::object& row) {
  const std::string input = text_of(row, "input");
  return {escape_for_link(input, false) + " ? " + escape_for_link(input, true),
          text_of(row, "path") + " ? " + text_of(row, "query")};
}

Verdict judge_unescape(const SuiteContext&, const json::object& row) {
  const std::string input = text_of(row, "input");
  return {unescape_from_link(input, false) + " ? " + unescape_from_link(input, true),
          as_latin1(text_of(row, "path")) + " ? " + as_latin1(text_of(row, "query"))};
}

Verdict judge_scan_generate(const SuiteContext& context, const json::object& row) {
  const std::string symbology = text_of(row, "symbology");
  const auto scan = write_scan(context.tables, {symbology, text_of(row, "input")});
  const json::value* wanted = row.if_contains("expect");
  const bool refused = wanted == nullptr || wanted->is_null();
  return {shown(scan), refused ? "refused" : text_of(row, "expect")};
}

Verdict judge_scan_process(const SuiteContext& context, const json::object& row) {
  const auto scan = read_scan(context.tables, text_of(row, "scan"));
  const std::string found = scan ? std::string(scan->symbology) + " " + scan->message : "refused";
  if (!flag_of(row, "valid")) return {found, "refused"};
  return {found, text_of(row, "symbology") + " " + text_of(row, "message")};
}

}  // namespace zhiheng::code
