#include "stat/scan_replicates.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "stat/parallel.h"

namespace zhiheng::stat {
namespace {

constexpr std::size_t registers = 8;  // as many of the 16 of x86-64 as hold counts

template <class Count>
struct Counts {
  typedef Count Vector __attribute__((vector_size(16)));
  static constexpr std::size_t width = 16 / sizeof(Count);
  static constexpr std::size_t lanes = width * registers;
  static constexpr std::int32_t most = std::numeric_limits<Count>::max();

  [[nodiscard]] static Count capped(std::int32_t limit) {
    return static_cast<Count>(std::min(limit, most));
  }
};

template <class Vector>
bool any(Vector mask) {
  typedef std::int64_t Halves __attribute__((vector_size(16)));
  const auto halves = reinterpret_cast<Halves>(mask);
  return (halves[0] | halves[1]) != 0;
}

bool fits_short(const ScanNull& null) {
  return null.most() < std::numeric_limits<std::int16_t>::max();
}

std::size_t first_period(const std::vector<ScanInterval>& intervals) {
  return std::ranges::min_element(intervals, {}, &ScanInterval::first)->first;
}

/// What the blocks have in common.
struct Shared {
  std::vector<std::uint32_t> rows;       ///< of each cell: period, then location; none if unused
  std::vector<std::uint32_t> penalties;  ///< of each walk, into `penalty`
  std::vector<double> penalty;
  double smallest = 0;  ///< positive measure
  static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
};

Shared shared_by_blocks(const ScanReplicates& scan) {
  Shared made;
  const std::size_t from = first_period(scan.intervals);
  const std::size_t locations = scan.windows.locations;
  made.smallest = std::numeric_limits<double>::max();
  for (std::size_t cell = 0; cell < scan.measure.size(); ++cell) {
    const std::size_t period = cell % scan.periods;
    const std::size_t row = (period - from) * locations + cell / scan.periods;
    made.rows.push_back(period < from ? Shared::none : static_cast<std::uint32_t>(row));
    if (scan.measure[cell] > 0) made.smallest = std::min(made.smallest, scan.measure[cell]);
  }
  for (const ScanWalk& walk : scan.windows.walks) {
    const auto found = std::ranges::find(made.penalty, walk.penalty);
    made.penalties.push_back(static_cast<std::uint32_t>(found - made.penalty.begin()));
    if (found == made.penalty.end()) made.penalty.push_back(walk.penalty);
  }
  return made;
}

/// Some replicates side by side.
template <class Count>
class Block {
  using Form = Counts<Count>;
  using Vector = typename Form::Vector;

 public:
  Block(const ScanReplicates& scan, const Shared& shared)
      : scan_(scan), shared_(shared), best_(Form::lanes, 0.0) {
    for (std::size_t i = 0; i < shared.penalty.size(); ++i) {
      limits_.emplace_back(scan.likelihood, scan.rates, shared.smallest, scan.minimum_cases,
                           scan.null.most());
    }
  }

  /// The largest statistics of the replicates from `first` on.
  std::span<const double> run(std::size_t first, std::size_t replicates) {
    draw(first, replicates);
    switch (scan_.rates) {
      case ScanRates::high:
        look<true, false>();
        break;
      case ScanRates::low:
        look<false, true>();
        break;
      case ScanRates::both:
        look<true, true>();
        break;
    }
    return best_;
  }

 private:
  void draw(std::size_t first, std::size_t replicates) {
    const std::size_t locations = scan_.windows.locations;
    from_ = first_period(scan_.intervals);
    drawn_.assign((scan_.periods - from_) * locations * registers, Vector{});
    std::vector<std::uint32_t> cells;
    for (std::size_t lane = 0; lane < Form::lanes; ++lane) {
      // Lanes to spare repeat the last replicate: empty ones would look like low rates.
      if (lane < replicates) {
        Random random(scan_.seed, first + lane + 1);
        scan_.null.draw(random, cells);
      }
      for (const std::uint32_t cell : cells) {
        const std::uint32_t row = shared_.rows[cell];
        if (row == Shared::none) continue;
        Vector& counts = drawn_[row * registers + lane / Form::width];
        counts[lane % Form::width] = static_cast<Count>(counts[lane % Form::width] + 1);
      }
    }
  }

  template <bool high, bool low>
  void look() {
    const std::size_t locations = scan_.windows.locations;
    std::vector<Vector> counts(locations * registers);
    std::vector<double> measure(locations);
    std::size_t looked_at = 0;
    std::size_t next_raise = 1;
    for (const ScanInterval& interval : scan_.intervals) {
      if (interval.starts) {
        std::ranges::fill(counts, Vector{});
        std::ranges::fill(measure, 0.0);
      }
      const Vector* added = &drawn_[(interval.added - from_) * locations * registers];
      for (std::size_t i = 0; i < counts.size(); ++i) counts[i] += added[i];
      for (std::size_t i = 0; i < locations; ++i) {
        measure[i] += scan_.measure[i * scan_.periods + interval.added];
      }
      if (!interval.looked_at) continue;
      for (std::size_t walk = 0; walk < scan_.windows.walks.size(); ++walk) {
        look_along<high, low>(walk, counts, measure);
        if (++looked_at < next_raise) continue;
        raise();
        next_raise *= 4;
      }
    }
  }

