#include "stat/path_model_fit.h"

#include <algorithm>
#include <cmath>

#include "stat/check.h"
#include "stat/failures.h"

namespace zhiheng::stat {
namespace {

Result<void> check_scale(const PathModel& model, const AnswerScale& scale) {
  ZH_DO(check_same_length("low", scale.low.size(), model.items.size()));
  ZH_DO(check_same_length("high", scale.high.size(), model.items.size()));
  for (std::size_t item = 0; item < model.items.size(); ++item) {
    const double low = scale.low[item];
    const double high = scale.high[item];
    if (std::isfinite(low) && std::isfinite(high) && std::isfinite(high - low) && low < high) {
      continue;
    }
    return fail(value_out_of_range, "scale of " + model.items[item],
                shown(low) + ".." + shown(high), "low < high");
  }
  return {};
}

Result<void> check_answers(const PathModel& model, const ItemAnswers& answers,
                           const AnswerScale& scale) {
  for (std::size_t at = 0; at < answers.values.size(); ++at) {
    if (!answers.answered.empty() && answers.answered[at] == 0) continue;
    const std::size_t item = at % model.items.size();
    const double value = answers.values[at];
    if (value >= scale.low[item] && value <= scale.high[item]) continue;
    return fail(
        value_out_of_range,
        "row " + std::to_string(at / model.items.size() + 1) + ", item " + model.items[item],
        shown(value), shown(scale.low[item]) + ".." + shown(scale.high[item]));
  }
  return {};
}

/// The model without one arrow, and without a latent that nothing is left to connect; `target` goes
/// on to mean the same latent.
PathModel without_arrow(const PathModel& model, std::size_t removed, std::size_t& target) {
  PathModel left{.items = model.items, .latents = {}, .arrows = {}};
  const auto connects = [&](std::size_t latent) {
    for (std::size_t at = 0; at < model.arrows.size(); ++at) {
      const auto& [source, end] = model.arrows[at];
      if (at != removed && (source == latent || end == latent)) return true;
    }
    return false;
  };
  std::vector<std::size_t> place(model.latents.size());
  for (std::size_t latent = 0; latent < model.latents.size(); ++latent) {
    place[latent] = left.latents.size();
    if (connects(latent)) left.latents.push_back(model.latents[latent]);
  }
  for (std::size_t at = 0; at < model.arrows.size(); ++at) {
    if (at == removed) continue;
    left.arrows.push_back({place[model.arrows[at].source], place[model.arrows[at].target]});
  }
  target = place[target];
  return left;
}

/// NaN where the model without the arrow has no solution.
void add_refitted_effect_sizes(const PathStudy& study, PathFit& fit) {
  const PathModel& model = study.model;
  for (std::size_t arrow = 0; arrow < model.arrows.size(); ++arrow) {
    const auto& [source, target] = model.arrows[arrow];
    const double all = quantity_of(fit.quantities, Measure::r_squared, target);
    double rest = 0;
    if (std::ranges::count(model.arrows, target, &Arrow::target) > 1) {
      std::size_t place = target;
      PathSolver solver(without_arrow(model, arrow, place), study.search);
      const bool solved = solver.solve(fit.moments.correlation) == Degenerate::none;
      rest = solved ? solver.solution().r_squared[place] : NAN;
    }
    fit.quantities.push_back(
        {Measure::f_squared_refit, target, source, all < 1 ? (all - rest) / (1 - all) : INFINITY});
  }
}

}  // namespace

Result<PathStudy> prepare_study(PathModel model, const ItemAnswers& answers, AnswerScale scale,
                                const PathSearch& search) {
  ZH_TRY(auto order, causal_order(model));
  ZH_DO(check_scale(model, scale));
  if (!(search.tolerance >= 1e-15 && search.tolerance <= 0.1)) {
    return fail(value_out_of_range, "tolerance", shown(search.tolerance), "1e-15..0.1");
  }
  if (search.most_steps < 1) {
    return fail(value_out_of_range, "most_steps", std::to_string(search.most_steps), ">= 1");
  }
  ZH_TRY(auto table, ItemTable::prepare(answers, model.items));
  ZH_DO(check_answers(model, answers, scale));
  return PathStudy{std::move(model), std::move(order), std::move(scale), std::move(table), search};
}

Result<PathFit> fit_path_model(const PathStudy& study) {
  PathFit fit;
  Degenerate reason = Degenerate::constant_item;
  PathSolver solver(study.model, study.search);
  if (study.table.weigh(study.table.weights(), fit.moments)) {
    reason = solver.solve(fit.moments.correlation);
  }
  if (reason != Degenerate::none) {
    return fail(path_model_degenerate, "model", std::string(name_of(reason)));
  }
  fit.weights = solver.solution().weights;
  fit.blocks = solver.solution().blocks;
  fit.steps = solver.solution().steps;
  measure(study.model, study.order, study.scale, fit.moments, solver, Extent::all, fit.quantities);
  add_refitted_effect_sizes(study, fit);
  return fit;
}

Matrix path_scores(const PathStudy& study, const PathFit& fit) {
  Matrix scores(study.table.rows(), study.model.latents.size());
  for (std::size_t latent = 0; latent < scores.columns; ++latent) {
    const auto& items = study.model.latents[latent].items;
    for (std::size_t i = 0; i < items.size(); ++i) {
      const std::size_t item = items[i];
      const double weight = fit.weights[fit.blocks[latent].first + i] / fit.moments.deviation[item];
      for (std::size_t row = 0; row < scores.rows; ++row) {
        scores(row, latent) += weight * (study.table.value(row, item) - fit.moments.mean[item]);
      }
    }
  }
  return scores;
}

Matrix path_indices(const PathStudy& study, const PathFit& fit) {
  Matrix indices(study.table.rows(), study.model.latents.size());
  for (const PathQuantity& each : fit.quantities) {
    if (each.measure != Measure::index_weight) continue;
    const double low = study.scale.low[each.other];
    const double range = study.scale.high[each.other] - low;
    for (std::size_t row = 0; row < indices.rows; ++row) {
      const double position = (study.table.value(row, each.other) - low) / range;
      indices(row, each.latent) += 100 * each.value * position;
    }
  }
  return indices;
}

double quantity_of(std::span<const PathQuantity> quantities, Measure measure, std::size_t latent,
                   std::size_t other) {
  const auto found = std::ranges::find_if(quantities, [&](const PathQuantity& each) {
    return each.measure == measure && each.latent == latent && each.other == other;
  });
  return found == quantities.end() ? std::nan("") : found->value;
}

}  // namespace zhiheng::stat
