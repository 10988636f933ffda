// The State Council's plan of 2012 and the plan of a city below it, aligned by hand, where both
// are at hand: which item and which sentence answers which, in numbers.

#include <algorithm>

#include "plan/comparisons.h"

namespace zhiheng::plan {
namespace {

/// An upper item, the lower items that answer it, and how. Definitions: docs/plan-compare.md.
struct AlignedItem {
  std::size_t upper;
  std::vector<std::size_t> lower;
  std::string_view relation;
};

const std::vector<AlignedItem> aligned_items{
    {1, {1}, "kept"},        {2, {2}, "changed"},     {3, {3}, "merged"},
    {4, {3}, "merged"},      {5, {4}, "kept"},        {6, {5}, "kept"},
    {7, {6}, "localised"},   {8, {7}, "narrowed"},    {9, {8}, "narrowed"},
    {10, {9}, "kept"},       {11, {10}, "localised"}, {12, {11}, "localised"},
    {13, {12}, "localised"}, {14, {13}, "changed"},   {15, {10, 13}, "split"},
    {16, {}, "dropped"},     {17, {15}, "kept"},      {18, {16}, "narrowed"},
    {19, {17}, "narrowed"},  {20, {18}, "narrowed"},  {21, {19}, "changed"},
    {22, {22}, "moved"},     {23, {20}, "changed"},   {24, {21}, "extended"},
    {25, {22}, "merged"},
};

/// Item and place in it; place 0 is the heading.
using Place = std::pair<std::size_t, std::size_t>;

const std::vector<std::pair<Place, std::vector<Place>>> aligned_sentences{
    {{1, 0}, {{1, 0}}},
    {{1, 1}, {{1, 1}}},
    {{1, 2}, {{1, 2}}},
    {{2, 0}, {{2, 0}}},
    {{2, 1}, {{2, 1}}},
    {{2, 2}, {{2, 2}}},
    {{2, 3}, {{2, 3}}},
    {{3, 0}, {{3, 0}}},
    {{3, 1}, {}},
    {{3, 2}, {{3, 1}}},
    {{3, 3}, {}},
    {{4, 0}, {{3, 2}}},
    {{4, 1}, {{3, 3}, {3, 4}}},
    {{4, 2}, {{3, 5}}},
    {{5, 0}, {{4, 0}}},
    {{5, 1}, {{4, 1}}},
    {{6, 0}, {{5, 0}}},
    {{6, 1}, {{5, 1}}},
    {{6, 2}, {{5, 2}}},
    {{6, 3}, {{5, 3}}},
    {{7, 0}, {{6, 0}}},
    {{7, 1}, {{6, 1}}},
    {{7, 2}, {{6, 2}}},
    {{7, 3}, {{6, 3}}},
    {{8, 0}, {{7, 0}}},
    {{8, 1}, {{7, 1}}},
    {{8, 2}, {{7, 2}}},
    {{8, 3}, {{7, 3}}},
    {{9, 0}, {{8, 0}}},
    {{9, 1}, {{8, 1}}},
    {{10, 0}, {{9, 0}}},
    {{10, 1}, {{9, 1}}},
    {{10, 2}, {{9, 2}}},
    {{11, 0}, {{10, 0}, {10, 1}}},
    {{11, 1}, {{10, 3}}},
    {{11, 2}, {{10, 4}}},
    {{12, 0}, {{11, 0}}},
    {{12, 1}, {{11, 1}}},
    {{13, 0}, {{12, 0}}},
    {{13, 1}, {{12, 1}}},
    {{13, 2}, {{12, 2}}},
    {{13, 3}, {{12, 3}}},
    {{13, 4}, {{12, 4}}},
    {{14, 0}, {{13, 0}}},
    {{14, 1}, {}},
    {{15, 0}, {}},
    {{15, 1}, {{10, 2}, {13, 3}}},
    {{16, 0}, {}},
    {{16, 1}, {}},
    {{16, 2}, {}},
    {{17, 0}, {{15, 0}}},
    {{17, 1}, {{15, 1}}},
    {{18, 0}, {{16, 0}}},
    {{18, 1}, {{16, 1}}},
    {{18, 2}, {}},
    {{18, 3}, {{16, 2}}},
    {{18, 4}, {{16, 3}}},
    {{19, 0}, {{17, 0}}},
    {{19, 1}, {{17, 1}}},
    {{19, 2}, {{17, 2}}},
    {{19, 3}, {{17, 2}}},
    {{19, 4}, {{17, 3}}},
    {{20, 0}, {{18, 0}}},
    {{20, 1}, {{18, 1}}},
    {{20, 2}, {}},
    {{20, 3}, {{18, 2}}},
    {{20, 4}, {{18, 3}}},
    {{20, 5}, {}},
    {{20, 6}, {}},
    {{21, 0}, {{19, 0}}},
    {{21, 1}, {{19, 1}}},
    {{21, 2}, {{19, 2}}},
    {{21, 3}, {{19, 3}}},
    {{22, 0}, {}},
    {{22, 1}, {{22, 2}}},
    {{23, 0}, {{20, 0}}},
    {{23, 1}, {}},
    {{23, 2}, {}},
    {{23, 3}, {}},
    {{23, 4}, {{20, 2}, {20, 3}}},
    {{24, 0}, {{21, 0}}},
    {{24, 1}, {{21, 1}}},
    {{25, 0}, {{22, 0}}},
    {{25, 1}, {{22, 1}}}};

template <class Pair>
double f1(const std::set<Pair>& expected, const std::set<Pair>& found) {
  const auto both =
      std::ranges::count_if(found, [&](const Pair& pair) { return expected.contains(pair); });
  return 2.0 * static_cast<double>(both) / static_cast<double>(expected.size() + found.size());
}

class CompareReal : public testing::Test {
 protected:
  void SetUp() override {
    const auto above = real_plan("state-council-2012.txt");
    const auto below = real_plan("city-2012.txt");
    if (!above || !below) GTEST_SKIP() << "no shared/plans";
    upper = read(file_text(*above));
    lower = read(file_text(*below));
    found = crosswalk(upper, lower);
  }

