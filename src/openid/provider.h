#pragma once
// A login service over the wire: where its parts are, its keys, and a code for a token.

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "catalog/limits.h"
#include "openid/claims.h"
#include "openid/keys.h"
#include "openid/service.h"

namespace zhiheng::openid {

/// What is asked of the service: with a form it is sent, without it is fetched.
struct Asked {
  std::string address = {};
  std::string form = {};           ///< application/x-www-form-urlencoded
  std::string authorization = {};  ///< the header's value
};
struct Answered {
  int status = 0;
  std::string body;
};
/// Asks without following redirections; an Error when there is no answer.
using Ask = std::function<Result<Answered>(const Asked&)>;

/// Where the parts of a service are, by its own document.
struct Discovery {
  std::string authorization = {}, token = {}, keys = {};
  std::string end_session = {};  ///< may be empty
  bool secret_in_form = false;
};

/// @fails  openid.service_unreachable: not what a service says of itself, or an address that is
///         not safe; openid.issuer_wrong: the document of another one
[[nodiscard]] Result<Discovery> read_discovery(std::string_view document,
                                               const std::string& issuer);

/// What a form or a query holds, "a=1&b=2", percent-encoded.
[[nodiscard]] std::string form_of(const std::vector<std::pair<std::string, std::string>>& values);

/// One service. From many threads.
class Provider {
 public:
  Provider(Service service, Ask ask, catalog::Limits rules)
      : service_(std::move(service)), ask_(std::move(ask)), rules_(rules) {}

  [[nodiscard]] const Service& service() const { return service_; }
  /// Asked once an hour.
  Result<Discovery> discovery(Timestamp now);
  /// The code of a login for what its token says, checked in every respect.
  /// @fails  openid.service_refused: the code is wrong, used up or of another login; and every
  ///         refusal of keys and claims
  Result<Claims> exchange(const std::string& code, const std::string& verifier,
                          const std::string& redirect, const std::string& nonce, Timestamp now);

 private:
  Result<std::string> token_for(const Discovery& at, const std::string& code,
                                const std::string& verifier, const std::string& redirect);
  /// The key that signed, its service asked again when it names a new one.
  Result<Key> signing_key(const Discovery& at, const SignedToken& token, Timestamp now);

  Service service_;
  Ask ask_;
  catalog::Limits rules_;
  std::mutex kept_;  ///< guards what follows
  std::optional<Discovery> discovery_;
  Timestamp discovered_{};
  std::vector<Key> keys_;
  std::optional<Timestamp> keys_asked_;
};

}  // namespace zhiheng::openid
