#pragma once
// What is looked for in a chain, with thresholds that stand in the catalog, and what was found.

#include <atomic>
#include <filesystem>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/words.h"
#include "trace/distance.h"
#include "trace/whereabouts.h"

namespace zhiheng::trace {

/// A rule of catalog/trace/rules.toml.
struct Rule {
  std::string id, question;  ///< "sale_after_sale", "clones"
  Words title;
  std::map<std::string, double, std::less<>> thresholds;

  /// 0 for one that the rule does not have.
  [[nodiscard]] double threshold(std::string_view name) const;
  bool operator==(const Rule&) const = default;
};

/// @fails  trace.rules_malformed
[[nodiscard]] Result<std::vector<Rule>> load_rules(const std::filesystem::path& catalog);

/// A candidate: something that should not be, or not be seen twice.
struct Finding {
  const Rule* rule = nullptr;
  Id id = nothing;              ///< what it is about
  std::vector<EventAt> events;  ///< by which it shows, by time
  double value = 0;             ///< km/h; part of the amount that is missing; hours; else 0
};

using Positions = std::unordered_map<Id, Position>;

/// What the rules look at.
struct Inspection {
  const History& history;
  const StepMeanings& meanings;
  const Positions& positions;  ///< of places; journeys between others are not looked at
  Timestamp now;               ///< what is not received by then is waited for
  const std::atomic<bool>* interrupted = nullptr;
};

/// The latest event: the chain's own idea of now.
[[nodiscard]] Timestamp latest(const History& history);

/// Shipped and not received, received and not shipped, opened twice, unpacked without having been
/// packed, amounts that differ. A thing in a container is not told of beside its container.
/// @param rules  of which those with the question "gaps" are looked for
/// @fails  trace.interrupted
/// @cost   linear in the parts of the chain
[[nodiscard]] Result<std::vector<Finding>> find_gaps(const Inspection& inspection,
                                                     const std::vector<Rule>& rules);

/// Came into being twice, active after the end, sold twice, travelled too fast.
/// @param rules  of which those with the question "clones" are looked for
/// @fails  trace.interrupted
[[nodiscard]] Result<std::vector<Finding>> find_clones(const Inspection& inspection,
                                                       const std::vector<Rule>& rules);

}  // namespace zhiheng::trace
