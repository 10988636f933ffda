#include "trace/notation.h"

#include <array>

#include "base/text.h"
#include "code/cbv_name.h"
#include "trace/identifier.h"

namespace zhiheng::trace {
namespace {

struct IdentifiersName {
  std::string_view text;
  Identifiers notation;
};
constexpr std::array<IdentifiersName, 4> identifiers_names = {
    {{"Always_GS1_Digital_Link", Identifiers::digital_link},
     {"Always_EPC_URN", Identifiers::urn},
     {"Never_Translates", Identifiers::as_captured},
     {"No_Preference", Identifiers::as_captured}}};

struct WordsName {
  std::string_view text;
  WordNotation notation;
};
constexpr std::array<WordsName, 3> words_names = {{{"Always_Web_URI", WordNotation::address},
                                                   {"Always_URN", WordNotation::urn},
                                                   {"No_Preference", WordNotation::address}}};

template <class Names>
auto named(const Names& names, std::string_view text)
    -> std::optional<decltype(names.front().notation)> {
  const std::string wanted = to_lower(text);
  for (const auto& name : names) {
    if (to_lower(name.text) == wanted) return name.notation;
  }
  return std::nullopt;
}

template <class Names, class Notation>
std::string_view text_of(const Names& names, Notation notation) {
  for (const auto& name : names) {
    if (name.notation == notation) return name.text;
  }
  return {};
}

}  // namespace

std::optional<Identifiers> identifiers_named(std::string_view text) {
  return named(identifiers_names, text);
}
std::string_view name_of(Identifiers notation) { return text_of(identifiers_names, notation); }
std::optional<WordNotation> words_named(std::string_view text) { return named(words_names, text); }
std::string_view name_of(WordNotation notation) { return text_of(words_names, notation); }

std::string in_notation(const std::string& identifier, Identifiers notation,
                        const code::CompanyPrefixes& prefixes) {
  if (notation == Identifiers::digital_link) {
    return identifier.starts_with("urn:epc:") ? normal_identifier(identifier) : identifier;
  }
  if (notation != Identifiers::urn || !identifier.starts_with("http")) return identifier;
  const auto epc = code::parse_epc_link(identifier);
  if (!epc) return identifier;
  const auto urn = code::to_epc_urn(*epc, prefixes);
  return urn ? *urn : identifier;
}

Event in_notation(Event event, Identifiers identifiers, WordNotation words,
                  const code::CompanyPrefixes& prefixes) {
  const auto identifier = [&](std::string& text) {
    text = in_notation(text, identifiers, prefixes);
  };
  const auto word = [&](std::string& text) {
    if (words == WordNotation::urn) text = code::cbv_urn(text);
  };
  for (auto* list : {&event.epcs, &event.output_epcs}) {
    if (!*list) continue;
    for (std::string& epc : **list) identifier(epc);
  }
  for (auto* list : {&event.quantities, &event.output_quantities}) {
    if (!*list) continue;
    for (Quantity& quantity : **list) identifier(quantity.epc_class);
  }
  for (auto* list : {&event.transactions, &event.sources, &event.destinations}) {
    for (Reference& reference : *list) {
      identifier(reference.id);
      word(reference.type);
    }
  }
  for (std::string* text : {&event.parent, &event.transformation}) identifier(*text);
  for (std::optional<Place>* place : {&event.read_point, &event.biz_location}) {
    if (*place) identifier((*place)->id);
  }
  word(event.biz_step);
  word(event.disposition);
  if (event.error) word(event.error->reason);
  if (event.persistent) {
    for (auto* list : {&event.persistent->set, &event.persistent->unset}) {
      for (std::string& text : *list) word(text);
    }
  }
  return event;
}

}  // namespace zhiheng::trace
