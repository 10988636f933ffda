// Plans unlike the five: other clauses, other numbering, other scripts. Each text was written here.

#include "plan/examples.h"

namespace zhiheng::plan {
namespace {

TEST(Variant, SectionsAreTheItems) {
  const Plan plan = read(
      "甲市质量工作要点\n\n一、开展抽查。抽查50批次。（市质监局牵头，市工商局参与）\n\n"
      "二、加强宣传\n\n组织质量月活动。（市委宣传部、质监局按职责分工负责）\n");
  ASSERT_EQ(plan.items.size(), 2);
  EXPECT_EQ(text_of(plan, plan.items[0].title), "开展抽查");
  EXPECT_EQ(roles_of(plan, plan.items[0]), "市质监局+市工商局");
  EXPECT_EQ(text_of(plan, plan.items[1].title), "加强宣传");
  EXPECT_EQ(roles_of(plan, plan.items[1]), "市委宣传部、市质监局");
  EXPECT_EQ(plan.items[1].clause->form, "按职责分工负责");
  EXPECT_EQ(plan.items[1].sentences.size(), 1);
}

TEST(Variant, TheFirstNameLeadsOnceAClauseSaysSo) {
  const Plan plan = read(
      "工作要点\n一、监管\n（一）抽查。做抽查。（质检总局、工商总局负责。列第一位者为牵头部门，下同"
      "）\n"
      "（二）宣传。做宣传。（中央宣传部、质检总局、教育部）\n（三）统计。做统计。（统计局等负责）"
      "\n");
  ASSERT_EQ(plan.items.size(), 3);
  EXPECT_EQ(roles_of(plan, plan.items[0]), "质检总局+工商总局");
  EXPECT_EQ(roles_of(plan, plan.items[1]), "中央宣传部+质检总局、教育部");
  EXPECT_EQ(roles_of(plan, plan.items[2]), "统计局…");
  EXPECT_EQ(plan.items[0].clause->assignments[0].role, Role::lead);
}

TEST(Variant, OpenListsAndAgreedDutiesKeepTheirWords) {
  const Plan plan = read(
      "方案\n一、监管\n（一）抽查。抽查。（质检总局、工商总局等负责）\n"
      "（二）执法。执法。（公安部、质检总局等按职责分工负责）\n（三）会商。会商。（质检总局会同商务"
      "部负责）\n");
  ASSERT_EQ(plan.items.size(), 3);
  EXPECT_TRUE(plan.items[0].clause->open);
  EXPECT_EQ(plan.items[1].clause->form, "按职责分工负责");
  EXPECT_TRUE(plan.items[1].clause->open);
  EXPECT_EQ(roles_of(plan, plan.items[2]), "质检总局+商务部");
}

TEST(Variant, TraditionalCharactersReadLikeSimplifiedOnes) {
  const Plan plan = read(
      "質量發展綱要行動計劃\n一、監管\n（一）開展抽查。抽查50批次以上。（質檢總局牽頭，工商總局、商"
      "務部參加）\n");
  ASSERT_EQ(plan.items.size(), 1);
  EXPECT_EQ(roles_of(plan, plan.items[0]), "质检总局+工商总局、商务部");
  EXPECT_EQ(text_of(plan, plan.items[0].title), "開展抽查");
  EXPECT_EQ(plan.items[0].clause->form, "牵头+参加");
}

TEST(Variant, NumbersMayStartAgainInEverySection) {
  const Plan plan = read(
      "方案\n一、监管\n（一）甲。甲。（质检总局负责）\n（二）乙。乙。（质检总局负责）\n"
      "二、服务\n（一）丙。丙。（商务部负责）\n");
  ASSERT_EQ(plan.items.size(), 3);
  EXPECT_EQ(plan.items[2].no, 1);
  EXPECT_EQ(defect(plan, "item_number_out_of_order"), nullptr);
  EXPECT_EQ(defect(plan, "item_lost_before"), nullptr);
}

TEST(Variant, AnItemThatLostItsNumberIsReportedWithTheNumberItShouldHave) {
  const Plan plan = read(
      "方案\n一、监管\n（一）甲。甲。（质检总局负责）\n乙。乙。（商务部负责）\n（三）丙。丙。（公安"
      "部负责）\n");
  ASSERT_EQ(plan.items.size(), 3);
  EXPECT_EQ(plan.items[1].no, 0);
  EXPECT_EQ(roles_of(plan, plan.items[1]), "商务部");
  ASSERT_NE(defect(plan, "item_number_missing"), nullptr);
  EXPECT_EQ(defect(plan, "item_number_missing")->repair, "2");
  EXPECT_EQ(defect(plan, "item_lost_before"), nullptr);
}

TEST(Variant, ItemsMayStandBelowSubsections) {
  const Plan plan = read(
      "方案\n一、监管\n（一）产品质量\n1.抽查。抽查。（质检总局负责）\n2."
      "召回。召回。（质检总局牵头，商务部配合）\n"
      "（二）工程质量\n1.验收。验收。（住房城乡建设部负责）\n");
  ASSERT_EQ(plan.items.size(), 3);
  ASSERT_EQ(plan.subsections.size(), 2);
  EXPECT_EQ(text_of(plan, plan.subsections[0].title), "产品质量");
  EXPECT_EQ(defect(plan, "item_number_out_of_order"), nullptr);
}

TEST(Variant, AListInsideAnItemIsItsBody) {
  const Plan plan = read(
      "方案\n一、监管\n（一）抽查\n1.抽查陶瓷。要快。\n2.抽查竹编。要准。（质检总局负责）\n"
      "（二）召回。召回。（质检总局负责）\n（三）公布。公布。（质检总局负责）\n");
  ASSERT_EQ(plan.items.size(), 3);
  EXPECT_EQ(roles_of(plan, plan.items[0]), "质检总局");
  EXPECT_EQ(plan.items[0].sentences.size(), 4);
}

TEST(Variant, LabelsNameLeadAndParticipants) {
  const Plan plan = read(
      "市级方案\n一、监管\n（一）抽查。抽查。\n牵头单位：市质监局\n配合单位：市工商局、农委\n"
      "（二）召回。召回。\n责任单位：市质监局、各县区人民政府\n");
  ASSERT_EQ(plan.items.size(), 2);
  EXPECT_EQ(roles_of(plan, plan.items[0]), "市质监局+市工商局、市农委");
  EXPECT_EQ(roles_of(plan, plan.items[1]), "市质监局、各县区人民政府");
}

TEST(Variant, RoleWordsAndBracketsInTheBodyAreNoClause) {
  const Plan plan = read(
      "方案\n一、监管\n（一）抽查。建立政府牵头，部门分工负责的机制。追究有关负责人（含企业主要负责"
      "人）的责任。\n"
      "（二）解释。推行先进方法（质量管理小组）。\n（三）召回。积极参加评选。（质检总局负责）\n");
  ASSERT_EQ(plan.items.size(), 3);
  EXPECT_FALSE(plan.items[0].clause);
  EXPECT_FALSE(plan.items[1].clause);
  EXPECT_EQ(plan.items[0].sentences.size(), 2);
  EXPECT_EQ(roles_of(plan, plan.items[2]), "质检总局");
}

TEST(Variant, OutlinesHaveSubsectionsGoalsAndBoxes) {
  const Plan plan = read(
      "发展纲要\n（2021-2025年）\n一、目标　　（一）发展目标。稳步前进。　　1.产品质量：到 "
      "2023年，水平提升。"
      "　　到2025年，具体目标：　　——合格率提高。抽查合格率稳定在 95%以上。投诉率逐年下降。\n"
      "专栏1　　主要指标\n01 "
      "产品质量（2025年）　　抽查合格率稳定在95%"
      "以上\n\n二、措施　　（一）监管。要严。　　（二）服务。要好。\n");
  EXPECT_EQ(plan.document.title, "发展纲要（2021-2025年）");
  EXPECT_EQ(plan.document.until, 2025);
  EXPECT_TRUE(plan.items.empty());
  EXPECT_EQ(plan.subsections.size(), 3);
  ASSERT_EQ(plan.goals.size(), 1);
  EXPECT_EQ(plan.goals[0].bullets.size(), 1);
  ASSERT_EQ(plan.boxes.size(), 1);
  ASSERT_EQ(plan.boxes[0].rows.size(), 1);
  const auto rate =
      std::ranges::find(plan.targets, Comparator::stable_at_least, &Target::comparator);
  ASSERT_NE(rate, plan.targets.end());
  EXPECT_EQ(text_of(plan, rate->subject), "抽查合格率");
  EXPECT_EQ(rate->value, 95);
  EXPECT_EQ(rate->deadline, make_date(2025, 12, 31));
  EXPECT_EQ(rate->repeats.size(), 1);
  EXPECT_NE(std::ranges::find(plan.targets, Comparator::falling_every_year, &Target::comparator),
            plan.targets.end());
}

TEST(Variant, CensoredWordsAndLostYearsAreReported) {
  const Plan plan = read(
      "方案\n根据《贯彻实施质量发展纲要年行动计划》(国办发〔〕27号),制定本方案。\n一、监管\n"
      "（一）抽查。研究**产品。使用HAC\xEE\x80\x91"
      "CP体系（未完。（质检总局负责）\n");
  ASSERT_NE(defect(plan, "censored"), nullptr);
  EXPECT_EQ(defect(plan, "private_use_character")->repair, "HACCP");
  EXPECT_NE(defect(plan, "year_missing"), nullptr);
  EXPECT_NE(defect(plan, "bracket_unmatched"), nullptr);
  EXPECT_EQ(roles_of(plan, plan.items.at(0)), "质检总局");
}

TEST(Variant, TextWithoutAPlanIsAnEmptyPlan) {
  const Plan plan = read("今天天气很好。\n");
  EXPECT_TRUE(plan.items.empty());
  EXPECT_TRUE(plan.sections.empty());
  EXPECT_EQ(render(plan), "今天天气很好。\n");
}

TEST(Targets, MultiplesNameTheirBaseYear) {
  const Plan plan = read(
      "云海省质量发展纲要（2016-"
      "2020年）\n\n一、主要目标\n\n到2020年，地理标志产品数量比2010年翻一番，"
      "有效发明专利数量较2015年翻两番以上，力争品牌产值在2015年基础上翻一番。\n\n二、主要任务\n\n"
      "（一）培育品牌。到2018年，名牌产品数量实现翻一番。（省质监局负责）\n");
  struct Row {
    std::string subject;
    double times;
    std::optional<int> base;
    int deadline;
  };
  const Row wanted[] = {{"地理标志产品数量", 2, 2010, 2020},
                        {"有效发明专利数量", 4, 2015, 2020},
                        {"品牌产值", 2, 2015, 2020},
                        {"名牌产品数量", 2, std::nullopt, 2018}};
  ASSERT_EQ(plan.targets.size(), std::size(wanted));
  for (std::size_t i = 0; i < std::size(wanted); ++i) {
    const Target& target = plan.targets[i];
    EXPECT_EQ(text_of(plan, target.subject), wanted[i].subject);
    EXPECT_EQ(target.comparator, Comparator::multiplied);
    EXPECT_EQ(target.value, wanted[i].times);
    EXPECT_EQ(target.unit, "倍");
    EXPECT_EQ(target.base_year, wanted[i].base);
    EXPECT_EQ(target.deadline, make_date(wanted[i].deadline, 12, 31));
  }
  EXPECT_EQ(plan.targets[2].force, Force::aspirational);
}

TEST(Targets, ReadComparatorValueUnitDeadlineAndForce) {
  const Plan plan = example("yunhai-2016.txt");
  struct Row {
    std::string subject;
    Comparator comparator;
    double value;
    std::string unit;
    Force force;
  };
  const Row wanted[] = {{"抽查", Comparator::at_least, 600, "批次", Force::task},
                        {"使用登记率", Comparator::equal, 100, "%", Force::binding},
                        {"故障率", Comparator::at_most, 2, "%", Force::aspirational},
                        {"12365、12315", Comparator::equal, 2, "个", Force::list},
                        {"县开展监测试点", Comparator::equal, 12, "个", Force::task},
                        {"地方标准", Comparator::about, 20, "项", Force::task},
                        {"省级质检中心", Comparator::equal, 3, "个", Force::task}};
  ASSERT_EQ(plan.targets.size(), std::size(wanted));
  for (std::size_t i = 0; i < std::size(wanted); ++i) {
    SCOPED_TRACE(i);
    const Target& target = plan.targets[i];
    if (!wanted[i].subject.empty()) {
      EXPECT_EQ(text_of(plan, target.subject), wanted[i].subject);
    }
    EXPECT_EQ(target.comparator, wanted[i].comparator);
    EXPECT_EQ(target.value, wanted[i].value);
    EXPECT_EQ(target.unit, wanted[i].unit);
    EXPECT_EQ(target.force, wanted[i].force);
    EXPECT_EQ(target.deadline.has_value(), target.force != Force::list);
    EXPECT_EQ(target.deadline.value_or(make_date(2016, 12, 31)), make_date(2016, 12, 31));
  }
}

TEST(Targets, LeaveNumbersAloneThatCountNothing) {
  const Plan plan = example("yunhai-2016.txt");
  const auto kind = [&](std::string_view printed) {
    for (const Number& number : plan.numbers) {
      if (plan.text.printed(number.span) == printed) return number.kind;
    }
    return std::string("none");
  };
  EXPECT_EQ(kind("三包"), "name");
  EXPECT_EQ(kind("12365"), "hotline");
  EXPECT_EQ(kind("ISO9001"), "designation");
  EXPECT_EQ(kind("3•15"), "day");
  EXPECT_EQ(kind("2012"), "document_number");
}

TEST(Citations, AreNormalisedAndFound) {
  const Plan plan = example("qingping-2016.txt");
  ASSERT_EQ(plan.citations.size(), 1);
  EXPECT_EQ(plan.citations[0].number, "云政办发〔2016〕21号");
  const Plan upper = example("yunhai-2016.txt");
  const auto outline = std::ranges::find(upper.citations, "国发〔2012〕9号", &Citation::known);
  ASSERT_NE(outline, upper.citations.end());
  EXPECT_EQ(outline->title, "国务院关于印发质量发展纲要(2011-2020年)的通知");
  EXPECT_TRUE(upper.citations.front().self);
}

}  // namespace
}  // namespace zhiheng::plan
