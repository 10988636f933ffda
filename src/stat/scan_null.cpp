#include "stat/scan_null.h"

#include <cmath>
#include <numeric>
#include <utility>

namespace zhiheng::stat {
namespace {

/// A Poisson count as the sum of small ones, each by Knuth's product of uniforms.
std::int64_t poisson_count(Random& random, double mean) {
  std::int64_t count = 0;
  while (mean > 0) {
    const double piece = std::min(mean, 16.0);
    double product = random.uniform();
    for (const double limit = std::exp(-piece); product > limit; ++count) {
      product *= random.uniform();
    }
    mean -= piece;
  }
  return count;
}

}  // namespace

WeightedDraw::WeightedDraw(std::span<const double> weights) : slots_(weights.size()) {
  const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
  std::vector<std::uint32_t> poor;
  std::vector<std::uint32_t> rich;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    slots_[i].share = weights[i] / total * static_cast<double>(weights.size());
    slots_[i].other = static_cast<std::uint32_t>(i);
    (slots_[i].share < 1 ? poor : rich).push_back(static_cast<std::uint32_t>(i));
  }
  while (!poor.empty() && !rich.empty()) {
    Slot& filled = slots_[poor.back()];
    poor.pop_back();
    const std::uint32_t giver = rich.back();
    filled.other = giver;
    slots_[giver].share -= 1 - filled.share;
    if (slots_[giver].share < 1) {
      rich.pop_back();
      poor.push_back(giver);
    }
  }
  // What is left is full but for rounding.
  for (const std::uint32_t slot : poor) slots_[slot].share = weights[slot] > 0 ? 1 : 0;
}

std::uint32_t WeightedDraw::draw(Random& random) const {
  const double at = random.uniform() * static_cast<double>(slots_.size());
  const auto slot = static_cast<std::size_t>(at);
  return at - static_cast<double>(slot) < slots_[slot].share ? static_cast<std::uint32_t>(slot)
                                                             : slots_[slot].other;
}

ScanNull::ScanNull(ScanModel model, std::size_t periods, std::span<const double> cases,
                   std::span<const double> measure)
    : model_(model),
      periods_(periods),
      total_(std::llround(std::accumulate(cases.begin(), cases.end(), 0.0))),
      mean_(std::accumulate(measure.begin(), measure.end(), 0.0)),
      weighted_(measure) {
  if (model_ == ScanModel::bernoulli) {
    for (const double each : measure) units_.push_back(std::llround(each));
  }
  if (model_ == ScanModel::permutation) {
    for (std::size_t cell = 0; cell < cases.size(); ++cell) {
      const auto period = static_cast<std::uint32_t>(cell % periods_);
      const auto count = static_cast<std::size_t>(std::llround(cases[cell]));
      first_cells_.insert(first_cells_.end(), count, static_cast<std::uint32_t>(cell) - period);
      periods_of_cases_.insert(periods_of_cases_.end(), count, period);
    }
  }
}

std::int64_t ScanNull::most() const {
  if (model_ != ScanModel::expectation) return total_;
  return static_cast<std::int64_t>(mean_ + 12 * std::sqrt(mean_) + 50);
}

void ScanNull::draw(Random& random, std::vector<std::uint32_t>& cells) const {
  cells.clear();
  if (model_ == ScanModel::permutation) {
    permute(random, cells);
  } else if (model_ == ScanModel::bernoulli) {
    draw_units(random, cells);
  } else {
    const bool given = model_ == ScanModel::poisson;
    const std::int64_t count = given ? total_ : std::min(most(), poisson_count(random, mean_));
    for (std::int64_t i = 0; i < count; ++i) cells.push_back(weighted_.draw(random));
  }
}

/// Units without replacement: a cell is proposed by its units and taken with the share of them that
/// is left. The fewer of cases and others are drawn.
void ScanNull::draw_units(Random& random, std::vector<std::uint32_t>& cells) const {
  const std::int64_t all = std::accumulate(units_.begin(), units_.end(), std::int64_t{0});
  const bool others = 2 * total_ > all;
  std::vector<std::int64_t> left = units_;
  for (std::int64_t drawn = others ? all - total_ : total_; drawn > 0;) {
    const std::uint32_t cell = weighted_.draw(random);
    const auto units = static_cast<double>(units_[cell]);
    if (random.uniform() * units >= static_cast<double>(left[cell])) continue;
    --left[cell];
    --drawn;
  }
  for (std::size_t cell = 0; cell < left.size(); ++cell) {
    const std::int64_t count = others ? left[cell] : units_[cell] - left[cell];
    cells.insert(cells.end(), static_cast<std::size_t>(count), static_cast<std::uint32_t>(cell));
  }
}

void ScanNull::permute(Random& random, std::vector<std::uint32_t>& cells) const {
  cells = periods_of_cases_;
  for (std::size_t left = cells.size(); left > 1; --left) {
    std::swap(cells[left - 1], cells[random.below(left)]);
  }
  for (std::size_t i = 0; i < cells.size(); ++i) cells[i] += first_cells_[i];
}

}  // namespace zhiheng::stat
