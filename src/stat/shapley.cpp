#include "stat/shapley.h"

#include <cmath>
#include <numeric>

#include "stat/check.h"
#include "stat/failures.h"
#include "stat/random.h"

namespace zhiheng::stat {
namespace {

constexpr std::size_t most_exact = 24;  // 2^24 values: 128 MB

using Value = std::function<double(const std::vector<bool>&)>;

Result<ShapleyShares> exact(std::size_t parts, const Value& value) {
  const std::size_t sets = std::size_t{1} << parts;
  std::vector<double> values(sets);
  std::vector<bool> members(parts);
  for (std::size_t set = 0; set < sets; ++set) {
    for (std::size_t i = 0; i < parts; ++i) members[i] = (set >> i & 1U) != 0;
    values[set] = value(members);
    ZH_DO(check_finite(place("value", set), values[set]));
  }
  // The share of orders in which just a given set of so many stands before i.
  std::vector<double> share(parts);
  share[0] = 1 / static_cast<double>(parts);
  for (std::size_t k = 1; k < parts; ++k) {
    share[k] = share[k - 1] * static_cast<double>(k) / static_cast<double>(parts - k);
  }
  ShapleyShares made;
  made.contributions.assign(parts, 0);
  made.standard_errors.assign(parts, 0);
  for (std::size_t set = 0; set < sets; ++set) {
    const auto size = static_cast<std::size_t>(__builtin_popcountll(set));
    for (std::size_t i = 0; i < parts; ++i) {
      if ((set >> i & 1U) != 0) continue;
      made.contributions[i] += share[size] * (values[set | std::size_t{1} << i] - values[set]);
    }
  }
  return made;
}

/// What each part adds in one order.
Result<std::vector<double>> added(const std::vector<std::size_t>& order, const Value& value) {
  std::vector<double> gains(order.size());
  std::vector<bool> members(order.size(), false);
  double before = value(members);
  for (const std::size_t i : order) {
    members[i] = true;
    const double now = value(members);
    ZH_DO(check_finite(place("value with", i), now));
    gains[i] = now - before;
    before = now;
  }
  return gains;
}

Result<ShapleyShares> sampled(std::size_t parts, const Value& value,
                              const ShapleyOptions& options) {
  ZH_DO(check_finite("value of none", value(std::vector<bool>(parts, false))));
  std::vector<double> sums(parts, 0), squares(parts, 0);
  std::vector<std::size_t> order(parts);
  for (int draw = 0; draw < options.orders; ++draw) {
    Random random(options.seed, static_cast<std::uint64_t>(draw));
    std::iota(order.begin(), order.end(), std::size_t{0});
    for (std::size_t k = parts; k > 1; --k) std::swap(order[k - 1], order[random.below(k)]);
    ZH_TRY(const auto forth, added(order, value));
    ZH_TRY(const auto back, added({order.rbegin(), order.rend()}, value));
    for (std::size_t i = 0; i < parts; ++i) {
      const double gain = (forth[i] + back[i]) / 2;
      sums[i] += gain;
      squares[i] += gain * gain;
    }
  }
  const double n = options.orders;
  ShapleyShares made;
  made.exact = false;
  for (std::size_t i = 0; i < parts; ++i) {
    const double mean = sums[i] / n;
    const double variance = n > 1 ? (squares[i] - n * mean * mean) / (n - 1) : 0;
    made.contributions.push_back(mean);
    made.standard_errors.push_back(std::sqrt(std::max(0.0, variance) / n));
  }
  return made;
}

}  // namespace

Result<ShapleyShares> shapley(std::size_t parts, const Value& value,
                              const ShapleyOptions& options) {
  ZH_DO(check_at_least("parts", parts, 1));
  if (options.exact_up_to > most_exact) {
    return fail(value_out_of_range, "exact_up_to", std::to_string(options.exact_up_to),
                "<= " + std::to_string(most_exact));
  }
  if (parts <= options.exact_up_to) return exact(parts, value);
  ZH_DO(check_at_least("orders", options.orders > 0 ? 1 : 0, 1));
  return sampled(parts, value, options);
}

}  // namespace zhiheng::stat
