#pragma once
// A plan's text becomes records: the first time all of them, later what a new version changed.

#include <string>
#include <vector>

#include "plan/deriving.h"
#include "registry/registry.h"

namespace zhiheng::plan {

struct LoadOptions {
  std::string region = {};
  int year = 0;
  std::string suffix = {};  ///< further plans of one region and year: "620000-2026-suffix"
  std::string upper = {};   ///< code of the plan of the level above
  /// Takes every field from the text again, also where it was corrected by hand.
  bool anew = false;
};

/// What one record went through.
struct Change {
  std::string of = {};  ///< register
  std::string key = {};
  std::string what = {};                 ///< "added", "changed", "removed", "cancelled"
  std::string title = {};                ///< of the item or task, the subject of the target
  std::vector<std::string> fields = {};  ///< that changed
};

struct LoadReport {
  std::string code = {};  ///< of the document
  std::string title = {};
  std::string digest = {};  ///< SHA-256 of the text that was loaded before; "" when none was
  std::int64_t added = 0, changed = 0, unchanged = 0, removed = 0, cancelled = 0;
  std::vector<Change> changes =
      {};  ///< of a text that was there before; not listed for a first one
  std::size_t items = 0, targets = 0, tasks = 0, defects = 0;
};

/// Reads a text and writes its records in one commit, or none at all. Offsets in the records count
/// in the text as it is kept (normal form C). The same text again writes nothing. Of a new version
/// only those fields are written whose content changed in the text, so that what was corrected by
/// hand (a lead, a deadline) stays. Items and targets that are gone are deleted with a reason;
/// their tasks too when nobody has begun them, else they are cancelled.
///
/// @fails  those of parse, plan.region_wrong, plan.year_wrong, plan.document_unknown (upper),
///         registry.not_allowed, registry.*: a record that its register refuses
[[nodiscard]] Result<LoadReport> load(registry::Registry& registry, const registry::Person& person,
                                      const Lexicon& lexicon, std::string source,
                                      const LoadOptions& options);

}  // namespace zhiheng::plan
