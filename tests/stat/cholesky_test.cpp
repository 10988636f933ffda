#include "stat/cholesky.h"

#include <gtest/gtest.h>

#include <vector>

#include "stat/block_eigenvalues.h"

namespace zhiheng::stat {
namespace {

TEST(Cholesky, SolvesASystemThatWasMultipliedOutByHand) {
  // 4x + 2y + 2z = 14, 2x + 5y + 3z = 21, 2x + 3y + 6z = 26 has the solution 1, 2, 3.
  std::vector<double> square{4, 0, 0, 2, 5, 0, 2, 3, 6};
  std::vector<double> side{14, 21, 26};
  ASSERT_TRUE(factorise(square, 3, 1e-10));
  EXPECT_EQ(square[0], 2);  // the root of the first pivot
  solve_factorised(square, side);
  EXPECT_NEAR(side[0], 1, 1e-14);
  EXPECT_NEAR(side[1], 2, 1e-14);
  EXPECT_NEAR(side[2], 3, 1e-14);
}

TEST(Cholesky, RefusesAVariableThatTheOthersExplain) {
  std::vector<double> twins{1, 1, 1, 1};
  EXPECT_FALSE(factorise(twins, 2, 1e-10));
  std::vector<double> nearly{1, 0, 0.9, 1};
  EXPECT_TRUE(factorise(nearly, 2, 0.18));
  nearly = {1, 0, 0.9, 1};
  EXPECT_FALSE(factorise(nearly, 2, 0.2));  // the second keeps 1 - 0.81 of its own
  std::vector<double> broken{NAN};
  EXPECT_FALSE(factorise(broken, 1, 1e-10));
}

TEST(BlockComponents, OfEquallyCorrelatedItemsAreKnown) {
  // Three items with correlation r: eigenvalues 1 + 2r, 1 - r, 1 - r.
  Matrix block(3, 3);
  block.values = {1, .4, .4, .4, 1, .4, .4, .4, 1};
  const BlockComponents found = block_components(block);
  EXPECT_NEAR(found.first, 1.8, 1e-12);
  EXPECT_NEAR(found.second, 0.6, 1e-12);
  // Each loading is the root of 1.8 / 3, so the sum of three squared is 5.4.
  EXPECT_NEAR(found.rho, 5.4 / (5.4 + 3 * 0.4), 1e-12);
  Matrix single(1, 1);
  single.values = {1};
  EXPECT_EQ(block_components(single).rho, 1);
  EXPECT_EQ(block_components(single).second, 0);
}

}  // namespace
}  // namespace zhiheng::stat
