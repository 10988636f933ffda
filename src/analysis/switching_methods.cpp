// A series of lots under normal, tightened and reduced inspection.

#include <algorithm>
#include <cmath>

#include "analysis/failures.h"
#include "analysis/methods.h"
#include "analysis/settings.h"
#include "stat/acceptance_tables.h"
#include "stat/switching.h"

namespace zhiheng::analysis {
namespace {

struct Standard {
  stat::CodeLetterTable letters;
  std::vector<stat::TablePlan> plans;
  stat::SwitchingRules rules;
};

Result<Standard> standard_of(const Call& call) {
  Standard made;
  ZH_TRY(const std::string letters, call.declared("acceptance/code_letters.tsv"));
  ZH_TRY(made.letters, stat::parse_code_letters(letters));
  ZH_TRY(const std::string plans, call.declared("acceptance/single_plans.tsv"));
  ZH_TRY(made.plans, stat::parse_plans(plans));
  ZH_TRY(const std::string rules, call.declared("acceptance/switching_iso2859_1_1999.tsv"));
  ZH_TRY(made.rules, stat::parse_switching_rules(rules));
  return made;
}

/// The next smaller AQL of the table; nothing when there is none.
std::string tighter_than(const std::string& aql, const std::vector<stat::TablePlan>& plans) {
  std::string best;
  for (const stat::TablePlan& plan : plans) {
    const auto value = number_of(plan.aql), limit = number_of(aql), so_far = number_of(best);
    if (value && limit && *value < *limit && (!so_far || *value > *so_far)) best = plan.aql;
  }
  return best;
}

std::string word(const stat::SwitchingState& state) {
  if (state.discontinued) return "discontinued";
  switch (state.severity) {
    case stat::Severity::normal:
      return "normal";
    case stat::Severity::tightened:
      return "tightened";
    case stat::Severity::reduced:
      break;
  }
  return "reduced";
}

/// One lot judged by the plan of the state.
struct Judged {
  stat::Stage plan;
  stat::LotResult result;
};

Result<Judged> judged(const Standard& standard, const Call& call, stat::Severity severity,
                      std::int64_t lot, std::int64_t found) {
  const std::string &level = call.text("level"), &aql = call.text("aql");
  ZH_TRY(const auto plan,
         stat::lot_plan(standard.letters, standard.plans, lot, level, aql, severity));
  Judged made;
  made.plan = plan.stages.front();
  if (plan.whole_lot) made.plan.size = lot;
  if (found < 0 || found > made.plan.size) {
    return fail(cell_wrong, "found", std::to_string(found), "0.." + std::to_string(made.plan.size));
  }
  made.result.accepted = found < made.plan.reject;
  made.result.in_gap = made.result.accepted && found > made.plan.accept;
  const std::string tighter = tighter_than(aql, standard.plans);
  const auto stricter =
      stat::lot_plan(standard.letters, standard.plans, lot, level, tighter, severity);
  made.result.points = stat::switching_points(
      found, made.plan.accept, stricter ? stricter->stages.front().accept : std::int64_t{-1});
  return made;
}

Result<Answer> series(const Call& call) {
  ZH_TRY(const Standard standard, standard_of(call));
  const Table& in = call.in();
  ZH_TRY(const auto lots, in.wholes("lot"));
  ZH_TRY(const auto found, in.wholes("found"));
  ZH_TRY(const auto steady, in.numbers("steady", 1));
  ZH_TRY(const auto agreed, in.numbers("agreed", 0));
  stat::SwitchingState state;
  std::vector<std::string> severity, verdict, next;
  std::vector<double> n, ac, re, score;
  for (std::size_t row = 0; row < lots.size(); ++row) {
    ZH_DO(call.go_on());
    severity.push_back(word(state));
    if (state.discontinued) {
      for (auto* column : {&n, &ac, &re, &score}) column->push_back(std::nan(""));
      verdict.emplace_back();
      next.push_back(word(state));
      continue;
    }
    auto lot = judged(standard, call, state.severity, lots[row], found[row]);
    if (!lot) return in.locate(row, lot.error());
    lot->result.steady = steady[row] != 0;
    lot->result.reduced_agreed = agreed[row] != 0;
    state = stat::after_lot(state, lot->result, standard.rules);
    n.push_back(static_cast<double>(lot->plan.size));
    ac.push_back(static_cast<double>(lot->plan.accept));
    re.push_back(static_cast<double>(lot->plan.reject));
    verdict.emplace_back(lot->result.accepted ? "accepted" : "not accepted");
    score.push_back(state.score);
    next.push_back(word(state));
  }
  ZH_TRY(Answer answer, call.echo({"lot", "found"}));
  answer.add("inspection", std::move(severity));
  answer.add("n", std::move(n));
  answer.add("ac", std::move(ac));
  answer.add("re", std::move(re));
  answer.add("verdict", std::move(verdict));
  answer.add("score", std::move(score));
  answer.add("next", std::move(next));
  answer.remarks.emplace_back(
      "the switching rules (clause 9.3) are unverified: written from published summaries");
  return answer;
}

}  // namespace

std::vector<Method> switching_methods() {
  return {
      {.name = "inspection-series",
       .group = {"验收抽样", "Acceptance sampling"},
       .title = {"逐批检验的转移：正常、加严、放宽、暂停",
                 "a series of lots: normal, tightened, reduced, discontinued"},
       .columns =
           {"输入列（按批次顺序）：lot（批量）、found（样本中的不合格品数）；可有 "
            "steady（生产稳定，0 为否）、agreed（主管部门同意放宽，1 为是）。",
            "Columns, in the order of the lots: lot (size), found (nonconforming in the "
            "sample); perhaps steady (0: production is not), agreed (1: the authority allows "
            "reduced inspection). Answer: the plan used, the verdict, the switching score and "
            "the inspection of the next lot."},
       .formula = "catalog/acceptance/switching_iso2859_1_1999.tsv on the single plans; the score "
                  "gains 3 or 2 a lot and falls back to 0",
       .source = "ISO 2859-1:1999, GB/T 2828.1-2012, clause 9.3",
       .settings = {text_setting("aql", "1.0", {"AQL", "the AQL, as the table prints it"}),
                    text_setting("level", "II", {"检验水平", "inspection level"})},
       .run = series},
  };
}

}  // namespace zhiheng::analysis
