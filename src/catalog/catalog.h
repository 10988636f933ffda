#pragma once
// What is declared: registers, indicators, targets, mappings, code lists and calendars, read from
// the TOML files of a catalog folder and checked against each other before anything starts.

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "base/result.h"
#include "base/words.h"
#include "catalog/assessment.h"
#include "catalog/indicator.h"
#include "catalog/mapping.h"
#include "catalog/register.h"
#include "catalog/roles.h"
#include "catalog/security.h"
#include "catalog/term.h"
#include "catalog/wording.h"

namespace zhiheng::code {
class Regions;
class Industries;
}  // namespace zhiheng::code

namespace zhiheng::catalog {

/// One entry of a code list.
struct Code {
  std::string code;
  Words title;
  std::vector<std::string> synonyms;  ///< other spellings found in files
};

/// A closed list that a `code` field refers to.
struct CodeList {
  std::string name;
  Words title;
  std::string source;
  std::vector<Code> codes;
  /// The code for a code, a title in either language or a synonym, in any width and case; null
  /// when the list does not know it.
  [[nodiscard]] const Code* find(std::string_view text) const;

  std::map<std::string, std::size_t> by_matching_form;  ///< filled by the loader
};

/// Who stands where in the product: used to answer "how does the province stand?".
struct Catalog {
  std::string folder;
  std::vector<Register> registers;
  std::vector<Indicator> indicators;
  std::vector<Target> targets;
  std::vector<Weights> weights;
  std::vector<Scheme> schemes;  ///< of assessment; one name may have several versions
  std::vector<Mapping> mappings;
  std::vector<CodeList> code_lists;
  std::vector<LegalTerm> terms;
  std::vector<Role> roles;
  Security security;
  Wording wording;
  std::map<std::string, WorkingCalendar> calendars;
  std::map<std::string, Words> messages;  ///< failure id -> the user's sentence
  std::shared_ptr<const code::Regions> regions;
  std::shared_ptr<const code::Industries> industries;

  [[nodiscard]] const Register* find_register(std::string_view name) const;
  [[nodiscard]] const Indicator* find_indicator(std::string_view name) const;
  [[nodiscard]] const Weights* find_weights(std::string_view name) const;
  /// The version of a scheme in force on that day; null when there is none.
  [[nodiscard]] const Scheme* find_scheme(std::string_view name, Date on) const;
  [[nodiscard]] const Mapping* find_mapping(std::string_view name) const;
  [[nodiscard]] const CodeList* find_codes(std::string_view name) const;
  [[nodiscard]] const LegalTerm* find_term(std::string_view name) const;
  [[nodiscard]] const Role* find_role(std::string_view name) const;
  /// The user's sentence for a refusal; the log's sentence where the catalog has none.
  [[nodiscard]] std::string sentence(const Error& error, Language language) const;
};

/// Reads and checks a catalog folder; every error found, not only the first.
struct Loaded {
  std::shared_ptr<const Catalog> catalog;  ///< null when anything is wrong
  std::vector<Error> errors;               ///< where: "registers/alert.toml:12"
};
[[nodiscard]] Loaded load(const std::string& folder, const std::vector<std::string>& more = {});

/// Only the users' sentences, for whoever must report an error before or without a catalog.
[[nodiscard]] std::map<std::string, Words> load_sentences(const std::string& folder);

/// The catalog folder to use: the given one, else ZHIHENG_CATALOG, else the one installed or
/// standing beside the program.
[[nodiscard]] std::string find_folder(std::string_view given);

}  // namespace zhiheng::catalog
