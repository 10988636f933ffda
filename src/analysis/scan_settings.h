#pragma once
// The options of scans and of tests for clustering.

#include <initializer_list>
#include <string>
#include <vector>

#include "analysis/method.h"

namespace zhiheng::analysis {

/// Tables of places and populations and the columns of the cases; `time` when the cases have one.
[[nodiscard]] std::vector<Setting> scan_settings(bool time);
/// --model with these names.
[[nodiscard]] Setting scan_models(std::vector<std::string> names);
/// --controls, a table.
[[nodiscard]] Setting controls_setting();
/// --alpha of restricted shapes.
[[nodiscard]] Setting alpha_setting();
/// --rates, --minimum-cases, --threads.
[[nodiscard]] std::vector<Setting> rate_settings();
/// --replicates, --seed, --clusters, --one-per-centre.
[[nodiscard]] std::vector<Setting> replicate_settings();
/// --max-population, --size.
[[nodiscard]] std::vector<Setting> window_settings();
/// --shape with these names, and what belongs to each.
[[nodiscard]] std::vector<Setting> shape_settings(std::vector<std::string> names);
/// --longest, --shortest, --prospective, --period-totals.
[[nodiscard]] std::vector<Setting> time_settings();

}  // namespace zhiheng::analysis
