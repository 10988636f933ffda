#pragma once
// Who may do what: accounts, roles, sessions. Small on purpose; the roles are data.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "catalog/roles.h"
#include "store/store.h"

namespace zhiheng::registry {

/// Somebody who asks for something. The default is the public: nobody logged in.
struct Person {
  std::string user;                ///< login name; empty: the public
  std::string name;                ///< shown to others
  std::vector<std::string> roles;  ///< of catalog/roles.toml
  std::string region;              ///< sees this GB/T 2260 subtree; empty: everywhere
  [[nodiscard]] bool is_public() const { return user.empty(); }
};

using catalog::Action;

/// Somebody with full rights, for the command line on the store's own machine.
[[nodiscard]] Person local_operator();

struct Session {
  Person person;
  Timestamp expires;
  std::string csrf;  ///< must come back in a header with every change
};

/// Accounts and sessions of a store. Passwords are argon2id; only hashes of tokens are kept.
class People {
 public:
  explicit People(store::Store& store);

  /// @fails  registry.user_exists, registry.password_too_short (under 10 characters)
  Result<void> add(const Person& person, std::string_view password);
  Result<void> set_password(std::string_view user, std::string_view password);
  Result<std::vector<Person>> all();
  /// Makes "admin" with a random password when nobody has an account yet; gives the password.
  Result<std::optional<std::string>> ensure_first();

  /// A token for the caller. After five failures an account is locked for a growing while.
  /// @fails  registry.login_refused (never says which part was wrong), registry.login_locked
  Result<std::string> log_in(std::string_view user, std::string_view password, Timestamp now);
  Result<Session> session(std::string_view token, Timestamp now);
  Result<void> log_out(std::string_view token);

 private:
  store::Store& store_;
};

}  // namespace zhiheng::registry
