#include "trace/master_facts.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "trace/identifier.h"

namespace zhiheng::trace {
namespace {

/// Attributes of the CBV that name a place, a party or a class of goods, the best first.
constexpr std::array<std::string_view, 6> names{
    "name",          "organizationName", "siteName", "descriptionShort", "regulatedProductName",
    "functionalName"};

/// "urn:epcglobal:cbv:mda#latitude" → "latitude"
std::string_view bare(std::string_view id) { return id.substr(id.find_last_of("#:/") + 1); }

/// Six digits in the attribute named region.
std::string region_of(const VocabularyElement& element) {
  for (const VocabularyAttribute& attribute : element.attributes) {
    const std::string& text = attribute.value.text;
    const bool digits = text.size() == 6 && text.find_first_not_of("0123456789") == text.npos;
    if (bare(attribute.id) == "region" && digits) return text;
  }
  return {};
}

std::string name_of(const VocabularyElement& element) {
  for (const std::string_view name : names) {
    for (const VocabularyAttribute& attribute : element.attributes) {
      if (bare(attribute.id) == name && !attribute.value.text.empty()) return attribute.value.text;
    }
  }
  return {};
}

}  // namespace

std::optional<double> degrees_of(std::string_view text, double most) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  if (!(std::abs(value) <= most)) return std::nullopt;
  return value;
}

std::optional<Position> position_of(const VocabularyElement& element) {
  std::optional<double> north, east;
  for (const VocabularyAttribute& attribute : element.attributes) {
    const std::string_view name = bare(attribute.id);
    if (name == "latitude") north = degrees_of(attribute.value.text, 90);
    if (name == "longitude") east = degrees_of(attribute.value.text, 180);
  }
  if (!north || !east) return std::nullopt;
  return Position{*north, *east};
}

MasterFacts::MasterFacts(std::span<const VocabularyList> lists) {
  for (const VocabularyList& list : lists) {
    for (const VocabularyElement& element : list.elements) {
      MasterFact& fact = facts_[normal_identifier(element.id)];
      if (fact.name.empty()) fact.name = name_of(element);
      if (fact.region.empty()) fact.region = region_of(element);
      if (!fact.position) fact.position = position_of(element);
    }
  }
}

const MasterFact* MasterFacts::find(std::string_view normal) const {
  const auto found = facts_.find(std::string(normal));
  return found == facts_.end() ? nullptr : &found->second;
}

}  // namespace zhiheng::trace
