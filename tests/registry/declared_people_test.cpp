// Every register says what it serves, and whoever takes a step can reach the record.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "registry/access.h"
#include "support/place.h"
#include "support/source.h"

namespace zhiheng::registry {
namespace {

bool is_ours(const catalog::Register& of) { return of.family >= "A" && of.family <= "H"; }

TEST(DeclaredRegisters, HaveAnExampleAndSayWhatTheyServe) {
  int count = 0;
  for (const auto& of : support::shipped_catalog()->registers) {
    if (!is_ours(of)) continue;
    ++count;
    EXPECT_TRUE(std::filesystem::exists(
        support::source_path("/catalog/example/records/" + of.name + ".toml")))
        << of.name;
    EXPECT_FALSE(of.serves.empty()) << of.name;
    EXPECT_FALSE(of.help.zh.empty()) << of.name;
  }
  EXPECT_GT(count, 80);
}

// A step whose takers cannot even read the record would never be taken.
TEST(DeclaredRegisters, AreReachedByThoseWhoTakeTheirSteps) {
  const auto shipped = support::shipped_catalog();
  const auto reaches = [&](const catalog::Role& role, const catalog::Register& of) {
    return std::ranges::any_of(role.grants, [&](const catalog::Grant& grant) {
      const auto& name = grant.register_name;
      const bool general = !of.restricted && (name == "*" || name == "family:" + of.family);
      return (general || name == of.name) && grant.fields != catalog::FieldScope::published;
    });
  };
  for (const auto& of : shipped->registers) {
    if (!is_ours(of)) continue;
    for (const auto& step : of.steps) {
      for (const auto& name : step.roles) {
        if (name == "system") continue;
        const auto* role = shipped->find_role(name);
        ASSERT_NE(role, nullptr) << name;
        EXPECT_TRUE(reaches(*role, of)) << of.name << " " << step.name << " " << name;
      }
    }
  }
}

// Out of the public register nobody should read whom a decision hurts before it is published.
TEST(DeclaredRegisters, ShowThePublicNoPersonsAndNoInternalOnes) {
  const auto shipped = support::shipped_catalog();
  const Person nobody{};
  for (const char* name : {"case_file", "violation_lead", "injury_case", "accountability_case",
                           "defence_product", "defence_report", "enforcement_officer",
                           "quality_accident", "credit_repair", "examiner_review"}) {
    const auto* of = shipped->find_register(name);
    ASSERT_NE(of, nullptr) << name;
    EXPECT_FALSE(access_of(*shipped, nobody, *of).read) << name;
  }
  const Person official{.user = "li", .name = "李", .roles = {"officer"}, .region = "620100"};
  for (const char* name : {"accountability_case", "defence_product", "defence_report"}) {
    EXPECT_FALSE(access_of(*shipped, official, *shipped->find_register(name)).read) << name;
  }
}

}  // namespace
}  // namespace zhiheng::registry
