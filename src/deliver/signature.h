#pragma once
// Who receives a webhook can check that it is ours, whole and fresh.

#include <string>
#include <string_view>

#include "base/date.h"
#include "base/result.h"

namespace zhiheng::deliver {

/// 32 random bytes as "whsec_" and base64, as receivers' libraries take it.
[[nodiscard]] std::string make_secret();

/// @param secret  "whsec_" and base64 of 24 to 64 bytes
/// @fails  deliver.secret_malformed
[[nodiscard]] Result<void> check_secret(std::string_view secret);

/// Value of the header webhook-signature: "v1," and the base64 of HMAC-SHA-256 over
/// id "." seconds "." body.
/// @source  Standard Webhooks 1.0.0, "Signature scheme"
/// @fails  deliver.secret_malformed
[[nodiscard]] Result<std::string> sign(std::string_view secret, std::string_view id, Timestamp at,
                                       std::string_view body);

}  // namespace zhiheng::deliver
