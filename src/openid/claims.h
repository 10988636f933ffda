#pragma once
// What a token says, and whether it may be believed.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/result.h"

namespace zhiheng::openid {

struct Claims {
  std::string issuer = {}, subject = {};
  std::vector<std::string> audience = {};
  std::string authorised_party = {};  ///< "azp"
  std::string nonce = {};
  std::string name = {};  ///< "name", else "preferred_username"
  std::int64_t expires = 0;
  std::optional<std::int64_t> issued = {}, not_before = {};  ///< seconds since 1970
  /// Texts of every other claim, a list as several: roles and groups are looked up here.
  std::map<std::string, std::vector<std::string>, std::less<>> others = {};
};

/// @fails  openid.token_malformed: no JSON object, or issuer, subject or expiry is missing
[[nodiscard]] Result<Claims> read_claims(std::string_view payload);

/// What the token of one login must say.
struct Expected {
  std::string issuer = {};
  std::string client = {};
  std::string nonce = {};
  std::int64_t skew_seconds = 0;  ///< by which clocks may differ
};

/// @fails  openid.issuer_wrong, audience_wrong, token_expired, nonce_wrong
/// @source OpenID Connect Core 1.0, 3.1.3.7
[[nodiscard]] Result<void> check_claims(const Claims& claims, const Expected& expected,
                                        Timestamp now);

}  // namespace zhiheng::openid
