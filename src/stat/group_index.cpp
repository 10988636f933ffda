#include "stat/group_index.h"

#include <algorithm>
#include <cmath>

#include "stat/check.h"
#include "stat/failures.h"
#include "stat/order.h"
#include "stat/path_model_resample.h"

namespace zhiheng::stat {
namespace {

constexpr std::size_t most_groups = 10'000;

/// Index of every group and latent: groups x latents; NaN for a group without weight.
class GroupMeans {
 public:
  GroupMeans(const PathStudy& study, const Groups& groups)
      : study_(study), groups_(groups), positions_(study.table.rows(), study.table.items()) {
    for (std::size_t row = 0; row < positions_.rows; ++row) {
      for (std::size_t item = 0; item < positions_.columns; ++item) {
        const double low = study.scale.low[item];
        positions_(row, item) =
            100 * (study.table.value(row, item) - low) / (study.scale.high[item] - low);
      }
    }
  }

  [[nodiscard]] Matrix indices(const std::vector<PathQuantity>& quantities,
                               std::span<const double> weights) const {
    Matrix mean(groups_.names.size(), positions_.columns);
    std::vector<double> total(groups_.names.size(), 0.0);
    for (std::size_t row = 0; row < positions_.rows; ++row) {
      if (!(weights[row] > 0)) continue;
      const std::size_t group = groups_.of[row];
      total[group] += weights[row];
      for (std::size_t item = 0; item < positions_.columns; ++item) {
        mean(group, item) += weights[row] * positions_(row, item);
      }
    }
    Matrix index(groups_.names.size(), study_.model.latents.size());
    for (const PathQuantity& each : quantities) {
      if (each.measure != Measure::index_weight) continue;
      for (std::size_t group = 0; group < index.rows; ++group) {
        index(group, each.latent) +=
            total[group] > 0 ? each.value * mean(group, each.other) / total[group] : NAN;
      }
    }
    return index;
  }

 private:
  const PathStudy& study_;
  const Groups& groups_;
  Matrix positions_;  ///< answers on the scale 0..100
};

}  // namespace

Result<GroupIndices> index_by_group(const PathStudy& study, const Groups& groups,
                                    const ResampleSettings& settings, const SampleDesign& design) {
  ZH_DO(check_settings(settings));
  ZH_DO(check_groups(groups, study.table.rows(), 1, most_groups));
  const std::vector<double>& own = study.table.weights();
  ZH_TRY(const Resampler resampler, Resampler::prepare(own, design));
  Refit whole(study);
  if (const Degenerate reason = whole.fit(own); reason != Degenerate::none) {
    return fail(path_model_degenerate, "model", std::string(name_of(reason)));
  }
  const std::vector<double>& orientation = whole.solution().weights;
  const GroupMeans means(study, groups);
  const Matrix estimate = means.indices(whole.quantities(), own);

  ZH_DO(check_room(settings, estimate.values.size()));
  const auto count = static_cast<std::size_t>(settings.resamples);
  Matrix values(count, estimate.values.size());
  std::vector<Degenerate> outcome(count, Degenerate::none);
  ZH_DO(in_stretches(settings, [&](std::size_t first, std::size_t last) {
    Refit refit(study);
    std::vector<double> weights;
    for (std::size_t at = first; at < last; ++at) {
      resampler.draw(settings.seed, at, weights);
      outcome[at] = refit.fit(weights, orientation);
      if (outcome[at] != Degenerate::none) continue;
      const Matrix found = means.indices(refit.quantities(), weights);
      std::ranges::copy(found.values,
                        values.values.begin() + static_cast<std::ptrdiff_t>(at * values.columns));
    }
  }));

  GroupIndices made;
  made.used = count_outcomes(outcome, made.degenerate);
  std::vector<std::int64_t> rows(groups.names.size(), 0);
  for (std::size_t row = 0; row < own.size(); ++row) rows[groups.of[row]] += own[row] > 0 ? 1 : 0;
  std::vector<double> column;
  for (std::size_t group = 0; group < estimate.rows; ++group) {
    for (std::size_t latent = 0; latent < estimate.columns; ++latent) {
      GroupIndex each;
      each.group = group;
      each.latent = latent;
      each.rows = rows[group];
      each.index = estimate(group, latent);
      column.clear();
      for (std::size_t at = 0; at < count; ++at) {
        if (outcome[at] == Degenerate::none) {
          column.push_back(values(at, group * estimate.columns + latent));
        }
      }
      if (const auto summary = summarise(column, settings.confidence); summary && each.rows > 1) {
        each.has_interval = true;
        each.standard_error = summary->standard_error;
        each.interval = summary->interval;
      }
      made.indices.push_back(each);
    }
  }
  return made;
}

}  // namespace zhiheng::stat
