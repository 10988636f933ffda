#include "plan/outlook.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "stat/projection.h"

namespace zhiheng::plan {
namespace {

using catalog::IndicatorKind;
using stat::TrendScale;

constexpr double prediction_confidence = 0.8;
constexpr std::int64_t draws = 20'000;
constexpr std::uint64_t seed = 20120206;  // the day of the outline; any fixed number does

TrendScale scale_of(const catalog::Indicator& indicator,
                    const std::vector<stat::Observed>& points) {
  const auto all = [&](auto fits) {
    return std::ranges::all_of(points, fits, &stat::Observed::value);
  };
  if (adds_up(indicator) && all([](double v) { return v > 0; })) return TrendScale::logarithm;
  const bool share = indicator.kind == IndicatorKind::proportion ||
                     indicator.kind == IndicatorKind::stratified_proportion ||
                     (indicator.kind == IndicatorKind::ratio && indicator.scale == 100);
  if (share && all([](double v) { return v > 0 && v < 1; })) return TrendScale::logit;
  return TrendScale::plain;
}

Words words_of(TrendScale scale) {
  switch (scale) {
    case TrendScale::logit:
      return {"logit 尺度", "on the logit"};
    case TrendScale::logarithm:
      return {"对数尺度", "on the logarithm"};
    case TrendScale::plain:
      break;
  }
  return {"原尺度", "on its own scale"};
}

/// A year as an observation. A share of none or all moves by half a record, so that it has a logit.
stat::Observed observed(const indicator::Point& point, const catalog::Indicator& indicator) {
  double value = *point.value;
  double error = point.standard_error.value_or(0);
  if (indicator.kind == IndicatorKind::proportion && point.records > 0) {
    const auto n = static_cast<double>(point.records);
    value = (value * n + 0.5) / (n + 1);
    error = std::sqrt(value * (1 - value) / n);
  }
  if (indicator.kind == IndicatorKind::count) error = std::sqrt(value);
  return {.time = static_cast<double>(year_of(point)), .value = value, .standard_error = error};
}

/// Years from the one after the last that was observed to that of the deadline.
std::vector<double> years_ahead(double last, int deadline) {
  std::vector<double> years;
  for (double year = last + 1; year <= deadline; ++year) years.push_back(year);
  return years;
}

Result<double> chance_of(const TargetProgress& target, const stat::Trend& trend,
                         const catalog::Wording& wording, const stat::Observed& last,
                         int deadline) {
  const auto at_deadline = static_cast<double>(deadline);
  const auto ahead = years_ahead(last.time, deadline);
  const std::string& how = target.comparator;
  if (how == "falling_every_year") {
    return stat::chance_of(trend, stat::Course::falling, ahead, last.value, draws, seed);
  }
  if (how == "rising") return stat::chance_of_at_least(trend, at_deadline, last.value);
  if (how == "falling") {
    ZH_TRY(const double above, stat::chance_of_at_least(trend, at_deadline, last.value));
    return 1 - above;
  }
  const double wanted = *target.wanted;
  if (how == "stable_at_least") {
    return stat::chance_of(trend, stat::Course::at_least, ahead, wanted, draws, seed);
  }
  if (how == "about") {
    const double away = to_double(wording.about_tolerance) * std::abs(wanted);
    ZH_TRY(const double low, stat::chance_of_at_least(trend, at_deadline, wanted - away));
    ZH_TRY(const double high, stat::chance_of_at_least(trend, at_deadline, wanted + away));
    return low - high;
  }
  ZH_TRY(const double above, stat::chance_of_at_least(trend, at_deadline, wanted));
  return how == "at_most" || how == "less_than" ? 1 - above : above;
}

bool has_number(const std::string& comparator) {
  return comparator != "rising" && comparator != "falling" && comparator != "falling_every_year";
}

/// Why nothing can be said ahead; empty when something can.
Words obstacle(const TargetProgress& target, Date today) {
  if (!target.deadline) return {"没有期限", "no deadline"};
  if (*target.deadline < today) return {"期限已过", "the deadline has passed"};
  if (target.comparator == "equal") {
    return {"要求恰好等于该数，不作趋势推算", "an exact number is not projected"};
  }
  if (target.comparator == "meets" || target.comparator == "stable") {
    return {"定性目标，不作推算", "not a number: not projected"};
  }
  if (has_number(target.comparator) && !target.wanted) {
    return {"没有目标值", "no number to reach"};
  }
  return {};
}

}  // namespace

int year_of(const indicator::Point& point) {
  int year = 0;
  std::from_chars(point.period.data(), point.period.data() + point.period.size(), year);
  return year;
}

bool is_running(const indicator::Point& point, Date today) {
  return year_of(point) == static_cast<int>(civil(today).year()) &&
         today < make_date(year_of(point), 12, 31);
}

bool adds_up(const catalog::Indicator& indicator) {
  return indicator.kind == IndicatorKind::count || indicator.kind == IndicatorKind::total;
}

void look_ahead(TargetProgress& target, const catalog::Indicator& indicator,
                const catalog::Wording& wording, Date today) {
  target.no_outlook = obstacle(target, today);
  if (!target.no_outlook.zh.empty()) return;
  std::vector<stat::Observed> points;
  for (const auto& point : target.series) {
    const bool part_of_a_year = is_running(point, today) || year_of(point) == target.begun_year;
    if (!point.value || (adds_up(indicator) && part_of_a_year)) continue;
    points.push_back(observed(point, indicator));
  }
  const int deadline = static_cast<int>(civil(*target.deadline).year());
  if (points.size() < 3) {
    target.no_outlook = {"只有 " + std::to_string(points.size()) + " 个年度，不足 3 个，不作推算",
                         std::to_string(points.size()) + " years are not enough: 3 are needed"};
    return;
  }
  if (deadline <= points.back().time) {
    target.no_outlook = {"期限所在年度已有数据", "the year of the deadline is being observed"};
    return;
  }
  const TrendScale scale = scale_of(indicator, points);
  const auto trend = stat::fit_trend(points, scale);
  if (!trend) {
    target.no_outlook = {"各年数值没有波动，不能推算", "the years show no spread to project from"};
    return;
  }
  const auto said = stat::predict(*trend, deadline, prediction_confidence);
  const auto chance = chance_of(target, *trend, wording, points.back(), deadline);
  if (!said || !chance) {
    target.no_outlook = {"不能推算", "cannot be projected"};
    return;
  }
  const Words on = words_of(scale);
  target.outlook = Outlook{
      .year = deadline,
      .value = said->value,
      .interval = said->interval,
      .chance = *chance,
      .periods = static_cast<int>(points.size()),
      .model = {on.zh + "上的加权线性趋势，各年误差取抽样误差与年间波动之和，t 分布（自由度 " +
                    std::to_string(points.size() - 2) + "）",
                "weighted straight line " + on.en +
                    ", sampling error and spread between years, Student's t with " +
                    std::to_string(points.size() - 2) + " degrees of freedom"}};
}

}  // namespace zhiheng::plan
