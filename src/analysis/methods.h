#pragma once
// The methods by group: each list stands in a file of its own, `<group>_methods.cpp`. To add a
// method write its entry there; to add a group declare its list here and name it in methods().

#include <vector>

#include "analysis/method.h"

namespace zhiheng::analysis {

[[nodiscard]] std::vector<Method> share_methods();
[[nodiscard]] std::vector<Method> rate_methods();
[[nodiscard]] std::vector<Method> funnel_methods();
[[nodiscard]] std::vector<Method> comparison_methods();
[[nodiscard]] std::vector<Method> effect_methods();
[[nodiscard]] std::vector<Method> series_methods();
[[nodiscard]] std::vector<Method> chart_methods();
[[nodiscard]] std::vector<Method> shrinkage_methods();
[[nodiscard]] std::vector<Method> acceptance_methods();
[[nodiscard]] std::vector<Method> switching_methods();
[[nodiscard]] std::vector<Method> net_content_methods();
[[nodiscard]] std::vector<Method> satisfaction_methods();
[[nodiscard]] std::vector<Method> satisfaction_resampling_methods();
[[nodiscard]] std::vector<Method> outbreak_methods();
[[nodiscard]] std::vector<Method> farrington_methods();
[[nodiscard]] std::vector<Method> disproportionality_methods();
[[nodiscard]] std::vector<Method> agreement_methods();
[[nodiscard]] std::vector<Method> proficiency_methods();
[[nodiscard]] std::vector<Method> scan_methods();
[[nodiscard]] std::vector<Method> clustering_methods();
[[nodiscard]] std::vector<Method> reliability_methods();
[[nodiscard]] std::vector<Method> measurement_methods();
[[nodiscard]] std::vector<Method> uncertainty_methods();
[[nodiscard]] std::vector<Method> variables_chart_methods();
[[nodiscard]] std::vector<Method> survey_methods();
[[nodiscard]] std::vector<Method> survey_share_methods();
[[nodiscard]] std::vector<Method> survey_model_methods();
[[nodiscard]] std::vector<Method> text_methods();
[[nodiscard]] std::vector<Method> linkage_methods();
[[nodiscard]] std::vector<Method> efficiency_methods();
[[nodiscard]] std::vector<Method> composite_methods();
[[nodiscard]] std::vector<Method> weight_methods();

/// The confidence of a row: column "conf" where the table has it, else the option.
[[nodiscard]] Setting confidence_setting();
[[nodiscard]] Result<std::vector<double>> confidences(const Call& call);

}  // namespace zhiheng::analysis
