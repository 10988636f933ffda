#include "stat/agreement.h"

#include <algorithm>

#include "reference.h"
#include "stat/failures.h"
#include "stat/random.h"

namespace zhiheng::stat {
namespace {

const std::vector<std::int64_t> two_raters{88, 14, 18, 10, 40, 10, 2, 6, 12};

TEST(CohenKappa, AgreesWithTheReferenceInEachWeighting) {
  // R 4.2.2: the estimate and its variance by the delta method, the derivatives of kappa by each
  // share taken numerically (steps of 1e-5), hence the tolerance. Unweighted psych 2.2.9 agrees.
  struct Row {
    AgreementWeights weights;
    double kappa, variance;
  };
  for (const Row& row :
       {Row{AgreementWeights::none, 0.491525423728813, 0.00260118519307909},
        Row{AgreementWeights::linear, 0.473684210526316, 0.00296287628691985},
        Row{AgreementWeights::quadratic, 0.454545454545454, 0.00441609181017581}}) {
    const auto found = cohen_kappa(two_raters, 3, row.weights);
    ASSERT_TRUE(found);
    expect_close(found->kappa, row.kappa);
    expect_close(found->standard_error, std::sqrt(row.variance), 1e-7);
    EXPECT_LT(found->p_value, 1e-6);
  }
  // R psych 2.2.9: cohen.kappa(…)$confid.
  const auto plain = cohen_kappa(two_raters, 3);
  expect_close(plain->interval.low, 0.391563702053547);
  expect_close(plain->interval.high, 0.591487145404080);
}

TEST(CohenKappa, IsTheSameWhenTheRatersChangePlaces) {
  std::vector<std::int64_t> turned(9);
  for (std::size_t at = 0; at < 9; ++at) turned[at % 3 * 3 + at / 3] = two_raters[at];
  for (const auto weights : {AgreementWeights::none, AgreementWeights::linear}) {
    expect_close(cohen_kappa(turned, 3, weights)->kappa,
                 cohen_kappa(two_raters, 3, weights)->kappa);
    expect_close(cohen_kappa(turned, 3, weights)->standard_error,
                 cohen_kappa(two_raters, 3, weights)->standard_error);
  }
}

TEST(CohenKappa, IsOneForPerfectAndZeroForChanceAgreement) {
  const auto perfect = cohen_kappa(std::vector<std::int64_t>{5, 0, 0, 7}, 2);
  EXPECT_EQ(perfect->kappa, 1);
  EXPECT_EQ(perfect->interval.high, 1);
  const auto chance = cohen_kappa(std::vector<std::int64_t>{9, 3, 3, 1}, 2);
  EXPECT_NEAR(chance->kappa, 0, 1e-12);
  EXPECT_NEAR(chance->p_value, 1, 1e-9);
}

TEST(CohenKappa, RefusesOneCategoryAndWhatIsNoTable) {
  const auto failure = [](std::vector<std::int64_t> table, std::size_t categories) {
    return cohen_kappa(table, categories).error().failure;
  };
  EXPECT_EQ(failure({5}, 1), &too_few_observations);
  EXPECT_EQ(failure({5, 1, 1}, 2), &lengths_differ);
  EXPECT_EQ(failure({5, 1, -1, 2}, 2), &count_out_of_range);
  EXPECT_EQ(failure({5, 0, 0, 0}, 2), &no_spread);
  EXPECT_EQ(failure({1, 0, 0, 0}, 2), &too_few_observations);
  EXPECT_EQ(cohen_kappa(two_raters, 3, AgreementWeights::none, 2).error().failure,
            &confidence_out_of_range);
}

/// Four raters, twelve units, some not rated: K. Krippendorff, Computing Krippendorff's
/// Alpha-Reliability (2011), example C; 0 stands for a missing judgement.
const std::vector<std::vector<int>> observers{{1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0},
                                              {1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3},
                                              {0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0},
                                              {1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0}};

std::vector<Rating> published_ratings() {
  std::vector<Rating> ratings;
  for (const auto& rater : observers) {
    for (std::size_t unit = 0; unit < rater.size(); ++unit) {
      if (rater[unit] != 0) ratings.push_back({unit, static_cast<double>(rater[unit])});
    }
  }
  return ratings;
}

std::vector<std::int64_t> published_counts() {
  std::vector<std::int64_t> counts(60, 0);
  for (const Rating& rating : published_ratings()) {
    ++counts[rating.unit * 5 + static_cast<std::size_t>(rating.value) - 1];
  }
  return counts;
}

TEST(FleissKappa, AgreesWithThePublishedEstimateAndError) {
  // R irrCAC, fleiss.kappa.raw(cac.raw4raters), as its vignette prints it.
  const auto found = fleiss_kappa(published_counts(), 5);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->all.observed, 0.8181818, 5e-8);
  EXPECT_NEAR(found->all.expected, 0.2387153, 5e-8);
  EXPECT_NEAR(found->all.kappa, 0.76117, 5e-6);
  EXPECT_NEAR(found->all.standard_error, 0.15302, 5e-6);
  EXPECT_NEAR(found->all.interval.low, 0.424, 5e-4);
  EXPECT_EQ(found->all.interval.high, 1);
}

TEST(FleissKappa, ReproducesTheWorkedExampleOfTenSubjects) {
  // Ten subjects, fourteen raters, five categories; kappa 0.210 (Wikipedia, "Fleiss' kappa").
  const std::vector<std::int64_t> counts{0, 0, 0, 0, 14, 0, 2, 6, 4, 2, 0, 0, 3, 5, 6, 0, 3,
                                         9, 2, 0, 2, 2,  8, 1, 1, 7, 7, 0, 0, 0, 3, 2, 6, 3,
                                         0, 2, 5, 3, 2,  2, 6, 5, 2, 1, 0, 0, 2, 2, 3, 7};
  const auto found = fleiss_kappa(counts, 5);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->all.observed, 0.378, 5e-4);
  EXPECT_NEAR(found->all.expected, 0.213, 5e-4);
  EXPECT_NEAR(found->all.kappa, 0.210, 5e-4);
  // The overall kappa is the mean of the categories', weighted with p (1 - p).
  double weighted = 0;
  double weight = 0;
  for (std::size_t k = 0; k < 5; ++k) {
    double share = 0;
    for (std::size_t unit = 0; unit < 10; ++unit) {
      share += static_cast<double>(counts[5 * unit + k]) / 140;
    }
    weighted += share * (1 - share) * found->by_category[k];
    weight += share * (1 - share);
  }
  expect_close(weighted / weight, found->all.kappa);
}

