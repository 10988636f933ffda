#pragma once
// How often somebody tried in vain, and when trying is refused for a while.

#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>

#include "base/date.h"
#include "base/result.h"
#include "catalog/security.h"
#include "store/store.h"

namespace zhiheng::registry {

/// Failures in a row by the name that was tried, whether anybody has it or not: a name that nobody
/// has is counted and locked like any other. Names are kept as digests. From many threads.
class Attempts {
 public:
  /// @param space  where they are kept: one for each kind of name
  Attempts(store::Store& store, catalog::Security rules, std::string space)
      : store_(store), rules_(std::move(rules)), space_(std::move(space)) {}

  /// Counts an attempt before it is looked at: a hundred at once count as a hundred.
  /// @fails  registry.login_locked
  Result<void> charge(std::string_view name, Timestamp now);
  /// An attempt that was right, or a new secret: the count begins anew.
  Result<void> forgive(std::string_view name);

 private:
  store::Store& store_;
  catalog::Security rules_;
  std::string space_;
  std::mutex counting_;  ///< attempts are counted one at a time
  int charged_ = 0;      ///< attempts since names were last swept out
};

/// The same for one who counts one at a time already.
/// @fails  registry.login_locked
Result<void> charge_attempt(store::Store& store, const catalog::Security& rules,
                            std::string_view space, std::string_view name, Timestamp now);
Result<void> forgive_attempts(store::Store& store, std::string_view space, std::string_view name);
/// Forgets what is old, and of more than `most` names those that nothing locks first: anybody can
/// type any name. To be called once in a while.
Result<void> sweep_attempts(store::Store& store, const catalog::Security& rules,
                            std::string_view space, Timestamp now, std::size_t most = 100'000);

/// After so many attempts it is time to sweep.
inline constexpr int attempts_before_sweeping = 500;

}  // namespace zhiheng::registry
