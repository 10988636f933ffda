#pragma once
// Asking a login service over the network.

#include <string>

#include "openid/provider.h"

namespace zhiheng::openid {

/// HTTP over TLS with the certificate verified; plain HTTP only to the machine itself (see
/// is_safe_address). Redirections are not followed, proxies of the environment not used; an answer
/// over 256 KiB or later than ten seconds is none.
/// @param authorities  file with certificates to trust; empty: the system's
/// @fails  (of what is returned) openid.service_unreachable
[[nodiscard]] Ask over_the_network(std::string authorities = {});

}  // namespace zhiheng::openid
