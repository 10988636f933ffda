// Files that nobody should have sent: each is refused with its reason, and nothing half-written
// stays.
#include <fstream>

#include "flow/program.h"

namespace zhiheng::flow {
namespace {

using testing::HasSubstr;

class BadInput : public testing::Test {
 protected:
  json::object import(const std::string& of, std::string_view csv,
                      std::vector<std::string> more = {}, int code = 0) const {
    std::vector<std::string> words = {"import", of, place_.write("in.csv", csv)};
    words.insert(words.end(), more.begin(), more.end());
    return place_.ask(std::move(words), code);
  }

  /// The only refusal of a report.
  static json::object refusal(const json::object& report) {
    const auto* all = report.if_contains("refusals");
    if (all == nullptr || all->as_array().size() != 1) {
      ADD_FAILURE() << json::serialize(report);
      return {{"line", 0}, {"column", ""}, {"value", ""}, {"id", ""}, {"wanted", ""}};
    }
    return all->as_array().front().as_object();
  }

  static std::string failure_of(const json::object& answer) {
    const auto* error = answer.if_contains("error");
    return error == nullptr ? "" : std::string(error->at("id").as_string());
  }

  Place place_;
};

constexpr std::string_view alert_header =
    "network,reference,publication,notified_on,classification,subject\n";

std::string alert_row(const std::string& reference, const std::string& day = "2024-05-06") {
  return "domestic," + reference + ",1," + day + ",alert,某产品\n";
}

TEST_F(BadInput, AWorkbookThatIsCutOffIsRefusedWhole) {
  std::string csv(alert_header);
  for (int i = 0; i < 300; ++i) csv += alert_row("T-" + std::to_string(i));
  import("alert", csv);
  const std::string whole = place_.file("whole.xlsx");
  EXPECT_EQ(place_.run({"export", "alert", "--format", "xlsx", "--out", whole}).code, 0);
  const std::string bytes = contents(whole);
  ASSERT_GT(bytes.size(), 1000U);
  place_.clear();
  for (const double part : {0.01, 0.3, 0.6, 0.9, 0.999}) {
    const auto length = static_cast<std::size_t>(part * static_cast<double>(bytes.size()));
    const std::string cut = place_.write("cut.xlsx", bytes.substr(0, length));
    const auto answer = place_.ask({"import", "alert", cut}, 1);
    EXPECT_EQ(failure_of(answer), "intake.damaged") << part << json::serialize(answer);
  }
  EXPECT_EQ(place_.count("alert"), 0);
  EXPECT_EQ(place_.ask({"import", "alert", whole}).at("added"), 300);
}

TEST_F(BadInput, ARowWithANulIsRefusedAndTheOthersAreKept) {
  std::string csv(alert_header);
  csv += alert_row("A-1") + alert_row(std::string("A\0-2", 4)) + alert_row("A-3");
  const auto report = import("alert", csv);
  EXPECT_EQ(report.at("added"), 2);
  EXPECT_EQ(refusal(report).at("line"), 3);
  EXPECT_EQ(refusal(report).at("id"), "intake.nul_byte");
}

TEST_F(BadInput, ALineInAnotherEncodingIsRefusedAndTheOthersAreKept) {
  std::string csv(alert_header);
  for (int i = 0; i < 20; ++i) csv += alert_row("A-" + std::to_string(i));
  csv += "domestic,B-1,1,2024-05-06,alert,\xB2\xFA\xC6\xB7\xD6\xCA\xC1\xBF\n";  // 产品质量, GB18030
  const auto report = import("alert", csv);
  EXPECT_EQ(report.at("added"), 20);
  EXPECT_EQ(report.at("refused"), 1);
  EXPECT_EQ(refusal(report).at("id"), "intake.mixed_encoding");
  EXPECT_EQ(refusal(report).at("line"), 22);
}

TEST_F(BadInput, AFileInGb18030IsRecognised) {
  // 网络,编号,第几次公布,主题 / 国内,甲-1,1,产品质量
  const auto report = import("alert",
                             "\xCD\xF8\xC2\xE7,\xB1\xE0\xBA\xC5,\xB5\xDA\xBC\xB8\xB4\xCE\xB9\xAB"
                             "\xB2\xBC,\xD6\xF7\xCC\xE2\n"
                             "\xB9\xFA\xC4\xDA,\xBC\xD7-1,1,\xB2\xFA\xC6\xB7\xD6\xCA\xC1\xBF\n");
  EXPECT_EQ(report.at("encoding"), "gb18030");
  EXPECT_EQ(report.at("added"), 1);
  EXPECT_EQ(place_.count("alert", "subject = '产品质量' and reference = '甲-1'"), 1);
}

TEST_F(BadInput, ALineOfAHundredMegabytesCostsNeitherTimeNorMemory) {
  place_.memory = std::uint64_t{3} << 30;
  const std::string piece(1 << 20, 'x');
  for (const auto& start : {std::string(), std::string(alert_header) + "domestic,"}) {
    const std::string file = place_.file("long.csv");
    std::ofstream stream(file, std::ios::binary);
    stream << start;
    for (int i = 0; i < 100; ++i) stream << piece;
    stream.close();
    const Ran ran = place_.run({"import", "alert", file, "--json"});
    EXPECT_EQ(ran.code, 1) << ran.out << ran.messages;
    EXPECT_EQ(failure_of(ran.document()), "intake.too_large");
    EXPECT_LT(ran.seconds, 20);
    EXPECT_LT(ran.peak_kib, 400 * 1024);
  }
  place_.memory = 0;
  EXPECT_EQ(place_.count("alert"), 0);
}

TEST_F(BadInput, TwoColumnsOfTheSameNameAreRefusedWithBothPlaces) {
  const auto answer =
      import("alert", "network,reference,publication,Subject,subject\ndomestic,A,1,a,b\n", {}, 1);
  EXPECT_EQ(failure_of(answer), "intake.duplicate_header");
  EXPECT_EQ(answer.at("error").at("found"), "4, 5");
  EXPECT_EQ(place_.count("alert"), 0);
}

TEST_F(BadInput, AColumnThatNobodyKnowsIsNamedAndLeftOut) {
  const auto report =
      import("alert", "network,reference,publication,colour of the sky\ndomestic,A-1,1,blue\n");
  EXPECT_EQ(report.at("added"), 1);
  bool named = false;
  for (const auto& column : report.at("columns").as_array()) {
    if (column.at("header") == "colour of the sky") named = column.at("field") == "";
  }
  EXPECT_TRUE(named) << json::serialize(report.at("columns"));
}

TEST_F(BadInput, ADayThatNeverWasIsRefusedAtItsCell) {
  std::string csv(alert_header);
  csv += alert_row("A-1", "2024-02-29") + alert_row("A-2", "2023-02-29") +
         alert_row("A-3", "0212-02-28") + alert_row("A-4", "2024-13-01") + alert_row("A-5", "soon");
  const auto report = import("alert", csv);
  EXPECT_EQ(report.at("added"), 1);
  EXPECT_EQ(report.at("refused"), 4);
  const auto& all = report.at("refusals").as_array();
  ASSERT_EQ(all.size(), 4U);
  const std::vector<std::pair<std::string, std::string>> expected = {
      {"2023-02-29", "intake.impossible_date"},
      {"0212-02-28", "intake.impossible_date"},
      {"2024-13-01", "intake.impossible_date"},
      {"soon", "intake.not_a_date"}};
  for (std::size_t i = 0; i < all.size(); ++i) {
    EXPECT_EQ(all[i].at("line"), static_cast<std::int64_t>(i + 3));
    EXPECT_EQ(all[i].at("column"), "notified_on");
    EXPECT_EQ(all[i].at("value").as_string(), expected[i].first);
    EXPECT_EQ(all[i].at("id").as_string(), expected[i].second) << expected[i].first;
  }
}

// The example of GB 32100-2015 itself: 91350100M000100Y43.
TEST_F(BadInput, CodesInLowerCaseAndFullWidthAreTakenForWhatTheyMean) {
  const auto report = import("enterprise",
                             "信用代码,企业名称,行政区划代码\n"
                             "91350100m000100y43,甲公司,350100\n"
                             "９１３５０１００Ｍ０００１００Ｙ４３,甲公司,３５０１００\n");
  EXPECT_EQ(report.at("refused"), 0) << json::serialize(report);
  EXPECT_EQ(report.at("added"), 1);
  EXPECT_EQ(report.at("unchanged"), 1);
  EXPECT_EQ(place_.count("enterprise", "credit_code = '91350100M000100Y43'"), 1);
}

TEST_F(BadInput, AWrongCheckCharacterIsRefusedAndTheRightOneIsOnlyAHint) {
  const auto report =
      import("enterprise", "信用代码,企业名称,行政区划代码\n91350100M000100Y44,甲公司,350100\n");
  EXPECT_EQ(report.at("added"), 0);
  const auto refused = refusal(report);
  EXPECT_EQ(refused.at("line"), 2);
  EXPECT_EQ(refused.at("column"), "信用代码");
  EXPECT_EQ(refused.at("value"), "91350100M000100Y44");
  EXPECT_THAT(std::string(refused.at("wanted").as_string()), HasSubstr("3"));
  EXPECT_EQ(place_.count("enterprise"), 0);
}

TEST_F(BadInput, AllOrNothingWritesNothingWhereverTheBadRowStands) {
  std::string csv(alert_header);
  for (int i = 0; i < 9000; ++i) csv += alert_row("A-" + std::to_string(i));
  const std::string good = csv;
  csv += alert_row("A-last", "2024-02-30");
  const auto report = import("alert", csv, {"--all-or-nothing"}, 1);
  EXPECT_EQ(report.at("committed"), false);
  EXPECT_EQ(report.at("added"), 0);
  EXPECT_EQ(refusal(report).at("line"), 9002);
  EXPECT_EQ(place_.count("alert"), 0);
  EXPECT_EQ(import("alert", good, {"--all-or-nothing"}).at("added"), 9000);
  EXPECT_TRUE(place_.verifies());
}

TEST_F(BadInput, ThePrintedMessageNamesFileLineColumnAndValue) {
  std::string csv(alert_header);
  csv += alert_row("A-1", "2024-02-30");
  const Ran ran = place_.run({"import", "alert", place_.write("通报.csv", csv)});
  EXPECT_EQ(ran.code, 0);
  EXPECT_THAT(ran.out, HasSubstr("通报.csv"));
  EXPECT_THAT(ran.messages, HasSubstr("2: notified_on: 2024-02-30: "));
  const std::string report = place_.file("report.csv");
  place_.run({"import", "alert", place_.file("通报.csv"), "--report", report});
  EXPECT_THAT(contents(report), HasSubstr("2024-02-30"));
  EXPECT_THAT(contents(report), HasSubstr("notified_on"));
}

TEST_F(BadInput, TheExitCodeTellsWrongUseFromWrongData) {
  const std::string file = place_.write("a.csv", std::string(alert_header) + alert_row("A"));
  const std::string empty = place_.write("empty.csv", "");
  const std::string words = place_.write("words.txt", "just some words\nand some more\n");
  struct Case {
    std::vector<std::string> words;
    int code;
  };
  const Case cases[] = {
      {{"no-such-verb"}, 2},
      {{"import", "alert"}, 2},
      {{"import", "alert", file, "--no-such-option"}, 2},
      {{"import", "alert", file, "--mapping", "no-such-mapping"}, 2},
      {{"list", "alert", "--limit", "many"}, 2},
      {{"list", "alert", "--sort", "no_such_field"}, 2},
      {{"list", "no_such_register"}, 1},
      {{"import", "no_such_register", file}, 1},
      {{"import", "alert", place_.file("absent.csv")}, 1},
      {{"import", "alert", place_.data}, 1},
      {{"import", "alert", empty}, 1},
      {{"import", "alert", words}, 1},
      {{"show", "alert", "domestic|never|1"}, 1},
      {{"indicator", "no_such_indicator"}, 1},
      {{"restore", file}, 1},
      {{"import", "alert", file}, 0},
      {{"audit", "verify"}, 0},
      {{"--help"}, 0},
  };
  for (const auto& [given, code] : cases) {
    const Ran ran = place_.run(given);
    std::string shown;
    for (const auto& word : given) shown += word + " ";
    EXPECT_EQ(ran.code, code) << shown << "\n" << ran.messages;
    if (code != 0) {
      EXPECT_TRUE(ran.out.empty()) << shown << ": messages belong on standard error\n" << ran.out;
      EXPECT_THAT(ran.messages, HasSubstr("zhiheng: ")) << shown;
    }
  }
  EXPECT_EQ(place_.count("alert"), 1);
}

}  // namespace
}  // namespace zhiheng::flow
