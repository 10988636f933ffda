#pragma once
// The parts of a survey that are estimated: one, or one for each combination of some columns.

#include <string>
#include <vector>

#include "analysis/survey_sample.h"
#include "stat/survey_estimate.h"

namespace zhiheng::analysis {

struct SurveyParts {
  std::vector<std::string> names;  ///< in order; a single "" for the whole
  std::vector<stat::SurveyMember> members;

  /// Without the rows at which `out` is true.
  [[nodiscard]] std::vector<stat::SurveyMember> without(const std::vector<bool>& out) const;
};

/// From `--by` (one part for each combination, "a|b") or `--any` (a row is in the part of each
/// value that one of the columns has), rows of the domain only.
/// @fails column_missing, setting_wrong (both are given)
[[nodiscard]] Result<SurveyParts> survey_parts(const Call& call, const SurveySample& sample);

[[nodiscard]] std::vector<Setting> survey_part_settings();

/// What happens with missing values: `--missing`.
[[nodiscard]] Setting survey_missing_setting();
/// Refuses a column with missing cells when that is asked for, naming the first.
[[nodiscard]] Result<void> accept_missing(const Call& call, const SurveySample& sample,
                                          const std::string& name, const NumberColumn& column);

}  // namespace zhiheng::analysis
