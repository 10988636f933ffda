#include "indicator/strata.h"

#include <algorithm>

#include "stat/stratified.h"

namespace zhiheng::indicator {
namespace {

/// Whether a stratum's code can lie inside another: for regions the shorter digits begin the
/// longer ones.
bool inside(bool region, const std::string& stratum, const std::string& asked) {
  if (!region) return stratum == asked;
  const std::string a = region_prefix(stratum);
  const std::string b = region_prefix(asked);
  return a.starts_with(b) || b.starts_with(a);
}

/// Whether a row of the weight table belongs to the group, the question's region included.
bool belongs(const Plan& plan, const std::vector<std::string>& codes,
             const std::vector<std::string>& group) {
  const auto& fields = plan.indicator->strata->fields;
  for (std::size_t f = 0; f < fields.size(); ++f) {
    const bool region =
        fields[f].starts_with("region:") || fields[f] == plan.indicator->region_field;
    for (std::size_t i = 0; i < plan.by.size(); ++i) {
      const bool same = plan.by[i].name == fields[f] || (region && plan.by[i].of_region());
      if (same && !inside(region, codes[f], group[i])) return false;
    }
    if (region && !plan.region.empty() && !inside(true, codes[f], region_code(plan.region))) {
      return false;
    }
  }
  return true;
}

/// The codes that the row has among the strata that are not dimensions themselves.
std::vector<std::string> own_codes(const Plan& plan, const std::vector<std::string>& codes) {
  const auto& fields = plan.indicator->strata->fields;
  std::vector<std::string> own;
  for (const auto& stratum : plan.strata) {
    const auto at = std::ranges::find(fields, stratum.name) - fields.begin();
    own.push_back(codes[static_cast<std::size_t>(at)]);
  }
  return own;
}

}  // namespace

Result<void> weighted_share(const Plan& plan, const Measure& measure, Point& point) {
  const auto* weights = plan.catalog->find_weights(plan.indicator->strata->weights);
  std::vector<stat::Stratum> strata;
  bool missing = false;
  double sum = 0;
  point.records = point.hits = 0;
  for (const auto& declared : weights->strata) {
    if (!belongs(plan, declared.codes, point.group)) continue;
    const auto counted = measure.strata.find(own_codes(plan, declared.codes));
    if (counted == measure.strata.end() || counted->second.second == 0) {
      missing = true;
      continue;
    }
    const auto [hits, trials] = counted->second;
    strata.push_back({declared.weight, hits, trials, 0});
    sum += declared.weight;
    point.records += trials;
    point.hits += hits;
  }
  if (strata.empty()) {
    point.note = "undefined";
    return {};
  }
  if (missing && weights->missing == catalog::MissingStratum::refuse) {
    point.note = "missing_stratum";
    return {};
  }
  if (point.records < plan.indicator->minimum_trials) {
    point.note = "too_few";
    return {};
  }
  for (auto& stratum : strata) stratum.weight /= sum;
  ZH_TRY(const auto estimate, stat::stratified_proportion(strata, plan.confidence));
  point.value = estimate.proportion;
  point.low = estimate.interval.low;
  point.high = estimate.interval.high;
  point.standard_error = estimate.standard_error;
  if (missing) point.note = "renormalised";
  return {};
}

std::int64_t outside_strata(const Plan& plan, const Measures& measures) {
  if (!plan.indicator->strata) return 0;
  const auto* weights = plan.catalog->find_weights(plan.indicator->strata->weights);
  std::int64_t outside = 0;
  for (const auto& [place, measure] : measures) {
    for (const auto& [codes, counted] : measure.strata) {
      const bool known = std::ranges::any_of(weights->strata, [&](const auto& declared) {
        return belongs(plan, declared.codes, place.group) &&
               own_codes(plan, declared.codes) == codes;
      });
      if (!known) outside += counted.second;
    }
  }
  return outside;
}

}  // namespace zhiheng::indicator
