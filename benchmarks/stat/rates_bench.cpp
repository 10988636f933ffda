// The rates room against what one would write at first: the same answer, asserted, and the ratio.
//
// Prints Google Benchmark's table; each pair is "ours" and "plain", the ratio of their times is the
// gain. Every case checks that both give the same answer before it is timed.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <numeric>
#include <vector>

#include "stat/distributions.h"
#include "stat/random.h"
#include "stat/stat.h"

namespace zhiheng::stat {
namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

std::vector<double> series(std::size_t n) {
  Random random(1);
  std::vector<double> values(n);
  for (std::size_t i = 0; i < n; ++i) {
    values[i] = random.normal() + (i / 200 % 2 == 0 ? 0.0 : 3.0);
  }
  return values;
}

std::int64_t pairs_one_by_one(const std::vector<double>& values) {
  std::int64_t s = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    for (std::size_t j = i + 1; j < values.size(); ++j) {
      s += (values[j] > values[i]) - (values[j] < values[i]);
    }
  }
  return s;
}

void mann_kendall_ours(benchmark::State& state) {
  const auto values = series(5000);
  require(mann_kendall(values)->s == pairs_one_by_one(values));
  for (auto _ : state) benchmark::DoNotOptimize(mann_kendall(values)->s);
}
BENCHMARK(mann_kendall_ours)->Unit(benchmark::kMicrosecond);

void mann_kendall_plain(benchmark::State& state) {
  const auto values = series(5000);
  for (auto _ : state) benchmark::DoNotOptimize(pairs_one_by_one(values));
}
BENCHMARK(mann_kendall_plain)->Unit(benchmark::kMicrosecond);

/// Sum of all tables no likelier than the one seen, each from its own binomial coefficients.
double fisher_plain(const TwoByTwo& t) {
  const std::int64_t row = t.a + t.b;
  const std::int64_t column = t.a + t.c;
  const std::int64_t total = row + t.c + t.d;
  const auto probability = [&](std::int64_t k) {
    return std::exp(log_choose(column, k) + log_choose(total - column, row - k) -
                    log_choose(total, row));
  };
  const double bar = probability(t.a) * (1 + 1e-7);
  double sum = 0;
  for (std::int64_t k = std::max<std::int64_t>(0, row + column - total); k <= std::min(row, column);
       ++k) {
    const double one = probability(k);
    if (one <= bar) sum += one;
  }
  return sum;
}

constexpr TwoByTwo large_table{4100, 45900, 4300, 45700};

void fisher_with_interval_ours(benchmark::State& state) {
  require(std::abs(fisher_exact(large_table)->p_value - fisher_plain(large_table)) < 1e-8);
  for (auto _ : state) benchmark::DoNotOptimize(fisher_exact(large_table)->interval.low);
}
BENCHMARK(fisher_with_interval_ours)->Unit(benchmark::kMicrosecond);

void fisher_p_only_plain(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(fisher_plain(large_table));
}
BENCHMARK(fisher_p_only_plain)->Unit(benchmark::kMicrosecond);

/// Optimal partitioning without pruning.
std::size_t segments_without_pruning(const std::vector<double>& values, double variance) {
  const std::size_t n = values.size();
  std::vector<double> sum(n + 1, 0);
  std::vector<double> squares(n + 1, 0);
  for (std::size_t i = 0; i < n; ++i) {
    sum[i + 1] = sum[i] + values[i];
    squares[i + 1] = squares[i] + values[i] * values[i];
  }
  const double penalty = 2 * std::log(static_cast<double>(n));
  std::vector<double> best(n + 1, std::numeric_limits<double>::infinity());
  std::vector<std::size_t> count(n + 1, 0);
  best[0] = -penalty;
  for (std::size_t end = 2; end <= n; ++end) {
    for (std::size_t at = 0; at + 2 <= end; ++at) {
      const double total = sum[end] - sum[at];
      const double cost =
          (squares[end] - squares[at] - total * total / static_cast<double>(end - at)) / variance;
      if (best[at] + cost + penalty < best[end]) {
        best[end] = best[at] + cost + penalty;
        count[end] = count[at] + 1;
      }
    }
  }
  return count[n];
}

void segments_ours(benchmark::State& state) {
  const auto values = series(5000);
  require(segments(values)->size() == segments_without_pruning(values, 1));
  for (auto _ : state) benchmark::DoNotOptimize(segments(values)->size());
}
BENCHMARK(segments_ours)->Unit(benchmark::kMicrosecond);

void segments_plain(benchmark::State& state) {
  const auto values = series(5000);
  for (auto _ : state) benchmark::DoNotOptimize(segments_without_pruning(values, 1));
}
BENCHMARK(segments_plain)->Unit(benchmark::kMicrosecond);

/// The count whose cumulative probability reaches the level, summed from zero upwards.
std::int64_t quantile_plain(double level, std::int64_t n, double p) {
  double sum = 0;
  for (std::int64_t k = 0; k <= n; ++k) {
    sum += binomial_probability(k, n, p);
    if (sum >= level) return k;
  }
  return n;
}

void funnel_of_three_thousand_counties_ours(benchmark::State& state) {
  require(funnel_count(.93, 1000, .025) == quantile_plain(.025, 1000, .93));
  for (auto _ : state) {
    for (std::int64_t county = 1; county <= 3000; ++county) {
      benchmark::DoNotOptimize(funnel_limits(.93, county, .95)->low);
    }
  }
}
BENCHMARK(funnel_of_three_thousand_counties_ours)->Unit(benchmark::kMillisecond);

void funnel_low_count_of_one_county_plain(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(quantile_plain(.025, 3000, .93));
}
BENCHMARK(funnel_low_count_of_one_county_plain)->Unit(benchmark::kMicrosecond);

void wilson_of_a_million_rows(benchmark::State& state) {
  for (auto _ : state) {
    double sum = 0;
    for (std::int64_t row = 1; row <= 1'000'000; ++row) {
      sum += wilson_interval(row % 50, 50)->low;
    }
    benchmark::DoNotOptimize(sum);
  }
}
BENCHMARK(wilson_of_a_million_rows)->Unit(benchmark::kMillisecond);

void clopper_pearson_of_ten_thousand_rows(benchmark::State& state) {
  for (auto _ : state) {
    double sum = 0;
    for (std::int64_t row = 1; row <= 10'000; ++row) {
      sum += clopper_pearson_interval(row % 200, 200)->low;
    }
    benchmark::DoNotOptimize(sum);
  }
}
BENCHMARK(clopper_pearson_of_ten_thousand_rows)->Unit(benchmark::kMillisecond);

void rank_intervals_of_three_hundred_cities(benchmark::State& state) {
  Random random(3);
  std::vector<Proportion> cities;
  for (int city = 0; city < 300; ++city) {
    const auto trials = static_cast<std::int64_t>(50 + random.below(500));
    cities.push_back({trials * 9 / 10, trials});
  }
  for (auto _ : state) benchmark::DoNotOptimize(rank_shares(cities)->front()->low);
}
BENCHMARK(rank_intervals_of_three_hundred_cities)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace zhiheng::stat

BENCHMARK_MAIN();
