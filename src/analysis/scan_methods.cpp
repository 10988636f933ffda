// Where and when are there more cases than chance explains?

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <numeric>

#include "analysis/failures.h"
#include "analysis/method_groups.h"
#include "analysis/methods.h"
#include "analysis/scan_settings.h"
#include "analysis/scan_table.h"
#include "analysis/settings.h"
#include "stat/scan.h"
#include "stat/scan_zones.h"

namespace zhiheng::analysis {

namespace {

Result<std::vector<double>> numbers_in(const Call& call, const std::string& setting) {
  std::vector<double> all;
  for (const std::string& word : parted(call.text(setting))) {
    const auto number = number_of(word);
    if (!number) return call.refuse(setting, "1.5,2,3");
    all.push_back(*number);
  }
  return all;
}

Result<stat::ScanWindows> ellipses_of(const Call& call, const ScanTables& tables) {
  stat::Ellipses ellipses;
  ZH_TRY(ellipses.shapes, numbers_in(call, "ellipse-shapes"));
  ZH_TRY(const auto angles, numbers_in(call, "ellipse-angles"));
  ellipses.angles.clear();
  for (const double each : angles) {
    if (!(each >= 1 && each <= 360)) return call.refuse("ellipse-angles", "1..360");
    ellipses.angles.push_back(std::llround(each));
  }
  ellipses.strictness = call.number("penalty");
  ellipses.first_angle = call.number("first-angle");
  return stat::elliptic_windows(tables.points, tables.sizes, call.number("max-population"),
                                ellipses, call.threads());
}

Result<stat::ScanWindows> windows_listed(const Call& call, const ScanTables& tables) {
  const Table& table = *call.table("zones");
  std::vector<std::vector<std::uint32_t>> zones;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    ZH_TRY(auto zone, places_in(tables.places, table, row, "regions"));
    zones.push_back(std::move(zone));
  }
  return stat::listed_windows(tables.places.size(), zones);
}

Result<std::vector<std::vector<std::uint32_t>>> neighbours_of(const Call& call,
                                                              const ScanTables& tables) {
  if (call.table("neighbours") == nullptr) return call.refuse("neighbours", "neighbours.csv");
  return neighbours_in(tables.places, *call.table("neighbours"));
}

Result<stat::ScanWindows> connected(const Call& call, const ScanTables& tables) {
  ZH_TRY(const auto neighbours, neighbours_of(call, tables));
  return stat::connected_windows(tables.points, neighbours, call.whole("nearest"));
}

Result<stat::ScanWindows> windows_of(const Call& call, const ScanTables& tables) {
  if (call.threads().count < 1) return call.refuse("threads", ">= 1");
  if (call.table("zones") != nullptr) return windows_listed(call, tables);
  if (call.text("shape") == "connected") return connected(call, tables);
  if (call.text("shape") == "ellipse") return ellipses_of(call, tables);
  return stat::circular_windows(tables.points, tables.sizes, call.number("max-population"),
                                call.threads());
}

stat::ScanOptions options_of(const Call& call) {
  stat::ScanOptions options;
  const std::string& model = call.text("model");
  options.model = model == "bernoulli"     ? stat::ScanModel::bernoulli
                  : model == "permutation" ? stat::ScanModel::permutation
                  : model == "expectation" ? stat::ScanModel::expectation
                                           : stat::ScanModel::poisson;
  const std::string& rates = call.text("rates");
  options.rates = rates == "low"    ? stat::ScanRates::low
                  : rates == "both" ? stat::ScanRates::both
                                    : stat::ScanRates::high;
  options.minimum_cases = call.whole("minimum-cases");
  options.threads = call.threads();
  if (!call.has("replicates")) return options;
  options.replicates = call.whole("replicates");
  options.seed = static_cast<std::uint64_t>(call.whole("seed"));
  options.most_clusters = call.whole("clusters");
  options.one_per_centre = call.flag("one-per-centre");
  return options;
}

double sum_of(const std::vector<double>& values, const std::vector<std::uint32_t>& places) {
  return std::accumulate(places.begin(), places.end(), 0.0,
                         [&](double sum, std::uint32_t place) { return sum + values[place]; });
}

void add_reach(Answer& answer, const ScanTables& tables, const stat::ScanWindows& windows,
               const std::vector<stat::ScanCluster>& clusters) {
  std::vector<double> radius, longer, angle, shape;
  for (const auto& each : clusters) {
    const stat::ScanWalk& walk = windows.walks[each.walk];
    double reach = 0;
    for (const std::uint32_t place : each.locations) {
      reach = std::max(reach, stat::scan_reach(tables.points, walk, place));
    }
    radius.push_back(reach);
    longer.push_back(reach * walk.shape);
    angle.push_back(walk.angle);
    shape.push_back(walk.shape);
  }
  answer.add("radius", std::move(radius));
  const bool ellipses = std::ranges::any_of(
      windows.walks, [](const stat::ScanWalk& walk) { return walk.shape != 1; });
  if (!ellipses) return;
  answer.add("longer_half_axis", std::move(longer));
  answer.add("angle", std::move(angle));
  answer.add("axes_ratio", std::move(shape));
}

/// One row per cluster.
Answer clusters_of(const ScanTables& tables, const stat::ScanWindows& windows,
                   const stat::ScanResult& result, bool time, bool prospective) {
  const auto& clusters = result.clusters;
  std::vector<std::int64_t> rank, count, from, to, periods;
  std::vector<std::string> centre, locations, first_day, last_day;
  for (const auto& each : clusters) {
    rank.push_back(std::ssize(rank) + 1);
    centre.push_back(tables.places[windows.walks[each.walk].centre]);
    locations.push_back(joined(tables.places, each.locations));
    count.push_back(std::ssize(each.locations));
    const std::int64_t first = tables.periods[each.first_period];
    const std::int64_t last = tables.periods[each.last_period];
    from.push_back(first);
    to.push_back(last);
    if (tables.calendar.has_dates()) {
      first_day.push_back(tables.calendar.first_day(first));
      last_day.push_back(tables.calendar.last_day(last));
    }
    periods.push_back(static_cast<std::int64_t>(each.last_period - each.first_period) + 1);
  }
  Answer answer;
  answer.add("rank", std::move(rank));
  if (tables.places.size() > 1) {
    answer.add("centre", std::move(centre));
    answer.add("locations", std::move(locations));
    answer.add("places", std::move(count));
    if (tables.points.size() > 0) add_reach(answer, tables, windows, clusters);
  }
  if (time) {
    if (tables.calendar.has_dates()) {
      answer.add("from", std::move(first_day));
      answer.add("to", std::move(last_day));
    } else {
      answer.add("from", std::move(from));
      answer.add("to", std::move(to));
    }
    answer.add("periods", std::move(periods));
  }
  const auto column = [&](const char* name, const auto& value) {
    std::vector<double> values;
    std::ranges::transform(clusters, std::back_inserter(values), value);
    answer.add(name, std::move(values));
  };
  using Cluster = const stat::ScanCluster&;
  if (!tables.population.empty()) {
    column("population", [&](Cluster each) { return sum_of(tables.population, each.locations); });
  }
  column("cases", [](Cluster each) { return each.cases; });
  column("expected", [](Cluster each) { return each.expected; });
  column("smr", [](Cluster each) { return each.cases / each.expected; });
  column("relative_risk", [](Cluster each) { return each.relative_risk; });
  column("llr", [](Cluster each) { return each.ratio; });
  column("statistic", [](Cluster each) { return each.statistic; });
  column("p", [](Cluster each) { return each.p_value; });
  column("gumbel_p", [](Cluster each) { return each.gumbel_p; });
  if (prospective) column("recurrence", [](Cluster each) { return 1 / each.p_value; });
  answer.remarks.push_back(std::to_string(tables.places.size()) + " places, " +
                           std::to_string(tables.periods.size()) + " periods, " +
                           written(result.cases) + " cases, " +
                           std::to_string(result.maxima.size()) + " replicates");
  return answer;
}

Result<Answer> scan_adaptively(const Call& call, const ScanTables& tables) {
  ZH_TRY(const auto neighbours, neighbours_of(call, tables));
  stat::AdaptiveWindows how;
  const bool restricted = call.text("shape") == "restricted";
  how.kind = restricted ? stat::AdaptiveWindows::Kind::restricted
                        : stat::AdaptiveWindows::Kind::upper_level;
  how.nearest = call.whole("nearest");
  how.alpha = call.number("alpha");
  how.share = call.number("max-population");
  stat::ScanWindows windows;
  ZH_TRY(const auto result, stat::adaptive_scan(tables.data, tables.sizes, tables.points,
                                                neighbours, how, options_of(call), windows));
  return clusters_of(tables, windows, result, false, false);
}

Result<Answer> scan_places(const Call& call) {
  const bool zones = call.table("zones") != nullptr;
  ZH_TRY(const ScanTables tables, scan_tables(call, {.places = true, .coordinates = !zones}));
  if (call.text("shape") == "restricted" || call.text("shape") == "upper-level") {
    return scan_adaptively(call, tables);
  }
  ZH_TRY(const auto windows, windows_of(call, tables));
  ZH_TRY(const auto result, stat::scan(tables.data, windows, options_of(call)));
  return clusters_of(tables, windows, result, false, false);
}

stat::ScanOptions time_options(const Call& call, const ScanTables& tables) {
  stat::ScanOptions options = options_of(call);
  const std::int64_t half = std::max<std::int64_t>(1, std::ssize(tables.periods) / 2);
  options.longest = call.has("longest") ? call.whole("longest") : half;
  options.shortest = call.whole("shortest");
  options.prospective = call.flag("prospective");
  return options;
}

Result<Answer> scan_places_and_times(const Call& call) {
  const bool zones = call.table("zones") != nullptr;
  ZH_TRY(const ScanTables tables,
         scan_tables(call, {.places = true, .coordinates = !zones, .periods = true}));
  ZH_TRY(const auto windows, windows_of(call, tables));
  const auto options = time_options(call, tables);
  ZH_TRY(const auto result, stat::scan(tables.data, windows, options));
  return clusters_of(tables, windows, result, true, options.prospective);
}

Result<Answer> scan_times(const Call& call) {
  ZH_TRY(const ScanTables tables,
         scan_tables(call, {.places = false, .coordinates = false, .periods = true}));
  const std::vector<std::vector<std::uint32_t>> all = {{0}};
  ZH_TRY(const auto windows, stat::listed_windows(1, all));
  const auto options = time_options(call, tables);
  ZH_TRY(const auto result, stat::scan(tables.data, windows, options));
  return clusters_of(tables, windows, result, true, options.prospective);
}

Result<Answer> best_windows(const Call& call) {
  ZH_TRY(const ScanTables tables, scan_tables(call, {}));
  ZH_TRY(const auto windows, stat::circular_windows(tables.points, tables.sizes,
                                                    call.number("max-population"), call.threads()));
  ZH_TRY(const auto found, stat::best_windows(tables.data, windows, options_of(call)));
  std::vector<std::string> centre;
  std::vector<std::int64_t> size, count;
  std::vector<double> radius, cases, expected, ratio;
  for (const auto& each : found) {
    const stat::ScanWalk& walk = windows.walks[each.walk];
    const auto members = std::span(windows.members).subspan(walk.begin, walk.end - walk.begin);
    centre.push_back(tables.places[walk.centre]);
    size.push_back(std::ssize(each.locations));
    radius.push_back(tables.points.distance(walk.centre, each.locations.back()));
    cases.push_back(each.cases);
    expected.push_back(each.expected);
    ratio.push_back(each.ratio);
    count.push_back(std::ranges::count_if(members, stat::ScanWindows::is_window));
  }
  Answer answer;
  answer.add("centroid", std::move(centre));
  answer.add("best_size", std::move(size));
  answer.add("best_radius", std::move(radius));
  answer.add("cases", std::move(cases));
  answer.add("expected", std::move(expected));
  answer.add("llr", std::move(ratio));
  answer.add("n_windows", std::move(count));
  return answer;
}

const char* const kulldorff = "M. Kulldorff, Commun. Stat. Theory Methods 26 (1997) 1481";

}  // namespace

