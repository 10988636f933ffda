#include "stat/farrington.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "stat/check.h"
#include "stat/distributions.h"
#include "stat/failures.h"
#include "stat/farrington_fit.h"
#include "stat/negative_binomial.h"

namespace zhiheng::stat {
namespace {

constexpr std::int64_t nowhere = -1;

/// The same day of another year; 29 February becomes 1 March.
Date years_before(Date date, int years) {
  const auto day = civil(date);
  const auto moved =
      std::chrono::year_month_day(day.year() - std::chrono::years(years), day.month(), day.day());
  if (moved.ok())
    return make_date(int(moved.year()), unsigned(moved.month()), unsigned(moved.day()));
  return make_date(int(moved.year()), 3, 1);
}

/// Position of the reference point `back` years before point `now`; may lie before the series.
std::int64_t reference(const SeasonCalendar& calendar, std::size_t now, int back) {
  if (calendar.dates.empty()) {
    return static_cast<std::int64_t>(now) - static_cast<std::int64_t>(back) * calendar.per_year;
  }
  const Date wanted = years_before(calendar.dates[now], back);
  const auto after = std::ranges::lower_bound(calendar.dates, wanted);
  if (after == calendar.dates.end()) return nowhere;
  auto found = after;
  if (after == calendar.dates.begin()) {
    // Half a step before the first point still is that point.
    const int step =
        calendar.dates.size() > 1 ? calendar.dates[1].days - calendar.dates[0].days : 1;
    if (after->days - wanted.days > step / 2) return nowhere;
  } else if (wanted.days - std::prev(after)->days < after->days - wanted.days) {
    found = std::prev(after);
  }
  return found - calendar.dates.begin();
}

/// What of a series is used again for every point.
struct Prepared {
  std::span<const double> counts;
  std::span<const double> population;
  std::vector<double> count_log;
  std::vector<double> start;
};

Prepared prepare(std::span<const double> counts, std::span<const double> population) {
  Prepared made{counts, population, {}, {}};
  made.count_log.reserve(counts.size());
  made.start.reserve(counts.size());
  for (const double count : counts) {
    made.count_log.push_back(count > 0 ? count * std::log(count) : 0.0);
    made.start.push_back(std::log(count + 0.1));
  }
  return made;
}

/// Judges the points of one series one after the other, with memory that is used again.
class Judge {
 public:
  Judge(Prepared series, const SeasonCalendar& calendar, const FarringtonOptions& options)
      : series_(std::move(series)),
        calendar_(calendar),
        options_(options),
        z_(normal_quantile(options.one_sided ? 1 - options.alpha : 1 - options.alpha / 2)),
        one_sided_z_(normal_quantile(1 - options.alpha)) {}

  FarringtonPoint judge(std::size_t now);

 private:
  void collect(std::size_t now);
  void label(std::size_t now);
  void add(std::int64_t position, std::size_t group, std::size_t now);
  [[nodiscard]] double time_of(std::size_t at, std::size_t now) const;
  FarringtonFit fitted(bool trend);
  FarringtonFit chosen();
  void bound(FarringtonPoint& point, const FarringtonFit& fit, double count) const;
  void bound_sparse(FarringtonPoint& point, double count) const;
  [[nodiscard]] bool enough(std::size_t now) const;
  [[nodiscard]] double error_dispersion(const FarringtonFit& fit) const;

