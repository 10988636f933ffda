// Whom steps, terms and the day tell, in the inbox and by mail; registers followed from outside.

#include "deliver/telling.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>

#include "deliver/failures.h"
#include "deliver/register_feed.h"
#include "expr/failures.h"
#include "registry/failures.h"
#include "support/place.h"

namespace zhiheng::deliver {
namespace {

using registry::Person;
using testing::UnorderedElementsAre;

constexpr const char* probe = R"(name = "probe"
title = { zh = "试验", en = "Probe" }
key = ["number"]
region = "region"
handler = "by"
public = true
[[field]]
name = "number"
type = "text"
title = { zh = "编号", en = "number" }
required = true
public = true
[[field]]
name = "region"
type = "region"
title = { zh = "地区", en = "region" }
public = true
[[field]]
name = "by"
type = "text"
title = { zh = "办理人", en = "by" }
[[field]]
name = "office"
type = "record"
target = "authority"
title = { zh = "承办单位", en = "office" }
[[field]]
name = "lots"
type = "integer"
title = { zh = "批次", en = "lots" }
public = true
[[state]]
name = "drawn"
title = { zh = "已抽样", en = "drawn" }
initial = true
[[state]]
name = "judged"
title = { zh = "已判定", en = "judged" }
[[step]]
name = "assign"
title = { zh = "分派", en = "assign" }
from = ["drawn"]
to = "drawn"
roles = ["officer"]
notify = ["handler"]
required = ["by"]
[[step]]
name = "hand_over"
title = { zh = "移交", en = "hand over" }
from = ["drawn"]
to = "drawn"
roles = ["officer"]
notify = ["unit:office"]
[[step]]
name = "judge"
title = { zh = "判定", en = "judge" }
from = ["drawn"]
to = "judged"
roles = ["officer"]
notify = ["officer"]
publish = true
[[step]]
name = "retract"
title = { zh = "撤回", en = "retract" }
from = ["judged"]
to = "judged"
roles = ["officer"]
withdraw = true
[[clock]]
name = "judging"
title = { zh = "判定期限", en = "judging" }
states = ["drawn"]
starts = "entered"
term = "food_sample.retest_request_rapid"
)";

constexpr std::int64_t hour = 3'600'000'000;

class Told : public support::OnBothEngines {
 protected:
  void SetUp() override {
    OnBothEngines::SetUp();
    if (IsSkipped()) return;
    std::filesystem::create_directories(folder_.file("more/registers"));
    std::ofstream(folder_.file("more/registers/probe.toml")) << probe;
    auto loaded = catalog::load(support::source_path("/catalog"), {folder_.file("more")});
    for (const auto& error : loaded.errors) ADD_FAILURE() << describe(error);
    auto registry = registry::Registry::open(loaded.catalog, store_);
    ASSERT_TRUE(registry) << describe(registry.error());
    registry_ = *std::move(registry);
    auto outbox = Outbox::open(*store_, support::source_path("/catalog"));
    ASSERT_TRUE(outbox) << describe(outbox.error());
    outbox_ = *std::move(outbox);
    registry::People people(*store_, registry_->catalog().security);
    for (const Person& person : {officer("li.na"), officer("wang.wei"), officer("far", "620200")}) {
      ASSERT_TRUE(people.add(person, "a long password"));
    }
  }

  [[nodiscard]] static Person officer(const std::string& user,
                                      const std::string& region = "620100") {
    return {.user = user, .name = user, .roles = {"officer"}, .region = region};
  }
  std::string put(const std::string& number, const std::string& by = "") {
    const std::vector<std::string> columns = {"number", "region", "by", "lots"};
    std::vector<registry::Entry> entries(1);
    entries[0].values = {number, std::string("620102"), by.empty() ? Value() : Value(by),
                         std::int64_t{3}};
    const auto answers =
        registry_->put(registry::local_operator(), named("probe"), columns, std::move(entries));
    EXPECT_TRUE(answers) << describe(answers.error());
    for (const auto& error : answers->front().errors) ADD_FAILURE() << describe(error);
    return answers->front().id;
  }
  void step(const std::string& user, const std::string& id, const std::string& name,
            const std::string& value = "", const std::string& field = "by") {
    std::vector<std::string> columns;
    registry::Entry entry;
    if (!value.empty()) {
      columns = {field};
      entry.values = {value};
    }
    const auto done =
        registry_->step(officer(user), named("probe"), id, {}, name, "", columns, entry);
    ASSERT_TRUE(done) << describe(done.error());
    for (const auto& error : done->errors) ADD_FAILURE() << describe(error);
  }
  /// "channel/target/kind" of everything made so far.
  [[nodiscard]] std::vector<std::string> made() {
    std::vector<std::string> all;
    EXPECT_TRUE(outbox_->messages().list({}, 100, [&](const store::KeptMessage& kept) {
      const auto& message = kept.message;
      all.push_back(message.channel + "/" + message.target + "/" + message.subject);
      last_ = message.body;
      return true;
    }));
    return all;
  }