  /// A window matters only where it can exceed the largest statistic that its replicate has so far;
  /// the smallest of these is the floor for all.
  void raise() {
    const double floor = *std::ranges::min_element(best_);
    for (std::size_t i = 0; i < limits_.size(); ++i) limits_[i].raise(floor / shared_.penalty[i]);
  }

  template <bool high, bool low>
  void look_along(std::size_t at, const std::vector<Vector>& counts,
                  const std::vector<double>& measures) {
    const ScanWalk& walk = scan_.windows.walks[at];
    const ScanThresholds& limits = limits_[shared_.penalties[at]];
    std::array<Vector, registers> sums = {};
    double measure = 0;
    for (std::size_t i = walk.begin; i < walk.end; ++i) {
      const std::uint32_t member = scan_.windows.members[i];
      const std::uint32_t location = ScanWindows::location(member);
      const Vector* row = &counts[location * registers];
#pragma GCC unroll 8
      for (std::size_t r = 0; r < registers; ++r) sums[r] += row[r];
      measure += measures[location];
      if (!ScanWindows::is_window(member)) continue;
      const ScanThresholds::Limits limit = limits.at(measure);
      Vector reached = {};
      if constexpr (high) {
        const Vector above = Vector{} + Form::capped(limit.above);
#pragma GCC unroll 8
        for (std::size_t r = 0; r < registers; ++r) reached |= sums[r] > above;
      }
      if constexpr (low) {
        const Vector below = Vector{} + Form::capped(limit.below);
#pragma GCC unroll 8
        for (std::size_t r = 0; r < registers; ++r) reached |= sums[r] < below;
      }
      if (any(reached)) weigh(sums, measure, limit, walk.penalty);
    }
  }

  /// Takes the counts by value: with their address handed on they would live in memory throughout.
  [[gnu::noinline]] void weigh(std::array<Vector, registers> sums, double measure,
                               const ScanThresholds::Limits& limit, double penalty) {
    const auto window = scan_.likelihood.window(measure);
    for (std::size_t lane = 0; lane < Form::lanes; ++lane) {
      const std::int64_t cases = sums[lane / Form::width][lane % Form::width];
      const bool above = cases > limit.above;
      if (!above && cases >= limit.below) continue;
      const auto count = static_cast<double>(cases);
      const bool real = above ? scan_.likelihood.is_high(count, measure)
                              : scan_.likelihood.is_low(count, measure);
      if (!real) continue;
      best_[lane] = std::max(best_[lane], scan_.likelihood.ratio(cases, window) * penalty);
    }
  }

  const ScanReplicates& scan_;
  const Shared& shared_;
  std::size_t from_ = 0;
  std::vector<Vector> drawn_;  ///< by period, location
  std::vector<double> best_;
  std::vector<ScanThresholds> limits_;  ///< by penalty
};

template <class Count>
Result<void> run_blocks(const ScanReplicates& scan, const Threads& threads,
                        std::vector<double>& largest) {
  constexpr std::size_t lanes = Counts<Count>::lanes;
  const Shared shared = shared_by_blocks(scan);
  return in_parallel((largest.size() + lanes - 1) / lanes, threads, [&](std::size_t task) {
    const std::size_t first = task * lanes;
    const std::size_t count = std::min(lanes, largest.size() - first);
    Block<Count> block(scan, shared);
    std::ranges::copy(block.run(first, count).first(count),
                      largest.begin() + static_cast<std::ptrdiff_t>(first));
  });
}

}  // namespace

std::vector<ScanInterval> scan_intervals(std::size_t periods, std::size_t shortest,
                                         std::size_t longest, bool prospective) {
  std::vector<ScanInterval> made;
  if (prospective) {
    for (std::size_t length = 1; length <= longest; ++length) {
      const std::size_t first = periods - length;
      made.push_back({first, periods - 1, first, length == 1, length >= shortest});
    }
    return made;
  }
  for (std::size_t first = 0; first < periods; ++first) {
    for (std::size_t length = 1; length <= longest && first + length <= periods; ++length) {
      const std::size_t last = first + length - 1;
      made.push_back({first, last, last, length == 1, length >= shortest});
    }
  }
  return made;
}

Result<std::vector<double>> ScanReplicates::largest(std::size_t replicates,
                                                    const Threads& threads) const {
  std::vector<double> made(replicates);
  if (fits_short(null)) {
    ZH_DO(run_blocks<std::int16_t>(*this, threads, made));
  } else {
    ZH_DO(run_blocks<std::int32_t>(*this, threads, made));
  }
  return made;
}

std::size_t ScanReplicates::memory() const {
  return (periods - first_period(intervals)) * windows.locations * registers * 16;
}

}  // namespace zhiheng::stat