  Prepared series_;
  const SeasonCalendar& calendar_;
  const FarringtonOptions& options_;
  double z_;
  double one_sided_z_;
  FarringtonPoints points_;
  std::vector<std::int8_t> labels_;
  FarringtonRegression regression_;
  std::size_t forecast_ = 0;
  double largest_ = 0;
};

void Judge::add(std::int64_t position, std::size_t group, std::size_t now) {
  const auto at = static_cast<std::size_t>(position);
  const double time = time_of(at, now);
  const bool next =
      !points_.time.empty() && points_.group.back() == group && points_.time.back() + 1 == time;
  points_.time.push_back(time);
  points_.count.push_back(series_.counts[at]);
  points_.count_log.push_back(series_.count_log[at]);
  points_.start.push_back(series_.start[at]);
  points_.group.push_back(static_cast<std::uint8_t>(group));
  points_.next.push_back(next ? 1 : 0);
  if (options_.population_offset) points_.population.push_back(series_.population[at]);
  largest_ = std::max(largest_, series_.counts[at]);
}

double Judge::time_of(std::size_t at, std::size_t now) const {
  if (!options_.trend_by_date || calendar_.dates.empty()) {
    return static_cast<double>(at) - static_cast<double>(now);
  }
  const double step = calendar_.dates[1].days - calendar_.dates[0].days;
  return (calendar_.dates[at].days - calendar_.dates[now].days) / step;
}

/// Windows around the reference points are one group, the time between two windows is shared among
/// the others, the first ones taking what does not divide. Later years are labelled first.
void Judge::label(std::size_t now) {
  const std::int64_t half = options_.half_window;
  const auto here = static_cast<std::int64_t>(now);
  const int periods = options_.periods;
  labels_.assign(now, -1);
  const auto mark = [&](std::int64_t from, std::int64_t to, int group) {
    for (std::int64_t at = std::max<std::int64_t>(0, from); at <= std::min(to, here - 1); ++at) {
      labels_[static_cast<std::size_t>(at)] = static_cast<std::int8_t>(group);
    }
  };
  mark(here - half, here - 1, periods - 1);
  std::int64_t next = here;
  for (int year = 1; year <= options_.years; ++year) {
    const std::int64_t centre = reference(calendar_, now, year);
    if (centre == nowhere && !calendar_.dates.empty()) break;
    mark(centre - half, centre + half, periods - 1);
    if (periods > 1) {
      const std::int64_t between = next - 2 * half - 1 - centre;
      const std::int64_t others = periods - 1;
      std::int64_t at = centre + half + 1;
      for (int period = 0; period < others; ++period) {
        const std::int64_t length = between / others + (period < between % others ? 1 : 0);
        mark(at, at + length - 1, period);
        at += length;
      }
      // Where there are more periods than points the reference's empty last periods run backwards
      // and take the points on both sides of their place.
      if (options_.error == FarringtonError::as_surveillance && between < others) {
        mark(at - 1, at, periods - 2);
      }
    }
    next = centre;
  }
}

/// Reference points in order of time.
void Judge::collect(std::size_t now) {
  points_.clear();
  largest_ = 0;
  forecast_ = static_cast<std::size_t>(options_.periods - 1);
  points_.groups = static_cast<std::size_t>(options_.periods);
  points_.population_now = options_.population_offset ? series_.population[now] : 1.0;
  label(now);
  const int left_out = options_.left_out < 0 ? options_.half_window : options_.left_out;
  const auto end = static_cast<std::int64_t>(now) - left_out;
  for (std::int64_t at = 0; at < end; ++at) {
    const std::int8_t group = labels_[static_cast<std::size_t>(at)];
    if (group >= 0) add(at, static_cast<std::size_t>(group), now);
  }
}

FarringtonFit Judge::fitted(bool trend) {
  regression_.reset_weights(points_.count.size());
  FarringtonFit fit = regression_.fit(points_, trend, forecast_);
  if (!fit.converged && trend) {
    trend = false;
    fit = regression_.fit(points_, false, forecast_);
  }
  if (!fit.converged || !options_.reweight) return fit;
  regression_.reweight(points_, std::max(fit.dispersion, 1.0), options_.reweight_above);
  FarringtonFit again = regression_.fit(points_, trend, forecast_);
  // The first fit converged; the second one is used as far as it came, as the reference does.
  again.converged = std::isfinite(again.dispersion) && std::isfinite(again.link_now);
  return again;
}

double Judge::error_dispersion(const FarringtonFit& fit) const {
  return options_.error == FarringtonError::as_surveillance && options_.reweight
             ? fit.prior_dispersion
             : fit.dispersion;
}

/// With trend where it is wanted and holds, else without.
FarringtonFit Judge::chosen() {
  FarringtonFit fit = fitted(options_.trend);
  if (!fit.converged || !fit.with_trend) return fit;
  const double error = std::sqrt(error_dispersion(fit) * fit.trend_spread);
  const double t = std::abs(fit.trend) / error;
  const double p = 2 * student_upper(t, fit.degrees_of_freedom);
  const bool keep =
      p < options_.trend_p && options_.years >= 3 && std::exp(fit.link_now) <= largest_;
  return keep ? fit : fitted(false);
}

bool Judge::enough(std::size_t now) const {
  const auto length = static_cast<std::size_t>(options_.minimum_points);
  double sum = 0;
  for (std::size_t at = now + 1 >= length ? now + 1 - length : 0; at <= now; ++at) {
    sum += series_.counts[at];
  }
  return sum >= options_.minimum_cases;
}

void Judge::bound(FarringtonPoint& point, const FarringtonFit& fit, double count) const {
  const double mean = point.expected;
  const bool published = options_.error == FarringtonError::as_published;
  const double variance = (published ? point.dispersion : error_dispersion(fit)) * fit.spread_now;
  if (options_.bound == FarringtonBound::delta) {
    const double tau = point.dispersion + variance * mean;
    double exponent = 1;
    double error = std::sqrt(mean * tau);
    if (options_.power == CountPower::half) {
      exponent = 0.5;
      error = std::sqrt(tau / 4);
    } else if (options_.power == CountPower::two_thirds) {
      exponent = 2.0 / 3;
      error = std::sqrt(4.0 / 9 * std::cbrt(mean) * tau);
    }
    const double centre = std::pow(mean, exponent);
    point.upper = std::pow(centre + z_ * error, 1 / exponent);
    point.p_value = normal_upper((std::pow(count, exponent) - centre) / error);
    point.score = (count - mean) / (point.upper - mean);
    return;
  }
  point.expected_upper = options_.bound == FarringtonBound::plug_in
                             ? mean
                             : std::exp(fit.link_now + one_sided_z_ * std::sqrt(variance));
  point.upper =
      overdispersed_quantile(options_.one_sided ? 1 - options_.alpha : 1 - options_.alpha / 2,
                             point.expected_upper, point.dispersion);
  point.p_value = overdispersed_at_least(count, point.expected_upper, point.dispersion);
  // On the scale of the link, as the reference has it.
  point.score = (count - fit.link_now) / (point.upper - fit.link_now);
}

void Judge::bound_sparse(FarringtonPoint& point, double count) const {
  double sum = 0.5;
  for (const double seen : points_.count) sum += seen;
  const auto n = static_cast<double>(points_.count.size());
  const double mean = sum / n;
  // Gamma(S + 1/2, n) for the mean widens the Poisson by 1 + 1/n.
  const double dispersion = point.dispersion * (1 + 1 / n);
  point.sparse = true;
  point.upper = overdispersed_quantile(1 - options_.sparse_alpha, mean, dispersion);
  point.p_value = overdispersed_at_least(count, mean, dispersion);
  point.alarm = count > point.upper;
}

FarringtonPoint Judge::judge(std::size_t now) {
  FarringtonPoint point;
  collect(now);
  const FarringtonFit fit = chosen();
  point.fitted = fit.converged;
  point.enough_cases = enough(now);
  const double count = series_.counts[now];
  const bool sparse = !point.enough_cases && options_.sparse_alpha > 0;
  if (!fit.converged) {
    if (sparse) bound_sparse(point, count);
    return point;
  }
  point.expected = std::exp(fit.link_now);
  point.dispersion = std::max(fit.dispersion, 1.0);
  if (fit.with_trend) point.trend = fit.trend;
  bound(point, fit, count);
  point.alarm = point.enough_cases && point.score > 1 && count > 0;
  if (sparse) bound_sparse(point, count);
  return point;
}

Result<void> check_options(const FarringtonOptions& options, const SeasonCalendar& calendar) {
  const auto refuse = [](const char* name, double found, std::string wanted) {
    return fail(value_out_of_range, name, shown(found), std::move(wanted));
  };
  if (options.years < 1 || options.years > 50) return refuse("years", options.years, "1..50");
  if (calendar.per_year < 1) return refuse("per_year", calendar.per_year, ">= 1");
  const int steps = calendar.dates.empty() ? calendar.per_year : 52;
  if (options.half_window < 0 || 2 * options.half_window >= steps) {
    return refuse("half_window", options.half_window, "0.." + std::to_string((steps - 1) / 2));
  }
  const int most = std::max(1, steps - 2 * options.half_window);
  if (options.periods < 1 || options.periods > std::min(most, 100)) {
    return refuse("periods", options.periods, "1.." + std::to_string(std::min(most, 100)));
  }
  if (options.left_out < -1) return refuse("left_out", options.left_out, ">= -1");
  if (options.minimum_points < 1) return refuse("minimum_points", options.minimum_points, ">= 1");
  ZH_DO(check_probability("alpha", options.alpha));
  ZH_DO(check_not_negative("reweight_above", options.reweight_above));
  ZH_DO(check_not_negative("minimum_cases", options.minimum_cases));
  if (options.sparse_alpha != 0) ZH_DO(check_probability("sparse_alpha", options.sparse_alpha));
  return {};
}

}  // namespace

FarringtonOptions farrington_1996() { return {}; }

FarringtonOptions farrington_improved() {
  FarringtonOptions options;
  options.periods = 10;
  options.left_out = 26;
  options.reweight_above = 2.58;
  options.trend_p = 1;
  options.one_sided = true;
  options.trend_by_date = true;
  options.error = FarringtonError::as_surveillance;
  options.bound = FarringtonBound::plug_in;
  return options;
}

std::size_t farrington_start(std::size_t points, const SeasonCalendar& calendar,
                             const FarringtonOptions& options) {
  for (std::size_t now = 0; now < points; ++now) {
    if (reference(calendar, now, options.years) >= options.half_window) return now;
  }
  return points;
}

Result<std::vector<FarringtonPoint>> farrington(std::span<const double> counts,
                                                std::span<const double> population,
                                                std::size_t first, const SeasonCalendar& calendar,
                                                const FarringtonOptions& options) {
  ZH_DO(check_options(options, calendar));
  for (std::size_t i = 0; i < counts.size(); ++i) {
    ZH_DO(check_not_negative(place("counts", i), counts[i]));
  }
  if (options.population_offset) {
    ZH_DO(check_same_length("population", population.size(), counts.size()));
    for (std::size_t i = 0; i < population.size(); ++i) {
      ZH_DO(check_positive(place("population", i), population[i]));
    }
  }
  if (!calendar.dates.empty()) {
    ZH_DO(check_same_length("dates", calendar.dates.size(), counts.size()));
  }
  std::vector<FarringtonPoint> points;
  if (first >= counts.size()) return points;
  if (reference(calendar, first, options.years) < 0) {
    return fail(too_few_observations, "first", std::to_string(first),
                ">= " + std::to_string(farrington_start(counts.size(), calendar, options)));
  }
  points.reserve(counts.size() - first);
  Judge judge(prepare(counts, population), calendar, options);
  for (std::size_t now = first; now < counts.size(); ++now) points.push_back(judge.judge(now));
  return points;
}

}  // namespace zhiheng::stat
