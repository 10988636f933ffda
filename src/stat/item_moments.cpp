#include "stat/item_moments.h"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>

#include "stat/check.h"
#include "stat/failures.h"

namespace zhiheng::stat {
namespace {

/// Below this share of the spread over all rows an item counts as not varying: rounding leaves
/// about 1e-32.
constexpr double least_variance = 1e-20;

std::string where_of(std::size_t row, const std::string& item) {
  return "row " + std::to_string(row + 1) + ", item " + item;
}

Result<void> check_answers(const ItemAnswers& answers, const std::vector<std::string>& items) {
  const std::size_t rows = answers.values.size() / items.size();
  if (answers.values.size() % items.size() != 0) {
    return fail(lengths_differ, "values", std::to_string(answers.values.size()),
                std::to_string(items.size()) + " x n");
  }
  if (!answers.answered.empty()) {
    ZH_DO(check_same_length("answered", answers.answered.size(), answers.values.size()));
  }
  if (!answers.weights.empty()) {
    ZH_DO(check_same_length("weights", answers.weights.size(), rows));
  }
  for (std::size_t row = 0; row < answers.weights.size(); ++row) {
    const double weight = answers.weights[row];
    const std::string where = "row " + std::to_string(row + 1) + ", weight";
    if (!std::isfinite(weight)) return fail(value_not_finite, where, shown(weight), ">= 0");
    if (weight < 0) return fail(value_negative, where, shown(weight), ">= 0");
  }
  for (std::size_t at = 0; at < answers.values.size(); ++at) {
    const bool given = answers.answered.empty() || answers.answered[at] != 0;
    if (!given || std::isfinite(answers.values[at])) continue;
    return fail(value_not_finite, where_of(at / items.size(), items[at % items.size()]),
                shown(answers.values[at]));
  }
  return {};
}

}  // namespace

Result<ItemTable> ItemTable::prepare(const ItemAnswers& answers,
                                     const std::vector<std::string>& items) {
  if (items.empty()) return fail(too_few_observations, "items", "0", ">= 1");
  ZH_DO(check_answers(answers, items));
  ItemTable table;
  table.items_ = items.size();
  const std::size_t rows = answers.values.size() / items.size();
  table.weights_.assign(rows, 1.0);
  if (!answers.weights.empty()) {
    table.weights_.assign(answers.weights.begin(), answers.weights.end());
  }
  const double largest = rows == 0 ? 0 : *std::ranges::max_element(table.weights_);
  // So that the sum of weights cannot overflow; all results depend on their ratios only.
  if (largest > 0) {
    for (double& weight : table.weights_) weight /= largest;
  }
  const auto counted = static_cast<std::size_t>(
      std::ranges::count_if(table.weights_, [](double weight) { return weight > 0; }));
  ZH_DO(check_at_least("rows", counted, 3));

  table.centre_.assign(items.size(), 0.0);
  table.scale_.assign(items.size(), 1.0);
  table.answered_.assign(answers.answered.begin(), answers.answered.end());
  table.standardised_.assign(answers.values.size(), 0.0);
  for (std::size_t item = 0; item < items.size(); ++item) {
    double total = 0;
    double mean = 0;
    double squares = 0;
    double least = INFINITY;
    double most = -INFINITY;
    std::size_t found = 0;
    for (std::size_t row = 0; row < rows; ++row) {
      const std::size_t at = row * items.size() + item;
      const double weight = table.weights_[row];
      if (!(weight > 0) || (!table.answered_.empty() && table.answered_[at] == 0)) continue;
      const double value = answers.values[at];
      ++found;
      total += weight;
      const double away = value - mean;
      mean += away * (weight / total);
      squares += weight * away * (value - mean);
      least = std::min(least, value);
      most = std::max(most, value);
    }
    if (found < 2) return fail(too_few_observations, items[item], std::to_string(found), ">= 2");
    if (least == most) return fail(no_spread, items[item], shown(least));
    const double scale = std::sqrt(squares / total);
    if (!std::isfinite(scale) || !std::isfinite(1 / scale)) {
      return fail(value_out_of_range, items[item], shown(most - least), "1e-150..1e150");
    }
    table.centre_[item] = mean;
    table.scale_[item] = scale;
    for (std::size_t row = 0; row < rows; ++row) {
      const std::size_t at = row * items.size() + item;
      if (!table.answered_.empty() && table.answered_[at] == 0) continue;
      table.standardised_[at] = (answers.values[at] - mean) / scale;
    }
  }
  return table;
}

double ItemTable::value(std::size_t row, std::size_t item) const {
  return centre_[item] + scale_[item] * standardised_[row * items_ + item];
}

bool ItemTable::weigh(std::span<const double> weights, ItemMoments& moments) const {
  const auto p = static_cast<Eigen::Index>(items_);
  moments.rows = 0;
  moments.mean.assign(items_, 0.0);
  moments.deviation.assign(items_, 0.0);
  if (moments.correlation.rows != items_) moments.correlation = Matrix(items_, items_);

  double total = 0;
  std::vector<double> answered_weight(items_, 0.0);
  for (std::size_t row = 0; row < rows(); ++row) {
    const double weight = weights[row];
    if (!(weight > 0)) continue;
    moments.rows += 1;
    total += weight;
    const double* value = &standardised_[row * items_];
    for (std::size_t item = 0; item < items_; ++item) moments.mean[item] += weight * value[item];
    if (answered_.empty()) continue;
    const std::uint8_t* given = &answered_[row * items_];
    for (std::size_t item = 0; item < items_; ++item) {
      if (given[item] != 0) answered_weight[item] += weight;
    }
  }
  if (answered_.empty()) answered_weight.assign(items_, total);
  for (std::size_t item = 0; item < items_; ++item) {
    if (!(answered_weight[item] > 0)) return false;
    moments.mean[item] /= answered_weight[item];
  }

  // Sums of squares and products around these means, some rows at a time.
  constexpr Eigen::Index at_once = 256;
  Eigen::MatrixXd products = Eigen::MatrixXd::Zero(p, p);
  Eigen::MatrixXd block(p, at_once);
  Eigen::Index filled = 0;
  const auto empty_block = [&] {
    products.selfadjointView<Eigen::Lower>().rankUpdate(block.leftCols(filled));
    filled = 0;
  };
  for (std::size_t row = 0; row < rows(); ++row) {
    if (!(weights[row] > 0)) continue;
    const double root = std::sqrt(weights[row]);
    const double* value = &standardised_[row * items_];
    double* into = &block(0, filled);
    for (std::size_t item = 0; item < items_; ++item) {
      into[item] = root * (value[item] - moments.mean[item]);
    }
    if (!answered_.empty()) {
      const std::uint8_t* given = &answered_[row * items_];
      for (std::size_t item = 0; item < items_; ++item) {
        if (given[item] == 0) into[item] = 0;
      }
    }
    if (++filled == at_once) empty_block();
  }
  empty_block();

  for (std::size_t item = 0; item < items_; ++item) {
    const auto at = static_cast<Eigen::Index>(item);
    const double variance = products(at, at) / total;
    if (!(variance > least_variance)) return false;
    moments.deviation[item] = std::sqrt(variance);
  }
  for (std::size_t one = 0; one < items_; ++one) {
    moments.correlation(one, one) = 1;
    for (std::size_t other = 0; other < one; ++other) {
      const double covariance =
          products(static_cast<Eigen::Index>(one), static_cast<Eigen::Index>(other)) / total;
      const double r = covariance / (moments.deviation[one] * moments.deviation[other]);
      moments.correlation(one, other) = moments.correlation(other, one) = std::clamp(r, -1.0, 1.0);
    }
  }
  for (std::size_t item = 0; item < items_; ++item) {
    moments.mean[item] = centre_[item] + scale_[item] * moments.mean[item];
    moments.deviation[item] *= scale_[item];
  }
  return true;
}

}  // namespace zhiheng::stat
