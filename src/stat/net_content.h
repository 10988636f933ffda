#pragma once
// Does a lot of packages hold what it says? (定量包装商品净含量)
//
// The tables (tolerable deficiency, sampling plans) are data of an edition and are passed in; the
// catalog keeps them under catalog/acceptance.

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace zhiheng::stat {

/// One line of the table of tolerable deficiency: for nominal quantities above `over` up to `to`.
struct DeficiencyBand {
  double over = 0;      ///< g or mL
  double to = 0;        ///< g or mL, may be infinity
  double percent = 0;   ///< of the nominal quantity; 0 when `absolute` holds
  double absolute = 0;  ///< g or mL; 0 when `percent` holds
};

/// How T is rounded, which the Chinese text leaves open and the editions answer differently.
enum class DeficiencyRounding {
  up,         ///< to the next step, as OIML R 87
  half_even,  ///< GB/T 8170: to the nearest, ties to the even digit
  half_up,    ///< to the nearest, ties up
};

/// Tolerable deficiency T of a nominal quantity of mass or volume: 0.1 g or mL steps up to 1000,
/// whole g or mL above.
///
/// @param nominal  g or mL, > 0
/// @param bands    as the edition prints them, in any order
/// @fails   value_not_finite, value_not_positive, value_out_of_range (no band holds it)
/// @source  定量包装商品计量监督管理办法, annex 3; OIML R 87:2004, table 2
[[nodiscard]] Result<double> tolerable_deficiency(double nominal,
                                                  std::span<const DeficiencyBand> bands,
                                                  DeficiencyRounding rounding);

/// What is sold by length, area or number; each has a table of its own.
enum class SoldBy { length, area, count };

/// Tolerable deficiency of what is not sold by mass or volume: a share of the nominal quantity,
/// exact for length and area, the next whole number for counts.
///
/// @param nominal  m, any unit of area, or pieces; > 0, whole for counts
/// @fails   value_not_finite, value_not_positive, value_out_of_range (no band holds it, or a count
///          that is not whole)
/// @source  定量包装商品计量监督管理办法, annex 3
[[nodiscard]] Result<double> tolerable_deficiency(SoldBy sold_by, double nominal,
                                                  std::span<const DeficiencyBand> bands);

/// One line of the sampling plans: lots of `lot_from` to `lot_to` packages.
struct NetContentPlan {
  std::int64_t lot_from = 1;
  std::int64_t lot_to = 0;         ///< 0: no upper end
  std::int64_t sample = 0;         ///< packages; 0: the whole lot, judged package by package
  double factor = 0;               ///< lambda, times s is allowed below the nominal mean
  std::int64_t short_allowed = 0;  ///< packages short by more than T and at most 2 T
};

/// The plan of a lot size.
///
/// @fails value_out_of_range (no plan, e.g. OIML below 100)
[[nodiscard]] Result<NetContentPlan> net_content_plan(std::int64_t lot,
                                                      std::span<const NetContentPlan> plans);

struct NetContentJudgement {
  double mean = 0;
  double deviation = 0;       ///< s, divisor n - 1; 0 for a single package
  double corrected_mean = 0;  ///< mean + lambda s; the mean itself when the whole lot was weighed
  bool mean_ok = true;        ///< corrected mean at least the nominal; not asked of whole lots
  std::int64_t short_count = 0;  ///< short by more than T, at most 2 T
  std::int64_t very_short = 0;   ///< short by more than 2 T; none is allowed
  bool packages_ok = true;
  bool accepted = true;
};

/// The judgement of a lot from its sample. Comparisons allow 1e-9 of the nominal for the rounding
/// of binary fractions: a package short by exactly T is not short by more than T.
///
/// @param quantities  measured, as many as the plan asks (or the whole lot), >= 0
/// @param nominal     > 0, same unit
/// @param deficiency  T, >= 0
/// @fails   too_few_observations, value_not_finite, value_negative, value_not_positive,
///          lengths_differ (the sample is not of the plan's size)
/// @source  JJF 1070-2005, 4.3; OIML R 87:2004, 4.2
/// @checked forty lots judged by the rule in R
[[nodiscard]] Result<NetContentJudgement> judge_net_content(std::span<const double> quantities,
                                                            double nominal, double deficiency,
                                                            const NetContentPlan& plan);

/// Tables of an edition as tab-separated text: a line of names, then one line per row; '#' starts a
/// comment line, an empty field or "inf" in an upper end means none.
///
/// Columns "over to percent absolute" and "lot_from lot_to sample factor short_allowed".
/// @fails table_malformed, naming line and column
[[nodiscard]] Result<std::vector<DeficiencyBand>> parse_deficiency_bands(std::string_view text);
[[nodiscard]] Result<std::vector<NetContentPlan>> parse_net_content_plans(std::string_view text);

}  // namespace zhiheng::stat
