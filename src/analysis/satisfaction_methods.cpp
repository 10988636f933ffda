// The satisfaction index and what drives it.

#include <cmath>
#include <map>

#include "analysis/methods.h"
#include "analysis/satisfaction_survey.h"
#include "analysis/settings.h"

namespace zhiheng::analysis {

namespace {

using stat::Measure;

/// Weights below zero turn an index round, so that better answers lower it.
void add_index_remarks(const stat::PathModel& model, const stat::PathFit& fit, Answer& answer) {
  for (const auto& each : fit.quantities) {
    if (each.measure != Measure::index_weight || !(each.value < 0)) continue;
    answer.remarks.push_back(
        model.items[each.other] + " has a negative weight in " + model.latents[each.latent].name +
        ": its index may leave 0..100; is the item asked the other way round?");
  }
}

Answer long_table(const Call& call, const Survey& survey, const stat::PathFit& fit) {
  Answer answer;
  QuantityNames names;
  std::vector<double> values;
  for (const auto& each : fit.quantities) {
    if (!wanted(call, each)) continue;
    names.add(survey.study.model, each);
    values.push_back(each.value);
  }
  names.move_into(answer);
  answer.add("value", std::move(values));
  return answer;
}

Answer latent_table(const Survey& survey, const stat::PathFit& fit) {
  std::vector<std::string> names, modes;
  std::vector<std::int64_t> items;
  for (const auto& latent : survey.latents()) {
    names.push_back(latent.name);
    modes.emplace_back(latent.measurement == stat::Measurement::formative ? "B" : "A");
    items.push_back(static_cast<std::int64_t>(latent.items.size()));
  }
  Answer answer;
  answer.add("latent", std::move(names));
  answer.add("mode", std::move(modes));
  answer.add("items", std::move(items));
  for (const Measure measure :
       {Measure::index, Measure::index_deviation, Measure::r_squared, Measure::ave,
        Measure::cronbach_alpha, Measure::dillon_goldstein_rho, Measure::rho_a, Measure::rho_c}) {
    std::vector<double> values;
    values.reserve(survey.latents().size());
    for (std::size_t latent = 0; latent < survey.latents().size(); ++latent) {
      values.push_back(quantity_of(fit.quantities, measure, latent));
    }
    answer.add(std::string(name_of(measure)), std::move(values));
  }
  return answer;
}

Answer item_table(const Survey& survey, const stat::PathFit& fit) {
  std::vector<std::string> latents, items;
  std::vector<double> means;
  std::map<Measure, std::vector<double>> values;
  const Measure shown[] = {Measure::weight, Measure::loading, Measure::communality,
                           Measure::redundancy, Measure::index_weight};
  for (std::size_t latent = 0; latent < survey.latents().size(); ++latent) {
    for (const std::size_t item : survey.latents()[latent].items) {
      latents.push_back(survey.latents()[latent].name);
      items.push_back(survey.study.model.items[item]);
      means.push_back(fit.moments.mean[item]);
      for (const Measure measure : shown) {
        values[measure].push_back(quantity_of(fit.quantities, measure, latent, item));
      }
    }
  }
  Answer answer;
  answer.add("latent", std::move(latents));
  answer.add("item", std::move(items));
  answer.add("mean", std::move(means));
  for (const Measure measure : shown) {
    answer.add(std::string(name_of(measure)), std::move(values[measure]));
  }
  return answer;
}

Answer path_table(const Survey& survey, const stat::PathFit& fit) {
  std::vector<std::string> sources, targets;
  std::vector<double> paths, effects, sizes;
  for (const auto& [source, target] : survey.study.model.arrows) {
    sources.push_back(survey.latents()[source].name);
    targets.push_back(survey.latents()[target].name);
    paths.push_back(quantity_of(fit.quantities, Measure::path, target, source));
    effects.push_back(quantity_of(fit.quantities, Measure::total_effect, target, source));
    sizes.push_back(quantity_of(fit.quantities, Measure::f_squared, target, source));
  }
  Answer answer;
  answer.add("source", std::move(sources));
  answer.add("target", std::move(targets));
  answer.add("path", std::move(paths));
  answer.add("total_effect", std::move(effects));
  answer.add("f2", std::move(sizes));
  return answer;
}

Result<Answer> fit_model(const Call& call) {
  ZH_TRY(const Survey survey, read_survey(call));
  ZH_TRY(const stat::PathFit fit, stat::fit_path_model(survey.study));
  ZH_DO(check_quantity(call, fit.quantities));
  const std::string& show = call.text("show");
  if (show != "all" && call.has("quantity")) return call.refuse("show", "all");
  Answer answer = show == "latents" ? latent_table(survey, fit)
                  : show == "items" ? item_table(survey, fit)
                  : show == "paths" ? path_table(survey, fit)
                                    : long_table(call, survey, fit);
  answer.remarks = remarks_of(survey);
  answer.remarks.push_back(std::to_string(fit.steps) + " steps");
  add_index_remarks(survey.study.model, fit, answer);
  return answer;
}

Result<Answer> scores(const Call& call) {
  ZH_TRY(const Survey survey, read_survey(call));
  ZH_TRY(const stat::PathFit fit, stat::fit_path_model(survey.study));
  const bool index = call.text("scale") == "index";
  const stat::Matrix found =
      index ? path_indices(survey.study, fit) : path_scores(survey.study, fit);
  const double n = fit.moments.rows;
  const double stretch = call.text("scale") == "sample" ? std::sqrt((n - 1) / n) : 1.0;
  ZH_TRY(Answer answer, call.echo({}));
  std::vector<std::int64_t> numbers(found.rows);
  for (std::size_t row = 0; row < found.rows; ++row)
    numbers[row] = static_cast<std::int64_t>(row) + 1;
  answer.add("row", std::move(numbers));
  for (std::size_t latent = 0; latent < found.columns; ++latent) {
    std::vector<double> values(found.rows, NAN);
    for (std::size_t row = 0; row < found.rows; ++row) {
      if (survey.used[row]) values[row] = stretch * found(row, latent);
    }
    answer.add(survey.latents()[latent].name, std::move(values));
  }
  answer.remarks = remarks_of(survey);
  return answer;
}

constexpr const char* source =
    "J.-B. Lohmoeller, Latent Variable Path Modeling with Partial Least Squares (1989); M. "
    "Tenenhaus "
    "and others, Comput. Stat. Data Anal. 48 (2005) 159; index: C. Fornell and others, J. Mark. 60 "
    "(1996) 7; GB/T 19038-2009";

}  // namespace

std::vector<Method> satisfaction_methods() {
  return {
      {.name = "pls",
       .group = survey_group(),
       .title = {"满意度指数与路径模型：权数、载荷、路径、信度",
                 "satisfaction index and path model: weights, loadings, paths, reliability"},
       .columns = {"输入：每题项一列，每位受访者一行。输出：quantity、latent、item（路径为来源）、"
                   "value；或 --show 指定的宽表。",
                   "A column per item, a row per respondent. Answer: quantity, latent, item (of a "
                   "path: its source), value; or a wide table by --show."},
       .formula = "y = sum w x; w = cov(x, z) (A) or Cov(x)^-1 cov(x, z) (B), z = sum e y of the "
                  "neighbours; index = (sum v mean - low) / (high - low) 100, v = w / s, sum v = 1",
       .source = source,
       .settings = joined({survey_settings(),
                           {{.name = "show",
                             .kind = Setting::Kind::choice,
                             .otherwise = "all",
                             .help = {"长表，或潜变量、题项、路径的宽表",
                                      "all as one long table, or one wide table"},
                             .choices = {"all", "latents", "items", "paths"}},
                            quantity_option()}}),
       .run = fit_model},
      {.name = "pls-scores",
       .group = survey_group(),
       .title = {"每位受访者的潜变量得分或指数", "scores or indices of each respondent"},
       .columns = {"输入同 pls。输出：row 与每个潜变量一列；未用的行为空。",
                   "Input as for pls. Answer: row and a column per latent variable; rows left out "
                   "are empty."},
       .formula = "score = sum w (x - mean) / s; index = sum v (x - low) / (high - low) 100",
       .source = source,
       .settings = joined(
           {survey_settings(),
            {{.name = "scale",
              .kind = Setting::Kind::choice,
              .otherwise = "index",
              .help =
                  {"指数 0–100，或方差为一（除数 n）、样本方差为一（n − 1）",
                   "index 0..100, or variance one with divisor n (population) or n - 1 (sample)"},
              .choices = {"index", "population", "sample"}}}}),
       .run = scores},
  };
}

}  // namespace zhiheng::analysis
