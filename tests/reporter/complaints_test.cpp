#include "reporter/complaints.h"

#include <gmock/gmock.h>

#include "registry/failures.h"
#include "reporter/custody.h"
#include "reporter/failures.h"
#include "support/place.h"

namespace zhiheng::reporter {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;
using testing::UnorderedElementsAreArray;

const registry::Person complaint_officer{
    .user = "wang", .name = "王", .roles = {"officer"}, .region = "620000"};

struct Filling {
  std::vector<std::string> columns = {"region",
                                      "respondent_name",
                                      "place",
                                      "matter",
                                      "product_category",
                                      "demand",
                                      "content",
                                      "complainant_name",
                                      "complainant_phone",
                                      "complainant_address"};
  std::vector<Value> values = {
      std::string("620102"),           std::string("示例电器商行"), std::string("城关区某路1号"),
      std::string("quality"),          std::string("插座"),         std::string("refund"),
      std::string("插孔两周后变形。"), std::string("李四"),         std::string("13900000001"),
      std::string("城关区某路8号")};
};

class ComplaintsOfConsumers : public support::OnBothEngines {
 protected:
  void SetUp() override {
    OnBothEngines::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    complaints_ = std::make_unique<Complaints>(*registry_);
  }
  FiledComplaint filed(Filling what = {}) {
    auto answer = complaints_->file(what.columns, std::move(what.values), now());
    if (!answer) {
      ADD_FAILURE() << describe(answer.error());
      return {};
    }
    for (const auto& error : answer->errors) ADD_FAILURE() << describe(error);
    return *std::move(answer);
  }
  registry::Record record(const std::string& number, std::vector<std::string>& columns) {
    auto found = registry_->find(complaint_officer, named("complaint"), number, columns);
    EXPECT_TRUE(found);
    return found ? *std::move(found) : registry::Record();
  }
  void step(const std::string& number, const std::string& name,
            const std::vector<std::string>& columns, std::vector<Value> values) {
    std::vector<std::string> seen;
    const auto taken =
        registry_->step(complaint_officer, named("complaint"), record(number, seen).id, {}, name,
                        "", columns, {.values = std::move(values)});
    ASSERT_TRUE(taken) << describe(taken.error());
    for (const auto& error : taken->errors) ADD_FAILURE() << describe(error);
  }
  std::vector<std::string> offered(const std::string& code) {
    std::vector<std::string> names;
    const auto standing = complaints_->follow(code, now());
    if (!standing) return {describe(standing.error())};
    for (const auto* one : standing->steps) names.push_back(one->name);
    return names;
  }

