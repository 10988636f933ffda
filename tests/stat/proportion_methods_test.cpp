#include "stat/proportion_methods.h"

#include "reference.h"
#include "stat/failures.h"

namespace zhiheng::stat {
namespace {

TEST(ProportionInterval, AgreesWithTheReferenceByEveryMethod) {
  ZH_REFERENCE(rows, "rates/proportion_intervals.csv");
  for (const ReferenceRow& row : rows) {
    SCOPED_TRACE(testing::Message() << row.text("method") << " " << row.text("x") << " of "
                                    << row.text("n") << " at " << row.text("conf"));
    const auto method = proportion_method(row.text("method"));
    ASSERT_TRUE(method);
    // binom.confint hands no confidence on to prop.test, so its answers are all at 95 %.
    const double confidence =
        method == ProportionMethod::wilson_corrected ? 0.95 : row.number("conf");
    const auto interval = proportion_interval(*method, row.whole("x"), row.whole("n"), confidence);
    ASSERT_TRUE(interval);
    // R's search for the likelihood ratio bounds stops within 1.2e-4 (it answers 1e-6 as the upper
    // bound of one in a million); the next test checks what ours solve.
    const bool searched = method == ProportionMethod::likelihood_ratio;
    const auto tolerance = [&](double bound) {
      return searched ? 1.3e-4 : 1e-9 * std::max(1e-6, std::abs(bound));
    };
    EXPECT_NEAR(interval->low, row.number("lower"), tolerance(row.number("lower")));
    EXPECT_NEAR(interval->high, row.number("upper"), tolerance(row.number("upper")));
  }
}

TEST(ProportionInterval, BoundsOfTheLikelihoodRatioLieOnTheContour) {
  const auto interval = proportion_interval(ProportionMethod::likelihood_ratio, 47, 50, 0.95);
  ASSERT_TRUE(interval);
  const auto deviance = [](double q) {
    return 2 * (47 * std::log(0.94 / q) + 3 * std::log(0.06 / (1 - q)));
  };
  EXPECT_NEAR(deviance(interval->low), 3.841458820694124, 1e-10);
  EXPECT_NEAR(deviance(interval->high), 3.841458820694124, 1e-10);
}

TEST(ProportionInterval, MirrorsByEveryMethodButTheLopsidedOne) {
  for (const char* name : {"wilson", "exact", "jeffreys", "agresti-coull", "wald", "logit",
                           "probit", "lrt", "prop.test", "bayes_central"}) {
    SCOPED_TRACE(name);
    for (const std::int64_t count : {0, 1, 9, 20}) {
      const auto good = proportion_interval(*proportion_method(name), count, 20, 0.9);
      const auto bad = proportion_interval(*proportion_method(name), 20 - count, 20, 0.9);
      ASSERT_TRUE(good && bad);
      EXPECT_NEAR(good->low, 1 - bad->high, 1e-12);
      EXPECT_NEAR(good->high, 1 - bad->low, 1e-12);
    }
  }
}

TEST(ProportionInterval, RefusesTooManyAndUnknownNames) {
  EXPECT_EQ(proportion_interval(ProportionMethod::logit, 3, 2).error().failure,
            &count_out_of_range);
  EXPECT_EQ(proportion_interval(ProportionMethod::wald, 0, 0).error().failure, &no_trials);
  EXPECT_EQ(proportion_interval(ProportionMethod::wald, 0, 1, 1).error().failure,
            &confidence_out_of_range);
  EXPECT_FALSE(proportion_method("wilsom"));
}

}  // namespace
}  // namespace zhiheng::stat
