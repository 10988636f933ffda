#include "stat/multiple.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "stat/failures.h"

namespace zhiheng::stat {
namespace {

// The fifteen p-values of Benjamini and Hochberg 1995, section 3.2: four hypotheses are rejected at
// q = 0.05 by their procedure, three by Bonferroni and by Holm.
const std::vector<double> published_values{0.0001, 0.0004, 0.0019, 0.0095, 0.0201,
                                           0.0278, 0.0298, 0.0344, 0.0459, 0.3240,
                                           0.4262, 0.5719, 0.6528, 0.7590, 1.0000};

TEST(BenjaminiHochberg, RejectsTheFourHypothesesOfThePaper) {
  const auto adjusted = benjamini_hochberg(published_values);
  ASSERT_TRUE(adjusted);
  EXPECT_EQ(std::ranges::count_if(*adjusted, [](double q) { return q <= 0.05; }), 4);
  EXPECT_NEAR((*adjusted)[3], 0.0095 * 15 / 4, 1e-15);
  EXPECT_TRUE(std::ranges::is_sorted(*adjusted));
}

TEST(BenjaminiHochberg, FollowsItsInputsWhenTheyAreReordered) {
  std::vector<double> turned(published_values.rbegin(), published_values.rend());
  const auto adjusted = benjamini_hochberg(published_values);
  auto other = benjamini_hochberg(turned);
  ASSERT_TRUE(adjusted && other);
  std::ranges::reverse(*other);
  EXPECT_EQ(*adjusted, *other);
}

TEST(Holm, RejectsThreeOfThem) {
  const auto adjusted = holm(published_values);
  ASSERT_TRUE(adjusted);
  EXPECT_EQ(std::ranges::count_if(*adjusted, [](double q) { return q <= 0.05; }), 3);
  for (std::size_t i = 0; i < published_values.size(); ++i) {
    EXPECT_GE((*adjusted)[i], (*benjamini_hochberg(published_values))[i]);
  }
}

TEST(MultipleTests, RefuseWhatIsNoProbability) {
  const std::vector<double> broken{0.1, 1.1};
  EXPECT_EQ(benjamini_hochberg(broken).error().where, "p_values[1]");
  const std::vector<double> unknown{std::numeric_limits<double>::quiet_NaN()};
  EXPECT_EQ(holm(unknown).error().failure, &probability_out_of_range);
  EXPECT_TRUE(benjamini_hochberg({})->empty());
}

}  // namespace
}  // namespace zhiheng::stat
