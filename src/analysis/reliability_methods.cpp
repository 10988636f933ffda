// How long do products last, and do they get better?

#include <algorithm>
#include <cmath>
#include <limits>

#include "analysis/failures.h"
#include "analysis/method_groups.h"
#include "analysis/methods.h"
#include "analysis/rows.h"
#include "stat/growth.h"
#include "stat/lifetime.h"
#include "stat/survival.h"

namespace zhiheng::analysis {

namespace {

/// "time" and "failed" (1 or 0, 1 for all without the column) as units.
Result<std::vector<stat::ObservedLife>> units_of(const Table& in) {
  ZH_TRY(const auto times, in.numbers("time"));
  ZH_TRY(const auto failed, in.numbers("failed", 1));
  std::vector<stat::ObservedLife> units;
  for (std::size_t row = 0; row < times.size(); ++row) {
    if (failed[row] != 0 && failed[row] != 1) {
      return fail(cell_wrong, in.place(row, "failed"), written(failed[row]), "0, 1");
    }
    units.push_back({times[row], failed[row] == 1});
  }
  return units;
}

/// A refusal with the name of the group in front.
std::unexpected<Error> in_group(const Call& call, const Group& one, Error error) {
  auto located = locate_index(call.in(), std::move(error), one.rows);
  if (one.name.empty()) return located;
  Error named = std::move(located).error();
  named.where = one.name + ", " + named.where;
  return std::unexpected(std::move(named));
}

stat::SurvivalInterval interval_kind(const std::string& name) {
  return name == "plain" ? stat::SurvivalInterval::plain
         : name == "log" ? stat::SurvivalInterval::log
                         : stat::SurvivalInterval::log_log;
}

Result<Answer> survival(const Call& call) {
  ZH_TRY(const auto units, units_of(call.in()));
  ZH_TRY(const auto groups, groups_by(call, "group"));
  std::vector<std::string> names;
  Rows rows({"time", "at_risk", "failures", "censored", "survival", "se", "lower", "upper"});
  for (const Group& one : groups) {
    ZH_DO(call.go_on());
    const auto steps = stat::kaplan_meier(
        picked(units, one.rows), interval_kind(call.text("interval")), call.number("confidence"));
    if (!steps) return in_group(call, one, steps.error());
    for (const auto& step : *steps) {
      names.push_back(one.name);
      rows.add(std::vector<double>{step.time, static_cast<double>(step.at_risk),
                                   static_cast<double>(step.failures),
                                   static_cast<double>(step.censored), step.survival,
                                   step.standard_error, step.interval.low, step.interval.high});
    }
  }
  Answer answer;
  if (call.has("group")) answer.add(call.text("group"), std::move(names));
  rows.move_to(answer);
  return answer;
}

Result<Answer> survival_quantiles(const Call& call) {
  ZH_TRY(const auto units, units_of(call.in()));
  ZH_TRY(const auto groups, groups_by(call, "group"));
  const double none = std::nan("");
  std::vector<std::string> names;
  Rows rows({"share", "time", "lower", "upper"});
  for (const Group& one : groups) {
    ZH_DO(call.go_on());
    const auto steps = stat::kaplan_meier(
        picked(units, one.rows), interval_kind(call.text("interval")), call.number("confidence"));
    if (!steps) return in_group(call, one, steps.error());
    for (const std::string& word : listed(call.text("shares"))) {
      const auto share = number_of(word);
      if (!share) return call.refuse("shares", "0.1,0.5");
      ZH_TRY(const auto found, stat::survival_quantile(*steps, *share));
      names.push_back(one.name);
      rows.add(std::vector<double>{*share, found.time.value_or(none), found.low.value_or(none),
                                   found.high.value_or(none)});
    }
  }
  Answer answer;
  if (call.has("group")) answer.add(call.text("group"), std::move(names));
  rows.move_to(answer);
  return answer;
}

Result<Answer> log_rank(const Call& call) {
  if (!call.has("group")) return call.refuse("group", "a column");
  ZH_TRY(const auto units, units_of(call.in()));
  ZH_TRY(const auto groups, groups_by(call, "group"));
  std::vector<std::size_t> whose(units.size());
  std::vector<std::string> names;
  for (std::size_t at = 0; at < groups.size(); ++at) {
    for (const std::size_t row : groups[at].rows) whose[row] = at;
    names.push_back(groups[at].name);
  }
  const auto found = stat::log_rank_test(units, whose);
  if (!found) return locate_index(call.in(), found.error());
  Answer answer;
  answer.add(call.text("group"), names);
  answer.add("observed", found->observed);
  answer.add("expected", found->expected);
  answer.add("chi2", std::vector<double>(names.size(), found->statistic));
  answer.add("df", std::vector<double>(names.size(), found->degrees_of_freedom));
  answer.add("p_value", std::vector<double>(names.size(), found->p_value));
  return answer;
}

/// Records of lives: "low" and "high" (empty for no bound), else "time" and "failed"; "count".
Result<std::vector<stat::Lifetime>> lives_of(const Table& in) {
  ZH_TRY(const auto counts, in.numbers("count", 1));
  std::vector<stat::Lifetime> lives;
  if (in.has("low") || in.has("high")) {
    ZH_TRY(const auto low, in.numbers("low", 0));
    ZH_TRY(const auto high, in.numbers("high", std::numeric_limits<double>::infinity()));
    for (std::size_t row = 0; row < low.size(); ++row) {
      lives.push_back({low[row], high[row], counts[row]});
    }
    return lives;
  }
  ZH_TRY(const auto units, units_of(in));
  for (std::size_t row = 0; row < units.size(); ++row) {
    const double end =
        units[row].failed ? units[row].time : std::numeric_limits<double>::infinity();
    lives.push_back({units[row].time, end, counts[row]});
  }
  return lives;
}

/// The rows of one fit: parameters, then what was asked for.
Result<void> add_fit(const Call& call, const stat::LifeFit& fit, std::vector<std::string>& names,
                     Rows& rows) {
  const double none = std::nan("");
  const double confidence = call.number("confidence");
  const auto add = [&](std::string name, const stat::LifeEstimate& found) {
    names.push_back(std::move(name));
    rows.add(std::vector<double>{found.value, found.interval.low, found.interval.high});
  };
  ZH_TRY(const auto scale, stat::life_scale(fit, confidence));
  add("scale", scale);
  if (fit.model != stat::LifeModel::exponential) {
    ZH_TRY(const auto shape, stat::life_shape(fit, confidence));
    add("shape", shape);
  }
  for (const std::string& word : listed(call.text("shares"))) {
    const auto share = number_of(word);
    if (!share) return call.refuse("shares", "0.1,0.5");
    ZH_TRY(const auto found, stat::life_quantile(fit, *share, confidence));
    add("B" + written(100 * *share), found);
  }
  for (const std::string& word : listed(call.has("times") ? call.text("times") : "")) {
    const auto time = number_of(word);
    if (!time) return call.refuse("times", "1000,2000");
    ZH_TRY(const auto found, stat::life_reliability(fit, *time, confidence));
    add("R(" + word + ")", found);
  }
  for (const auto& [name, value] :
       {std::pair{"mean", fit.mean()}, std::pair{"log_likelihood", fit.log_likelihood},
        std::pair{"aic", fit.aic()}, std::pair{"units", fit.units},
        std::pair{"failures", fit.failures}}) {
    names.emplace_back(name);
    rows.add(std::vector<double>{value, none, none});
  }
  return {};
}

Result<Answer> life_fit(const Call& call) {
  ZH_TRY(const auto lives, lives_of(call.in()));
  ZH_TRY(const auto groups, groups_by(call, "group"));
  const std::string& asked = call.text("model");
  const std::pair<const char*, stat::LifeModel> models[] = {
      {"weibull", stat::LifeModel::weibull},
      {"lognormal", stat::LifeModel::lognormal},
      {"exponential", stat::LifeModel::exponential}};
  std::vector<std::string> of, model_names, quantities;
  Rows rows({"value", "lower", "upper"});
  for (const Group& one : groups) {
    ZH_DO(call.go_on());
    for (const auto& [name, model] : models) {
      if (asked != "all" && asked != name) continue;
      const auto fit = stat::fit_lifetimes(picked(lives, one.rows), model);
      if (!fit) return in_group(call, one, fit.error());
      ZH_DO(add_fit(call, *fit, quantities, rows));
      of.resize(quantities.size(), one.name);
      model_names.resize(quantities.size(), name);
    }
  }
  Answer answer;
  if (call.has("group")) answer.add(call.text("group"), std::move(of));
  answer.add("model", std::move(model_names));
  answer.add("quantity", std::move(quantities));
  rows.move_to(answer);
  return answer;
}

stat::TestEnd end_of(const Call& call) {
  return call.text("ended") == "failure" ? stat::TestEnd::at_failure : stat::TestEnd::at_time;
}

Result<Answer> mtbf(const Call& call) {
  ZH_TRY(const auto failures, call.in().wholes("failures"));
  ZH_TRY(const auto time, call.in().numbers("time"));
  Rows rows({"mtbf", "lower", "upper", "at_least"});
  for (std::size_t row = 0; row < time.size(); ++row) {
    ZH_DO(call.go_on());
    const auto found = stat::mean_time_between_failures(failures[row], time[row], end_of(call),
                                                        call.number("confidence"));
    if (!found) return call.in().locate(row, found.error());
    rows.add(std::vector<double>{found->value, found->interval.low, found->interval.high,
                                 found->at_least});
  }
  ZH_TRY(Answer answer, call.echo({"failures", "time"}));
  rows.move_to(answer);
  return answer;
}

Result<Answer> mtbf_test(const Call& call) {
  ZH_TRY(const auto target, call.in().numbers("target"));
  ZH_TRY(const auto allowed, call.in().wholes("allowed"));
  std::vector<double> time;
  for (std::size_t row = 0; row < target.size(); ++row) {
    ZH_DO(call.go_on());
    const auto found =
        stat::demonstration_time(target[row], allowed[row], call.number("confidence"));
    if (!found) return call.in().locate(row, found.error());
    time.push_back(*found);
  }
  ZH_TRY(Answer answer, call.echo({"target", "allowed"}));
  answer.add("time", std::move(time));
  return answer;
}

Result<Answer> growth(const Call& call) {
  const bool at_failure = call.text("ended") == "failure";
  if (!at_failure && !call.has("end")) return call.refuse("end", "> 0");
  if (call.whole("seed") < 0) return call.refuse("seed", ">= 0");
  ZH_TRY(const auto times, call.in().numbers("time"));
  const auto found =
      stat::fit_growth(times, call.has("end") ? call.number("end") : 1, end_of(call),
                       call.number("confidence"), static_cast<std::uint64_t>(call.whole("seed")));
  if (!found) return locate_index(call.in(), found.error());
  const double none = std::nan("");
  Rows rows({"value", "lower", "upper"});
  rows.add(std::vector<double>{found->beta, found->beta_interval.low, found->beta_interval.high});
  rows.add(std::vector<double>{found->lambda, none, none});
  rows.add(std::vector<double>{found->mtbf, found->mtbf_interval.low, found->mtbf_interval.high});
  for (const double value :
       {found->beta_unbiased, found->trend_p, found->cramer_von_mises, found->fit_p}) {
    rows.add(std::vector<double>{value, none, none});
  }
  Answer answer;
  answer.add("quantity",
             std::vector<std::string>{"beta", "lambda", "mtbf", "beta_unbiased", "trend_p_value",
                                      "cramer_von_mises", "fit_p_value"});
  rows.move_to(answer);
  return answer;
}

const Words time_columns = {"输入列：time（时间），可有 failed（1 失效、0 删失，缺省全为失效）。",
                            "Columns: time, and failed (1, or 0 for a unit last seen working; "
                            "without it all failed)."};

Setting interval_setting() {
  return {.name = "interval",
          .kind = Setting::Kind::choice,
          .otherwise = "log-log",
          .help = {"区间的变换", "scale of the intervals"},
          .choices = {"plain", "log", "log-log"}};
}

Setting shares_setting() {
  return {.name = "shares",
          .kind = Setting::Kind::text,
          .otherwise = "0.1,0.5",
          .help = {"失效比例，以逗号分隔；0.1 即 B10 寿命",
                   "shares failed, separated by commas; 0.1 gives the B10 life"}};
}

Setting ended_setting() {
  return {.name = "ended",
          .kind = Setting::Kind::choice,
          .otherwise = "time",
          .help = {"试验截尾方式：定时或定数", "what ended the watch: a time or a failure"},
          .choices = {"time", "failure"}};
}

}  // namespace

std::vector<Method> reliability_methods() {
  return {
      {.name = "survival",
       .group = group::reliability_of_products,
       .title = {"Kaplan–Meier 生存曲线", "share still working: Kaplan-Meier"},
       .columns = {time_columns.zh + "输出：每个不同时间一行。",
                   time_columns.en + " Answer: a row per different time."},
       .formula = "S(t) = product of (1 - d / n); variance S^2 sum d / (n (n - d)) (Greenwood)",
       .source = "E. L. Kaplan, P. Meier, J. Am. Stat. Assoc. 53 (1958) 457",
       .settings = {interval_setting(), group_setting(), one_confidence()},
       .run = survival},
      {.name = "survival-quantile",
       .group = group::reliability_of_products,
       .title = {"由生存曲线求 B10、中位寿命", "B10 and median life from the survival curve"},
       .columns = {time_columns.zh + "曲线未降到处为空。",
                   time_columns.en + " Empty where the curve or its bound does not come down."},
       .formula = "the first time with S <= 1 - share; bounds from the bounds of S",
       .source = "R. Brookmeyer, J. Crowley, Biometrics 38 (1982) 29",
       .settings = {shares_setting(), interval_setting(), group_setting(), one_confidence()},
       .run = survival_quantiles},
      {.name = "log-rank",
       .group = group::reliability_of_products,
       .title = {"各组寿命是否相同：对数秩检验", "do groups fail alike? log-rank test"},
       .columns = time_columns,
       .formula = "chi2 = (O - E)' V^- (O - E)",
       .source = "N. Mantel, Cancer Chemother. Rep. 50 (1966) 163",
       .settings = {group_setting()},
       .run = log_rank},
      {.name = "life-fit",
       .group = group::reliability_of_products,
       .title = {"Weibull、对数正态、指数寿命分布（左、右、区间删失）",
                 "Weibull, lognormal and exponential lives under any censoring"},
       .columns = {"输入列：time、failed；或 low、high（空为无界，相等为精确值）；可有 count。",
                   "Columns: time and failed; or low and high (empty for no bound, equal for an "
                   "exact time); count where rows stand for several units. Answer: scale, shape, "
                   "quantiles, reliabilities, each with its interval, and the likelihood."},
       .formula =
           "maximum of sum log f(t), log R(low), log F(high), log(F(high) - F(low)); Weibull "
           "R(t) = exp(-(t / scale)^shape), lognormal ln t ~ N(ln scale, 1 / shape^2); "
           "intervals exp(ln x -/+ z se)",
       .source = "W. Q. Meeker, L. A. Escobar, Statistical Methods for Reliability Data (1998)",
       .settings = {{.name = "model",
                     .kind = Setting::Kind::choice,
                     .otherwise = "weibull",
                     .help = {"分布", "distribution"},
                     .choices = {"weibull", "lognormal", "exponential", "all"}},
                    shares_setting(),
                    {.name = "times",
                     .kind = Setting::Kind::text,
                     .help = {"求可靠度的时间，以逗号分隔",
                              "times at which the reliability is wanted, separated by commas"}},
                    group_setting(),
                    one_confidence()},
       .run = life_fit},
      {.name = "mtbf",
       .group = group::reliability_of_products,
       .title = {"平均无故障时间 MTBF 及区间", "mean time between failures"},
       .columns = {"输入列：failures（失效数）、time（总时间）。",
                   "Columns: failures, time (in total). Answer: two-sided bounds and at_least, the "
                   "one-sided lower bound."},
       .formula = "2 T / chi2(1 - a; 2 r + 2), ended at a failure 2 r; upper 2 T / chi2(a; 2 r)",
       .source = "B. Epstein, Technometrics 2 (1960) 435; IEC 60605-4:2001 (GB/T 5080.4)",
       .settings = {ended_setting(), one_confidence()},
       .run = mtbf},
      {.name = "mtbf-test",
       .group = group::reliability_of_products,
       .title = {"验证 MTBF 目标所需的试验时间", "test time that shows an MTBF"},
       .columns = {"输入列：target（目标）、allowed（允许失效数）。",
                   "Columns: target, allowed (failures). Answer: time, in total over all units."},
       .formula = "T = target chi2(confidence; 2 allowed + 2) / 2, confidence one-sided",
       .source = "B. Epstein, Technometrics 2 (1960) 435",
       .settings = {one_confidence()},
       .run = mtbf_test},
      {.name = "reliability-growth",
       .group = group::reliability_of_products,
       .title = {"可靠性增长：Crow–AMSAA 模型", "reliability growth: Crow-AMSAA"},
       .columns = {"输入列：time（各次失效的累积总时间）。",
                   "Column: time, of each failure in total time of all units. Answer: beta (below "
                   "one: failures become rarer), lambda, the MTBF reached, the test of a constant "
                   "rate and of the model."},
       .formula = "E N(t) = lambda t^beta; beta = n / sum ln(T / t), MTBF = T / (n beta)",
       .source = "L. H. Crow (1974); MIL-HDBK-189C (2011); IEC 61164:2004",
       .settings = {ended_setting(),
                    {.name = "end",
                     .kind = Setting::Kind::number,
                     .help = {"试验结束时的总时间（定时截尾必需）",
                              "total time at the end, needed unless a failure ended it"}},
                    {.name = "seed",
                     .kind = Setting::Kind::whole,
                     .otherwise = "1",
                     .help = {"随机种子", "seed of the simulated p-value"}},
                    one_confidence()},
       .run = growth},
  };
}

}  // namespace zhiheng::analysis
