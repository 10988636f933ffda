#pragma once
// The regression behind Farrington's method: quasi-Poisson counts with a level per group and one
// common trend. Inner kernel: arguments are checked by the caller.

#include <cstdint>
#include <span>
#include <vector>

namespace zhiheng::stat {

/// The reference points of one judgement, in order of time.
struct FarringtonPoints {
  std::vector<double> time;  ///< relative to the point that is judged
  std::vector<double> count;
  std::vector<double> count_log;   ///< count x ln(count), 0 for 0
  std::vector<double> start;       ///< ln(count + 0.1)
  std::vector<double> population;  ///< empty: no offset
  std::vector<std::uint8_t> group;
  std::vector<std::uint8_t> next;  ///< 1: same group and one step after the point before
  std::size_t groups = 1;
  double population_now = 1;

  void clear();
};

/// A fit, and what its second derivatives say about a forecast at time 0 for one group.
struct FarringtonFit {
  bool converged = false;
  bool with_trend = false;
  double trend = 0;
  double link_now = 0;      ///< linear predictor at time 0, offset included
  double spread_now = 0;    ///< its variance for a dispersion of one
  double trend_spread = 0;  ///< variance of the trend for a dispersion of one
  double degrees_of_freedom = 0;
  double dispersion = 0;        ///< Pearson's, may be below one
  double prior_dispersion = 0;  ///< with the prior weights in place of the working weights
};

/// Memory that one thread uses again and again.
class FarringtonRegression {
 public:
  /// Level per group, with or without trend, each point with its weight; `forecast` is the group
  /// of the forecast.
  FarringtonFit fit(const FarringtonPoints& points, bool trend, std::size_t forecast);

  /// Equal weights.
  void reset_weights(std::size_t points) { weight_.assign(points, 1.0); }
  /// Weights from the Anscombe residuals of the last fit, standardised by `dispersion`.
  void reweight(const FarringtonPoints& points, double dispersion, double above);

 private:
  struct Sums {
    double w = 0, t = 0, tt = 0, z = 0, tz = 0;
  };
  void sum_up(const FarringtonPoints& points);
  double predict(const FarringtonPoints& points);

  std::vector<double> weight_;   ///< prior weights
  std::vector<double> working_;  ///< of the last iteration
  std::vector<double> mean_;
  std::vector<double> link_;  ///< without the offset
  std::vector<Sums> sums_;
  std::vector<double> level_;
  double slope_ = 0;
  double time_squares_ = 0;  ///< within groups
};

}  // namespace zhiheng::stat
