// Logging in and staying so.

#include <algorithm>
#include <charconv>

#include "base/duration.h"
#include "registry/account.h"
#include "registry/attempts.h"
#include "registry/failures.h"
#include "registry/open_session.h"
#include "registry/packing.h"
#include "registry/password.h"

namespace zhiheng::registry {
namespace {

constexpr std::string_view sessions = "session";
using duration::hour;
using duration::second;

/// The hash of no password: checked for unknown names, so that they take as long as known ones.
const std::string& nobodys_hash() {
  static const std::string hash = hash_password(random_password());
  return hash;
}

}  // namespace

Result<void> People::forget_old_attempts(Timestamp now) {
  return sweep_attempts(store_, rules_, login_attempts, now);
}

Result<void> People::charge(std::string_view user, Timestamp now) {
  const std::scoped_lock lock(counting_);
  if (charged_++ % attempts_before_sweeping == 0) ZH_DO(forget_old_attempts(now));
  return charge_attempt(store_, rules_, login_attempts, user, now);
}

Result<std::string> People::log_in(std::string_view user, std::string_view password,
                                   Timestamp now) {
  if (password.size() > rules_.longest_password) return fail(login_refused, "login");
  ZH_DO(charge(user, now));
  const std::string& nobodys = nobodys_hash();
  ZH_TRY(const auto found, account(user));
  const bool right = password_matches(password, found ? found->password : nobodys);
  if (!found || !right) return fail(login_refused, "login");

  {
    const std::scoped_lock lock(counting_);
    ZH_TRY(const auto fresh, account(user));
    if (!fresh || fresh->password != found->password) return fail(login_refused, "login");
    ZH_DO(forgive_attempts(store_, login_attempts, user));
  }
  return open_session(store_, rules_, user, now);
}

Result<std::string> open_session(store::Store& store, const catalog::Security& rules,
                                 std::string_view user, Timestamp now) {
  std::string token = random_token();
  const Timestamp until{now.microseconds + rules.session_hours * hour};
  ZH_DO(store.put(sessions, token_digest(token),
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
