#pragma once
// Who reported, kept apart: sealed to the custodians' keys, opened by two people together, erased
// in time. The sealed texts stand beside the registers and not in one: what is erased is gone,
// where the versions of a record would stay for ever.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/date.h"
#include "registry/registry.h"

namespace zhiheng::reporter {

struct CustodianKey {
  std::string id;
  std::string public_key;
};

/// A sealed text and what it is bound to; one for each key that was installed when it was taken.
struct Sealed {
  std::string place;
  std::vector<std::string> texts;
};

class Custody {
 public:
  explicit Custody(registry::Registry& registry) : registry_(registry) {}

  /// From now on everything is sealed for this key too.
  /// @fails  reporter.key_wrong, reporter.key_known
  Result<CustodianKey> install(const std::string& public_key);
  /// Nothing more is sealed for it; what was, it still opens.
  /// @fails  reporter.key_unknown
  Result<void> remove(const std::string& id);
  Result<std::vector<CustodianKey>> keys();

  /// Keeps a text about a report, of a kind ("identity", "payout") of which there is one.
  /// @fails  reporter.no_custodian
  Result<void> keep(const std::string& report, std::string_view kind, std::string_view text);
  Result<bool> keeps(const std::string& report, std::string_view kind);

  /// What is kept about the report of an approved request, still sealed; it is written down who got
  /// it. An approval is good for one opening.
  /// @param request  number of the record of identity_opening
  /// @fails  registry.not_found, registry.not_allowed, registry.step_not_possible,
  ///         registry.same_person, reporter.changed_since, reporter.nothing_kept
  Result<std::vector<Sealed>> open(const registry::Person& person, const std::string& request);

  /// Everything that is kept about a report. @return whether there was anything
  Result<bool> forget(const std::string& report);
  /// Forgets what was to be erased by `today`, and takes the step on record.
  /// @return  numbers of the reports
  Result<std::vector<std::string>> erase_due(Date today);

 private:
  registry::Registry& registry_;
};

/// What binds a sealed text to its report.
[[nodiscard]] std::string place_of(const std::string& report, std::string_view kind);

/// The program itself.
[[nodiscard]] registry::Person the_program();

/// A value of a record by the name of its field; null when it is not shown.
[[nodiscard]] Value value_at(const std::vector<std::string>& columns,
                             const registry::Record& record, std::string_view field);

/// The time that a value is; the beginning of 1970 when it is none.
[[nodiscard]] Timestamp moment(const Value& value);

}  // namespace zhiheng::reporter
