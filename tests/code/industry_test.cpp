#include "code/industry.h"

#include <cmath>

#include "code/failures.h"
#include "support/source.h"

namespace zhiheng::code {
namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;

const Industries& industries() {
  static const Industries industries = load_industries(support::source_path("/catalog")).value();
  return industries;
}

std::vector<std::string> counterparts(std::string_view code, Edition from) {
  return industries().counterparts(code, from).value_or(std::vector<std::string>{"refused"});
}

int count(Edition edition, int level) {
  int found = 0;
  const auto walk = [&](const auto& self, std::string_view code) -> void {
    for (const Industry* below : industries().children(code, edition)) {
      if (industry_level(below->code) == level) ++found;
      self(self, below->code);
    }
  };
  walk(walk, "");
  return found;
}

TEST(Industries, HaveTheNumbersOfTheStandards) {
  // GB/T 4754-2011: 20/96/432/1,094; -2017: 20/97/473/1,380, the licensed table has 1,381 classes.
  EXPECT_EQ(count(Edition::gb2011, 1), 20);
  EXPECT_EQ(count(Edition::gb2011, 2), 96);
  EXPECT_EQ(count(Edition::gb2011, 3), 432);
  EXPECT_EQ(count(Edition::gb2011, 4), 1094);
  EXPECT_EQ(count(Edition::gb2017, 1), 20);
  EXPECT_EQ(count(Edition::gb2017, 2), 97);
  EXPECT_EQ(count(Edition::gb2017, 3), 473);
  EXPECT_EQ(count(Edition::gb2017, 4), 1381);
}

TEST(Industries, ReproduceThePublishedCrosswalk) {
  // README of gbcrosswalk: groups of 2017 and their sources in 2011.
  EXPECT_THAT(counterparts("572", Edition::gb2017), ElementsAre("570"));
  EXPECT_THAT(counterparts("593", Edition::gb2017), ElementsAre("599"));
  EXPECT_THAT(counterparts("843", Edition::gb2017),
              UnorderedElementsAre("834", "835", "836", "837", "839"));
  EXPECT_THAT(counterparts("905", Edition::gb2017), UnorderedElementsAre("729", "894"));
  EXPECT_THAT(counterparts("018", Edition::gb2017), UnorderedElementsAre("019", "051"));
}

TEST(Industries, AreCrossedBothWays) {
  EXPECT_THAT(counterparts("051", Edition::gb2011), testing::Contains("018"));
  EXPECT_THAT(counterparts("C", Edition::gb2011), ElementsAre("C"));
  EXPECT_THAT(counterparts("0111", Edition::gb2017), ElementsAre("0111"));
  EXPECT_THAT(counterparts("9999", Edition::gb2017), ElementsAre("refused"));
}

TEST(Industries, MoveDivisionsBetweenEditions) {
  EXPECT_EQ(industries().find("78", Edition::gb2011)->parent, "N");
  EXPECT_EQ(industries().find("79", Edition::gb2011)->parent, "O");
  EXPECT_EQ(industries().find("79", Edition::gb2017)->parent, "N");
  EXPECT_EQ(industries().find("97", Edition::gb2017)->name, "国际组织");
  EXPECT_EQ(industries().find("97", Edition::gb2011), nullptr);
}

TEST(Industries, KnowTheirPath) {
  const auto steps = industries().path("1311", Edition::gb2017);
  ASSERT_EQ(steps.size(), 4U);
  EXPECT_EQ(steps[0]->code, "C");
  EXPECT_EQ(steps[0]->name, "制造业");
  EXPECT_EQ(steps[1]->name, "农副食品加工业");
  EXPECT_EQ(steps[2]->code, "131");
  EXPECT_THAT(industries().path("77777", Edition::gb2017), testing::IsEmpty());
}

TEST(Industries, AcceptTheSectionLetterOnlyWhereItFits) {
  EXPECT_EQ(industries().find("C1311", Edition::gb2017)->code, "1311");
  EXPECT_EQ(industries().find("A1311", Edition::gb2017), nullptr);
  EXPECT_EQ(industries().find("c1311", Edition::gb2017), nullptr);
  EXPECT_EQ(industries().find("", Edition::gb2017), nullptr);
}

TEST(Industries, SayWhereANameIsNotFromTheSource) {
  EXPECT_EQ(industries().find("1110", Edition::gb2017)->name, "煤炭开采和洗选专业及辅助性活动");
  EXPECT_EQ(industries().find("1110", Edition::gb2017)->mark, NameMark::restored);
  EXPECT_EQ(industries().find("019", Edition::gb2011)->mark, NameMark::folded);
  EXPECT_EQ(industries().find("0111", Edition::gb2017)->mark, NameMark::original);
}

TEST(Industries, AreDividedByDeclaredWeightsOnly) {
  const auto alone = industries().divide(100, "572", Edition::gb2017, {});
  ASSERT_TRUE(alone.has_value());
  EXPECT_EQ(alone->front().code, "570");
  EXPECT_EQ(alone->front().value, 100);

  const auto shared =
      industries().divide(200, "905", Edition::gb2017, {{"729", 0.25}, {"894", 0.75}});
  ASSERT_TRUE(shared.has_value());
  EXPECT_EQ((*shared)[0].value, 50);
  EXPECT_EQ((*shared)[1].value, 150);

  const auto refusal = [](const std::map<std::string, double>& weights) {
    const auto portions = industries().divide(200, "905", Edition::gb2017, weights);
    return portions ? nullptr : portions.error().failure;
  };
  EXPECT_EQ(refusal({}), &weights_malformed);
  EXPECT_EQ(refusal({{"729", 0.5}}), &weights_malformed);
  EXPECT_EQ(refusal({{"729", 0.5}, {"111", 0.5}}), &weights_malformed);
  EXPECT_EQ(refusal({{"729", -0.5}, {"894", 1.5}}), &weights_malformed);
  EXPECT_EQ(refusal({{"729", std::nan("")}, {"894", 1.0}}), &weights_malformed);
  EXPECT_EQ(industries().divide(1, "000", Edition::gb2017, {}).error().failure, &industry_unknown);
}

TEST(IndustryTable, RefusesALineThatItCannotRead) {
  const std::string head = "code\tname\tparent\tmark\n";
  const std::string links = "code_2011\tcode_2017\n";
  const std::string row = head + "A\t农、林、牧、渔业\t\t\n";
  EXPECT_TRUE(Industries::read({row, row, links}).has_value());
  EXPECT_EQ(Industries::read({row + "A\t再\t\t\n", row, links}).error().where,
            "industries_2011.tsv:3");
  EXPECT_EQ(Industries::read({row, head + "A\tx\t\tguessed\n", links}).error().found, "guessed");
  EXPECT_EQ(Industries::read({row, row, links + "A\tB\n"}).error().found, "B");
  EXPECT_EQ(load_industries("/nonexistent").error().failure, &table_unreadable);
}

TEST(Edition, IsNamedByItsYear) {
  EXPECT_EQ(edition_named("2011").value(), Edition::gb2011);
  EXPECT_EQ(edition_named("2017").value(), Edition::gb2017);
  EXPECT_EQ(edition_named("2002").error().failure, &edition_unknown);
}

}  // namespace
}  // namespace zhiheng::code
