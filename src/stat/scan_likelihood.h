#pragma once
// How much likelier are the cases when one window has a rate of its own?

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace zhiheng::stat {

enum class ScanModel {
  poisson,      ///< cases among expected cases; the total is given
  bernoulli,    ///< cases among units, all counted: cases and controls
  permutation,  ///< cases alone, of locations and periods; both margins are given
  expectation,  ///< cases against expected cases that stand for themselves; the total is not given
};

enum class ScanRates { high, low, both };

/// The log likelihood ratio of a window with `cases` c and `measure` m (expected cases, or units)
/// within all cases C and measures M:
///   poisson, permutation  c ln(c / m) + (C - c) ln((C - c) / (C - m)), where M = C
///   bernoulli             c ln(c / m) + (m - c) ln((m - c) / m) + the same outside - the same of
///   all expectation           c ln(c / m) + m - c
///
/// @source  M. Kulldorff, Commun. Stat. Theory Methods 26 (1997) 1481-1496; M. Kulldorff et al.,
/// PLoS
///          Med. 2 (2005) e59; D. B. Neill, Int. J. Forecast. 25 (2009) 498-517
class ScanLikelihood {
 public:
  /// @param cases, measure  of everything
  /// @param tabulated  logarithms of whole numbers up to this are looked up
  ScanLikelihood(ScanModel model, double cases, double measure, std::size_t tabulated = 0);

  /// Of one window, to full precision.
  [[nodiscard]] double ratio(double cases, double measure) const;
  /// Has the window a higher rate than the rest?
  [[nodiscard]] bool is_high(double cases, double measure) const;
  [[nodiscard]] bool is_low(double cases, double measure) const;

  /// What does not depend on the cases of a window, for many counts with one measure.
  struct Window {
    double measure = 0;
    double log_in = 0;
    double log_out = 0;
    double constant = 0;
  };
  [[nodiscard]] Window window(double measure) const;
  /// As ratio(), to about 1e-10; `cases` is whole and not negative.
  [[nodiscard]] double ratio(std::int64_t cases, const Window& window) const;

  [[nodiscard]] double cases() const { return cases_; }
  [[nodiscard]] double measure() const { return measure_; }
  [[nodiscard]] ScanModel model() const { return model_; }

 private:
  [[nodiscard]] double times_log(double value) const;
  [[nodiscard]] double times_log(std::int64_t value) const;

  ScanModel model_;
  double cases_;
  double measure_;
  double constant_ = 0;
  std::vector<double> table_;  ///< n ln n
};

/// The counts that a window must reach for its statistic to be at least a floor, looked up by its
/// measure: no window is missed, a few are named in vain.
class ScanThresholds {
 public:
  /// @param smallest       the smallest measure of a window that is not 0
  /// @param minimum_cases  windows of a high rate have at least so many
  /// @param most           counts never exceed it
  ScanThresholds(const ScanLikelihood& likelihood, ScanRates rates, double smallest,
                 std::int64_t minimum_cases, std::int64_t most);

  void raise(double floor);

  /// Smallest count of a high rate minus one; the count of a low rate plus one.
  struct Limits {
    std::int32_t above = 0;
    std::int32_t below = 0;
  };
  [[nodiscard]] Limits at(double measure) const { return limits_[bin(measure)]; }

 private:
  /// Measures that share the first 9 bits of their mantissa share their limits: they are 0.2 %
  /// apart at most.
  static constexpr int dropped_bits = 14;
  [[nodiscard]] static std::int32_t leading_bits(double measure) {
    return std::bit_cast<std::int32_t>(static_cast<float>(measure)) >> dropped_bits;
  }
  [[nodiscard]] std::size_t bin(double measure) const {
    const std::int32_t at = std::max(0, leading_bits(measure) - first_);
    return std::min(static_cast<std::size_t>(at), limits_.size() - 1);
  }
  [[nodiscard]] double lower_end(std::size_t bin) const;

  const ScanLikelihood& likelihood_;
  ScanRates rates_;
  std::int64_t minimum_cases_;
  std::int64_t most_;
  std::int32_t first_ = 0;
  std::vector<Limits> limits_;
};

}  // namespace zhiheng::stat
