#pragma once
// Machines outside that asked to be told, and the secrets that are shared with them.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "store/store.h"

namespace zhiheng::deliver {

struct Target {
  std::string id = {};       ///< UUID
  std::string purpose = {};  ///< of which room: "register", "epcis"
  std::string owner = {};    ///< account
  std::string url = {};
  /// "whsec_…", shared with the receiver: never shown again, never in a log.
  std::string secret = {};
  /// Sent along as they are; may be secret too.
  std::vector<std::pair<std::string, std::string>> headers = {};
  Timestamp made{};
};

/// Kept encrypted as a whole. From many threads.
class Targets {
 public:
  explicit Targets(store::Store& store) : store_(store) {}

  /// Gives it an id, and a secret where it has none.
  /// @fails  deliver.target_malformed, deliver.secret_malformed, deliver.header_malformed (a name
  ///         that is no token or one that we send ourselves, a value with control characters),
  ///         store.key_missing
  Result<Target> add(Target target, Timestamp at);
  /// @fails  deliver.target_unknown
  Result<Target> find(std::string_view id);
  Result<std::vector<Target>> all();
  /// What waits for it is forgotten.
  /// @fails  deliver.target_unknown
  Result<void> remove(std::string_view id);

 private:
  store::Store& store_;
};

}  // namespace zhiheng::deliver
