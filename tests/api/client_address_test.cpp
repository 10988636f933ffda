#include "api/client_address.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "api/failures.h"
#include "api/upload_folder.h"
#include "support/place.h"

namespace zhiheng::api {
namespace {

std::vector<deliver::Network> trusting(std::string_view networks) {
  return *deliver::parse_networks(networks);
}

TEST(ClientAddress, IsWhoIsConnectedUnlessAProxyIsTrusted) {
  const auto nobody = trusting("");
  EXPECT_EQ(client_address("203.0.113.7", "", nobody), "203.0.113.7");
  EXPECT_EQ(client_address("203.0.113.7", "198.51.100.1", nobody), "203.0.113.7");
  EXPECT_EQ(client_address("::ffff:203.0.113.7", "", nobody), "203.0.113.7");
  EXPECT_EQ(client_address("", "198.51.100.1", nobody), "");
  // Through a proxy on this machine that nobody told of come many.
  EXPECT_EQ(client_address("127.0.0.1", "198.51.100.1", nobody), "");
  EXPECT_EQ(client_address("::1", "198.51.100.1", nobody), "");
}

TEST(ClientAddress, IsTheFirstFromTheEndThatIsNoTrustedProxy) {
  const auto ours = trusting("127.0.0.1, 10.0.0.0/8, ::1");
  struct Row {
    const char *peer, *forwarded, *client;
  };
  const Row table[] = {
      {"127.0.0.1", "198.51.100.1", "198.51.100.1"},
      {"127.0.0.1", "198.51.100.1, 10.1.2.3", "198.51.100.1"},
      // What a visitor wrote before the proxy added the address is nothing but words.
      {"127.0.0.1", "192.0.2.66, 198.51.100.1", "198.51.100.1"},
      {"127.0.0.1", "198.51.100.1:4711", "198.51.100.1"},
      {"::1", "[2001:db8:1:2:3:4:5:6]:443", "32.1.13.184.0.1.0.2"},
      {"127.0.0.1", "unknown", "127.0.0.1"},
      {"127.0.0.1", "198.51.100.1, unknown", "127.0.0.1"},
      {"127.0.0.1", ",,", "127.0.0.1"},
      {"127.0.0.1", "10.9.9.9", "10.9.9.9"},
      {"203.0.113.7", "198.51.100.1", "203.0.113.7"},
  };
  for (const auto& [peer, forwarded, client] : table) {
    EXPECT_EQ(client_address(peer, forwarded, ours), client) << peer << " " << forwarded;
  }
}

TEST(ClientAddress, OfSixIsTheNetworkThatOneHouseholdHas) {
  const auto nobody = trusting("");
  const auto one = client_address("2001:db8:1:2::1", "", nobody);
  EXPECT_EQ(client_address("2001:db8:1:2:ffff:1:2:3", "", nobody), one);
  EXPECT_NE(client_address("2001:db8:1:3::1", "", nobody), one);
  EXPECT_EQ(client_address("fe80::1%eth0", "", nobody), client_address("fe80::1", "", nobody));
}

TEST(UploadFolder, OfAServerThatRunsIsLeftAloneAndOfOneThatIsGoneCleared) {
  const support::Folder folder;
  const std::string base = folder.file("uploads");
  auto first = UploadFolder::open(base);
  ASSERT_TRUE(first) << describe(first.error());
  std::ofstream(first->path() + "/body") << "x";
  // As a server that was killed leaves it: without a lock.
  std::filesystem::create_directories(base + "/left");
  std::ofstream(base + "/left/body") << "x";
  std::ofstream(base + "/of-an-earlier-program") << "x";
  std::string path;
  {
    const auto second = UploadFolder::open(base);
    ASSERT_TRUE(second) << describe(second.error());
    path = second->path();
    EXPECT_NE(path, first->path());
    EXPECT_TRUE(std::filesystem::exists(first->path() + "/body"));
    EXPECT_FALSE(std::filesystem::exists(base + "/left"));
    EXPECT_FALSE(std::filesystem::exists(base + "/of-an-earlier-program"));
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(UploadFolder, RefusesAPlaceWhereNothingCanBeWritten) {
  const support::Folder folder;
  std::ofstream(folder.file("file")) << "x";
  const auto opened = UploadFolder::open(folder.file("file") + "/uploads");
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().failure, &cannot_write);
}

}  // namespace
}  // namespace zhiheng::api
