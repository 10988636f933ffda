#include "stat/path_model_bootstrap.h"

#include <cmath>

#include "stat/failures.h"
#include "stat/path_model_resample.h"

namespace zhiheng::stat {
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

  ZH_DO(check_room(settings, estimates.size()));
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
  found.used = count_outcomes(outcome, found.degenerate);
  if (found.used < 2) {
    return fail(path_model_degenerate, "resamples", std::to_string(found.used), ">= 2");
  }
  std::vector<double> column;
  for (std::size_t at = 0; at < estimates.size(); ++at) {
    column.clear();
    for (std::size_t resample = 0; resample < count; ++resample) {
      if (outcome[resample] == Degenerate::none) column.push_back(values(resample, at));
    }
    if (!std::isfinite(estimates[at].value)) continue;
    if (const auto summary = summarise(column, settings.confidence)) {
      found.quantities.push_back(
          {estimates[at], summary->mean, summary->standard_error, summary->interval});
    }
  }
  return found;
}

}  // namespace zhiheng::stat
