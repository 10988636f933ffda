// How much should each part count; how much did each part give?

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "analysis/failures.h"
#include "analysis/method_groups.h"
#include "analysis/methods.h"
#include "analysis/rows.h"
#include "stat/composite.h"
#include "stat/shapley.h"

namespace zhiheng::analysis {

namespace {

/// "judgements[0][2]" as the line of one criterion and the column of the other.
std::unexpected<Error> of_judgements(const Table& in, const std::vector<std::string>& names,
                                     Error error) {
  std::size_t row = 0, column = 0;
  if (std::sscanf(error.where.c_str(), "judgements[%zu][%zu]", &row, &column) == 2 &&
      row < names.size() && column < names.size()) {
    error.where = in.place(row, names[column]);
  }
  return std::unexpected(std::move(error));
}

Result<Answer> judged_weights(const Call& call) {
  ZH_TRY(const std::size_t name_at, call.in().column("criterion"));
  const std::vector<std::string> names = call.in().texts(name_at);
  constexpr std::size_t most = 1000;
  if (names.size() > most) {
    return fail(cell_wrong, call.in().place(most, "criterion"), std::to_string(names.size()),
                "<= " + std::to_string(most) + " criteria");
  }
  std::vector<double> judgements(names.size() * names.size());
  for (std::size_t j = 0; j < names.size(); ++j) {
    ZH_TRY(const auto column, call.in().numbers(names[j]));
    for (std::size_t i = 0; i < names.size(); ++i) judgements[i * names.size() + j] = column[i];
  }
  auto judged = stat::judged_weights(judgements);
  if (!judged) return of_judgements(call.in(), names, std::move(judged.error()));
  auto found = *std::move(judged);
  const std::size_t count = names.size();
  Answer answer;
  answer.add("criterion", names);
  answer.add("weight", std::move(found.weights));
  answer.add("eigenvalue", std::vector<double>(count, found.largest_eigenvalue));
  answer.add("inconsistency", std::vector<double>(count, found.inconsistency));
  answer.add("consistency_ratio", std::vector<double>(count, found.consistency_ratio));
  if (found.consistency_ratio > 0.1) {
    answer.remarks.emplace_back(
        "the consistency ratio is above 0.1: the judgements should be "
        "looked at again");
  }
  return answer;
}

Result<Answer> shapley(const Call& call) {
  ZH_TRY(const std::size_t at, call.in().column("coalition"));
  ZH_TRY(const auto values, call.in().numbers("value"));
  std::vector<std::string> parts;
  for (std::size_t row = 0; row < values.size(); ++row) {
    for (std::string& part : listed(call.in().text(row, at), '|')) {
      if (std::ranges::find(parts, part) == parts.end()) parts.push_back(std::move(part));
    }
  }
  if (parts.empty() || parts.size() > 20) {
    return fail(cell_wrong, call.in().name() + ", coalition", std::to_string(parts.size()),
                "1..20");
  }
  std::vector<double> known(std::size_t{1} << parts.size(), std::nan(""));
  known[0] = 0;  // nobody gains nothing, unless the table says otherwise
  for (std::size_t row = 0; row < values.size(); ++row) {
    std::size_t set = 0;
    for (const std::string& part : listed(call.in().text(row, at), '|')) {
      set |= std::size_t{1} << static_cast<std::size_t>(std::ranges::find(parts, part) -
                                                        parts.begin());
    }
    known[set] = values[row];
  }
  for (std::size_t set = 0; set < known.size(); ++set) {
    if (!std::isnan(known[set])) continue;
    std::string missing;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if ((set >> i & 1U) != 0) missing.append(missing.empty() ? "" : "|").append(parts[i]);
    }
    return fail(cell_wrong, call.in().name() + ", coalition", "", missing);
  }
  const auto value = [&](const std::vector<bool>& members) {
    std::size_t set = 0;
    for (std::size_t i = 0; i < members.size(); ++i) {
      if (members[i]) set |= std::size_t{1} << i;
    }
    return known[set];
  };
  ZH_TRY(auto found, stat::shapley(parts.size(), value));
  Answer answer;
  answer.add("part", parts);
  answer.add("contribution", std::move(found.contributions));
  return answer;
}

}  // namespace

std::vector<Method> weight_methods() {
  return {
      {.name = "judged-weights",
       .group = group::efficiency_and_composite_indicators,
       .title = {"层次分析法（AHP）权重与一致性检验", "AHP weights and their consistency"},
       .columns = {"输入：criterion 列及以各准则命名的列。",
                   "Columns: criterion, and one named after each criterion: how many times the row "
                   "counts as much as the column. Answer: weight, consistency_ratio."},
       .formula = "A w = lambda w; CI = (lambda - n) / (n - 1); CR = CI / RI",
       .source = "T. L. Saaty, The Analytic Hierarchy Process (1980)",
       .settings = {},
       .run = judged_weights},
      {.name = "shapley",
       .group = group::efficiency_and_composite_indicators,
       .title = {"Shapley 贡献分解", "Shapley contributions"},
       .columns =
           {"输入列：coalition（以 | 分隔，空为无）、value，须列全各组合。",
            "Columns: coalition (parts joined by |), value, with all combinations; the empty "
            "one is 0 unless given. Answer: part, contribution."},
       .formula = "sum over S of |S|! (n - |S| - 1)! / n! (v(S + i) - v(S))",
       .source = "L. S. Shapley (1953)",
       .settings = {},
       .run = shapley},
  };
}

}  // namespace zhiheng::analysis
