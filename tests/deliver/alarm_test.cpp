// Who is told that somebody looks for an identity, how often, and what is written down about it.

#include "deliver/alarm.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "deliver/notice.h"
#include "registry/people.h"
#include "registry/personal_access.h"
#include "support/place.h"

namespace zhiheng::deliver {
namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;

class Alarm : public support::OnBothEngines {
 protected:
  void SetUp() override {
    OnBothEngines::SetUp();
    if (IsSkipped()) return;
    auto outbox = Outbox::open(*store_, support::source_path("/catalog"));
    ASSERT_TRUE(outbox) << describe(outbox.error());
    outbox_ = *std::move(outbox);
    registry::People people(*store_, registry_->catalog().security);
    for (const auto& [user, role] : std::map<std::string, std::string>{
             {"qian", "identity_custodian"}, {"shen", "auditor"}, {"li.na", "officer"}}) {
      ASSERT_TRUE(people.add({.user = user, .name = user, .roles = {role}, .region = "620000"},
                             "a long password"));
    }
  }
  void look(const std::string& account, Notice::Kind how, Timestamp at) {
    const auto told =
        alarm(*outbox_, *registry_,
              {.account = account, .register_name = "reporter_identity", .how = how}, at);
    ASSERT_TRUE(told) << describe(told.error());
  }
  /// Who was told what.
  std::vector<std::string> told() {
    std::vector<std::string> found;
    EXPECT_TRUE(outbox_->messages().list({}, 100, [&](const store::KeptMessage& kept) {
      found.push_back(kept.message.target + " " + kept.message.subject);
      return true;
    }));
    return found;
  }

  std::unique_ptr<Outbox> outbox_;
};

constexpr Timestamp noon{1'790'000'000'000'000};

TEST_P(Alarm, TellsThoseWhoKeepIdentitiesButNotWhoSearched) {
  look("li.na", Notice::Kind::refused, noon);
  EXPECT_THAT(told(), UnorderedElementsAre("qian refused", "shen refused"));
  look("qian", Notice::Kind::searched, noon);
  EXPECT_THAT(told(), UnorderedElementsAre("qian refused", "shen refused", "shen searched"));
}

TEST_P(Alarm, TellsTheSameOnceAnHourAndWritesDownEachTime) {
  look("shen", Notice::Kind::searched, noon);
  look("shen", Notice::Kind::searched, {noon.microseconds + 1});
  EXPECT_THAT(told(), ElementsAre("qian searched"));
  look("shen", Notice::Kind::searched, {noon.microseconds + 3'600'000'000});
  EXPECT_THAT(told(), ElementsAre("qian searched", "qian searched"));
  store::Select lines{.table = std::string(registry::personal_access_log)};
  const auto& of = named(lines.table);
  std::vector<std::string> said;
  ASSERT_TRUE(store_->read(lines, [&](const store::Version& line) {
    std::string text;
    for (const auto* field : {"account", "register", "action", "filter"}) {
      text += to_text(line.values[*of.position(field)]) + " ";
    }
    said.push_back(text);
    return true;
  }));
  EXPECT_THAT(said, testing::SizeIs(3));
  EXPECT_THAT(said, testing::Each(testing::StrEq("shen reporter_identity searched  ")));
}

ZH_ON_BOTH_ENGINES(Alarm);

}  // namespace
}  // namespace zhiheng::deliver
