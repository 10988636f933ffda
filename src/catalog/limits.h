#pragma once
// Numbers beside the password: second factors, tokens, logins by another party's word, reports of
// people who are not logged in. As data, from catalog/security.toml.

#include <cstdint>
#include <string>

namespace zhiheng::catalog {

struct Limits {
  int wrong_codes_before_pause = 0;  ///< of a second factor, in a row
  std::int64_t code_pause_seconds = 0;
  int longest_token_days = 0;
  std::int64_t clock_skew_seconds = 0;     ///< by which the clock of a login service may differ
  std::int64_t outside_login_seconds = 0;  ///< from leaving for a login service to coming back
  std::int64_t key_refresh_seconds = 0;    ///< keys of a login service are not asked for sooner
  int reports_per_minute = 0;       ///< of violations, by people not logged in, from all of them
  int reports_per_minute_each = 0;  ///< from one address
  int report_identity_days = 0;     ///< after which a reporter's identity is to be erased
};

/// Of the catalog in this folder, whose loading has complained about everything that is wrong here.
[[nodiscard]] Limits limits_of(const std::string& folder);

}  // namespace zhiheng::catalog
