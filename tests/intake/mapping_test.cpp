// From cells to records: headers, types, merged columns, refusals.
#include "base/text.h"
#include "intake/failures.h"
#include "intake/header.h"
#include "intake_fixture.h"

namespace zhiheng::intake {
namespace {

using namespace std::string_literals;
using testing::ElementsAre;
using testing::Pair;

class Import : public testing::Test {
 protected:
  Read read(const std::string& register_name, std::string_view text, Options options = {}) {
    return read_all(register_name, folder.write("a.csv", text), options);
  }
  Read failed_spot_checks(std::string_view text) {
    return read("spot_check", text, {.mapping = "spot-check-fail"});
  }
  /// The refusal of a single row of spot checks with one doubtful cell.
  std::string refusal_of(const std::string& header, const std::string& cell) {
    const Read one = read("spot_check", "抽样编号," + header + "\nCJ1,\"" + cell + "\"\n");
    EXPECT_TRUE(one.outcome) << describe(one.outcome.error());
    if (one.refusals.size() != 1) return std::to_string(one.refusals.size()) + " refusals";
    EXPECT_EQ(one.rows.size(), 0U);
    EXPECT_EQ(one.refusals[0].line, 2);
    EXPECT_EQ(one.refusals[0].field, header);
    EXPECT_EQ(one.refusals[0].error.where, header);
    return one.failure(0);
  }
  std::string value_of(const std::string& header, const std::string& cell,
                       const std::string& field) {
    const Read one = read("spot_check", "抽样编号," + header + "\nCJ1,\"" + cell + "\"\n");
    if (one.rows.empty()) return one.refusals.empty() ? "-" : describe(one.refusals[0].error);
    return one.text(0, field);
  }
  Folder folder;
};

constexpr std::string_view passed_header =
    "抽样编号,序号,标称生产企业名称,标称生产企业地址,被抽样单位名称,被抽样单位所在省份,食品名称,"
    "规格型号,"
    "生产日期/批号,分类,公告号,公告日期,任务来源/项目名称,备注,公告网址链接\n";

TEST_F(Import, ReadsTheOfficialTableOfPassedBatches) {
  const Read table =
      read("spot_check",
           "2024年第3期监督抽检合格产品信息\n"s + std::string(passed_header) +
               "GC24620000001,1,甘肃某乳业有限公司,甘肃省兰州市安宁区,某超市,甘肃省,纯牛奶,250mL/"
               "盒,2024-01-02,"
               "乳制品,2024年第3号,2024年3月5日,2024年国家监督抽检,/,https://example.org/1\n"
               "GC24620000002,2,/,/,某菜市场,甘肃,韭菜,/"
               ",2024-01-03（购进日期）,食用农产品,2024年第3号,2024.3.5,"
               "2024年国家监督抽检,/,/\n"
               "注：以上信息仅对抽检批次负责,,,,,,,,,,,,,,\n",
           {.mapping = "spot-check-pass"});
  ASSERT_TRUE(table.outcome) << describe(table.outcome.error());
  ASSERT_TRUE(table.refusals.empty()) << describe(table.refusals[0].error);
  ASSERT_EQ(table.rows.size(), 2U);
  EXPECT_EQ(table.lines, 2);
  EXPECT_EQ(table.rows[0].line, 3);
  EXPECT_EQ(table.text(0, "result"), "pass");
  EXPECT_EQ(table.text(0, "motive"), "unstated");
  EXPECT_EQ(table.text(0, "region"), "620000");
  EXPECT_EQ(table.text(1, "region"), "620000");
  EXPECT_EQ(table.text(0, "announced_on"), "2024-03-05");
  EXPECT_EQ(table.text(1, "announced_on"), "2024-03-05");
  EXPECT_EQ(table.text(0, "task"), "2024年国家监督抽检");
  EXPECT_EQ(table.text(1, "producer_name"), "");
  const auto unused = std::ranges::find(table.reading.columns, "序号"s, &MatchedColumn::header);
  ASSERT_NE(unused, table.reading.columns.end());
  EXPECT_EQ(unused->field, "");
}

TEST_F(Import, CutsTheMergedColumnOfFailedBatches) {
  for (const std::string& bar : {"║"s, "||"s, "‖"s, "丨"s, "｜"s, "|"s}) {
    const Read table = failed_spot_checks(
        "抽样编号;标称生产企业名称;食品名称;被抽样单位地址;不合格项目" + bar + "检验结果" + bar +
        "标准值;检验机构\nCJ1;甲公司;糕点;甘肃省兰州市城关区某路1号;菌落总数" + bar +
        "①3300；②2300" + bar + "n=5,c=2;某院\n");
    ASSERT_TRUE(table.outcome) << describe(table.outcome.error());
    ASSERT_EQ(table.rows.size(), 2U) << bar;
    EXPECT_EQ(table.text(0, "result"), "fail");
    EXPECT_EQ(table.text(0, "region"), "620102");
    EXPECT_EQ(table.text(1, "spot_check"), "CJ1");
    EXPECT_EQ(table.text(1, "item"), "菌落总数");
    EXPECT_EQ(table.text(1, "measured"), "①3300；②2300");
    EXPECT_EQ(table.text(1, "limit"), "n=5,c=2");
    EXPECT_EQ(table.text(1, "verdict"), "fail");
  }
}

TEST_F(Import, RefusesARowWithACellTooManyInsteadOfShiftingIt) {
  const Read table = read("spot_check", "抽样编号,产品名称\nCJ1,糕点,饼干\nCJ2,面包,\n");
  ASSERT_EQ(table.refusals.size(), 1U);
  EXPECT_EQ(table.refusals[0].error.failure, &too_many_cells);
  EXPECT_EQ(table.rows.size(), 1U);
}

TEST_F(Import, MakesARecordOfEachItemInACell) {
  const Read lines = failed_spot_checks(
      "抽样编号,食品名称,不合格项目\nCJ1,糕点,\"菌落总数║3300║≤100\n霉菌║170║≤150\"\n");
  ASSERT_EQ(lines.rows_of("spot_check_item"), 2U);
  EXPECT_EQ(lines.text(2, "item"), "霉菌");
  EXPECT_EQ(lines.text(2, "limit"), "≤150");
  const Read along = failed_spot_checks(
      "抽样编号,食品名称,主要不合格项,实测值,限值\nCJ1,糕点,铅；镉,0.8；0.3,≤0.5；≤0.2\n"
      "CJ2,饼干,/,/,/\n");
  ASSERT_EQ(along.rows_of("spot_check_item"), 2U);
  EXPECT_EQ(along.rows_of("spot_check"), 2U);
  EXPECT_EQ(along.text(1, "item"), "铅");
  EXPECT_EQ(along.text(1, "measured"), "0.8");
  EXPECT_EQ(along.text(2, "item"), "镉");
  EXPECT_EQ(along.text(2, "limit"), "≤0.2");
}

TEST_F(Import, RefusesACellWithMorePartsThanTheHeaderNames) {
  const Read table =
      failed_spot_checks("抽样编号,食品名称,不合格项目║检验结果║标准值\nCJ1,糕点,a║b║c║d\n");
  ASSERT_EQ(table.refusals.size(), 1U);
  EXPECT_EQ(table.refusals[0].error.failure, &parts_wrong);
  EXPECT_EQ(table.rows.size(), 0U);
}

TEST_F(Import, FindsAHeaderUnderTitlesAndInTwoLines) {
  const Read table = failed_spot_checks(
      "某省市场监督管理局,,,,\n附件2,,,,\n抽样编号,食品名称,不合格情况,,\n,,不合格项目,检验结果,"
      "标准值\n"
      "CJ1,糕点,铅,0.8,≤0.5\n合计,1,,,\n");
  ASSERT_TRUE(table.outcome) << describe(table.outcome.error());
  ASSERT_EQ(table.rows.size(), 2U);
  EXPECT_EQ(table.rows[0].line, 5);
  EXPECT_EQ(table.text(1, "measured"), "0.8");
}

TEST_F(Import, PassesOverHeadersThatArePastedAgain) {
  const Read table = read("enterprise",
                          "统一社会信用代码,企业名称\n91350100M000100Y43,甲\n"
                          "统一社会信用代码,企业名称\n91440300708461136T,乙\n\n,\n");
  EXPECT_EQ(table.rows.size(), 2U);
  EXPECT_TRUE(table.refusals.empty());
}

TEST_F(Import, RefusesFilesWithoutOrWithDoubleHeaders) {
  EXPECT_EQ(read("spot_check", "甲,乙\n1,2\n").outcome.error().failure, &header_missing);
  EXPECT_EQ(read("spot_check", "抽样编号,产品名称,抽样 编号\n1,2,3\n").outcome.error().failure,
            &duplicate_header);
  const Read missing =
      read("alert", "reference,category\n2024.0001,x\n", {.mapping = "rasff-full"});
  ASSERT_FALSE(missing.outcome);
  EXPECT_EQ(missing.outcome.error().failure, &required_column);
  EXPECT_EQ(missing.outcome.error().where, "notified_on");
}

TEST_F(Import, FollowsTheUsersOwnMatching) {
  const std::string text = "抽样编号,品,抽样日期\nCJ1,糕点,2024-03-05\n";
  const Read table =
      read("spot_check", text,
           {.columns = {{"品", "product_name"}, {"抽样日期", "spot_check.reported_on"}}});
  ASSERT_TRUE(table.outcome) << describe(table.outcome.error());
  EXPECT_EQ(table.text(0, "product_name"), "糕点");
  EXPECT_EQ(table.text(0, "reported_on"), "2024-03-05");
  EXPECT_EQ(table.text(0, "sampled_on"), "-");
  const Read ignored = read("spot_check", text, {.columns = {{"抽样日期", ""}}});
  EXPECT_EQ(ignored.text(0, "sampled_on"), "-");
  EXPECT_EQ(read("spot_check", text, {.columns = {{"品", "nonsense"}}}).outcome.error().failure,
            &column_unknown);
}

TEST_F(Import, RefusesUnknownRegistersMappingsAndKindsOfFile) {
  EXPECT_EQ(read("nothing", "a\n").outcome.error().failure, &register_unknown);
  EXPECT_EQ(read("alert", "a\n", {.mapping = "x"}).outcome.error().failure, &mapping_unknown);
  EXPECT_EQ(read("alert", "a\n", {.mapping = "fsis"}).outcome.error().failure, &mapping_wrong);
  EXPECT_EQ(read_all("alert", folder.write("a.pdf", "%PDF-1.7")).outcome.error().failure,
            &format_unknown);
  EXPECT_EQ(read_all("alert", folder.write("a.xls", "<html><table>")).outcome.error().failure,
            &format_unknown);
}

TEST_F(Import, NormalisesCreditCodesAndHintsAtTheRightOne) {
  const Read table =
      read("enterprise",
           "统一社会信用代码,企业名称\n９１３５０１００m000100y43,甲\n70846113-6,乙\n"
           "91350100M000100Y4Z,丙\n350100100012345,丁\n");
  ASSERT_EQ(table.rows.size(), 2U);
  EXPECT_EQ(table.text(0, "credit_code"), "91350100M000100Y43");
  EXPECT_EQ(table.text(1, "credit_code"), "708461136");
  ASSERT_EQ(table.refusals.size(), 2U);
  EXPECT_EQ(table.refusals[0].error.failure, &party_wrong);
  EXPECT_EQ(table.refusals[0].line, 4);
  EXPECT_NE(table.refusals[0].error.wanted.find('3'), std::string::npos);
  EXPECT_EQ(table.refusals[0].error.found, "91350100M000100Y4Z");
}

TEST_F(Import, KnowsRegionsByCodeNameAndAddress) {
  EXPECT_EQ(value_of("抽样地区", "620100", "region"), "620100");
  EXPECT_EQ(value_of("抽样地区", "甘肃省", "region"), "620000");
  EXPECT_EQ(value_of("抽样地区", "甘肃", "region"), "620000");
  EXPECT_EQ(value_of("抽样地区", "甘肃省兰州市", "region"), "620100");
  EXPECT_EQ(value_of("抽样地区", "620102001001", "region"), "620102");
  EXPECT_EQ(value_of("抽样地区", "341422", "region"), "341422");
  EXPECT_EQ(refusal_of("抽样地区", "火星"), "intake.region_unknown");
  EXPECT_EQ(refusal_of("抽样地区", "999999"), "intake.region_unknown");
  EXPECT_EQ(refusal_of("抽样地区", "鼓楼区"), "intake.region_ambiguous");
}

TEST_F(Import, ChecksCodesIndustriesAndProducts) {
  EXPECT_EQ(value_of("检验结论", "合格", "result"), "pass");
  EXPECT_EQ(value_of("检验结论", " 不 合 格 ", "result"), "fail");
  EXPECT_EQ(refusal_of("检验结论", "还行"), "intake.code_unknown");
  EXPECT_EQ(value_of("行业", "C1311", "industry"), "1311");
  EXPECT_EQ(value_of("行业", "c", "industry"), "C");
  EXPECT_EQ(refusal_of("行业", "9999"), "intake.industry_unknown");
  EXPECT_EQ(value_of("条码", "6901234567892", "product"), "06901234567892");
  EXPECT_EQ(value_of("条码", "６９０１２３４５６７８９２", "product"), "06901234567892");
  EXPECT_EQ(refusal_of("条码", "6901234567893"), "intake.product_wrong");
}

TEST_F(Import, ReadsMoneyAndDates) {
  EXPECT_EQ(value_of("批货值", "1,234.5", "batch_value"), "1234.50");
  EXPECT_EQ(value_of("批货值", "３．５万元", "batch_value"), "35000.00");
  EXPECT_EQ(refusal_of("批货值", "约三千"), "intake.not_a_number");
  EXPECT_EQ(value_of("抽样日期", "2024年3月5日", "sampled_on"), "2024-03-05");
  EXPECT_EQ(refusal_of("抽样日期", "0212-03-05"), "intake.impossible_date");
  EXPECT_EQ(refusal_of("抽样日期", "24-03-05"), "intake.not_a_date");
}

TEST_F(Import, TakesSlashDashAndBlanksForEmpty) {
  for (const char* empty : {"/", "／", "—", "－", "N/A", "  ", "\u3000"}) {
    EXPECT_EQ(value_of("抽样日期", empty, "sampled_on"), "") << empty;
  }
}

TEST_F(Import, ReportsEveryRefusalOfARowAndKeepsTheOthers) {
  const Read table = read("spot_check",
                          "抽样编号,抽样日期,抽样地区,产品名称\nCJ1,昨天,火星,糕点\nCJ2,2024-03-05,"
                          "甘肃,糕点\n");
  EXPECT_EQ(table.rows.size(), 1U);
  EXPECT_EQ(table.lines, 2);
  ASSERT_EQ(table.refusals.size(), 2U);
  EXPECT_EQ(table.refusals[0].error.found, "昨天");
  EXPECT_EQ(table.refusals[0].error.wanted, "YYYY-MM-DD");
  EXPECT_EQ(table.refusals[1].field, "抽样地区");
}

TEST_F(Import, DoesNotRepeatPersonalDataInRefusals) {
  const std::string long_name(2000, 'x');
  catalog::Catalog catalog = shipped_catalog();
  for (auto& of : catalog.registers) {
    for (auto& field : of.fields) {
      if (field.name == "received_on") field.personal = true;
    }
  }
  const Read table =
      read_all("complaint", folder.write("c.csv", "登记编号,收到日期\n1,张三\n"), {}, catalog);
  ASSERT_EQ(table.refusals.size(), 1U);
  EXPECT_EQ(table.refusals[0].error.found, "");
}

TEST_F(Import, TakesTheFormThatAMappingWants) {
  const std::string header = "reference,date,classification\n";
  const Read table = read("alert",
                          header +
                              "2024.9650,2024-12-31,alert notification\n"
                              "2024.965,2024-12-31,alert notification\n",
                          {.mapping = "rasff-full"});
  EXPECT_EQ(table.rows.size(), 1U);
  ASSERT_EQ(table.refusals.size(), 1U);
  EXPECT_EQ(table.refusals[0].error.failure, &pattern_missed);
}

TEST_F(Import, CountsPublicationsOfTheSameReference) {
  const Read table = read("alert",
                          "reference,date,classification\n2024.0001,2024-12-31,alert notification\n"
                          "2024.0001,bad,alert notification\n"
                          "2024.0002,2024-12-31,alert notification\n"
                          "2024.0001,2024-12-31,alert notification\n",
                          {.mapping = "rasff-full"});
  ASSERT_EQ(table.rows.size(), 3U);
  EXPECT_EQ(table.text(0, "publication"), "1");
  EXPECT_EQ(table.text(1, "publication"), "1");
  EXPECT_EQ(table.text(2, "publication"), "2");
}

TEST_F(Import, JoinsListsAndTakesTheFirstOfOtherFields) {
  const Read table =
      read("recall",
           "recall_number,recalling_firm,classification,code_info,more_code_info,"
           "reason_for_recall,voluntary_mandated\nF-1,Acme,Class I,lot 1|lot 2,lot 3,"
           "glass,FDA Mandated\n",
           {.mapping = "openfda-food"});
  ASSERT_EQ(table.rows.size(), 1U);
  EXPECT_EQ(table.text(0, "product_codes"), "lot 1|lot 2|lot 3");
  EXPECT_EQ(table.text(0, "source"), "fda");
}

TEST_F(Import, PutsTextIntoNormalFormC) {
  EXPECT_EQ(value_of("备注", "A\u030A", "remark"), "\u00C5");
}

TEST_F(Import, ReadsGb18030AsItReadsUtf8) {
  const Read table = read("spot_check", gb_header + "CJ1,\xD6\xCA\xC1\xBF\n");
  ASSERT_TRUE(table.outcome);
  EXPECT_EQ(table.reading.encoding, "gb18030");
  EXPECT_EQ(table.text(0, "product_name"), "质量");
}

TEST_F(Import, StopsWhenToldAndWhenInterrupted) {
  std::string text = "抽样编号,产品名称\n";
  for (int at = 0; at < 20'000; ++at) text += "CJ" + std::to_string(at) + ",糕点\n";
  const std::string file = folder.write("many.csv", text);
  std::atomic<bool> interrupted_flag{true};
  EXPECT_EQ(
      read_all("spot_check", file, {.interrupted = &interrupted_flag}).outcome.error().failure,
      &interrupted);
  std::size_t chunks = 0, rows = 0;
  double done = 0;
  const auto outcome = read_file(
      shipped_catalog(), "spot_check", file, {}, [](const Reading&) { return Result<void>{}; },
      [&](Chunk&& chunk) -> Result<bool> {
        rows += chunk.rows.size();
        EXPECT_GE(chunk.done, done);
        done = chunk.done;
        return ++chunks < 2;
      });
  EXPECT_TRUE(outcome);
  EXPECT_EQ(chunks, 2U);
  EXPECT_LT(rows, 20'000U);
  EXPECT_EQ(read_all("spot_check", file).rows.size(), 20'000U);
}

TEST_F(Import, ReadsYesAndNo) {
  catalog::Catalog catalog = shipped_catalog();
  auto& fields = catalog
                     .registers[static_cast<std::size_t>(catalog.find_register("spot_check") -
                                                         catalog.registers.data())]
                     .fields;
  catalog::Field flag;
  flag.name = "exported";
  flag.type = catalog::FieldType::boolean;
  flag.title = {"出口", "exported"};
  fields.push_back(flag);
  const Read table = read_all(
      "spot_check", folder.write("b.csv", "抽样编号,出口\n1,是\n2,No\n3,0\n4,也许\n"), {}, catalog);
  EXPECT_THAT(table.groups("exported"), ElementsAre(Pair("false", 2), Pair("true", 1)));
  ASSERT_EQ(table.refusals.size(), 1U);
  EXPECT_EQ(table.refusals[0].error.failure, &not_a_boolean);
}

TEST_F(Import, ComparesHeadersWithoutBarsBlanksAndWidths) {
  EXPECT_EQ(header_form("不合格项目 ║ 检验结果"), header_form("不合格项目｜检验结果"));
  EXPECT_EQ(header_form("规格（型号）"), header_form("规格(型号)"));
}

TEST_F(Import, PreviewsAndSuggests) {
  const std::string file = folder.write(
      "p.csv", "抽检结果\n"s + std::string(passed_header) +
                   "GC1,1,甲,乙,丙,甘肃,纯牛奶,/,/,乳制品,1,昨天,国抽,/,/\nGC2,2,甲,乙,丙,甘肃,"
                   "酸奶,/,/,乳制品,1,2024-03-05,国抽,/,/\n");
  const auto shown = preview(shipped_catalog(), "spot_check", file, {}, 1);
  ASSERT_TRUE(shown) << describe(shown.error());
  EXPECT_EQ(shown->rows.size(), 1U);
  EXPECT_EQ(shown->rows[0][6], "纯牛奶");
  EXPECT_THAT(shown->suggested_mappings, testing::Contains("spot-check-pass"));
  ASSERT_EQ(shown->refusals.size(), 1U);
  EXPECT_EQ(shown->refusals[0].field, "公告日期");
  EXPECT_EQ(shown->reading.columns.size(), 15U);
}

TEST_F(Import, PreviewsAFileWhoseHeaderItDoesNotKnow) {
  const auto shown =
      preview(shipped_catalog(), "spot_check", folder.write("p.csv", "标题\n甲,乙\n1,2\n"), {});
  ASSERT_TRUE(shown) << describe(shown.error());
  ASSERT_EQ(shown->reading.columns.size(), 2U);
  EXPECT_EQ(shown->reading.columns[0].field, "");
  EXPECT_THAT(shown->rows, ElementsAre(ElementsAre("1", "2")));
}

}  // namespace
}  // namespace zhiheng::intake
