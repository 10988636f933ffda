// Acceptance sampling: what a plan lets through, which plan to use.

#include <algorithm>
#include <cmath>
#include <sstream>

#include "analysis/failures.h"
#include "analysis/method_groups.h"
#include "analysis/methods.h"
#include "analysis/settings.h"
#include "stat/acceptance.h"
#include "stat/acceptance_tables.h"
#include "stat/variables_plan.h"

namespace zhiheng::analysis {

namespace {

/// "50,50" as whole numbers.
Result<std::vector<std::int64_t>> list_of(const Call& call, const std::string& setting) {
  std::vector<std::int64_t> all;
  std::istringstream words(call.text(setting));
  for (std::string word; std::getline(words, word, ',');) {
    const auto number = number_of(word);
    if (!number || *number != std::floor(*number) || std::abs(*number) > 1e12) {
      return call.refuse(setting, "50,50");
    }
    all.push_back(static_cast<std::int64_t>(*number));
  }
  return all;
}

Result<std::vector<stat::Stage>> stages_of(const Call& call) {
  for (const char* needed : {"size", "accept"}) {
    if (!call.has(needed)) return call.refuse(needed, "50,50");
  }
  ZH_TRY(const auto sizes, list_of(call, "size"));
  ZH_TRY(const auto accept, list_of(call, "accept"));
  if (accept.size() != sizes.size()) return call.refuse("accept", call.text("size"));
  std::vector<std::int64_t> reject;
  if (call.has("reject")) {
    ZH_TRY(reject, list_of(call, "reject"));
    if (reject.size() != sizes.size()) return call.refuse("reject", call.text("size"));
  } else {
    // Without rejection numbers every stage but the last goes on until the end is certain.
    reject.assign(sizes.size(), accept.back() + 1);
  }
  std::vector<stat::Stage> stages;
  for (std::size_t at = 0; at < sizes.size(); ++at) {
    stages.push_back({sizes[at], accept[at], reject[at]});
  }
  return stages;
}

Result<Answer> operating_characteristic(const Call& call) {
  ZH_TRY(const auto stages, stages_of(call));
  ZH_TRY(const auto quality, call.in().numbers("p"));
  const std::string& model = call.text("model");
  const auto counting = model == "binomial"  ? stat::Counting::binomial
                        : model == "poisson" ? stat::Counting::poisson
                                             : stat::Counting::hypergeometric;
  std::vector<double> accepted, gap, sample, outgoing, inspected;
  for (std::size_t row = 0; row < quality.size(); ++row) {
    ZH_DO(call.go_on());
    const auto found = stat::operate(stages, counting, quality[row], call.whole("lot"));
    if (!found) return call.in().locate(row, found.error());
    accepted.push_back(found->accepted);
    gap.push_back(found->in_gap);
    sample.push_back(found->mean_sample);
    outgoing.push_back(found->outgoing);
    inspected.push_back(call.whole("lot") > 0 ? found->mean_inspected : std::nan(""));
  }
  ZH_TRY(Answer answer, call.echo({"p"}));
  answer.add("p_accept", std::move(accepted));
  answer.add("p_gap", std::move(gap));
  answer.add("asn", std::move(sample));
  answer.add("aoq", std::move(outgoing));
  answer.add("ati", std::move(inspected));
  return answer;
}

Result<Answer> variables_characteristic(const Call& call) {
  ZH_TRY(const auto sizes, call.in().wholes("n"));
  ZH_TRY(const auto factors, call.in().numbers("k"));
  ZH_TRY(const auto quality, call.in().numbers("p"));
  const auto spread = call.text("sigma") == "known" ? stat::Spread::known : stat::Spread::unknown;
  std::vector<double> accepted;
  for (std::size_t row = 0; row < sizes.size(); ++row) {
    ZH_DO(call.go_on());
    const auto found = stat::operate_variables({sizes[row], factors[row]}, spread, quality[row]);
    if (!found) return call.in().locate(row, found.error());
    accepted.push_back(*found);
  }
  ZH_TRY(Answer answer, call.echo({"n", "k", "p"}));
  answer.add("p_accept", std::move(accepted));
  return answer;
}

Result<Answer> design(const Call& call) {
  ZH_TRY(const auto good, call.in().numbers("prq"));
  ZH_TRY(const auto pass_good, call.in().numbers("prp", 0.95));
  ZH_TRY(const auto bad, call.in().numbers("crq"));
  ZH_TRY(const auto pass_bad, call.in().numbers("crp", 0.10));
  std::vector<std::int64_t> binom_n, binom_c, pois_n, pois_c, known_n, unknown_n;
  std::vector<double> known_k, unknown_k;
  for (std::size_t row = 0; row < good.size(); ++row) {
    ZH_DO(call.go_on());
    const stat::Risks risks{good[row], pass_good[row], bad[row], pass_bad[row]};
    const auto binomial = stat::design_plan(risks, stat::Counting::binomial);
    if (!binomial) return call.in().locate(row, binomial.error());
    const auto poisson = stat::design_plan(risks, stat::Counting::poisson);
    if (!poisson) return call.in().locate(row, poisson.error());
    const auto known = stat::design_variables_plan(risks, stat::Spread::known);
    if (!known) return call.in().locate(row, known.error());
    const auto unknown = stat::design_variables_plan(risks, stat::Spread::unknown);
    if (!unknown) return call.in().locate(row, unknown.error());
    binom_n.push_back(binomial->size);
    binom_c.push_back(binomial->accept);
    pois_n.push_back(poisson->size);
    pois_c.push_back(poisson->accept);
    known_n.push_back(known->size);
    known_k.push_back(known->factor);
    unknown_n.push_back(unknown->size);
    unknown_k.push_back(unknown->factor);
  }
  ZH_TRY(Answer answer, call.echo({"prq", "crq"}));
  answer.add("binom_n", std::move(binom_n));
  answer.add("binom_c", std::move(binom_c));
  answer.add("pois_n", std::move(pois_n));
  answer.add("pois_c", std::move(pois_c));
  answer.add("var_known_n", std::move(known_n));
  answer.add("var_known_k", std::move(known_k));
  answer.add("var_unknown_n", std::move(unknown_n));
  answer.add("var_unknown_k", std::move(unknown_k));
  return answer;
}

Result<Answer> estimate(const Call& call) {
  ZH_TRY(const auto sizes, call.in().wholes("n"));
  ZH_TRY(const auto lower, call.in().numbers("zl", INFINITY));
  ZH_TRY(const auto upper, call.in().numbers("zu", INFINITY));
  std::vector<double> share;
  for (std::size_t row = 0; row < sizes.size(); ++row) {
    ZH_DO(call.go_on());
    const auto found = stat::estimate_nonconforming(sizes[row], lower[row], upper[row]);
    if (!found) return call.in().locate(row, found.error());
    share.push_back(*found);
  }
  ZH_TRY(Answer answer, call.echo({"n"}));
  answer.add("zl", lower);
  answer.add("zu", upper);
  answer.add("p_hat", std::move(share));
  return answer;
}

Result<stat::Severity> severity_of(std::string_view name) {
  if (name == "normal") return stat::Severity::normal;
  if (name == "tightened") return stat::Severity::tightened;
  if (name == "reduced") return stat::Severity::reduced;
  return fail(cell_wrong, "type", std::string(name), "normal, tightened, reduced");
}

/// An AQL as the table prints it, whatever zeros a spreadsheet took away.
bool same_aql(std::string_view one, std::string_view other) { return same_cell(one, other); }

Result<Answer> master_table(const Call& call) {
  ZH_TRY(const std::string text, call.declared("acceptance/" + call.text("table") + "_plans.tsv"));
  ZH_TRY(const auto plans, stat::parse_plans(text));
  ZH_TRY(const std::size_t type, call.in().column("type"));
  ZH_TRY(const std::size_t letter, call.in().column("letter"));
  ZH_TRY(const std::size_t aql, call.in().column("aql"));
  ZH_TRY(const auto stage, call.in().numbers("stage", 1));
  std::vector<double> n, ac, re;
  for (std::size_t row = 0; row < stage.size(); ++row) {
    ZH_DO(call.go_on());
    const auto severity = severity_of(call.in().text(row, type));
    if (!severity) return call.in().locate(row, severity.error());
    const auto found = std::ranges::find_if(plans, [&](const stat::TablePlan& plan) {
      return plan.severity == *severity && plan.letter == call.in().text(row, letter) &&
             same_aql(plan.aql, call.in().text(row, aql));
    });
    if (!(stage[row] >= 1 && stage[row] <= 1000)) {
      return fail(cell_wrong, call.in().place(row, "stage"), written(stage[row]), "1..1000");
    }
    const auto at = static_cast<std::size_t>(stage[row]) - 1;
    const bool held = found != plans.end() && at < found->stages.size();
    n.push_back(held ? static_cast<double>(found->stages[at].size) : std::nan(""));
    ac.push_back(held ? static_cast<double>(found->stages[at].accept) : std::nan(""));
    re.push_back(held ? static_cast<double>(found->stages[at].reject) : std::nan(""));
  }
  std::vector<std::string> repeated = {"type", "letter", "aql"};
  if (call.in().has("stage")) repeated.emplace_back("stage");
  ZH_TRY(Answer answer, call.echo(repeated));
  answer.add("n", std::move(n));
  answer.add("ac", std::move(ac));
  answer.add("re", std::move(re));
  return answer;
}

Result<Answer> letters(const Call& call) {
  ZH_TRY(const std::string text, call.declared("acceptance/code_letters.tsv"));
  ZH_TRY(const auto table, stat::parse_code_letters(text));
  ZH_TRY(const auto lots, call.in().wholes("lot"));
  std::vector<std::vector<std::string>> found(table.levels.size());
  for (std::size_t row = 0; row < lots.size(); ++row) {
    ZH_DO(call.go_on());
    for (std::size_t level = 0; level < table.levels.size(); ++level) {
      auto letter = stat::code_letter(table, lots[row], table.levels[level]);
      if (!letter) return call.in().locate(row, letter.error());
      found[level].push_back(*std::move(letter));
    }
  }
  ZH_TRY(Answer answer, call.echo({"lot"}));
  for (std::size_t level = 0; level < found.size(); ++level) {
    answer.add(table.levels[level], std::move(found[level]));
  }
  return answer;
}

}  // namespace

std::vector<Method> acceptance_methods() {
  return {
      {.name = "acceptance",
       .group = group::acceptance_sampling,
       .title = {"计数抽样方案的抽检特性（OC、ASN、AOQ、ATI）",
                 "what an attribute plan lets through (OC, ASN, AOQ, ATI)"},
       .columns = {"输入列：p（批质量）。输出：p_accept、p_gap、asn、aoq、ati。",
                   "Column: p (quality). Answer: p_accept, p_gap, asn, aoq, ati."},
       .formula = "sum over stages of P(accept there), counts binomial, Poisson or hypergeometric",
       .source = "E. G. Schilling, D. V. Neubauer, Acceptance Sampling (2009) ch. 5-6",
       .settings = {text_setting("size", "", {"各次样本量，如 50,50", "sizes, such as 50,50"}),
                    text_setting("accept", "", {"累计接收数，如 2,6", "acceptance numbers, 2,6"}),
                    text_setting("reject", "",
                                 {"累计拒收数，如 5,7；缺省为接收数加一",
                                  "rejection numbers, 5,7; else one more"}),
                    {.name = "model",
                     .kind = Setting::Kind::choice,
                     .otherwise = "binomial",
                     .help = {"计数的分布", "distribution of the counts"},
                     .choices = {"binomial", "poisson", "hypergeom"}},
                    {.name = "lot",
                     .kind = Setting::Kind::whole,
                     .otherwise = "0",
                     .help = {"批量；0 为很大", "lot size; 0: very large"}}},
       .run = operating_characteristic},
      {.name = "acceptance-design",
       .group = group::acceptance_sampling,
       .title = {"由两个风险点设计抽样方案", "the plan that keeps two risks"},
       .columns =
           {"输入列：prq、crq，可有 prp（0.95）、crp（0.10）。",
            "Columns: prq, crq (good and bad quality), prp and crp (0.95, 0.10 if missing)."},
       .formula = "smallest c, then n, with P(accept | prq) >= prp and P(accept | crq) <= crp",
       .source = "E. G. Schilling, D. V. Neubauer, Acceptance Sampling (2009)",
       .settings = {},
       .run = design},
      {.name = "acceptance-table",
       .group = group::acceptance_sampling,
       .title = {"抽样标准主表查询", "plans of the master tables"},
       .columns = {"输入列：type（normal、tightened、reduced）、letter、aql，可有 stage。",
                   "Columns: type (normal, tightened, reduced), letter, aql, stage if not the "
                   "first. Answer: n, ac, re; empty where the table sends to a simpler plan."},
       .formula = "catalog/acceptance/*_plans.tsv, arrows followed",
       .source = "MIL-STD-105E (1989); normal and tightened single plans = ISO 2859-1:1999, GB/T "
                 "2828.1-2012 tables 2-A, 2-B",
       .settings = {{.name = "table",
                     .kind = Setting::Kind::choice,
                     .otherwise = "single",
                     .help = {"主表", "which table"},
                     .choices = {"single", "double", "multiple"}}},
       .run = master_table},
      {.name = "code-letter",
       .group = group::acceptance_sampling,
       .title = {"批量对应的样本量字码", "code letters of lot sizes"},
       .columns = {"输入列：lot。输出：各检验水平的字码。",
                   "Column: lot. Answer: the letter for each inspection level."},
       .formula = "catalog/acceptance/code_letters.tsv",
       .source = "ISO 2859-1:1999, GB/T 2828.1-2012, table 1",
       .settings = {},
       .run = letters},
      {.name = "acceptance-variables",
       .group = group::acceptance_sampling,
       .title = {"计量抽样方案的抽检特性", "what a plan by variables lets through"},
       .columns = {"输入列：n、k、p。", "Columns: n, k, p. Answer: p_accept."},
       .formula = "known: Phi(sqrt n (z - k)); unknown: noncentral t above k sqrt n",
       .source = "E. G. Schilling, D. V. Neubauer, Acceptance Sampling (2009) ch. 10",
       .settings = {{.name = "sigma",
                     .kind = Setting::Kind::choice,
                     .otherwise = "unknown",
                     .help = {"过程标准差", "the process's standard deviation"},
                     .choices = {"known", "unknown"}}},
       .run = variables_characteristic},
      {.name = "nonconforming-estimate",
       .group = group::acceptance_sampling,
       .title = {"由计量数据估计不合格率", "share nonconforming from measurements"},
       .columns = {"输入列：n，zl、zu（到下、上限的距离，以 s 计；空为无）。",
                   "Columns: n, zl, zu (distances to the limits in s; empty: no limit). Answer: "
                   "p_hat."},
       .formula = "beta(max(0, 1/2 - Q sqrt n / (2 (n - 1))); n/2 - 1, n/2 - 1) on each side",
       .source = "G. J. Lieberman, G. J. Resnikoff, J. Am. Stat. Assoc. 50 (1955) 457",
       .settings = {},
       .run = estimate},
  };
}

}  // namespace zhiheng::analysis
