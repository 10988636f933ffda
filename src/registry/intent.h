#pragma once
// A correction or a step of one record: decided and judged, not yet written.

#include "registry/bulk.h"
#include "registry/inside.h"

namespace zhiheng::registry {

struct PlannedWrite {
  const catalog::Register* of = nullptr;
  std::vector<std::string> columns;
  store::Draft draft;
  std::string key = {};  ///< natural key of a record that a step opens
};

struct Intent {
  store::Version present;
  std::vector<Error> errors;         ///< not empty: nothing of it may be written
  std::vector<PlannedWrite> writes;  ///< the record, then what the step opens
};

/// What the deed would write to the record and all that is wrong with it; the reason is looked at
/// by whoever writes.
/// @fails  as Registry::change and Registry::step
[[nodiscard]] Result<Intent> intend(const Registry::Inside& inside, const Person& person,
                                    const catalog::Register& of, const Target& target,
                                    const Deed& deed);

/// Adds the writes to a transaction. @fails store.stale_version and what the store cannot do
[[nodiscard]] Result<Answer> append(store::Transaction& transaction, Intent intent);

/// Writes all or nothing, durable when it returns; a refusal comes in the answer.
[[nodiscard]] Result<Answer> carry_out(const Registry::Inside& inside, const Person& person,
                                       Intent intent);

}  // namespace zhiheng::registry