  const catalog::ComplaintLimits limits_ =
      catalog::complaint_limits_of(support::source_path("/catalog"));
  std::unique_ptr<Complaints> complaints_;
  std::vector<std::string> columns_;
};
ZH_ON_BOTH_ENGINES(ComplaintsOfConsumers);

TEST_P(ComplaintsOfConsumers, BecomeTheOrdinaryRecordThatOfficersHandle) {
  const auto complaint = filed();
  EXPECT_EQ(complaint.code.size(), 30U);
  std::vector<std::string> columns;
  const auto seen = record(complaint.number, columns);
  EXPECT_EQ(seen.state, "received");
  for (const auto& [field, value] : {std::pair("kind", "complaint"), std::pair("channel", "online"),
                                     std::pair("respondent_name", "示例电器商行"),
                                     std::pair("complainant_phone", "13900000001")}) {
    EXPECT_EQ(to_text(value_at(columns, seen, field)), value) << field;
  }
  EXPECT_EQ(to_text(value_at(columns, seen, "received_on")), to_text(china_date(now())));
  // The public sees nothing of it.
  EXPECT_FALSE(
      registry_->find({.roles = {"public"}}, named("complaint"), complaint.number, columns));
}

TEST_P(ComplaintsOfConsumers, AreRefusedFieldByFieldAndLeaveNothingBehind) {
  const auto asked = complaints_->asked();
  ASSERT_TRUE(asked) << describe(asked.error());
  std::vector<std::string> required, wrong;
  for (const auto& [field, needed] : *asked) {
    if (needed) required.push_back(field->name);
  }
  // Article 9: who complains, of whom, what is asked for, and the facts.
  EXPECT_THAT(required,
              UnorderedElementsAre("region", "respondent_name", "place", "content", "demand",
                                   "complainant_name", "complainant_phone", "complainant_address"));
  const auto empty = complaints_->file({}, {}, now());
  ASSERT_TRUE(empty);
  EXPECT_TRUE(empty->code.empty());
  const auto nameless = complaints_->file(std::vector<std::string>{"region", "content"},
                                          {std::string("620102"), std::string("x")}, now());
  ASSERT_TRUE(nameless);
  for (const auto* answer : {&*empty, &*nameless}) {
    for (const auto& error : answer->errors) wrong.push_back(error.where);
  }
  EXPECT_THAT(wrong, UnorderedElementsAreArray(required));
  EXPECT_EQ(complaints_->file(std::vector<std::string>{"handler"}, {std::string("x")}, now())
                .error()
                .failure,
            &registry::column_unknown)
      << "what is the office's is not the complainant's";
  EXPECT_TRUE(store_->list("complaint_code")->empty());
  EXPECT_EQ(registry_->count(the_program(), named("complaint"), {}), 0);
}

TEST_P(ComplaintsOfConsumers, AreFollowedByTheCodeWithTheTermsThatRun) {
  const auto complaint = filed();
  auto standing = complaints_->follow(complaint.code, now());
  ASSERT_TRUE(standing) << describe(standing.error());
  EXPECT_EQ(standing->state, "received");
  ASSERT_FALSE(standing->clocks.empty());
  EXPECT_EQ(standing->clocks.front().clock->name, "acceptance");
  EXPECT_EQ(standing->clocks.front().standing, registry::Standing::running);
  EXPECT_EQ(standing->clocks.front().term->term.count, 7);
  for (const auto& [field, value] : standing->values) EXPECT_FALSE(field->personal) << field->name;
  EXPECT_THAT(offered(complaint.code), ElementsAre("withdraw"));

  step(complaint.number, "accept", {"decided_on"}, {china_date(now())});
  standing = complaints_->follow(complaint.code, now());
  ASSERT_TRUE(standing);
  EXPECT_EQ(standing->past.size(), 2U);
  EXPECT_EQ(standing->past.back().step, "accept");
  EXPECT_TRUE(standing->past.back().by.empty());
  EXPECT_THAT(offered(complaint.code), ElementsAre("agree", "decline", "withdraw_mediated"));
  ASSERT_TRUE(complaints_->take(complaint.code, "agree", {}, {}, now()));
  EXPECT_THAT(offered(complaint.code), ElementsAre("decline", "withdraw_mediated"));

  step(complaint.number, "close", {"closed_on", "outcome"},
       {china_date(now()), std::string("mediated")});
  EXPECT_THAT(offered(complaint.code), ElementsAre("rate"));
  const auto unanswered = complaints_->take(complaint.code, "rate", {}, {}, now());
  ASSERT_TRUE(unanswered);
  EXPECT_EQ(unanswered->front().where, "satisfaction");
  const std::vector<std::string> rating = {"satisfaction"};
  ASSERT_TRUE(complaints_->take(complaint.code, "rate", rating, {std::string("satisfied")}, now()));
  EXPECT_THAT(offered(complaint.code), IsEmpty());
  EXPECT_EQ(complaints_->take(complaint.code, "rate", rating, {std::string("neutral")}, now())
                .error()
                .failure,
            &registry::step_not_possible)
      << "once";
  std::vector<std::string> columns;
  EXPECT_EQ(to_text(value_at(columns, record(complaint.number, columns), "satisfaction")),
            "satisfied");
}

TEST_P(ComplaintsOfConsumers, CanBeWithdrawnBeforeAndDuringTheMediation) {
  const auto early = filed();
  ASSERT_TRUE(complaints_->take(early.code, "withdraw", {}, {}, now()));
  EXPECT_EQ(complaints_->follow(early.code, now())->state, "closed");
  EXPECT_EQ(complaints_->say(early.code, "补充", now()).error().failure, &complaint_closed);
  Filling other;
  other.values[6] = std::string("另一件。");
  const auto late = filed(other);
  EXPECT_EQ(complaints_->take(late.code, "accept", {}, {}, now()).error().failure,
            &registry::step_not_possible)
      << "an officer's step";
  step(late.number, "accept", {"decided_on"}, {china_date(now())});
  const std::vector<std::string> foreign = {"handler"};
  EXPECT_EQ(complaints_->take(late.code, "withdraw_mediated", foreign, {std::string("x")}, now())
                .error()
                .failure,
            &registry::not_of_step);
  ASSERT_TRUE(complaints_->take(late.code, "withdraw_mediated", {}, {}, now()));
  const auto standing = complaints_->follow(late.code, now());
  ASSERT_TRUE(standing);
  EXPECT_EQ(standing->state, "terminated");
  const auto told = std::ranges::find_if(standing->clocks, [](const registry::ClockReading& one) {
    return one.clock->name == "termination_notice";
  });
  ASSERT_NE(told, standing->clocks.end());
  EXPECT_EQ(told->standing, registry::Standing::running);
}

TEST_P(ComplaintsOfConsumers, AreTalkedAboutWithTheOffice) {
  const auto complaint = filed();
  std::vector<registry::Entry> entries(1);
  entries[0].values = {complaint.number + "/1",
                       complaint.number,
                       std::string("620102"),
                       std::string("office"),
                       now(),
                       std::string("请补充票据。")};
  const std::vector<std::string> columns = {"number", "complaint", "region",
                                            "author", "at",        "content"};
  const auto asked =
      registry_->put(complaint_officer, named("complaint_message"), columns, std::move(entries));
  ASSERT_TRUE(asked) << describe(asked.error());
  ASSERT_TRUE(asked->front().errors.empty()) << describe(asked->front().errors.front());
  ASSERT_TRUE(complaints_->say(complaint.code, "票据编号 1234", now()));
  EXPECT_EQ(complaints_->say(complaint.code, " ", now()).error().failure, &text_wrong);
  const auto standing = complaints_->follow(complaint.code, now());
  ASSERT_EQ(standing->messages.size(), 2U);
  EXPECT_FALSE(standing->messages[0].by_reporter);
  EXPECT_EQ(standing->messages[1].text, "票据编号 1234");
  EXPECT_EQ(registry_->count(complaint_officer, named("complaint_message"), {}), 2);
}

TEST_P(ComplaintsOfConsumers, WaitToBeReadByWhoHasThemInHand) {
  const auto complaint = filed();
  const auto waiting = [&](const std::string& filter) {
    std::vector<std::string> seen;
    EXPECT_TRUE(registry_->each(complaint_officer, named("complaint_message"), {.filter = filter},
                                columns_, [&](const registry::Record& one) {
                                  seen.push_back(to_text(value_at(columns_, one, "content")) + "/" +
                                                 to_text(value_at(columns_, one, "handler")) + "/" +
                                                 one.state);
                                  return true;
                                }));
    return seen;
  };
  const auto before = store_->newest_commit();
  ASSERT_TRUE(complaints_->say(complaint.code, "补充一", now()));
  EXPECT_EQ(*store_->newest_commit(), *before + 1) << "a message that nobody is told of";
  step(complaint.number, "accept", {"decided_on"}, {china_date(now())});
  ASSERT_TRUE(complaints_->say(complaint.code, "补充二", now()));
  EXPECT_THAT(waiting("state = 'unread'"),
              UnorderedElementsAre("补充一//unread", "补充二/wang/unread"));
  // What the step tells is in telling_test.cpp; that this one tells the handler is declared.
  const auto* arrive = named("complaint_message").find_step("arrive");
  ASSERT_NE(arrive, nullptr);
  EXPECT_THAT(arrive->notify, ElementsAre("handler"));
  // Nobody but the program lets a message arrive, and none of the office's waits.
  std::vector<std::string> numbers;
  ASSERT_TRUE(registry_->each(complaint_officer, named("complaint_message"), {}, columns_,
                              [&](const registry::Record& one) {
                                numbers.push_back(one.id);
                                return true;
                              }));
  ASSERT_EQ(numbers.size(), 2U);
  EXPECT_FALSE(
      registry_->step(complaint_officer, named("complaint_message"), numbers[0], {}, "arrive", ""));
  ASSERT_TRUE(
      registry_->step(complaint_officer, named("complaint_message"), numbers[0], {}, "read", ""));
  EXPECT_EQ(waiting("state = 'unread'").size(), 1U);
}

TEST_P(ComplaintsOfConsumers, GiveNothingAwayToWhoTriesCodes) {
  const auto complaint = filed();
  std::string wrong = complaint.code;
  wrong.back() = wrong.back() == 'A' ? 'B' : 'A';
  for (const std::string& code : {wrong, "000000" + complaint.code.substr(6)}) {
    for (int i = 0; i < 5; ++i) {
      const auto refused = complaints_->follow(code, now());
      EXPECT_EQ(refused.error().failure, &complaint_code_wrong);
      EXPECT_EQ(refused.error().where, "code");
    }
    EXPECT_EQ(complaints_->follow(code, now()).error().failure, &registry::login_locked);
  }
  EXPECT_EQ(complaints_->say("nonsense", "x", now()).error().failure, &complaint_code_wrong);
}

TEST_P(ComplaintsOfConsumers, AreTakenOnceAndNotTooManyAtATime) {
  filed();
  Filling again;
  const auto start = now();
  EXPECT_EQ(complaints_->file(again.columns, again.values, start).error().failure,
            &complaint_twice);
  // Spaces and width do not make it another one.
  again.values[8] = std::string("139 0000 0001");
  EXPECT_EQ(complaints_->file(again.columns, again.values, start).error().failure,
            &complaint_twice);
  const std::int64_t hour = 3'600'000'000;
  const Timestamp later{start.microseconds + (limits_.twice_hours + 1) * hour};
  EXPECT_TRUE(complaints_->file(again.columns, again.values, later)->errors.empty());
  // What was refused may be sent again when it was put right.
  const Timestamp minute{later.microseconds + 10 * hour};
  for (int i = 0; i < limits_.per_minute_each; ++i) {
    const auto empty = complaints_->file({}, {}, minute, "203.0.113.7");
    ASSERT_TRUE(empty) << describe(empty.error());
  }
  EXPECT_EQ(complaints_->file({}, {}, minute, "203.0.113.7").error().failure, &too_many_complaints);
  EXPECT_TRUE(complaints_->file({}, {}, minute, "203.0.113.8"));
}

}  // namespace
}  // namespace zhiheng::reporter
