// What must hold whatever the data: the order of rows, the unit of measure, which side is called
// the first, more of the same. Each law is tried on random inputs; laws of one function alone stand
// in its own test.

#include <algorithm>
#include <cmath>
#include <functional>

#include "stat/random.h"
#include "stat/stat.h"

namespace zhiheng::stat {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

/// A law: both sides of it on one random input; empty where the input is refused.
struct Law {
  const char* says;
  std::function<std::pair<std::vector<double>, std::vector<double>>(Random&)> sides;
};
using Sides2 = std::pair<std::vector<double>, std::vector<double>>;

std::vector<double> random_counts(Random& random, std::size_t n, std::uint64_t most) {
  std::vector<double> made;
  for (std::size_t i = 0; i < n; ++i) made.push_back(static_cast<double>(random.below(most)));
  return made;
}

std::vector<double> normals(Random& random, std::size_t n) {
  std::vector<double> made;
  for (std::size_t i = 0; i < n; ++i) made.push_back(random.normal());
  return made;
}

std::vector<double> times(const std::vector<double>& values, double factor) {
  std::vector<double> made = values;
  for (double& value : made) value *= factor;
  return made;
}

template <class Value>
std::vector<Value> turned(const std::vector<Value>& values) {
  return {values.rbegin(), values.rend()};
}

std::int64_t upto(Random& random, std::uint64_t most) {
  return static_cast<std::int64_t>(random.below(most + 1));
}

Proportion share(Random& random) {
  const std::int64_t trials = 1 + upto(random, 99);
  return {upto(random, static_cast<std::uint64_t>(trials)), trials};
}

void expect_same(const Law& law, const Sides2& sides, double tolerance) {
  ASSERT_EQ(sides.first.size(), sides.second.size()) << law.says;
  for (std::size_t i = 0; i < sides.first.size(); ++i) {
    const double one = sides.first[i], other = sides.second[i];
    if (std::isnan(one) && std::isnan(other)) continue;
    if (std::isinf(one) && one == other) continue;
    EXPECT_NEAR(one, other, tolerance * (1 + std::abs(one))) << law.says << ", number " << i;
  }
}

std::vector<StandardClass> classes(Random& random) {
  std::vector<StandardClass> made;
  for (int i = 0; i < 5; ++i) {
    made.push_back({static_cast<double>(upto(random, 30)),
                    100.0 + static_cast<double>(upto(random, 900)),
                    10.0 + static_cast<double>(upto(random, 90))});
  }
  return made;
}

std::vector<double> numbers_of(const Result<StandardisedRate>& found, double factor = 1) {
  if (!found) return {};
  return {found->crude * factor, found->rate * factor, found->interval.low * factor,
          found->interval.high * factor};
}

std::vector<double> numbers_of(const Result<OddsRatio>& found, bool inverse = false) {
  if (!found) return {};
  const auto& [estimate, interval, p] = *found;
  if (!inverse) return {estimate, interval.low, interval.high, p};
  return {1 / estimate, 1 / interval.high, 1 / interval.low, p};
}

const std::vector<Law> equalities = {
    {"Mann-Kendall keeps its answer under any rising change of the values",
     [](Random& random) -> Sides2 {
       const auto values = normals(random, 20);
       std::vector<double> bent;
       for (const double value : values) bent.push_back(std::exp(value));
       return {{mann_kendall(values)->z}, {mann_kendall(bent)->z}};
     }},
    {"Mann-Kendall changes its sign when time runs backwards",
     [](Random& random) -> Sides2 {
       const auto values = normals(random, 20);
       return {{mann_kendall(values)->z}, {-mann_kendall(turned(values))->z}};
     }},
    {"the slope of Theil and Sen follows both units",
     [](Random& random) -> Sides2 {
       const auto values = normals(random, 20);
       std::vector<double> days, hours;
       for (int i = 0; i < 20; ++i) days.push_back(i), hours.push_back(24.0 * i);
       const auto one = *theil_sen(days, values), other = *theil_sen(hours, times(values, 3));
       return {{one.slope, one.interval.low, one.interval.high},
               {8 * other.slope, 8 * other.interval.low, 8 * other.interval.high}};
     }},
    {"direct standardisation does not depend on the order of classes or the standard's size",
     [](Random& random) -> Sides2 {
       const auto all = classes(random);
       auto other = turned(all);
       for (StandardClass& each : other) each.standard *= 7;
       return {numbers_of(standardise_directly(all)), numbers_of(standardise_directly(other))};
     }},
    {"a rate per thousand is a thousand times the rate",
     [](Random& random) -> Sides2 {
       const auto all = classes(random);
       auto other = all;
       for (StandardClass& each : other) each.population /= 1000;
       return {numbers_of(standardise_directly(all), 1000),
               numbers_of(standardise_directly(other))};
     }},
    {"shrinkage of shares follows the order of units",
     [](Random& random) -> Sides2 {
       std::vector<Proportion> units;
       for (int i = 0; i < 8; ++i) units.push_back(share(random));
       Sides2 made;
       const auto found1 = shrink_shares(units)->units;
       for (const auto& each : found1) made.first.push_back(each.estimate);
       const auto found2 = shrink_shares(turned(units))->units;
       for (const auto& each : found2) {
         made.second.insert(made.second.begin(), each.estimate);
       }
       return made;
     }},
    {"shrinkage of rates: twice the expected numbers halve every estimate",
     [](Random& random) -> Sides2 {
       const auto observed = random_counts(random, 8, 30);
       const auto expected = times(random_counts(random, 8, 20), 1.5);
       auto safe = expected;
       for (double& each : safe) each += 1;
       Sides2 made;
       const auto one = shrink_rates(observed, safe),
                  other = shrink_rates(observed, times(safe, 2));
       if (!one || !other) return made;
       for (std::size_t i = 0; i < 8; ++i) {
         made.first.push_back(one->units[i].estimate);
         made.second.push_back(2 * other->units[i].estimate);
       }
       return made;
     }},
    {"Fisher's odds ratio turns over when the groups change places",
     [](Random& random) -> Sides2 {
       const TwoByTwo table{1 + upto(random, 20), 1 + upto(random, 20), 1 + upto(random, 20),
                            1 + upto(random, 20)};
       const TwoByTwo other{table.c, table.d, table.a, table.b};
       return {numbers_of(fisher_exact(table)), numbers_of(fisher_exact(other), true)};
     }},
    {"chi-squared of a table is that of the table on its side",
     [](Random& random) -> Sides2 {
       const TwoByTwo table{1 + upto(random, 20), 1 + upto(random, 20), 1 + upto(random, 20),
                            1 + upto(random, 20)};
       return {{chi_squared_test(table)->statistic, chi_squared_test(table, true)->statistic},
               {chi_squared_test({table.a, table.c, table.b, table.d})->statistic,
                chi_squared_test({table.a, table.c, table.b, table.d}, true)->statistic}};
     }},
    {"the difference of two shares changes its sign when they change places",
     [](Random& random) -> Sides2 {
       const Proportion one = share(random), other = share(random);
       const auto there = *compare_proportions(one, other), back = *compare_proportions(other, one);
       return {{there.difference, there.interval.low, there.interval.high, there.p_value},
               {-back.difference, -back.interval.high, -back.interval.low, back.p_value}};
     }},
    {"the ratio of two rates turns over when they change places",
     [](Random& random) -> Sides2 {
       const EventCount one{1 + upto(random, 20), 1 + 100 * random.uniform()};
       const EventCount other{1 + upto(random, 20), 1 + 100 * random.uniform()};
       const auto there = *compare_rates(one, other), back = *compare_rates(other, one);
       return {{there.ratio, there.interval.low, there.interval.high, there.p_value},
               {1 / back.ratio, 1 / back.interval.high, 1 / back.interval.low, back.p_value}};
     }},
    {"McNemar's test changes only its sign when the judgements change places",
     [](Random& random) -> Sides2 {
       const std::int64_t b = upto(random, 20), c = upto(random, 20), pairs = b + c + 5;
       const auto there = *compare_paired(b, c, pairs), back = *compare_paired(c, b, pairs);
       return {{there.difference, there.chi_squared, there.p_value_exact},
               {-back.difference, back.chi_squared, back.p_value_exact}};
     }},
    {"Welch's test changes only its sign when the samples change places",
     [](Random& random) -> Sides2 {
       const auto one = *moments_of(normals(random, 6)), other = *moments_of(normals(random, 9));
       const auto there = *compare_means(one, other), back = *compare_means(other, one);
       return {{there.difference, there.t, there.p_value},
               {-back.difference, -back.t, back.p_value}};
     }},
    {"kappa is the same when the raters change places and categories their order",
     [](Random& random) -> Sides2 {
       std::vector<std::int64_t> table, sideways(9), backwards(9);
       for (int i = 0; i < 9; ++i) table.push_back(1 + upto(random, 9));
       for (std::size_t i = 0; i < 3; ++i) {
         for (std::size_t j = 0; j < 3; ++j) {
           sideways[j * 3 + i] = table[i * 3 + j];
           backwards[(2 - i) * 3 + 2 - j] = table[i * 3 + j];
         }
       }
       const auto one = *cohen_kappa(table, 3), other = *cohen_kappa(sideways, 3);
       const auto third = *cohen_kappa(backwards, 3);
       return {{one.kappa, one.standard_error, one.kappa},
               {other.kappa, other.standard_error, third.kappa}};
     }},
    {"intraclass correlations do not depend on order, origin or unit",
     [](Random& random) -> Sides2 {
       const auto ratings = normals(random, 24);
       auto other = times(turned(ratings), 5);
       for (double& each : other) each += 100;
       Sides2 made;
       const auto forms3 = *intraclass_correlations(ratings, 3);
       const auto found3 = forms3.all();
       for (const Intraclass* each : found3) {
         made.first.push_back(each->correlation);
       }
       const auto forms4 = *intraclass_correlations(other, 3);
       const auto found4 = forms4.all();
       for (const Intraclass* each : found4) {
         made.second.push_back(each->correlation);
       }
       return made;
     }},
    {"the survival curve follows the unit of time and ignores the order of units",
     [](Random& random) -> Sides2 {
       std::vector<ObservedLife> units, other;
       for (int i = 0; i < 15; ++i) units.push_back({0.1 + random.uniform(), random.below(3) > 0});
       const auto found5 = turned(units);
       for (const ObservedLife& each : found5) other.push_back({each.time * 24, each.failed});
       Sides2 made;
       const auto found6 = *kaplan_meier(units);
       for (const auto& step : found6) {
         made.first.insert(made.first.end(), {24 * step.time, step.survival});
       }
       const auto found7 = *kaplan_meier(other);
       for (const auto& step : found7) {
         made.second.insert(made.second.end(), {step.time, step.survival});
       }
       return made;
     }},
    {"the log-rank test does not care which group is called the first",
     [](Random& random) -> Sides2 {
       std::vector<ObservedLife> units;
       std::vector<std::size_t> groups, other;
       for (int i = 0; i < 20; ++i) {
         units.push_back({0.1 + random.uniform(), true});
         groups.push_back(static_cast<std::size_t>(i) % 2);
         other.push_back(1 - groups.back());
       }
       return {{log_rank_test(units, groups)->statistic}, {log_rank_test(units, other)->statistic}};
     }},
    {"product and hazard may change places in ROR, IC and chi-squared",
     [](Random& random) -> Sides2 {
       PairCounts pair;
       pair.both = 1.0 + static_cast<double>(upto(random, 9));
       pair.product = pair.both + 1.0 + static_cast<double>(upto(random, 50));
       pair.hazard = pair.both + 1.0 + static_cast<double>(upto(random, 50));
       pair.all = pair.product + pair.hazard + 1.0 + static_cast<double>(upto(random, 500));
       PairCounts other = pair;
       std::swap(other.product, other.hazard);
       const auto one = *disproportionality(pair), back = *disproportionality(other);
       return {{one.odds.estimate, one.odds.interval.low, one.information, one.chi_squared},
               {back.odds.estimate, back.odds.interval.low, back.information, back.chi_squared}};
     }},
    {"Farrington's bounds do not change when a week before all references does",
     [](Random& random) -> Sides2 {
       auto series = random_counts(random, 80, 12);
       FarringtonOptions options = farrington_1996();
       options.years = 2;
       const SeasonCalendar calendar{.per_year = 20, .dates = {}};
       const auto one = farrington(series, {}, 70, calendar, options);
       series[5] += 500;
       const auto other = farrington(series, {}, 70, calendar, options);
       Sides2 made;
       for (const auto& each : *one) made.first.push_back(each.fitted ? each.upper : unknown);
       for (const auto& each : *other) made.second.push_back(each.fitted ? each.upper : unknown);
       return made;
     }},
    {"a likelihood ratio is that of the same counts cut into the points after an alarm",
     [](Random& random) -> Sides2 {
       const auto series = random_counts(random, 30, 12);
       const std::vector<double> means(series.size(), 4);
       const auto all = *likelihood_ratio(series, means, {});
       std::size_t first = 0;
       while (first < all.size() && !all[first].alarm) ++first;
       if (first + 1 >= all.size()) return {};
       const auto rest = *likelihood_ratio(std::span(series).subspan(first + 1),
                                           std::span(means).subspan(first + 1), {});
       Sides2 made;
       for (std::size_t i = 0; i < rest.size(); ++i) {
         made.first.push_back(all[first + 1 + i].statistic);
         made.second.push_back(rest[i].statistic);
       }
       return made;
     }},
};

TEST(Laws, HoldOnRandomInputs) {
  for (std::size_t law = 0; law < equalities.size(); ++law) {
    for (std::uint64_t draw = 0; draw < 40; ++draw) {
      Random random(20261122 + law, draw);
      expect_same(equalities[law], equalities[law].sides(random), 1e-9);
      if (testing::Test::HasFailure()) return;
    }
  }
}

/// A law of order: none of these numbers is above the next.
struct Order {
  const char* says;
  std::function<std::vector<double>(Random&)> rising;
};

const std::vector<Order> orders = {
    {"more confidence widens an interval at its upper end",
     [](Random& random) {
       const Proportion one = share(random);
       std::vector<double> all;
       for (const double confidence : {0.5, 0.8, 0.9, 0.95, 0.99, 0.998}) {
         all.push_back(wilson_interval(one.count, one.trials, confidence)->high);
       }
       return all;
     }},
    {"more failures raise both bounds of a rate",
     [](Random& random) {
       const double exposure = 1 + 100 * random.uniform();
       std::vector<double> all;
       for (int events = 0; events < 12; ++events) {
         all.push_back(poisson_interval(events, exposure, 0.95)->low);
       }
       return all;
     }},
    {"worse lots are not accepted more often",
     [](Random& random) {
       const std::int64_t accept = upto(random, 3);
       const Stage plan{20 + upto(random, 60), accept, accept + 1};
       std::vector<double> all;
       for (const double quality : {0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.001, 0.0}) {
         all.push_back(operate({&plan, 1}, Counting::binomial, quality)->accepted);
       }
       return all;
     }},
    {"a higher limit lengthens the run of a CUSUM chart",
     [](Random& random) {
       const double k = 0.2 + random.uniform() / 2;
       std::vector<double> all;
       for (const double h : {1.0, 2.0, 3.0, 4.0, 5.0}) {
         all.push_back(*cusum_run_length(k, h, 0, stat::Sides::two));
       }
       return all;
     }},
    {"a larger count gives a larger EBGM",
     [](Random& random) {
       const double expected = 0.2 + 5 * random.uniform();
       std::vector<CountedPair> pairs;
       for (int n = 1; n < 12; ++n) pairs.push_back({static_cast<double>(n), expected, 1});
       std::vector<double> all;
       const auto found8 = *posteriors(pairs, {0.2, 0.1, 2, 4, 0.3});
       for (const auto& each : found8) all.push_back(each.mean);
       return all;
     }},
    {"the standardised CUSUM is not lower where a count was higher",
     [](Random& random) {
       auto series = random_counts(random, 20, 10);
       const CountCusumOptions options{.mean = 4};
       std::vector<double> all;
       for (int more = 0; more < 5; ++more, series[10] += 3) {
         all.push_back(count_cusum(series, options)->back().statistic);
       }
       return all;
     }},
    {"a rise grows with the last count",
     [](Random& random) {
       auto series = random_counts(random, 20, 10);
       std::vector<double> all;
       for (int more = 0; more < 8; ++more, series.back() += 2) {
         all.push_back(rises(series)->back().log_ratio);
       }
       return all;
     }},
    {"without failures a longer test shows a longer MTBF",
     [](Random&) {
       std::vector<double> all;
       for (const double time : {10.0, 20.0, 50.0, 100.0}) {
         all.push_back(mean_time_between_failures(0, time, TestEnd::at_time, 0.9)->at_least);
       }
       return all;
     }},
    {"a p-value adjusted for many tests is never below the p-value",
     [](Random& random) {
       std::vector<double> p, all;
       for (int i = 0; i < 10; ++i) p.push_back(random.uniform());
       const auto adjusted = *benjamini_hochberg(p);
       const auto family = *holm(p);
       double least = 1;
       for (int i = 0; i < 10; ++i) {
         least = std::min(
             {least, adjusted[static_cast<std::size_t>(i)] - p[static_cast<std::size_t>(i)],
              family[static_cast<std::size_t>(i)] - adjusted[static_cast<std::size_t>(i)]});
       }
       return std::vector<double>{0, least + 1e-15};
     }},
};

TEST(Orders, HoldOnRandomInputs) {
  for (std::size_t order = 0; order < orders.size(); ++order) {
    for (std::uint64_t draw = 0; draw < 40; ++draw) {
      Random random(7 + order, draw);
      const auto numbers = orders[order].rising(random);
      for (std::size_t i = 1; i < numbers.size(); ++i) {
        ASSERT_GE(numbers[i], numbers[i - 1] - 1e-12 * (1 + std::abs(numbers[i])))
            << orders[order].says << ", number " << i;
      }
    }
  }
}

TEST(Limits, AreReachedAsSamplesGrow) {
  // A share of many trials is known; a small one with nothing seen is not.
  const auto large = *wilson_interval(930'000'000, 1'000'000'000, 0.95);
  EXPECT_NEAR(large.low, 0.93, 2e-5);
  EXPECT_NEAR(large.high, 0.93, 2e-5);
  // The exact Poisson bounds approach the normal ones.
  const auto rate = *poisson_interval(1'000'000, 1e6, 0.95);
  EXPECT_NEAR(rate.high, 1 + 1.959963984540054e-3, 1e-5);
  // Student's interval becomes the normal one.
  const auto mean = *mean_interval({1'000'000, 0, 1}, 0.95);
  EXPECT_NEAR(mean.interval.high, 1.959963984540054e-3, 1e-8);
  // Without differences between units all get the mean of the pool.
  const std::vector<Proportion> same(5, {930, 1000});
  const auto found9 = shrink_shares(same)->units;
  for (const auto& unit : found9) EXPECT_NEAR(unit.estimate, 0.93, 1e-12);
  // A hypergeometric plan on a huge lot is the binomial one.
  const Stage plan{80, 2, 3};
  EXPECT_NEAR(operate({&plan, 1}, Counting::hypergeometric, 0.02, 100'000'000)->accepted,
              operate({&plan, 1}, Counting::binomial, 0.02)->accepted, 1e-6);
  // Without over-dispersion a prediction from very many counts is a Poisson quantile.
  const std::vector<double> series(2000, 4);
  EXPECT_EQ(prediction_bounds(series, 1999, {.half_window = 1999, .alpha = 0.05})->back().upper, 8);
}

}  // namespace
}  // namespace zhiheng::stat
