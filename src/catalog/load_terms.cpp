// Legal terms and their versions.

#include <algorithm>

#include "catalog/failures.h"
#include "catalog/loaders.h"

namespace zhiheng::catalog {
namespace {

constexpr int longest_term = 100'000;

TermVersion load_version(Declaration& at) {
  TermVersion version;
  if (const auto from = at.date("from")) {
    version.from = *from;
  } else if (!at.has("from")) {
    at.complain(key_missing, "from", "", "a date: 2024-01-31");
  }
  version.term.count = at.integer_or("amount", 0);
  if (version.term.count < 1 || version.term.count > longest_term) {
    at.complain(wrong_value, "amount", std::to_string(version.term.count), "1..100000");
  }
  version.term.unit = static_cast<Term::Unit>(
      at.choice("unit", {"hours", "working_days", "natural_days", "months", "years", "minutes"}));
  version.moves = at.flag("moves");
  version.source = at.text("source");
  version.verified = at.choice("status", {"verified", "unverified"}, 0) == 0;
  at.finish();
  return version;
}

}  // namespace

std::vector<LegalTerm> load_terms(Declaration& file) {
  std::vector<LegalTerm> terms;
  for (Declaration& at : file.tables("term")) {
    LegalTerm term;
    term.name = at.text("id");
    term.title = at.words("title");
    for (Declaration& version : at.tables("version")) {
      term.versions.push_back(load_version(version));
      const auto count = term.versions.size();
      if (count > 1 && term.versions[count - 1].from <= term.versions[count - 2].from) {
        version.complain(wrong_value, "from", to_text(term.versions[count - 1].from),
                         "> " + to_text(term.versions[count - 2].from));
      }
    }
    if (term.versions.empty()) {
      at.complain(key_missing, "version", "", "at least one [[term.version]]");
    }
    at.finish();
    terms.push_back(std::move(term));
  }
  file.finish();
  return terms;
}

}  // namespace zhiheng::catalog
