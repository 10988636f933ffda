#include "stat/survey_design.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>

#include "stat/check.h"
#include "stat/failures.h"

namespace zhiheng::stat {
namespace {

constexpr double unlimited = std::numeric_limits<double>::infinity();

std::string stage_name(std::size_t stage, const char* part) {
  return place("stages", stage) + "." + part;
}

Result<void> check_labels(const std::string& name, const std::vector<std::uint32_t>& labels,
                          std::size_t rows) {
  if (labels.empty()) return {};
  ZH_DO(check_same_length(name, labels.size(), rows));
  for (std::size_t i = 0; i < rows; ++i) {
    if (labels[i] < rows) continue;
    return fail(value_out_of_range, place(name, i), std::to_string(labels[i]),
                "< " + std::to_string(rows));
  }
  return {};
}

Result<void> check_sample(const SurveySample& sample) {
  ZH_DO(check_at_least("weights", sample.weights.size(), 1));
  const std::size_t rows = sample.weights.size();
  if (rows > std::numeric_limits<std::uint32_t>::max()) {
    return fail(too_many_observations, "weights", std::to_string(rows), "<= 4294967295");
  }
  for (std::size_t i = 0; i < rows; ++i) {
    if (std::isfinite(sample.weights[i]) && sample.weights[i] >= 0) continue;
    ZH_DO(check_not_negative(place("weights", i), sample.weights[i]));
  }
  ZH_DO(check_at_least("stages", sample.stages.size(), 1));
  for (std::size_t s = 0; s < sample.stages.size(); ++s) {
    const SurveyStage& stage = sample.stages[s];
    ZH_DO(check_labels(stage_name(s, "strata"), stage.strata, rows));
    ZH_DO(check_labels(stage_name(s, "units"), stage.units, rows));
    if (stage.population.empty()) continue;
    ZH_DO(check_same_length(stage_name(s, "population"), stage.population.size(), rows));
    for (std::size_t i = 0; i < rows; ++i) {
      ZH_DO(check_positive(place(stage_name(s, "population"), i), stage.population[i]));
    }
  }
  return {};
}

/// One pass of a radix sort: `order` by label, equal labels as they were.
void sort_by(const std::vector<std::uint32_t>& labels, std::vector<std::uint32_t>& order) {
  if (labels.empty()) return;
  std::vector<std::uint32_t> starts(*std::ranges::max_element(labels) + std::size_t{2}, 0);
  for (const std::uint32_t label : labels) ++starts[label + std::size_t{1}];
  std::partial_sum(starts.begin(), starts.end(), starts.begin());
  std::vector<std::uint32_t> sorted(order.size());
  for (const std::uint32_t row : order) sorted[starts[labels[row]]++] = row;
  order = std::move(sorted);
}

std::vector<std::uint32_t> order_of(const SurveySample& sample) {
  std::vector<std::uint32_t> order(sample.weights.size());
  std::iota(order.begin(), order.end(), 0U);
  for (std::size_t s = sample.stages.size(); s-- > 0;) {
    sort_by(sample.stages[s].units, order);
    sort_by(sample.stages[s].strata, order);
  }
  return order;
}

/// Numbers units and strata along the order; `outer` has the units of the stage before.
SurveyDesign::Level level_of(const SurveyStage& stage, const std::vector<std::uint32_t>& order,
                             const std::vector<std::uint32_t>& outer) {
  SurveyDesign::Level level;
  level.unit.resize(order.size());
  for (std::size_t at = 0; at < order.size(); ++at) {
    const std::uint32_t row = order[at];
    const std::uint32_t parent = outer.empty() ? 0 : outer[at];
    const bool new_stratum =
        at == 0 || parent != level.strata.back().parent ||
        (!stage.strata.empty() && stage.strata[row] != stage.strata[order[at - 1]]);
    if (new_stratum) {
      const auto first = static_cast<std::uint32_t>(level.stratum_of.size());
      level.strata.push_back({first, 0, unlimited, parent});
    }
    if (new_stratum || stage.units.empty() || stage.units[row] != stage.units[order[at - 1]]) {
      level.stratum_of.push_back(static_cast<std::uint32_t>(level.strata.size() - 1));
      ++level.strata.back().drawn;
    }
    level.unit[at] = static_cast<std::uint32_t>(level.stratum_of.size() - 1);
  }
  return level;
}

/// Fills in the populations of the strata from those of the rows.
Result<void> set_populations(std::size_t s, const SurveyStage& stage,
                             const std::vector<std::uint32_t>& order, SurveyDesign::Level& level) {
  if (stage.population.empty()) return {};
  const bool shares = std::ranges::all_of(stage.population, [](double n) { return n <= 1; });
  std::vector<double> given(level.strata.size(), 0);
  for (std::size_t at = 0; at < order.size(); ++at) {
    const std::uint32_t row = order[at];
    const std::uint32_t number = level.stratum_of[level.unit[at]];
    if (given[number] == 0) given[number] = stage.population[row];
    if (given[number] != stage.population[row]) {
      return fail(population_varies, place(stage_name(s, "population"), row),
                  shown(stage.population[row]), shown(given[number]));
    }
    SurveyDesign::Stratum& stratum = level.strata[number];
    const double drawn = stratum.drawn;
    stratum.population = shares ? drawn / given[number] : given[number];
    if (stratum.population < drawn) {
      return fail(population_too_small, place(stage_name(s, "population"), row),
                  shown(stratum.population), ">= " + shown(drawn));
    }
  }
  return {};
}

bool lonely(const SurveyDesign::Stratum& stratum) {
  return stratum.drawn == 1 && stratum.population > 1;
}

/// A row of the first lonely stratum, for the refusal.
std::uint32_t row_of(const SurveyDesign::Level& level, const SurveyDesign::Stratum& stratum,
                     const std::vector<std::uint32_t>& order) {
  const auto at = std::ranges::lower_bound(level.unit, stratum.first_unit);
  return order[static_cast<std::size_t>(at - level.unit.begin())];
}

Result<void> treat_lonely(std::size_t s, LonelyUnit how, const std::vector<std::uint32_t>& order,
                          SurveyDesign::Level& level) {
  if (how != LonelyUnit::refuse && how != LonelyUnit::average) return {};
  std::vector<double> all(level.strata.back().parent + std::size_t{1}, 0);
  std::vector<double> known(all.size(), 0);
  for (const SurveyDesign::Stratum& stratum : level.strata) {
    all[stratum.parent] += 1;
    known[stratum.parent] += lonely(stratum) ? 0 : 1;
    if (!lonely(stratum) || how == LonelyUnit::average) continue;
    return fail(lonely_unit, place(stage_name(s, "units"), row_of(level, stratum, order)), "1",
                ">= 2");
  }
  level.average.resize(all.size());
  for (std::size_t parent = 0; parent < all.size(); ++parent) {
    if (known[parent] == 0) {
      return fail(lonely_unit, stage_name(s, "strata"), shown(all[parent]), ">= 1 with >= 2 units");
    }
    level.average[parent] = all[parent] / known[parent];
  }
  return {};
}

}  // namespace

Result<SurveyDesign> SurveyDesign::build(SurveySample sample) {
  ZH_DO(check_sample(sample));
  auto frame = std::make_shared<Frame>();
  frame->lonely = sample.lonely;
  frame->order = order_of(sample);
  frame->place_of.resize(frame->order.size());
  for (std::size_t at = 0; at < frame->order.size(); ++at) {
    frame->place_of[frame->order[at]] = static_cast<std::uint32_t>(at);
  }
  for (std::size_t s = 0; s < sample.stages.size(); ++s) {
    const SurveyStage& stage = sample.stages[s];
    static const std::vector<std::uint32_t> none;
    Level level = level_of(stage, frame->order, s == 0 ? none : frame->levels.back().unit);
    ZH_DO(set_populations(s, stage, frame->order, level));
    ZH_DO(treat_lonely(s, sample.lonely, frame->order, level));
    frame->levels.push_back(std::move(level));
    // Without a number of units the later stages do not count, and may be anything.
    if (stage.population.empty()) break;
  }
  SurveyDesign design;
  design.frame_ = std::move(frame);
  design.weights_ = std::move(sample.weights);
  design.count();
  if (design.records_ == 0) return fail(weights_all_zero, "weights", "0", "> 0");
  return design;
}

void SurveyDesign::count() {
  const Level& first = frame_->levels.front();
  records_ = 0;
  degrees_ = 0;
  std::uint32_t last_unit = 0, last_stratum = 0;
  for (std::size_t at = 0; at < rows(); ++at) {
    if (weights_[frame_->order[at]] == 0) continue;
    const std::uint32_t unit = first.unit[at], stratum = first.stratum_of[unit];
    if (records_ == 0 || unit != last_unit) degrees_ += 1;
    if (records_ == 0 || stratum != last_stratum) degrees_ -= 1;
    last_unit = unit;
    last_stratum = stratum;
    ++records_;
  }
}

Result<SurveyDesign> SurveyDesign::reweighted(std::vector<double> weights,
                                              Residual residual) const {
  ZH_DO(check_same_length("weights", weights.size(), rows()));
  ZH_DO(check_finite("weights", weights));
  SurveyDesign changed = *this;
  changed.weights_ = std::move(weights);
  changed.residuals_.push_back(std::move(residual));
  changed.count();
  if (changed.records_ == 0) return fail(weights_all_zero, "weights", "0", "> 0");
  return changed;
}

}  // namespace zhiheng::stat
