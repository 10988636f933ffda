// Two texts compared as plans: cut at the first form feed, or compared with themselves.

#include <cstdlib>
#include <string>

#include "plan/compare.h"

namespace {

using namespace zhiheng::plan;

void check(bool holds) {
  if (!holds) std::abort();
}

/// The folder of the declarations: run from the source folder, or say where it is.
std::string catalog() {
  const char* folder = std::getenv("ZHIHENG_CATALOG");
  return folder == nullptr ? "catalog" : folder;
}

const Lexicon& lexicon() {
  static const auto loaded = Lexicon::load(catalog());
  check(loaded.has_value());
  return *loaded;
}

const CompareRules& rules() {
  static const auto loaded = CompareRules::load(catalog());
  check(loaded.has_value());
  return *loaded;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const std::size_t cut = text.find('\f');
  const auto upper = parse(text.substr(0, cut), lexicon());
  const auto lower = parse(cut == std::string::npos ? text : text.substr(cut + 1), lexicon());
  if (!upper || !lower) return 0;
  const Crosswalk crosswalk = compare(*upper, *lower, lexicon(), rules());
  check(crosswalk.pairs.size() == crosswalk.upper.items.size());
  check(crosswalk.sentences.size() == crosswalk.upper.units.size());
  for (const ItemPair& pair : crosswalk.pairs) {
    check(pair.lower.empty() == (pair.relation == Relation::dropped));
    check(pair.similarity >= 0 && pair.similarity <= 1);
  }
  check(!to_json(crosswalk, *upper, *lower).empty());
  return 0;
}
