#include "indicator/measures.h"

#include <cmath>

#include "indicator/period.h"
#include "indicator/strata.h"
#include "stat/mean.h"
#include "stat/proportion.h"

namespace zhiheng::indicator {
namespace {

/// A dimension's cell as its code.
std::string code_of(const cube::Cell& cell) {
  struct Say {
    std::string operator()(std::monostate) const { return {}; }
    std::string operator()(bool v) const { return v ? "true" : "false"; }
    std::string operator()(std::int64_t v) const { return std::to_string(v); }
    std::string operator()(double v) const { return std::to_string(v); }
    std::string operator()(Decimal v) const { return to_text(v); }
    std::string operator()(Date v) const { return to_text(v); }
    std::string operator()(Timestamp v) const { return to_text(v); }
    std::string operator()(const std::string& v) const { return v; }
  };
  return std::visit(Say{}, cell);
}

std::string code_of(const Dimension& dimension, const cube::Cell& cell) {
  std::string code = code_of(cell);
  // "01" lost its zero as a number; provinces begin at 11.
  if (dimension.level == Level::division && code.size() == 1) return "0" + code;
  if (is_region(dimension.level) && !code.empty()) return region_code(code);
  return code;
}

std::int64_t whole(const cube::Cell& cell) {
  if (const auto* number = std::get_if<std::int64_t>(&cell)) return *number;
  return 0;
}

std::optional<double> real(const cube::Cell& cell) {
  if (const auto* number = std::get_if<std::int64_t>(&cell)) return static_cast<double>(*number);
  if (const auto* number = std::get_if<double>(&cell)) return *number;
  if (const auto* number = std::get_if<Decimal>(&cell)) return to_double(*number);
  return std::nullopt;
}

void read_measure(const Plan& plan, std::span<const cube::Cell> cells,
                  const std::vector<std::string>& stratum, Measure& into) {
  using Kind = catalog::IndicatorKind;
  const auto number = [&](std::size_t i) { return real(cells[i]).value_or(0); };
  into.trials += whole(cells[0]);
  switch (plan.indicator->kind) {
    case Kind::count:
      if (cells.size() > 1) into.distinct = whole(cells[1]);
      break;
    case Kind::total:
      into.sum = real(cells[1]);
      break;
    case Kind::proportion:
      into.hits += whole(cells[1]);
      break;
    case Kind::stratified_proportion:
      into.hits += whole(cells[1]);
      into.strata[stratum] = {whole(cells[1]), whole(cells[0])};
      break;
    case Kind::mean:
      into.mean = into.trials == 0 ? 0 : number(1) / static_cast<double>(into.trials);
      if (into.trials > 1) {
        const auto n = static_cast<double>(into.trials);
        into.variance = number(2) / n / (n - 1);
      }
      break;
    case Kind::ratio:
      into.y = number(1);
      into.x = number(2);
      into.yy = number(3);
      into.xy = number(4);
      into.xx = number(5);
      break;
  }
}

Result<void> share(const Plan& plan, Point& point) {
  point.value = static_cast<double>(point.hits) / static_cast<double>(point.records);
  if (plan.indicator->interval == catalog::IntervalMethod::none) return {};
  const bool wilson = plan.indicator->interval == catalog::IntervalMethod::wilson;
  ZH_TRY(const auto bounds,
         wilson ? stat::wilson_interval(point.hits, point.records, plan.confidence)
                : stat::clopper_pearson_interval(point.hits, point.records, plan.confidence));
  point.low = bounds.low;
  point.high = bounds.high;
  const double p = *point.value;
  point.standard_error = std::sqrt(p * (1 - p) / static_cast<double>(point.records));
  return {};
}

void take(const stat::MeanEstimate& estimate, Point& point) {
  point.low = estimate.interval.low;
  point.high = estimate.interval.high;
  point.standard_error = estimate.standard_error;
}

Result<void> mean(const Plan& plan, const Measure& measure, Point& point) {
  point.value = measure.mean;
  if (measure.trials < 2) return {};  // one value has no spread, so no interval
  ZH_TRY(const auto estimate,
         stat::mean_interval({measure.trials, measure.mean, std::max(0.0, measure.variance)},
                             plan.confidence));
  take(estimate, point);
  return {};
}

Result<void> ratio(const Plan& plan, const Measure& measure, Point& point) {
  if (measure.x == 0) {
    point.note = "undefined";
    return {};
  }
  point.value = measure.y / measure.x;
  if (measure.trials < 2 || measure.x < 0) return {};
  ZH_TRY(const auto estimate, stat::ratio_interval({measure.trials, measure.y, measure.x,
                                                    measure.yy, measure.xy, measure.xx},
                                                   plan.confidence));
  take(estimate, point);
  return {};
}

bool counts(const Plan& plan) { return plan.indicator->kind == catalog::IndicatorKind::count; }

}  // namespace

Measures measures(const Plan& plan, const cube::Table& table) {
  Measures all;
  const std::size_t by = plan.by.size();
  const std::size_t strata = plan.strata.size();
  for (const auto& row : table.rows) {
    Place place;
    place.group.reserve(by);
    for (std::size_t i = 0; i < by; ++i) place.group.push_back(code_of(plan.by[i], row[i]));
    std::vector<std::string> stratum;
    stratum.reserve(strata);
    for (std::size_t i = 0; i < strata; ++i) {
      stratum.push_back(code_of(plan.strata[i], row[by + i]));
    }
    std::size_t next = by + strata;
    if (plan.grain != Grain::none) {
      place.period = period_of_number(plan.grain, whole(row[next++]));
    }
    read_measure(plan, std::span(row).subspan(next), stratum, all[place]);
  }
  return all;
}

Result<Point> point(const Plan& plan, const Place& place, const Measure& measure) {
  using Kind = catalog::IndicatorKind;
  Point made;
  made.group = place.group;
  made.period = period_text(plan.grain, place.period);
  made.records = measure.trials;
  made.hits = measure.hits;
  made.distinct = measure.distinct;
  if (counts(plan)) {
    made.value = static_cast<double>(measure.trials);
    return made;
  }
  if (measure.trials == 0 && plan.indicator->kind != Kind::stratified_proportion) {
    made.note = "undefined";
    return made;
  }
  if (measure.trials < plan.indicator->minimum_trials) {
    made.note = "too_few";
    return made;
  }
  switch (plan.indicator->kind) {
    case Kind::count:
      break;
    case Kind::total:
      made.value = measure.sum;
      break;
    case Kind::proportion:
      ZH_DO(share(plan, made));
      break;
    case Kind::stratified_proportion:
      ZH_DO(weighted_share(plan, measure, made));
      break;
    case Kind::mean:
      ZH_DO(mean(plan, measure, made));
      break;
    case Kind::ratio:
      ZH_DO(ratio(plan, measure, made));
      break;
  }
  return made;
}

}  // namespace zhiheng::indicator
