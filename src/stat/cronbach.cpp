#include "stat/cronbach.h"

#include <cmath>
#include <limits>

#include "stat/check.h"
#include "stat/distributions.h"
#include "stat/failures.h"

namespace zhiheng::stat {
namespace {

/// A square matrix by rows, with what alpha asks of it.
struct Square {
  std::span<const double> entries;
  std::size_t size = 0;

  [[nodiscard]] double at(std::size_t row, std::size_t column) const {
    return entries[row * size + column];
  }
  [[nodiscard]] double trace() const {
    double sum = 0;
    for (std::size_t i = 0; i < size; ++i) sum += at(i, i);
    return sum;
  }
  [[nodiscard]] double sum() const {
    double total = 0;
    for (const double entry : entries) total += entry;
    return total;
  }
  [[nodiscard]] double row_sum(std::size_t row) const {
    double total = 0;
    for (std::size_t i = 0; i < size; ++i) total += at(row, i);
    return total;
  }
};

double alpha_of(double items, double trace, double sum) {
  return items / (items - 1) * (1 - trace / sum);
}

/// A sum of items that cancel one another leaves rounding behind, not variance.
bool varies(double variance_of_sum, double trace) {
  return variance_of_sum > 0 && variance_of_sum > 1e-12 * trace;
}

/// Covariances with divisor n - 1 around the means, in two passes.
std::vector<double> covariance_of(std::span<const double> answers, std::size_t items) {
  const std::size_t rows = answers.size() / items;
  std::vector<double> mean(items, 0.0);
  for (std::size_t at = 0; at < answers.size(); ++at) {
    mean[at % items] += answers[at] / static_cast<double>(rows);
  }
  std::vector<double> covariance(items * items, 0.0);
  std::vector<double> deviation(items);
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t i = 0; i < items; ++i) deviation[i] = answers[row * items + i] - mean[i];
    for (std::size_t i = 0; i < items; ++i) {
      for (std::size_t j = 0; j <= i; ++j) covariance[i * items + j] += deviation[i] * deviation[j];
    }
  }
  for (std::size_t i = 0; i < items; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      covariance[i * items + j] /= static_cast<double>(rows - 1);
      covariance[j * items + i] = covariance[i * items + j];
    }
  }
  return covariance;
}

std::vector<double> correlation_of(const Square& covariance) {
  std::vector<double> correlation(covariance.entries.begin(), covariance.entries.end());
  for (std::size_t i = 0; i < covariance.size; ++i) {
    for (std::size_t j = 0; j < covariance.size; ++j) {
      correlation[i * covariance.size + j] /=
          std::sqrt(covariance.at(i, i)) * std::sqrt(covariance.at(j, j));
    }
  }
  return correlation;
}

Result<void> check_answers(std::span<const double> answers, std::size_t items) {
  ZH_DO(check_at_least("items", items, 2));
  ZH_DO(check_same_length("answers", answers.size(), answers.size() / items * items));
  ZH_DO(check_at_least("answers", answers.size() / items, 2));
  return check_finite("answers", answers);
}

/// What is said of each item beside the others.
void describe_items(ItemReliability& found, const Square& covariance) {
  const auto k = static_cast<double>(covariance.size);
  const double sum = covariance.sum();
  const double trace = covariance.trace();
  for (std::size_t i = 0; i < covariance.size; ++i) {
    const double own = covariance.at(i, i);
    const double with_rest = covariance.row_sum(i) - own;
    const double rest = sum - 2 * with_rest - own;
    const bool rest_varies = varies(rest, trace);
    found.rest_correlation.push_back(rest_varies ? with_rest / std::sqrt(own * rest) : 0);
    if (covariance.size == 2) continue;
    found.without.push_back(rest_varies ? alpha_of(k - 1, trace - own, rest)
                                        : -std::numeric_limits<double>::infinity());
  }
}

}  // namespace

Result<double> alpha_of_covariance(std::span<const double> covariance, std::size_t items) {
  ZH_DO(check_at_least("items", items, 2));
  ZH_DO(check_same_length("covariance", covariance.size(), items * items));
  ZH_DO(check_finite("covariance", covariance));
  const Square matrix{covariance, items};
  const double sum = matrix.sum();
  const double trace = matrix.trace();
  if (!varies(sum, trace)) return fail(no_spread, "covariance", shown(sum), "> 0");
  return alpha_of(static_cast<double>(items), trace, sum);
}

Result<ItemReliability> cronbach_alpha(std::span<const double> answers, std::size_t items,
                                       double confidence) {
  ZH_DO(check_confidence(confidence));
  ZH_DO(check_answers(answers, items));
  const std::vector<double> covariance = covariance_of(answers, items);
  const Square matrix{covariance, items};
  for (std::size_t i = 0; i < items; ++i) {
    if (!(matrix.at(i, i) > 0)) {
      return fail(no_spread, place("item", i), shown(answers[i]), "> 1 distinct value");
    }
  }
  ItemReliability found;
  ZH_TRY(found.alpha, alpha_of_covariance(covariance, items));
  const std::vector<double> correlation = correlation_of(matrix);
  ZH_TRY(found.standardised, alpha_of_covariance(correlation, items));
  const auto k = static_cast<double>(items);
  found.mean_correlation = (Square{correlation, items}.sum() - k) / (k * (k - 1));
  const std::size_t rows = answers.size() / items;
  const double free_rows = static_cast<double>(rows) - 1;
  const double free_cells = free_rows * (k - 1);
  const double tail = (1 - confidence) / 2;
  found.interval = {1 - (1 - found.alpha) * f_quantile(1 - tail, free_rows, free_cells),
                    1 - (1 - found.alpha) * f_quantile(tail, free_rows, free_cells)};
  describe_items(found, matrix);
  return found;
}

}  // namespace zhiheng::stat
