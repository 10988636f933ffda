#include "stat/multiple.h"

#include <algorithm>

#include "stat/check.h"
#include "stat/failures.h"
#include "stat/order.h"

namespace zhiheng::stat {
namespace {

Result<void> check(std::span<const double> p_values) {
  for (std::size_t i = 0; i < p_values.size(); ++i) {
    if (!(p_values[i] >= 0 && p_values[i] <= 1)) {
      return fail(probability_out_of_range, place("p_values", i), shown(p_values[i]), "0..1");
    }
  }
  return {};
}

}  // namespace

Result<std::vector<double>> benjamini_hochberg(std::span<const double> p_values) {
  ZH_DO(check(p_values));
  const std::vector<std::size_t> order = order_of(p_values);
  const auto m = static_cast<double>(p_values.size());
  std::vector<double> adjusted(p_values.size());
  double least = 1;
  for (std::size_t rank = order.size(); rank > 0; --rank) {
    const std::size_t index = order[rank - 1];
    least = std::min(least, p_values[index] * m / static_cast<double>(rank));
    adjusted[index] = least;
  }
  return adjusted;
}

Result<std::vector<double>> holm(std::span<const double> p_values) {
  ZH_DO(check(p_values));
  const std::vector<std::size_t> order = order_of(p_values);
  std::vector<double> adjusted(p_values.size());
  double most = 0;
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    const auto left = static_cast<double>(order.size() - rank);
    most = std::max(most, std::min(1.0, p_values[order[rank]] * left));
    adjusted[order[rank]] = most;
  }
  return adjusted;
}

}  // namespace zhiheng::stat
