// Subscriptions on record and what they tell, on both engines.

#include "trace/subscription.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "trace/event_fixture.h"
#include "trace/failures.h"
#include "trace/live_failures.h"
#include "trace/subscription_runner.h"

namespace zhiheng::trace {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::int64_t second = 1'000'000, minute = 60 * second;

Event event_named(const std::string& id) {
  return observed(id, 0, {"urn:epc:id:sgtin:4012345.012345.1"});
}

class SubscriptionsOnRecord : public EventsOnRecord {
 protected:
  void SetUp() override {
    EventsOnRecord::SetUp();
    if (queries_ == nullptr) return;
    subscriptions_ = std::make_unique<Subscriptions>(*store_, 100);
    restart();
  }

  void restart() {
    SubscriptionNeeds needs;
    needs.person = [](const std::string&) { return Result<registry::Person>(operator_); };
    needs.query = [this](const Subscription&) {
      return parse_event_query({}, {.units = &queries_->units()});
    };
    needs.hand_over = [this](const Subscription&, const std::string& key, const Batch& batch) {
      keys_.push_back(key);
      for (const FoundEvent& one : batch.events) told_.push_back(one.name);
      return lost_ ? Result<void>(fail(interrupted)) : Result<void>();
    };
    needs.end = [this](const Subscription& of) -> Result<void> {
      ZH_DO(subscriptions_->remove(of.id));
      return {};
    };
    runner_ = std::make_unique<SubscriptionRunner>(*queries_, *subscriptions_, std::move(needs));
  }
  Subscription subscription(const std::string& body, Timestamp at) {
    auto asked = parse_subscription(body);
    EXPECT_TRUE(asked) << describe(asked.error());
    Subscription made{.id = "s" + std::to_string(++number_),
                      .query = "q",
                      .name = "q",
                      .user = "li",
                      .dest = asked->dest,
                      .target = "t",
                      .controls = asked->controls,
                      .identifiers = Identifiers::urn,
                      .created = at};
    made.progress = *first_progress(*queries_, made.controls, at);
    return made;
  }
  void add(const std::string& id) {
    const auto report = capture(*registry_, operator_, std::vector{event_named(id)});
    ASSERT_TRUE(report) << describe(report.error());
  }

