// Do cases lie close to each other more often than chance explains?

#include <algorithm>
#include <numeric>

#include "analysis/failures.h"
#include "analysis/method_groups.h"
#include "analysis/methods.h"
#include "analysis/scan_settings.h"
#include "analysis/scan_table.h"
#include "analysis/settings.h"
#include "stat/clustering.h"

namespace zhiheng::analysis {

namespace {

using SettingKind = Setting::Kind;

stat::ClusteringOptions options_of(const Call& call) {
  stat::ClusteringOptions options;
  options.replicates = call.whole("replicates");
  options.seed = static_cast<std::uint64_t>(call.whole("seed"));
  options.threads = call.threads();
  return options;
}

Result<Answer> tango(const Call& call) {
  ZH_TRY(const ScanTables tables, scan_tables(call, {.limit = "tango"}));
  const auto& population = tables.population.empty() ? tables.data.measure : tables.population;
  const auto kind = call.text("closeness") == "gaussian" ? stat::ClosenessKind::gaussian
                                                         : stat::ClosenessKind::exponential;
  ZH_TRY(const auto found, stat::tango_index(tables.data.cases, population, tables.points,
                                             call.number("kappa"), kind, options_of(call)));
  Answer answer;
  const auto column = [&](const char* name, double value) {
    answer.add(name, std::vector<double>{value});
  };
  column("index", found.index);
  column("goodness_of_fit", found.goodness_of_fit);
  column("spatial_autocorrelation", found.autocorrelation);
  column("expected", found.expected);
  column("variance", found.variance);
  column("skewness", found.skewness);
  column("df", found.degrees);
  column("chi_squared", found.chi_squared);
  column("p", found.p_value);
  column("p_monte_carlo", found.monte_carlo_p);
  return answer;
}

Result<Answer> moran(const Call& call) {
  ZH_TRY(const ScanTables tables, scan_tables(call, {.places = true, .coordinates = false}));
  const Table* pairs = call.table("neighbours");
  if (pairs == nullptr) return call.refuse("neighbours", "neighbours.csv");
  ZH_TRY(const auto neighbours, neighbours_in(tables.places, *pairs));
  ZH_TRY(const auto found, stat::moran_constant_risk(tables.data.cases, tables.data.measure,
                                                     neighbours, options_of(call)));
  Answer answer;
  answer.add("index", std::vector<double>{found.index});
  answer.add("p_monte_carlo", std::vector<double>{found.monte_carlo_p});
  return answer;
}

Result<Answer> besag_newell(const Call& call) {
  ZH_TRY(const ScanTables tables, scan_tables(call, {.limit = "besag-newell"}));
  ZH_TRY(const auto circles, stat::besag_newell(tables.data.cases, tables.data.measure,
                                                tables.points, call.number("k")));
  std::vector<std::size_t> order(circles.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return circles[i].p_value; });
  std::vector<std::string> centre, locations;
  std::vector<double> k, cases, expected, ratio, p_value, p_at_least;
  for (const std::size_t i : order) {
    const stat::NearestCases& circle = circles[i];
    if (circle.locations.empty() || circle.p_value > call.number("alpha")) continue;
    centre.push_back(tables.places[i]);
    locations.push_back(joined(tables.places, circle.locations));
    k.push_back(call.number("k"));
    cases.push_back(circle.cases);
    expected.push_back(circle.expected);
    ratio.push_back(circle.cases / circle.expected);
    p_value.push_back(circle.p_value);
    p_at_least.push_back(circle.p_at_least);
  }
  Answer answer;
  answer.add("centre", std::move(centre));
  answer.add("locations", std::move(locations));
  answer.add("k", std::move(k));
  answer.add("cases", std::move(cases));
  answer.add("expected", std::move(expected));
  answer.add("smr", std::move(ratio));
  answer.add("p", std::move(p_value));
  answer.add("p_at_least_k", std::move(p_at_least));
  answer.remarks.push_back(
      "circles overlap and their p-values are not adjusted for the number of places");
  return answer;
}

std::vector<Setting> with_replicates(std::vector<Setting> own) {
  std::vector<Setting> all = scan_settings(false);
  own.push_back(
      {"replicates", SettingKind::whole, "999", {"蒙特卡洛重复数", "Monte Carlo replicates"}, {}});
  own.push_back({"seed", SettingKind::whole, "1", {"随机种子", "seed"}, {}});
  own.push_back(threads_setting());
  all.insert(all.begin(), own.begin(), own.end());
  return all;
}

std::vector<Setting> newell_settings() {
  std::vector<Setting> all = scan_settings(false);
  all.insert(all.begin(),
             {{"k", SettingKind::number, "10", {"每个圆至少的例数", "cases that a circle has"}, {}},
              {"alpha",
               SettingKind::number,
               "0.05",
               {"只列出 p 不大于它的圆", "list circles whose p is at most this"},
               {}}});
  return all;
}

}  // namespace