std::vector<Method> scan_methods() {
  const Words answer = {
      "结果每行一个聚集：locations、cases、expected、relative_risk、llr、p、gumbel_p。",
      "Answer: a cluster a row with its locations, cases, expected, "
      "relative_risk, llr, p (rank among replicates) and gumbel_p."};
  return {
      {.name = "scan",
       .group = group::clusters_in_space_and_time,
       .title = {"空间扫描统计量：哪里异常聚集", "spatial scan statistic: where are clusters?"},
       .columns =
           {"输入列：location、cases、expected 或 population 或 controls，坐标 x、y 或 lat、lon。" +
                answer.zh,
            "Columns: location, cases, expected or population or controls, and x, y or lat, "
            "lon here or in --geo. " +
                answer.en},
       .formula = "max over windows of c ln(c / e) + (C - c) ln((C - c) / (C - e)); p = (1 + "
                  "replicates that reach it) / (1 + replicates)",
       .source = std::string(kulldorff) + "; ellipses: Stat. Med. 25 (2006) 3929; connected "
                                          "shapes: T. Tango, K. Takahashi, Int. J. Health Geogr. 4 "
                                          "(2005) 11",
       .settings =
           joined({{scan_models({"poisson", "bernoulli"})},
                   rate_settings(),
                   scan_settings(false),
                   {controls_setting()},
                   window_settings(),
                   shape_settings({"circle", "ellipse", "connected", "restricted", "upper-level"}),
                   {alpha_setting()},
                   replicate_settings()}),
       .run = scan_places},
      {.name = "scan-spacetime",
       .group = group::clusters_in_space_and_time,
       .title = {"时空扫描统计量：何时何地异常聚集", "space-time scan statistic: where and when?"},
       .columns = {"输入列：location、时间、cases 等，同 scan。" + answer.zh,
                   "Columns: location, time, cases, and as for scan. " + answer.en},
       .formula =
           "as scan, over windows of places and consecutive periods; prospective: those that "
           "reach to the last period; recurrence = 1 / p periods",
       .source = std::string(kulldorff) +
                 "; J. R. Stat. Soc. A 164 (2001) 61; permutation: PLoS Med. "
                 "2 (2005) e59; expectation: D. B. Neill, Int. J. Forecast. "
                 "25 (2009) 498",
       .settings = joined({{scan_models({"poisson", "bernoulli", "permutation", "expectation"})},
                           rate_settings(),
                           scan_settings(true),
                           {controls_setting()},
                           time_settings(),
                           window_settings(),
                           shape_settings({"circle", "ellipse", "connected"}),
                           replicate_settings()}),
       .run = scan_places_and_times},
      {.name = "scan-temporal",
       .group = group::clusters_in_space_and_time,
       .title = {"时间扫描统计量：何时异常集中", "temporal scan statistic: when?"},
       .columns = {"输入列：时间、cases，同 scan-spacetime；各地相加。" + answer.zh,
                   "Columns: as for scan-spacetime; places are added up. " + answer.en},
       .formula = "as scan, over consecutive periods",
       .source = std::string(kulldorff) + "; J. I. Naus, J. Am. Stat. Assoc. 60 (1965) 532",
       .settings = joined({{scan_models({"poisson", "bernoulli", "expectation"})},
                           rate_settings(),
                           scan_settings(true),
                           {controls_setting()},
                           time_settings(),
                           replicate_settings()}),
       .run = scan_times},
      {.name = "scan-windows",
       .group = group::clusters_in_space_and_time,
       .title = {"每个中心最可能的窗口", "the likeliest window around each place"},
       .columns = {"输入列：同 scan。结果每行一个中心。",
                   "Columns: as for scan. Answer: a centre a row with its likeliest window's "
                   "best_size, best_radius, cases, expected, llr, and n_windows; no replicates."},
       .formula = "as scan",
       .source = kulldorff,
       .settings = joined({{scan_models({"poisson", "bernoulli"})},
                           rate_settings(),
                           scan_settings(false),
                           {controls_setting()},
                           window_settings()}),
       .run = best_windows},
  };
}

}  // namespace zhiheng::analysis
