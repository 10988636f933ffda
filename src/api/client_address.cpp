#include "api/client_address.h"

#include <algorithm>
#include <optional>

#include "base/text.h"

namespace zhiheng::api {
namespace {

/// "203.0.113.7", "203.0.113.7:4711", "[2001:db8::1]:4711", "fe80::1%eth0".
std::optional<deliver::Address> address_in(std::string_view text) {
  text = trim(text);
  if (text.starts_with('[')) {
    text = text.substr(1, text.find(']') - 1);
  } else if (std::ranges::count(text, ':') == 1) {
    text = text.substr(0, text.find(':'));
  }
  return deliver::parse_address(text.substr(0, text.find('%')));
}

std::string place_of(const deliver::Address& address) {
  static const auto v4 = *deliver::parse_network("0.0.0.0/0");
  constexpr std::size_t first_of_v4 = 12, network_bytes = 8;
  const bool four = v4.holds(address);
  std::string text;
  for (std::size_t i = four ? first_of_v4 : 0; i < (four ? address.bytes.size() : network_bytes);
       ++i) {
    text.append(text.empty() ? "" : ".").append(std::to_string(address.bytes[i]));
  }
  return text;
}

}  // namespace

std::string client_address(std::string_view peer, std::string_view forwarded,
                           std::span<const deliver::Network> trusted) {
  static const auto this_machine = *deliver::parse_networks("127.0.0.0/8, ::1");
  auto from = address_in(peer);
  if (!from) return std::string(peer);
  const auto here = [&](const deliver::Network& one) { return one.holds(*from); };
  if (trusted.empty() && std::ranges::any_of(this_machine, here)) return {};
  const auto is_trusted = [&](const deliver::Address& address) {
    return std::ranges::any_of(trusted, [&](const auto& one) { return one.holds(address); });
  };
  while (is_trusted(*from) && !trim(forwarded).empty()) {
    const auto comma = forwarded.rfind(',');
    const auto before = comma == std::string_view::npos ? 0 : comma + 1;
    const auto next = address_in(forwarded.substr(before));
    if (!next) break;  // "unknown": the proxy is the last that can be told
    from = next;
    forwarded = forwarded.substr(0, comma == std::string_view::npos ? 0 : comma);
  }
  return place_of(*from);
}

}  // namespace zhiheng::api
