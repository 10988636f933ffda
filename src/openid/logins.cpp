#include "openid/logins.h"

#include <algorithm>
#include <charconv>

#include "base/duration.h"
#include "base/sha256.h"
#include "openid/failures.h"
#include "registry/failures.h"
#include "registry/packing.h"
#include "registry/password.h"
#include "store/digest.h"
#include "store/secrets.h"

namespace zhiheng::openid {
namespace {

constexpr std::string_view links_space = "openid_link";
constexpr std::string_view used_up = "openid_used";
constexpr std::string_view keys = "openid";
constexpr std::string_view cookie_place = "openid departure";
using duration::second;

std::string link_key(const std::string& issuer, const std::string& subject) {
  return issuer + " " + subject;  // an address holds no space
}

std::string digest_text(std::string_view text) { return registry::token_digest(text); }

Result<store::Cipher> cookie_cipher(store::Store& store) {
  ZH_TRY(auto kept, store::get_secret(store, keys, "cookies"));
  if (!kept) {
    ZH_DO(store::put_secret(store, keys, "cookies", registry::random_token()));
    ZH_TRY(kept, store::get_secret(store, keys, "cookies"));
  }
  // Of a token of 256 bits; hashed, so that whatever stands there gives a key of the right size.
  return store::Cipher(sha256(*kept));
}

struct Left {
  std::string service, state, nonce, verifier, next;
  Timestamp until{};
};

std::optional<Left> read_cookie(const store::Cipher& cipher, std::string_view cookie) {
  const auto text = cipher.decrypt(cookie, cookie_place);
  const auto parts = text ? registry::unpack(*text) : std::nullopt;
  if (!parts || parts->size() != 6) return std::nullopt;
  Left left{parts->at(0), parts->at(1), parts->at(2), parts->at(3), parts->at(4), {}};
  const std::string& until = parts->at(5);
  std::from_chars(until.data(), until.data() + until.size(), left.until.microseconds);
  return left;
}

std::string text_of(Timestamp time) { return std::to_string(time.microseconds); }

}  // namespace

std::string own_page(std::string_view next) {
  const bool plain = std::ranges::all_of(next, [](char sign) {
    return static_cast<unsigned char>(sign) > 0x20 && sign != '\\' && sign != 0x7F;
  });
  const bool own = next.starts_with('/') && !next.starts_with("//") && next.size() <= 2000;
  return plain && own ? std::string(next) : "/work";
}

Result<void> Links::add(const Link& link) {
  ZH_TRY(const auto before, store_.get(links_space, link_key(link.issuer, link.subject)));
  if (before) return fail(link_exists, link.subject, *before);
  return store_.put(links_space, link_key(link.issuer, link.subject), link.user);
}

Result<void> Links::remove(const std::string& issuer, const std::string& subject) {
  ZH_TRY(const bool was_there, store_.erase(links_space, link_key(issuer, subject)));
  if (!was_there) return fail(link_unknown, subject);
  return {};
}

Result<std::optional<std::string>> Links::user(const std::string& issuer,
                                               const std::string& subject) {
  return store_.get(links_space, link_key(issuer, subject));
}

Result<std::vector<Link>> Links::all() {
  ZH_TRY(const auto kept, store_.list(links_space));
  std::vector<Link> found;
  found.reserve(kept.size());
  for (const auto& [key, user] : kept) {
    const auto space = std::min(key.find(' '), key.size());
    found.push_back({key.substr(0, space), key.substr(std::min(space + 1, key.size())), user});
  }
  return found;
}

Result<std::unique_ptr<Logins>> Logins::open(store::Store& store, registry::People& people,
                                             const catalog::Limits& rules, Services services,
                                             const Ask& ask) {
  ZH_TRY(const store::Cipher cipher, cookie_cipher(store));
  auto made = std::unique_ptr<Logins>(new Logins(store, people, rules, cipher));
  made->base_ = std::move(services.base);
  for (auto& service : services.all) {
    made->providers_.push_back(std::make_unique<Provider>(std::move(service), ask, rules));
  }
  return made;
}

std::vector<const Service*> Logins::services() const {
  std::vector<const Service*> all;
  all.reserve(providers_.size());
  for (const auto& provider : providers_) all.push_back(&provider->service());
  return all;
}

Result<Provider*> Logins::find(std::string_view name) {
  for (const auto& provider : providers_) {
    if (provider->service().name == name) return provider.get();
  }
  return fail(service_unknown, "service", std::string(name));
}

std::string Logins::redirect_of(const Service& service) const {
  return base_ + "/api/openid/" + service.name + "/callback";
}

Result<Departure> Logins::start(std::string_view service, std::string_view next, Timestamp now) {
  ZH_TRY(Provider* const provider, find(service));
  ZH_TRY(const Discovery at, provider->discovery(now));
  const Service& of = provider->service();
  const std::string state = registry::random_token();
  const std::string nonce = registry::random_token();
  const std::string verifier = registry::random_token();
  const Timestamp until{now.microseconds + rules_.outside_login_seconds * second};
  const Digest digest = sha256(verifier);
  std::string scopes;
  for (const auto& scope : of.scopes) scopes.append(scopes.empty() ? "" : " ").append(scope);
  Departure departure;
  departure.address = at.authorization +
                      (at.authorization.find('?') == std::string::npos ? "?" : "&") +
                      form_of({{"response_type", "code"},
                               {"client_id", of.client},
                               {"redirect_uri", redirect_of(of)},
                               {"scope", scopes},
                               {"state", state},
                               {"nonce", nonce},
                               {"code_challenge", registry::to_base64url(store::as_bytes(digest))},
                               {"code_challenge_method", "S256"}});
  departure.cookie = cookies_.encrypt(
      registry::pack({of.name, state, nonce, verifier, own_page(next), text_of(until)}),
      cookie_place);
  return departure;
}

Result<void> Logins::use_up(const std::string& state, Timestamp until, Timestamp now) {
  const std::scoped_lock lock(using_);
  const std::string digest = digest_text(state);
  ZH_TRY(const auto kept, store_.list(used_up));
  const std::string present = text_of(now);
  for (const auto& [one, end] : kept) {
    if (one == digest) return fail(state_wrong, "state");
    // Numbers of the same length for some centuries: as texts they sort as numbers do.
    if (end < present) ZH_DO(store_.erase(used_up, one));
  }
  return store_.put(used_up, digest, text_of(until));
}

Result<Arrival> Logins::finish(std::string_view service, const Return& with,
                               std::string_view cookie, Timestamp now) {
  ZH_TRY(Provider* const provider, find(service));
  const auto left = read_cookie(cookies_, cookie);
  if (!left || left->service != service || left->state != with.state || left->until <= now) {
    return fail(state_wrong, "state");
  }
  if (!with.issuer.empty() && with.issuer != provider->service().issuer) {
    return fail(issuer_wrong, "iss", with.issuer, provider->service().issuer);
  }
  if (!with.error.empty() || with.code.empty()) {
    return fail(service_refused, provider->service().name, with.error);
  }
  ZH_TRY(const Claims claims,
         provider->exchange(with.code, left->verifier, redirect_of(provider->service()),
                            left->nonce, now));
  // Only now: what never was a login leaves nothing behind, however often somebody tries.
  ZH_DO(use_up(with.state, left->until, now));
  ZH_TRY(const std::string user, account_of(provider->service(), claims));
  return Arrival{user, own_page(left->next)};
}

Result<std::string> Logins::account_of(const Service& service, const Claims& claims) {
  ZH_TRY(const auto linked, Links(store_).user(claims.issuer, claims.subject));
  if (linked) {
    if (!people_.person(*linked)) return fail(account_unknown, service.name);
    return *linked;
  }
  if (!service.provision) return fail(account_unknown, service.name);
  return provision(service, claims);
}

Result<std::string> Logins::provision(const Service& service, const Claims& claims) {
  // No text of the service becomes the name of an account: it could be that of somebody else.
  const std::string user =
      "oidc-" + digest_text(link_key(claims.issuer, claims.subject)).substr(0, 24);
  registry::Person person{.user = user, .name = claims.name.empty() ? user : claims.name};
  if (const auto said = claims.others.find(service.role_claim); said != claims.others.end()) {
    for (const auto& [text, role] : service.roles) {
      const bool has = std::ranges::find(said->second, text) != said->second.end();
      const bool new_one = std::ranges::find(person.roles, role) == person.roles.end();
      if (has && new_one) person.roles.push_back(role);
    }
  }
  const auto known = people_.person(user);
  if (known) {
    registry::Person present = *known;
    if (service.role_claim.empty() || present.roles == person.roles) return user;
    present.roles = person.roles;
    ZH_DO(people_.change(present));
    return user;
  }
  if (known.error().failure != &registry::user_unknown) return std::unexpected(known.error());
  const auto added = people_.add(person, registry::random_password());
  // Two arrivals of the same person at the same moment.
  if (!added && added.error().failure != &registry::user_exists) {
    return std::unexpected(added.error());
  }
  return user;
}

Result<std::string> Logins::leave(std::string_view service, Timestamp now) {
  ZH_TRY(Provider* const provider, find(service));
  ZH_TRY(const Discovery at, provider->discovery(now));
  if (at.end_session.empty()) return std::string();
  return at.end_session + (at.end_session.find('?') == std::string::npos ? "?" : "&") +
         form_of({{"client_id", provider->service().client},
                  {"post_logout_redirect_uri", base_ + "/"}});
}

}  // namespace zhiheng::openid
