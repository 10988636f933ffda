#include "deliver/network.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "deliver/failures.h"

namespace zhiheng::deliver {
namespace {

constexpr std::array<std::uint8_t, 12> mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
constexpr int bits_before_v4 = 96;

Address of_v4(const std::uint8_t* bytes) {
  Address address;
  std::ranges::copy(mapped, address.bytes.begin());
  std::copy_n(bytes, 4, address.bytes.begin() + 12);
  return address;
}

bool holds_any(const std::vector<Network>& networks, const Address& address) {
  return std::ranges::any_of(networks, [&](const Network& one) { return one.holds(address); });
}

/// The address of IPv4 that packets for `address` reach in the end.
std::optional<Address> carried(const Address& address) {
  const auto& bytes = address.bytes;
  constexpr std::array<std::uint8_t, 12> nat64 = {0x00, 0x64, 0xff, 0x9b};  // RFC 6052
  if (std::equal(nat64.begin(), nat64.end(), bytes.begin())) return of_v4(&bytes[12]);
  if (bytes[0] == 0x20 && bytes[1] == 0x02) return of_v4(&bytes[2]);  // RFC 3056
  return std::nullopt;
}

}  // namespace

std::optional<Address> parse_address(std::string_view text) {
  const std::string whole(text);
  std::array<std::uint8_t, 4> v4{};
  if (inet_pton(AF_INET, whole.c_str(), v4.data()) == 1) return of_v4(v4.data());
  Address address;
  if (inet_pton(AF_INET6, whole.c_str(), address.bytes.data()) == 1) return address;
  return std::nullopt;
}

bool Network::holds(const Address& address) const {
  int left = bits;
  for (std::size_t i = 0; i < address.bytes.size() && left > 0; ++i, left -= 8) {
    const auto mask = static_cast<std::uint8_t>(left >= 8 ? 0xff : 0xff << (8 - left));
    if ((address.bytes[i] & mask) != (first.bytes[i] & mask)) return false;
  }
  return true;
}

Result<Network> parse_network(std::string_view text) {
  const auto wrong = [&] {
    return fail(network_malformed, "network", std::string(text), "10.1.0.0/16 | fd00::/8 | ::1");
  };
  const auto slash = text.find('/');
  const auto address = parse_address(text.substr(0, slash));
  if (!address) return wrong();
  Network network{.first = *address, .bits = 128};
  if (slash == text.npos) return network;
  const std::string_view digits = text.substr(slash + 1);
  const auto [end, trouble] =
      std::from_chars(digits.data(), digits.data() + digits.size(), network.bits);
  if (trouble != std::errc() || end != digits.data() + digits.size()) return wrong();
  const bool v4 = text.substr(0, slash).find(':') == text.npos;
  if (network.bits < 0 || network.bits > (v4 ? 32 : 128)) return wrong();
  if (v4) network.bits += bits_before_v4;
  return network;
}

Result<std::vector<Network>> parse_networks(std::string_view text) {
  std::vector<Network> networks;
  while (true) {
    const auto start = text.find_first_not_of(", \t\n");
    if (start == text.npos) return networks;
    text.remove_prefix(start);
    const auto end = std::min(text.find_first_of(", \t\n"), text.size());
    ZH_TRY(networks.emplace_back(), parse_network(text.substr(0, end)));
    text.remove_prefix(end);
  }
}

bool Guard::is_allowed(const Address& address) const { return holds_any(allowed, address); }

bool Guard::admits(const Address& address, bool encrypted) const {
  if (is_allowed(address)) return true;
  if (!encrypted || holds_any(refused, address)) return false;
  const auto inner = carried(address);
  return !inner || !holds_any(refused, *inner);
}

}  // namespace zhiheng::deliver
