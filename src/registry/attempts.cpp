#include "registry/attempts.h"

#include <algorithm>
#include <tuple>
#include <utility>
#include <vector>

#include "base/duration.h"
#include "base/number.h"
#include "registry/failures.h"
#include "registry/packing.h"
#include "registry/password.h"

namespace zhiheng::registry {
namespace {

using duration::hour;
using duration::second;

/// What is known of one name.
struct Tried {
  std::int64_t failures = 0;  ///< in a row
  Timestamp locked_until{};
  Timestamp last{};

  [[nodiscard]] std::string packed() const {
    return pack({std::to_string(failures), std::to_string(locked_until.microseconds),
                 std::to_string(last.microseconds)});
  }
  static Tried read(const std::optional<std::string>& kept) {
    const auto parts = kept ? unpack(*kept) : std::nullopt;
    if (!parts || parts->size() != 3) return {};
    return {.failures = number_in<std::int64_t>(parts->at(0)).value_or(0),
            .locked_until = Timestamp{number_in<std::int64_t>(parts->at(1)).value_or(0)},
            .last = Timestamp{number_in<std::int64_t>(parts->at(2)).value_or(0)}};
  }
  [[nodiscard]] bool is_old(const catalog::Security& rules, Timestamp now) const {
    return now.microseconds - last.microseconds > rules.failures_forgotten_hours * hour;
  }
};

/// The first lock at the failure that is one too many, then doubling up to the longest.
std::int64_t lock_after(const catalog::Security& rules, std::int64_t failures) {
  if (failures < rules.failures_before_lock) return 0;
  std::int64_t seconds = rules.first_lock_seconds;
  for (auto i = failures - rules.failures_before_lock; i > 0; --i) {
    if (seconds >= rules.longest_lock_seconds) break;
    seconds *= 2;
  }
  return std::min(seconds, rules.longest_lock_seconds) * second;
}

}  // namespace

// Whoever types ever new names to get a lock forgotten pushes out everything unlocked first, then
// what ends soonest.
Result<void> sweep_attempts(store::Store& store, const catalog::Security& rules,
                            std::string_view space, Timestamp now, std::size_t most) {
  ZH_TRY(const auto kept, store.list(space));
  std::vector<std::tuple<Timestamp, Timestamp, std::string>> fresh;
  for (const auto& [digest, value] : kept) {
    const Tried known = Tried::read(value);
    if (known.is_old(rules, now)) {
      ZH_DO(store.erase(space, digest));
    } else {
      fresh.emplace_back(std::max(known.locked_until, now), known.last, digest);
    }
  }
  if (fresh.size() <= most) return {};
  std::ranges::sort(fresh);
  for (std::size_t i = 0; i < fresh.size() - most; ++i) {
    ZH_DO(store.erase(space, std::get<2>(fresh[i])));
  }
  return {};
}

Result<void> charge_attempt(store::Store& store, const catalog::Security& rules,
                            std::string_view space, std::string_view name, Timestamp now) {
  const std::string digest = token_digest(name);
  ZH_TRY(const auto kept, store.get(space, digest));
  Tried known = Tried::read(kept);
  if (now < known.locked_until) {
    return fail(login_locked, "login", {}, to_china_text(known.locked_until));
  }
  if (known.is_old(rules, now)) known = {};
  ++known.failures;
  known.locked_until = Timestamp{now.microseconds + lock_after(rules, known.failures)};
  known.last = now;
  return store.put(space, digest, known.packed());
}

Result<void> forgive_attempts(store::Store& store, std::string_view space, std::string_view name) {
  ZH_TRY([[maybe_unused]] const bool counted, store.erase(space, token_digest(name)));
  return {};
}

Result<void> Attempts::charge(std::string_view name, Timestamp now) {
  const std::scoped_lock lock(counting_);
  if (charged_++ % attempts_before_sweeping == 0) {
    ZH_DO(sweep_attempts(store_, rules_, space_, now));
  }
  return charge_attempt(store_, rules_, space_, name, now);
}

Result<void> Attempts::forgive(std::string_view name) {
  const std::scoped_lock lock(counting_);
  return forgive_attempts(store_, space_, name);
}

}  // namespace zhiheng::registry
