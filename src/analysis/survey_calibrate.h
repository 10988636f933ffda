#pragma once
// Calibration of a survey's weights to a population that stands in a second file.

#include "analysis/survey_sample.h"
#include "stat/survey_calibration.h"

namespace zhiheng::analysis {

/// The design after what `--calibration` asks for; as it is without.
///
/// @fails   setting_wrong (no `--population` or `--margins`), column_missing, cell_wrong (a cell of
///          one file that the other does not have), what stat refuses
[[nodiscard]] Result<stat::SurveyDesign> calibrate(const Call& call, const Table& table,
                                                   stat::SurveyDesign design);

[[nodiscard]] std::vector<Setting> survey_calibration_settings();

}  // namespace zhiheng::analysis
