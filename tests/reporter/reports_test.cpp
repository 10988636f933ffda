#include "reporter/reports.h"

#include <gtest/gtest.h>

#include "registry/failures.h"
#include "reporter/failures.h"
#include "reporter/sealing.h"
#include "store/secrets.h"
#include "support/place.h"

namespace zhiheng::reporter {
namespace {

using registry::Person;

const Person office{.user = "zhao", .name = "赵", .roles = {"reward_office"}, .region = "620000"};
const Person custodian{
    .user = "qian", .name = "钱", .roles = {"identity_custodian"}, .region = "620000"};
const Person officer{.user = "wang", .name = "王", .roles = {"officer"}, .region = "620000"};
const Person both{.user = "sun",
                  .name = "孙",
                  .roles = {"reward_office", "identity_custodian"},
                  .region = "620000"};

class ReportsOfPeople : public support::OnBothEngines {
 protected:
  void SetUp() override {
    OnBothEngines::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    reports_ = std::make_unique<Reports>(*registry_);
    custody_ = std::make_unique<Custody>(*registry_);
    keys_ = make_keys();
  }
  [[nodiscard]] static Filing filing() {
    return {.region = "620102",
            .matter = "product_quality",
            .suspect_name = "示例电器厂",
            .content = "该厂销售无强制性产品认证的插座。",
            .identity = Identity{.name = "张三丰", .phone = "139 0000 0000"}};
  }
  std::string filed(const Filing& what) {
    const auto answer = reports_->file(what, now());
    if (!answer) {
      ADD_FAILURE() << describe(answer.error());
      return {};
    }
    for (const auto& error : answer->errors) ADD_FAILURE() << describe(error);
    return answer->code;
  }
  /// The number of the only report.
  std::string number() {
    const auto page = registry_->list(the_program(), named("violation_report"), {});
    return page && !page->records.empty()
               ? to_text(value_at(page->columns, page->records.front(), "number"))
               : std::string();
  }
  std::string id_of(const char* of, const std::string& key) {
    std::vector<std::string> columns;
    const auto found = registry_->find(the_program(), named(of), key, columns);
    return found ? found->id : std::string();
  }
  void put(const Person& person, const char* of, const std::vector<std::string>& columns,
           std::vector<Value> values) {
    std::vector<registry::Entry> entries(1);
    entries[0].values = std::move(values);
    const auto answers = registry_->put(person, named(of), columns, std::move(entries));
    ASSERT_TRUE(answers) << describe(answers.error());
    for (const auto& error : answers->front().errors) ADD_FAILURE() << describe(error);
  }
  /// What a step says; null when it was taken.
  const Failure* step(const Person& person, const char* of, const std::string& key,
                      const std::string& name, const std::vector<std::string>& columns = {},
                      std::vector<Value> values = {}) {
    registry::Entry entry;
    entry.values = std::move(values);
    const auto taken =
        registry_->step(person, named(of), id_of(of, key), {}, name, "", columns, std::move(entry));
    if (!taken) return taken.error().failure;
    return taken->errors.empty() ? nullptr : taken->errors.front().failure;
  }
  void ask_for_opening(const std::string& request, const Person& by = office) {
    put(by, "identity_opening", {"number", "report", "region", "ground", "explanation"},
        {request, number(), std::string("620102"), std::string("payout"), std::string("奖励决定")});
    ASSERT_EQ(step(by, "identity_opening", request, "request"), nullptr);
  }
  void award() {
    put(office, "report_reward", {"number", "region", "report", "grade", "amount"},
        {std::string("JL1"), std::string("620102"), number(), std::string("second"),
         Decimal{150'000, 2}});
    ASSERT_EQ(step(office, "report_reward", "JL1", "award", {"awarded_on"}, {china_date(now())}),
              nullptr);
  }

  const catalog::Limits limits_ = catalog::limits_of(support::source_path("/catalog"));
  KeyPair keys_;
  std::unique_ptr<Reports> reports_;
  std::unique_ptr<Custody> custody_;
};
ZH_ON_BOTH_ENGINES(ReportsOfPeople);

TEST_P(ReportsOfPeople, AreFiledAndFollowedByTheCodeAlone) {
  Filing anonymous = filing();
  anonymous.identity.reset();
  const std::string code = filed(anonymous);
  EXPECT_EQ(code.size(), 30U);
  const auto standing = reports_->follow(code, now());
  ASSERT_TRUE(standing) << describe(standing.error());
  EXPECT_EQ(standing->state, "received");
  EXPECT_FALSE(standing->identity_kept);
  EXPECT_EQ(standing->received_on, to_text(china_date(now())));

  put(officer, "report_message", {"number", "report", "region", "author", "at", "content"},
      {number() + "/q", number(), std::string("620102"), std::string("office"), now(),
       std::string("何时购买？")});
  ASSERT_TRUE(reports_->answer(code, "三月一日", now()));
  EXPECT_EQ(reports_->answer(code, " ", now()).error().failure, &text_wrong);
  EXPECT_EQ(reports_->answer(code, std::string(20'000, 'x'), now()).error().failure, &text_wrong);
  const auto later = reports_->follow(code, now());
  ASSERT_TRUE(later);
  ASSERT_EQ(later->messages.size(), 2U);
  EXPECT_FALSE(later->messages[0].by_reporter);
  EXPECT_TRUE(later->messages[1].by_reporter);
  EXPECT_EQ(later->messages[1].text, "三月一日");
}

TEST_P(ReportsOfPeople, KeepOnlyTheDigestOfTheCodeAndCloseAfterWrongOnes) {
  Filing anonymous = filing();
  anonymous.identity.reset();
  const std::string code = filed(anonymous);
  const auto codes = store_->list("report_code");
  ASSERT_TRUE(codes);
  for (const auto& [locator, kept] : *codes) {
    EXPECT_EQ(code.substr(0, 6), locator);
    EXPECT_EQ(kept.find(code.substr(7, 5)), std::string::npos);
  }
  EXPECT_EQ(reports_->follow("nonsense", now()).error().failure, &code_wrong);
  std::string wrong = code;
  wrong.back() = wrong.back() == 'A' ? 'B' : 'A';
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(reports_->follow(wrong, now()).error().failure, &code_wrong);
  }
  // Locked, the right one is refused too; a code of nobody is answered in the same way.
  EXPECT_EQ(reports_->follow(code, now()).error().failure, &registry::login_locked);
  const std::string nobodys = "000000-" + code.substr(7);
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(reports_->follow(nobodys, now()).error().failure, &code_wrong);
  }
  EXPECT_EQ(reports_->follow(nobodys, now()).error().failure, &registry::login_locked);
  const Timestamp later{now().microseconds + 31'000'000};
  EXPECT_TRUE(reports_->follow(code, later));
}

TEST_P(ReportsOfPeople, TakeNoIdentityThatNobodyCouldKeepOrThatTheTextGivesAway) {
  EXPECT_EQ(reports_->file(filing(), now()).error().failure, &no_custodian);
  ASSERT_TRUE(custody_->install(keys_.public_key));
  for (const char* telling :
       {"我叫张三丰，住在附近。", "电话１３９－０００００００ ０", "请联系 张 三 丰"}) {
    Filing naming = filing();
    naming.content = telling;
    EXPECT_EQ(reports_->file(naming, now()).error().failure, &names_itself) << telling;
  }
  Filing empty = filing();
  empty.identity = Identity{.address = "某路9号"};
  EXPECT_EQ(reports_->file(empty, now()).error().failure, &identity_wrong);
  empty.identity = Identity{.name = std::string(1000, 'x')};
  EXPECT_EQ(reports_->file(empty, now()).error().failure, &identity_wrong);
  Filing wrong = filing();
  wrong.region = "999999";
  wrong.content.clear();
  const auto refused = reports_->file(wrong, now());
  ASSERT_TRUE(refused);
  EXPECT_TRUE(refused->code.empty());
  EXPECT_GE(refused->errors.size(), 2U);
  // Nothing of what was refused stays behind.
  EXPECT_TRUE(store_->list("sealed_identity")->empty());
  EXPECT_TRUE(store_->list("report_code")->empty());
  EXPECT_EQ(registry_->count(the_program(), named("violation_report"), {}), 0);
}

TEST_P(ReportsOfPeople, WaitWhenTooManyAreFiled) {
  Filing bad = filing();
  bad.identity = Identity{};
  const Timestamp start{1'800'000'000'000'000};
  const auto outcome = [&](int from, Timestamp at) {
    return reports_->file(bad, at, "198.51.100." + std::to_string(from)).error().failure;
  };
  const int each = limits_.reports_per_minute_each, together = limits_.reports_per_minute;
  for (int i = 0; i < each; ++i) EXPECT_EQ(outcome(1, start), &identity_wrong);
  // One who sends too many waits alone.
  EXPECT_EQ(outcome(1, start), &too_many);
  EXPECT_EQ(outcome(2, start), &identity_wrong);
  for (int i = each + 1; i < together; ++i) {
    EXPECT_EQ(outcome(1'000 + i / each, start), &identity_wrong);
  }
  EXPECT_EQ(outcome(3, start), &too_many);
  const Timestamp next{start.microseconds + 60'000'000};
  EXPECT_EQ(outcome(1, next), &identity_wrong);
}

TEST_P(ReportsOfPeople, AreOpenedByTwoTogetherOnceAndTheReporterSeesIt) {
  ASSERT_TRUE(custody_->install(keys_.public_key));
  const KeyPair spare = make_keys();
  ASSERT_TRUE(custody_->install(spare.public_key));
  EXPECT_EQ(custody_->install(spare.public_key).error().failure, &key_known);
  const std::string code = filed(filing());
  EXPECT_TRUE(reports_->follow(code, now())->identity_kept);

  ask_for_opening("KQ1");
  EXPECT_EQ(custody_->open(custodian, "KQ1").error().failure, &registry::step_not_possible);
  EXPECT_EQ(step(office, "identity_opening", "KQ1", "approve"), &registry::not_allowed);
  ASSERT_EQ(step(custodian, "identity_opening", "KQ1", "approve"), nullptr);
  // Neither whoever asked, nor a case officer, nor anybody else.
  EXPECT_EQ(custody_->open(office, "KQ1").error().failure, &registry::not_allowed);
  EXPECT_EQ(custody_->open(officer, "KQ1").error().failure, &registry::not_found);
  EXPECT_EQ(custody_->open({}, "KQ1").error().failure, &registry::not_found);
  EXPECT_EQ(custody_->open(custodian, "KQ9").error().failure, &registry::not_found);

  const auto kept = custody_->open(custodian, "KQ1");
  ASSERT_TRUE(kept) << describe(kept.error());
  ASSERT_EQ(kept->size(), 1U);
  ASSERT_EQ(kept->front().texts.size(), 2U) << "one for each key";
  EXPECT_EQ(kept->front().place, place_of(number(), "identity"));
  for (const auto& text : kept->front().texts) EXPECT_EQ(text.find("张三丰"), std::string::npos);
  int opened = 0;
  for (const auto& key : {keys_, spare}) {
    for (const auto& text : kept->front().texts) {
      const auto plain = unseal(key.private_key, text, kept->front().place);
      if (!plain) continue;
      ++opened;
      EXPECT_NE(plain->find("张三丰"), std::string::npos);
    }
  }
  EXPECT_EQ(opened, 2);
  EXPECT_EQ(custody_->open(custodian, "KQ1").error().failure, &registry::step_not_possible)
      << "an approval is good for once";

  const auto standing = reports_->follow(code, now());
  ASSERT_EQ(standing->openings.size(), 1U);
  EXPECT_EQ(standing->openings.front().ground, "payout");
  const auto log = registry_->list(the_program(), named("personal_access"), {});
  ASSERT_TRUE(log);
  ASSERT_EQ(log->records.size(), 1U);
  EXPECT_EQ(to_text(value_at(log->columns, log->records.front(), "account")), "qian");
  EXPECT_EQ(to_text(value_at(log->columns, log->records.front(), "action")), "open");
}

// One person with both roles is still one person; a request changed after the approval is another.
TEST_P(ReportsOfPeople, AreNotOpenedByOnePersonNorForAnotherReportThanWasApproved) {
  ASSERT_TRUE(custody_->install(keys_.public_key));
  filed(filing());
  ask_for_opening("KQ1", both);
  EXPECT_EQ(step(both, "identity_opening", "KQ1", "approve"), &registry::same_person);
  ASSERT_EQ(step(custodian, "identity_opening", "KQ1", "approve"), nullptr);
  EXPECT_EQ(custody_->open(both, "KQ1").error().failure, &registry::same_person);
  const auto changed = registry_->change(
      office, named("identity_opening"), id_of("identity_opening", "KQ1"), {},
      std::vector<std::string>{"explanation"}, {.values = {std::string("别的理由")}}, "改");
  ASSERT_TRUE(changed) << describe(changed.error());
  EXPECT_EQ(custody_->open(custodian, "KQ1").error().failure, &changed_since);
}

TEST_P(ReportsOfPeople, AreRewardedWithoutAName) {
  ASSERT_TRUE(custody_->install(keys_.public_key));
  Filing anonymous = filing();
  anonymous.identity.reset();
  const std::string code = filed(anonymous);
  EXPECT_EQ(reports_->claim(code, "", now()).error().failure, &no_reward);
  award();
  ASSERT_EQ(reports_->follow(code, now())->rewards.size(), 1U);
  EXPECT_EQ(reports_->follow(code, now())->rewards.front().amount, "1500.00");
  EXPECT_EQ(reports_->claim(code, std::string(1000, 'x'), now()).error().failure, &identity_wrong);
  ASSERT_TRUE(reports_->claim(code, "", now()));
  EXPECT_EQ(reports_->claim(code, "", now()).error().failure, &no_reward) << "once";
  EXPECT_EQ(step(office, "report_reward", "JL1", "pay", {"paid_on"}, {china_date(now())}),
            &registry::same_person)
      << "whoever awards does not pay";
  const Person cashier{.user = "li", .name = "李", .roles = {"finance"}, .region = "620000"};
  EXPECT_EQ(step(cashier, "report_reward", "JL1", "pay", {"paid_on"}, {china_date(now())}),
            nullptr);
  EXPECT_EQ(reports_->follow(code, now())->rewards.front().state, "paid");
}

TEST_P(ReportsOfPeople, AnAccountForTheRewardIsSealedToo) {
  ASSERT_TRUE(custody_->install(keys_.public_key));
  Filing anonymous = filing();
  anonymous.identity.reset();
  const std::string code = filed(anonymous);
  award();
  ASSERT_TRUE(reports_->claim(code, "6200 1234", now()));
  const auto kept = store_->get("sealed_identity", place_of(number(), "payout"));
  ASSERT_TRUE(kept && *kept);
  EXPECT_EQ((*kept)->find("6200 1234"), std::string::npos);
  const auto plain = unseal(keys_.private_key, **kept, place_of(number(), "payout"));
  ASSERT_TRUE(plain);
  EXPECT_NE(plain->find("6200 1234"), std::string::npos);
  EXPECT_EQ(registry_->count(the_program(), named("reporter_identity"), {}), 1)
      << "that it is to be erased is on record";
}

TEST_P(ReportsOfPeople, AreForgottenWhenTheTimeHasCome) {
  ASSERT_TRUE(custody_->install(keys_.public_key));
  const std::string code = filed(filing());
  const int days = limits_.report_identity_days;
  const Date end{china_date(now()).days + days};
  EXPECT_TRUE(custody_->erase_due(Date{end.days - 1})->empty());
  const auto erased = custody_->erase_due(end);
  ASSERT_TRUE(erased) << describe(erased.error());
  EXPECT_EQ(*erased, std::vector<std::string>{number()});
  EXPECT_TRUE(store_->list("sealed_identity")->empty());
  EXPECT_TRUE(custody_->erase_due(end)->empty());
  EXPECT_FALSE(reports_->follow(code, now())->identity_kept);
  ask_for_opening("KQ1");
  ASSERT_EQ(step(custodian, "identity_opening", "KQ1", "approve"), nullptr);
  EXPECT_EQ(custody_->open(custodian, "KQ1").error().failure, &nothing_kept);
}

TEST_P(ReportsOfPeople, KeysCanBeListedAndTakenOutOfUse) {
  const auto installed = custody_->install(keys_.public_key);
  ASSERT_TRUE(installed);
  ASSERT_EQ(custody_->keys()->size(), 1U);
  ASSERT_TRUE(custody_->remove(installed->id));
  EXPECT_EQ(custody_->remove(installed->id).error().failure, &key_unknown);
  EXPECT_EQ(custody_->install("nonsense").error().failure, &key_wrong);
  EXPECT_EQ(reports_->file(filing(), now()).error().failure, &no_custodian);
}

}  // namespace
}  // namespace zhiheng::reporter