  std::unique_ptr<Outbox> outbox_;
  std::string last_;  ///< body of the oldest message
};

ZH_ON_BOTH_ENGINES(Told);

TEST_P(Told, AreTheColleaguesOfTheRegionButNotWhoTookTheStep) {
  Telling telling(*outbox_, *registry_, true);
  ASSERT_FALSE(*telling.of_steps());
  const auto id = put("P1");
  step("li.na", id, "judge");
  ASSERT_TRUE(*telling.of_steps());
  EXPECT_THAT(made(), UnorderedElementsAre("inbox/wang.wei/step"));
  const auto notice = parse_notice(last_);
  ASSERT_TRUE(notice);
  const Words line = said(*notice, registry_->catalog(), outbox_->rules());
  EXPECT_EQ(line.zh, "试验 P1：判定，现为“已判定”");
  EXPECT_EQ(line.en, "Probe P1: judge, now “judged”");
  EXPECT_FALSE(*telling.of_steps());
}

TEST_P(Told, IsTheHandlerAndByMailOnlyWhoWishes) {
  Contacts contacts(*store_);
  ASSERT_TRUE(contacts.set("wang.wei", {.mail = "ww@example.org", .wish = MailWish::each}));
  ASSERT_TRUE(contacts.set("li.na", {.mail = "ln@example.org", .wish = MailWish::digest}));
  Telling telling(*outbox_, *registry_, true);
  ASSERT_FALSE(*telling.of_steps());
  const auto id = put("P1");
  step("li.na", id, "assign", "wang.wei");
  ASSERT_TRUE(*telling.of_steps());
  EXPECT_THAT(made(), UnorderedElementsAre("inbox/wang.wei/step", "mail/wang.wei/step"));
  // Read again from the same place nothing is told twice.
  Telling without_mail(*outbox_, *registry_, false);
  step("wang.wei", id, "assign", "li.na");
  ASSERT_TRUE(*without_mail.of_steps());
  EXPECT_THAT(made(), UnorderedElementsAre("inbox/wang.wei/step", "mail/wang.wei/step",
                                           "inbox/li.na/step"));
}

TEST_P(Told, IsTheUnitThatTheRecordNames) {
  registry::People people(*store_, registry_->catalog().security);
  Person office = officer("zhang.san");
  office.unit = "JG-1";
  Person elsewhere = officer("zhang.far", "620200");
  elsewhere.unit = "JG-1";
  for (const Person& person : {office, elsewhere}) {
    ASSERT_TRUE(people.add(person, "a long password"));
  }
  Telling telling(*outbox_, *registry_, true);
  ASSERT_FALSE(*telling.of_steps());
  const auto id = put("P1");
  step("li.na", id, "hand_over");
  ASSERT_TRUE(*telling.of_steps());
  EXPECT_TRUE(made().empty()) << "the record names no unit yet";
  step("li.na", id, "hand_over", "JG-1", "office");
  ASSERT_TRUE(*telling.of_steps());
  EXPECT_THAT(made(), UnorderedElementsAre("inbox/zhang.san/step"))
      << "of the unit, whoever may see the record";
}

TEST_P(Told, IsNobodyByAnImport) {
  Telling telling(*outbox_, *registry_, true);
  ASSERT_FALSE(*telling.of_steps());
  put("P1", "li.na");
  ASSERT_TRUE(*telling.of_steps());
  EXPECT_TRUE(made().empty());
}

TEST_P(Told, IsWhoseTurnItIsBeforeAndAfterATermEnds) {
  Telling telling(*outbox_, *registry_, true);
  put("P1", "li.na");  // has four hours
  put("P2");
  const Timestamp begin = now();
  const auto later = [&](double hours) {
    return Timestamp{begin.microseconds + static_cast<std::int64_t>(hours * hour)};
  };
  ASSERT_TRUE(telling.of_terms(begin));
  ASSERT_TRUE(telling.of_terms(later(1)));
  EXPECT_TRUE(made().empty());
  ASSERT_TRUE(telling.of_terms(later(3)));
  EXPECT_THAT(made(), UnorderedElementsAre("inbox/li.na/reminder", "inbox/li.na/reminder",
                                           "inbox/wang.wei/reminder"));
  ASSERT_TRUE(telling.of_terms(later(3.5)));
  EXPECT_EQ(made().size(), 3U);
  ASSERT_TRUE(telling.of_terms(later(5)));
  EXPECT_EQ(std::ranges::count(made(), "inbox/li.na/overdue"), 2);
  // After a week without a server one reminder of a term is enough.
  put("P3", "wang.wei");
  ASSERT_TRUE(telling.of_terms(later(24 * 8)));
  EXPECT_EQ(std::ranges::count(made(), "inbox/wang.wei/overdue"), 3);
}

TEST_P(Told, AtTimesOfItsOwnOfAClockThatHasThem) {
  std::ifstream shipped(support::source_path("/catalog/delivery.toml"));
  std::string text((std::istreambuf_iterator<char>(shipped)), {});
  const std::string list = "clock_reminder = [";
  ASSERT_NE(text.find(list), std::string::npos);
  text.insert(
      text.find(list) + list.size(),
      R"({ register = "probe", clock = "judging", before = [{ hours = 3 }, { hours = 1 }] },)");
  std::ofstream(folder_.file("delivery.toml")) << text;
  const auto outbox = Outbox::open(*store_, folder_.path());
  ASSERT_TRUE(outbox) << describe(outbox.error());
  Telling telling(**outbox, *registry_, false);
  put("P1", "li.na");  // has four hours
  const Timestamp begin = now();
  const auto told_after = [&](double hours) {
    EXPECT_TRUE(telling.of_terms(
        {begin.microseconds + static_cast<std::int64_t>(hours * static_cast<double>(hour))}));
    return made().size();
  };
  EXPECT_EQ(told_after(0), 0U);
  EXPECT_EQ(told_after(1.5), 1U) << "three hours before the end";
  EXPECT_EQ(told_after(2.5), 1U) << "not two hours before, as other clocks";
  EXPECT_EQ(told_after(3.5), 2U) << "an hour before";
  EXPECT_EQ(told_after(4.5), 3U) << "late, like all";
}

TEST_P(Told, OnceOnTheMorningOfAWorkingDay) {
  Contacts contacts(*store_);
  ASSERT_TRUE(contacts.set("wang.wei", {.mail = "ww@example.org", .wish = MailWish::digest}));
  ASSERT_TRUE(contacts.set("li.na", {.mail = "ln@example.org", .wish = MailWish::each}));
  Telling telling(*outbox_, *registry_, true);
  const auto at = [](std::string_view text) { return *parse_timestamp(text); };
  put("P1");
  ASSERT_TRUE(telling.of_the_day(at("2031-03-03T07:59:00+08:00")));
  ASSERT_TRUE(telling.of_the_day(at("2031-03-02T09:00:00+08:00")));  // a Sunday
  EXPECT_TRUE(made().empty());
  ASSERT_TRUE(telling.of_the_day(at("2031-03-03T08:00:00+08:00")));
  ASSERT_TRUE(telling.of_the_day(at("2031-03-03T18:00:00+08:00")));
  EXPECT_THAT(made(), UnorderedElementsAre("mail/wang.wei/digest"));
  EXPECT_EQ(parse_notice(last_)->overdue, 1);
  ASSERT_TRUE(telling.of_the_day(at("2031-03-04T08:00:00+08:00")));
  EXPECT_EQ(made().size(), 2U);
}

TEST_P(Told, AreSystemsThatFollowARegister) {
  RegisterFeed feed(*outbox_, *registry_);
  ASSERT_FALSE(*feed.follow());
  const auto made_one = feed.subscribe("probe", "lots > 2", {.url = "https://example.org/"}, now());
  ASSERT_TRUE(made_one) << describe(made_one.error());
  EXPECT_EQ(feed.all()->at(0).filter, "lots > 2");
  const std::string target = made_one->target.id;
  const auto id = put("P1", "li.na");
  ASSERT_TRUE(*feed.follow());
  EXPECT_TRUE(made().empty()) << "nothing of it was published";
  step("li.na", id, "judge");
  ASSERT_TRUE(*feed.follow());
  EXPECT_THAT(made(), UnorderedElementsAre("webhook/" + target + "/record.changed"));
  const auto body = boost::json::parse(last_).as_object();
  EXPECT_EQ(body.at("type").as_string(), "record.changed");
  const auto& data = body.at("data").as_object();
  EXPECT_EQ(data.at("key").as_string(), "P1");
  EXPECT_EQ(data.at("record").at("lots").as_int64(), 3);
  EXPECT_FALSE(data.at("record").as_object().contains("by")) << "not public";
  step("li.na", id, "retract");
  ASSERT_TRUE(*feed.follow());
  EXPECT_THAT(made(), UnorderedElementsAre("webhook/" + target + "/record.changed",
                                           "webhook/" + target + "/record.withdrawn"));
  EXPECT_FALSE(*feed.follow());
  ASSERT_TRUE(feed.unsubscribe(target));
  EXPECT_TRUE(made().empty()) << "what waits for nobody is forgotten";
  EXPECT_EQ(feed.unsubscribe(target).error().failure, &target_unknown);
}

TEST_P(Told, AreNotSystemsOfWhatThePublicDoesNotSee) {
  RegisterFeed feed(*outbox_, *registry_);
  const Target target{.url = "https://example.org/"};
  EXPECT_EQ(feed.subscribe("case_file", "", target, now()).error().failure, &registry::not_allowed);
  EXPECT_EQ(feed.subscribe("nothing", "", target, now()).error().failure,
            &registry::register_unknown);
  EXPECT_FALSE(feed.subscribe("probe", "by = 'li.na'", target, now()));
  EXPECT_EQ(feed.subscribe("probe", "lots", target, now()).error().failure, &registry::wrong_type);
  EXPECT_TRUE(Targets(*store_).all()->empty());
}

TEST_P(Told, AtAnAddressThatIsKeptEncrypted) {
  Contacts contacts(*store_);
  EXPECT_EQ(contacts.find("li.na")->wish, MailWish::none);
  ASSERT_TRUE(contacts.set(
      "li.na", {.mail = "ln@example.org", .wish = MailWish::each, .language = Language::en}));
  const auto found = contacts.find("li.na");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->mail, "ln@example.org");
  EXPECT_EQ(found->language, Language::en);
  EXPECT_EQ(store_->get("contact", "li.na")->value().find("example"), std::string::npos);
  EXPECT_EQ(contacts.set("li.na", {.wish = MailWish::each}).error().failure, &address_malformed);
  EXPECT_EQ(parse_mail_wish("often").error().failure, &wish_unknown);
}

TEST(Notice, ComesBackAsItWas) {
  const Notice notice{.kind = Notice::Kind::overdue,
                      .register_name = "complaint",
                      .id = "1",
                      .key = "T-1/\"1\"",
                      .what = "acceptance",
                      .state = "received",
                      .due = Timestamp{5}};
  const auto back = parse_notice(to_body(notice));
  ASSERT_TRUE(back);
  EXPECT_EQ(back->key, notice.key);
  EXPECT_EQ(back->due, notice.due);
  EXPECT_EQ(name_of(back->kind), "overdue");
  for (const char* body : {"", "[]", "{}", R"({"kind":1})", R"({"kind":"song"})"}) {
    const auto parsed = parse_notice(body);
    ASSERT_FALSE(parsed) << body;
    EXPECT_EQ(parsed.error().failure, &notice_malformed);
  }
  EXPECT_EQ(filled("{a} {b} {", {{"a", "{b}"}}), "{b} {b} {");
}

}  // namespace
}  // namespace zhiheng::deliver
