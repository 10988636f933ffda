#include "stat/intraclass.h"

#include <algorithm>

#include "reference.h"
#include "stat/cronbach.h"
#include "stat/failures.h"
#include "stat/random.h"

namespace zhiheng::stat {
namespace {

/// Six subjects, four judges: P. E. Shrout, J. L. Fleiss (1979), table 2.
const std::vector<double> judged{9, 2, 5, 8, 6,  1, 3, 2, 8, 4, 6, 8,
                                 7, 1, 2, 6, 10, 5, 6, 9, 6, 2, 4, 7};

TEST(IntraclassCorrelations, AgreeWithTheReferenceProgramInAllSixForms) {
  // R 4.2.2, psych 2.2.9: ICC(x, lmer = FALSE). The paper prints .17 .29 .71 .44 .62 .91.
  struct Row {
    double correlation, f, df1, df2, p, low, high;
  };
  const Row rows[] = {{0.165741768405476, 1.79467849223947, 5, 18, 0.164768808344639611,
                       -0.1329323248747509, 0.722560062328121},
                      {0.289763779527559, 11.02724795640327, 5, 15, 0.000134566516484337,
                       0.0187865133747120, 0.761084369648953},
                      {0.714840714840715, 11.02724795640327, 5, 15, 0.000134566516484337,
                       0.3424647650339254, 0.945858259955360},
                      {0.442797133679269, 1.79467849223947, 5, 18, 0.164768808344639611,
                       -0.8844421552381190, 0.912415420340776},
                      {0.620050547598989, 11.02724795640327, 5, 15, 0.000134566516484337,
                       0.0711368153025035, 0.927232040167722},
                      {0.909315542377069, 11.02724795640327, 5, 15, 0.000134566516484337,
                       0.6756747138163047, 0.985891678169062}};
  const auto found = intraclass_correlations(judged, 4);
  ASSERT_TRUE(found);
  const auto forms = found->all();
  for (std::size_t i = 0; i < forms.size(); ++i) {
    SCOPED_TRACE(i);
    expect_close(forms[i]->correlation, rows[i].correlation);
    expect_close(forms[i]->f, rows[i].f);
    EXPECT_EQ(forms[i]->df1, rows[i].df1);
    EXPECT_EQ(forms[i]->df2, rows[i].df2);
    expect_close(forms[i]->p_value, rows[i].p);
    expect_close(forms[i]->interval.low, rows[i].low);
    expect_close(forms[i]->interval.high, rows[i].high);
  }
}

TEST(IntraclassCorrelations, OfTheAverageOfFixedRatersAreCronbachsAlpha) {
  expect_close(intraclass_correlations(judged, 4)->fixed_average.correlation,
               cronbach_alpha(judged, 4)->alpha);
}

TEST(IntraclassCorrelations, ForgiveAConstantDifferenceOnlyInTheFixedForm) {
  std::vector<double> strict = judged;
  for (std::size_t i = 0; i < strict.size(); i += 4) strict[i] += 10;
  const auto before = intraclass_correlations(judged, 4);
  const auto after = intraclass_correlations(strict, 4);
  expect_close(after->fixed_single.correlation, before->fixed_single.correlation);
  EXPECT_LT(after->random_single.correlation, before->random_single.correlation);
}

TEST(IntraclassCorrelations, AreOneForIdenticalRaters) {
  const std::vector<double> same{1, 1, 2, 2, 5, 5};
  const auto found = intraclass_correlations(same, 2);
  ASSERT_TRUE(found);
  for (const Intraclass* form : found->all()) {
    EXPECT_EQ(form->correlation, 1);
    EXPECT_EQ(form->interval, (Interval{1, 1}));
    EXPECT_EQ(form->p_value, 0);
  }
}

TEST(IntraclassCorrelations, OfRandomTablesLieInTheirIntervals) {
  Random random(3);
  for (int round = 0; round < 300; ++round) {
    const std::size_t raters = 2 + random.below(3);
    std::vector<double> ratings(raters * (2 + random.below(6)));
    for (double& rating : ratings) rating = static_cast<double>(random.below(4));
    const auto found = intraclass_correlations(ratings, raters);
    if (!found) {
      EXPECT_EQ(found.error().failure, &no_spread);
      continue;
    }
    for (const Intraclass* form : {&found->one_way_single, &found->fixed_single}) {
      EXPECT_TRUE(std::isfinite(form->correlation));
      EXPECT_LE(form->interval.low, form->correlation + 1e-12);
      EXPECT_GE(form->interval.high, form->correlation - 1e-12);
    }
    EXPECT_TRUE(std::isfinite(found->random_single.correlation));
    EXPECT_LE(found->random_single.interval.low, found->random_single.interval.high);
  }
}

TEST(IntraclassCorrelations, RefuseWhatHasNoAnswer) {
  const auto failure = [](std::vector<double> ratings, std::size_t raters) {
    return intraclass_correlations(ratings, raters).error().failure;
  };
  EXPECT_EQ(failure({1, 2}, 1), &too_few_observations);
  EXPECT_EQ(failure({1, 2}, 2), &too_few_observations);
  EXPECT_EQ(failure({1, 2, 3}, 2), &lengths_differ);
  EXPECT_EQ(failure({3, 3, 3, 3}, 2), &no_spread);
  EXPECT_EQ(failure({1, 2, 1, 2}, 2), &no_spread);
  EXPECT_EQ(failure({1, 2, INFINITY, 2}, 2), &value_not_finite);
  EXPECT_EQ(intraclass_correlations(judged, 4, 0).error().failure, &confidence_out_of_range);
}

}  // namespace
}  // namespace zhiheng::stat
