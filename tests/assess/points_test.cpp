// Scoring functions and sheets on made-up values: what must hold whatever the data.

#include <random>

#include "assess/facts.h"
#include "base/arithmetic.h"
#include "support/place.h"

namespace zhiheng::assess {
namespace {

using catalog::AssessmentNode;
using catalog::ScoreFunction;

Decimal of(const std::string& text) {
  const auto point = text.find('.');
  return *parse_decimal(text,
                        point == std::string::npos ? 0 : static_cast<int>(text.size() - point - 1));
}

AssessmentNode leaf(ScoreFunction function, const char* points = "20.00") {
  AssessmentNode node;
  node.id = "leaf";
  node.points = of(points);
  node.data = catalog::ScoreSource::indicator;
  node.scoring.function = function;
  return node;
}

std::string points_of(const AssessmentNode& node, const char* value,
                      const char* previous = nullptr) {
  ScoredValue one{.value = of(value)};
  if (previous != nullptr) one.previous = of(previous);
  const auto given = give_points(node, 2, std::vector{one}).front();
  return given ? to_text(*given) : "none";
}

TEST(Linear, GivesPointsInProportionRoundedHalfUpOnce) {
  auto node = leaf(ScoreFunction::linear);
  node.scoring.floor = of("0.85");
  node.scoring.goal = of("0.97");
  EXPECT_EQ(points_of(node, "0.85"), "0.00");
  EXPECT_EQ(points_of(node, "0.97"), "20.00");
  EXPECT_EQ(points_of(node, "0.91"), "10.00");
  EXPECT_EQ(points_of(node, "0.92"), "11.67");  // 20 * 7 / 12 = 11.666…
  EXPECT_EQ(points_of(node, "0.10"), "0.00");
  EXPECT_EQ(points_of(node, "1"), "20.00");
}

TEST(Linear, FallsWhereLessIsBetter) {
  auto node = leaf(ScoreFunction::linear, "10.00");
  node.scoring.floor = of("60");
  node.scoring.goal = of("15");
  EXPECT_EQ(points_of(node, "60"), "0.00");
  EXPECT_EQ(points_of(node, "15"), "10.00");
  EXPECT_EQ(points_of(node, "37.5"), "5.00");
}

TEST(Linear, NeverGivesLessForMore) {
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    auto node = leaf(ScoreFunction::linear);
    node.scoring.floor = Decimal{static_cast<std::int64_t>(random() % 900'000), 6};
    node.scoring.goal =
        Decimal{node.scoring.floor->unscaled + 1 + static_cast<int>(random() % 90'000), 6};
    std::int64_t last = -1;
    for (int step = 0; step < 40; ++step) {
      const Decimal value{static_cast<std::int64_t>(step) * 25'000, 6};
      const auto given = give_points(node, 2, std::vector{ScoredValue{.value = value}}).front();
      ASSERT_TRUE(given);
      EXPECT_GE(given->unscaled, last);
      EXPECT_TRUE(compare(*given, node.points) <= 0);
      last = given->unscaled;
    }
  }
}

TEST(Bands, EveryValueFallsIntoExactlyOne) {
  auto node = leaf(ScoreFunction::bands);
  node.scoring.bands = {{.from = {}, .to = of("0.88"), .points = of("3.00")},
                        {.from = of("0.88"), .to = of("0.92"), .points = of("8.00")},
                        {.from = of("0.92"), .to = {}, .points = of("20.00")}};
  EXPECT_EQ(points_of(node, "0.879999"), "3.00");
  EXPECT_EQ(points_of(node, "0.88"), "8.00");
  EXPECT_EQ(points_of(node, "0.919999"), "8.00");
  EXPECT_EQ(points_of(node, "0.92"), "20.00");
  EXPECT_EQ(points_of(node, "-5"), "3.00");
}

TEST(PassFail, ComparesExactly) {
  auto node = leaf(ScoreFunction::pass_fail);
  node.scoring.goal = of("0.90");
  using catalog::Comparator;
  const std::tuple<Comparator, const char*, const char*, const char*> table[] = {
      {Comparator::at_least, "0.00", "20.00", "20.00"},
      {Comparator::at_most, "20.00", "20.00", "0.00"},
      {Comparator::more_than, "0.00", "0.00", "20.00"},
      {Comparator::less_than, "20.00", "0.00", "0.00"},
      {Comparator::equal, "0.00", "20.00", "0.00"}};
  for (const auto& [comparator, below, at, above] : table) {
    node.scoring.comparator = comparator;
    EXPECT_EQ(points_of(node, "0.899999"), below);
    EXPECT_EQ(points_of(node, "0.9"), at);
    EXPECT_EQ(points_of(node, "0.900001"), above);
  }
}

TEST(Deduction, TakesOffPerEventUpToTheCap) {
  auto node = leaf(ScoreFunction::deduction, "10.00");
  node.scoring.per_event = of("4.00");
  node.scoring.cap = of("9.00");
  EXPECT_EQ(points_of(node, "0"), "10.00");
  EXPECT_EQ(points_of(node, "2"), "2.00");
  EXPECT_EQ(points_of(node, "3"), "1.00");
  EXPECT_EQ(points_of(node, "100"), "1.00");
  node.scoring.cap.reset();
  EXPECT_EQ(points_of(node, "100"), "0.00");
}

TEST(Change, ComparesWithTheYearBeforeAbsolutelyOrRelatively) {
  auto node = leaf(ScoreFunction::change, "8.00");
  node.scoring.floor = of("-0.04");
  node.scoring.goal = of("0.02");
  EXPECT_EQ(points_of(node, "0.93", "0.92"), "6.67");  // 8 * 5 / 6
  EXPECT_EQ(points_of(node, "0.93"), "none");
  node.scoring.relative = true;
  EXPECT_EQ(points_of(node, "101", "100"), "6.67");
  EXPECT_EQ(points_of(node, "1", "0"), "none");
}

TEST(ExpressionScore, IsExactAndKeptWithinThePoints) {
  auto node = leaf(ScoreFunction::expression, "5.00");
  node.scoring.expression =
      *expr::Expression::parse("if(value < 0, null, value * 0.05)", catalog::scoring_fields());
  EXPECT_EQ(points_of(node, "33"), "1.65");
  EXPECT_EQ(points_of(node, "1000"), "5.00");
  EXPECT_EQ(points_of(node, "0.1"), "0.01");  // 0.005, half up
  EXPECT_EQ(points_of(node, "-1"), "none");
}

TEST(Rank, SharesPlacesAndDoesNotDependOnTheOrder) {
  auto node = leaf(ScoreFunction::rank, "10.00");
  std::vector<ScoredValue> values;
  for (const char* value : {"5", "9", "5", "1", "7"}) values.push_back({.value = of(value)});
  values.push_back({});  // no value, no place
  auto given = give_points(node, 2, values);
  const char* wanted[] = {"3.75", "10.00", "3.75", "0.00", "7.50"};
  for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(to_text(*given[i]), wanted[i]);
  EXPECT_FALSE(given[5]);
  std::ranges::reverse(values);
  std::ranges::reverse(given);
  EXPECT_EQ(give_points(node, 2, values), given);
}

// ---- whole sheets -----------------------------------------------------------------------------

const catalog::Scheme& example() {
  return **scheme_of(*support::shipped_catalog(), "example_province", 2025);
}

/// Random data for the example scheme.
Facts random_facts(const catalog::Scheme& scheme, unsigned seed, std::size_t governments = 6) {
  std::mt19937 random(seed);
  Facts facts;
  for (std::size_t i = 0; i < governments; ++i) {
    facts.governments.push_back({"62" + std::to_string(1000 + 100 * i), "市" + std::to_string(i)});
  }
  facts.measures.resize(scheme.nodes.size());
  for (std::size_t node = 0; node < scheme.nodes.size(); ++node) {
    if (!scheme.nodes[node].parts.empty()) continue;
    for (std::size_t i = 0; i < governments; ++i) {
      Measure one;
      if (random() % 10 != 0) {
        one.hits = static_cast<std::int64_t>(200 + random() % 60);
        one.records = 260;
        one.share = true;
        one.value = *multiply_divide({1, 0}, {one.hits, 0}, {one.records, 0}, 6);
        one.low = *subtract(*one.value, of("0.02"));
        one.high = *add(*one.value, of("0.02"));
        one.previous = of("0.9");
      }
      facts.measures[node].push_back(one);
    }
  }
  for (const auto& event : scheme.events) {
    auto& counted = facts.events.emplace_back(governments);
    for (auto& one : counted) {
      one.records =
          static_cast<std::int64_t>(random() % (event.kind == catalog::EventKind::veto ? 2 : 6));
    }
  }
  return facts;
}

std::vector<Sheet> sheets_of(const catalog::Scheme& scheme, const Facts& facts) {
  return evaluate(*support::shipped_catalog(), scheme, facts, apportion(scheme, {}));
}

TEST(Sheet, TheSumOfThePartsIsTheTotalAfterTheStatedRounding) {
  const auto& scheme = example();
  for (unsigned seed = 1; seed <= 50; ++seed) {
    for (const auto& sheet : sheets_of(scheme, random_facts(scheme, seed))) {
      std::int64_t roots = 0;
      for (std::size_t i = 0; i < scheme.nodes.size(); ++i) {
        const auto& node = scheme.nodes[i];
        EXPECT_EQ(sheet.nodes[i].points.scale, scheme.places);
        if (!node.parent) roots += sheet.nodes[i].points.unscaled;
        if (node.parts.empty()) continue;
        std::int64_t sum = 0;
        for (const std::size_t part : node.parts) sum += sheet.nodes[part].points.unscaled;
        EXPECT_EQ(sum, sheet.nodes[i].points.unscaled);
      }
      EXPECT_EQ(roots, sheet.subtotal.unscaled);
      if (sheet.vetoes.empty()) {
        const auto all = roots + sheet.bonus.unscaled - sheet.deductions.unscaled;
        EXPECT_EQ(sheet.total.unscaled, std::max<std::int64_t>(all, 0));
      }
      EXPECT_TRUE(compare(sheet.bonus, *scheme.bonus_cap) <= 0);
    }
  }
}

TEST(Sheet, AVetoDominates) {
  const auto& scheme = example();
  for (unsigned seed = 1; seed <= 50; ++seed) {
    auto facts = random_facts(scheme, seed);
    for (std::size_t event = 0; event < scheme.events.size(); ++event) {
      if (scheme.events[event].kind != catalog::EventKind::veto) continue;
      for (auto& one : facts.events[event]) one.records = 0;
    }
    const auto free = sheets_of(scheme, facts);
    for (std::size_t event = 0; event < scheme.events.size(); ++event) {
      if (scheme.events[event].kind != catalog::EventKind::veto) continue;
      auto vetoed = facts;
      for (auto& one : vetoed.events[event]) one.records = scheme.events[event].at_least;
      const auto sheets = sheets_of(scheme, vetoed);
      for (std::size_t i = 0; i < sheets.size(); ++i) {
        EXPECT_GE(sheets[i].grade, free[i].grade);
        const auto& wanted = scheme.events[event].grade;
        const auto at = std::ranges::find(scheme.grades, wanted, &catalog::GradeBand::code);
        EXPECT_GE(sheets[i].grade, static_cast<std::size_t>(at - scheme.grades.begin()));
        if (scheme.events[event].limit) {
          EXPECT_TRUE(compare(sheets[i].total, *scheme.events[event].limit) <= 0);
        }
      }
    }
  }
}

TEST(Sheet, TheOrderOfGovernmentsChangesNothing) {
  const auto& scheme = example();
  for (unsigned seed = 1; seed <= 20; ++seed) {
    const auto facts = random_facts(scheme, seed);
    auto turned = facts;
    std::ranges::reverse(turned.governments);
    for (auto* table : {&turned.measures}) {
      for (auto& row : *table) std::ranges::reverse(row);
    }
    for (auto& row : turned.events) std::ranges::reverse(row);
    auto sheets = sheets_of(scheme, facts);
    auto other = sheets_of(scheme, turned);
    std::ranges::reverse(other);
    for (std::size_t i = 0; i < sheets.size(); ++i) {
      EXPECT_EQ(sheets[i].region, other[i].region);
      EXPECT_EQ(sheets[i].total, other[i].total);
      EXPECT_EQ(sheets[i].place, other[i].place);
      EXPECT_EQ(sheets[i].grade, other[i].grade);
    }
  }
}

TEST(Grades, PartitionTheTotalsAndRoundHalfUp) {
  const auto& scheme = example();
  const std::pair<const char*, const char*> table[] = {
      {"100.00", "A"}, {"90.00", "A"}, {"89.50", "A"}, {"89.49", "B"}, {"79.50", "B"},
      {"79.49", "C"},  {"59.50", "C"}, {"59.49", "D"}, {"0.00", "D"}};
  for (const auto& [total, grade] : table) {
    EXPECT_EQ(scheme.grades[totalled(scheme, of(total), {}).grade].code, grade) << total;
  }
  for (std::int64_t total = 0; total <= 10'300; ++total) {
    const auto made = totalled(scheme, {total, 2}, {});
    const auto& band = scheme.grades[made.grade];
    EXPECT_TRUE(!band.from || compare(made.rounded, *band.from) >= 0);
    EXPECT_TRUE(!band.to || compare(made.rounded, *band.to) <= 0);
  }
}

TEST(Apportion, KeepsTheSumWhateverIsSupposed) {
  const auto& scheme = example();
  const auto food = *scheme.position("food_pass_rate");
  const auto safety = *scheme.position("safety");
  for (const std::int64_t points : {0, 1234, 3300, 5500, 9999}) {
    const std::vector<WantedPoints> wanted = {{food, {points, 2}}};
    const auto maxima = apportion(scheme, wanted);
    for (std::size_t i = 0; i < scheme.nodes.size(); ++i) {
      if (scheme.nodes[i].parts.empty()) continue;
      std::int64_t sum = 0;
      for (const std::size_t part : scheme.nodes[i].parts) sum += maxima[part].unscaled;
      EXPECT_EQ(sum, maxima[i].unscaled);
    }
    EXPECT_EQ(maxima[safety], scheme.nodes[safety].points);
    EXPECT_EQ(maxima[food].unscaled, std::min<std::int64_t>(points, 5500));
  }
}

TEST(Supposed, ReadsValuesInPerCentAndWeights) {
  const auto& catalog = *support::shipped_catalog();
  Supposition all;
  ASSERT_TRUE(suppose(all, catalog, example(), "620100/food_pass_rate=97.5"));
  ASSERT_TRUE(suppose(all, catalog, example(), "620100/food_pass_rate=0.975"));
  ASSERT_TRUE(suppose(all, catalog, example(), "620100/food_pass_rate = 97.5%"));
  ASSERT_TRUE(suppose(all, catalog, example(), "620100/days_to_close=20"));
  ASSERT_TRUE(suppose(all, catalog, example(), "weight:food_pass_rate=20"));
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(to_text(all.values[static_cast<std::size_t>(i)].value), "0.975000");
  EXPECT_EQ(to_text(all.values[3].value), "20.000000");
  EXPECT_EQ(to_text(all.points[0].points), "20.00");
  for (const char* wrong :
       {"620100/food_pass_rate", "food=3", "620100/safety=3", "620100/nothing=3",
        "weight:food_pass_rate=-1", "620100/days_to_close=x"}) {
    EXPECT_FALSE(suppose(all, catalog, example(), wrong)) << wrong;
  }
}

TEST(SpreadOfSheets, IsTheSameEveryTimeAndNarrowWithoutDoubt) {
  auto scheme = example();
  const auto facts = random_facts(scheme, 3);
  auto sheets = sheets_of(scheme, facts);
  auto again = sheets;
  scheme.doubt.draws = 300;
  ASSERT_TRUE(add_spread(scheme, facts, sheets));
  ASSERT_TRUE(add_spread(scheme, facts, again));
  for (std::size_t i = 0; i < sheets.size(); ++i) {
    EXPECT_EQ(sheets[i].spread->low, again[i].spread->low);
    EXPECT_EQ(sheets[i].spread->probability, again[i].spread->probability);
    EXPECT_TRUE(compare(sheets[i].spread->low, sheets[i].spread->high) <= 0);
    std::int64_t sum = 0;
    for (const auto& one : sheets[i].spread->probability) sum += one.unscaled;
    EXPECT_NEAR(static_cast<double>(sum), 10'000, 2);
  }
}

}  // namespace
}  // namespace zhiheng::assess
