#include <boost/json.hpp>
#include <iostream>

#include "base/date.h"
#include "base/sentence.h"
#include "base/table.h"
#include "code/answers.h"
#include "code/digital_link.h"
#include "code/failures.h"
#include "code/gs1_item.h"
#include "code/scan.h"

namespace zhiheng::code {
namespace {

namespace json = boost::json;

/// What a call may look up, and how it reads.
struct Lookup {
  Gs1Tables tables;
  CompanyPrefixes prefixes;
  ItemReading reading;
};

Result<int> number_option(const Invocation& invocation, const std::string& name) {
  const std::string text = invocation.option(name);
  if (text.size() > 2 || text.empty() ||
      text.find_first_not_of("0123456789") != std::string::npos) {
    return fail(epc_prefix_length, "--" + name, text, "6..12");
  }
  return std::stoi(text);
}

Result<void> prepare(const Invocation& invocation, Lookup& lookup) {
  ZH_TRY(lookup.tables, load_gs1_tables(invocation.catalog, china_date(now())));
  if (invocation.has("prefix-length")) {
    ZH_TRY(lookup.reading.prefix_length, number_option(invocation, "prefix-length"));
  }
  const auto shipped = std::filesystem::path(invocation.catalog) / "codes" / "company_prefixes.tsv";
  ZH_TRY(lookup.prefixes,
         load_company_prefixes(invocation.has("prefixes") ? invocation.option("prefixes")
                                                          : shipped.string()));
  lookup.reading.prefixes = &lookup.prefixes;
  lookup.reading.plain_ai = invocation.option("key");
  lookup.reading.lot = invocation.option("lot");
  lookup.reading.serial = invocation.option("serial");
  lookup.reading.checks.partners = !invocation.has("alone");
  return {};
}

json::object to_json(const Error& error, Language language) {
  return {{"id", error.failure->id},
          {"where", error.where},
          {"found", error.found},
          {"wanted", error.wanted},
          {"message", said(error, language)}};
}

json::value text_or_null(const std::string& text) {
  return text.empty() ? json::value(nullptr) : json::value(text);
}

json::object to_json(const std::string& input, const Result<Gs1Item>& item, Language language) {
  json::object object{{"input", input}, {"valid", item.has_value()}};
  if (!item) {
    for (const std::string_view each : {"kind", "normal", "elements", "urn", "digital_link"}) {
      object[each] = nullptr;
    }
    object["error"] = to_json(item.error(), language);
    return object;
  }
  json::array elements;
  elements.reserve(item->elements.size());
  for (const ItemElement& element : item->elements) {
    elements.push_back(json::object{
        {"ai", element.ai},
        {"value", element.value},
        {"title",
         language == Language::zh && !element.name_zh.empty() ? element.name_zh : element.title}});
  }
  object["kind"] = item->kind;
  object["notation"] = name_of(item->notation);
  object["normal"] = item->normal;
  object["elements"] = std::move(elements);
  object["element_string"] = item->element_string;
  object["urn"] = text_or_null(item->urn);
  if (item->urn_refused) object["urn_error"] = to_json(*item->urn_refused, language);
  object["digital_link"] = text_or_null(item->digital_link);
  object["error"] = nullptr;
  return object;
}

void print_item(const Invocation& invocation, const Gs1Item& item) {
  const bool chinese = invocation.language == Language::zh;
  std::vector<std::vector<std::string>> rows;
  rows.reserve(item.elements.size() + 3);
  for (const ItemElement& element : item.elements) {
    rows.push_back({"(" + element.ai + ")",
                    chinese && !element.name_zh.empty() ? element.name_zh : element.title,
                    element.value});
  }
  rows.push_back({"", chinese ? "种类" : "kind", item.kind});
  rows.push_back({"", chinese ? "规范形式" : "normal form", item.normal});
  rows.push_back(
      {"", "URN", item.urn_refused ? said(*item.urn_refused, invocation.language) : item.urn});
  print_table(*invocation.out, {"AI", chinese ? "名称" : "name", chinese ? "内容" : "value"}, rows,
              {false, false, false});
}

/// The item in one notation.
Result<std::string> translated(const Lookup& lookup, const Gs1Item& item, const std::string& to) {
  if (to == "urn") {
    if (item.urn_refused) return std::unexpected(*item.urn_refused);
    return item.urn;
  }
  if (to == "normal") return item.normal;
  if (to == "elements") return item.element_string;
  ElementList elements;
  std::string memory;
  ZH_DO(parse_bracketed(lookup.tables, item.element_string, {.partners = false}, memory, elements));
  const std::span<const Element> span{elements.begin(), elements.size()};
  if (to == "link" || to == "names") return to_digital_link(span, {.names = to == "names"});
  if (to == "message") return to_message(span, '^', true);
  if (to == "scan") return write_scan(lookup.tables, {"QR", to_message(span, '^', true)});
  if (to == "compressed") {
    ZH_TRY(const std::string uri, to_digital_link(span, {}));
    LinkReading reading;
    reading.checks.partners = false;
    ZH_TRY(const DigitalLink link, parse_digital_link(lookup.tables, uri, reading));
    return compress_digital_link(link, LinkCompression::whole, false);
  }
  return fail(kind_unknown, "--to", to,
              "urn, link, names, compressed, elements, message, scan, normal");
}

/// One of the three commands for one text; whether it was valid.
using Answer = Result<bool> (*)(const Invocation&, const Lookup&, const std::string&);

Result<bool> parse_one(const Invocation& invocation, const Lookup& lookup,
                       const std::string& text) {
  const auto item = read_item(lookup.tables, text, lookup.reading);
  if (item) {
    print_item(invocation, *item);
  } else {
    *invocation.out << text << '\t' << said(item.error(), invocation.language) << '\n';
  }
  return item.has_value();
}

Result<bool> normalise_one(const Invocation& invocation, const Lookup& lookup,
                           const std::string& text) {
  const auto item = read_item(lookup.tables, text, lookup.reading);
  *invocation.out << text << '\t' << (item ? item->normal : said(item.error(), invocation.language))
                  << '\n';
  return item.has_value();
}

Result<bool> translate_one(const Invocation& invocation, const Lookup& lookup,
                           const std::string& text) {
  const auto item = read_item(lookup.tables, text, lookup.reading);
  Result<std::string> answer = item ? translated(lookup, *item, invocation.option("to", "link"))
                                    : std::unexpected(item.error());
  if (!answer && answer.error().failure->kind == Kind::usage) {
    return std::unexpected(std::move(answer).error());
  }
  *invocation.out << text << '\t' << (answer ? *answer : said(answer.error(), invocation.language))
                  << '\n';
  return answer.has_value();
}

/// One object for every text; the translation too where one is asked for.
Result<bool> json_one(const Invocation& invocation, const Lookup& lookup, const std::string& text) {
  const auto item = read_item(lookup.tables, text, lookup.reading);
  json::object object = to_json(text, item, invocation.language);
  bool fits = item.has_value();
  if (item && invocation.has("to")) {
    auto answer = translated(lookup, *item, invocation.option("to"));
    if (!answer && answer.error().failure->kind == Kind::usage) {
      return std::unexpected(std::move(answer).error());
    }
    fits = answer.has_value();
    object["translated"] = answer ? json::value(*answer) : json::value(nullptr);
    if (!answer) object["error"] = to_json(answer.error(), invocation.language);
  }
  *invocation.out << json::serialize(object) << '\n';
  return fits;
}

Result<int> answer(const Invocation& invocation, std::istream& lines, Answer in_words) {
  Lookup lookup;
  ZH_DO(prepare(invocation, lookup));
  const bool from_lines = invocation.has("lines");
  const Answer one = from_lines || invocation.json ? json_one : in_words;
  bool all = true;
  if (const auto texts = invocation.arguments.find("TEXT"); texts != invocation.arguments.end()) {
    for (const std::string& text : texts->second) {
      ZH_TRY(const bool valid, one(invocation, lookup, text));
      all = valid && all;
    }
  }
  for (std::string line; from_lines && std::getline(lines, line);) {
    if (line.ends_with('\r')) line.pop_back();
    if (line.empty()) continue;
    ZH_TRY(const bool valid, one(invocation, lookup, line));
    all = valid && all;
  }
  return all ? 0 : 1;
}

}  // namespace

Result<int> answer_gs1_parse(const Invocation& invocation, std::istream& lines) {
  return answer(invocation, lines, parse_one);
}

Result<int> answer_gs1_normalise(const Invocation& invocation, std::istream& lines) {
  return answer(invocation, lines, normalise_one);
}

Result<int> answer_gs1_translate(const Invocation& invocation, std::istream& lines) {
  return answer(invocation, lines, translate_one);
}

}  // namespace zhiheng::code
