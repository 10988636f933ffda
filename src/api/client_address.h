#pragma once
// Where does a request come from? For counting how many one place sends, never to be kept.

#include <span>
#include <string>
#include <string_view>

#include "deliver/network.h"

namespace zhiheng::api {

/// The place that a request comes from: an address of IPv4, of IPv6 the /64, for within it
/// a household or a machine picks its addresses as it likes.
///
/// What X-Forwarded-For says is believed as far as it was written by proxies that are trusted: read
/// from its end, the first address that is none of them is the client. Anybody may send such
/// a header, so without a trusted proxy it counts for nothing.
///
/// @param peer       address that is connected; anything else comes back as it is
/// @return  empty for this machine itself while no proxy is trusted: that is a proxy of which
/// nobody
///          has told us, and everybody who comes through it would count as one
/// @param forwarded  the header as it was sent, several joined with ','; empty: none
[[nodiscard]] std::string client_address(std::string_view peer, std::string_view forwarded,
                                         std::span<const deliver::Network> trusted);

}  // namespace zhiheng::api
