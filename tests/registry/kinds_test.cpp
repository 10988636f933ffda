// Records of one register that differ by kind: what a kind has, must have, and may go through.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "registry/failures.h"
#include "registry/lifecycle.h"
#include "support/place.h"

namespace zhiheng::registry {
namespace {

const Person officer_of_lanzhou_city{
    .user = "li.na", .name = "李", .roles = {"officer"}, .region = "620100"};

using Values = std::map<std::string, Value>;

Value text(const char* words) { return std::string(words); }

/// A check of works that found nothing; what is wanted otherwise is changed.
Values check_of(const char* subject) {
  return {{"number", text("C-1")},
          {"subject", text(subject)},
          {"region", text("620102")},
          {"checked_on", *parse_date("2026-05-04")},
          {"result", text("pass")}};
}

Values check_of_works() {
  Values values = check_of("works");
  values["form"] = text("patrol");
  values["works_kind"] = text("water");
  values["site"] = text("示例水库");
  values["finding"] = text("none");
  return values;
}

class Kinds : public support::OnBothEngines {
 protected:
  Answer put(const Values& values) {
    std::vector<std::string> columns;
    Entry entry;
    for (const auto& [field, value] : values) {
      columns.push_back(field);
      entry.values.push_back(value);
    }
    const auto answers = registry_->put(officer_of_lanzhou_city, checks(), columns, {entry});
    EXPECT_TRUE(answers) << describe(answers.error());
    return answers ? answers->front() : Answer{};
  }
  /// Field and rule of each complaint.
  std::vector<std::string> complaints(const Values& values) {
    std::vector<std::string> found;
    for (const auto& error : put(values).errors) {
      EXPECT_EQ(error.failure, &rule_broken);
      found.push_back(error.where + ": " + error.found);
    }
    return found;
  }
  const catalog::Register& checks() { return named("supervision_check"); }
};
ZH_ON_BOTH_ENGINES(Kinds);

TEST_P(Kinds, OnlyTheirOwnFieldsAreFilled) {
  EXPECT_THAT(complaints(check_of_works()), testing::IsEmpty());
  Values mixed = check_of_works();
  mixed["seals_intact"] = true;
  EXPECT_THAT(complaints(mixed),
              testing::ElementsAre("seals_intact: supervision_check.seals_intact.kinds"));
  const auto& rules = checks().rules;
  const auto rule =
      std::ranges::find(rules, "supervision_check.seals_intact.kinds", &catalog::Rule::id);
  ASSERT_NE(rule, rules.end());
  EXPECT_EQ(rule->message.en, "Records of this kind do not have this.");
}

TEST_P(Kinds, MissWhatTheirKindRequires) {
  Values bare = check_of_works();
  bare.erase("site");
  EXPECT_THAT(complaints(bare), testing::ElementsAre("site: supervision_check.site.required"));
  Values metering = check_of("energy_metering");
  EXPECT_THAT(complaints(metering),
              testing::Contains("meters_fitted: supervision_check.meters_fitted.required"));
}

// A rule of other kinds is no rule here.
TEST_P(Kinds, KeepTheRulesOfTheirKind) {
  Values wrong = check_of_works();
  wrong["result"] = text("fail");
  EXPECT_THAT(complaints(wrong), testing::ElementsAre("result: supervision_check.finding_fails"));
  wrong["finding"] = text("seal_broken");
  EXPECT_THAT(complaints(wrong),
              testing::ElementsAre("finding: supervision_check.finding_of_works"));
}

TEST_P(Kinds, TakeTheStepsOfTheirKind) {
  Values failed = check_of_works();
  failed["result"] = text("fail");
  failed["finding"] = text("concrete");
  const std::string id = put(failed).id;
  const auto possible = registry_->possible_steps(officer_of_lanzhou_city, checks(), id);
  ASSERT_TRUE(possible);
  std::vector<std::string> names;
  for (const auto& one : *possible) names.push_back(one.step->name);
  EXPECT_THAT(names, testing::ElementsAre("order", "open_case", "close"));
  const auto listed = registry_->step(officer_of_lanzhou_city, checks(), id, {}, "list", "");
  ASSERT_FALSE(listed);
  EXPECT_EQ(listed.error().failure, &not_of_kind);
  EXPECT_EQ(listed.error().found, "works");
  EXPECT_EQ(listed.error().wanted, "equipment");
}

}  // namespace
}  // namespace zhiheng::registry
