#pragma once
// The same step or correction of many records, each by the same rules as one.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "registry/registry.h"

namespace zhiheng::registry {

/// A record and the version of it that the person saw.
struct Target {
  std::string id = {};
  std::optional<int> expected = {};
};

/// What is done to a record: a step, filling in fields on the way, or a correction of fields.
struct Deed {
  std::string step = {};  ///< empty: a correction
  std::string reason = {};
  std::vector<std::string> columns = {};
  std::vector<Value> values = {};  ///< one per column
};

enum class Fate {
  done,
  refused,
  possible,  ///< on trial: nothing speaks against it
  withheld   ///< would have been possible, but another record was refused and all or none was asked
};

/// What became of one record.
struct Done {
  std::string id = {};
  std::string key = {}, title = {};  ///< empty when the person may not see the record
  int version = 0;                   ///< the newest now
  Fate fate = Fate::done;
  std::vector<Error> errors = {};  ///< why it was refused
};

struct Manner {
  bool trial = false;           ///< judge and write nothing
  bool all_or_nothing = false;  ///< in one commit, and only when none is refused
};

/// Does the same to each record; one answer for each, in order.
/// @fails  registry.limit_wrong: more than capacity.toml allows at once; registry.step_unknown,
///         registry.reason_missing (a correction); what the store cannot do
[[nodiscard]] Result<std::vector<Done>> act_on(Registry& registry, const Person& person,
                                               const catalog::Register& of,
                                               std::span<const Target> targets, const Deed& deed,
                                               Manner manner);

/// What would be refused if these fields were written now: to a record, or to a new one where
/// `target` has no id. What depends on other records comes only when it is written.
/// @fails  registry.not_found, registry.not_allowed, registry.column_unknown
[[nodiscard]] Result<std::vector<Error>> check_writing(Registry& registry, const Person& person,
                                                       const catalog::Register& of,
                                                       const Target& target, const Deed& deed);

}  // namespace zhiheng::registry
