#pragma once
// Who may do what: accounts, roles, sessions. Small on purpose; the roles are data.

#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "catalog/roles.h"
#include "catalog/security.h"
#include "store/store.h"

namespace zhiheng::registry {

using catalog::Action;

/// Somebody who asks for something. The default is the public: nobody logged in.
struct Person {
  std::string user = {};                ///< login name; empty: the public
  std::string name = {};                ///< shown to others
  std::vector<std::string> roles = {};  ///< of catalog/roles.toml
  std::string region = {};              ///< sees this GB/T 2260 subtree; empty: everywhere
  std::string company = {};             ///< credit code of the firm that the account belongs to
  std::string unit = {};                ///< key of its authority in the register of authorities
  bool system = false;  ///< the program itself, for steps that missed terms lead to; no account
  [[nodiscard]] bool is_public() const { return user.empty(); }
};

/// Somebody with full rights, for the command line on the store's own machine.
[[nodiscard]] Person local_operator();

struct Session {
  Person person;
  Timestamp expires;
  std::string csrf;        ///< must come back in a header with every change
  bool may_read = true;    ///< false: a token without the scope "read"
  bool may_change = true;  ///< false: a token without the scope "write"
};

/// Accounts and sessions of a store. Passwords are argon2id; only hashes of tokens are kept.
/// From many threads. Roles and region are read anew with every request, so that taking them away
/// works at once.
class People {
 public:
  /// @param rules  of the catalog: locks, length of passwords, how long a session lasts
  People(store::Store& store, catalog::Security rules) : store_(store), rules_(std::move(rules)) {}

  /// Names are 2 to 64 of a-z, 0-9, '.', '-', '_'.
  /// @fails  registry.user_exists, registry.user_name_wrong, registry.password_too_short
  ///         registry.password_too_long
  Result<void> add(const Person& person, std::string_view password);
  /// Ends all sessions of the account and lifts a lock.
  /// @fails  registry.user_unknown, registry.password_too_short, registry.password_too_long
  Result<void> set_password(std::string_view user, std::string_view password);
  /// Name, roles and region.
  /// @fails  registry.user_unknown
  Result<void> change(const Person& person);
  /// The account and its sessions.
  /// @fails  registry.user_unknown
  Result<void> remove(std::string_view user);
  /// @fails  registry.user_unknown
  Result<Person> person(std::string_view user);
  /// By name.
  Result<std::vector<Person>> all();
  /// Makes "admin" with a random password when nobody has an account yet; gives the password.
  Result<std::optional<std::string>> ensure_first();

  /// A token for the caller. After the failures in a row that the rules allow, the name is locked,
  /// for longer with every further one; a locked name refuses the right password too. A name that
  /// nobody has is counted, locked and answered in the same way and takes the same time.
  /// @fails  registry.login_refused (never says which part was wrong), registry.login_locked
  Result<std::string> log_in(std::string_view user, std::string_view password, Timestamp now);
  /// @fails  registry.session_ended
  Result<Session> session(std::string_view token, Timestamp now);
  /// A token that nobody has is no error.
  Result<void> log_out(std::string_view token);

 private:
  struct Account;
  Result<std::optional<Account>> account(std::string_view user);
  Result<void> keep(const Account& account);
  Result<void> end_sessions(std::string_view user);

  /// Counts an attempt before it is looked at: a hundred at once count as a hundred.
  /// @fails  registry.login_locked
  Result<void> charge(std::string_view user, Timestamp now);
  Result<void> forget_old_attempts(Timestamp now);
  Result<void> check_password(std::string_view password) const;

  store::Store& store_;
  catalog::Security rules_;
  std::mutex counting_;  ///< attempts are counted one at a time
  int charged_ = 0;      ///< attempts since old ones were last swept out
};

}  // namespace zhiheng::registry
