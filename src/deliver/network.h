#pragma once
// Which addresses may this program talk to? A target is given by somebody else: without a look at
// the address that is really connected to, it could name the machine itself or its neighbours.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace zhiheng::deliver {

/// Of IPv6; one of IPv4 as ::ffff:a.b.c.d.
struct Address {
  std::array<std::uint8_t, 16> bytes{};

  bool operator==(const Address&) const = default;
};

/// None for names and for anything that is not exactly an address, "127.1" included.
[[nodiscard]] std::optional<Address> parse_address(std::string_view text);

struct Network {
  Address first{};
  int bits = 128;  ///< of the prefix, in the form of IPv6

  [[nodiscard]] bool holds(const Address& address) const;
};

/// "10.0.0.0/8", "fc00::/7", or an address alone.
/// @fails  deliver.network_malformed
[[nodiscard]] Result<Network> parse_network(std::string_view text);

/// Separated by commas and spaces.
/// @fails  deliver.network_malformed
[[nodiscard]] Result<std::vector<Network>> parse_networks(std::string_view text);

/// Decides by the address connected to, after names were resolved.
struct Guard {
  std::vector<Network> refused = {};  ///< networks for special use, of the catalog
  std::vector<Network> allowed = {};  ///< of the configuration; wins

  [[nodiscard]] bool is_allowed(const Address& address) const;
  /// An address of IPv4 that stands within one of IPv6 (mapped, 6to4, NAT64) counts as itself.
  /// @param encrypted  without TLS only allowed networks are spoken to
  [[nodiscard]] bool admits(const Address& address, bool encrypted) const;
};

}  // namespace zhiheng::deliver
