#include "stat/standardise.h"

#include <limits>

#include "reference.h"
#include "stat/failures.h"

namespace zhiheng::stat {
namespace {

struct County {
  std::vector<StandardClass> classes;
  std::int64_t cases = 0;
};

TEST(Standardise, AgreesWithTheReferenceOnThePennsylvanianCounties) {
  ZH_REFERENCE(strata, "scan/pennLC.strata.csv");
  ZH_REFERENCE(expected, "rates/pennLC_standardised.expected.csv");
  std::map<std::string, StandardClass> state;
  const auto class_of = [](const ReferenceRow& row) {
    return row.text("race") + row.text("gender") + row.text("age");
  };
  for (const ReferenceRow& row : strata) {
    state[class_of(row)].events += row.number("cases");
    state[class_of(row)].population += row.number("population");
  }
  std::map<std::string, County> counties;
  for (const ReferenceRow& row : strata) {
    County& county = counties[row.text("county")];
    county.cases += row.whole("cases");
    county.classes.push_back(
        {row.number("cases"), row.number("population"), state[class_of(row)].population});
  }
  // The reference's indirect rates use the same classes in the same order for every county.
  std::vector<double> rates;
  for (std::size_t i = 0; i < counties.begin()->second.classes.size(); ++i) {
    const StandardClass& one = state[class_of(strata[i])];
    rates.push_back(one.events / one.population);
  }

  for (const ReferenceRow& row : expected) {
    SCOPED_TRACE(row.text("county"));
    const County& county = counties.at(row.text("county"));
    const auto direct = standardise_directly(county.classes);
    if (row.text("direct").empty()) {  // a class without people: R answers NA, we say which class
      ASSERT_FALSE(direct);
      EXPECT_EQ(direct.error().failure, &value_not_positive);
    } else {
      ASSERT_TRUE(direct) << describe(direct.error());
      expect_close(direct->crude, row.number("crude"));
      expect_close(direct->rate, row.number("direct"));
      expect_close(direct->interval.low, row.number("direct_low"));
      expect_close(direct->interval.high, row.number("direct_high"));
    }

    std::vector<double> population;
    for (const StandardClass& one : county.classes) population.push_back(one.population);
    const auto indirect = standardise_indirectly(county.cases, population, rates);
    ASSERT_TRUE(indirect);
    expect_close(indirect->expected, row.number("expected"));
    expect_close(indirect->ratio, row.number("smr"));
    expect_close(indirect->interval.low, row.number("smr_low"));
    expect_close(indirect->interval.high, row.number("smr_high"));
  }
}

TEST(StandardiseDirectly, IsTheCrudeRateWhenTheUnitIsItsOwnStandard) {
  const std::vector<StandardClass> classes{{3, 100, 100}, {10, 50, 50}};
  const auto direct = standardise_directly(classes);
  ASSERT_TRUE(direct);
  EXPECT_NEAR(direct->rate, direct->crude, 1e-15);
}

TEST(StandardiseDirectly, StaysHonestWithoutAnyEvent) {
  const std::vector<StandardClass> classes{{0, 100, 1}, {0, 50, 1}};
  const auto direct = standardise_directly(classes);
  ASSERT_TRUE(direct);
  EXPECT_EQ(direct->interval.low, 0);
  EXPECT_NEAR(direct->interval.high, -std::log(0.025) * 0.5 / 50, 1e-12);
}

TEST(Standardise, RefusesClassesWithoutPopulation) {
  const std::vector<StandardClass> classes{{0, 100, 1}, {0, 0, 1}};
  const auto direct = standardise_directly(classes);
  ASSERT_FALSE(direct);
  EXPECT_EQ(direct.error().failure, &value_not_positive);
  EXPECT_EQ(direct.error().where, "classes[1].population");
  EXPECT_EQ(standardise_directly({}).error().failure, &too_few_observations);
  const std::vector<StandardClass> negative{{-1, 100, 1}};
  EXPECT_EQ(standardise_directly(negative).error().failure, &value_negative);
  const std::vector<double> ten{10};
  const std::vector<double> none{0};
  EXPECT_EQ(standardise_indirectly(1, ten, none).error().failure, &value_not_positive);
  EXPECT_EQ(standardise_indirectly(1, ten, {}).error().failure, &lengths_differ);
  const std::vector<double> unknown{std::numeric_limits<double>::quiet_NaN()};
  EXPECT_EQ(standardise_indirectly(1, ten, unknown).error().failure, &value_not_finite);
}

}  // namespace
}  // namespace zhiheng::stat
