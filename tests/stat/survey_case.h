#pragma once
// A small sample in two stages that several tests use, with what R made of it.
//
// The numbers beside the tests were made with R 4.2.2 and survey 4.1-1 on this table:
// svydesign(id = ~psu + ssu, strata = ~st + st2, fpc = ~N1 + N2, weights = ~w, nest = TRUE), or
// without ssu and fpc where a test says "one stage".

#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "stat/survey_design.h"
#include "stat/survey_estimate.h"

namespace zhiheng::stat {

inline const std::vector<double> survey_y = {12.1, 10.4, 15.2, 11.3, 8.7,  9.9,  14.0, 7.5,
                                             20.3, 18.8, 25.1, 22.2, 16.4, 19.0, 30.2, 17.7};
inline const std::vector<double> survey_x = {3.0, 2.5, 4.1, 2.2, 1.9, 2.4, 3.8, 1.1,
                                             5.2, 4.4, 6.3, 5.0, 3.9, 4.8, 7.7, 4.1};
inline const std::vector<double> survey_f = {0, 1, 1, 0, 0, 0, 1, 0, 1, 0, 1, 1, 0, 1, 1, 0};
inline const std::vector<std::uint32_t> survey_g = {0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 0, 1, 1};
inline const std::vector<double> survey_w = {7.5, 7.5, 9,  9,  5,  5,  6,  6,
                                             12,  12,  11, 11, 14, 14, 10, 10};

inline SurveySample one_stage_sample() {
  SurveySample sample;
  sample.weights = survey_w;
  sample.stages = {{{0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1},
                    {1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4},
                    {}}};
  return sample;
}

inline SurveySample two_stage_sample() {
  SurveySample sample = one_stage_sample();
  sample.stages[0].population = {5, 5, 5, 5, 5, 5, 5, 5, 8, 8, 8, 8, 8, 8, 8, 8};
  sample.stages.push_back({{},
                           {1, 1, 2, 2, 1, 1, 2, 2, 1, 1, 2, 2, 1, 1, 2, 2},
                           {6, 6, 6, 6, 4, 4, 4, 4, 3, 3, 3, 3, 7, 7, 7, 7}});
  return sample;
}

inline SurveyDesign design_of(SurveySample sample) {
  auto design = SurveyDesign::build(std::move(sample));
  EXPECT_TRUE(design) << (design ? "" : describe(design.error()));
  return *std::move(design);
}

/// The value of a statistic over all rows, checked to exist.
inline SurveyEstimate whole(const SurveyDesign& design, SurveyStatistic statistic,
                            const std::vector<double>& values,
                            const std::vector<double>& denominators = {}) {
  const auto found = survey_estimate(design, {statistic, values, denominators});
  EXPECT_TRUE(found) << (found ? "" : describe(found.error()));
  return found ? *found : SurveyEstimate{};
}

}  // namespace zhiheng::stat
