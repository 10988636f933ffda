#pragma once
// Means, spreads and correlations of the items of a questionnaire, for weights that change often.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "stat/matrix.h"

namespace zhiheng::stat {

/// What was answered: `rows` x items, row by row.
struct ItemAnswers {
  std::span<const double> values;
  /// One per value, 0 where there is no answer (the value is then not looked at): the mean of the
  /// item stands in. Empty: all were answered.
  std::span<const std::uint8_t> answered = {};
  /// One per row, >= 0: how many of the population the row speaks for. Empty: all alike.
  std::span<const double> weights = {};
};

struct ItemMoments {
  double rows = 0;                ///< rows with a weight above zero
  std::vector<double> mean;       ///< an item, over its answers
  std::vector<double> deviation;  ///< root of the mean square around it (divisor: the weights' sum)
  Matrix correlation;             ///< item x item
};

/// The answers prepared so that moments under other weights are found quickly and without
/// cancellation: each item is moved and scaled by its mean and deviation over all rows first.
class ItemTable {
 public:
  /// @fails  lengths_differ, too_few_observations (fewer than three rows with weight, or an item
  /// with
  ///         fewer than two answers), value_not_finite, value_negative (a weight),
  ///         value_out_of_range (a spread beyond the range of numbers), no_spread (an item whose
  ///         answers are all the same); `where` is the item, or "row 7, item x" with rows from 1
  [[nodiscard]] static Result<ItemTable> prepare(const ItemAnswers& answers,
                                                 const std::vector<std::string>& items);

  [[nodiscard]] std::size_t rows() const { return weights_.size(); }
  [[nodiscard]] std::size_t items() const { return items_; }
  [[nodiscard]] const std::vector<double>& weights() const { return weights_; }
  /// A value as it was given, or the item's mean over all rows where there was no answer.
  [[nodiscard]] double value(std::size_t row, std::size_t item) const;

  /// Moments with these weights in place of the rows' own, one per row, >= 0.
  ///
  /// @return false if an item does not vary among the rows with weight, or none has weight
  /// @cost   rows x items^2 / 2
  [[nodiscard]] bool weigh(std::span<const double> weights, ItemMoments& moments) const;

 private:
  std::size_t items_ = 0;
  std::vector<double> weights_;
  std::vector<double> centre_, scale_;  ///< per item
  std::vector<double> standardised_;    ///< rows x items, 0 where there is no answer
  std::vector<std::uint8_t> answered_;  ///< empty: all
};

}  // namespace zhiheng::stat
