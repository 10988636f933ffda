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
constexpr std::int64_t session_lasts = 12 * 3600 * second;
constexpr std::int64_t failures_before_lock = 5;
constexpr std::int64_t first_lock = 30 * second;
constexpr std::int64_t longest_lock = 3600 * second;

/// 30 s at the fifth failure, then doubling, at most an hour.
std::int64_t lock_after(std::int64_t failures) {
  if (failures < failures_before_lock) return 0;
  const std::int64_t doublings = std::min<std::int64_t>(failures - failures_before_lock, 7);
  return std::min(first_lock << doublings, longest_lock);
}

/// The hash of no password: checked for unknown names, so that they take as long as known ones.
const std::string& nobodys_hash() {
  static const std::string hash = hash_password(random_password());
  return hash;
}

}  // namespace

Result<std::string> People::log_in(std::string_view user, std::string_view password,
                                   Timestamp now) {
  if (password.size() > longest_password) return fail(login_refused, "login");
  std::optional<Account> found;
  {
    // An attempt is charged before it is looked at: a hundred at once count as a hundred.
    const std::scoped_lock lock(counting_);
    ZH_TRY(found, account(user));
    if (found && now < found->locked_until) {
      return fail(login_locked, "login", {}, to_china_text(found->locked_until));
    }
    if (found) {
      ++found->failures;
      found->locked_until = Timestamp{now.microseconds + lock_after(found->failures)};
      ZH_DO(keep(*found));
    }
  }
  const bool right = password_matches(password, found ? found->password : nobodys_hash());
  if (!found || !right) return fail(login_refused, "login");

  {
    const std::scoped_lock lock(counting_);
    ZH_TRY(auto fresh, account(user));
    if (!fresh || fresh->password != found->password) return fail(login_refused, "login");
    fresh->failures = 0;
    fresh->locked_until = {};
    ZH_DO(keep(*fresh));
  }
  std::string token = random_token();
  ZH_DO(store_.put(
      sessions, token_digest(token),
      pack({std::string(user), std::to_string(now.microseconds + session_lasts), random_token()})));
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
