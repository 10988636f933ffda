#pragma once
// A survey as it stands in a file: conditions and defined columns, the design, calibrations.

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analysis/method.h"
#include "analysis/rows.h"
#include "stat/survey_design.h"
#include "stat/survey_replicates.h"

namespace zhiheng::analysis {

/// A column as numbers; cells that are empty are missing.
struct NumberColumn {
  std::vector<double> values;  ///< 0 where missing
  std::vector<bool> missing;
  bool complete = true;
};

/// The table after `--where` and `--let`, the design of its rows and the rows of `--domain`.
class SurveySample {
 public:
  /// @fails what reading, the expressions, the design and the calibration refuse, each naming the
  ///        line and column
  [[nodiscard]] static Result<SurveySample> of(const Call& call);

  [[nodiscard]] const Table& table() const { return *table_; }
  [[nodiscard]] const stat::SurveyDesign& design() const { return *design_; }
  [[nodiscard]] bool inside(std::size_t row) const { return inside_.empty() || inside_[row]; }

  [[nodiscard]] Result<NumberColumn> numbers(const std::string& column) const;
  /// Does every cell that is not empty hold a number, or none? A column of `--categories` holds
  /// none.
  /// @fails column_missing, not_a_number (some do)
  [[nodiscard]] Result<bool> is_number(const std::string& column) const;
  /// A refusal of the numerics with the file's line for the row that it names.
  [[nodiscard]] std::unexpected<Error> locate(Error error) const;

  /// Replicates, when `--variance` asks for them.
  [[nodiscard]] Result<std::optional<stat::SurveyReplicates>> replicates(const Call& call) const;

 private:
  std::shared_ptr<const Table> table_;
  std::optional<stat::SurveyDesign> design_;
  std::vector<bool> inside_;
  std::vector<std::string> categories_;
};

/// The heading of the methods.
[[nodiscard]] const Words& survey_heading();
/// `--confidence`, checked.
/// @fails setting_wrong
[[nodiscard]] Result<double> survey_confidence(const Call& call);

/// Options that every method of the group has.
[[nodiscard]] std::vector<Setting> survey_design_settings();
[[nodiscard]] std::vector<Setting> survey_variance_settings();

}  // namespace zhiheng::analysis
