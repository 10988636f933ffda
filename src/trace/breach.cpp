#include "trace/breach.h"

#include <algorithm>

#include "catalog/declaration.h"
#include "trace/chain_failures.h"

namespace zhiheng::trace {

Result<std::vector<BreachRule>> load_breach_rules(const std::filesystem::path& catalog) {
  const std::string name = "trace/breaches.toml";
  std::vector<Error> errors;
  auto file = catalog::Declaration::read((catalog / name).string(), name, errors);
  std::vector<BreachRule> rules;
  if (file) {
    for (catalog::Declaration& table : file->tables("rule")) {
      BreachRule rule;
      rule.id = table.text("id");
      rule.title = table.words("title");
      rule.kind = table.text("kind");
      if (table.has("above")) {
        if (const auto bound = table.decimal("above")) rule.above = to_double(*bound);
      }
      if (table.has("below")) {
        if (const auto bound = table.decimal("below")) rule.below = to_double(*bound);
      }
      rule.only_steps = table.texts("only_steps");
      rule.source = table.text("source");
      table.text_or("status", "");
      table.finish();
      rules.push_back(std::move(rule));
    }
    file->finish();
  }
  if (!errors.empty()) {
    return fail(rules_malformed, errors.front().where, errors.front().found, errors.front().wanted);
  }
  return rules;
}

Result<BreachRule> find_breach_rule(const std::filesystem::path& catalog, const std::string& id) {
  ZH_TRY(const auto rules, load_breach_rules(catalog));
  const auto found = std::ranges::find(rules, id, &BreachRule::id);
  if (found != rules.end()) return *found;
  std::string known;
  for (const BreachRule& rule : rules) known.append(known.empty() ? "" : "|").append(rule.id);
  return fail(rule_unknown, "--breach", id, known);
}

std::vector<Reading> breaches_of(const History& history, const BreachRule& rule) {
  const Chain& chain = history.chain();
  const std::uint16_t kind = chain.find_word(rule.kind);
  std::vector<Reading> found;
  for (const Reading& reading : chain.readings()) {
    if (reading.kind != kind || !history.counts(reading.event)) continue;
    const bool outside =
        (rule.above && reading.high > *rule.above) || (rule.below && reading.low < *rule.below);
    const auto& steps = rule.only_steps;
    const std::string_view step = chain.word(chain.event(reading.event).step);
    if (outside && (steps.empty() || std::ranges::find(steps, step) != steps.end())) {
      found.push_back(reading);
    }
  }
  return found;
}

}  // namespace zhiheng::trace
