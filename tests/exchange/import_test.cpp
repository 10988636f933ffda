#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <thread>

#include "exchange/exchange.h"
#include "exchange/failures.h"
#include "intake/failures.h"
#include "registry/failures.h"
#include "store/failures.h"
#include "support/place.h"

namespace zhiheng::exchange {
namespace {

using support::operator_;

class Import : public support::OnBothEngines {
 protected:
  std::string write(const std::string& name, const std::string& text) {
    const std::string path = folder_.file(name);
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }
  /// A file of spot checks, with `bad` lines (1 = header) whose result nobody knows.
  std::string checks(const std::string& name, int rows, const std::vector<int>& bad = {},
                     const std::string& remark = "") {
    std::string text = "抽样编号,抽样日期,抽样目的,产品名称,抽样地区,检验结论,备注\n";
    for (int i = 1; i <= rows; ++i) {
      const bool is_bad = std::ranges::find(bad, i + 1) != bad.end();
      text += "S" + std::to_string(i) + ",2024-03-01,随机抽查,小麦粉,620102," +
              (is_bad ? "另行说明" : "合格") + "," + remark + "\n";
    }
    return write(name, text);
  }
  Result<ImportReport> import(const std::string& file, const ImportOptions& options = {},
                              const std::string& into = "spot_check") {
    return import_file(*registry_, operator_, into, file, options);
  }
  std::int64_t count(const std::string& name) {
    return registry_->count(operator_, named(name), {}).value_or(-1);
  }
};
ZH_ON_BOTH_ENGINES(Import);

TEST_P(Import, WritesGoodRowsAndReportsTheOthersWithRowColumnValueAndReason) {
  const auto report = import(checks("a.csv", 5, {3}));
  ASSERT_TRUE(report) << describe(report.error());
  EXPECT_EQ(report->rows_read, 5);
  EXPECT_EQ(report->added, 4);
  EXPECT_EQ(report->refused, 1);
  ASSERT_EQ(report->refusals.size(), 1U);
  EXPECT_EQ(report->refusals[0].line, 3);
  EXPECT_EQ(report->refusals[0].column, "检验结论");
  EXPECT_EQ(report->refusals[0].value, "另行说明");
  EXPECT_EQ(report->digest.size(), 64U);
  EXPECT_EQ(count("spot_check"), 4);
}

TEST_P(Import, TheSameFileAgainChangesNothing) {
  const auto file = checks("a.csv", 50);
  ASSERT_TRUE(import(file));
  const auto commits = store_->newest_commit().value_or(-1);
  const auto again = import(file);
  ASSERT_TRUE(again) << describe(again.error());
  EXPECT_EQ(again->added, 0);
  EXPECT_EQ(again->changed, 0);
  EXPECT_EQ(again->unchanged, 50);
  EXPECT_EQ(store_->newest_commit().value_or(-2), commits);
}

TEST_P(Import, TheSameFileAgainDoesNotBringBackWhatWasDeletedUnlessTold) {
  const auto file = checks("a.csv", 5);
  ASSERT_TRUE(import(file));
  std::vector<std::string> columns;
  const auto record = registry_->find(operator_, named("spot_check"), "S2", columns);
  ASSERT_TRUE(record);
  ASSERT_TRUE(registry_->remove(operator_, named("spot_check"), record->id, {}, "entered twice"));
  const auto again = import(file, {.all_or_nothing = true});
  ASSERT_TRUE(again) << describe(again.error());
  EXPECT_TRUE(again->committed);
  EXPECT_EQ(again->unchanged, 4);
  EXPECT_EQ(again->refused, 0);
  EXPECT_EQ(again->deleted_earlier, 1);
  ASSERT_EQ(again->refusals.size(), 1U);
  EXPECT_EQ(again->refusals[0].line, 3);
  EXPECT_EQ(again->refusals[0].error.failure, &store::deleted_earlier);
  EXPECT_EQ(count("spot_check"), 4);
  const auto revived = import(file, {.revive = true});
  ASSERT_TRUE(revived);
  EXPECT_EQ(revived->changed, 1);
  EXPECT_EQ(revived->deleted_earlier, 0);
  EXPECT_EQ(count("spot_check"), 5);
}

/// More good rows than one commit has, before what is wrong.
TEST_P(Import, AFileThatCannotBeReadToItsEndWritesNothing) {
  std::string good = "抽样编号,抽样日期,抽样目的,产品名称,抽样地区,检验结论,备注\n";
  std::string ascii = "sample_number,sampled_on,motive,product_name,region,result,remark\n";
  std::string json = "[";
  for (int i = 1; i <= 3000; ++i) {
    const auto number = "S" + std::to_string(i);
    good += number + ",2024-03-01,随机抽查,小麦粉,620102,合格,\n";
    ascii += number + ",2024-03-01,random,flour,620102,pass," + std::string(400, 'x') + "\n";
    json += "{\"sample_number\":\"" + number + "\",\"motive\":\"random\",\"result\":\"pass\"},";
  }
  const ImportOptions small{.rows_per_commit = 500};
  const auto refused = [&](const std::string& name, const std::string& text) {
    const auto report = import(write(name, text), small);
    EXPECT_FALSE(report) << name;
    EXPECT_EQ(count("spot_check"), 0) << name;
    EXPECT_EQ(batches(*store_)->front().state, BatchState::failed) << name;
    return report ? nullptr : report.error().failure;
  };
  EXPECT_EQ(refused("quote.csv", good + "S4001,2024-03-01,\"随机抽查,小麦粉,620102,合格,\n"),
            &intake::quote_not_closed);
  EXPECT_EQ(refused("strange.csv", ascii + "S4001,2024-03-01,random,\xFF\xFF,620102,pass,\n"),
            &intake::encoding_unknown);
  EXPECT_EQ(refused("cut.json", json), &intake::damaged);
}

/// A single line in another encoding is refused like any wrong row, however late it comes.
TEST_P(Import, ALateLineInAnotherEncodingIsRefusedAlone) {
  std::string text = "抽样编号,抽样日期,抽样目的,产品名称,抽样地区,检验结论,备注\n";
  for (int i = 1; i <= 3000; ++i) {
    text += "S" + std::to_string(i) + ",2024-03-01,随机抽查,小麦粉,620102,合格,\n";
  }
  text += "S4001,2024-03-01,\xCB\xE6\xBB\xFA\xB3\xE9\xB2\xE9,x,620102,pass,\n";
  const auto report = import(write("mixed.csv", text), {.rows_per_commit = 500});
  ASSERT_TRUE(report) << describe(report.error());
  EXPECT_EQ(report->added, 3000);
  ASSERT_EQ(report->refusals.size(), 1U);
  EXPECT_EQ(report->refusals[0].line, 3002);
  EXPECT_EQ(report->refusals[0].error.failure, &intake::mixed_encoding);
}

TEST_P(Import, AKeyTwiceInAFileEndsAsItsLastRowSays) {
  const auto file = checks("a.csv", 5);
  ASSERT_TRUE(import(file));
  const std::string head = "抽样编号,抽样日期,抽样目的,产品名称,抽样地区,检验结论,备注\n";
  const std::string row = "S1,2024-03-01,随机抽查,小麦粉,620102,";
  const auto both = import(write("b.csv", head + row + "不合格,\n" + row + "合格,\n"));
  ASSERT_TRUE(both) << describe(both.error());
  EXPECT_EQ(both->changed, 2);
  std::vector<std::string> columns;
  EXPECT_EQ(registry_->find(operator_, named("spot_check"), "S1", columns)->version, 3);
}

TEST_P(Import, ACorrectedFileChangesWhatWasCorrected) {
  ASSERT_TRUE(import(checks("a.csv", 10, {4})));
  const auto corrected = import(checks("a.csv", 10));
  ASSERT_TRUE(corrected);
  EXPECT_EQ(corrected->added, 1);
  EXPECT_EQ(corrected->unchanged, 9);
}

TEST_P(Import, AllOrNothingWritesNothingWhenOneRowIsRefused) {
  const ImportOptions strict{.all_or_nothing = true};
  const auto refused = import(checks("a.csv", 30, {17, 30}), strict);
  ASSERT_TRUE(refused) << describe(refused.error());
  EXPECT_FALSE(refused->committed);
  EXPECT_EQ(refused->refused, 2);
  EXPECT_EQ(refused->added, 0);
  EXPECT_EQ(count("spot_check"), 0);
  const auto good = import(checks("a.csv", 30), strict);
  ASSERT_TRUE(good);
  EXPECT_TRUE(good->committed);
  EXPECT_EQ(count("spot_check"), 30);
}

TEST_P(Import, ABrokenRuleIsReportedInTheRulesOwnWords) {
  const auto file = write("a.csv",
                          "抽样编号,抽样日期,抽样目的,产品名称,检验结论,报告日期\n"
                          "S1,2024-03-01,随机抽查,小麦粉,合格,2024-02-01\n");
  const auto report = import(file);
  ASSERT_TRUE(report) << describe(report.error());
  ASSERT_EQ(report->refusals.size(), 1U);
  EXPECT_EQ(report->refusals[0].error.failure, &registry::rule_broken);
  const auto json = boost::json::parse(to_json(*report, registry_->catalog(), Language::zh));
  EXPECT_EQ(json.at("refusals").at(0).at("message"), "报告日期不得早于抽样日期");
  EXPECT_EQ(json.at("refusals").at(0).at("line"), 2);
  EXPECT_EQ(json.at("committed"), true);
}

TEST_P(Import, RecordsNameTheBatchThatWroteThemAndTheStoreRemembersIt) {
  const auto report = import(checks("a.csv", 3, {2}));
  ASSERT_TRUE(report);
  std::vector<std::string> columns;
  const auto record = registry_->find(operator_, named("spot_check"), "S2", columns);
  ASSERT_TRUE(record);
  EXPECT_EQ(record->batch, report->batch);
  EXPECT_EQ(record->line, 3);
  const auto batch = find_batch(*store_, report->batch);
  ASSERT_TRUE(batch);
  EXPECT_EQ(batch->state, BatchState::done);
  EXPECT_EQ(batch->added, 2);
  EXPECT_EQ(batch->refused, 1);
  EXPECT_EQ(batch->digest, report->digest);
  EXPECT_EQ(find_batch(*store_, "none").error().failure, &batch_unknown);
  EXPECT_EQ(batches(*store_)->size(), 1U);
}

TEST_P(Import, TheOfficialTableOfFailedBatchesFillsTwoRegisters) {
  const auto file = write(
      "fail.csv",
      "抽样编号,序号,标称生产企业名称,标称生产企业地址,被抽样单位名称,被抽样单位地址,食品名称,"
      "规格型号,商标,生产日期/批号,不合格项目║检验结果║标准值,分类,公告号,公告日期,"
      "任务来源/项目名称,检验机构,备注,公告网址链接\n"
      "GC1,1,甲厂,甘肃省兰州市城关区一号,乙店,甘肃省兰州市城关区二号,蛋糕,/,/,2024-01-01,"
      "菌落总数║8.2×10⁴CFU/g║≤10⁴CFU/g,糕点,1号,2024-03-01,甘肃/省级,丙所,/,/\n");
  ImportOptions options;
  options.reading.mapping = "spot-check-fail";
  const auto report = import(file, options);
  ASSERT_TRUE(report) << describe(report.error());
  EXPECT_EQ(report->refused, 0);
  EXPECT_EQ(report->added, 1);
  EXPECT_EQ(report->other_added, 1);
  EXPECT_EQ(count("spot_check_item"), 1);
  const auto again = import(file, options);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->unchanged + again->other_unchanged, 2);
}

TEST_P(Import, RefusesWhoMayNotAndWhatIsNotThere) {
  const auto file = checks("a.csv", 1);
  const registry::Person analyst{.user = "a", .name = "", .roles = {"analyst"}, .region = ""};
  EXPECT_EQ(import_file(*registry_, analyst, "spot_check", file, {}).error().failure,
            &registry::not_allowed);
  EXPECT_EQ(import(file, {}, "nothing").error().failure, &registry::register_unknown);
  EXPECT_FALSE(import(folder_.file("absent.csv")));
}

TEST_P(Import, AnInterruptedOneLeavesWholeBatchesAndIsSimplyRepeated) {
  const auto file = checks("a.csv", 120'000);
  std::atomic<bool> interrupted = false;
  ImportOptions options;
  options.reading.interrupted = &interrupted;
  options.progress = [&](double, std::int64_t rows) { interrupted = rows > 60'000; };
  const auto stopped = import(file, options);
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().failure, &exchange::interrupted);
  const auto durable = count("spot_check");
  EXPECT_EQ(std::to_string(durable), stopped.error().found);
  EXPECT_EQ(batches(*store_)->front().state, BatchState::interrupted);
  const auto again = import(file);
  ASSERT_TRUE(again) << describe(again.error());
  EXPECT_EQ(again->unchanged, durable);
  EXPECT_EQ(again->added, 120'000 - durable);
}

TEST_P(Import, TheListOfRefusalsIsBoundedAndItsCountIsNot) {
  std::string text = "抽样编号,抽样目的,产品名称,检验结论\n";
  for (int i = 0; i < 12'000; ++i) text += ",随机抽查,小麦粉,合格\n";
  const auto report = import(write("a.csv", text));
  ASSERT_TRUE(report) << describe(report.error());
  EXPECT_EQ(report->refused, 12'000);
  EXPECT_EQ(report->refusals.size(), listed_refusals);
}

TEST_P(Import, TheRefusedRowsComeAsCsvAndAsWorkbook) {
  const auto report = import(checks("a.csv", 3, {3}));
  ASSERT_TRUE(report);
  const auto csv = refusals_as(*report, registry_->catalog(), Language::zh, "csv");
  ASSERT_TRUE(csv);
  EXPECT_TRUE(csv->starts_with("\xEF\xBB\xBF行,列,内容,原因,应为,代码\r\n3,检验结论,另行说明,"))
      << *csv;
  const auto xlsx = refusals_as(*report, registry_->catalog(), Language::en, "xlsx");
  ASSERT_TRUE(xlsx);
  EXPECT_TRUE(xlsx->starts_with("PK"));
  EXPECT_EQ(refusals_as(*report, registry_->catalog(), Language::zh, "pdf").error().failure,
            &format_unknown);
}

}  // namespace
}  // namespace zhiheng::exchange
