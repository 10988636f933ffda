// How sure is an index, and do groups differ? Resampling of a questionnaire.

#include <algorithm>
#include <cmath>
#include <map>

#include "analysis/methods.h"
#include "analysis/satisfaction_survey.h"
#include "analysis/settings.h"
#include "stat/group_index.h"
#include "stat/multiple.h"
#include "stat/path_model_bootstrap.h"
#include "stat/path_model_groups.h"

namespace zhiheng::analysis {

namespace {

/// The numbers of texts in a column, in the order of their first rows; none without the option.
Result<std::vector<std::size_t>> places_of(const Call& call, const std::string& setting) {
  std::vector<std::size_t> places;
  if (!call.has(setting)) return places;
  ZH_TRY(const std::size_t at, call.in().column(call.text(setting)));
  std::map<std::string_view, std::size_t> known;
  for (std::size_t row = 0; row < call.in().rows(); ++row) {
    places.push_back(known.try_emplace(call.in().text(row, at), known.size()).first->second);
  }
  return places;
}

stat::ResampleSettings resample_settings(const Call& call) {
  return {.resamples = call.whole("resamples"),
          .confidence = call.number("confidence"),
          .seed = static_cast<std::uint64_t>(call.whole("seed")),
          .threads = call.threads()};
}

std::vector<Setting> resample_options() {
  using Kind = Setting::Kind;
  return {{.name = "resamples",
           .kind = Kind::whole,
           .otherwise = "1000",
           .help = {"重抽样次数", "how many resamples"}},
          confidence_setting(),
          {.name = "seed",
           .kind = Kind::whole,
           .otherwise = "1",
           .help = {"随机种子；同一种子结果相同", "seed; the same seed gives the same answer"}},
          threads_setting()};
}

std::vector<Setting> design_options() {
  using Kind = Setting::Kind;
  return {{.name = "stratum",
           .kind = Kind::text,
           .help = {"抽样层所在列", "column of the strata of the sample"}},
          {.name = "cluster",
           .kind = Kind::text,
           .help = {"初级抽样单元所在列", "column of the primary sampling units"}}};
}

/// "3 of 1000 left out: constant item 2, not converged 1"; nothing when all could be solved.
void add_degenerate(const std::string& what, std::int64_t used,
                    const stat::DegenerateCounts& degenerate, Answer& answer) {
  std::string reasons;
  std::int64_t lost = 0;
  for (std::size_t reason = 0; reason < degenerate.size(); ++reason) {
    if (degenerate[reason] == 0) continue;
    lost += degenerate[reason];
    reasons.append(reasons.empty() ? "" : ", ")
        .append(name_of(static_cast<stat::Degenerate>(reason)))
        .append(" " + std::to_string(degenerate[reason]));
  }
  answer.remarks.push_back(std::to_string(used) + " " + what + " used, " + std::to_string(lost) +
                           " without a solution left out" + (lost > 0 ? ": " + reasons : ""));
}

Result<Answer> bootstrap_model(const Call& call) {
  ZH_TRY(const Survey survey, read_survey(call));
  ZH_TRY(const auto strata, places_of(call, "stratum"));
  ZH_TRY(const auto clusters, places_of(call, "cluster"));
  ZH_TRY(const stat::PathBootstrap found,
         stat::bootstrap_path_model(survey.study, resample_settings(call), {strata, clusters}));
  std::vector<stat::PathQuantity> all;
  all.reserve(found.quantities.size());
  for (const auto& each : found.quantities) all.push_back(each.quantity);
  ZH_DO(check_quantity(call, all));
  QuantityNames names;
  std::vector<double> value, mean, error, t, low, high;
  for (const auto& each : found.quantities) {
    if (!wanted(call, each.quantity)) continue;
    names.add(survey.study.model, each.quantity);
    value.push_back(each.quantity.value);
    mean.push_back(each.mean);
    error.push_back(each.standard_error);
    t.push_back(each.standard_error > 0 ? each.quantity.value / each.standard_error : NAN);
    low.push_back(each.interval.low);
    high.push_back(each.interval.high);
  }
  Answer answer;
  names.move_into(answer);
  answer.add("value", std::move(value));
  answer.add("mean", std::move(mean));
  answer.add("se", std::move(error));
  answer.add("t", std::move(t));
  answer.add("lower", std::move(low));
  answer.add("upper", std::move(high));
  answer.remarks = remarks_of(survey);
  add_degenerate("resamples", found.used, found.degenerate, answer);
  return answer;
}

/// The groups in the order of their names' first rows.
Result<stat::Groups> groups_in(const Call& call) {
  if (!call.has("group")) return call.refuse("group", "region");
  ZH_TRY(const std::size_t at, call.in().column(call.text("group")));
  stat::Groups groups{.names = {}, .of = std::vector<std::size_t>(call.in().rows())};
  for (const Group& each : groups_of(call.in(), at)) {
    for (const std::size_t row : each.rows) groups.of[row] = groups.names.size();
    groups.names.push_back(each.name);
  }
  return groups;
}

/// Rows that do not take part leave no group behind.
void drop_empty(const Survey& survey, stat::Groups& groups) {
  std::vector<std::size_t> place(groups.names.size(), groups.names.size());
  std::vector<std::string> names;
  for (std::size_t row = 0; row < survey.used.size(); ++row) {
    if (!survey.used[row] || place[groups.of[row]] < groups.names.size()) continue;
    place[groups.of[row]] = names.size();
    names.push_back(groups.names[groups.of[row]]);
  }
  // A row without weight counts nowhere, so any group will do for it.
  for (std::size_t& group : groups.of) group = std::min(place[group], names.size() - 1);
  groups.names = std::move(names);
}

Answer differences(const Call& call, const Survey& survey, const stat::Groups& groups,
                   const stat::GroupTests& found) {
  QuantityNames names;
  std::vector<std::string> first, second;
  std::vector<double> one, other, difference, low, high, permutation, bootstrap;
  for (const auto& each : found.differences) {
    if (!wanted(call, each.quantity)) continue;
    names.add(survey.study.model, each.quantity);
    first.push_back(groups.names[each.first]);
    second.push_back(groups.names[each.second]);
    one.push_back(each.first_value);
    other.push_back(each.second_value);
    difference.push_back(each.quantity.value);
    low.push_back(each.interval.low);
    high.push_back(each.interval.high);
    permutation.push_back(each.permutation_p);
    bootstrap.push_back(each.bootstrap_p);
  }
  Answer answer;
  names.move_into(answer);
  answer.add("first", std::move(first));
  answer.add("second", std::move(second));
  answer.add("first_value", std::move(one));
  answer.add("second_value", std::move(other));
  answer.add("difference", std::move(difference));
  answer.add("lower", std::move(low));
  answer.add("upper", std::move(high));
  const auto adjusted = stat::holm(permutation);
  answer.add("p_permutation", std::move(permutation));
  answer.add("p_holm", adjusted ? *adjusted : std::vector<double>(answer.rows(), NAN));
  answer.add("p_bootstrap", std::move(bootstrap));
  return answer;
}

Answer spreads(const Call& call, const Survey& survey, const stat::GroupTests& found) {
  QuantityNames names;
  std::vector<double> mean, spread, p;
  for (const auto& each : found.spreads) {
    if (!wanted(call, each.quantity)) continue;
    names.add(survey.study.model, each.quantity);
    mean.push_back(each.quantity.value);
    spread.push_back(each.spread);
    p.push_back(each.permutation_p);
  }
  Answer answer;
  names.move_into(answer);
  answer.add("mean", std::move(mean));
  answer.add("spread", std::move(spread));
  answer.add("p_permutation", std::move(p));
  return answer;
}

Answer invariance(const Survey& survey, const stat::Groups& groups, const stat::GroupTests& found) {
  std::vector<std::string> latent, first, second;
  std::vector<double> correlation, quantile, p;
  for (const auto& each : found.invariance) {
    latent.push_back(survey.latents()[each.latent].name);
    first.push_back(groups.names[each.first]);
    second.push_back(groups.names[each.second]);
    correlation.push_back(each.correlation);
    quantile.push_back(each.low_quantile);
    p.push_back(each.permutation_p);
  }
  Answer answer;
  answer.add("latent", std::move(latent));
  answer.add("first", std::move(first));
  answer.add("second", std::move(second));
  answer.add("correlation", std::move(correlation));
  answer.add("low_quantile", std::move(quantile));
  answer.add("p_permutation", std::move(p));
  return answer;
}

Result<Answer> compare_models(const Call& call) {
  ZH_TRY(const Survey survey, read_survey(call));
  ZH_TRY(stat::Groups groups, groups_in(call));
  drop_empty(survey, groups);
  const std::string& show = call.text("show");
  if (show == "spreads" && groups.names.size() < 3) {
    return call.refuse("show", "differences, invariance");
  }
  const auto tested = stat::compare_groups(survey.study, groups, resample_settings(call));
  if (!tested) {
    Error error = tested.error();
    if (std::ranges::find(groups.names, error.where) != groups.names.end()) {
      error.where = call.in().name() + ", " + call.text("group") + " '" + error.where + "'";
    }
    return std::unexpected(std::move(error));
  }
  const stat::GroupTests& found = *tested;
  ZH_DO(check_quantity(call, found.by_group.front()));
  Answer answer = show == "spreads"      ? spreads(call, survey, found)
                  : show == "invariance" ? invariance(survey, groups, found)
                                         : differences(call, survey, groups, found);
  answer.remarks = remarks_of(survey);
  for (std::size_t group = 0; group < groups.names.size(); ++group) {
    answer.remarks.push_back(groups.names[group] + ": " + std::to_string(found.sizes[group]) +
                             " rows");
  }
  add_degenerate("permutations", found.permutations_used, found.permutations_lost, answer);
  add_degenerate("resamples", found.resamples_used, found.resamples_lost, answer);
  return answer;
}

Result<Answer> group_indices(const Call& call) {
  ZH_TRY(const Survey survey, read_survey(call));
  stat::Groups groups{.names = {""}, .of = std::vector<std::size_t>(call.in().rows(), 0)};
  if (call.has("group")) {
    ZH_TRY(groups, groups_in(call));
    drop_empty(survey, groups);
  }
  ZH_TRY(const auto strata, places_of(call, "stratum"));
  ZH_TRY(const auto clusters, places_of(call, "cluster"));
  ZH_TRY(const stat::GroupIndices found,
         stat::index_by_group(survey.study, groups, resample_settings(call), {strata, clusters}));
  std::vector<std::string> names, latents;
  std::vector<std::int64_t> rows;
  std::vector<double> index, error, low, high;
  for (const auto& each : found.indices) {
    names.push_back(groups.names[each.group]);
    latents.push_back(survey.latents()[each.latent].name);
    rows.push_back(each.rows);
    index.push_back(each.index);
    error.push_back(each.has_interval ? each.standard_error : NAN);
    low.push_back(each.has_interval ? each.interval.low : NAN);
    high.push_back(each.has_interval ? each.interval.high : NAN);
  }
  Answer answer;
  if (call.has("group")) answer.add("group", std::move(names));
  answer.add("latent", std::move(latents));
  answer.add("n", std::move(rows));
  answer.add("index", std::move(index));
  answer.add("se", std::move(error));
  answer.add("lower", std::move(low));
  answer.add("upper", std::move(high));
  answer.remarks = remarks_of(survey);
  add_degenerate("resamples", found.used, found.degenerate, answer);
  return answer;
}

Setting group_option() {
  return {.name = "group",
          .kind = Setting::Kind::text,
          .help = {"分组所在列，如地区", "column of the groups, such as a region"}};
}

}  // namespace

std::vector<Method> satisfaction_resampling_methods() {
  return {
      {.name = "pls-bootstrap",
       .group = survey_group(),
       .title = {"指数、路径与信度的自助法区间",
                 "intervals of index, paths and reliability by bootstrap"},
       .columns = {"输入同 pls。输出：quantity、latent、item、value、mean、se、t、lower、upper。",
                   "Input as for pls. Answer: quantity, latent, item, value, mean and se over the "
                   "resamples, t = value / se, lower, upper (percentiles)."},
       .formula = "rows drawn with replacement and everything fitted anew; with --stratum or "
                  "--cluster m - 1 of m clusters a stratum, weights times m / (m - 1)",
       .source =
           "B. Efron, R. J. Tibshirani, An Introduction to the Bootstrap (1993) ch. 13; J. N. K. "
           "Rao, C. F. J. Wu, J. Am. Stat. Assoc. 83 (1988) 231",
       .settings =
           joined({survey_settings(), resample_options(), design_options(), {quantity_option()}}),
       .run = bootstrap_model},
      {.name = "satisfaction-index",
       .group = survey_group(),
       .title = {"各组满意度指数及其区间（权数统一）",
                 "satisfaction index of each group with its interval, on common weights"},
       .columns = {"输入同 pls，另有 --group 列。输出：group、latent、n、index、se、lower、upper。",
                   "Input as for pls, and the column of --group. Answer: group, latent, n, index, "
                   "se, lower, upper."},
       .formula = "index = (sum v mean - low) / (high - low) 100 with the group's means and the "
                  "weights v of all; bootstrap as pls-bootstrap",
       .source = "C. Fornell and others, J. Mark. 60 (1996) 7; GB/T 19038-2009",
       .settings =
           joined({survey_settings(), {group_option()}, resample_options(), design_options()}),
       .run = group_indices},
      {.name = "pls-groups",
       .group = survey_group(),
       .title = {"各组指数、路径是否不同（置换与自助检验）",
                 "do groups differ in index or paths? Permutation and bootstrap tests"},
       .columns =
           {"输入同 pls，另有 --group 列（2–50 组）。输出见 --show。",
            "Input as for pls, and the column of --group (2 to 50 groups, each fitted on its "
            "own). Answer by --show: differences of each pair; spreads over all groups; "
            "invariance of the weights (MICOM step 2)."},
       .formula =
           "p = (1 + permutations with |difference| as large) / (1 + permutations); bootstrap "
           "p: 2 min(P, 1 - P), P how often 2 mean - resample of one group is above the other's",
       .source =
           "W. W. Chin, J. Dibbern in Handbook of Partial Least Squares (2010) 171; J. Henseler, "
           "C. M. Ringle, R. R. Sinkovics, Adv. Int. Mark. 20 (2009) 277; J. Henseler, C. M. "
           "Ringle, M. Sarstedt, Int. Mark. Rev. 33 (2016) 405",
       .settings = joined({survey_settings(),
                           {group_option()},
                           resample_options(),
                           {quantity_option(),
                            {.name = "show",
                             .kind = Setting::Kind::choice,
                             .otherwise = "differences",
                             .help = {"两两差异、全部组的离散或测量不变性", "which table"},
                             .choices = {"differences", "spreads", "invariance"}}}}),
       .run = compare_models},
  };
}

}  // namespace zhiheng::analysis
