// The counts of a reading made by hand, where the real plans are at hand.

#include "plan/counts.h"
#include "plan/examples.h"

namespace zhiheng::plan {
namespace {

#define ZH_REAL_PLAN(variable, name)                                  \
  const auto variable##_path = real_plan(name);                       \
  if (!variable##_path) GTEST_SKIP() << "no shared/plans/" << (name); \
  const Plan variable = read(file_text(*variable##_path))

TEST(RealPlans, OfTheStateCouncilHasTheCountsMadeByHand) {
  ZH_REAL_PLAN(plan, "state-council-2012.txt");
  const Counts counts = counts_of(plan);
  EXPECT_EQ(counts.items_per_section, (std::vector<std::size_t>{5, 2, 2, 4, 2, 2, 4, 4}));
  EXPECT_EQ(counts.clauses, 24);
  EXPECT_EQ(counts.items_without_clause, (std::vector<int>{25}));
  EXPECT_EQ(counts.forms, (std::map<std::string, std::size_t>{{"负责", 9}, {"牵头+参加", 15}}));
  EXPECT_EQ(counts.clauses_with_several_leads, 2);
  EXPECT_EQ(counts.names_printed, 33);
  EXPECT_EQ(counts.parties, 33);
  EXPECT_EQ(counts.responsible, 58);
  EXPECT_EQ(counts.lead, 17);
  EXPECT_EQ(counts.participating, 75);
  EXPECT_EQ(counts.sentences, 59);
  EXPECT_EQ(counts.closing, 0);
  EXPECT_EQ(plan.document.number, "国办发〔2012〕27号");
}

TEST(RealPlans, OfGansuHasTheCountsMadeByHand) {
  ZH_REAL_PLAN(plan, "gansu-2014.txt");
  const Counts counts = counts_of(plan);
  EXPECT_EQ(counts.items_per_section, (std::vector<std::size_t>{3, 2, 11, 6, 3, 4}));
  EXPECT_EQ(counts.clauses, 29);
  EXPECT_EQ(counts.forms, (std::map<std::string, std::size_t>{{"牵头", 2}, {"牵头+配合", 27}}));
  EXPECT_EQ(counts.clauses_with_several_leads, 14);
  EXPECT_EQ(counts.names_printed, 32);
  EXPECT_EQ(counts.parties, 31);
  EXPECT_EQ(counts.responsible, 0);
  EXPECT_EQ(counts.lead, 62);
  EXPECT_EQ(counts.participating, 102);
  EXPECT_EQ(counts.sentences, 125);
  EXPECT_EQ(counts.closing, 1);
}

TEST(RealPlans, OfHenanHasItsPrefixesRestored) {
  ZH_REAL_PLAN(plan, "henan-2013.txt");
  ASSERT_EQ(plan.items.size(), 27);
  EXPECT_EQ(counts_of(plan).forms,
            (std::map<std::string, std::size_t>{{"牵头+配合", 18}, {"负责落实", 9}}));
  EXPECT_EQ(roles_of(plan, plan.items[7]), "省农业厅、省质监局、省粮食局、省畜牧局");
  EXPECT_EQ(roles_of(plan, plan.items[12]),
            "省质监局、省工业和信息化厅、省工商局、省政府国资委、省政府食安办");
  EXPECT_TRUE(roles_of(plan, plan.items[3]).ends_with("省旅游局、河南银监局、河南保监局"));
  EXPECT_TRUE(roles_of(plan, plan.items[24]).ends_with("省政府食安办、省政府目标办"));
}

TEST(RealPlans, OfTheCityShowsItsDamage) {
  ZH_REAL_PLAN(plan, "city-2012.txt");
  ASSERT_EQ(plan.items.size(), 22);
  std::map<std::string, int> counts;
  for (const Defect& one : plan.defects) ++counts[one.what];
  EXPECT_EQ(counts["verb_missing"], 3);
  EXPECT_EQ(counts["year_missing"], 2);
  EXPECT_EQ(counts["place_missing"], 3);
  EXPECT_EQ(counts["brackets_empty"], 1);
}

TEST(RealPlans, TheOutlineHasItsGoalsBoxesAndTargets) {
  ZH_REAL_PLAN(plan, "outline-2011-2020.txt");
  EXPECT_EQ(plan.sections.size(), 9);
  EXPECT_EQ(plan.goals.size(), 3);
  EXPECT_EQ(plan.boxes.size(), 6);
  std::size_t quantities = 0;
  std::size_t repeats = 0;
  for (const Target& target : plan.targets) {
    quantities += target.value && target.force != Force::list ? 1 : 0;
    repeats += target.value ? target.repeats.size() : 0;
  }
  EXPECT_EQ(quantities, 8);  // T1 to T8
  EXPECT_EQ(repeats, 7);     // box 1 prints T1 to T7 again
  EXPECT_EQ(defect(plan, "subsection_number_out_of_order"), nullptr);
}

TEST(RealPlans, GiveBackTheirSourcesAndTakeNoTime) {
  std::chrono::steady_clock::duration spent{};
  for (const std::string name : {"state-council-2012.txt", "city-2012.txt", "gansu-2014.txt",
                                 "outline-2011-2020.txt", "henan-2013.txt"}) {
    const auto path = real_plan(name);
    if (!path) GTEST_SKIP() << "no shared/plans/" << name;
    const std::string source = file_text(*path);
    shipped_lexicon();
    const auto start = std::chrono::steady_clock::now();
    const auto plan = parse(source, shipped_lexicon());
    spent += std::chrono::steady_clock::now() - start;
    ASSERT_TRUE(plan);
    EXPECT_EQ(render(*plan), source);
    EXPECT_EQ(defect(*plan, "bracket_unmatched"), nullptr);
    EXPECT_EQ(defect(*plan, "item_lost_before"), nullptr);
  }
  EXPECT_LT(spent, std::chrono::seconds(2));  // 50 ms when the machine is not shared
}

}  // namespace
}  // namespace zhiheng::plan
