#include "registry/credentials.h"

#include <algorithm>

#include "base/duration.h"
#include "base/number.h"
#include "registry/failures.h"
#include "registry/one_time_code.h"
#include "registry/packing.h"
#include "registry/password.h"
#include "store/secrets.h"

namespace zhiheng::registry {
namespace {

constexpr std::string_view factors = "one_time_secret";
constexpr std::string_view open_factors = "second_factor";  // where they once were, in the clear
constexpr std::string_view api_tokens = "api_token";
constexpr std::string_view prefix = "zht_";
constexpr std::size_t secret_bytes = 20;  // RFC 4226, 4, R6
using duration::day;
using duration::second;

/// What is kept of an account's second factor.
struct Factor {
  std::string secret;
  std::int64_t last_counter = 0;  ///< codes up to this one are used up
  std::int64_t wrong = 0;         ///< in a row
  Timestamp last_wrong{};

  [[nodiscard]] std::string packed() const {
    return pack({secret, std::to_string(last_counter), std::to_string(wrong),
                 std::to_string(last_wrong.microseconds)});
  }
  static std::optional<Factor> read(const std::optional<std::string>& kept) {
    const auto parts = kept ? unpack(*kept) : std::nullopt;
    if (!parts || parts->size() != 4) return std::nullopt;
    return Factor{.secret = parts->at(0),
                  .last_counter = number_in<std::int64_t>(parts->at(1)).value_or(0),
                  .wrong = number_in<std::int64_t>(parts->at(2)).value_or(0),
                  .last_wrong = Timestamp{number_in<std::int64_t>(parts->at(3)).value_or(0)}};
  }
};

std::optional<ApiToken> read_token(std::string_view digest, const std::string& kept) {
  const auto parts = unpack(kept);
  if (!parts || parts->size() != 4) return std::nullopt;
  const auto scopes = unpack(parts->at(2));
  if (!scopes) return std::nullopt;
  return ApiToken{.id = std::string(digest.substr(0, 12)),
                  .user = parts->at(0),
                  .name = parts->at(1),
                  .scopes = *scopes,
                  .expires = Timestamp{number_in<std::int64_t>(parts->at(3)).value_or(0)}};
}

}  // namespace

bool ApiToken::allows(std::string_view scope) const {
  return std::ranges::find(scopes, scope) != scopes.end();
}

Result<std::string> Credentials::enrol(std::string_view user) {
  const std::string secret = from_base64url(random_token())->substr(0, secret_bytes);
  const std::scoped_lock lock(counting_);
  ZH_DO(store::put_secret(store_, factors, user, Factor{.secret = secret}.packed()));
  ZH_DO(store_.erase(open_factors, user));
  return to_base32(secret);
}

Result<std::optional<std::string>> Credentials::factor(std::string_view user) {
  ZH_TRY(auto kept, store::get_secret(store_, factors, user));
  if (kept) return kept;
  ZH_TRY(kept, store_.get(open_factors, user));
  if (!kept) return std::nullopt;
  ZH_DO(store::put_secret(store_, factors, user, *kept));
  ZH_DO(store_.erase(open_factors, user));
  return kept;
}

Result<bool> Credentials::withdraw(std::string_view user) {
  const std::scoped_lock lock(counting_);
  ZH_TRY([[maybe_unused]] const auto moved, factor(user));
  return store_.erase(factors, user);
}

Result<bool> Credentials::has_second_factor(std::string_view user) {
  const std::scoped_lock lock(counting_);
  ZH_TRY(const auto kept, factor(user));
  return kept.has_value();
}

Result<void> Credentials::check(std::string_view user, std::string_view code, Timestamp now) {
  const std::scoped_lock lock(counting_);
  ZH_TRY(const auto kept, factor(user));
  if (!kept) return {};
  auto known = Factor::read(kept);
  if (!known) return fail(account_damaged, std::string(user));
  if (code.empty()) return fail(code_needed, "code", {}, "000000");
  const bool paused =
      known->wrong >= rules_.wrong_codes_before_pause &&
      now.microseconds - known->last_wrong.microseconds < rules_.code_pause_seconds * second;
  if (paused) return fail(code_wrong, "code");
  const auto counter = static_cast<std::int64_t>(code_counter(now));
  for (const auto tried : {counter, counter - 1, counter + 1}) {
    if (tried <= known->last_counter) continue;
    if (one_time_code(known->secret, static_cast<std::uint64_t>(tried)) != code) continue;
    known->last_counter = tried;
    known->wrong = 0;
    return store::put_secret(store_, factors, user, known->packed());
  }
  ++known->wrong;
  known->last_wrong = now;
  ZH_DO(store::put_secret(store_, factors, user, known->packed()));
  return fail(code_wrong, "code");
}

Result<std::string> Credentials::issue(std::string_view user, std::string_view name,
                                       std::vector<std::string> scopes, int days, Timestamp now) {
  for (const auto& scope : scopes) {
    if (scope != "read" && scope != "write") {
      return fail(scope_unknown, "scope", scope, "read | write");
    }
  }
  if (scopes.empty()) scopes = {"read"};
  if (days < 1 || days > rules_.longest_token_days) {
    return fail(token_term_wrong, "days", std::to_string(days),
                "1.." + std::to_string(rules_.longest_token_days));
  }
  std::string token = std::string(prefix) + random_token();
  const Timestamp until{now.microseconds + days * day};
  ZH_DO(store_.put(api_tokens, token_digest(token),
                   pack({std::string(user), std::string(name), pack(scopes),
                         std::to_string(until.microseconds)})));
  return token;
}

Result<ApiToken> Credentials::token(std::string_view token, Timestamp now) {
  const std::string digest = token_digest(token);
  ZH_TRY(const auto kept, store_.get(api_tokens, digest));
  auto found = kept ? read_token(digest, *kept) : std::nullopt;
  if (!found || found->expires <= now) return fail(session_ended, "token");
  return *std::move(found);
}

Result<std::vector<ApiToken>> Credentials::tokens() {
  ZH_TRY(const auto kept, store_.list(api_tokens));
  std::vector<ApiToken> all;
  for (const auto& [digest, value] : kept) {
    if (auto one = read_token(digest, value)) all.push_back(*std::move(one));
  }
  return all;
}

Result<void> Credentials::revoke(std::string_view id) {
  ZH_TRY(const auto kept, store_.list(api_tokens));
  for (const auto& [digest, value] : kept) {
    if (digest.substr(0, 12) != id) continue;
    ZH_TRY([[maybe_unused]] const bool erased, store_.erase(api_tokens, digest));
    return {};
  }
  return fail(token_unknown, "token", std::string(id));
}

}  // namespace zhiheng::registry
