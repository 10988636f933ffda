#include "stat/net_content.h"

#include <cmath>
#include <limits>

#include "stat/check.h"
#include "stat/failures.h"
#include "stat/mean.h"
#include "stat/table_text.h"

namespace zhiheng::stat {
namespace {

/// In steps of 0.1 or 1. Binary fractions such as 67.499999 stand for their decimal neighbour, so a
/// value within 1e-9 of a step or of a half counts as being there.
double rounded(double value, double steps_per_unit, DeficiencyRounding rounding) {
  const double steps = value * steps_per_unit;
  const double below = std::floor(steps + 1e-9);
  const double rest = steps - below;
  const bool tie = std::abs(rest - 0.5) < 1e-9;
  bool higher = false;
  switch (rounding) {
    case DeficiencyRounding::up:
      higher = rest > 1e-9;
      break;
    case DeficiencyRounding::half_up:
      higher = tie || rest > 0.5;
      break;
    case DeficiencyRounding::half_even:
      higher = tie ? std::fmod(below, 2.0) != 0 : rest > 0.5;
      break;
  }
  return (below + (higher ? 1 : 0)) / steps_per_unit;
}

/// As the table says, before any rounding.
Result<double> exact_deficiency(double nominal, std::span<const DeficiencyBand> bands) {
  ZH_DO(check_positive("nominal", nominal));
  for (const DeficiencyBand& band : bands) {
    if (nominal <= band.over || nominal > band.to) continue;
    return band.percent > 0 ? nominal * band.percent / 100 : band.absolute;
  }
  return fail(value_out_of_range, "nominal", shown(nominal), "in a band of the table");
}

}  // namespace

Result<double> tolerable_deficiency(double nominal, std::span<const DeficiencyBand> bands,
                                    DeficiencyRounding rounding) {
  ZH_TRY(const double exact, exact_deficiency(nominal, bands));
  return rounded(exact, nominal <= 1000 ? 10 : 1, rounding);
}

Result<double> tolerable_deficiency(SoldBy sold_by, double nominal,
                                    std::span<const DeficiencyBand> bands) {
  ZH_TRY(const double exact, exact_deficiency(nominal, bands));
  if (sold_by != SoldBy::count) return exact;
  if (nominal != std::floor(nominal)) {
    return fail(value_out_of_range, "nominal", shown(nominal), "1, 2, 3");
  }
  return rounded(exact, 1, DeficiencyRounding::up);
}

Result<NetContentPlan> net_content_plan(std::int64_t lot, std::span<const NetContentPlan> plans) {
  for (const NetContentPlan& plan : plans) {
    if (lot >= plan.lot_from && (plan.lot_to == 0 || lot <= plan.lot_to)) return plan;
  }
  return fail(value_out_of_range, "lot", shown(lot), "a lot size of the plans");
}

Result<NetContentJudgement> judge_net_content(std::span<const double> quantities, double nominal,
                                              double deficiency, const NetContentPlan& plan) {
  ZH_DO(check_at_least("quantities", quantities.size(), 1));
  ZH_DO(check_positive("nominal", nominal));
  ZH_DO(check_not_negative("deficiency", deficiency));
  if (plan.sample > 0) {
    ZH_DO(
        check_same_length("quantities", quantities.size(), static_cast<std::size_t>(plan.sample)));
  }
  const double slack = 1e-9 * nominal;
  NetContentJudgement judgement;
  for (std::size_t i = 0; i < quantities.size(); ++i) {
    ZH_DO(check_not_negative(place("quantities", i), quantities[i]));
    const double missing = nominal - quantities[i];
    if (missing > 2 * deficiency + slack) {
      ++judgement.very_short;
    } else if (missing > deficiency + slack) {
      ++judgement.short_count;
    }
  }
  judgement.mean = quantities.front();
  if (quantities.size() > 1) {
    ZH_TRY(const Moments moments, moments_of(quantities));
    judgement.mean = moments.mean;
    judgement.deviation = std::sqrt(moments.variance);
  }
  judgement.corrected_mean = judgement.mean + plan.factor * judgement.deviation;
  judgement.mean_ok = plan.sample == 0 || judgement.corrected_mean >= nominal - slack;
  judgement.packages_ok = judgement.short_count <= plan.short_allowed && judgement.very_short == 0;
  judgement.accepted = judgement.mean_ok && judgement.packages_ok;
  return judgement;
}

Result<std::vector<DeficiencyBand>> parse_deficiency_bands(std::string_view text) {
  ZH_TRY(const TableText table, TableText::parse(text, {"over", "to", "percent", "absolute"}));
  std::vector<DeficiencyBand> bands;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    DeficiencyBand band;
    ZH_TRY(band.over, table.number(row, 0, 0));
    ZH_TRY(band.to, table.number(row, 1, std::numeric_limits<double>::infinity()));
    ZH_TRY(band.percent, table.number(row, 2, 0));
    ZH_TRY(band.absolute, table.number(row, 3, 0));
    bands.push_back(band);
  }
  return bands;
}

Result<std::vector<NetContentPlan>> parse_net_content_plans(std::string_view text) {
  ZH_TRY(const TableText table,
         TableText::parse(text, {"lot_from", "lot_to", "sample", "factor", "short_allowed"}));
  std::vector<NetContentPlan> plans;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    NetContentPlan plan;
    ZH_TRY(plan.lot_from, table.whole(row, 0, 1));
    ZH_TRY(plan.lot_to, table.whole(row, 1, 0));
    ZH_TRY(plan.sample, table.whole(row, 2, 0));
    ZH_TRY(plan.factor, table.number(row, 3, 0));
    ZH_TRY(plan.short_allowed, table.whole(row, 4, 0));
    plans.push_back(plan);
  }
  return plans;
}

}  // namespace zhiheng::stat
