#include "plan/deriving.h"

#include <gtest/gtest.h>

#include "plan/examples.h"
#include "support/source.h"

namespace zhiheng::plan {
namespace {

const std::string catalog = support::source_path("/catalog");

std::vector<Sheet> derived(const std::string& derived_text) {
  const auto plan = parse(derived_text, shipped_lexicon());
  EXPECT_TRUE(plan) << describe(plan.error());
  const auto measures = load_measures(catalog);
  EXPECT_TRUE(measures) << describe(measures.error());
  return derive(*plan, shipped_lexicon(), *measures,
                {.code = "620000-2026", .region = "620000", .year = 2026});
}

const Sheet& sheet(const std::vector<Sheet>& sheets, const std::string& of) {
  return *std::ranges::find(sheets, of, &Sheet::of);
}

std::string cell(const Sheet& sheet, std::size_t row, std::string_view column) {
  return to_text(sheet.rows.at(row).at(sheet.column(column)));
}

constexpr const char* derived_text = R"(云海省质量工作2026年行动计划

一、守住底线

（一）加强抽查。9月底前完成抽查，到2028年产品质量监督抽查合格率稳定在92%以上。（省质监局牵头，省工商局、农业厅配合）

（二）推动立法。开展调研（省司法厅、省质监局负责）。每半年报送一次。（省司法厅牵头）

二、夯实基础

（三）培育人才。建设基地。（省教育厅、省人力资源社会保障厅负责）
)";

TEST(Derived, EveryClauseOfAParagraphCountsForItsSentence) {
  const auto sheets = derived(
      "云海省质量工作2026年行动计划\n\n一、守住底线\n\n"
      "（一）加强抽查。9月底前完成抽查。（省质监局牵头，省工商局配合）开展调研。开展培训（省商务厅"
      "负责）。"
      "公布结果。（省司法厅牵头）\n");
  const auto& items = sheet(sheets, "plan_item");
  ASSERT_EQ(items.rows.size(), 1U);
  EXPECT_EQ(cell(items, 0, "clause"), "（省司法厅牵头）");
  EXPECT_EQ(cell(items, 0, "lead"), "省司法厅|省质监局");
  EXPECT_EQ(cell(items, 0, "responsible"), "省商务厅");
  EXPECT_EQ(cell(items, 0, "participating"), "省工商局");
  const auto& tasks = sheet(sheets, "task");
  ASSERT_EQ(tasks.rows.size(), 3U);
  EXPECT_EQ(cell(tasks, 0, "lead"), "省司法厅");
  EXPECT_EQ(cell(tasks, 1, "content"), "9月底前完成抽查。（省质监局牵头，省工商局配合）");
  EXPECT_EQ(cell(tasks, 1, "lead"), "省质监局");
  EXPECT_EQ(cell(tasks, 1, "participating"), "省工商局");
  EXPECT_EQ(cell(tasks, 2, "lead"), "省商务厅");
}

TEST(Derived, EveryRowPointsToItsWordsInTheText) {
  const auto sheets = derived(derived_text);
  const std::string source = cell(sheet(sheets, "plan_text"), 0, "text");
  EXPECT_EQ(source, derived_text);
  const auto& items = sheet(sheets, "plan_item");
  ASSERT_EQ(items.rows.size(), 3U);
  for (std::size_t i = 0; i < items.rows.size(); ++i) {
    const auto from = std::stoul(cell(items, i, "offset"));
    const auto length = std::stoul(cell(items, i, "length"));
    EXPECT_EQ(source.substr(from, length), cell(items, i, "body"));
    const auto clause = std::stoul(cell(items, i, "clause_offset"));
    EXPECT_EQ(source.substr(clause, std::stoul(cell(items, i, "clause_length"))),
              cell(items, i, "clause"));
  }
  const auto& targets = sheet(sheets, "plan_target");
  ASSERT_EQ(targets.rows.size(), 1U);
  EXPECT_EQ(
      source.substr(std::stoul(cell(targets, 0, "offset")), std::stoul(cell(targets, 0, "length"))),
      cell(targets, 0, "quote"));
}

TEST(Derived, ItemsKeepTheirNumbersAndClauses) {
  const auto items = sheet(derived(derived_text), "plan_item");
  EXPECT_EQ(cell(items, 0, "code"), "620000-2026#1");
  EXPECT_EQ(cell(items, 0, "lead"), "省质监局");
  EXPECT_EQ(cell(items, 0, "participating"), "省工商局|省农业厅");
  EXPECT_EQ(cell(items, 2, "lead"), "");
  EXPECT_EQ(cell(items, 2, "responsible"), "省教育厅|省人力资源社会保障厅");
}

TEST(Derived, ATaskForEachItemAndForASentenceWithItsOwnClause) {
  const auto tasks = sheet(derived(derived_text), "task");
  ASSERT_EQ(tasks.rows.size(), 4U);
  EXPECT_EQ(cell(tasks, 0, "code"), "620000-2026#1/0");
  EXPECT_EQ(cell(tasks, 0, "deadline"), "2026-09-30");
  EXPECT_EQ(cell(tasks, 0, "deadline_basis"), "text");
  EXPECT_EQ(cell(tasks, 1, "code"), "620000-2026#2/0");
  EXPECT_EQ(cell(tasks, 1, "report_cycle"), "half_yearly");
  EXPECT_EQ(cell(tasks, 2, "code"), "620000-2026#2/1");
  EXPECT_EQ(cell(tasks, 2, "origin"), "sentence");
  EXPECT_EQ(cell(tasks, 2, "lead"), "省司法厅|省质监局");
  EXPECT_EQ(cell(tasks, 2, "joint"), "true");
  EXPECT_EQ(cell(tasks, 3, "deadline"), "2026-12-31");
  EXPECT_EQ(cell(tasks, 3, "deadline_basis"), "plan");
}

TEST(Derived, ATargetIsTiedToTheIndicatorOfItsWords) {
  const auto targets = sheet(derived(derived_text), "plan_target");
  EXPECT_EQ(cell(targets, 0, "comparator"), "stable_at_least");
  EXPECT_EQ(cell(targets, 0, "indicator"), "spot_check_pass_rate");
  EXPECT_EQ(cell(targets, 0, "factor"), "0.010000");
  EXPECT_EQ(cell(targets, 0, "deadline"), "2028-12-31");
}

TEST(Derived, NumbersThatStartAgainCarryTheirSection) {
  const auto items =
      sheet(derived("某市2026年行动计划\n\n一、甲\n\n1.抽查。办理。（市质监局负责）\n\n"
                    "2.检测。办理。（市质监局负责）\n\n二、乙\n\n"
                    "1.培训。办理。（市质监局负责）\n"),
            "plan_item");
  ASSERT_EQ(items.rows.size(), 3U);
  EXPECT_EQ(cell(items, 1, "code"), "620000-2026#1.2");
  EXPECT_EQ(cell(items, 2, "code"), "620000-2026#2.1");
}

TEST(TimeLimit, IsTheLatestThatThePassageNames) {
  const auto in = [](const std::string& passage) {
    const auto read = FoldedText::read(passage);
    const auto day = deadline_in(*read, shipped_lexicon(), {0, read->size()}, 2026);
    return day ? zhiheng::to_text(*day) : std::string();
  };
  EXPECT_EQ(in("6月底前完成"), "2026-06-30");
  EXPECT_EQ(in("2月底前完成"), "2026-02-28");
  EXPECT_EQ(in("１０月１５日前报送"), "2026-10-15");
  EXPECT_EQ(in("7月前启动"), "2026-06-30");
  EXPECT_EQ(in("上半年出台，年底前见效"), "2026-12-31");
  EXPECT_EQ(in("2027年3月底前完成"), "2027-03-31");
  EXPECT_EQ(in("2028年上半年完成"), "2028-06-30");
  EXPECT_EQ(in("3月15日组织宣传"), "");
  EXPECT_EQ(in("13月底前"), "");
  EXPECT_EQ(in("开展质量月活动"), "");
}

}  // namespace
}  // namespace zhiheng::plan
