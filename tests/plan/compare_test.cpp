// Every relation planted by hand, and what must hold for any two plans.

#include <algorithm>
#include <memory>
#include <random>

#include "base/text.h"
#include "plan/comparisons.h"
#include "support/source.h"

namespace zhiheng::plan {
namespace {

Crosswalk against(const Draft& lower) {
  return crosswalk(read(draft().text()), read(lower.text()));
}

const ItemPair& pair_of(const Crosswalk& crosswalk, std::size_t number) {
  return *std::ranges::find_if(crosswalk.pairs, [&](const ItemPair& pair) {
    return crosswalk.upper.items[pair.upper].number == number;
  });
}

TEST(Compare, FindsEveryRelationThatWasPlanted) {
  const Plan upper = example("yunhai-2017.txt");
  const Plan lower = example("qingping-2017.txt");
  EXPECT_EQ(in_short(crosswalk(upper, lower)),
            "1→1 kept, 2→2 localised, 3→3 narrowed, 4→4 changed, 5→6 extended, 6→7 merged, "
            "7→7 merged, 8→8+9 split, 9→5 moved, 10→ dropped, 11→10 changed, +11");
}

TEST(Compare, KeepsAPlanThatIsTheSame) {
  for (const std::string& text :
       {draft().text(), file_text(support::source_path("/examples/plans/yunhai-2017.txt"))}) {
    const Plan plan = read(text);
    const Crosswalk same = crosswalk(plan, plan);
    for (const ItemPair& pair : same.pairs) {
      EXPECT_EQ(pair.lower, std::vector{pair.upper});
      EXPECT_EQ(pair.relation, Relation::kept) << pair.upper;
      EXPECT_DOUBLE_EQ(pair.similarity, 1);
      EXPECT_TRUE(pair.parties.dropped.empty() && pair.parties.added.empty());
    }
    for (const SentencePair& sentence : same.sentences) {
      EXPECT_EQ(sentence.lower, std::vector{sentence.upper});
      EXPECT_EQ(sentence.relation, Relation::kept);
      EXPECT_DOUBLE_EQ(sentence.similarity, 1);
    }
    EXPECT_TRUE(same.added.empty() && same.added_units.empty());
  }
}

TEST(Compare, DropsAndAddsInMirrorImage) {
  for (std::size_t gone = 0; gone < 8; ++gone) {
    Draft shorter = draft();
    std::size_t left = gone;
    for (Draft::Section& section : shorter.sections) {
      if (left < section.items.size()) {
        section.items.erase(section.items.begin() + static_cast<std::ptrdiff_t>(left));
        break;
      }
      left -= section.items.size();
    }
    const Plan whole = read(draft().text());
    const Plan part = read(shorter.text());
    const Crosswalk down = crosswalk(whole, part);
    const Crosswalk up = crosswalk(part, whole);
    for (const ItemPair& pair : down.pairs) {
      EXPECT_EQ(pair.relation, pair.upper == gone ? Relation::dropped : Relation::kept);
    }
    EXPECT_TRUE(down.added.empty());
    EXPECT_EQ(up.added, std::vector{gone});
    EXPECT_TRUE(std::ranges::all_of(
        up.pairs, [](const ItemPair& pair) { return pair.relation == Relation::kept; }));
  }
}

TEST(Compare, MirrorsNarrowedInExtendedAndMergedInSplit) {
  Draft more = draft();
  items_of(more)[0]->sentences.push_back("建立农资追溯二维码档案，逐店张贴守信经营承诺书");
  const Plan small = read(draft().text());
  const Plan large = read(more.text());
  EXPECT_EQ(pair_of(crosswalk(small, large), 1).relation, Relation::extended);
  EXPECT_EQ(pair_of(crosswalk(large, small), 1).relation, Relation::narrowed);

  Draft joined = draft();
  auto& section = joined.sections[1].items;
  const Draft::Item gone = section[1];
  section[0].title = "完善竹木家具标准，打击加油机作弊";
  section[0].sentences.insert(section[0].sentences.end(), gone.sentences.begin(),
                              gone.sentences.end());
  section.erase(section.begin() + 1);
  const Plan one = read(joined.text());
  EXPECT_EQ(pair_of(crosswalk(small, one), 4).relation, Relation::merged);
  EXPECT_EQ(pair_of(crosswalk(small, one), 5).relation, Relation::merged);
  EXPECT_EQ(in_short(crosswalk(one, small)),
            "1→1 kept, 2→2 kept, 3→3 kept, 4→4+5 split, 5→6 kept, 6→7 kept, 7→8 kept");
}

TEST(Compare, MovesItemsThatChangedTheirSectionButNotThoseThatOnlyChangedPlaces) {
  Draft moved = draft();
  auto& from = moved.sections[0].items;
  moved.sections[2].items.push_back(from[1]);
  from.erase(from.begin() + 1);
  std::swap(moved.sections[1].items[0], moved.sections[1].items[2]);
  EXPECT_EQ(in_short(against(moved)),
            "1→1 kept, 2→8 moved, 3→2 kept, 4→5 kept, 5→4 kept, 6→3 kept, 7→6 kept, 8→7 kept");
}

TEST(Compare, DoesNotDependOnTheOrderOfTheItems) {
  std::mt19937 random(7);  // NOLINT(bugprone-random-generator-seed): the same every time
  for (int round = 0; round < 20; ++round) {
    Draft shuffled = draft();
    for (Draft::Section& section : shuffled.sections) {
      std::ranges::shuffle(section.items, random);
    }
    const Plan lower = read(shuffled.text());
    const Crosswalk found = against(shuffled);
    for (const ItemPair& pair : found.pairs) {
      EXPECT_EQ(pair.relation, Relation::kept);
      ASSERT_EQ(pair.lower.size(), 1U);
      EXPECT_EQ(text_of(lower, found.lower.items[pair.lower[0]].title),
                items_of(*std::make_unique<Draft>(draft()))[pair.upper]->title);
    }
  }
}

TEST(Compare, CallsLocalisedOnlyWhereNothingButPlacesAndLevelsDiffer) {
  Draft national = draft();
  items_of(national)[1]->sentences[0] = "在全国住宅小区和医院抽查在用电梯";
  items_of(national)[3]->sentences[0] = "制定国家级甲醛释放量限值";
  Draft local = draft();
  items_of(local)[1]->sentences[0] = "在全市住宅小区和医院抽查在用电梯";
  items_of(local)[1]->clause = "市质监局牵头，市住建局参加";
  items_of(local)[3]->sentences[0] = "制定市级甲醛释放量限值";
  const Crosswalk found = crosswalk(read(national.text()), read(local.text()));
  for (const ItemPair& pair : found.pairs) {
    const bool named = pair.upper == 1 || pair.upper == 3;
    EXPECT_EQ(pair.relation, named ? Relation::localised : Relation::kept) << pair.upper;
  }
  EXPECT_EQ(found.pairs[1].reasons.local_upper, std::vector<std::string>{"全国"});
  EXPECT_EQ(found.pairs[1].reasons.local_lower, std::vector<std::string>{"全市"});
  EXPECT_DOUBLE_EQ(found.pairs[1].similarity, 1);
}

TEST(Compare, ReadsTheNameOfThePlaceThatSpeaks) {
  const std::string upper = "云海省人民政府质量工作行动计划\n\n" + draft().text();
  std::string lower = "青屏市人民政府质量工作行动计划\n\n" + draft().text();
  const std::string word = "深入集镇";
  std::string above = upper;
  above.replace(above.find(word), word.size(), "深入云海省集镇");
  lower.replace(lower.find(word), word.size(), "深入青屏市集镇");
  const Crosswalk found = crosswalk(read(above), read(lower));
  EXPECT_EQ(pair_of(found, 1).relation, Relation::localised);
}

TEST(Compare, SaysWhichNumberWasReplaced) {
  Draft less = draft();
  items_of(less)[2]->sentences[0] = "全年筛查散装食用油150批次";
  const Crosswalk found = against(less);
  const ItemPair& pair = pair_of(found, 3);
  EXPECT_EQ(pair.relation, Relation::changed);
  EXPECT_EQ(pair.reasons.numbers_upper, std::vector<std::string>{"400批"});
  EXPECT_EQ(pair.reasons.numbers_lower, std::vector<std::string>{"150批"});
  const Plan upper = read(draft().text());
  EXPECT_NE(explain(pair, found, upper, read(less.text()), Language::en).find("400批 → 150批"),
            std::string::npos);
}

TEST(Compare, FollowsTheResponsibilityToCounterpartsAndNoticesWhenItPasses) {
  Draft passed = draft();
  for (Draft::Item* item : items_of(passed)) item->clause = "市质监局牵头，市工商局参加";
  items_of(passed)[1]->clause = "市公安局牵头，市旅游局参加";
  items_of(passed)[2]->clause = "市农委、市粮食局负责";
  const Crosswalk found = against(passed);
  EXPECT_EQ(found.pairs[0].parties.kept.size(), 2U);
  EXPECT_EQ(found.pairs[0].parties.kept[0].lower, "市质监局");
  EXPECT_EQ(found.pairs[0].relation, Relation::kept);
  EXPECT_EQ(found.pairs[1].relation, Relation::changed);
  EXPECT_TRUE(found.pairs[1].reasons.responsibility_passed);
  EXPECT_EQ(found.pairs[1].parties.dropped,
            (std::vector<std::string>{"质检总局", "住房城乡建设部"}));
  EXPECT_EQ(found.pairs[2].parties.kept.size(), 1U);
  EXPECT_EQ(found.pairs[2].parties.dropped, std::vector<std::string>{"商务部"});
  EXPECT_EQ(found.pairs[2].parties.added, std::vector<std::string>{"市粮食局"});
  EXPECT_FALSE(found.pairs[2].reasons.responsibility_passed);
}

TEST(Compare, TakesASuccessorForItsPredecessor) {
  Draft later = draft();
  items_of(later)[0]->clause = "市市场监管局牵头，市公安局参加";
  const PartyChange parties = against(later).pairs[0].parties;
  ASSERT_EQ(parties.kept.size(), 1U);
  EXPECT_EQ(parties.kept[0].upper, "质检总局");
  EXPECT_EQ(parties.dropped, std::vector<std::string>{"工商总局"});
}

TEST(Compare, PairsItemsOfOneThemeThoughNoSentenceAnswersAnother) {
  Draft other = draft();
  *items_of(other)[7] = {"质量月宣传", {"播出质量公益短片", "表彰一线班组长"}};
  Crosswalk found = against(other);
  EXPECT_EQ(pair_of(found, 8).lower, std::vector<std::size_t>{7});
  *items_of(other)[7] = {"兴办职工夜校", {"聘请退休技师授课", "补助教材与场租"}};
  found = against(other);
  EXPECT_EQ(pair_of(found, 8).relation, Relation::dropped);
  EXPECT_EQ(found.added, std::vector<std::size_t>{7});
  *items_of(other)[7] = {"办好质量主题宣传", {"播出市民参与的公益短片", "表彰一线班组长"}};
  found = against(other);
  EXPECT_TRUE(pair_of(found, 8).reasons.theme_only);
  EXPECT_EQ(pair_of(found, 8).relation, Relation::changed);
}

TEST(Compare, ReadsTraditionalAndSimplifiedAlike) {
  const Plan simplified =
      read("一、质量\n\n（一）开展计量检查。对医院眼镜店进行监督检查。（质检总局负责）\n");
  const Plan traditional =
      read("一、質量\n\n（一）開展計量檢查。對醫院眼鏡店進行監督檢查。（質檢總局負責）\n");
  const Crosswalk found = crosswalk(simplified, traditional);
  ASSERT_EQ(found.pairs.size(), 1U);
  EXPECT_EQ(found.pairs[0].relation, Relation::kept);
  EXPECT_DOUBLE_EQ(found.pairs[0].similarity, 1);
}

TEST(Compare, FindsNothingWhereOneSideIsEmpty) {
  const Plan plan = read(draft().text());
  const Plan empty = read("没有条目的文字。\n");
  const Crosswalk down = crosswalk(plan, empty);
  EXPECT_EQ(down.pairs.size(), 8U);
  EXPECT_TRUE(std::ranges::all_of(
      down.pairs, [](const ItemPair& pair) { return pair.relation == Relation::dropped; }));
  const Crosswalk up = crosswalk(empty, plan);
  EXPECT_TRUE(up.pairs.empty());
  EXPECT_EQ(up.added.size(), 8U);
  EXPECT_TRUE(crosswalk(empty, empty).pairs.empty());
  EXPECT_EQ(to_json(crosswalk(empty, empty), empty, empty).substr(0, 12), "{\"pairs\":[],");
}

TEST(Compare, AccountsForEveryUnitOnBothSides) {
  const Plan upper = example("yunhai-2017.txt");
  const Plan lower = example("qingping-2017.txt");
  const Crosswalk found = crosswalk(upper, lower);
  EXPECT_EQ(found.sentences.size(), found.upper.units.size());
  std::set<std::size_t> below(found.added_units.begin(), found.added_units.end());
  for (const SentencePair& sentence : found.sentences) {
    EXPECT_EQ(sentence.lower.empty(), sentence.relation == Relation::dropped);
    below.insert(sentence.lower.begin(), sentence.lower.end());
  }
  EXPECT_EQ(below.size(), found.lower.units.size());
  EXPECT_EQ(to_json(found, upper, lower), to_json(crosswalk(upper, lower), upper, lower));
  for (const ItemPair& pair : found.pairs) {
    for (const Language language : {Language::zh, Language::en}) {
      EXPECT_FALSE(explain(pair, found, upper, lower, language).empty());
    }
  }
}

TEST(Compare, HoldsAPlanOfAThousandItemsInBoundedTime) {
  const std::u32string signs =
      U"质量安全监管检验标准计量认证电梯食品药品农资建材宣传教育培训考核奖励";
  std::mt19937 random(11);  // NOLINT(bugprone-random-generator-seed): the same every time
  std::string text = "一、任务\n\n";
  for (int item = 1; item <= 1000; ++item) {
    text += std::to_string(item) + ".";
    for (int sentence = 0; sentence < 4; ++sentence) {
      std::u32string words;
      for (int i = 0; i < 20; ++i) words.push_back(signs[random() % signs.size()]);
      text += to_bytes(words) + "。";
    }
    text += "（质检总局负责）\n\n";
  }
  const Plan plan = read(text);
  ASSERT_EQ(plan.items.size(), 1000U);
  const auto start = std::chrono::steady_clock::now();
  const Crosswalk found = crosswalk(plan, plan);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(30));
  const auto kept = std::ranges::count(found.pairs, Relation::kept, &ItemPair::relation);
  EXPECT_EQ(kept, 1000);
}

TEST(Compare, HoldsAPlanThatSaysTheSameAThousandTimes) {
  std::string text = "一、任务\n\n";
  for (int item = 1; item <= 1000; ++item) {
    text += std::to_string(item) + ".加强质量监管。开展监督检查。（质检总局负责）\n\n";
  }
  const Plan plan = read(text);
  const Crosswalk found = crosswalk(plan, plan);
  EXPECT_EQ(found.pairs.size(), 1000U);
  EXPECT_TRUE(found.added.empty());
}

TEST(CompareRules, RefuseANameOrAValueThatCannotBeUsed) {
  const auto folder = std::filesystem::temp_directory_path() /
                      ("zhiheng-compare-" + std::to_string(std::random_device{}()));
  std::filesystem::create_directories(folder / "plan");
  std::filesystem::copy(support::source_path("/catalog/plan"), folder / "plan");
  const std::string good = file_text(folder / "plan" / "compare.tsv");
  const auto load = [&](const std::string& name, const std::string& text) {
    std::ofstream(folder / "plan" / name, std::ios::binary) << text;
    return CompareRules::load(folder);
  };
  for (const std::string& bad : {good + "surprise\t1\tno such bound\n", good + "alike\tmuch\tx\n",
                                 std::string("name\tvalue\tmeaning\nalike\t0.4\tx\n")}) {
    const auto loaded = load("compare.tsv", bad);
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().failure->id, "plan.compare_rule_unusable");
  }
  ASSERT_TRUE(load("compare.tsv", good));
  const auto loaded = load("compare_words.tsv", "kind\tword\tform\nodd\t市\t\n");
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().where, "compare_words.tsv:2");
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace zhiheng::plan
