// Is it better than last month, and than the same month of last year, or is that noise?

#include <cmath>

#include "indicator/measures.h"
#include "indicator/period.h"
#include "stat/comparison.h"
#include "stat/distributions.h"
#include "stat/mean.h"
#include "stat/two_by_two.h"

namespace zhiheng::indicator {
namespace {

using catalog::IndicatorKind;

/// One side of a comparison: a point, what it was made from, and how many days it covers.
struct Side {
  const Point* point;
  const Measure* measure;
  double days;
};

Result<std::optional<double>> p_of_counts(const Side& now, const Side& then) {
  if (now.measure->trials + then.measure->trials == 0) return std::nullopt;
  ZH_TRY(const auto compared,
         stat::compare_rates({now.measure->trials, now.days}, {then.measure->trials, then.days}));
  return compared.p_value;
}

/// The score test; the exact one where some expected count is below five.
Result<std::optional<double>> p_of_shares(const Side& now, const Side& then) {
  const auto &a = *now.measure, &b = *then.measure;
  if (a.trials == 0 || b.trials == 0) return std::nullopt;
  const double pooled =
      static_cast<double>(a.hits + b.hits) / static_cast<double>(a.trials + b.trials);
  const auto fewer = static_cast<double>(std::min(a.trials, b.trials));
  if (fewer * std::min(pooled, 1 - pooled) < 5) {
    ZH_TRY(const auto exact,
           stat::fisher_exact({a.hits, a.trials - a.hits, b.hits, b.trials - b.hits}));
    return exact.p_value;
  }
  ZH_TRY(const auto compared, stat::compare_proportions({a.hits, a.trials}, {b.hits, b.trials}));
  return compared.p_value;
}

Result<std::optional<double>> p_of_means(const Side& now, const Side& then) {
  const auto &a = *now.measure, &b = *then.measure;
  if (a.trials < 2 || b.trials < 2) return std::nullopt;
  ZH_TRY(const auto compared, stat::compare_means({a.trials, a.mean, std::max(0.0, a.variance)},
                                                  {b.trials, b.mean, std::max(0.0, b.variance)}));
  return compared.p_value;
}

/// Two estimates with their standard errors, large samples.
std::optional<double> p_of_estimates(const Side& now, const Side& then) {
  if (!now.point->standard_error || !then.point->standard_error) return std::nullopt;
  const double error = std::hypot(*now.point->standard_error, *then.point->standard_error);
  const double difference = *now.point->value - *then.point->value;
  if (error == 0) return std::nullopt;
  return 2 * stat::normal_upper(std::abs(difference) / error);
}

Result<std::optional<double>> p_value(IndicatorKind kind, const Side& now, const Side& then) {
  switch (kind) {
    case IndicatorKind::count:
      return p_of_counts(now, then);
    case IndicatorKind::proportion:
      return p_of_shares(now, then);
    case IndicatorKind::mean:
      return p_of_means(now, then);
    case IndicatorKind::ratio:
    case IndicatorKind::stratified_proportion:
      return p_of_estimates(now, then);
    case IndicatorKind::total:
      break;  // sums of unlike records: no distribution to test against
  }
  return std::nullopt;
}

class Comparer {
 public:
  Comparer(const Plan& plan, const Measures& measures, const std::vector<Point>& points)
      : plan_(plan), measures_(measures) {
    std::size_t i = 0;
    for (const auto& [place, measure] : measures) {
      index_[place] = &points[i++];
      if (!first_ || place.period < *first_) first_ = place.period;
    }
  }

  /// None when the other period is missing, cut, or has no value.
  Result<std::optional<Change>> change(const Place& place, const Point& point, Date other) const {
    if (!point.value || !whole(place.period) || !whole(other)) return std::nullopt;
    static const Measure nothing{};
    Point zero;
    zero.value = 0;
    Side then{&zero, &nothing, days(other)};
    const auto found = measures_.find({place.group, other});
    if (found != measures_.end()) {
      then = {index_.at(found->first), &found->second, days(other)};
    } else if (plan_.indicator->kind != IndicatorKind::count || other < *first_) {
      return std::nullopt;  // a period without records is a count of none, but no share
    }
    if (!then.point->value) return std::nullopt;
    const Side now{&point, &measures_.at(place), days(place.period)};
    Change made;
    made.difference = *point.value - *then.point->value;
    ZH_TRY(made.p, p_value(plan_.indicator->kind, now, then));
    made.significant = made.p && *made.p < 1 - plan_.confidence;
    return made;
  }

 private:
  [[nodiscard]] double days(Date start) const {
    return next_period(plan_.grain, start).days - start.days;
  }
  [[nodiscard]] bool whole(Date start) const {
    const Date end = next_period(plan_.grain, start);
    const bool cut_before = plan_.from && start < *plan_.from && *plan_.from < end;
    const bool cut_after = plan_.to && end.days - 1 > plan_.to->days;
    const bool still_running = !plan_.to && start <= plan_.today && plan_.today < end;
    return !cut_before && !cut_after && !still_running;
  }

  const Plan& plan_;
  const Measures& measures_;
  std::map<Place, const Point*> index_;
  std::optional<Date> first_;
};

}  // namespace

Result<void> add_changes(const Plan& plan, const Measures& measures, std::vector<Point>& points) {
  if (plan.grain == Grain::none) return {};
  const Comparer comparer(plan, measures, points);
  std::size_t i = 0;
  for (const auto& [place, measure] : measures) {
    Point& point = points[i++];
    ZH_TRY(point.on_previous,
           comparer.change(place, point, previous_period(plan.grain, place.period)));
    if (const auto year = year_before(plan.grain, place.period)) {
      ZH_TRY(point.on_year, comparer.change(place, point, *year));
    }
  }
  return {};
}

}  // namespace zhiheng::indicator
