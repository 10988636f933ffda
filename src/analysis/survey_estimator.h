#pragma once
// One quantity of a survey over all parts, by linearisation or by replicates; and what all the
// methods that estimate so say of themselves.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/survey_parts.h"
#include "stat/survey_replicates.h"

namespace zhiheng::analysis {

/// A sample read, its parts and its replicates.
struct SurveyQuestion {
  SurveySample sample;
  SurveyParts parts;
  std::optional<stat::SurveyReplicates> replicates;

  /// @fails   as SurveySample::of, survey_parts and SurveySample::replicates
  [[nodiscard]] static Result<SurveyQuestion> of(const Call& call);

  /// Of the replicates, where there are any, else of the design.
  [[nodiscard]] double degrees() const;
  /// The part's name, or `whole` where there is but one.
  [[nodiscard]] const std::string& name(std::size_t part, const std::string& whole) const;
};

class SurveyEstimator {
 public:
  SurveyEstimator(const Call& call, const SurveyQuestion& question)
      : call_(call), question_(question) {}

  /// The quantity in every part, rows that are missing left out.
  /// @fails   what the estimate of a part refuses, led back to its line; interrupted
  [[nodiscard]] Result<std::vector<stat::SurveyEstimate>> estimates(
      const stat::SurveyQuantity& quantity, const std::vector<bool>& missing);
  /// Says how many replicates had no value.
  void finish(Answer& answer) const;

 private:
  const Call& call_;
  const SurveyQuestion& question_;
  std::int64_t undefined_ = 0;  ///< replicates without a value
};

/// Settings of every method that estimates: design, calibration, parts, missing, confidence.
[[nodiscard]] std::vector<Setting> survey_base_settings();

/// A method with the columns and sources of them all.
[[nodiscard]] Method survey_method(std::string name, Words title, const std::string& formula,
                                   std::vector<Setting> settings,
                                   std::function<Result<Answer>(const Call&)> run);

}  // namespace zhiheng::analysis
