// Which laboratories measure well, and were their samples alike?

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <span>

#include "analysis/failures.h"
#include "analysis/method_groups.h"
#include "analysis/methods.h"
#include "analysis/rows.h"
#include "analysis/settings.h"
#include "stat/proficiency.h"

namespace zhiheng::analysis {

namespace {

/// One laboratory of a round.
struct Laboratory {
  std::string name;
  std::vector<double> results;
  double mean = 0;
  std::optional<double> uncertainty;
  std::size_t row = 0;  ///< its first
};

/// The laboratories among the rows of one measurand, in the order of their first row.
Result<std::vector<Laboratory>> laboratories_of(const Call& call, const Group& measurand,
                                                std::span<const double> results,
                                                std::span<const double> stated) {
  const Table& in = call.in();
  const auto named = in.find(call.text("laboratory"));
  std::vector<Laboratory> all;
  std::map<std::string, std::size_t, std::less<>> known;
  for (const std::size_t row : measurand.rows) {
    const std::string name =
        named ? std::string(in.text(row, *named)) : std::to_string(all.size() + 1);
    const auto [place, fresh] = known.emplace(name, all.size());
    if (fresh)
      all.push_back({.name = name, .results = {}, .mean = 0, .uncertainty = {}, .row = row});
    Laboratory& one = all[place->second];
    one.results.push_back(results[row]);
    if (std::isnan(stated[row])) continue;
    if (one.uncertainty && *one.uncertainty != stated[row]) {
      return fail(cell_wrong, in.place(row, "u"), written(stated[row]), written(*one.uncertainty));
    }
    one.uncertainty = stated[row];
  }
  for (Laboratory& one : all) {
    for (const double result : one.results) {
      one.mean += result / static_cast<double>(one.results.size());
    }
  }
  return all;
}

Result<stat::RobustScale> q_hampel(const std::vector<Laboratory>& all,
                                   const std::vector<double>& means) {
  std::vector<double> values;
  std::vector<std::size_t> whose;
  for (std::size_t at = 0; at < all.size(); ++at) {
    values.insert(values.end(), all[at].results.begin(), all[at].results.end());
    whose.resize(values.size(), at);
  }
  stat::RobustScale found;
  ZH_TRY(found.spread, stat::q_standard_deviation(values, whose));
  ZH_TRY(found.centre, stat::hampel_location(means, found.spread));
  return found;
}

/// x_pt, u(x_pt) and sigma_pt: from the participants, with what the options put in their place.
Result<stat::Assigned> assigned_of(const Call& call, const std::vector<Laboratory>& all) {
  stat::Assigned assigned;
  if (!(call.has("value") && call.has("deviation"))) {
    std::vector<double> means;
    means.reserve(all.size());
    for (const Laboratory& one : all) means.push_back(one.mean);
    ZH_TRY(const auto estimate,
           call.text("estimate") == "q-hampel" ? q_hampel(all, means) : stat::algorithm_a(means));
    ZH_TRY(assigned, stat::consensus(estimate, all.size()));
  }
  if (call.has("value")) {
    assigned.value = call.number("value");
    assigned.uncertainty = 0;
  }
  if (call.has("uncertainty")) assigned.uncertainty = call.number("uncertainty");
  if (call.has("deviation")) assigned.deviation = call.number("deviation");
  return assigned;
}

std::string verdict(double score) {
  const double size = std::abs(score);
  return size <= 2 ? "satisfactory" : size < 3 ? "questionable" : "unsatisfactory";
}

Result<Answer> proficiency(const Call& call) {
  ZH_TRY(const auto measurands, groups_by(call, "group"));
  std::vector<std::string> of, names, verdicts, chosen, by_uncertainty;
  Rows rows({"x", "x_pt", "u_pt", "sigma_pt", "z", "z_prime", "zeta", "En"});
  const double none = std::nan("");
  ZH_TRY(const auto results, call.in().numbers("x"));
  ZH_TRY(const auto stated, call.in().numbers("u", none));
  for (const Group& measurand : measurands) {
    ZH_DO(call.go_on());
    ZH_TRY(const auto all, laboratories_of(call, measurand, results, stated));
    const auto assigned = assigned_of(call, all);
    if (!assigned) {
      Error error = assigned.error();
      error.where = measurand.name + (measurand.name.empty() ? "" : ", ") + error.where;
      return std::unexpected(std::move(error));
    }
    const bool plain = stat::uncertainty_negligible(*assigned);
    for (const Laboratory& one : all) {
      const auto scores =
          stat::performance_scores(one.mean, one.uncertainty, *assigned, call.number("coverage"));
      if (!scores) return call.in().locate(one.row, scores.error());
      of.push_back(measurand.name);
      names.push_back(one.name);
      chosen.emplace_back(plain ? "z" : "z_prime");
      verdicts.push_back(verdict(plain ? scores->z : scores->z_prime));
      by_uncertainty.emplace_back(!scores->e_n                  ? ""
                                  : std::abs(*scores->e_n) <= 1 ? "satisfactory"
                                                                : "unsatisfactory");
      rows.add(std::vector<double>{one.mean, assigned->value, assigned->uncertainty,
                                   assigned->deviation, scores->z, scores->z_prime,
                                   scores->zeta.value_or(none), scores->e_n.value_or(none)});
    }
  }
  Answer answer;
  if (call.has("group")) answer.add(call.text("group"), std::move(of));
  answer.add("laboratory", std::move(names));
  rows.move_to(answer);
  answer.add("judged_by", std::move(chosen));
  answer.add("verdict", std::move(verdicts));
  answer.add("En_verdict", std::move(by_uncertainty));
  return answer;
}

Result<Answer> homogeneity(const Call& call) {
  if (!call.has("deviation")) return call.refuse("deviation", "sigma_pt > 0");
  ZH_TRY(const auto first, call.in().numbers("first"));
  ZH_TRY(const auto second, call.in().numbers("second"));
  ZH_TRY(const auto found, stat::homogeneity(first, second, call.number("deviation")));
  Rows rows({"samples", "mean", "s_between", "s_within", "allowed", "limit"});
  rows.add(std::vector<double>{static_cast<double>(first.size()), found.mean, found.between,
                               found.within, found.allowed, found.limit});
  Answer answer;
  rows.move_to(answer);
  answer.add("verdict",
             std::vector<std::string>{found.adequate              ? "adequate"
                                      : found.adequate_with_error ? "adequate_within_error"
                                                                  : "inadequate"});
  return answer;
}

}  // namespace

std::vector<Method> proficiency_methods() {
  return {
      {.name = "proficiency",
       .group = group::proficiency_testing,
       .title = {"能力验证评分：z、z′、ζ、En（指定值按算法 A 或 Q/Hampel）",
                 "scores of a proficiency test: z, z', zeta, En"},
       .columns = {"输入列：x（结果），可有 laboratory、u（标准不确定度）；同一实验室多行取平均。"
                   "输出：每个实验室一行。",
                   "Columns: x, and where known laboratory and u (standard uncertainty); several "
                   "rows of a laboratory are averaged. Answer: a row per laboratory; judged by z, "
                   "or by z' where u(x_pt) > 0.3 sigma_pt."},
       .formula = "z = (x - x_pt) / sigma_pt, z' with sqrt(sigma_pt^2 + u_pt^2), zeta with "
                  "sqrt(u_x^2 + u_pt^2), En = zeta / k; u_pt = 1.25 s* / sqrt(p); questionable "
                  "above 2, unsatisfactory from 3, En above 1",
       .source = "ISO 13528:2022, 7.7, 9.2 to 9.7, annex C (GB/T 28043)",
       .settings = {{.name = "estimate",
                     .kind = Setting::Kind::choice,
                     .otherwise = "algorithm-a",
                     .help = {"由参加者得出指定值的方法", "how the participants give x_pt and s*"},
                     .choices = {"algorithm-a", "q-hampel"}},
                    number_setting("value", "",
                                   {"已知的指定值（代替参加者的一致值）",
                                    "a known x_pt, in place of the consensus"}),
                    number_setting("uncertainty", "",
                                   {"指定值的标准不确定度", "standard uncertainty of x_pt"}),
                    number_setting("deviation", "",
                                   {"能力评定标准差（代替 s*）", "sigma_pt, in place of s*"}),
                    number_setting("coverage", "2",
                                   {"En 的包含因子 k", "k of the expanded uncertainty"}),
                    {.name = "laboratory",
                     .kind = Setting::Kind::text,
                     .otherwise = "laboratory",
                     .help = {"实验室列名", "column of the laboratories"}},
                    group_setting()},
       .run = proficiency},
      {.name = "homogeneity",
       .group = group::proficiency_testing,
       .title = {"样品均匀性检验", "are the samples of a round homogeneous?"},
       .columns = {"输入列：first、second（每个样品两份的结果）。",
                   "Columns: first, second: two portions of each sample. Answer: deviations "
                   "between and within samples, their limits and the verdict."},
       .formula = "s_s^2 = s_mean^2 - s_w^2 / 2; adequate up to 0.3 sigma_pt, within error up to "
                  "sqrt(F1 (0.3 sigma_pt)^2 + F2 s_w^2)",
       .source = "ISO 13528:2022, B.2 and B.3; M. Thompson and others, Pure Appl. Chem. 78 (2006) "
                 "145",
       .settings = {number_setting("deviation", "",
                                   {"能力评定标准差 σpt（必需）", "sigma_pt, needed"})},
       .run = homogeneity},
  };
}

}  // namespace zhiheng::analysis
