#include "openid/claims.h"

#include <algorithm>

#include "openid/document.h"
#include "openid/failures.h"

namespace zhiheng::openid {
namespace {

constexpr std::size_t longest_subject = 255;  // OpenID Connect Core 1.0, 2

/// Seconds since 1970; services write whole numbers, the standard allows fractions.
std::optional<std::int64_t> moment_at(const json::object& object, std::string_view name) {
  constexpr double latest = 253402300799.0;  // the end of the year 9999
  const json::value* const found = object.if_contains(name);
  if (found == nullptr || !found->is_number()) return std::nullopt;
  const auto seconds = found->to_number<double>();
  if (!(seconds >= 0 && seconds <= latest)) return std::nullopt;
  return static_cast<std::int64_t>(seconds);
}

}  // namespace

Result<Claims> read_claims(std::string_view payload) {
  const auto object = read_object(payload);
  if (!object) return fail(token_malformed, "payload", {}, "{…}");
  Claims claims{.issuer = text_at(*object, "iss"),
                .subject = text_at(*object, "sub"),
                .audience = texts_at(*object, "aud"),
                .authorised_party = text_at(*object, "azp"),
                .nonce = text_at(*object, "nonce"),
                .name = text_at(*object, "name"),
                .issued = moment_at(*object, "iat"),
                .not_before = moment_at(*object, "nbf")};
  if (claims.name.empty()) claims.name = text_at(*object, "preferred_username");
  const auto expires = moment_at(*object, "exp");
  if (claims.issuer.empty() || claims.subject.empty() || claims.subject.size() > longest_subject ||
      !expires) {
    return fail(token_malformed, "payload", {}, "iss, sub, exp");
  }
  claims.expires = *expires;
  for (const auto& [name, value] : *object) {
    auto texts = texts_at(*object, name);
    if (!texts.empty()) claims.others.emplace(name, std::move(texts));
  }
  return claims;
}

Result<void> check_claims(const Claims& claims, const Expected& expected, Timestamp now) {
  if (claims.issuer != expected.issuer) {
    return fail(issuer_wrong, "iss", claims.issuer, expected.issuer);
  }
  // Made for several, it must say that it was given to us.
  const bool for_us = std::ranges::find(claims.audience, expected.client) != claims.audience.end();
  const bool given_to_us = claims.authorised_party.empty()
                               ? claims.audience.size() == 1
                               : claims.authorised_party == expected.client;
  if (!for_us || !given_to_us) return fail(audience_wrong, "aud", {}, expected.client);
  const std::int64_t seconds = now.microseconds / 1'000'000;
  const std::int64_t skew = expected.skew_seconds;
  const bool early =
      claims.not_before.value_or(0) > seconds + skew || claims.issued.value_or(0) > seconds + skew;
  if (claims.expires + skew <= seconds || early) return fail(token_expired, "exp");
  if (expected.nonce.empty() || claims.nonce != expected.nonce) return fail(nonce_wrong, "nonce");
  return {};
}

}  // namespace zhiheng::openid
