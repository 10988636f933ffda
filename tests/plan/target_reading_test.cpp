// Every row of the tables of targets in the requirements, and no other target in the five plans.

#include <set>

#include "plan/readings.h"

namespace zhiheng::plan {
namespace {

/// The five plans by name, or nothing where they are not at hand.
std::optional<std::map<std::string, Plan>> all_plans() {
  std::map<std::string, Plan> plans;
  for (const std::string name :
       {"state-council-2012", "city-2012", "gansu-2014", "outline-2011-2020", "henan-2013"}) {
    const auto path = real_plan(name + ".txt");
    if (!path) return std::nullopt;
    plans.emplace(name, read(file_text(*path)));
  }
  return plans;
}

std::string value_of(const Target& target) {
  return target.value ? std::to_string(static_cast<long long>(*target.value)) : "";
}

TEST(TargetReading, HasEveryRowOfTheTableOnceAndNoOtherTarget) {
  const auto plans = all_plans();
  if (!plans) GTEST_SKIP() << "no shared/plans";
  std::map<std::string, std::set<const Target*>> left;
  for (const auto& [name, plan] : *plans) {
    for (const Target& target : plan.targets) left[name].insert(&target);
  }
  for (const auto& row : reading("targets.tsv")) {
    SCOPED_TRACE(row[0] + " " + row[3]);
    const Plan& plan = plans->at(row[1]);
    auto& open = left[row[1]];
    const auto found = std::ranges::find_if(open, [&](const Target* target) {
      const std::vector<std::string> read{
          target->where,
          std::string(name_of(target->comparator)),
          value_of(*target),
          target->unit,
          target->deadline ? zhiheng::to_text(*target->deadline) : "",
          std::string(name_of(target->force))};
      return text_of(plan, target->subject).find(row[3]) != std::string::npos &&
             read == std::vector{row[2], row[4], row[5], row[6], row[7], row[8]};
    });
    EXPECT_NE(found, open.end());
    if (found != open.end()) open.erase(found);
  }
  for (const auto& [name, targets] : left) {
    for (const Target* target : targets) {
      ADD_FAILURE() << name << ": " << target->where << " "
                    << text_of(plans->at(name), target->subject);
    }
  }
}

TEST(TargetReading, LeavesAloneTheNumbersThatAreNoQuantities) {
  const auto plans = all_plans();
  if (!plans) GTEST_SKIP() << "no shared/plans";
  for (const auto& row : reading("numbers.tsv")) {
    SCOPED_TRACE(row[0] + " " + row[1]);
    const Plan& plan = plans->at(row[0]);
    const auto found = std::ranges::find_if(
        plan.numbers, [&](const Number& number) { return text_of(plan, number.span) == row[1]; });
    ASSERT_NE(found, plan.numbers.end());
    EXPECT_EQ(found->kind, row[2]);
    for (const Target& target : plan.targets) EXPECT_NE(target.span, found->span);
  }
}

TEST(TargetReading, NamesTheIndicatorsThatHaveNoValue) {
  const auto plans = all_plans();
  if (!plans) GTEST_SKIP() << "no shared/plans";
  for (const auto& row : reading("indicators.tsv")) {
    EXPECT_TRUE(std::ranges::any_of(
        plans->at(row[1]).indicators,
        [&](const auto& one) { return one.indicator == row[0] && one.where == row[2]; }))
        << row[0] << " " << row[1] << " " << row[2];
  }
}

}  // namespace
}  // namespace zhiheng::plan
