#include "catalog/catalog.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "base/text.h"

namespace zhiheng::catalog {

namespace {

template <class T>
const T* by_name(const std::vector<T>& things, std::string_view name) {
  const auto found = std::ranges::find(things, name, &T::name);
  return found == things.end() ? nullptr : &*found;
}

}  // namespace

const Code* CodeList::find(std::string_view text) const {
  const auto found = by_matching_form.find(to_matching_form(text));
  return found == by_matching_form.end() ? nullptr : &codes[found->second];
}

const Register* Catalog::find_register(std::string_view name) const {
  return by_name(registers, name);
}
const Indicator* Catalog::find_indicator(std::string_view name) const {
  return by_name(indicators, name);
}
const Weights* Catalog::find_weights(std::string_view name) const { return by_name(weights, name); }
const Mapping* Catalog::find_mapping(std::string_view name) const {
  return by_name(mappings, name);
}
const Scheme* Catalog::find_scheme(std::string_view name, Date on) const {
  const auto found = std::ranges::find_if(schemes, [&](const Scheme& scheme) {
    return scheme.name == name && scheme.valid_from <= on &&
           (!scheme.valid_to || on <= *scheme.valid_to);
  });
  return found == schemes.end() ? nullptr : &*found;
}
const CodeList* Catalog::find_codes(std::string_view name) const {
  return by_name(code_lists, name);
}
const LegalTerm* Catalog::find_term(std::string_view name) const { return by_name(terms, name); }
const TermVersion* LegalTerm::in_force(Date on) const {
  const TermVersion* found = nullptr;
  for (const auto& version : versions) {
    if (version.from <= on) found = &version;
  }
  return found;
}
const Role* Catalog::find_role(std::string_view name) const { return by_name(roles, name); }

std::string Catalog::sentence(const Error& error, Language language) const {
  if (error.failure == nullptr) return {};
  const auto found = messages.find(std::string(error.failure->id));
  return found == messages.end() ? std::string(error.failure->sentence)
                                 : found->second.in(language);
}

std::string find_folder(std::string_view given) {
  namespace fs = std::filesystem;
  if (!given.empty()) return std::string(given);
  if (const char* variable = std::getenv("ZHIHENG_CATALOG")) return variable;
  std::error_code ignored;
  // build/<preset>/zhiheng stands two levels below the source; an installed one in bin/.
  fs::path program = fs::read_symlink("/proc/self/exe", ignored);
  for (fs::path up = program.parent_path(); !up.empty() && up != up.root_path();
       up = up.parent_path()) {
    for (const fs::path& place : {up / "catalog", up / "share/zhiheng/catalog"}) {
      if (fs::is_directory(place / "registers", ignored)) return place.string();
    }
  }
  return "catalog";
}

}  // namespace zhiheng::catalog
