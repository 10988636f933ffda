#pragma once
// Which events report goods that were too warm or too cold.

#include <filesystem>
#include <string>
#include <vector>

#include "base/words.h"
#include "trace/history.h"

namespace zhiheng::trace {

/// A rule of catalog/trace/breaches.toml.
struct BreachRule {
  std::string id;
  Words title;
  std::string kind;  ///< "Temperature"
  std::optional<double> above, below;
  std::vector<std::string> only_steps;
  std::string source;
};

/// @fails  trace.rules_malformed
[[nodiscard]] Result<std::vector<BreachRule>> load_breach_rules(
    const std::filesystem::path& catalog);

/// @fails  trace.rule_unknown
[[nodiscard]] Result<BreachRule> find_breach_rule(const std::filesystem::path& catalog,
                                                  const std::string& id);

/// Readings outside the bounds of the rule, in the order of arrival.
[[nodiscard]] std::vector<Reading> breaches_of(const History& history, const BreachRule& rule);

}  // namespace zhiheng::trace
