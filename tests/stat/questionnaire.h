#pragma once
// Made-up questionnaires for the tests of path models.

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "stat/path_model_fit.h"
#include "stat/random.h"

namespace zhiheng::stat {

struct Questionnaire {
  PathModel model;
  std::vector<double> answers;
  std::vector<std::uint8_t> answered;
  std::vector<double> weights;
  AnswerScale scale;
  PathSearch search;

  void set_scale(double low, double high) {
    scale.low.assign(model.items.size(), low);
    scale.high.assign(model.items.size(), high);
  }
  [[nodiscard]] Result<PathStudy> study() const {
    return prepare_study(model, {answers, answered, weights}, scale, search);
  }
};

/// quality -> satisfaction -> loyalty and quality -> loyalty, three, two and two items.
inline PathModel customer_model() {
  return {{"i0", "i1", "i2", "i3", "i4", "i5", "i6"},
          {{.name = "quality", .items = {0, 1, 2}},
           {.name = "satisfaction", .items = {3, 4}},
           {.name = "loyalty", .items = {5, 6}}},
          {{0, 1}, {0, 2}, {1, 2}}};
}

/// Answers 1..10 of that many respondents to the model above.
inline Questionnaire questionnaire(std::size_t rows, std::uint64_t seed) {
  Questionnaire made;
  made.model = customer_model();
  made.set_scale(1, 10);
  Random random(seed);
  for (std::size_t row = 0; row < rows; ++row) {
    const double quality = random.normal();
    const double satisfaction = 0.7 * quality + 0.7 * random.normal();
    const double loyalty = 0.2 * quality + 0.6 * satisfaction + 0.6 * random.normal();
    for (const double latent :
         {quality, quality, quality, satisfaction, satisfaction, loyalty, loyalty}) {
      const double answer = std::round(6.5 + 1.5 * latent + 0.8 * random.normal());
      made.answers.push_back(std::clamp(answer, 1.0, 10.0));
    }
  }
  return made;
}

}  // namespace zhiheng::stat
