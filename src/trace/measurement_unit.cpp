#include "trace/measurement_unit.h"

#include <fstream>
#include <sstream>

#include "base/number.h"
#include "trace/failures.h"

namespace zhiheng::trace {
Result<MeasurementUnits> MeasurementUnits::read(std::string_view text, const std::string& name) {
  MeasurementUnits units;
  std::istringstream in{std::string(text)};
  int number = 0;
  bool heading = true;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.empty() || line.starts_with('#')) continue;
    if (heading) {
      heading = false;
      continue;
    }
    std::istringstream cells(line);
    std::string code, quantity, factor, offset;
    std::getline(cells, code, '\t');
    std::getline(cells, quantity, '\t');
    std::getline(cells, factor, '\t');
    std::getline(cells, offset, '\t');
    const auto multiple = number_in<double>(factor);
    const auto shift = number_in<double>(offset);
    if (code.empty() || quantity.empty() || !multiple || !(*multiple > 0) || !shift ||
        units.units_.contains(code)) {
      return fail(units_malformed, name + ":" + std::to_string(number), line,
                  "code, quantity, factor > 0, offset");
    }
    units.units_.emplace(code, MeasurementUnit{quantity, *multiple, *shift});
  }
  return units;
}

Result<MeasurementUnits> MeasurementUnits::load(const std::filesystem::path& catalog) {
  const auto file = catalog / "codes" / "measurement_units.tsv";
  std::ifstream in(file);
  if (!in) return fail(file_unreadable, file.string());
  std::ostringstream text;
  text << in.rdbuf();
  return read(text.str(), file.filename().string());
}

std::optional<double> MeasurementUnits::convert(double value, std::string_view from,
                                                std::string_view to) const {
  if (from == to) return value;
  const auto source = units_.find(from);
  const auto goal = units_.find(to);
  if (source == units_.end() || goal == units_.end() ||
      source->second.quantity != goal->second.quantity) {
    return std::nullopt;
  }
  const double base = value * source->second.factor + source->second.offset;
  return (base - goal->second.offset) / goal->second.factor;
}

}  // namespace zhiheng::trace
