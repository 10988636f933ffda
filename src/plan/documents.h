#pragma once
// The plans on record: a list of them, and one with its text and everything marked in it.

#include <optional>
#include <string>
#include <vector>

#include "plan/load.h"
#include "plan/matrix.h"
#include "plan/progress.h"
#include "plan/tracking.h"

namespace zhiheng::plan {

/// The day by which tasks are judged: that of example data when the store holds an invented year,
/// else the clock's in China.
[[nodiscard]] Result<Date> today(store::Store& store);

struct PlanDocument {
  std::string id = {}, code = {}, region = {}, level = {}, title = {}, number = {}, issuer = {},
              upper = {}, state = {};
  int year = 0;
  std::optional<Date> issued_on = {};
  std::int64_t items = 0, targets = 0, defects = 0, bytes = 0;
};

/// Those that the person may see, by code.
/// @param region  and all below; empty: all
[[nodiscard]] Result<std::vector<PlanDocument>> documents(registry::Registry& registry,
                                                          const registry::Person& person,
                                                          const std::string& region);

/// @fails  plan.document_unknown
[[nodiscard]] Result<PlanDocument> document(registry::Registry& registry,
                                            const registry::Person& person,
                                            const std::string& code);

/// The kept text, parsed anew: its offsets are those of the records.
/// @fails  plan.document_unknown
[[nodiscard]] Result<Plan> text_of(registry::Registry& registry, const registry::Person& person,
                                   const Lexicon& lexicon, const std::string& code);

/// Deadlines, reports, meetings and minutes between two days, whatever became of them.
struct CalendarEntry {
  Due due = {};
  std::string light = {};  ///< of the task or resolution; state of a meeting
};
[[nodiscard]] std::vector<CalendarEntry> calendar(const Status& status, Date from, Date to);

[[nodiscard]] std::string to_json(const std::vector<PlanDocument>& plans);
/// {document, text, parse}: the parse as `plan parse --json` prints it.
[[nodiscard]] std::string to_json(const PlanDocument& document, const Plan& plan,
                                  const Lexicon& lexicon);
[[nodiscard]] std::string to_json(const Status& status);
[[nodiscard]] std::string to_json(const std::vector<CalendarEntry>& entries);
[[nodiscard]] std::string to_json(const AuthorityMatrix& matrix);
[[nodiscard]] std::string to_json(const RegionMatrix& matrix);
[[nodiscard]] std::string to_json(const std::vector<TargetProgress>& targets);
[[nodiscard]] std::string to_json(const LoadReport& report);

}  // namespace zhiheng::plan
