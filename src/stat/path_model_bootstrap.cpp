#include "stat/path_model_bootstrap.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "stat/failures.h"
#include "stat/order.h"
#include "stat/path_model_resample.h"

namespace zhiheng::stat {
namespace {

/// A quantity over the resamples in which it is defined; false if these are fewer than two.
bool summarise(std::vector<double>& values, double confidence, ResampledQuantity& summary) {
  std::erase_if(values, [](double value) { return !std::isfinite(value); });
  if (values.size() < 2) return false;
  const auto n = static_cast<double>(values.size());
  std::ranges::sort(values);
  // From the median, so that equal values have exactly no spread.
  const double middle = values[values.size() / 2];
  double sum = 0;
  for (const double value : values) sum += value - middle;
  summary.mean = middle + sum / n;
  double squares = 0;
  for (const double value : values) squares += (value - summary.mean) * (value - summary.mean);
  summary.standard_error = std::sqrt(squares / (n - 1));
  const double tail = (1 - confidence) / 2;
  summary.interval = {quantile_of_ordered(values, tail), quantile_of_ordered(values, 1 - tail)};
  return true;
}

}  // namespace

Result<PathBootstrap> bootstrap_path_model(const PathStudy& study, const ResampleSettings& settings,
                                           const SampleDesign& design) {
  ZH_DO(check_settings(settings));
  ZH_TRY(const Resampler resampler, Resampler::prepare(study.table.weights(), design));
  Refit whole(study);
  if (const Degenerate reason = whole.fit(study.table.weights()); reason != Degenerate::none) {
    return fail(path_model_degenerate, "model", std::string(name_of(reason)));
  }
  const std::vector<PathQuantity>& estimates = whole.quantities();
  const std::vector<double>& orientation = whole.solution().weights;

  const auto count = static_cast<std::size_t>(settings.resamples);
  Matrix values(count, estimates.size());
  std::vector<Degenerate> outcome(count, Degenerate::none);
  ZH_DO(in_stretches(settings, [&](std::size_t first, std::size_t last) {
    Refit refit(study);
    std::vector<double> weights;
    for (std::size_t resample = first; resample < last; ++resample) {
      resampler.draw(settings.seed, resample, weights);
      outcome[resample] = refit.fit(weights, orientation);
      if (outcome[resample] != Degenerate::none) continue;
      for (std::size_t at = 0; at < estimates.size(); ++at) {
        values(resample, at) = refit.quantities()[at].value;
      }
    }
  }));

  PathBootstrap found;
  for (const Degenerate each : outcome) ++found.degenerate[static_cast<std::size_t>(each)];
  found.used = std::exchange(found.degenerate[static_cast<std::size_t>(Degenerate::none)], 0);
  if (found.used < 2) {
    return fail(path_model_degenerate, "resamples", std::to_string(found.used), ">= 2");
  }
  std::vector<double> column;
  for (std::size_t at = 0; at < estimates.size(); ++at) {
    column.clear();
    for (std::size_t resample = 0; resample < count; ++resample) {
      if (outcome[resample] == Degenerate::none) column.push_back(values(resample, at));
    }
    ResampledQuantity summary;
    summary.quantity = estimates[at];
    if (!std::isfinite(estimates[at].value)) continue;
    if (summarise(column, settings.confidence, summary)) found.quantities.push_back(summary);
  }
  return found;
}

}  // namespace zhiheng::stat
