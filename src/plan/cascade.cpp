#include "plan/cascade.h"

#include <cmath>
#include <map>
#include <set>

#include "plan/deriving.h"
#include "plan/documents.h"
#include "plan/rows.h"

namespace zhiheng::plan {
namespace {

using Pair = std::pair<std::string, std::string>;

/// Codes of items by where they begin in the text (bytes).
Result<std::map<std::int64_t, std::string>> codes_by_offset(registry::Registry& registry,
                                                            const registry::Person& person,
                                                            const std::string& document) {
  ZH_TRY(const Rows rows,
         Rows::read(registry, person, "plan_item", equals("document", document), {}));
  std::map<std::int64_t, std::string> codes;
  for (const auto& record : rows.records()) {
    codes[rows.whole(record, "offset").value_or(-1)] = rows.text(record, "code");
  }
  return codes;
}

/// The code of a compared item: the record that begins within it.
std::string code_of(const std::map<std::int64_t, std::string>& codes, const Plan& plan,
                    const ComparedItem& item) {
  const auto found = codes.lower_bound(plan.text.byte(item.span.begin));
  const bool inside = found != codes.end() && found->first < plan.text.byte(item.span.end);
  return inside ? found->second : std::string();
}

struct Found {
  Relation relation = Relation::kept;
  double similarity = 0;
};

/// Declared links stand; the others are the crosswalk's to delete.
struct Known {
  std::set<Pair> declared;
  std::map<Pair, std::string> ids;
};

Result<Known> known_links(registry::Registry& registry, const registry::Person& person,
                          const std::string& upper, const std::string& lower) {
  ZH_TRY(const Rows rows, Rows::read(registry, person, "plan_adoption",
                                     both("upper starts with " + literal(upper + "#"),
                                          "lower starts with " + literal(lower + "#")),
                                     {}));
  Known known;
  for (const auto& record : rows.records()) {
    const Pair pair{rows.text(record, "upper"), rows.text(record, "lower")};
    if (rows.text(record, "basis") == "declared") {
      known.declared.insert(pair);
    } else {
      known.ids[pair] = record.id;
    }
  }
  return known;
}

Result<std::size_t> write_links(registry::Registry& registry, const registry::Person& person,
                                const std::map<Pair, Found>& found, const Known& known,
                                const std::string& region) {
  const std::vector<std::string> columns = {"upper",    "lower", "region",
                                            "relation", "basis", "similarity"};
  std::vector<registry::Entry> entries;
  for (const auto& [pair, link] : found) {
    if (known.declared.contains(pair)) continue;
    const auto similarity = static_cast<std::int64_t>(std::llround(link.similarity * 1e4));
    entries.push_back(
        {.values = {pair.first, pair.second, region, std::string(name_of(link.relation)),
                    std::string("crosswalk"), Decimal{similarity, 4}}});
  }
  ZH_TRY(const auto* of, registry.find_register("plan_adoption"));
  ZH_TRY(const auto answers, registry.put(person, *of, columns, std::move(entries)));
  std::size_t written = 0;
  for (const auto& answer : answers) {
    if (!answer.errors.empty()) return std::unexpected(answer.errors.front());
    written += answer.outcome == store::Outcome::unchanged ? 0 : 1;
  }
  for (const auto& [pair, id] : known.ids) {
    if (found.contains(pair)) continue;
    ZH_DO(registry.remove(person, *of, id, std::nullopt, "文本比对不再对应"));
    ++written;
  }
  return written;
}

}  // namespace

Result<ComparedTexts> compare_on_record(registry::Registry& registry,
                                        const registry::Person& person, const Lexicon& lexicon,
                                        const std::string& upper, const std::string& lower) {
  ZH_TRY(const auto rules, CompareRules::load(registry.catalog().folder));
  ZH_TRY(Plan above, text_of(registry, person, lexicon, upper));
  ZH_TRY(Plan below, text_of(registry, person, lexicon, lower));
  Crosswalk crosswalk = compare(above, below, lexicon, rules);
  return ComparedTexts{std::move(above), std::move(below), std::move(crosswalk)};
}

Result<std::size_t> link_by_crosswalk(registry::Registry& registry, const registry::Person& person,
                                      const Lexicon& lexicon, const std::string& upper,
                                      const std::string& lower) {
  ZH_TRY(const auto texts, compare_on_record(registry, person, lexicon, upper, lower));
  ZH_TRY(const auto upper_codes, codes_by_offset(registry, person, upper));
  ZH_TRY(const auto lower_codes, codes_by_offset(registry, person, lower));
  std::map<Pair, Found> found;
  for (const auto& pair : texts.crosswalk.pairs) {
    const auto above = code_of(upper_codes, texts.upper, texts.crosswalk.upper.items[pair.upper]);
    for (const std::size_t place : pair.lower) {
      const auto below = code_of(lower_codes, texts.lower, texts.crosswalk.lower.items[place]);
      if (!above.empty() && !below.empty())
        found[{above, below}] = {pair.relation, pair.similarity};
    }
  }
  ZH_TRY(const auto known, known_links(registry, person, upper, lower));
  ZH_TRY(const auto plan, document(registry, person, lower));
  return write_links(registry, person, found, known, plan.region);
}

Result<std::size_t> link_all(registry::Registry& registry, const registry::Person& person,
                             const Lexicon& lexicon, const std::string& code) {
  ZH_TRY(const auto all, documents(registry, person, ""));
  std::size_t written = 0;
  for (const auto& plan : all) {
    if (plan.upper.empty() || (plan.code != code && plan.upper != code)) continue;
    ZH_TRY(const auto links, link_by_crosswalk(registry, person, lexicon, plan.upper, plan.code));
    written += links;
  }
  return written;
}

}  // namespace zhiheng::plan
