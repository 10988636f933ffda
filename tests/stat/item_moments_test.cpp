#include "stat/item_moments.h"

#include <gtest/gtest.h>

#include <cmath>

#include "stat/failures.h"

namespace zhiheng::stat {
namespace {

const std::vector<std::string> names{"a", "b"};

TEST(ItemMoments, AreTheWeightedOnes) {
  const std::vector<double> values{1, 2, 3, 6, 5, 4};
  const std::vector<double> weights{1, 2, 1};
  const auto table = ItemTable::prepare({.values = values, .weights = weights}, names);
  ASSERT_TRUE(table);
  ItemMoments moments;
  ASSERT_TRUE(table->weigh(weights, moments));
  EXPECT_EQ(moments.rows, 3);
  EXPECT_NEAR(moments.mean[0], 3, 1e-14);
  EXPECT_NEAR(moments.mean[1], 4.5, 1e-14);
  EXPECT_NEAR(moments.deviation[0], std::sqrt(2.0), 1e-14);
  EXPECT_NEAR(moments.deviation[1], std::sqrt((6.25 + 2 * 2.25 + 0.25) / 4), 1e-14);
  // The covariance is (-2 x -2.5 + 2 x -0.5) / 4 = 1.
  EXPECT_NEAR(moments.correlation(0, 1), 1 / std::sqrt(2.0 * 2.75), 1e-14);
  EXPECT_EQ(moments.correlation(1, 1), 1);
}

TEST(ItemMoments, DoNotLoseDigitsFarFromZero) {
  std::vector<double> values;
  for (int row = 0; row < 600; ++row) {
    values.push_back(1e9 + row % 3);
    values.push_back(-1e9 + row % 2);
  }
  const auto table = ItemTable::prepare({.values = values}, names);
  ItemMoments moments;
  ASSERT_TRUE(table->weigh(table->weights(), moments));
  EXPECT_NEAR(moments.deviation[0], std::sqrt(2.0 / 3), 1e-9);
  EXPECT_NEAR(moments.correlation(0, 1), 0, 1e-9);
}

TEST(ItemMoments, LeaveOutWhatWasNotAnswered) {
  const std::vector<double> values{1, 2, NAN, 4, 3, 9, 8, 9};
  const std::vector<std::uint8_t> answered{1, 1, 0, 1, 1, 1, 1, 1};
  const auto table = ItemTable::prepare({.values = values, .answered = answered}, names);
  ASSERT_TRUE(table);
  ItemMoments moments;
  ASSERT_TRUE(table->weigh(table->weights(), moments));
  EXPECT_NEAR(moments.mean[0], 4, 1e-14);
  EXPECT_NEAR(moments.mean[1], 6, 1e-14);
  EXPECT_NEAR(moments.deviation[0], std::sqrt((9 + 0 + 1 + 16) / 4.0), 1e-14);
  EXPECT_NEAR(table->value(1, 0), 4, 1e-14);
  EXPECT_NEAR(table->value(3, 0), 8, 1e-14);
}

TEST(ItemMoments, AreRefusedWhereAnItemDoesNotVary) {
  const std::vector<double> values{1, 2, 1, 4, 3, 9};
  const auto table = ItemTable::prepare({.values = values}, names);
  ItemMoments moments;
  EXPECT_FALSE(table->weigh(std::vector<double>{1, 1, 0}, moments));
  EXPECT_FALSE(table->weigh(std::vector<double>{0, 0, 0}, moments));
  EXPECT_TRUE(table->weigh(std::vector<double>{1, 0, 1}, moments));
  const std::vector<double> constant{1, 2, 1, 4, 1, 9};
  const auto refused = ItemTable::prepare({.values = constant}, names);
  EXPECT_EQ(refused.error().failure, &no_spread);
  EXPECT_EQ(refused.error().where, "a");
  const std::vector<double> huge{1e308, 2, -1e308, 4, 1, 9};
  EXPECT_EQ(ItemTable::prepare({.values = huge}, names).error().failure, &value_out_of_range);
  const std::vector<std::uint8_t> few{1, 1, 0, 1, 0, 1};
  EXPECT_EQ(ItemTable::prepare({.values = values, .answered = few}, names).error().failure,
            &too_few_observations);
}

}  // namespace
}  // namespace zhiheng::stat
