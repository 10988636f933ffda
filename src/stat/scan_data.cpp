#include "stat/scan_data.h"

#include <cmath>
#include <numeric>
#include <string>

#include "stat/check.h"
#include "stat/failures.h"

namespace zhiheng::stat {
namespace {

Result<void> check_range(const char* name, std::int64_t value, std::int64_t low,
                         std::int64_t high) {
  if (value >= low && value <= high) return {};
  return fail(value_out_of_range, name, shown(value),
              std::to_string(low) + ".." + std::to_string(high));
}

Result<void> check_options(const ScanData& data, const ScanOptions& options) {
  const auto periods = static_cast<std::int64_t>(data.periods);
  ZH_DO(check_range("minimum_cases", options.minimum_cases, 0, 1'000'000'000));
  ZH_DO(check_range("longest", options.longest, 0, periods));
  const std::int64_t longest = options.longest == 0 ? periods : options.longest;
  ZH_DO(check_range("shortest", options.shortest, 1, longest));
  ZH_DO(check_range("replicates", options.replicates, 0, 1'000'000));
  ZH_DO(check_range("threads", options.threads.count, 1, 1024));
  return check_range("most_clusters", options.most_clusters, 1, 1'000'000);
}

Result<void> check_cell(const ScanData& data, const ScanOptions& options, std::size_t cell) {
  const bool units = options.model == ScanModel::bernoulli;
  const double cases = data.cases[cell];
  ZH_DO(check_not_negative(place("cases", cell), cases));
  if (options.model == ScanModel::permutation && cases != std::floor(cases)) {
    return fail(value_out_of_range, place("cases", cell), shown(cases), "0, 1, 2");
  }
  if (options.model == ScanModel::permutation) return {};
  const double measure = data.measure[cell];
  ZH_DO(check_not_negative(place("measure", cell), measure));
  if (units && measure != std::floor(measure)) {
    return fail(value_out_of_range, place("measure", cell), shown(measure), "0, 1, 2");
  }
  if (units && cases > measure) {
    return fail(count_out_of_range, place("cases", cell), shown(cases), "<= " + shown(measure));
  }
  if (cases > 0 && measure == 0) {
    return fail(value_not_positive, place("measure", cell), "0", "> 0");
  }
  return {};
}

}  // namespace

Result<PreparedScan> prepare_scan(const ScanData& data, const ScanWindows& windows,
                                  const ScanOptions& options) {
  ZH_DO(check_at_least("locations", data.locations, 1));
  ZH_DO(check_at_least("periods", data.periods, options.model == ScanModel::permutation ? 2 : 1));
  const std::size_t cells = data.locations * data.periods;
  ZH_DO(check_same_length("cases", data.cases.size(), cells));
  if (options.model != ScanModel::permutation) {
    ZH_DO(check_same_length("measure", data.measure.size(), cells));
  }
  ZH_DO(check_same_length("windows", windows.locations, data.locations));
  ZH_DO(check_at_least("windows", windows.walks.size(), 1));
  ZH_DO(check_options(data, options));
  for (std::size_t cell = 0; cell < cells; ++cell) ZH_DO(check_cell(data, options, cell));
  PreparedScan made{data, std::accumulate(data.cases.begin(), data.cases.end(), 0.0), 0, {}};
  if (made.cases < 0.5) return fail(too_few_observations, "cases", shown(made.cases), ">= 1");
  if (made.cases > most_scan_cases) {
    return fail(too_many_observations, "cases", shown(made.cases), "<= " + shown(most_scan_cases));
  }

  std::vector<double>& measure = made.data.measure;
  if (options.model == ScanModel::permutation) {
    std::vector<double> by_period(data.periods);
    std::vector<double> by_location(data.locations);
    for (std::size_t cell = 0; cell < cells; ++cell) {
      by_period[cell % data.periods] += data.cases[cell];
      by_location[cell / data.periods] += data.cases[cell];
    }
    measure.assign(cells, 0);
    for (std::size_t cell = 0; cell < cells; ++cell) {
      measure[cell] =
          by_location[cell / data.periods] * by_period[cell % data.periods] / made.cases;
    }
  } else if (options.model == ScanModel::poisson) {
    const double sum = std::accumulate(measure.begin(), measure.end(), 0.0);
    if (!(sum > 0 && std::isfinite(sum))) {
      return fail(value_not_positive, "measure", shown(sum), "> 0");
    }
    for (double& each : measure) each *= made.cases / sum;
  }
  made.measure = std::accumulate(measure.begin(), measure.end(), 0.0);
  if (!(made.measure > 0 && made.measure < 1e15)) {
    return fail(value_out_of_range, "measure", shown(made.measure), "> 0, < 1e15");
  }
  if (options.model == ScanModel::expectation && made.measure > most_scan_cases) {
    return fail(too_many_observations, "measure", shown(made.measure),
                "<= " + shown(most_scan_cases));
  }
  const auto longest = static_cast<std::size_t>(options.longest);
  made.intervals = scan_intervals(data.periods, static_cast<std::size_t>(options.shortest),
                                  longest == 0 ? data.periods : longest, options.prospective);
  return made;
}

}  // namespace zhiheng::stat
