// Net content of prepackages.

#include <algorithm>
#include <cmath>

#include "analysis/failures.h"
#include "analysis/method_groups.h"
#include "analysis/methods.h"
#include "stat/net_content.h"

namespace zhiheng::analysis {

namespace {

struct Tables {
  std::vector<stat::DeficiencyBand> bands;
  std::vector<stat::NetContentPlan> plans;
};

Result<std::vector<stat::DeficiencyBand>> bands_of(const Call& call) {
  const std::string& kind = call.text("sold-by");
  ZH_TRY(const std::string text, call.declared("acceptance/tolerable_deficiency" +
                                               (kind == "mass" ? "" : "_" + kind) + ".tsv"));
  return stat::parse_deficiency_bands(text);
}

/// T of a nominal quantity, as --sold-by and --rounding say.
Result<double> deficiency_of(const Call& call, double nominal,
                             const std::vector<stat::DeficiencyBand>& bands) {
  const std::string& kind = call.text("sold-by");
  if (kind != "mass") {
    const auto sold_by = kind == "length" ? stat::SoldBy::length
                         : kind == "area" ? stat::SoldBy::area
                                          : stat::SoldBy::count;
    return stat::tolerable_deficiency(sold_by, nominal, bands);
  }
  const std::string& how = call.text("rounding");
  const auto rounding = how == "up"          ? stat::DeficiencyRounding::up
                        : how == "half-even" ? stat::DeficiencyRounding::half_even
                                             : stat::DeficiencyRounding::half_up;
  return stat::tolerable_deficiency(nominal, bands, rounding);
}

Result<Answer> deficiencies(const Call& call) {
  ZH_TRY(const auto nominal, call.in().numbers("nominal"));
  ZH_TRY(const auto bands, bands_of(call));
  std::vector<double> found;
  for (std::size_t row = 0; row < nominal.size(); ++row) {
    ZH_DO(call.go_on());
    const auto deficiency = deficiency_of(call, nominal[row], bands);
    if (!deficiency) return call.in().locate(row, deficiency.error());
    found.push_back(*deficiency);
  }
  ZH_TRY(Answer answer, call.echo({"nominal"}));
  answer.add("T", std::move(found));
  return answer;
}

Result<Tables> tables_of(const Call& call) {
  Tables tables;
  ZH_TRY(tables.bands, bands_of(call));
  ZH_TRY(const std::string plans,
         call.declared("acceptance/net_content_" + call.text("edition") + ".tsv"));
  ZH_TRY(tables.plans, stat::parse_net_content_plans(plans));
  return tables;
}

/// One row per lot.
struct Judgements {
  std::vector<std::string> lot;
  std::vector<double> nominal, deficiency, mean, sd, lambda, correction, limit, mean_ok;
  std::vector<std::int64_t> size, n, n_t1, max_t1, n_t2, single_ok, accept;