std::vector<Method> clustering_methods() {
  return {
      {.name = "tango",
       .group = group::clusters_in_space_and_time,
       .title = {"Tango 聚集指数：是否总体上聚集", "Tango's index: is there clustering at all?"},
       .columns = {"输入列：location、cases、population、坐标。",
                   "Columns: location, cases, population, and coordinates as for scan. Answer: "
                   "index, its two parts, moments, df, chi_squared, p, p_monte_carlo."},
       .formula = "C = (r - p)' A (r - p), A = exp(-d / kappa); chi-squared with 8 / skewness^2 "
                  "degrees of freedom",
       .source = "T. Tango, Stat. Med. 14 (1995) 2323",
       .settings = with_replicates(
           {{"kappa",
             SettingKind::number,
             "1",
             {"邻近的尺度，与坐标同单位（经纬度时为公里）",
              "reach of closeness, in the unit of the coordinates (km for lat, lon)"},
             {}},
            {"closeness",
             SettingKind::choice,
             "exponential",
             {"exp(-d/κ) 或 exp(-4d²/κ²)", "exp(-d / kappa) or exp(-4 d^2 / kappa^2)"},
             {"exponential", "gaussian"}}}),
       .run = tango},
      {.name = "moran",
       .group = group::clusters_in_space_and_time,
       .title = {"Moran 指数（常数风险）：邻近地点是否同高同低",
                 "Moran's index at constant risk: are neighbours alike?"},
       .columns = {"输入列：location、cases、expected 或 population；--neighbours 相邻表。",
                   "Columns: location, cases, expected or population; --neighbours: from, to. "
                   "Answer: index, p_monte_carlo."},
       .formula = "I = sum over neighbours of z_i z_j / their number, z = (c - e) / sqrt(e)",
       .source = "L. A. Waller, C. A. Gotway (2004) section 7.4.3",
       .settings = with_replicates({{"neighbours",
                                     SettingKind::table,
                                     "",
                                     {"相邻地点：列 from、to", "neighbouring places: from, to"},
                                     {}}}),
       .run = moran},
      {.name = "besag-newell",
       .group = group::clusters_in_space_and_time,
       .title = {"Besag–Newell 法：含 k 例的最小圆是否过小",
                 "Besag and Newell: circles that reach k cases too soon"},
       .columns = {"输入列：location、cases、expected 或 population、坐标。",
                   "Columns: location, cases, expected or population, and coordinates as for scan. "
                   "Answer: a circle a row by p, with p_at_least_k."},
       .formula = "p = P(X >= cases), p_at_least_k = P(X >= k), X Poisson with the circle's "
                  "expected cases",
       .source = "J. Besag, J. Newell, J. R. Stat. Soc. A 154 (1991) 143",
       .settings = newell_settings(),
       .run = besag_newell},
  };
}

}  // namespace zhiheng::analysis
