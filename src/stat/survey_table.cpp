#include "stat/survey_table.h"

#include <numeric>
#include <string>
#include <vector>

#include "stat/check.h"
#include "stat/distributions.h"
#include "stat/failures.h"
#include "stat/symmetric.h"

namespace zhiheng::stat {
namespace {

Result<void> check(const char* name, std::span<const std::uint32_t> classes, std::size_t count,
                   const SurveyDesign& design, std::span<const std::uint32_t> rows) {
  ZH_DO(check_same_length(name, classes.size(), design.rows()));
  if (count < 2) return fail(too_few_observations, name, std::to_string(count), ">= 2");
  std::vector<double> seen(count, 0);
  for (const std::uint32_t row : rows) {
    if (row >= classes.size() || classes[row] >= count) {
      return fail(value_out_of_range, place(name, row),
                  row < classes.size() ? std::to_string(classes[row]) : std::to_string(row),
                  "< " + std::to_string(count));
    }
    seen[classes[row]] += design.weights()[row];
  }
  for (std::size_t i = 0; i < count; ++i) {
    if (seen[i] == 0) return fail(too_few_observations, place(name, i), "0", ">= 1");
  }
  return {};
}

/// Shares of the cells, row of the table by row, and contributions whose variance is theirs.
struct Cells {
  std::size_t rows = 0, columns = 0;
  std::vector<double> share;
  std::vector<std::vector<double>> contributions;

  [[nodiscard]] double chi_squared(double records) const {
    std::vector<double> across(rows, 0), down(columns, 0);
    for (std::size_t i = 0; i < share.size(); ++i) {
      across[i / columns] += share[i];
      down[i % columns] += share[i];
    }
    double sum = 0;
    for (std::size_t i = 0; i < share.size(); ++i) {
      const double expected = across[i / columns] * down[i % columns];
      sum += (share[i] - expected) * (share[i] - expected) / expected;
    }
    return records * sum;
  }
};

/// Contrasts of interaction over the shares: C'D^-1, (r-1)(c-1) rows of r c.
std::vector<std::vector<double>> contrasts(const Cells& cells) {
  std::vector<std::vector<double>> all;
  const auto r = static_cast<double>(cells.rows), c = static_cast<double>(cells.columns);
  for (std::size_t i = 1; i < cells.rows; ++i) {
    for (std::size_t j = 1; j < cells.columns; ++j) {
      std::vector<double> contrast(cells.share.size(), 0);
      for (std::size_t k = 0; k < contrast.size(); ++k) {
        const double row = (k / cells.columns == i ? 1.0 : 0.0) - 1 / r;
        const double column = (k % cells.columns == j ? 1.0 : 0.0) - 1 / c;
        contrast[k] = row * column;
      }
      all.push_back(std::move(contrast));
    }
  }
  return all;
}

std::vector<double> product(const std::vector<double>& a, const std::vector<double>& b,
                            std::size_t n) {
  std::vector<double> all(n * n, 0);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t k = 0; k < n; ++k) {
      for (std::size_t j = 0; j < n; ++j) all[i * n + j] += a[i * n + k] * b[k * n + j];
    }
  }
  return all;
}

double trace(const std::vector<double>& matrix, std::size_t n) {
  double sum = 0;
  for (std::size_t i = 0; i < n; ++i) sum += matrix[i * n + i];
  return sum;
}

}  // namespace

Result<SurveyIndependence> survey_independence(const SurveyDesign& design,
                                               std::span<const std::uint32_t> first,
                                               std::size_t first_classes,
                                               std::span<const std::uint32_t> second,
                                               std::size_t second_classes,
                                               std::span<const std::uint32_t> given) {
  std::vector<std::uint32_t> rows(given.begin(), given.end());
  if (rows.empty()) {
    rows.resize(design.rows());
    std::iota(rows.begin(), rows.end(), 0U);
  }
  ZH_DO(check("first", first, first_classes, design, rows));
  ZH_DO(check("second", second, second_classes, design, rows));
  ZH_DO(check_positive("degrees", design.degrees_of_freedom()));

  Cells cells{first_classes, second_classes, {}, {}};
  const std::size_t count = first_classes * second_classes;
  cells.share.assign(count, 0);
  double weight = 0;
  for (const std::uint32_t row : rows) {
    cells.share[first[row] * second_classes + second[row]] += design.weights()[row];
    weight += design.weights()[row];
  }
  for (double& share : cells.share) share /= weight;

  // The contrasts are taken row by row, so that only (r-1)(c-1) columns meet the design.
  const auto all = contrasts(cells);
  const std::size_t n = all.size();
  std::vector<double> simple(n * n, 0);
  std::vector<std::vector<double>> columns(n, std::vector<double>(design.rows(), 0));
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      for (std::size_t k = 0; k < count; ++k) {
        if (cells.share[k] > 0) simple[i * n + j] += all[i][k] * all[j][k] / cells.share[k];
      }
    }
    double mean = 0;
    for (std::size_t k = 0; k < count; ++k) mean += cells.share[k] > 0 ? all[i][k] : 0;
    for (const std::uint32_t row : rows) {
      const std::size_t cell = first[row] * second_classes + second[row];
      if (cells.share[cell] == 0) continue;
      columns[i][row] = design.weights()[row] / weight * (all[i][cell] / cells.share[cell] - mean);
    }
  }
  ZH_TRY(const auto inverse, symmetric_inverse(std::move(simple), n));
  const auto delta = product(inverse, design.covariance(std::move(columns)), n);
  const double effect = trace(delta, n);
  if (!(effect > 0)) return fail(terms_depend, "variance", shown(effect), "> 0");

  SurveyIndependence made;
  // Delta is in units of one record, so the number of records cancels.
  made.statistic = cells.chi_squared(1) / effect;
  made.numerator_degrees = effect * effect / trace(product(delta, delta, n), n);
  made.denominator_degrees = made.numerator_degrees * design.degrees_of_freedom();
  made.p = f_upper(made.statistic, made.numerator_degrees, made.denominator_degrees);
  return made;
}

}  // namespace zhiheng::stat
