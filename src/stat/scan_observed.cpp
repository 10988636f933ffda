#include "stat/scan_observed.h"

#include <algorithm>
#include <limits>
#include <queue>
#include <utility>

#include "stat/parallel.h"

namespace zhiheng::stat {
namespace {

/// The likelier first; of windows that differ by rounding alone the one whose centre stands first.
struct Less {
  bool operator()(const FoundWindow& one, const FoundWindow& other) const {
    return one.statistic != other.statistic ? one.statistic < other.statistic
                                            : one.walk > other.walk;
  }
};
using Queue = std::priority_queue<FoundWindow, std::vector<FoundWindow>, Less>;

FoundWindow take_first(Queue& queue) {
  FoundWindow first = queue.top();
  queue.pop();
  std::vector<FoundWindow> others;
  while (!queue.empty() && queue.top().statistic >= first.statistic * (1 - 1e-10)) {
    others.push_back(queue.top());
    queue.pop();
    if (others.back().walk < first.walk) std::swap(others.back(), first);
  }
  for (const FoundWindow& each : others) queue.push(each);
  return first;
}

}  // namespace

ObservedScan::ObservedScan(const PreparedScan& prepared, const ScanWindows& windows,
                           const ScanOptions& options)
    : prepared_(prepared),
      windows_(windows),
      options_(options),
      likelihood_(options.model, prepared.cases, prepared.measure) {
  const ScanData& data = prepared.data;
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

FoundWindow ObservedScan::best(std::size_t at, const std::vector<bool>& taken) const {
  const ScanWalk& walk = windows_.walks[at];
  const std::size_t end = free_members(walk, taken);
  FoundWindow found;
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

Result<std::vector<FoundWindow>> ObservedScan::best_of_all() const {
  std::vector<FoundWindow> all(windows_.walks.size());
  const std::vector<bool> none(windows_.locations);
  constexpr std::size_t batch = 16;
  ZH_DO(in_parallel((all.size() + batch - 1) / batch, options_.threads, [&](std::size_t task) {
    for (std::size_t i = task * batch; i < std::min(all.size(), (task + 1) * batch); ++i) {
      all[i] = best(i, none);
    }
  }));
  return all;
}

ScanCluster ObservedScan::cluster(const FoundWindow& found) const {
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

bool ObservedScan::sought(double cases, double measure) const {
  if (options_.rates != ScanRates::low && likelihood_.is_high(cases, measure)) {
    return cases >= static_cast<double>(options_.minimum_cases);
  }
  return options_.rates != ScanRates::high && likelihood_.is_low(cases, measure);
}

/// Every window of a walk has its first members, so those behind a taken one are out.
std::size_t ObservedScan::free_members(const ScanWalk& walk, const std::vector<bool>& taken) const {
  std::size_t end = walk.begin;
  while (end < walk.end && !taken[ScanWindows::location(windows_.members[end])]) ++end;
  return end;
}

/// The likeliest window of each centre stays; the others count for nothing.
void ObservedScan::keep_one_per_centre(std::vector<FoundWindow>& all) const {
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

Result<std::vector<FoundWindow>> ObservedScan::without_overlap() const {
  ZH_TRY(std::vector<FoundWindow> all, best_of_all());
  if (options_.one_per_centre) keep_one_per_centre(all);
  Queue queue;
  for (const FoundWindow& each : all) {
    if (each.statistic > 0) queue.push(each);
  }
  std::vector<FoundWindow> chosen;
  std::vector<bool> taken(windows_.locations);
  while (!queue.empty() && std::ssize(chosen) < options_.most_clusters) {
    ZH_DO(options_.threads.check());
    const FoundWindow first = take_first(queue);
    const ScanWalk& walk = windows_.walks[first.walk];
    if (free_members(walk, taken) < first.end) {
      if (options_.one_per_centre) continue;
      // What is left of this walk is at most as likely, so the queue stays right.
      const FoundWindow left = best(first.walk, taken);
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

}  // namespace zhiheng::stat
