#include "trace/rules.h"

#include <algorithm>

#include "catalog/declaration.h"
#include "trace/chain_failures.h"

namespace zhiheng::trace {

double Rule::threshold(std::string_view name) const {
  const auto found = thresholds.find(name);
  return found == thresholds.end() ? 0 : found->second;
}

Result<std::vector<Rule>> load_rules(const std::filesystem::path& catalog) {
  const std::string name = "trace/rules.toml";
  std::vector<Error> errors;
  auto file = catalog::Declaration::read((catalog / name).string(), name, errors);
  std::vector<Rule> rules;
  if (file) {
    for (catalog::Declaration& table : file->tables("rule")) {
      Rule rule;
      rule.id = table.text("id");
      rule.question = table.text("question");
      rule.title = table.words("title");
      for (const std::string& key : table.keys()) {
        if (key == "id" || key == "question" || key == "title") continue;
        if (const auto value = table.decimal(key)) rule.thresholds[key] = to_double(*value);
      }
      rules.push_back(std::move(rule));
    }
    file->finish();
  }
  if (!errors.empty()) {
    return fail(rules_malformed, errors.front().where, errors.front().found, errors.front().wanted);
  }
  return rules;
}

Timestamp latest(const History& history) {
  const Chain& chain = history.chain();
  Timestamp last = always;
  for (EventAt at = 0; at < chain.events(); ++at) {
    if (history.counts(at)) last = std::max(last, chain.event(at).time);
  }
  return last;
}

}  // namespace zhiheng::trace
