// Which addresses are spoken to.

#include "deliver/network.h"

#include <gtest/gtest.h>

#include "deliver/failures.h"
#include "deliver/rules.h"
#include "support/source.h"

namespace zhiheng::deliver {
namespace {

Guard shipped(std::string_view allowed = "") {
  const auto rules = load_rules(support::source_path("/catalog"));
  EXPECT_TRUE(rules) << describe(rules.error());
  return {.refused = rules->refused, .allowed = *parse_networks(allowed)};
}

TEST(Guard, RefusesEveryNetworkForSpecialUse) {
  const Guard guard = shipped();
  // One address of each line of the registries of RFC 6890 that is not globally reachable.
  for (const char* text : {"0.0.0.0",          "10.0.0.1",        "100.64.0.1",  "127.0.0.1",
                           "127.255.255.254",  "169.254.169.254", "172.16.0.1",  "172.31.255.255",
                           "192.0.0.1",        "192.0.2.1",       "192.168.0.1", "198.18.0.1",
                           "198.19.255.255",   "198.51.100.1",    "203.0.113.1", "224.0.0.1",
                           "240.0.0.1",        "255.255.255.255", "::",          "::1",
                           "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1",
                           "64:ff9b:1::1",     "100::1",          "2001::1",     "2001:db8::1",
                           "2002:7f00:1::",    "2002:0a00:1::1",  "3fff::1",     "fc00::1",
                           "fd12:3456::1",     "fe80::1",         "fec0::1",     "ff02::1"}) {
    const auto address = parse_address(text);
    ASSERT_TRUE(address) << text;
    EXPECT_FALSE(guard.admits(*address, true)) << text;
  }
}

TEST(Guard, AdmitsWhatEverybodyReaches) {
  const Guard guard = shipped();
  for (const char* text :
       {"8.8.8.8", "114.114.114.114", "172.32.0.1", "172.15.255.255", "223.255.255.255",
        "2400:3200::1", "2a00:1450::1", "64:ff9b::808:808", "2002:808:808::1", "::ffff:8.8.8.8"}) {
    EXPECT_TRUE(guard.admits(*parse_address(text), true)) << text;
    EXPECT_FALSE(guard.admits(*parse_address(text), false)) << text;
  }
}

TEST(Guard, AdmitsWhatTheConfigurationNames) {
  const Guard guard = shipped("10.1.0.0/16, ::1 192.0.2.7");
  EXPECT_TRUE(guard.admits(*parse_address("10.1.255.255"), false));
  EXPECT_TRUE(guard.admits(*parse_address("::1"), true));
  EXPECT_TRUE(guard.admits(*parse_address("192.0.2.7"), false));
  EXPECT_FALSE(guard.admits(*parse_address("10.2.0.0"), true));
  EXPECT_FALSE(guard.admits(*parse_address("192.0.2.8"), true));
}

TEST(Network, RefusesWhatIsNone) {
  for (const char* text : {"", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "::/129", "localhost",
                           "127.1", "0x7f000001", "2130706433", "10.0.0.0/8x", "10.0.0.0 /8"}) {
    const auto network = parse_network(text);
    ASSERT_FALSE(network) << text;
    EXPECT_EQ(network.error().failure, &network_malformed);
  }
  EXPECT_FALSE(parse_networks("10.0.0.0/8, nonsense"));
  EXPECT_TRUE(parse_networks(" , ")->empty());
}

}  // namespace
}  // namespace zhiheng::deliver
