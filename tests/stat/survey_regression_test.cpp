#include "stat/survey_regression.h"

#include <cmath>
#include <limits>

#include "stat/failures.h"
#include "stat/symmetric.h"
#include "survey_case.h"

namespace zhiheng::stat {
namespace {

const std::vector<double> ones(16, 1);

TEST(SurveyRegression, ReproducesTheStraightLineOfTheReference) {
  const SurveyDesign design = design_of(one_stage_sample());
  const std::vector<std::vector<double>> terms = {ones, survey_x, survey_f};
  const auto found = survey_regression(design, {SurveyFamily::gaussian, survey_y, terms, {}});
  ASSERT_TRUE(found);  // svyglm(y ~ x + f, P)
  const double value[] = {1.81585120917, 3.83118917812, -1.04066226584};
  const double error[] = {0.0671438267437, 0.0270880774297, 0.213657520254};
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_NEAR(found->values[i], value[i], 1e-10);
    EXPECT_NEAR(std::sqrt(found->covariance[i * 3 + i]), error[i], 1e-10);
  }
  EXPECT_EQ(found->degrees, 0);
}

TEST(SurveyRegression, ReproducesTheLogOddsOfTheReference) {
  const SurveyDesign design = design_of(two_stage_sample());
  const std::vector<std::vector<double>> terms = {ones, survey_x};
  const auto found = survey_regression(design, {SurveyFamily::logit, survey_f, terms, {}});
  ASSERT_TRUE(found);  // svyglm(f ~ x, D, family = quasibinomial(), epsilon = 1e-15)
  EXPECT_NEAR(found->values[0], -5.47780774646, 1e-10);
  EXPECT_NEAR(found->values[1], 1.36807559818, 1e-10);
  EXPECT_NEAR(std::sqrt(found->covariance[0]), 2.31156126074, 1e-8);
  EXPECT_NEAR(std::sqrt(found->covariance[3]), 0.507694331201, 1e-10);
}

TEST(SurveyRegression, OnAConstantIsTheMean) {
  const SurveyDesign design = design_of(two_stage_sample());
  const std::vector<std::vector<double>> terms = {ones};
  const auto line = survey_regression(design, {SurveyFamily::gaussian, survey_y, terms, {}});
  const SurveyEstimate mean = whole(design, SurveyStatistic::mean, survey_y);
  ASSERT_TRUE(line);
  EXPECT_NEAR(line->values[0], mean.value, 1e-12);
  EXPECT_NEAR(line->covariance[0], mean.variance, 1e-12);
  const auto odds = survey_regression(design, {SurveyFamily::logit, survey_f, terms, {}});
  const SurveyEstimate share = whole(design, SurveyStatistic::mean, survey_f);
  ASSERT_TRUE(odds);
  EXPECT_NEAR(odds->values[0], std::log(share.value / (1 - share.value)), 1e-12);
  EXPECT_NEAR(odds->covariance[0], share.variance / std::pow(share.value * (1 - share.value), 2),
              1e-10);
}

TEST(SurveyRegression, ScalesWithItsTerms) {
  const SurveyDesign design = design_of(one_stage_sample());
  std::vector<double> large(survey_x);
  for (double& x : large) x *= 1e6;
  const std::vector<std::vector<double>> terms = {ones, survey_x}, scaled = {ones, large};
  for (const auto family : {SurveyFamily::gaussian, SurveyFamily::logit}) {
    const auto one = survey_regression(design, {family, survey_f, terms, {}});
    const auto other = survey_regression(design, {family, survey_f, scaled, {}});
    ASSERT_TRUE(one && other);
    EXPECT_NEAR(one->values[1], other->values[1] * 1e6, 1e-9);
    EXPECT_NEAR(one->covariance[3], other->covariance[3] * 1e12, 1e-8);
  }
}

TEST(SurveyRegression, LeavesRowsOutAsADomain) {
  const SurveyDesign design = design_of(one_stage_sample());
  std::vector<std::uint32_t> rows;
  std::vector<SurveyMember> members;
  for (std::uint32_t row = 0; row < 16; row += 3) {
    rows.push_back(row);
    members.push_back({row, 0});
  }
  const std::vector<std::vector<double>> terms = {ones};
  const auto found = survey_regression(design, {SurveyFamily::gaussian, survey_y, terms, rows});
  const auto mean = survey_estimates(design, {SurveyStatistic::mean, survey_y, {}}, members, 1);
  ASSERT_TRUE(found && mean);
  EXPECT_NEAR(found->values[0], (*mean)[0].value, 1e-12);
  EXPECT_NEAR(found->covariance[0], (*mean)[0].variance, 1e-12);
  EXPECT_EQ(found->records, 6);
}

TEST(SurveyRegression, RefusesWhatHasNoSolution) {
  const SurveyDesign design = design_of(one_stage_sample());
  const auto failure = [&](SurveyFamily family, const std::vector<double>& outcome,
                           const std::vector<std::vector<double>>& terms) {
    const auto found = survey_regression(design, {family, outcome, terms, {}});
    return found ? nullptr : found.error().failure;
  };
  std::vector<double> cut;
  for (const double x : survey_x) cut.push_back(x > 4 ? 1 : 0);
  EXPECT_EQ(failure(SurveyFamily::logit, cut, {ones, survey_x}), &not_converged);
  EXPECT_EQ(failure(SurveyFamily::logit, ones, {ones, survey_x}), &not_converged);
  EXPECT_EQ(failure(SurveyFamily::gaussian, survey_y, {ones, ones}), &terms_depend);
  EXPECT_EQ(failure(SurveyFamily::logit, survey_f, {ones, ones}), &terms_depend);
  EXPECT_EQ(failure(SurveyFamily::logit, survey_y, {ones}), &value_out_of_range);
  EXPECT_EQ(failure(SurveyFamily::gaussian, {1, 2}, {ones}), &lengths_differ);
  EXPECT_EQ(failure(SurveyFamily::gaussian, survey_y, {}), &too_few_observations);
  auto broken = survey_x;
  broken[9] = std::numeric_limits<double>::infinity();
  EXPECT_EQ(failure(SurveyFamily::gaussian, survey_y, {ones, broken}), &value_not_finite);
  EXPECT_EQ(failure(SurveyFamily::gaussian, broken, {ones}), &value_not_finite);
}

TEST(SymmetricInverse, IsAnInverseAndNamesTheColumnThatDepends) {
  const std::vector<double> matrix = {4, 2, 1, 2, 3, .5, 1, .5, 2};
  const auto inverse = symmetric_inverse(matrix, 3);
  ASSERT_TRUE(inverse);
  for (std::size_t i = 0; i < 3; ++i) {
    const std::vector<double> row(matrix.begin() + static_cast<std::ptrdiff_t>(3 * i),
                                  matrix.begin() + static_cast<std::ptrdiff_t>(3 * i + 3));
    const auto unit = times(*inverse, row);
    for (std::size_t j = 0; j < 3; ++j) EXPECT_NEAR(unit[j], i == j ? 1 : 0, 1e-14);
  }
  const std::vector<std::vector<double>> columns = {ones, survey_x, survey_x};
  const auto refused = symmetric_inverse(cross_products(columns, survey_w), 3);
  EXPECT_EQ(refused.error().failure, &terms_depend);
  EXPECT_EQ(refused.error().where, "columns[2]");
}

}  // namespace
}  // namespace zhiheng::stat
