// From a lead to the credit file as its people take the steps: who may not decide what he himself
// investigated, what the public sees when, what ends a publication.

#include <gtest/gtest.h>

#include <algorithm>

#include "registry/failures.h"
#include "registry/lifecycle.h"
#include "support/place.h"

namespace zhiheng::registry {
namespace {

const std::string lanzhou = "620100";
const std::string firm = "91350100M000100Y43";

Person as(const std::string& user, const std::string& role) {
  return {.user = user, .name = user, .roles = {role}, .region = lanzhou};
}

const Person li = as("li.na", "officer");
const Person wang = as("wang.wei", "quality_authority");
const Person zhao = as("zhao.min", "legal_affairs");
const Person nobody{};

/// Values to give along with a step, by field.
using Given = std::vector<std::pair<std::string, Value>>;

class CaseChain : public support::OnBothEngines {
 protected:
  std::string put(const std::string& name, const Given& given) {
    std::vector<std::string> columns;
    Entry entry;
    for (const auto& [field, value] : given) {
      columns.push_back(field);
      entry.values.push_back(value);
    }
    std::vector<Entry> entries = {std::move(entry)};
    const auto answers = registry_->put(li, named(name), columns, std::move(entries));
    EXPECT_TRUE(answers) << describe(answers.error());
    if (!answers) return {};
    for (const auto& error : answers->front().errors) ADD_FAILURE() << describe(error);
    return answers->front().id;
  }
  /// What stands against the step; null when it was taken.
  const Failure* take(const Person& person, const std::string& name, const std::string& id,
                      const std::string& step, const Given& given = {}) {
    std::vector<std::string> columns;
    Entry entry;
    for (const auto& [field, value] : given) {
      columns.push_back(field);
      entry.values.push_back(value);
    }
    const auto answer =
        registry_->step(person, named(name), id, {}, step, "", columns, std::move(entry));
    if (!answer) return answer.error().failure;
    return answer->errors.empty() ? nullptr : answer->errors.front().failure;
  }
  std::string find(const std::string& name, const std::string& key) {
    std::vector<std::string> columns;
    const auto record = registry_->find(wang, named(name), key, columns);
    EXPECT_TRUE(record) << name << " " << key;
    return record ? record->id : std::string();
  }
  std::int64_t seen(const Person& person, const std::string& name) {
    return registry_->count(person, named(name), {}).value_or(-1);
  }
  /// A decided penalty, as the case before it opens it.
  std::string penalty(const std::string& number, const Given& more) {
    Given given = {{"number", number},
                   {"party", firm},
                   {"party_name", std::string("福建示例食品有限公司")},
                   {"region", std::string("620102")},
                   {"ordinary", true},
                   {"warning_only", false},
                   {"summary", std::string("销售不合格儿童电热水壶")},
                   {"decided_on", make_date(2026, 3, 20)}};
    given.insert(given.end(), more.begin(), more.end());
    return put("penalty", given);
  }
};
ZH_ON_BOTH_ENGINES(CaseChain);

TEST_P(CaseChain, ALeadBecomesACaseAPenaltyAndACreditEntry) {
  const auto lead = put("violation_lead", {{"number", std::string("XS-1")},
                                           {"source", std::string("spot_check")},
                                           {"respondent", firm},
                                           {"respondent_name", std::string("福建示例食品有限公司")},
                                           {"region", std::string("620102")},
                                           {"received_on", make_date(2026, 3, 2)}});
  EXPECT_EQ(take(li, "violation_lead", lead, "check", {{"handler", std::string("li.na")}}),
            nullptr);
  const Given decision = {{"matter", std::string("substandard")},
                          {"finding", std::string("查明属实")},
                          {"decided_on", make_date(2026, 3, 6)}};
  // An officer checks, the authority decides.
  EXPECT_EQ(take(li, "violation_lead", lead, "open_case", decision), &not_allowed);
  EXPECT_EQ(take(wang, "violation_lead", lead, "open_case", decision), nullptr);

  const auto file = find("case_file", "XS-1/1");
  EXPECT_EQ(take(li, "case_file", file, "investigate",
                 {{"facts", std::string("销售不合格产品")},
                  {"law", std::string("产品质量法第三十九条")},
                  {"second_officer", std::string("chen")}}),
            nullptr);
  EXPECT_EQ(
      take(zhao, "case_file", file, "review",
           {{"review_opinion", std::string("同意")}, {"reviewed_on", make_date(2026, 3, 12)}}),
      nullptr);
  EXPECT_EQ(take(li, "case_file", file, "notify_party",
                 {{"notice_on", make_date(2026, 3, 13)}, {"penalties", std::string("fine")}}),
            nullptr);
  Given penalty_given = {{"decided_on", make_date(2026, 3, 20)},
                         {"decision_number", std::string("兰市监处〔2026〕1号")},
                         {"fine", Decimal{1'200'000, 2}},
                         {"ordinary", true},
                         {"hearing_requested", true}};
  EXPECT_EQ(take(wang, "case_file", file, "decide", penalty_given), &guard_not_met) << "no hearing";
  EXPECT_EQ(take(zhao, "case_file", file, "hear",
                 {{"hearing_requested", true}, {"heard_on", make_date(2026, 3, 18)}}),
            nullptr);
  EXPECT_EQ(take(wang, "case_file", file, "decide", penalty_given), nullptr);

  const auto decided = find("penalty", "XS-1/1/1");
  EXPECT_EQ(seen(nobody, "penalty"), 0) << "not before it is published";
  EXPECT_EQ(take(li, "penalty", decided, "publish_minor",
                 {{"warning_only", false}, {"summary", std::string("销售不合格产品")}}),
            nullptr);
  EXPECT_EQ(seen(nobody, "penalty"), 1);
  EXPECT_EQ(seen(nobody, "case_file"), -1) << "the file itself is never public";

  const auto entry = find("credit_entry", "XS-1/1/1/1");
  EXPECT_EQ(seen(nobody, "credit_entry"), 0);
  const auto links = registry_->links(wang, named("penalty"), decided);
  ASSERT_TRUE(links);
  EXPECT_EQ(std::ranges::count(*links, "XS-1/1", &Link::key), 1);
  EXPECT_EQ(std::ranges::count(*links, "XS-1/1/1/1", &Link::key), 1);
  EXPECT_FALSE(entry.empty());
}

// 总局令45号: warnings alone are not published; what is revoked is not ended early; what is
// annulled is withdrawn within three working days.
TEST_P(CaseChain, APenaltyIsPublishedKeptAndWithdrawnByTheRules) {
  const auto warning = penalty("P-1", {{"kinds", std::string("warning")}});
  EXPECT_EQ(take(li, "penalty", warning, "publish", {{"warning_only", true}}), &guard_not_met);
  EXPECT_EQ(take(li, "penalty", warning, "keep_closed", {{"warning_only", true}}), nullptr);

  const auto revoked = penalty("P-2", {{"kinds", std::string("fine|revocation")}});
  EXPECT_EQ(take(li, "penalty", revoked, "publish_minor"), &guard_not_met);
  EXPECT_EQ(take(li, "penalty", revoked, "publish"), nullptr);
  EXPECT_EQ(take(wang, "penalty", revoked, "repair", {{"repaired_on", make_date(2027, 3, 20)}}),
            &guard_not_met);
  EXPECT_EQ(seen(nobody, "penalty"), 1);

  // Annulled on Wednesday 30 September; 1 to 7 October are off and Saturday the 10th is worked.
  EXPECT_EQ(take(zhao, "penalty", revoked, "annul",
                 {{"annulled_on", make_date(2026, 9, 30)},
                  {"annulled_because", std::string("复议撤销")}}),
            nullptr);
  const auto clocks = registry_->clocks(wang, named("penalty"), revoked, now());
  ASSERT_TRUE(clocks) << describe(clocks.error());
  const auto withdrawal = std::ranges::find_if(
      *clocks, [](const ClockReading& one) { return one.clock->name == "withdrawal"; });
  ASSERT_NE(withdrawal, clocks->end());
  EXPECT_EQ(to_text(withdrawal->count.last), "2026-10-10");
  EXPECT_EQ(take(li, "penalty", revoked, "withdraw"), nullptr);
  EXPECT_EQ(seen(nobody, "penalty"), 0);
}

}  // namespace
}  // namespace zhiheng::registry
