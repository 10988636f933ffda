#pragma once
// Beside the password: a second factor, and tokens for programs.

#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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

/// Of a store; from many threads. Only digests of tokens are kept. The secret of a second factor
/// has to be kept as it is: whoever reads the database has it, as with any such scheme.
class Credentials {
 public:
  explicit Credentials(store::Store& store) : store_(store) {}

  /// A new secret in base32, to be shown once; the account asks for codes from now on.
  Result<std::string> enrol(std::string_view user);
  /// @return  false: it had none
  Result<bool> withdraw(std::string_view user);
  Result<bool> has_second_factor(std::string_view user);
  /// For somebody whose password was right. A code counts once, also when it would fit again
  /// within its time; the step before and after count too. After five wrong ones in a row codes
  /// are refused for five minutes.
  /// @fails  registry.code_needed, registry.code_wrong
  Result<void> check(std::string_view user, std::string_view code, Timestamp now);

  /// The token itself, to be shown once: "zht_" and 43 characters.
  /// @fails  registry.scope_unknown, registry.token_term_wrong: not 1 to 366 days
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
  store::Store& store_;
  std::mutex counting_;
};

}  // namespace zhiheng::registry