  void add(const stat::NetContentJudgement& judged, const stat::NetContentPlan& plan,
           double nominal_quantity) {
    const double none = std::nan("");
    const bool whole = plan.sample == 0;
    mean.push_back(judged.mean);
    sd.push_back(judged.deviation);
    lambda.push_back(whole ? none : plan.factor);
    correction.push_back(whole ? none : plan.factor * judged.deviation);
    limit.push_back(whole ? none : nominal_quantity - plan.factor * judged.deviation);
    mean_ok.push_back(whole ? none : judged.mean_ok ? 1 : 0);
    n_t1.push_back(judged.short_count);
    max_t1.push_back(plan.short_allowed);
    n_t2.push_back(judged.very_short);
    single_ok.push_back(judged.packages_ok ? 1 : 0);
    accept.push_back(judged.accepted ? 1 : 0);
  }
};

Answer answer_of(Judgements made) {
  const std::vector<std::int64_t> no_very_short(made.n.size(), 0);
  Answer answer;
  answer.add("case", std::move(made.lot));
  answer.add("nominal", std::move(made.nominal));
  answer.add("lot", std::move(made.size));
  answer.add("n", std::move(made.n));
  answer.add("T", std::move(made.deficiency));
  answer.add("mean", std::move(made.mean));
  answer.add("sd", std::move(made.sd));
  answer.add("lambda", std::move(made.lambda));
  answer.add("correction", std::move(made.correction));
  answer.add("mean_limit", std::move(made.limit));
  answer.add("mean_ok", std::move(made.mean_ok));
  answer.add("n_T1", std::move(made.n_t1));
  answer.add("max_T1", std::move(made.max_t1));
  answer.add("n_T2", std::move(made.n_t2));
  answer.add("max_T2", no_very_short);
  answer.add("single_ok", std::move(made.single_ok));
  answer.add("accept", std::move(made.accept));
  return answer;
}

Result<Answer> judge(const Call& call) {
  const Table* lots = call.table("lots");
  if (lots == nullptr) return call.refuse("lots", "FILE");
  ZH_TRY(const Tables tables, tables_of(call));
  ZH_TRY(const std::size_t name_at, lots->column("case"));
  ZH_TRY(const auto nominal, lots->numbers("nominal"));
  ZH_TRY(const auto sizes, lots->wholes("lot"));
  ZH_TRY(const std::size_t case_at, call.in().column("case"));
  ZH_TRY(const auto quantities, call.in().numbers("quantity"));
  const auto groups = groups_of(call.in(), case_at);
  Judgements made;
  for (std::size_t row = 0; row < lots->rows(); ++row) {
    ZH_DO(call.go_on());
    const auto group_of = std::ranges::find(groups, lots->text(row, name_at), &Group::name);
    if (group_of == groups.end()) {
      return fail(cell_wrong, lots->place(row, "case"), std::string(lots->text(row, name_at)),
                  call.in().name());
    }
    std::vector<double> weighed;
    for (const std::size_t at : group_of->rows) weighed.push_back(quantities[at]);
    const auto plan = stat::net_content_plan(sizes[row], tables.plans);
    if (!plan) return lots->locate(row, plan.error());
    const auto deficiency = deficiency_of(call, nominal[row], tables.bands);
    if (!deficiency) return lots->locate(row, deficiency.error());
    const auto judged = stat::judge_net_content(weighed, nominal[row], *deficiency, *plan);
    if (!judged) return lots->locate(row, judged.error());
    made.lot.emplace_back(lots->text(row, name_at));
    made.nominal.push_back(nominal[row]);
    made.size.push_back(sizes[row]);
    made.n.push_back(static_cast<std::int64_t>(weighed.size()));
    made.deficiency.push_back(*deficiency);
    made.add(*judged, *plan, nominal[row]);
  }
  return answer_of(std::move(made));
}

Setting rounding_setting() {
  return {.name = "rounding",
          .kind = Setting::Kind::choice,
          .otherwise = "up",
          .help = {"T 的修约（按质量或体积时）", "how T is rounded, by mass or volume"},
          .choices = {"up", "half-even", "half-up"}};
}

Setting sold_by_setting() {
  return {.name = "sold-by",
          .kind = Setting::Kind::choice,
          .otherwise = "mass",
          .help = {"计量方式：质量或体积（g、mL）、长度（m）、面积、计数",
                   "mass or volume (g, mL), length (m), area, or number of pieces"},
          .choices = {"mass", "length", "area", "count"}};
}

}  // namespace

std::vector<Method> net_content_methods() {
  return {
      {.name = "net-content",
       .group = group::net_content,
       .title = {"定量包装商品净含量判定", "does a lot of packages hold what it says?"},
       .columns = {"输入列：case、quantity（g 或 mL）；--lots 表的列：case、nominal、lot。",
                   "Columns: case, quantity (g or mL); table --lots: case, nominal, lot. Answer: "
                   "the judgement of each lot."},
       .formula =
           "accept: mean + lambda s >= nominal, at most max_T1 short by more than T, none by "
           "more than 2 T",
       .source = "定量包装商品计量监督管理办法 annexes 3, 4; JJF 1070-2005; OIML R 87:2004",
       .settings = {{.name = "lots",
                     .kind = Setting::Kind::table,
                     .help = {"各批的标称量与批量", "nominal quantity and size of each lot"}},
                    {.name = "edition",
                     .kind = Setting::Kind::choice,
                     .otherwise = "jjf1070_2005",
                     .help = {"抽样方案版本", "edition of the sampling plans"},
                     .choices = {"jjf1070_2005", "oiml_r87_2004"}},
                    sold_by_setting(),
                    rounding_setting()},
       .run = judge},
      {.name = "tolerable-deficiency",
       .group = group::net_content,
       .title = {"允许短缺量", "tolerable deficiency T"},
       .columns = {"输入列：nominal。输出：T。", "Column: nominal. Answer: T."},
       .formula = "the band's share of the nominal quantity, or its fixed amount, rounded",
       .source = "定量包装商品计量监督管理办法 annex 3; OIML R 87:2004, table 2",
       .settings = {sold_by_setting(), rounding_setting()},
       .run = deficiencies},
  };
}

}  // namespace zhiheng::analysis
