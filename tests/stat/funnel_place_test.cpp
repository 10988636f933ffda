#include "stat/funnel_place.h"

#include <cmath>

#include "reference.h"
#include "stat/failures.h"

namespace zhiheng::stat {
namespace {

TEST(FunnelPlace, HasTheTailsOfR) {
  // R 4.2.2: ppois(14, 20), ppois(13, 20, lower = FALSE), ppois(31 - 1, 18, lower = FALSE).
  const auto below = funnel_place_poisson(14, 20);
  ASSERT_TRUE(below);
  EXPECT_NEAR(below->at_most, 0.1048642811079847, 1e-12);
  EXPECT_NEAR(below->at_least, 0.9338723590408341, 1e-12);
  EXPECT_NEAR(funnel_place_poisson(31, 18)->p_value, 2 * 0.003330826596690346, 1e-12);
  // pnorm((asin(sqrt(.97)) - asin(sqrt(.93))) / sqrt(1 / 4000 + .004), lower = FALSE)
  EXPECT_NEAR(funnel_place({970, 1000}, .93, .004)->at_least, 0.07536035238721889, 1e-12);
}

TEST(FunnelPlace, TurnsOverWithTheSharesAndWidensWithTheSpread) {
  for (std::int64_t count = 0; count <= 40; ++count) {
    for (const double spread : {0.0, 0.01}) {
      const auto one = funnel_place({count, 40}, .8, spread);
      const auto other = funnel_place({40 - count, 40}, .2, spread);
      ASSERT_TRUE(one && other);
      EXPECT_NEAR(one->at_most, other->at_least, 1e-9);
      EXPECT_NEAR(one->p_value, other->p_value, 1e-9);
      EXPECT_LE(one->p_value, 1);
    }
    EXPECT_LE(funnel_place({count, 40}, .8, .01)->p_value,
              funnel_place({count, 40}, .8, .02)->p_value);
  }
}

TEST(FunnelPlace, RefusesWhatDoesNotFit) {
  EXPECT_EQ(funnel_place({4, 3}, .5).error().failure, &count_out_of_range);
  EXPECT_EQ(funnel_place({4, 5}, 1).error().failure, &probability_out_of_range);
  EXPECT_EQ(funnel_place({4, 5}, .5, -1).error().failure, &value_negative);
  EXPECT_EQ(funnel_place_poisson(-1, 5).error().failure, &value_negative);
  EXPECT_EQ(funnel_place_poisson(1, 0).error().failure, &value_not_positive);
  EXPECT_EQ(funnel_place_poisson(1, 1e16).error().failure, &value_out_of_range);
  EXPECT_EQ(funnel_place_poisson(1, 1, NAN).error().failure, &value_not_finite);
}

}  // namespace
}  // namespace zhiheng::stat
