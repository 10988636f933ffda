// What somebody scanned or typed: its normal form, its other names, and what is known of it.

#include <algorithm>
#include <boost/json.hpp>

#include "base/sentence.h"
#include "base/text.h"
#include "code/gs1_item.h"
#include "trace/chain_answer.h"
#include "trace/question_answers.h"

namespace zhiheng::trace {
namespace {

namespace json = boost::json;

/// Identifiers that a bare serial or lot number, or a product, is answered with.
constexpr std::size_t most_matches = 20;

/// Symbology identifiers and separators of scanned data stay; what people add around a code goes.
std::string trimmed(std::string_view text) { return std::string(trim(text)); }

json::value text_or_null(const std::string& text) {
  return text.empty() ? json::value(nullptr) : json::value(text);
}

void put_names(const Question& question, const code::Gs1Item& item, json::object& made) {
  json::array elements;
  for (const code::ItemElement& element : item.elements) {
    const bool zh = question.call.language == Language::zh && !element.name_zh.empty();
    elements.push_back(json::object{{"ai", element.ai},
                                    {"value", element.value},
                                    {"title", zh ? element.name_zh : element.title}});
  }
  made["kind"] = item.kind;
  made["elements"] = std::move(elements);
  made["element_string"] = item.element_string;
  made["urn"] = text_or_null(item.urn);
  made["digital_link"] = text_or_null(item.digital_link);
}

/// Reads the text in whatever notation; a normal form is empty when there is none.
Result<std::string> read_names(const Question& question, const std::string& text,
                               json::object& made) {
  ZH_TRY(const auto tables, code::load_gs1_tables(question.call.catalog, china_date(now())));
  ZH_TRY(const auto prefixes,
         code::load_company_prefixes(std::filesystem::path(question.call.catalog) / "codes" /
                                     "company_prefixes.tsv"));
  code::ItemReading reading;
  reading.checks.partners = false;  // a label is often scanned in parts
  reading.prefixes = &prefixes;
  const auto item = code::read_item(tables, text, reading);
  made["valid"] = item.has_value();
  if (!item) {
    made["error"] = json::object{{"id", item.error().failure->id},
                                 {"found", item.error().found},
                                 {"wanted", item.error().wanted},
                                 {"message", said(item.error(), question.call.language)}};
    return asked_identifier(tables, text);
  }
  made["notation"] = name_of(item->notation);
  put_names(question, *item, made);
  return item->normal;
}

/// First and last event, and how many: of those that may be told.
json::object known_json(const Question& question, Id id) {
  const Chain& chain = question.chain();
  Telling& told = question.told;
  std::vector<EventAt> events;
  for (std::uint32_t at = chain.newest(id); at != nothing; at = chain.part(at).before) {
    const EventAt event = chain.part(at).event;
    if (told.sees(event) && (events.empty() || events.back() != event)) events.push_back(event);
  }
  for (EventAt at = chain.newest_at(id); at != nothing; at = chain.event(at).before_here) {
    if (told.sees(at)) events.push_back(at);
  }
  json::object made{
      {"id", told.text(id)}, {"form", name_of(chain.form(id))}, {"events", events.size()}};
  put_name(made, "product", told, chain.product(id));
  const MasterFact* fact = question.loaded.facts.find(chain.text(id));
  if (fact == nullptr && chain.product(id) != nothing) {
    fact = question.loaded.facts.find(chain.text(chain.product(id)));
  }
  if (fact != nullptr && !fact->name.empty()) made["name"] = fact->name;
  if (events.empty()) return made;
  const auto by_time = [&](EventAt at) { return chain.event(at).time; };
  made["first"] = event_json(chain, told, *std::ranges::min_element(events, {}, by_time));
  made["last"] = event_json(chain, told, *std::ranges::max_element(events, {}, by_time));
  return made;
}

/// What belongs to the product, or has this number as lot or serial number.
void put_matches(const Question& question, const std::string& text, std::optional<Id> product,
                 json::object& made) {
  const Chain& chain = question.chain();
  std::vector<Id> fitting;
  if (product) {
    for (Id id = 0; id < chain.identifiers(); ++id) {
      if (chain.product(id) == *product) fitting.push_back(id);
    }
  } else {
    fitting = chain.numbered(text);
  }
  json::array matches;
  std::size_t in_all = 0;
  for (const Id id : fitting) {
    if (!question.told.knows(id)) continue;
    if (++in_all <= most_matches) matches.push_back(known_json(question, id));
  }
  made["matches"] = std::move(matches);
  made["matches_in_all"] = in_all;
}

}  // namespace

AnswerJson search_json(const Question& question) {
  const std::string text = trimmed(question.call.argument("ID"));
  json::object made{{"asked", text}};
  ZH_TRY(const std::string normal, read_names(question, text, made));
  made["normal"] = text_or_null(normal);
  made["form"] = name_of(form_of(normal));
  const auto id = question.chain().find(normal);
  const bool known = id && question.told.knows(*id);
  made["known"] = known ? json::value(known_json(question, *id)) : json::value(nullptr);
  const bool product = known && question.chain().form(*id) == Form::product;
  if (product || (!known && !text.empty())) {
    put_matches(question, text, product ? id : std::nullopt, made);
  }
  return made;
}

}  // namespace zhiheng::trace
