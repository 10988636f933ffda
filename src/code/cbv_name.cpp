#include "code/cbv_name.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"
#include "code/epc_text.h"
#include "code/link_names.h"

namespace zhiheng::code {
namespace {

/// One vocabulary in both notations, and the fields that take its terms.
struct Vocabulary {
  std::string_view urn;
  std::string_view address;
  std::string_view fields;  ///< lower case, blanks around each
};

constexpr std::array vocabularies{
    Vocabulary{"bizstep", "BizStep", " bizstep "},
    Vocabulary{"disp", "Disp", " disposition persistentdisposition set unset "},
    Vocabulary{"btt", "BTT", " biztransaction biztransactionlist biztransactiontype "},
    Vocabulary{"sdt", "SDT",
               " source sourcelist destination destinationlist sourcedest sourcetype "
               "destinationtype "},
    Vocabulary{"er", "ER", " reason errordeclaration errorreason "},
    Vocabulary{"comp", "Comp", " component "}};

constexpr std::string_view urn_start = "urn:epcglobal:cbv:";
constexpr std::string_view address_start = "https://ref.gs1.org/cbv/";
constexpr std::string_view curie_start = "cbv:";

struct Term {
  const Vocabulary* vocabulary;
  std::string_view word;
};

std::optional<Term> term_of(std::string_view text) {
  for (const Vocabulary& each : vocabularies) {
    if (text.starts_with(urn_start)) {
      const std::string_view rest = text.substr(urn_start.size());
      if (to_lower(rest.substr(0, each.urn.size())) == each.urn &&
          rest.substr(each.urn.size()).starts_with(':')) {
        return Term{&each, rest.substr(each.urn.size() + 1)};
      }
      continue;
    }
    std::string_view rest = text;
    if (text.starts_with(address_start)) {
      rest.remove_prefix(address_start.size());
    } else if (text.starts_with(curie_start)) {
      rest.remove_prefix(curie_start.size());
    } else {
      return std::nullopt;
    }
    if (rest.starts_with(each.address) && rest.substr(each.address.size()).starts_with('-')) {
      return Term{&each, rest.substr(each.address.size() + 1)};
    }
  }
  return std::nullopt;
}

std::string as_urn(const Term& term) {
  return std::string(urn_start).append(term.vocabulary->urn).append(":").append(term.word);
}

std::string as_address(const Term& term) {
  return std::string(address_start).append(term.vocabulary->address).append("-").append(term.word);
}

}  // namespace

std::string cbv_word(std::string_view text) {
  const auto term = term_of(text);
  return std::string(term ? term->word : text);
}

std::string cbv_urn(std::string_view text) {
  const auto term = term_of(text);
  return term ? as_urn(*term) : std::string(text);
}

std::string cbv_address(std::string_view text) {
  const auto term = term_of(text);
  return term ? as_address(*term) : std::string(text);
}

std::string cbv_term(std::string_view text, std::string_view field, std::string_view notation) {
  auto term = term_of(text);
  const std::string name = " " + to_lower(field) + " ";
  const bool bare = !term && !trim(text).empty() && text.find(':') == std::string_view::npos;
  if (bare) {
    for (const Vocabulary& each : vocabularies) {
      if (each.fields.find(name) != std::string_view::npos) term = Term{&each, text};
    }
  }
  if (!term) return std::string(text);
  const std::string wanted = to_lower(notation);
  if (wanted == "urn") return as_urn(*term);
  return wanted == "weburi" ? as_address(*term) : std::string(text);
}

std::string canonical_names(std::string_view text) {
  const std::size_t start = text.find("://");
  if (!text.starts_with("http") || start == std::string_view::npos) return std::string(text);
  std::string path;
  std::size_t at = text.find('/', start + 3);
  while (at != std::string_view::npos) {
    const std::size_t end = std::min(text.find('/', at + 1), text.size());
    const std::string_view segment = text.substr(at + 1, end - at - 1);
    // "cpi" is not a name of the standard, and in use.
    const std::string_view ai = segment == "cpi" ? "8010" : link_ai(segment);
    const std::string_view value = text.substr(std::min(end + 1, text.size()), 4);
    const bool key = path.empty() && !ai.empty() && value.size() == 4 && all_digits(value);
    if (key || (!path.empty() && !ai.empty() && !all_digits(segment))) {
      path.append("/").append(ai);
    } else if (!path.empty()) {
      path.append("/").append(segment);
    }
    at = end < text.size() ? end : std::string_view::npos;
  }
  return path.empty() ? std::string(text) : "https://id.gs1.org" + path;
}

}  // namespace zhiheng::code
