#pragma once
// Logging in by the word of another service: the authorisation code flow with PKCE, and which
// account a person from there is.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "openid/provider.h"
#include "registry/people.h"
#include "store/cipher.h"

namespace zhiheng::openid {

/// Where a browser goes, and what it must bring back.
struct Departure {
  std::string address;
  std::string cookie;  ///< encrypted: state, nonce, verifier and where to go afterwards
};

/// What the service gave the browser for us.
struct Return {
  std::string code = {}, state = {};
  std::string error = {};   ///< "access_denied"; empty: none
  std::string issuer = {};  ///< "iss" of RFC 9207; empty: it does not say
};

struct Arrival {
  std::string user;
  std::string next;  ///< a page of our own
};

/// Which login belongs to which account.
struct Link {
  std::string issuer, subject, user;
};

/// Only pages of this server: "/work?x=1", never "//elsewhere" or "https://elsewhere".
[[nodiscard]] std::string own_page(std::string_view next);

/// Links between logins and accounts; set by whoever keeps accounts.
class Links {
 public:
  explicit Links(store::Store& store) : store_(store) {}
  /// @fails  openid.link_exists
  Result<void> add(const Link& link);
  /// @fails  openid.link_unknown
  Result<void> remove(const std::string& issuer, const std::string& subject);
  Result<std::optional<std::string>> user(const std::string& issuer, const std::string& subject);
  Result<std::vector<Link>> all();

 private:
  store::Store& store_;
};

/// All services of a server. From many threads.
class Logins {
 public:
  /// @fails  what the store cannot do
  static Result<std::unique_ptr<Logins>> open(store::Store& store, registry::People& people,
                                              const catalog::Limits& rules, Services services,
                                              const Ask& ask);

  [[nodiscard]] std::vector<const Service*> services() const;
  /// @fails  openid.service_unknown, openid.service_unreachable
  Result<Departure> start(std::string_view service, std::string_view next, Timestamp now);
  /// Each departure leads to one arrival.
  /// @fails  openid.state_wrong, openid.issuer_wrong, openid.service_refused,
  ///         openid.account_unknown, and every refusal of Provider::exchange
  Result<Arrival> finish(std::string_view service, const Return& with, std::string_view cookie,
                         Timestamp now);
  /// Where a browser ends its session at the service too; empty when that offers no such thing.
  Result<std::string> leave(std::string_view service, Timestamp now);

 private:
  Logins(store::Store& store, registry::People& people, catalog::Limits rules,
         store::Cipher cookies)
      : store_(store), people_(people), rules_(rules), cookies_(cookies) {}
  Result<Provider*> find(std::string_view name);
  [[nodiscard]] std::string redirect_of(const Service& service) const;
  Result<void> use_up(const std::string& state, Timestamp until, Timestamp now);
  Result<std::string> account_of(const Service& service, const Claims& claims);
  Result<std::string> provision(const Service& service, const Claims& claims);

  store::Store& store_;
  registry::People& people_;
  catalog::Limits rules_;
  store::Cipher cookies_;
  std::string base_;
  std::vector<std::unique_ptr<Provider>> providers_;
  std::mutex using_;  ///< one departure is used up at a time
};

}  // namespace zhiheng::openid
