#include "stat/scan.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>
#include <queue>
#include <string>

#include "stat/check.h"
#include "stat/failures.h"
#include "stat/parallel.h"
#include "stat/scan_null.h"
#include "stat/scan_replicates.h"

namespace zhiheng::stat {
namespace {

constexpr double most_cases = 1e9;
constexpr std::size_t most_memory = std::size_t{8} << 30;

Result<void> check_range(const char* name, std::int64_t value, std::int64_t low,
                         std::int64_t high) {
  if (value >= low && value <= high) return {};
  return fail(value_out_of_range, name, shown(value),
              std::to_string(low) + ".." + std::to_string(high));
}

Result<void> check_options(const ScanData& data, const ScanOptions& options) {
  const auto periods = static_cast<std::int64_t>(data.periods);
  ZH_DO(check_range("minimum_cases", options.minimum_cases, 0, 1'000'000'000));
  ZH_DO(check_range("longest", options.longest, 0, periods));
  const std::int64_t longest = options.longest == 0 ? periods : options.longest;
  ZH_DO(check_range("shortest", options.shortest, 1, longest));
  ZH_DO(check_range("replicates", options.replicates, 0, 1'000'000));
  ZH_DO(check_range("threads", options.threads, 1, 1024));
  return check_range("most_clusters", options.most_clusters, 1, 1'000'000);
}

Result<void> check_cell(const ScanData& data, const ScanOptions& options, std::size_t cell) {
  const bool units = options.model == ScanModel::bernoulli;
  const double cases = data.cases[cell];
  ZH_DO(check_not_negative(place("cases", cell), cases));
  if (options.model == ScanModel::permutation && cases != std::floor(cases)) {
    return fail(value_out_of_range, place("cases", cell), shown(cases), "0, 1, 2");
  }
  if (options.model == ScanModel::permutation) return {};
  const double measure = data.measure[cell];
  ZH_DO(check_not_negative(place("measure", cell), measure));
  if (units && measure != std::floor(measure)) {
    return fail(value_out_of_range, place("measure", cell), shown(measure), "0, 1, 2");
  }
  if (units && cases > measure) {
    return fail(count_out_of_range, place("cases", cell), shown(cases), "<= " + shown(measure));
  }
  if (cases > 0 && measure == 0) {
    return fail(value_not_positive, place("measure", cell), "0", "> 0");
  }
  return {};
}

/// The data with what is expected of every cell, checked.
struct Prepared {
  ScanData data;
  double cases = 0;
  double measure = 0;
  std::vector<ScanInterval> intervals;
};

Result<Prepared> prepare(const ScanData& data, const ScanWindows& windows,
                         const ScanOptions& options) {
  ZH_DO(check_at_least("locations", data.locations, 1));
  ZH_DO(check_at_least("periods", data.periods, options.model == ScanModel::permutation ? 2 : 1));
  const std::size_t cells = data.locations * data.periods;
  ZH_DO(check_same_length("cases", data.cases.size(), cells));
  if (options.model != ScanModel::permutation) {
    ZH_DO(check_same_length("measure", data.measure.size(), cells));
  }
  ZH_DO(check_same_length("windows", windows.locations, data.locations));
  ZH_DO(check_at_least("windows", windows.walks.size(), 1));
  ZH_DO(check_options(data, options));
  for (std::size_t cell = 0; cell < cells; ++cell) ZH_DO(check_cell(data, options, cell));
  Prepared made{data, std::accumulate(data.cases.begin(), data.cases.end(), 0.0), 0, {}};
  if (made.cases < 0.5) return fail(too_few_observations, "cases", shown(made.cases), ">= 1");
  if (made.cases > most_cases) {
    return fail(too_many_observations, "cases", shown(made.cases), "<= " + shown(most_cases));
  }

  std::vector<double>& measure = made.data.measure;
  if (options.model == ScanModel::permutation) {
    std::vector<double> by_period(data.periods);
    std::vector<double> by_location(data.locations);
    for (std::size_t cell = 0; cell < cells; ++cell) {
      by_period[cell % data.periods] += data.cases[cell];
      by_location[cell / data.periods] += data.cases[cell];
    }
    measure.assign(cells, 0);
    for (std::size_t cell = 0; cell < cells; ++cell) {
      measure[cell] =
          by_location[cell / data.periods] * by_period[cell % data.periods] / made.cases;
    }
  } else if (options.model == ScanModel::poisson) {
    const double sum = std::accumulate(measure.begin(), measure.end(), 0.0);
    if (!(sum > 0 && std::isfinite(sum))) {
      return fail(value_not_positive, "measure", shown(sum), "> 0");
    }
    for (double& each : measure) each *= made.cases / sum;
  }
  made.measure = std::accumulate(measure.begin(), measure.end(), 0.0);
  if (!(made.measure > 0 && made.measure < 1e15)) {
    return fail(value_out_of_range, "measure", shown(made.measure), "> 0, < 1e15");
  }
  if (options.model == ScanModel::expectation && made.measure > most_cases) {
    return fail(too_many_observations, "measure", shown(made.measure), "<= " + shown(most_cases));
  }
  const auto longest = static_cast<std::size_t>(options.longest);
  made.intervals = scan_intervals(data.periods, static_cast<std::size_t>(options.shortest),
                                  longest == 0 ? data.periods : longest, options.prospective);
  return made;
}

/// The likeliest window along a walk.
struct Found {
  double statistic = 0;
  std::size_t walk = 0;
  std::size_t end = 0;  ///< behind its last member
  std::size_t interval = 0;
  double cases = 0;
  double measure = 0;
};

/// The observed data, to full precision.
class Observed {
 public:
  Observed(const Prepared& prepared, const ScanWindows& windows, const ScanOptions& options)
      : prepared_(prepared),
        windows_(windows),
        options_(options),
        likelihood_(options.model, prepared.cases, prepared.measure) {
    const ScanData& data = prepared.data;
    // Sums over periods up to each, so that an interval is a difference.
    const std::size_t width = data.periods + 1;
    sums_.resize(data.locations * width);
    for (std::size_t i = 0; i < data.locations; ++i) {
      for (std::size_t t = 0; t < data.periods; ++t) {
        const Cell& before = sums_[i * width + t];
        const std::size_t cell = i * data.periods + t;
        sums_[i * width + t + 1] = {before.cases + data.cases[cell],
                                    before.measure + data.measure[cell]};
      }
    }
  }

  /// Windows that hold a location marked in `taken` are left out.
  [[nodiscard]] Found best(std::size_t at, const std::vector<bool>& taken) const {
    const ScanWalk& walk = windows_.walks[at];
    const std::size_t end = free_members(walk, taken);
    Found found;
    found.walk = at;
    bool first = true;
    const std::size_t width = prepared_.data.periods + 1;
    for (std::size_t k = 0; k < prepared_.intervals.size(); ++k) {
      const ScanInterval& interval = prepared_.intervals[k];
      if (!interval.looked_at) continue;
      Cell sum;
      for (std::size_t i = walk.begin; i < end; ++i) {
        const std::uint32_t member = windows_.members[i];
        const Cell* row = &sums_[ScanWindows::location(member) * width];
        sum.cases += row[interval.last + 1].cases - row[interval.first].cases;
        sum.measure += row[interval.last + 1].measure - row[interval.first].measure;
        if (!ScanWindows::is_window(member)) continue;
        double statistic = 0;
        if (sought(sum.cases, sum.measure)) {
          statistic = likelihood_.ratio(sum.cases, sum.measure) * walk.penalty;
        }
        if (!first && statistic <= found.statistic * (1 + 1e-12)) continue;
        first = false;
        found.statistic = statistic;
        found.end = i + 1;
        found.interval = k;
        found.cases = sum.cases;
        found.measure = sum.measure;
      }
    }
    return found;
  }

  [[nodiscard]] std::vector<Found> best_of_all() const {
    std::vector<Found> all(windows_.walks.size());
    const std::vector<bool> none(windows_.locations);
    constexpr std::size_t batch = 16;
    in_parallel((all.size() + batch - 1) / batch, options_.threads, [&](std::size_t task) {
      for (std::size_t i = task * batch; i < std::min(all.size(), (task + 1) * batch); ++i) {
        all[i] = best(i, none);
      }
    });
    return all;
  }

  [[nodiscard]] ScanCluster cluster(const Found& found) const {
    ScanCluster made;
    made.walk = found.walk;
    const ScanWalk& walk = windows_.walks[found.walk];
    for (std::size_t i = walk.begin; i < found.end; ++i) {
      made.locations.push_back(ScanWindows::location(windows_.members[i]));
    }
    made.first_period = prepared_.intervals[found.interval].first;
    made.last_period = prepared_.intervals[found.interval].last;
    made.cases = found.cases;
    made.measure = found.measure;
    const bool units = options_.model == ScanModel::bernoulli;
    made.expected = units ? found.measure * prepared_.cases / prepared_.measure : found.measure;
    made.ratio = found.statistic / walk.penalty;
    made.statistic = found.statistic;
    made.relative_risk = made.cases / made.expected;
    if (options_.model != ScanModel::expectation) {
      const double outside = prepared_.cases - made.cases;
      made.relative_risk *= (prepared_.cases - made.expected) / outside;
      if (outside <= 0) made.relative_risk = std::numeric_limits<double>::infinity();
    }
    return made;
  }

  [[nodiscard]] std::vector<Found> without_overlap() const;

 private:
  struct Cell {
    double cases = 0;
    double measure = 0;
  };

  [[nodiscard]] bool sought(double cases, double measure) const {
    if (options_.rates != ScanRates::low && likelihood_.is_high(cases, measure)) {
      return cases >= static_cast<double>(options_.minimum_cases);
    }
    return options_.rates != ScanRates::high && likelihood_.is_low(cases, measure);
  }

  /// Every window of a walk has its first members, so those behind a taken one are out.
  [[nodiscard]] std::size_t free_members(const ScanWalk& walk,
                                         const std::vector<bool>& taken) const {
    std::size_t end = walk.begin;
    while (end < walk.end && !taken[ScanWindows::location(windows_.members[end])]) ++end;
    return end;
  }

  const Prepared& prepared_;
  const ScanWindows& windows_;
  const ScanOptions& options_;
  ScanLikelihood likelihood_;
  std::vector<Cell> sums_;
};

/// The likelier first; of windows that differ by rounding alone the one whose centre stands first.
struct Less {
  bool operator()(const Found& one, const Found& other) const {
    return one.statistic != other.statistic ? one.statistic < other.statistic
                                            : one.walk > other.walk;
  }
};
using Queue = std::priority_queue<Found, std::vector<Found>, Less>;

Found take_first(Queue& queue) {
  Found first = queue.top();
  queue.pop();
  std::vector<Found> others;
  while (!queue.empty() && queue.top().statistic >= first.statistic * (1 - 1e-10)) {
    others.push_back(queue.top());
    queue.pop();
    if (others.back().walk < first.walk) std::swap(others.back(), first);
  }
  for (const Found& each : others) queue.push(each);
  return first;
}

std::vector<Found> Observed::without_overlap() const {
  std::vector<Found> all = best_of_all();
  if (options_.one_per_centre) {
    std::vector<std::size_t> of_centre(windows_.locations, all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
      std::size_t& chosen = of_centre[windows_.walks[i].centre];
      if (chosen == all.size()) {
        chosen = i;
      } else if (all[i].statistic > all[chosen].statistic * (1 + 1e-12)) {
        all[chosen].statistic = 0;
        chosen = i;
      } else {
        all[i].statistic = 0;
      }
    }
  }
  Queue queue;
  for (const Found& each : all) {
    if (each.statistic > 0) queue.push(each);
  }
  std::vector<Found> chosen;
  std::vector<bool> taken(windows_.locations);
  while (!queue.empty() && std::ssize(chosen) < options_.most_clusters) {
    const Found first = take_first(queue);
    const ScanWalk& walk = windows_.walks[first.walk];
    if (free_members(walk, taken) < first.end) {
      if (options_.one_per_centre) continue;
      // What is left of this walk is at most as likely, so the queue stays right.
      const Found left = best(first.walk, taken);
      if (left.statistic > 0) queue.push(left);
      continue;
    }
    for (std::size_t i = walk.begin; i < first.end; ++i) {
      taken[ScanWindows::location(windows_.members[i])] = true;
    }
    chosen.push_back(first);
  }
  return chosen;
}

Result<std::vector<double>> largest_statistics(const Prepared& prepared, const ScanWindows& windows,
                                               const ScanOptions& options) {
  const ScanNull null(options.model, prepared.data.periods, prepared.data.cases,
                      prepared.data.measure);
  std::vector<double> measure = prepared.data.measure;
  const auto total = static_cast<double>(null.total());
  double all = prepared.measure;
  if (options.model == ScanModel::poisson) {
    // Replicates have whole cases; what is expected adds up to them.
    for (double& each : measure) each *= total / prepared.cases;
    all = total;
  }
  const ScanLikelihood likelihood(
      options.model, total, all,
      static_cast<std::size_t>(std::min<std::int64_t>(null.most(), std::int64_t{1} << 24)));
  const ScanReplicates replicates{
      windows,       prepared.intervals,    null,        likelihood, measure, prepared.data.periods,
      options.rates, options.minimum_cases, options.seed};
  if (replicates.memory() > most_memory) {
    return fail(
        too_many_observations, "periods x locations", std::to_string(prepared.data.cases.size()),
        "<= " + std::to_string(most_memory / (replicates.memory() / prepared.data.cases.size())));
  }
  return replicates.largest(static_cast<std::size_t>(options.replicates), options.threads);
}

/// Statistics that differ by rounding alone count as equal.
double rank_p(const std::vector<double>& maxima, double statistic) {
  const double least = statistic - 1e-9 * (1 + statistic);
  const auto reached = std::ranges::count_if(maxima, [&](double each) { return each >= least; });
  return static_cast<double>(1 + reached) / static_cast<double>(1 + maxima.size());
}

/// The upper tail at `statistic` of the Gumbel distribution with the mean and deviation of the
/// maxima; NaN where they have none.
double gumbel_upper(const std::vector<double>& maxima, double statistic) {
  const auto count = static_cast<double>(maxima.size());
  const double mean = std::accumulate(maxima.begin(), maxima.end(), 0.0) / count;
  double squares = 0;
  for (const double each : maxima) squares += (each - mean) * (each - mean);
  const double scale = std::sqrt(6 * squares / (count - 1)) / std::numbers::pi;
  if (!(scale > 0)) return std::numeric_limits<double>::quiet_NaN();
  const double mode = mean - std::numbers::egamma * scale;
  return -std::expm1(-std::exp(-(statistic - mode) / scale));
}

}  // namespace

Result<ScanResult> scan(const ScanData& data, const ScanWindows& windows,
                        const ScanOptions& options) {
  ZH_TRY(const Prepared prepared, prepare(data, windows, options));
  ScanResult result;
  result.cases = prepared.cases;
  const Observed observed(prepared, windows, options);
  for (const Found& found : observed.without_overlap()) {
    result.clusters.push_back(observed.cluster(found));
  }
  if (options.replicates > 0) {
    ZH_TRY(result.maxima, largest_statistics(prepared, windows, options));
  }
  judge_clusters(result);
  return result;
}

void judge_clusters(ScanResult& result) {
  constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
  for (ScanCluster& each : result.clusters) {
    each.p_value = result.maxima.empty() ? unknown : rank_p(result.maxima, each.statistic);
    each.gumbel_p = gumbel_upper(result.maxima, each.statistic);
  }
}

Result<std::vector<ScanCluster>> best_windows(const ScanData& data, const ScanWindows& windows,
                                              const ScanOptions& options) {
  ZH_TRY(const Prepared prepared, prepare(data, windows, options));
  const Observed observed(prepared, windows, options);
  std::vector<ScanCluster> made;
  for (const Found& found : observed.best_of_all()) made.push_back(observed.cluster(found));
  return made;
}

}  // namespace zhiheng::stat
