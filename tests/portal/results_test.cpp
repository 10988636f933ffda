#include "portal/results.h"

#include <gmock/gmock.h>

#include <fstream>

#include "portal/failures.h"
#include "registry/failures.h"
#include "registry/lifecycle.h"
#include "support/place.h"

namespace zhiheng::portal {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::string ours = "91620100MA00020021", theirs = "91350100M000100Y43";
const registry::Person laboratory{
    .user = "lab", .name = "实验室", .roles = {"laboratory"}, .company = ours};
const registry::Person officer{.user = "wang", .roles = {"officer"}, .region = "620000"};

class BlindSamples : public support::OnBothEngines {
 protected:
  void SetUp() override {
    OnBothEngines::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    put("spot_check", {"sample_number", "sampled_on", "motive", "product_name", "region", "result"},
        {std::string("SC-1"), make_date(2026, 1, 5), std::string("random"), std::string("某牌奶粉"),
         std::string("620102"), std::string("pending")});
    const Date today = china_date(now());
    sample("M7", ours, today);
    sample("Q2", theirs, today);
    test("M7", ours, "铅", today);
    test("M7", ours, "镉", today);
    test("Q2", theirs, "铅", today);
    sample("LATE", ours, Date{today.days - 1});
    test("LATE", ours, "铅", Date{today.days - 1});
  }
  void put(const char* of, const std::vector<std::string>& columns, std::vector<Value> values) {
    std::vector<registry::Entry> entries(1);
    entries[0].values = std::move(values);
    const auto answers = registry_->put(officer, named(of), columns, std::move(entries));
    ASSERT_TRUE(answers) << describe(answers.error());
    for (const auto& error : answers->front().errors) ADD_FAILURE() << describe(error);
  }
  void sample(const std::string& number, const std::string& whose, Date due) {
    put("blind_sample",
        {"number", "laboratory", "goods", "sent_on", "due_on", "spot_check", "region"},
        {number, whose, std::string("奶粉"), make_date(2026, 1, 6), due, std::string("SC-1"),
         std::string("620102")});
    if (whose == ours) {
      EXPECT_EQ(step(laboratory, "blind_sample", number, "receive", {"received_on", "intact"},
                     {make_date(2026, 1, 7), true}),
                nullptr);
    }
  }
  void test(const std::string& number, const std::string& whose, const std::string& item,
            Date due) {
    put("blind_test", {"sample", "laboratory", "item", "unit", "limit", "due_on"},
        {number, whose, item, std::string("mg/kg"), std::string("≤0.5"), due});
  }
  /// What a step says; null when it was taken.
  const Failure* step(const registry::Person& person, const char* of, const std::string& key,
                      const std::string& name, const std::vector<std::string>& columns,
                      std::vector<Value> values) {
    std::vector<std::string> seen;
    const auto record = registry_->find(person, named(of), std::string_view(key), seen);
    if (!record) return record.error().failure;
    const auto taken = registry_->step(person, named(of), record->id, {}, name, "", columns,
                                       {.values = std::move(values)});
    if (!taken) return taken.error().failure;
    return taken->errors.empty() ? nullptr : taken->errors.front().failure;
  }
  std::string state(const char* of, const std::string& key) {
    std::vector<std::string> seen;
    const auto record = registry_->find(officer, named(of), std::string_view(key), seen);
    return record ? record->state : std::string();
  }
  ReportedResults report(const std::string& rows, const registry::Person& person = laboratory) {
    const std::string file = folder_.file("results.csv");
    std::ofstream(file) << "盲样编号,检验项目,检验结果,单位,单项判定,检验日期\n" << rows;
    auto reported = report_results(*registry_, person, file, "results.csv");
    if (!reported) {
      ADD_FAILURE() << describe(reported.error());
      return {};
    }
    return *std::move(reported);
  }
  static std::vector<std::string> reasons(const ReportedResults& reported) {
    std::vector<std::string> all;
    for (const auto& row : reported.refused) {
      all.push_back(std::to_string(row.line) + " " + std::string(row.error.failure->id) + " " +
                    row.column + "=" + row.value);
    }
    return all;
  }
};
ZH_ON_BOTH_ENGINES(BlindSamples);

TEST_P(BlindSamples, AreReportedRowByRowAndCompleteWithTheLastItem) {
  const auto first = report("M7,铅,0.12,mg/kg,合格,2026-02-01\n");
  EXPECT_EQ(first.rows, 1);
  EXPECT_EQ(first.reported, 1);
  EXPECT_THAT(reasons(first), IsEmpty());
  EXPECT_THAT(first.completed, IsEmpty());
  EXPECT_EQ(state("blind_test", "M7|铅"), "reported");
  const auto second = report("M7,镉,0.70,mg/kg,不合格,2026-02-01\n");
  EXPECT_THAT(second.completed, ElementsAre("M7"));
  EXPECT_EQ(state("blind_sample", "M7"), "reported");
  // The officer sees what was found and to which batch it belongs.
  std::vector<std::string> columns;
  const auto seen =
      registry_->find(officer, named("blind_sample"), std::string_view("M7"), columns);
  ASSERT_TRUE(seen);
  const auto links = registry_->links(officer, named("blind_sample"), seen->id);
  ASSERT_TRUE(links);
  EXPECT_EQ(links->size(), 3U) << "the batch and two tests";
  EXPECT_EQ(step(officer, "blind_sample", "M7", "accept", {}, {}), nullptr);
}

TEST_P(BlindSamples, SayOfEachRowWhyItIsRefused) {
  const auto reported = report(
      "M7,铅,0.12,mg/kg,合格,2026-02-01\n"
      "M7,铅,0.13,mg/kg,合格,2026-02-01\n"
      "M7,镉,0.12,μg/kg,合格,2026-02-01\n"
      "M7,汞,0.12,mg/kg,合格,2026-02-01\n"
      "NONE,铅,0.12,mg/kg,合格,2026-02-01\n"
      "Q2,铅,0.12,mg/kg,合格,2026-02-01\n"
      "LATE,铅,0.12,mg/kg,合格,2026-02-01\n"
      "M7,镉,,mg/kg,合格,2026-02-01\n"
      "M7,镉,0.1,mg/kg,大概,2026-02-01\n"
      "M7,镉,0.1,mg/kg,合格,2026-13-01\n");
  EXPECT_EQ(reported.rows, 10);
  EXPECT_EQ(reported.reported, 1);
  EXPECT_THAT(
      reasons(reported),
      ElementsAre("3 portal.reported_already 检验项目=铅", "4 registry.rule_broken 单位=μg/kg",
                  "5 portal.item_not_ordered 检验项目=汞", "6 portal.sample_unknown 盲样编号=NONE",
                  "7 portal.sample_unknown 盲样编号=Q2", "8 registry.guard_not_met =",
                  "9 registry.required 检验结果=", testing::StartsWith("10 "),
                  testing::StartsWith("11 ")));
  EXPECT_EQ(state("blind_test", "Q2|铅"), "ordered");
}

TEST_P(BlindSamples, AreCorrectedWithAReasonAndNotOtherwise) {
  report("M7,铅,0.12,mg/kg,合格,2026-02-01\n");
  const std::vector<std::string> columns = {"measured", "verdict"};
  const std::vector<Value> values = {std::string("0.62"), std::string("fail")};
  EXPECT_EQ(step(laboratory, "blind_test", "M7|铅", "correct", columns, values),
            &registry::required);
  EXPECT_EQ(step(laboratory, "blind_test", "M7|铅", "correct",
                 {"measured", "verdict", "corrected_because"},
                 {std::string("0.62"), std::string("fail"), std::string("抄录错误")}),
            nullptr);
  EXPECT_EQ(step(laboratory, "blind_test", "M7|铅", "correct", {"limit"}, {std::string("≤5")}),
            &registry::not_of_step)
      << "the order is the office's";
  EXPECT_EQ(step(officer, "blind_test", "M7|铅", "check", {}, {}), nullptr);
  EXPECT_EQ(step(laboratory, "blind_test", "M7|铅", "correct", columns, values),
            &registry::step_not_possible);
}

TEST_P(BlindSamples, TellTheLaboratoryNeitherBatchNorRegionNorTheSamplesOfOthers) {
  const auto page = registry_->list(laboratory, named("blind_sample"), {});
  ASSERT_TRUE(page) << describe(page.error());
  EXPECT_EQ(page->records.size(), 2U);
  for (const char* hidden : {"spot_check", "region", "handler"}) {
    EXPECT_EQ(std::ranges::count(page->columns, hidden), 0) << hidden;
    const auto filtered = registry_->list(laboratory, named("blind_sample"),
                                          {.filter = std::string(hidden) + " is not null"});
    EXPECT_FALSE(filtered) << hidden;
    EXPECT_FALSE(registry_->list(laboratory, named("blind_sample"), {.sort = {hidden}})) << hidden;
  }
  const auto& id = page->records.front().id;
  const auto links = registry_->links(laboratory, named("blind_sample"), id);
  ASSERT_TRUE(links);
  for (const auto& link : *links) EXPECT_EQ(link.register_name, "blind_test");
  const auto history = registry_->history(laboratory, named("blind_sample"), id);
  ASSERT_TRUE(history);
  EXPECT_EQ(std::ranges::count(history->columns, "spot_check"), 0);
  EXPECT_EQ(std::ranges::count(history->columns, "region"), 0);
  // Also when the batch is public by now, nothing leads from it to the number.
  std::vector<std::string> columns;
  const auto batch =
      registry_->find(officer, named("spot_check"), std::string_view("SC-1"), columns);
  ASSERT_TRUE(registry_->step(officer, named("spot_check"), batch->id, {}, "close", ""));
  const auto open = registry_->links(laboratory, named("spot_check"), batch->id);
  ASSERT_TRUE(open) << describe(open.error());
  for (const auto& link : *open) EXPECT_NE(link.register_name, "blind_sample");
  EXPECT_EQ(registry_->find(laboratory, named("blind_sample"), std::string_view("Q2"), columns)
                .error()
                .failure,
            &registry::not_found);
  EXPECT_FALSE(registry_->change(laboratory, named("blind_sample"), id, {},
                                 std::vector<std::string>{"due_on"},
                                 {.values = {make_date(2030, 1, 1)}}, "更多时间"));
}

TEST_P(BlindSamples, AreNotReportedByAccountsOfNobodyNorInEndlessFiles) {
  const std::string file = folder_.file("many.csv");
  std::ofstream out(file);
  out << "盲样编号,检验项目,检验结果\n";
  for (int i = 0; i < 2'500; ++i) out << "X" << i << ",铅,1\n";
  out.close();
  EXPECT_EQ(report_results(*registry_, laboratory, file, "many.csv").error().failure,
            &too_many_rows);
  EXPECT_EQ(report_results(*registry_, officer, file, "many.csv").error().failure, &no_firm);
}

}  // namespace
}  // namespace zhiheng::portal
