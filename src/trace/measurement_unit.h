#pragma once
// Measured values in different units made comparable.

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace zhiheng::trace {

/// A unit as a multiple of the base unit of its quantity: base = value × factor + offset.
struct MeasurementUnit {
  std::string quantity;  ///< "temperature"
  double factor = 1;
  double offset = 0;
};

/// Units by their code of UN/ECE Recommendation 20.
class MeasurementUnits {
 public:
  /// catalog/codes/measurement_units.tsv
  /// @fails  trace.file_unreadable, trace.units_malformed
  static Result<MeasurementUnits> load(const std::filesystem::path& catalog);
  /// @param name  of the file, for complaints
  static Result<MeasurementUnits> read(std::string_view text, const std::string& name);

  /// `value` of one unit in another; none when they do not measure the same. An unknown unit is
  /// only equal to itself.
  [[nodiscard]] std::optional<double> convert(double value, std::string_view from,
                                              std::string_view to) const;

 private:
  std::map<std::string, MeasurementUnit, std::less<>> units_;
};

}  // namespace zhiheng::trace
