#include "openid/provider.h"

#include <algorithm>

#include "base/duration.h"
#include "openid/document.h"
#include "openid/failures.h"
#include "registry/packing.h"

namespace zhiheng::openid {
namespace {

using duration::second;
constexpr std::int64_t discovered_anew = duration::hour;

// RFC 3986, 2.3: everything but unreserved characters.
std::string percent_encoded(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string encoded;
  for (const char sign : text) {
    const bool plain = (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z') ||
                       (sign >= '0' && sign <= '9') || sign == '-' || sign == '.' || sign == '_' ||
                       sign == '~';
    if (plain) {
      encoded.push_back(sign);
      continue;
    }
    const auto byte = static_cast<unsigned char>(sign);
    encoded.append({'%', digits[byte >> 4], digits[byte & 15U]});
  }
  return encoded;
}

std::string to_base64(std::string_view bytes) {
  std::string text = registry::to_base64url(bytes);
  std::ranges::replace(text, '-', '+');
  std::ranges::replace(text, '_', '/');
  while (text.size() % 4 != 0) text.push_back('=');
  return text;
}

}  // namespace

std::string form_of(const std::vector<std::pair<std::string, std::string>>& values) {
  std::string form;
  for (const auto& [name, value] : values) {
    form.append(form.empty() ? "" : "&")
        .append(percent_encoded(name))
        .append("=")
        .append(percent_encoded(value));
  }
  return form;
}

Result<Discovery> read_discovery(std::string_view document, const std::string& issuer) {
  const auto read = read_object(document);
  if (!read) return fail(service_unreachable, issuer, "", "openid-configuration");
  const std::string said = text_at(*read, "issuer");
  if (said != issuer) return fail(issuer_wrong, "issuer", said, issuer);
  Discovery found{.authorization = text_at(*read, "authorization_endpoint"),
                  .token = text_at(*read, "token_endpoint"),
                  .keys = text_at(*read, "jwks_uri"),
                  .end_session = text_at(*read, "end_session_endpoint")};
  for (const auto& address : {found.authorization, found.token, found.keys}) {
    if (!is_safe_address(address)) return fail(service_unreachable, issuer, address, "https://…");
  }
  if (!is_safe_address(found.end_session)) found.end_session.clear();
  const auto methods = texts_at(*read, "token_endpoint_auth_methods_supported");
  found.secret_in_form =
      !methods.empty() && std::ranges::find(methods, "client_secret_basic") == methods.end();
  return found;
}

Result<Discovery> Provider::discovery(Timestamp now) {
  {
    const std::scoped_lock lock(kept_);
    if (discovery_ && now.microseconds - discovered_.microseconds < discovered_anew) {
      return *discovery_;
    }
  }
  ZH_TRY(const Answered answered,
         ask_({.address = service_.issuer + "/.well-known/openid-configuration"}));
  if (answered.status != 200) {
    return fail(service_unreachable, service_.issuer, std::to_string(answered.status), "200");
  }
  ZH_TRY(const Discovery found, read_discovery(answered.body, service_.issuer));
  const std::scoped_lock lock(kept_);
  discovery_ = found;
  discovered_ = now;
  return found;
}

Result<std::string> Provider::token_for(const Discovery& at, const std::string& code,
                                        const std::string& verifier, const std::string& redirect) {
  std::vector<std::pair<std::string, std::string>> values = {{"grant_type", "authorization_code"},
                                                             {"code", code},
                                                             {"redirect_uri", redirect},
                                                             {"code_verifier", verifier}};
  Asked asked{.address = at.token};
  if (service_.secret.empty() || at.secret_in_form)
    values.emplace_back("client_id", service_.client);
  if (!service_.secret.empty() && at.secret_in_form) {
    values.emplace_back("client_secret", service_.secret);
  } else if (!service_.secret.empty()) {
    // RFC 6749, 2.3.1: both are encoded before they are joined.
    asked.authorization = "Basic " + to_base64(percent_encoded(service_.client) + ":" +
                                               percent_encoded(service_.secret));
  }
  asked.form = form_of(values);
  ZH_TRY(const Answered answered, ask_(asked));
  const auto read = read_object(answered.body);
  if (answered.status >= 400 && answered.status < 500) {
    return fail(service_refused, service_.name, read ? text_at(*read, "error") : "");
  }
  if (answered.status != 200 || !read) {
    return fail(service_unreachable, service_.name, std::to_string(answered.status), "200");
  }
  return text_at(*read, "id_token");
}

Result<Key> Provider::signing_key(const Discovery& at, const SignedToken& token, Timestamp now) {
  {
    const std::scoped_lock lock(kept_);
    const auto known = key_of(token, keys_);
    // A token with an invented key name must not make us ask for keys without end.
    const bool just_asked = keys_asked_ && now.microseconds - keys_asked_->microseconds <
                                               rules_.key_refresh_seconds * second;
    if (known) return **known;
    if (just_asked) return std::unexpected(known.error());
    keys_asked_ = now;
  }
  ZH_TRY(const Answered answered, ask_({.address = at.keys}));
  if (answered.status != 200) {
    return fail(service_unreachable, service_.name, std::to_string(answered.status), "200");
  }
  ZH_TRY(std::vector<Key> keys, parse_keys(answered.body));
  const std::scoped_lock lock(kept_);
  keys_ = std::move(keys);
  ZH_TRY(const Key* found, key_of(token, keys_));
  return *found;
}

Result<Claims> Provider::exchange(const std::string& code, const std::string& verifier,
                                  const std::string& redirect, const std::string& nonce,
                                  Timestamp now) {
  ZH_TRY(const Discovery at, discovery(now));
  ZH_TRY(const std::string text, token_for(at, code, verifier, redirect));
  ZH_TRY(const SignedToken token, parse_token(text));
  ZH_TRY(const Key key, signing_key(at, token, now));
  ZH_DO(check_signature(token, key));
  ZH_TRY(Claims claims, read_claims(token.payload));
  ZH_DO(check_claims(claims,
                     {.issuer = service_.issuer,
                      .client = service_.client,
                      .nonce = nonce,
                      .skew_seconds = rules_.clock_skew_seconds},
                     now));
  return claims;
}

}  // namespace zhiheng::openid