  Plan upper, lower;
  Crosswalk found;
};

TEST_F(CompareReal, PairsTheItemsAsTheHandDoes) {
  std::set<std::pair<std::size_t, std::size_t>> expected;
  for (const AlignedItem& item : aligned_items) {
    for (const std::size_t one : item.lower) expected.emplace(item.upper, one);
  }
  std::set<std::pair<std::size_t, std::size_t>> pairs;
  for (const ItemPair& pair : found.pairs) {
    for (const std::size_t one : pair.lower) {
      pairs.emplace(found.upper.items[pair.upper].number, found.lower.items[one].number);
    }
  }
  EXPECT_GE(f1(expected, pairs), 0.95);
  ASSERT_EQ(found.added.size(), 1U);
  EXPECT_EQ(found.lower.items[found.added[0]].number, 14U);
}

TEST_F(CompareReal, CallsTheRelationsAsTheHandDoes) {
  ASSERT_EQ(found.pairs.size(), aligned_items.size());
  std::map<std::string_view, int> counts;
  int agreed = 0;
  for (std::size_t i = 0; i < aligned_items.size(); ++i) {
    const std::string_view relation = name_of(found.pairs[i].relation);
    agreed += relation == aligned_items[i].relation ? 1 : 0;
    ++counts[relation];
  }
  EXPECT_GE(agreed, 22);  // 0.85 of 25
  const std::map<std::string_view, int> published{{"kept", 5},    {"localised", 4}, {"narrowed", 5},
                                                  {"changed", 4}, {"extended", 1},  {"merged", 3},
                                                  {"split", 1},   {"moved", 1},     {"dropped", 1}};
  EXPECT_EQ(counts, published);
}

TEST_F(CompareReal, PairsTheSentencesAsTheHandDoes) {
  ASSERT_EQ(found.sentences.size(), 84U);
  std::set<std::pair<Place, Place>> expected;
  for (const auto& [place, answers] : aligned_sentences) {
    for (const Place& answer : answers) expected.emplace(place, answer);
  }
  const auto place = [](const ComparedPlan& plan, std::size_t unit) {
    return Place{plan.items[plan.units[unit].item].number, plan.units[unit].place};
  };
  std::set<std::pair<Place, Place>> pairs;
  for (const SentencePair& sentence : found.sentences) {
    for (const std::size_t one : sentence.lower) {
      pairs.emplace(place(found.upper, sentence.upper), place(found.lower, one));
    }
  }
  EXPECT_GE(f1(expected, pairs), 0.90);
}

/// Each bound moved on its own: what holds only at one value was fitted to this pair.
TEST_F(CompareReal, AgreesWithTheHandWhenAnyBoundMovesByATenth) {
  const std::vector<double CompareBounds::*> bounds{
      &CompareBounds::partner_bonus,     &CompareBounds::heading_bonus, &CompareBounds::alike,
      &CompareBounds::alike_in_partners, &CompareBounds::partners,      &CompareBounds::rest,
      &CompareBounds::contained,         &CompareBounds::repeated,      &CompareBounds::rest_terms,
      &CompareBounds::item_share,        &CompareBounds::sure,          &CompareBounds::theme,
      &CompareBounds::answered,          &CompareBounds::new_share,     &CompareBounds::heading,
      &CompareBounds::substance,         &CompareBounds::section};
  for (std::size_t i = 0; i < bounds.size(); ++i) {
    for (const double factor : {0.9, 1.1}) {
      CompareRules moved = shipped_rules();
      moved.bounds.*bounds[i] *= factor;
      const Crosswalk crosswalk = compare(upper, lower, shipped_lexicon(), moved);
      int agreed = 0;
      for (std::size_t k = 0; k < aligned_items.size(); ++k) {
        agreed += name_of(crosswalk.pairs[k].relation) == aligned_items[k].relation ? 1 : 0;
      }
      EXPECT_GE(agreed, 22) << "bound " << i << " times " << factor;
    }
  }
}

TEST_F(CompareReal, FollowsPartiesThroughTheLevels) {
  const PartyChange& first = found.pairs[0].parties;
  EXPECT_EQ(first.kept.size(), 10U);
  EXPECT_TRUE(first.dropped.empty() && first.added.empty());
  // Insurance supervision above, the finance office of the city below.
  const PartyChange& credit = found.pairs[7].parties;
  EXPECT_EQ(credit.kept.back().lower, "市食品药品监管局");
  EXPECT_EQ(credit.dropped.size(), 1U);
  EXPECT_EQ(credit.added.size(), 1U);
}

TEST_F(CompareReal, TakesNoTime) {
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(crosswalk(upper, lower).pairs.size(), 25U);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(1));
}

TEST_F(CompareReal, IsTheSameEveryTime) {
  EXPECT_EQ(to_json(found, upper, lower), to_json(crosswalk(upper, lower), upper, lower));
}

}  // namespace
}  // namespace zhiheng::plan
