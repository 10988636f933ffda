// Logging in and staying so.

#include <algorithm>
#include <charconv>

#include "registry/account.h"
#include "registry/failures.h"
#include "registry/packing.h"
#include "registry/password.h"

namespace zhiheng::registry {
namespace {

constexpr std::string_view sessions = "session";
constexpr std::int64_t second = 1'000'000;
constexpr std::int64_t hour = 3600 * second;
constexpr int charged_before_sweeping = 500;

std::int64_t number_of(const std::string& text) {
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

/// What is known of one name's attempts to log in.
struct Attempts {
  std::int64_t failures = 0;  ///< in a row
  Timestamp locked_until{};
  Timestamp last{};

  [[nodiscard]] std::string packed() const {
    return pack({std::to_string(failures), std::to_string(locked_until.microseconds),
                 std::to_string(last.microseconds)});
  }
  static Attempts read(const std::optional<std::string>& kept) {
    const auto parts = kept ? unpack(*kept) : std::nullopt;
    if (!parts || parts->size() != 3) return {};
    return {.failures = number_of(parts->at(0)),
            .locked_until = Timestamp{number_of(parts->at(1))},
            .last = Timestamp{number_of(parts->at(2))}};
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

/// The hash of no password: checked for unknown names, so that they take as long as known ones.
const std::string& nobodys_hash() {
  static const std::string hash = hash_password(random_password());
  return hash;
}

}  // namespace

Result<void> People::forget_old_attempts(Timestamp now) {
  ZH_TRY(const auto kept, store_.list(attempts));
  for (const auto& [digest, value] : kept) {
    if (Attempts::read(value).is_old(rules_, now)) ZH_DO(store_.erase(attempts, digest));
  }
  return {};
}

Result<void> People::charge(std::string_view user, Timestamp now) {
  const std::scoped_lock lock(counting_);
  // Anybody can type any name: without sweeping, names would pile up for ever.
  if (charged_++ % charged_before_sweeping == 0) ZH_DO(forget_old_attempts(now));
  const std::string digest = token_digest(user);
  ZH_TRY(const auto kept, store_.get(attempts, digest));
  Attempts known = Attempts::read(kept);
  if (now < known.locked_until) {
    return fail(login_locked, "login", {}, to_china_text(known.locked_until));
  }
  if (known.is_old(rules_, now)) known = {};
  ++known.failures;
  known.locked_until = Timestamp{now.microseconds + lock_after(rules_, known.failures)};
  known.last = now;
  return store_.put(attempts, digest, known.packed());
}

Result<std::string> People::log_in(std::string_view user, std::string_view password,
                                   Timestamp now) {
  if (password.size() > rules_.longest_password) return fail(login_refused, "login");
  ZH_DO(charge(user, now));
  ZH_TRY(const auto found, account(user));
  const bool right = password_matches(password, found ? found->password : nobodys_hash());
  if (!found || !right) return fail(login_refused, "login");

  {
    const std::scoped_lock lock(counting_);
    ZH_TRY(const auto fresh, account(user));
    if (!fresh || fresh->password != found->password) return fail(login_refused, "login");
    ZH_TRY([[maybe_unused]] const bool counted, store_.erase(attempts, token_digest(user)));
  }
  std::string token = random_token();
  const Timestamp until{now.microseconds + rules_.session_hours * hour};
  ZH_DO(store_.put(sessions, token_digest(token),
                   pack({std::string(user), std::to_string(until.microseconds), random_token()})));
  return token;
}

Result<Session> People::session(std::string_view token, Timestamp now) {
  const std::string digest = token_digest(token);
  ZH_TRY(const auto kept, store_.get(sessions, digest));
  if (!kept) return fail(session_ended, "session");
  const auto parts = unpack(*kept);
  if (!parts || parts->size() != 3) return fail(session_ended, "session");
  const std::string& until = parts->at(1);
  Session session;
  std::from_chars(until.data(), until.data() + until.size(), session.expires.microseconds);
  ZH_TRY(auto found, account(parts->front()));
  if (!found || session.expires <= now) {
    ZH_DO(store_.erase(sessions, digest));
    return fail(session_ended, "session");
  }
  session.person = std::move(found->person);
  session.csrf = parts->at(2);
  return session;
}

Result<void> People::log_out(std::string_view token) {
  ZH_DO(store_.erase(sessions, token_digest(token)));
  return {};
}

}  // namespace zhiheng::registry
