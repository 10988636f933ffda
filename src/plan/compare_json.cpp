// The crosswalk as JSON.

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>

#include "plan/compare.h"

namespace zhiheng::plan {
namespace {

namespace json = boost::json;

double rounded(double share) { return std::round(share * 10'000) / 10'000; }

/// Where a span stands, in bytes of UTF-8 and in characters, as `plan parse` gives it.
json::object place(const Plan& plan, Span span) {
  const std::uint32_t begin = plan.text.byte(span.begin);
  return {{"text", plan.text.printed(span)},
          {"line", plan.text.line(span.begin)},
          {"offset", begin},
          {"length", plan.text.byte(span.end) - begin},
          {"char_offset", span.begin},
          {"char_length", span.size()}};
}

json::array places(const Plan& plan, const std::vector<Span>& spans) {
  json::array array;
  for (const Span span : spans) array.push_back(place(plan, span));
  return array;
}

json::array strings(const std::vector<std::string>& words) {
  json::array array;
  for (const std::string& word : words) array.emplace_back(word);
  return array;
}

json::array item_numbers(const ComparedPlan& plan, const std::vector<std::size_t>& items) {
  json::array array;
  for (const std::size_t item : items) array.push_back(plan.items[item].number);
  return array;
}

/// Units are counted from 1 through the whole plan.
json::array unit_numbers(const std::vector<std::size_t>& units) {
  json::array array;
  for (const std::size_t unit : units) array.push_back(unit + 1);
  return array;
}

json::object side(const Plan& plan, const ComparedPlan& compared) {
  json::array sections;
  for (const Section& section : plan.sections) {
    json::object object{{"no", section.no}, {"title", plan.text.printed(section.title)}};
    sections.push_back(std::move(object));
  }
  json::array items;
  for (const ComparedItem& item : compared.items) {
    json::object object{{"number", item.number},
                        {"marker", plan.text.printed(item.marker)},
                        {"title", plan.text.printed(item.title)},
                        {"section", item.section},
                        {"first_unit", item.first_unit + 1},
                        {"units", item.units}};
    json::object where = place(plan, item.span);
    where.erase("text");
    for (auto& [key, value] : where) object[key] = value;
    items.push_back(std::move(object));
  }
  json::array units;
  for (const ComparedUnit& unit : compared.units) {
    json::object object{{"number", units.size() + 1},
                        {"item", compared.items[unit.item].number},
                        {"place", unit.place}};
    for (auto& [key, value] : place(plan, unit.span)) object[key] = value;
    units.push_back(std::move(object));
  }
  return {{"title", plan.document.title},
          {"number", plan.document.number},
          {"sections", std::move(sections)},
          {"items", std::move(items)},
          {"units", std::move(units)}};
}

json::object parties(const PartyChange& change) {
  json::array kept;
  json::array counterparts;
  for (const auto& [upper, lower] : change.kept) {
    kept.emplace_back(upper);
    counterparts.push_back({{"upper", upper}, {"lower", lower}});
  }
  return {{"kept", std::move(kept)},
          {"dropped", strings(change.dropped)},
          {"added", strings(change.added)},
          {"counterparts", std::move(counterparts)}};
}

json::object reasons(const ItemPair& pair, const Crosswalk& crosswalk, const Plan& upper,
                     const Plan& lower) {
  const Reasons& why = pair.reasons;
  return {
      {"zh", explain(pair, crosswalk, upper, lower, Language::zh)},
      {"en", explain(pair, crosswalk, upper, lower, Language::en)},
      {"answered", rounded(why.answered)},
      {"taken", rounded(why.taken)},
      {"shared", places(upper, why.shared)},
      {"lost", places(upper, why.lost)},
      {"gained", places(lower, why.gained)},
      {"local", {{"upper", strings(why.local_upper)}, {"lower", strings(why.local_lower)}}},
      {"numbers", {{"upper", strings(why.numbers_upper)}, {"lower", strings(why.numbers_lower)}}},
      {"together", item_numbers(crosswalk.upper, why.together)},
      {"heading_replaced", why.heading_replaced},
      {"heading_lost", why.heading_lost},
      {"numbers_replaced", why.numbers_replaced},
      {"responsibility_passed", why.responsibility_passed},
      {"theme_only", why.theme_only},
      {"other_section", why.other_section}};
}

json::object counts(const Crosswalk& crosswalk) {
  json::object object;
  for (int i = 0; i <= static_cast<int>(Relation::added); ++i) {
    const auto relation = static_cast<Relation>(i);
    const auto count = std::ranges::count(crosswalk.pairs, relation, &ItemPair::relation);
    object[name_of(relation)] = relation == Relation::added
                                    ? static_cast<std::int64_t>(crosswalk.added.size())
                                    : static_cast<std::int64_t>(count);
  }
  return object;
}

}  // namespace

std::string to_json(const Crosswalk& crosswalk, const Plan& upper, const Plan& lower) {
  json::array pairs;
  for (const ItemPair& pair : crosswalk.pairs) {
    pairs.push_back({{"upper", crosswalk.upper.items[pair.upper].number},
                     {"lower", item_numbers(crosswalk.lower, pair.lower)},
                     {"relation", name_of(pair.relation)},
                     {"similarity", rounded(pair.similarity)},
                     {"parties", parties(pair.parties)},
                     {"reasons", reasons(pair, crosswalk, upper, lower)}});
  }
  json::array sentences;
  for (const SentencePair& sentence : crosswalk.sentences) {
    const ComparedUnit& unit = crosswalk.upper.units[sentence.upper];
    json::array lower_places;
    for (const std::size_t one : sentence.lower) {
      const ComparedUnit& below = crosswalk.lower.units[one];
      lower_places.push_back({{"item", crosswalk.lower.items[below.item].number},
                              {"place", below.place},
                              {"text", lower.text.printed(below.span)}});
    }
    sentences.push_back({{"upper", sentence.upper + 1},
                         {"lower", unit_numbers(sentence.lower)},
                         {"relation", name_of(sentence.relation)},
                         {"similarity", rounded(sentence.similarity)},
                         {"item", crosswalk.upper.items[unit.item].number},
                         {"place", unit.place},
                         {"text", upper.text.printed(unit.span)},
                         {"answers", std::move(lower_places)}});
  }
  const json::object document{{"pairs", std::move(pairs)},
                              {"sentences", std::move(sentences)},
                              {"added", item_numbers(crosswalk.lower, crosswalk.added)},
                              {"added_sentences", unit_numbers(crosswalk.added_units)},
                              {"counts", counts(crosswalk)},
                              {"upper", side(upper, crosswalk.upper)},
                              {"lower", side(lower, crosswalk.lower)}};
  return json::serialize(document);
}

}  // namespace zhiheng::plan
