#include "stat/gauge.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "stat/check.h"
#include "stat/distributions.h"
#include "stat/failures.h"
#include "stat/range_constants.h"

namespace zhiheng::stat {
namespace {

/// Readings by cell, part after part, operator after operator.
struct Crossed {
  std::size_t parts = 0;
  std::size_t operators = 0;
  std::size_t repeats = 0;
  std::vector<double> values;  ///< around their overall mean
  double mean = 0;

  [[nodiscard]] std::span<const double> cell(std::size_t part, std::size_t by) const {
    return std::span(values).subspan((part * operators + by) * repeats, repeats);
  }
};

std::vector<std::size_t> distinct(std::span<const GaugeReading> readings,
                                  std::size_t GaugeReading::*number) {
  std::vector<std::size_t> numbers;
  for (const GaugeReading& reading : readings) numbers.push_back(reading.*number);
  std::ranges::sort(numbers);
  numbers.erase(std::ranges::unique(numbers).begin(), numbers.end());
  return numbers;
}

Result<Crossed> crossed(std::span<const GaugeReading> readings) {
  const auto parts = distinct(readings, &GaugeReading::part);
  const auto operators = distinct(readings, &GaugeReading::operator_number);
  ZH_DO(check_at_least("parts", parts.size(), 2));
  ZH_DO(check_at_least("operators", operators.size(), 2));
  const std::size_t cells = parts.size() * operators.size();
  Crossed table{.parts = parts.size(),
                .operators = operators.size(),
                .repeats = readings.size() / cells,
                .values = {},
                .mean = 0};
  ZH_DO(check_at_least("repeats", table.repeats, 2));
  for (std::size_t i = 0; i < readings.size(); ++i) {
    ZH_DO(check_finite(place("values", i), readings[i].value));
    table.mean += readings[i].value / static_cast<double>(readings.size());
  }
  table.values.resize(cells * table.repeats);
  std::vector<std::size_t> filled(cells, 0);
  for (std::size_t i = 0; i < readings.size(); ++i) {
    const auto part = std::ranges::lower_bound(parts, readings[i].part) - parts.begin();
    const auto by =
        std::ranges::lower_bound(operators, readings[i].operator_number) - operators.begin();
    const std::size_t cell =
        static_cast<std::size_t>(part) * operators.size() + static_cast<std::size_t>(by);
    if (filled[cell] == table.repeats) {
      return fail(lengths_differ, place("values", i), "> " + std::to_string(table.repeats),
                  std::to_string(table.repeats) + " repeats per part and operator");
    }
    table.values[cell * table.repeats + filled[cell]++] = readings[i].value - table.mean;
  }
  // No cell is too full; then all are full when the numbers agree.
  ZH_DO(check_same_length("values", readings.size(), table.values.size()));
  return table;
}

double square(double x) { return x * x; }

/// Shares and categories from the three independent variances.
Result<GaugeStudy> study_of(double repeatability, double operators, double interaction,
                            double parts, double tolerance) {
  GaugeStudy study;
  study.repeatability.variance = repeatability;
  study.interaction.variance = interaction;
  study.reproducibility.variance = operators + interaction;
  study.gauge.variance = repeatability + operators + interaction;
  study.parts.variance = parts;
  study.total.variance = study.gauge.variance + parts;
  const double total = study.total.variance;
  if (!(total > 0)) return fail(no_spread, "values", shown(total), "> 1 distinct value");
  for (GaugeSource* source : {&study.repeatability, &study.reproducibility, &study.interaction,
                              &study.gauge, &study.parts, &study.total}) {
    source->contribution = source->variance / total;
    source->study = std::sqrt(source->contribution);
    if (tolerance > 0) source->tolerance = 6 * std::sqrt(source->variance) / tolerance;
  }
  // A gauge without any spread tells everything apart.
  study.distinct_categories =
      std::max(1.0, std::floor(1.41 * std::sqrt(parts / study.gauge.variance)));
  return study;
}

}  // namespace

Result<GaugeStudy> gauge_by_variance(std::span<const GaugeReading> readings, double tolerance,
                                     double alpha) {
  ZH_DO(check_not_negative("tolerance", tolerance));
  ZH_DO(check_probability("alpha", alpha));
  ZH_TRY(const Crossed table, crossed(readings));
  const auto p = static_cast<double>(table.parts);
  const auto o = static_cast<double>(table.operators);
  const auto r = static_cast<double>(table.repeats);
  std::vector<double> of_part(table.parts, 0.0);
  std::vector<double> of_operator(table.operators, 0.0);
  double cells = 0;
  double total = 0;
  double within = 0;
  for (std::size_t i = 0; i < table.parts; ++i) {
    for (std::size_t j = 0; j < table.operators; ++j) {
      double sum = 0;
      for (const double value : table.cell(i, j)) sum += value;
      for (const double value : table.cell(i, j)) {
        within += square(value - sum / r);
        total += square(value);
      }
      cells += sum * sum / r;
      of_part[i] += sum;
      of_operator[j] += sum;
    }
  }
  double among_parts = 0;
  double among_operators = 0;
  for (const double sum : of_part) among_parts += sum * sum / (o * r);
  for (const double sum : of_operator) among_operators += sum * sum / (p * r);
  const double rounding = 1e-13 * total;
  const double both = std::max(0.0, cells - among_parts - among_operators);
  const double df_both = (p - 1) * (o - 1);
  const double df_error = p * o * (r - 1);
  const double ms_part = among_parts / (p - 1);
  const double ms_operator = among_operators / (o - 1);
  double ms_both = both > rounding ? both / df_both : 0;
  double ms_error = within > rounding ? within / df_error : 0;
  const double f = ms_error > 0 ? ms_both / ms_error : 0;
  const double p_value = ms_error > 0 ? f_upper(f, df_both, df_error) : (ms_both > 0 ? 0 : 1);
  const bool kept = p_value <= alpha;
  const auto positive = [](double variance) { return std::max(0.0, variance); };
  double interaction = 0;
  if (kept) {
    interaction = positive((ms_both - ms_error) / r);
  } else {
    ms_error = (ms_both * df_both + ms_error * df_error) / (df_both + df_error);
    ms_both = ms_error;
  }
  if (!(total > 1e-28 * square(table.mean) * p * o * r)) {
    return fail(no_spread, "values", shown(table.mean), "> 1 distinct value");
  }
  ZH_TRY(GaugeStudy study,
         study_of(ms_error, positive((ms_operator - ms_both) / (p * r)), interaction,
                  positive((ms_part - ms_both) / (o * r)), tolerance));
  study.interaction_f = f;
  study.interaction_p = p_value;
  study.interaction_kept = kept;
  return study;
}

Result<GaugeStudy> gauge_by_range(std::span<const GaugeReading> readings, double tolerance) {
  ZH_DO(check_not_negative("tolerance", tolerance));
  ZH_TRY(const Crossed table, crossed(readings));
  ZH_TRY(const RangeConstants repeats, range_constants(table.repeats));
  ZH_TRY(const RangeConstants operators, range_constants(table.operators));
  ZH_TRY(const RangeConstants parts, range_constants(table.parts));
  std::vector<double> of_part(table.parts, 0.0);
  std::vector<double> of_operator(table.operators, 0.0);
  double ranges = 0;
  const auto cells = static_cast<double>(table.parts * table.operators);
  for (std::size_t i = 0; i < table.parts; ++i) {
    for (std::size_t j = 0; j < table.operators; ++j) {
      const auto cell = table.cell(i, j);
      const auto [low, high] = std::ranges::minmax(cell);
      ranges += (high - low) / cells;
      for (const double value : cell) {
        of_part[i] += value / static_cast<double>(table.operators * table.repeats);
        of_operator[j] += value / static_cast<double>(table.parts * table.repeats);
      }
    }
  }
  const auto single = [](const std::vector<double>& means, const RangeConstants& constants) {
    const auto [low, high] = std::ranges::minmax(means);
    return square(high - low) / (square(constants.d2) + square(constants.d3));
  };
  const double repeatability = square(ranges / repeats.d2);
  const double reproducibility =
      std::max(0.0, single(of_operator, operators) -
                        repeatability / static_cast<double>(table.parts * table.repeats));
  return study_of(repeatability, reproducibility, 0, single(of_part, parts), tolerance);
}

}  // namespace zhiheng::stat
