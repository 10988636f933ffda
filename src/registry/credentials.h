#pragma once
// Beside the password: a second factor, and tokens for programs.

#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/limits.h"
#include "registry/people.h"

namespace zhiheng::registry {

/// What a program may do in an account's name.
struct ApiToken {
  std::string id;    ///< to name it by; not the token itself
  std::string user;  ///< whose rights it has, as they are at the time of each request
  std::string name;
  std::vector<std::string> scopes;  ///< "read", "write": nothing else is allowed
  Timestamp expires{};

  [[nodiscard]] bool allows(std::string_view scope) const;
};

/// Of a store; from many threads. Only digests of tokens are kept. The secret of a second factor,
/// which is needed as it is, is encrypted with the store's key; one that an earlier program kept in
/// the clear is moved when it is first used.
class Credentials {
 public:
  /// @param rules  of the catalog: when codes are refused, how long a token may last
  Credentials(store::Store& store, catalog::Limits rules) : store_(store), rules_(rules) {}

  /// A new secret in base32, to be shown once; the account asks for codes from now on.
  Result<std::string> enrol(std::string_view user);
  /// @return  false: it had none
  Result<bool> withdraw(std::string_view user);
  Result<bool> has_second_factor(std::string_view user);
  /// For somebody whose password was right. A code counts once, also when it would fit again
  /// within its time; the step before and after count too. After as many wrong ones in a row as the
  /// rules allow, codes are refused for a while.
  /// @fails  registry.code_needed, registry.code_wrong, registry.account_damaged
  Result<void> check(std::string_view user, std::string_view code, Timestamp now);

  /// The token itself, to be shown once: "zht_" and 43 characters.
  /// @fails  registry.scope_unknown, registry.token_term_wrong: longer than the rules allow
  Result<std::string> issue(std::string_view user, std::string_view name,
                            std::vector<std::string> scopes, int days, Timestamp now);
  /// @fails  registry.session_ended: nobody has it, or it has run out
  Result<ApiToken> token(std::string_view token, Timestamp now);
  Result<std::vector<ApiToken>> tokens();
  /// @fails  registry.token_unknown
  Result<void> revoke(std::string_view id);

  /// Whether a text looks like a token of this kind.
  [[nodiscard]] static bool is_token(std::string_view text) { return text.starts_with("zht_"); }

 private:
  /// What is kept of an account's second factor.
  Result<std::optional<std::string>> factor(std::string_view user);

  store::Store& store_;
  catalog::Limits rules_;
  std::mutex counting_;
};

}  // namespace zhiheng::registry
