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

TEST(Rules, LetAClockRemindAtItsOwnTimes) {
  Rules rules;
  rules.reminders_h = {72, 24, 0, -72};
  rules.own_reminders_h[{"special_equipment", "inspection"}] = {45 * 24, 31 * 24};
  EXPECT_TRUE(rules.reminds("complaint", "acceptance", 24));
  EXPECT_FALSE(rules.reminds("complaint", "acceptance", 45 * 24));
  EXPECT_TRUE(rules.reminds("special_equipment", "inspection", 45 * 24));
  EXPECT_FALSE(rules.reminds("special_equipment", "inspection", 24));
  EXPECT_TRUE(rules.reminds("special_equipment", "inspection", -72)) << "what is late is late";
  EXPECT_EQ(rules.distances_h(), (std::vector{-72, 0, 24, 72, 31 * 24, 45 * 24}));
}

TEST(Rules, NameClocksThatAreDeclared) {
  const auto rules = load_rules(support::source_path("/catalog"));
  ASSERT_TRUE(rules) << describe(rules.error());
  const auto loaded = catalog::load(support::source_path("/catalog"));
  ASSERT_TRUE(loaded.catalog);
  EXPECT_FALSE(rules->own_reminders_h.empty());
  for (const auto& [clock, leads] : rules->own_reminders_h) {
    const auto* of = loaded.catalog->find_register(clock.first);
    ASSERT_NE(of, nullptr) << clock.first;
    EXPECT_NE(std::ranges::find(of->clocks, clock.second, &catalog::Clock::name), of->clocks.end())
        << clock.first << " " << clock.second;
  }
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
