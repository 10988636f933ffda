#include "stat/decomposition.h"

#include <gtest/gtest.h>

#include <cmath>

#include "stat/failures.h"

namespace zhiheng::stat {
namespace {

TEST(DecomposeChange, SplitsTheWholeChange) {
  const std::vector<Part> parts{{.3, .97, .2, .96}, {.2, .88, .5, .92}, {.5, .90, .3, .91}};
  const auto found = decompose_change(parts);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->before, .917, 1e-12);
  EXPECT_NEAR(found->rate_effect + found->mix_effect, found->after - found->before, 1e-15);
  // By hand: 0.25 x -0.01 + 0.35 x 0.04 + 0.4 x 0.01.
  EXPECT_NEAR(found->rate_effect, 0.0155, 1e-12);
}

TEST(DecomposeChange, SeesSimpsonsParadoxAsMix) {
  // Every part gets better and the whole gets worse, because the weak part grows.
  const std::vector<Part> parts{{.9, .98, .3, .99}, {.1, .80, .7, .82}};
  const auto found = decompose_change(parts);
  ASSERT_TRUE(found);
  EXPECT_LT(found->after, found->before);
  EXPECT_GT(found->rate_effect, 0);
  EXPECT_LT(found->mix_effect, 0);
}

TEST(DecomposeChange, TurnsItsSignWhenThePeriodsChangePlaces) {
  const std::vector<Part> parts{{.3, .97, .2, .96}, {.7, .88, .8, .92}};
  std::vector<Part> turned;
  for (const auto& [w0, r0, w1, r1] : parts) turned.push_back({w1, r1, w0, r0});
  EXPECT_NEAR(decompose_change(parts)->rate_effect, -decompose_change(turned)->rate_effect, 1e-15);
  EXPECT_NEAR(decompose_change(parts)->mix_effect, -decompose_change(turned)->mix_effect, 1e-15);
}

TEST(DecomposeChange, CountsANewPartAsMixOnly) {
  const std::vector<Part> parts{{1, .9, .5, .9}, {0, NAN, .5, .7}};
  const auto found = decompose_change(parts);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->rate_effect, 0);
  EXPECT_NEAR(found->mix_effect, -.1, 1e-12);
}

TEST(DecomposeChange, RefusesBrokenWeights) {
  const std::vector<Part> parts{{.5, .9, .5, .9}};
  EXPECT_EQ(decompose_change(parts).error().failure, &weights_do_not_sum_to_one);
  const std::vector<Part> unknown{{1, NAN, 1, .9}};
  EXPECT_EQ(decompose_change(unknown).error().where, "parts[0].rate_before");
  const std::vector<Part> negative{{2, .5, 1, .9}, {-1, .5, 0, .9}};
  EXPECT_EQ(decompose_change(negative).error().failure, &value_negative);
  EXPECT_EQ(decompose_change({}).error().failure, &too_few_observations);
}

}  // namespace
}  // namespace zhiheng::stat
