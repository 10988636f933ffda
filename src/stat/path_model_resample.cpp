#include "stat/path_model_resample.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "stat/check.h"
#include "stat/failures.h"
#include "stat/order.h"
#include "stat/parallel.h"
#include "stat/random.h"

namespace zhiheng::stat {

Refit::Refit(const PathStudy& study) : study_(study), solver_(study.model, study.search) {}

Degenerate Refit::fit(std::span<const double> weights, std::span<const double> orientation) {
  if (!study_.table.weigh(weights, moments_)) return Degenerate::constant_item;
  const Degenerate reason = solver_.solve(moments_.correlation, orientation);
  if (reason != Degenerate::none) return reason;
  measure(study_.model, study_.order, study_.scale, moments_, solver_, Extent::resampled,
          quantities_);
  return Degenerate::none;
}

Result<Resampler> Resampler::prepare(std::span<const double> weights, const SampleDesign& design) {
  Resampler made;
  made.weights_.assign(weights.begin(), weights.end());
  if (design.strata.empty() && design.clusters.empty()) {
    for (std::size_t row = 0; row < weights.size(); ++row) {
      if (weights[row] > 0) made.rows_.push_back(row);
    }
    return made;
  }
  if (!design.strata.empty()) {
    ZH_DO(check_same_length("strata", design.strata.size(), weights.size()));
  }
  if (!design.clusters.empty()) {
    ZH_DO(check_same_length("clusters", design.clusters.size(), weights.size()));
  }
  // Clusters are told apart within their stratum; both in the order of their first rows.
  std::map<std::size_t, std::size_t> strata;
  std::map<std::pair<std::size_t, std::size_t>, std::size_t> clusters;
  for (std::size_t row = 0; row < weights.size(); ++row) {
    const std::size_t stratum = design.strata.empty() ? 0 : design.strata[row];
    const std::size_t cluster = design.clusters.empty() ? row : design.clusters[row];
    const auto [at, new_stratum] = strata.try_emplace(stratum, made.strata_.size());
    if (new_stratum) made.strata_.emplace_back();
    auto& members = made.strata_[at->second].clusters;
    const auto [within, new_cluster] = clusters.try_emplace({stratum, cluster}, members.size());
    if (new_cluster) members.emplace_back();
    members[within->second].push_back(row);
  }
  for (const auto& [stratum, at] : strata) {
    const std::size_t found = made.strata_[at].clusters.size();
    if (found < 2) {
      return fail(too_few_observations, "stratum " + std::to_string(stratum), std::to_string(found),
                  ">= 2");
    }
  }
  return made;
}

void Resampler::draw(std::uint64_t seed, std::uint64_t index, std::vector<double>& weights) const {
  Random random(seed, index);
  weights.assign(weights_.size(), 0.0);
  for (std::size_t draw = 0; draw < rows_.size(); ++draw) {
    const std::size_t row = rows_[random.below(rows_.size())];
    weights[row] += weights_[row];
  }
  for (const Stratum& stratum : strata_) {
    const std::size_t count = stratum.clusters.size();
    const double stretch = static_cast<double>(count) / static_cast<double>(count - 1);
    for (std::size_t draw = 0; draw + 1 < count; ++draw) {
      for (const std::size_t row : stratum.clusters[random.below(count)]) {
        weights[row] += stretch * weights_[row];
      }
    }
  }
}

std::optional<ResampleSummary> summarise(std::vector<double>& values, double confidence) {
  std::erase_if(values, [](double value) { return !std::isfinite(value); });
  if (values.size() < 2) return std::nullopt;
  const auto n = static_cast<double>(values.size());
  std::ranges::sort(values);
  // From the median, so that equal values have exactly no spread.
  const double middle = values[values.size() / 2];
  double sum = 0;
  for (const double value : values) sum += value - middle;
  ResampleSummary summary{.mean = middle + sum / n, .standard_error = 0, .interval = {}};
  double squares = 0;
  for (const double value : values) squares += (value - summary.mean) * (value - summary.mean);
  summary.standard_error = std::sqrt(squares / (n - 1));
  const double tail = (1 - confidence) / 2;
  summary.interval = {quantile_of_ordered(values, tail), quantile_of_ordered(values, 1 - tail)};
  return summary;
}

std::int64_t count_outcomes(std::span<const Degenerate> outcomes, DegenerateCounts& degenerate) {
  std::int64_t solved = 0;
  for (const Degenerate each : outcomes) {
    if (each == Degenerate::none) {
      ++solved;
    } else {
      ++degenerate[static_cast<std::size_t>(each)];
    }
  }
  return solved;
}

Result<void> check_settings(const ResampleSettings& settings) {
  ZH_DO(check_confidence(settings.confidence));
  if (settings.resamples >= 2 && settings.resamples <= 1'000'000) return {};
  return fail(value_out_of_range, "resamples", std::to_string(settings.resamples), "2..1000000");
}

Result<void> check_room(const ResampleSettings& settings, std::size_t each) {
  constexpr std::size_t most = 50'000'000;
  if (static_cast<std::size_t>(settings.resamples) <= most / std::max<std::size_t>(1, each)) {
    return {};
  }
  return fail(too_many_observations, "resamples", std::to_string(settings.resamples),
              "<= " + std::to_string(most / each));
}

Result<void> in_stretches(const ResampleSettings& settings,
                          const std::function<void(std::size_t first, std::size_t last)>& work) {
  const auto all = static_cast<std::size_t>(settings.resamples);
  constexpr std::size_t stretch = 16;
  return in_parallel((all + stretch - 1) / stretch, settings.threads, [&](std::size_t at) {
    work(at * stretch, std::min(all, (at + 1) * stretch));
  });
}

}  // namespace zhiheng::stat
