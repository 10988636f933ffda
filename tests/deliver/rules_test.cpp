// The schedule of attempts.

#include "deliver/rules.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "deliver/failures.h"
#include "support/place.h"

namespace zhiheng::deliver {
namespace {

TEST(ChannelRules, WaitLongerAndThenGiveUp) {
  const ChannelRules rules{.waits_s = {5, 300, 7200}, .jitter_percent = 20};
  EXPECT_EQ(rules.wait_s(1, 0), 5);
  EXPECT_EQ(rules.wait_s(1, 0.999), 6);
  EXPECT_EQ(rules.wait_s(2, 0.5), 330);
  EXPECT_EQ(rules.wait_s(3, 0), 7200);
  EXPECT_FALSE(rules.wait_s(4, 0));
  EXPECT_FALSE(rules.wait_s(0, 0));
  EXPECT_EQ(rules.longest_s(), 7505 + 1501);
}

TEST(Rules, OfTheCatalogGrowWithEveryAttempt) {
  const auto rules = load_rules(support::source_path("/catalog"));
  ASSERT_TRUE(rules) << describe(rules.error());
  for (const auto& [name, channel] : rules->channels) {
    EXPECT_TRUE(std::ranges::is_sorted(channel.waits_s)) << name;
    EXPECT_GT(channel.timeout_s, channel.connect_timeout_s - 1) << name;
    EXPECT_LT(channel.longest_s(), 14 * 86'400) << name;
  }
  EXPECT_TRUE(rules->channel("webhook"));
  EXPECT_EQ(rules->channel("pigeon").error().failure, &channel_unknown);
}

TEST(Rules, AreRefusedWithoutNetworksOrChannels) {
  const support::Folder folder;
  std::ofstream(folder.file("delivery.toml")) << "source = \"x\"\nkept_days = 1\n";
  const auto rules = load_rules(folder.path());
  ASSERT_FALSE(rules);
  EXPECT_EQ(rules.error().failure, &rules_malformed);
  EXPECT_NE(rules.error().where.find("refused_networks"), std::string::npos) << rules.error().where;
  EXPECT_FALSE(load_rules("/nowhere"));
}

}  // namespace
}  // namespace zhiheng::deliver
