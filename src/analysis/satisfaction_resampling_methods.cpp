// How sure is an index, and do groups differ? Resampling of a questionnaire.

#include <algorithm>
#include <cmath>
#include <map>

#include "analysis/methods.h"
#include "analysis/satisfaction_survey.h"
#include "stat/path_model_bootstrap.h"

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
          .threads = static_cast<int>(std::clamp<std::int64_t>(call.whole("threads"), 1, 1024)),
          .stopped = call.interrupted};
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
          {.name = "threads",
           .kind = Kind::whole,
           .otherwise = "1",
           .help = {"线程数；结果与之无关", "threads; the answer does not depend on them"}}};
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

Result<Answer> bootstrap(const Call& call) {
  ZH_TRY(const Survey survey, read_survey(call));
  ZH_TRY(const auto strata, places_of(call, "stratum"));
  ZH_TRY(const auto clusters, places_of(call, "cluster"));
  ZH_TRY(const stat::PathBootstrap found,
         stat::bootstrap_path_model(survey.study, resample_settings(call), {strata, clusters}));
  std::vector<stat::PathQuantity> all;
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
       .run = bootstrap},
  };
}

}  // namespace zhiheng::analysis
