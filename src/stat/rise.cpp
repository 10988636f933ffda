#include "stat/rise.h"

#include <algorithm>
#include <cmath>

#include "stat/check.h"

namespace zhiheng::stat {
namespace {

/// x ln(x / n), 0 where there is nothing.
double information(double sum, double number) { return sum > 0 ? sum * std::log(sum / number) : 0; }

/// The level that never falls and fits best, as blocks of equal means.
class RisingLevel {
 public:
  /// ln ratio when one more count is taken in, without taking it in.
  [[nodiscard]] double log_ratio_with(double count) const {
    const Block last = merged(count);
    const double before = last.first > 0 ? blocks_[last.first - 1].so_far : 0;
    const double rising = before + information(last.sum, last.number);
    return std::max(0.0, rising - information(total_ + count, number_ + 1));
  }

  void take(double count) {
    Block last = merged(count);
    const double before = last.first > 0 ? blocks_[last.first - 1].so_far : 0;
    last.so_far = before + information(last.sum, last.number);
    blocks_.resize(last.first);
    blocks_.push_back(last);
    total_ += count;
    number_ += 1;
  }

 private:
  struct Block {
    double sum = 0;
    double number = 0;
    double so_far = 0;      ///< information of this and all earlier blocks
    std::size_t first = 0;  ///< blocks before it
  };

  /// The block that a further count ends up in: joined with all that are not below it.
  [[nodiscard]] Block merged(double count) const {
    Block made{count, 1, 0, blocks_.size()};
    while (made.first > 0) {
      const Block& before = blocks_[made.first - 1];
      if (made.sum * before.number > before.sum * made.number) break;
      made.sum += before.sum;
      made.number += before.number;
      --made.first;
    }
    return made;
  }

  std::vector<Block> blocks_;
  double total_ = 0;
  double number_ = 0;
};

/// The ratio never falls as the last count grows: its slope there is ln(rising / mean) >= 0.
double smallest_alarm(const RisingLevel& level, double log_limit) {
  if (level.log_ratio_with(0) > log_limit) return 0;
  double high = 1;
  while (!(level.log_ratio_with(high) > log_limit) && high < 1e15) high *= 2;
  double low = std::floor(high / 2);
  while (high - low > 1) {
    const double middle = std::floor((low + high) / 2);
    (level.log_ratio_with(middle) > log_limit ? high : low) = middle;
  }
  return high < 1e15 ? high : std::nan("");
}

}  // namespace

Result<std::vector<RisePoint>> rises(std::span<const double> counts, double limit) {
  ZH_DO(check_positive("limit", limit));
  const double log_limit = std::log(limit);
  RisingLevel level;
  std::vector<RisePoint> points;
  points.reserve(counts.size());
  for (std::size_t i = 0; i < counts.size(); ++i) {
    ZH_DO(check_not_negative(place("counts", i), counts[i]));
    const double log_ratio = level.log_ratio_with(counts[i]);
    points.push_back({log_ratio, smallest_alarm(level, log_limit), log_ratio > log_limit});
    level.take(counts[i]);
  }
  return points;
}

}  // namespace zhiheng::stat
