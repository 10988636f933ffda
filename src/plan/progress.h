#pragma once
// How does every target of a plan stand, and will it be reached by its deadline?

#include <atomic>
#include <optional>
#include <string>
#include <vector>

#include "indicator/indicator.h"
#include "registry/registry.h"
#include "stat/interval.h"

namespace zhiheng::plan {

/// Where the trend of the years leads.
struct Outlook {
  int year = 0;                      ///< of the deadline
  std::optional<double> value = {};  ///< expected, in the indicator's stored unit
  stat::Interval interval = {};      ///< 80 % prediction
  double chance = 0;                 ///< of reaching the target
  int periods = 0;                   ///< years that the trend rests on
  Words model = {};
};

struct TargetProgress {
  std::string id = {}, code = {}, document = {}, item = {}, region = {}, subject = {},
              comparator = {}, unit = {}, force = {}, quote = {};
  std::optional<double> value = {};   ///< as printed
  std::optional<double> wanted = {};  ///< in the indicator's stored unit
  std::optional<int> base_year = {};  ///< of `multiplied`; none: the year before the plan
  std::optional<Date> deadline = {};
  /// The year in which the records begin after January; 0: none. Its sum is not a year's.
  int begun_year = 0;
  int first_year = 0;                   ///< of the plan
  std::int64_t offset = 0, length = 0;  ///< of its words in the plan's text, bytes
  std::string indicator = {}, filter = {};
  Words indicator_title = {}, indicator_unit = {};
  double scale = 1;                            ///< of the indicator, for showing
  std::vector<indicator::Point> series = {};   ///< by year, oldest first
  std::optional<indicator::Point> point = {};  ///< the one that was judged
  /// "met", "likely_met", "likely_missed", "missed", "open" (the time has not come, or the wording
  /// names no number), "no_data"
  std::string verdict = {};
  Words reason = {};
  std::optional<Outlook> outlook = {};
  Words no_outlook = {};  ///< why there is none
};

struct ProgressQuery {
  std::string document = {};  ///< code; empty: all that the person may see
  std::string region = {};
  Date today = {};
  indicator::Asker asker = {};  ///< limits of the person in the registers of the indicators
  const std::atomic<bool>* interrupted = nullptr;
};

/// The comparator is tested on the yearly series with its intervals. at_least and the like look at
/// the year of the deadline or the newest; `stable_at_least` at every year from the plan's on;
/// `falling_every_year` at every step; `multiplied` wants so many times the base year's value. A
/// number still to be reached is "open" until its deadline.
///
/// The outlook is that of stat::fit_trend over the complete years (and a running one for rates): on
/// the logit for shares, on the logarithm for counts and amounts, straight for other means; from
/// three years on.
///
/// @fails  registry.not_allowed, those of indicator::ask
[[nodiscard]] Result<std::vector<TargetProgress>> target_progress(registry::Registry& registry,
                                                                  const registry::Person& person,
                                                                  cube::Cube& cube,
                                                                  const ProgressQuery& query);

/// The verdict and its reason from a series; no records needed. Exposed for tests.
void judge(TargetProgress& target, const catalog::Indicator& indicator,
           const catalog::Wording& wording, Date today);

}  // namespace zhiheng::plan