  std::unique_ptr<Subscriptions> subscriptions_;
  std::unique_ptr<SubscriptionRunner> runner_;
  std::vector<std::string> keys_, told_;
  bool lost_ = false;
  int number_ = 0;
};

ZH_ON_BOTH_ENGINES(SubscriptionsOnRecord);

TEST_P(SubscriptionsOnRecord, ComeBackAsTheyWereKept) {
  const Timestamp at = now();
  Subscription made =
      subscription(R"({"dest":"https://a.b/","schedule":{"minute":"0/15"},"timeZone":"+05:30",)"
                   R"("reportIfEmpty":true,"initialRecordTime":"2026-03-01T00:00:00Z"})",
                   at);
  made.progress = {7, {at.microseconds + minute}, true, true};
  made.pending = 9;
  ASSERT_TRUE(subscriptions_->add(made));
  const auto found = subscriptions_->find(made.id);
  ASSERT_TRUE(found) << describe(found.error());
  EXPECT_EQ(found->controls.schedule, made.controls.schedule);
  EXPECT_EQ(found->controls.zone, "+05:30");
  EXPECT_TRUE(found->controls.report_if_empty);
  EXPECT_EQ(found->controls.initial_record_time, made.controls.initial_record_time);
  EXPECT_EQ(found->identifiers, Identifiers::urn);
  EXPECT_EQ(found->progress.position, 7);
  EXPECT_EQ(found->progress.checked, made.progress.checked);
  EXPECT_TRUE(found->progress.collecting);
  EXPECT_EQ(found->pending, 9);
  EXPECT_EQ(found->min_record_time(), made.progress.checked);
  Subscription again = made;
  again.id = "other";
  EXPECT_EQ(subscriptions_->add(again).error().failure, &subscription_twice);
  again.user = "wang";
  EXPECT_TRUE(subscriptions_->add(again));
  EXPECT_EQ(subscriptions_->all()->size(), 2U);
  EXPECT_TRUE(*subscriptions_->remove(made.id));
  EXPECT_FALSE(*subscriptions_->remove(made.id));
  EXPECT_FALSE(*subscriptions_->keep(made)) << "what is gone does not come back";
  EXPECT_EQ(subscriptions_->find(made.id).error().failure, &subscription_unknown);
}

TEST_P(SubscriptionsOnRecord, TellEachEventOnceHoweverOftenTheProgramIsKilled) {
  ASSERT_TRUE(subscriptions_->add(subscription(R"({"dest":"https://a.b/","stream":true})", now())));
  add("urn:a");
  ASSERT_TRUE(runner_->run(now()));
  lost_ = true;
  add("urn:b");
  add("urn:c");
  ASSERT_TRUE(runner_->run(now()));
  add("urn:d");
  lost_ = false;
  restart();
  ASSERT_TRUE(runner_->run(now()));
  ASSERT_TRUE(runner_->run(now()));
  EXPECT_THAT(told_, ElementsAre("urn:a", "urn:b", "urn:c", "urn:b", "urn:c", "urn:d"));
  ASSERT_EQ(keys_.size(), 4U);
  EXPECT_EQ(keys_[1], keys_[2]) << "by its key the repetition is known";
  EXPECT_NE(keys_[2], keys_[3]);
}

TEST_P(SubscriptionsOnRecord, MakeUpForMissedTimesWithOneReport) {
  const Timestamp begin{*parse_timestamp("2026-03-01T00:00:10+08:00")};
  ASSERT_TRUE(subscriptions_->add(subscription(
      R"({"dest":"https://a.b/","schedule":{"second":"0"},"reportIfEmpty":true})", begin)));
  add("urn:a");
  ASSERT_TRUE(runner_->run({begin.microseconds + 40 * second}));
  EXPECT_THAT(keys_, IsEmpty());
  ASSERT_TRUE(runner_->run({begin.microseconds + 50 * second}));
  EXPECT_THAT(told_, ElementsAre("urn:a"));
  restart();
  ASSERT_TRUE(runner_->run({begin.microseconds + 60 * minute}));
  ASSERT_TRUE(runner_->run({begin.microseconds + 60 * minute + second}));
  EXPECT_EQ(keys_.size(), 2U) << "an hour of missed minutes is one empty report";
  EXPECT_THAT(told_, ElementsAre("urn:a"));
}

TEST(SubscriptionBodies, AreRefusedWhereTheySayTooLittleOrTooMuch) {
  const std::pair<const char*, const Failure*> rows[] = {
      {"no JSON", &not_json},
      {R"({"stream":true})", &destination_wrong},
      {R"({"dest":"ftp://a.b/","stream":true})", &destination_wrong},
      {R"({"dest":"https://user@a.b/","stream":true})", &destination_wrong},
      {R"({"dest":"https://a.b/"})", &subscription_wrong},
      {R"({"dest":"https://a.b/","stream":"often"})", &subscription_wrong},
      {R"({"dest":"https://a.b/","stream":true,"schedule":{"hour":"1"}})", &subscription_wrong},
      {R"({"dest":"https://a.b/","stream":true,"reportIfEmpty":true})", &subscription_wrong},
      {R"({"dest":"https://a.b/","stream":true,"initialRecordTime":"today"})", &subscription_wrong},
      {R"({"dest":"https://a.b/","schedule":"daily"})", &subscription_wrong},
      {R"({"dest":"https://a.b/","schedule":{}})", &schedule_wrong},
      {R"({"dest":"https://a.b/","schedule":{"hour":"25"}})", &schedule_wrong}};
  for (const auto& [body, failure] : rows) {
    const auto made = parse_subscription(body);
    ASSERT_FALSE(made) << body;
    EXPECT_EQ(made.error().failure, failure) << body;
  }
  const std::vector<Parameter> both{{"stream", {"true"}}, {"hour", {"1"}}};
  EXPECT_EQ(subscription_controls(both).error().failure, &subscription_wrong);
  const std::vector<Parameter> other{{"stream", {"true"}}, {"EQ_bizStep", {"shipping"}}};
  EXPECT_EQ(subscription_controls(other).error().failure, &query_parameter_unknown);
  const std::vector<Parameter> good{{"hour", {"1"}}, {"minute", {"5"}}};
  EXPECT_TRUE(subscription_controls(good)->schedule);
}

TEST(SubscriptionBodies, GoWithQueriesThatLoseNothing) {
  for (const char* limit : {"eventCountLimit", "maxEventCount", "perPage"}) {
    const std::vector<Parameter> parameters{{limit, {"3"}}};
    const auto query = parse_event_query(parameters, {});
    ASSERT_TRUE(query) << limit;
    EXPECT_EQ(check_subscribable(*query).error().failure, &subscribe_not_permitted) << limit;
  }
  EXPECT_TRUE(check_subscribable(EventQuery{}));
}

}  // namespace
}  // namespace zhiheng::trace
