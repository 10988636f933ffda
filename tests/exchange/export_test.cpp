#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>

#include "code/credit_code.h"
#include "exchange/exchange.h"
#include "exchange/failures.h"
#include "support/place.h"

namespace zhiheng::exchange {
namespace {

using support::operator_;

class Export : public support::OnBothEngines {
 protected:
  void SetUp() override {
    OnBothEngines::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    const std::vector<std::string> columns = {"sample_number", "sampled_on", "motive",
                                              "product_name",  "result",     "remark"};
    std::vector<registry::Entry> entries;
    for (const std::string remark : {"=cmd|' /C calc'!A0", "引号\"与,逗号", "普通"}) {
      const auto number = "S" + std::to_string(entries.size() + 1);
      entries.push_back({.values = {number, make_date(2024, 2, 29), std::string("random"),
                                    std::string("小麦粉"), std::string("fail"), remark}});
    }
    ASSERT_TRUE(registry_->put(operator_, named("spot_check"), columns, std::move(entries)));
  }

  std::string exported(const registry::Person& person, const std::string& format,
                       const registry::ListQuery& query = {.sort = {"sample_number"}}) {
    std::string bytes;
    const auto records = export_records(*registry_, person, "spot_check", query, format,
                                        Language::zh, [&](std::string_view piece) -> Result<void> {
                                          bytes.append(piece);
                                          return {};
                                        });
    EXPECT_TRUE(records) << describe(records.error());
    return bytes;
  }
};
ZH_ON_BOTH_ENGINES(Export);

TEST_P(Export, CsvHasAByteOrderMarkTitlesAndGuardedCells) {
  const std::string text = exported(operator_, "csv");
  EXPECT_TRUE(text.starts_with("\xEF\xBB\xBF抽样编号,抽样日期,抽样目的,"));
  EXPECT_NE(text.find("\r\nS1,2024-02-29,随机抽查,"), std::string::npos);
  EXPECT_NE(text.find("\"'=cmd|' /C calc'!A0\""), std::string::npos);
  EXPECT_NE(text.find("\"引号\"\"与,逗号\""), std::string::npos);
}

TEST_P(Export, WhatWasExportedAsCsvCanBeImportedAgainAndChangesNothing) {
  const std::vector<std::string> columns = {"sample_number", "motive", "product_name", "result",
                                            "remark"};
  std::vector<registry::Entry> entries;
  for (const std::string remark : {"'=1+1", "''=1+1", "-", "+86 931", "@家", "＝1", "'普通", "'",
                                   "-12.5", "'-12.5", "a\n=b", "\"=1\""}) {
    const auto number = "T" + std::to_string(entries.size() + 1);
    entries.push_back({.values = {number, std::string("random"), std::string("小麦粉"),
                                  std::string("fail"), remark}});
  }
  const auto many = static_cast<std::int64_t>(entries.size());
  ASSERT_TRUE(registry_->put(operator_, named("spot_check"), columns, std::move(entries)));
  const std::string path = folder_.file("out.csv");
  std::ofstream(path, std::ios::binary) << exported(operator_, "csv");
  const auto report = import_file(*registry_, operator_, "spot_check", path, {});
  ASSERT_TRUE(report) << describe(report.error());
  EXPECT_EQ(report->refused, 0);
  EXPECT_EQ(report->changed, 0);
  EXPECT_EQ(report->unchanged, many + 3);
}

TEST_P(Export, AnApostropheInAnotherFileStays) {
  const std::string path = folder_.file("theirs.csv");
  std::ofstream(path)
      << "抽样单编号,抽样目的,产品名称,检验结论,备注\nU1,随机抽查,面,合格,\"'=1+1\"\n"
         "U2,随机抽查,面,合格,'=1+1\n";
  ASSERT_EQ(import_file(*registry_, operator_, "spot_check", path, {})->added, 2);
  for (const std::string number : {"U1", "U2"}) {
    std::vector<std::string> columns;
    const auto record = registry_->find(operator_, named("spot_check"), number, columns);
    ASSERT_TRUE(record);
    const auto remark = std::ranges::find(columns, "remark") - columns.begin();
    EXPECT_EQ(to_text(record->values[static_cast<std::size_t>(remark)]), "'=1+1");
  }
}

TEST_P(Export, AWorkbookCanBeImportedAgainAndChangesNothing) {
  const std::string path = folder_.file("out.xlsx");
  std::ofstream(path, std::ios::binary) << exported(operator_, "xlsx");
  const auto report = import_file(*registry_, operator_, "spot_check", path, {});
  ASSERT_TRUE(report) << describe(report.error());
  EXPECT_EQ(report->refused, 0);
  EXPECT_EQ(report->unchanged, 3);
}

TEST_P(Export, FirmsAreNamedBesideTheirCodesAndAnImportPassesOverTheNames) {
  // A valid credit code of a firm in Lanzhou.
  const std::string firm =
      "91620102000000001" + std::string(1, code::credit_code_check_character("91620102000000001"));
  ASSERT_TRUE(registry_->put(
      operator_, named("enterprise"), std::vector<std::string>{"credit_code", "name", "region"},
      {{.values = {firm, std::string("=兰州面业"), std::string("620102")}}}));
  std::vector<registry::Entry> entries;
  for (int i = 0; i < 1200; ++i) {  // more than are named at a time
    entries.push_back(
        {.values = {"N" + std::to_string(10'000 + i), std::string("random"), std::string("小麦粉"),
                    std::string("pass"), i == 700 ? Value() : Value(firm)}});
  }
  const std::vector<std::string> columns = {"sample_number", "motive", "product_name", "result",
                                            "producer"};
  ASSERT_TRUE(registry_->put(operator_, named("spot_check"), columns, std::move(entries)));
  for (const std::string format : {"csv", "xlsx"}) {
    std::string bytes;
    const auto records = export_records(
        *registry_, operator_, "spot_check", {.filter = "sample_number starts with 'N'"}, format,
        Language::zh,
        [&](std::string_view piece) -> Result<void> {
          bytes.append(piece);
          return {};
        },
        true);
    ASSERT_TRUE(records) << describe(records.error());
    EXPECT_EQ(*records, 1200);
    if (format == "csv") {
      EXPECT_NE(bytes.find("信用代码（名称）"), std::string::npos);
      std::size_t named = 0;
      for (auto at = bytes.find("'=兰州面业"); at != std::string::npos;
           at = bytes.find("'=兰州面业", at + 1)) {
        ++named;
      }
      EXPECT_EQ(named, 1199U);
    }
    const std::string path = folder_.file("named." + format);
    std::ofstream(path, std::ios::binary) << bytes;
    const auto report = import_file(*registry_, operator_, "spot_check", path, {});
    ASSERT_TRUE(report) << describe(report.error());
    EXPECT_EQ(report->refused, 0);
    EXPECT_EQ(report->unchanged, 1200);
  }
}

TEST_P(Export, NdjsonKeepsNamesAndCodes) {
  const std::string text = exported(operator_, "ndjson");
  const auto first = boost::json::parse(text.substr(0, text.find('\n')));
  EXPECT_EQ(first.at("sample_number"), "S1");
  EXPECT_EQ(first.at("result"), "fail");
  EXPECT_EQ(first.at("sampled_on"), "2024-02-29");
  EXPECT_EQ(first.at("version"), 1);
  EXPECT_TRUE(first.at("producer").is_null());
}

TEST_P(Export, ThePublicGetsPublicFieldsOnly) {
  const std::string text = exported({}, "csv");
  EXPECT_EQ(text.find("备注"), std::string::npos);
  EXPECT_NE(text.find("检验结论"), std::string::npos);
}

TEST_P(Export, AnEmptyListStillHasItsHeader) {
  for (const std::string format : {"csv", "xlsx"}) {
    EXPECT_FALSE(exported(operator_, format, {.filter = "result = 'pending'"}).empty());
  }
}

TEST_P(Export, RefusesAnUnknownFormatAndPassesOnWhatTheWriterRefuses) {
  const auto refuse = [](std::string_view) -> Result<void> { return fail(cannot_write, "disk"); };
  EXPECT_EQ(export_records(*registry_, operator_, "spot_check", {}, "pdf", Language::zh, refuse)
                .error()
                .failure,
            &format_unknown);
  for (const std::string format : {"csv", "xlsx", "ndjson"}) {
    EXPECT_EQ(export_records(*registry_, operator_, "spot_check", {}, format, Language::zh, refuse)
                  .error()
                  .failure,
              &cannot_write);
  }
}

}  // namespace
}  // namespace zhiheng::exchange