TEST(FleissKappa, RefusesUnitsWithoutRatings) {
  const auto failure = [](std::vector<std::int64_t> counts, std::size_t categories) {
    return fleiss_kappa(counts, categories).error().failure;
  };
  EXPECT_EQ(failure({2, 0, 0, 0}, 2), &count_out_of_range);
  EXPECT_EQ(failure({2, 0, 3, 0}, 2), &no_spread);
  EXPECT_EQ(failure({1, 0, 0, 1}, 2), &too_few_observations);
  EXPECT_EQ(failure({1, 0, 0}, 2), &lengths_differ);
  EXPECT_EQ(failure({1, -1, 2, 2}, 2), &count_out_of_range);
}

TEST(KrippendorffAlpha, ReproducesThePublishedExampleOnEachScale) {
  const auto ratings = published_ratings();
  struct Row {
    RatingScale scale;
    double alpha;
  };
  for (const Row& row : {Row{RatingScale::nominal, 0.743}, Row{RatingScale::ordinal, 0.815},
                         Row{RatingScale::interval, 0.849}, Row{RatingScale::ratio, 0.797}}) {
    const auto found = krippendorff_alpha(ratings, row.scale, 0.95, 1, 400);
    ASSERT_TRUE(found);
    EXPECT_NEAR(found->alpha, row.alpha, 6e-4);
    EXPECT_EQ(found->units, 11U);
    EXPECT_LT(found->interval.low, found->alpha);
    EXPECT_GT(found->interval.high, found->alpha);
  }
}

TEST(KrippendorffAlpha, DoesNotDependOnOrderAndOnTheUnitOfAnInterval) {
  auto ratings = published_ratings();
  const auto before = krippendorff_alpha(ratings, RatingScale::interval, 0.9, 1, 100);
  std::ranges::reverse(ratings);
  for (Rating& rating : ratings) rating.value = 1000 * rating.value + 1e6;
  const auto after = krippendorff_alpha(ratings, RatingScale::interval, 0.9, 1, 100);
  expect_close(after->alpha, before->alpha);
  expect_close(after->interval.low, before->interval.low, 1e-7);
}

TEST(KrippendorffAlpha, IsFiniteOrRefusedOnRandomRatings) {
  Random random(5);
  for (int round = 0; round < 100; ++round) {
    std::vector<Rating> ratings(random.below(20));
    for (Rating& rating : ratings) {
      rating = {static_cast<std::size_t>(random.below(5)), static_cast<double>(random.below(4))};
    }
    for (const auto scale :
         {RatingScale::nominal, RatingScale::ordinal, RatingScale::interval, RatingScale::ratio}) {
      const auto found = krippendorff_alpha(ratings, scale, 0.95, 1, 100);
      if (!found) continue;
      EXPECT_TRUE(std::isfinite(found->alpha));
      EXPECT_LE(found->alpha, 1);
      EXPECT_LE(found->interval.low, found->interval.high);
    }
  }
}

TEST(KrippendorffAlpha, RefusesWhatCannotBeCompared) {
  const auto failure = [](std::vector<Rating> ratings, RatingScale scale) {
    return krippendorff_alpha(ratings, scale).error().failure;
  };
  EXPECT_EQ(failure({{0, 1}, {1, 1}}, RatingScale::nominal), &too_few_observations);
  EXPECT_EQ(failure({{0, 1}, {0, 1}, {1, 1}, {1, 1}}, RatingScale::nominal), &no_spread);
  EXPECT_EQ(failure({{0, -1}, {0, 1}, {1, 1}, {1, 1}}, RatingScale::ratio), &value_negative);
  EXPECT_EQ(failure({{0, NAN}, {0, 1}, {1, 1}, {1, 1}}, RatingScale::nominal), &value_not_finite);
}

}  // namespace
}  // namespace zhiheng::stat
