// A backup of one engine put back into the other: the same records, history and numbers.
#include "flow/program.h"

namespace zhiheng::flow {
namespace {

std::string complaints() {
  std::string csv = "编号,类型,收到日期,事发地区,内容,争议金额,投诉人姓名,投诉人电话\n";
  for (int i = 0; i < 400; ++i) {
    csv += "TS-" + std::to_string(i) + (i % 3 == 0 ? ",举报," : ",投诉,") + "2024-" +
           (i % 12 < 9 ? "0" : "") + std::to_string(1 + i % 12) + "-11," +
           (i % 2 == 0 ? "620102" : "370102") + ",内容" + std::to_string(i) + "," +
           std::to_string(i) + ".50,张三" + std::to_string(i) + ",139\n";
  }
  return csv;
}

std::string spot_checks(const std::string& result) {
  std::string csv = "抽样编号,抽样日期,抽样目的,产品名称,抽样地区,检验结论\n";
  for (int i = 0; i < 300; ++i) {
    csv += "CC-" + std::to_string(i) + ",2023-0" + std::to_string(1 + i % 9) +
           "-20,随机抽查,乳粉,371202," + (i < 20 ? result : "合格") + "\n";
  }
  return csv;
}

class Backup : public testing::TestWithParam<std::string> {};

TEST_P(Backup, GoesIntoTheOtherEngineWithHistoryNumbersAndPersonalData) {
  const Place from(GetParam());
  Place into(GetParam() == "sqlite" ? "postgresql" : "sqlite");
  if (!from.usable() || !into.usable()) GTEST_SKIP() << "PostgreSQL is not installed";
  into.clear();  // a backup brings its own tables
  from.ask({"import", "complaint", from.write("c.csv", complaints())});
  from.ask({"import", "spot_check", from.write("s.csv", spot_checks("不合格"))});
  from.ask({"import", "spot_check", from.write("s2.csv", spot_checks("待定"))});
  const std::string file = from.file("zhiheng.backup");
  ASSERT_EQ(from.run({"backup", file}).code, 0);

  // Personal data need their key; it does not travel in the backup.
  const std::string key = from.database.empty() ? from.data + "/store.key" : from.file("store.key");
  EXPECT_THAT(contents(file), testing::Not(testing::HasSubstr("张三7")));
  EXPECT_THAT(contents(file), testing::Not(testing::HasSubstr(contents(key).substr(0, 64))));
  into.write(into.database.empty() ? "data/store.key" : "store.key", contents(key));

  ASSERT_EQ(into.run({"restore", file}).code, 0);
  EXPECT_TRUE(into.verifies());
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"indicator", "complaint_count", "--by", "kind", "--grain",
                                 "month"},
        {"indicator", "spot_check_pass_rate", "--grain", "year"},
        {"indicator", "spot_check_count", "--by", "result", "--by", "region:prefecture"},
        {"show", "spot_check", "CC-7", "--history"},
        {"show", "complaint", "TS-7"},
        {"list", "complaint", "--sort", "-amount", "--limit", "100", "--count"},
        {"export", "complaint", "--sort", "number"}}) {
    auto with_json = words;
    if (words.front() != "export") with_json.emplace_back("--json");
    const Ran here = from.run(with_json);
    EXPECT_EQ(here.code, 0) << here.messages;
    EXPECT_EQ(into.run(with_json).out, here.out) << words[0] << " " << words[1];
  }
  EXPECT_THAT(into.run({"show", "complaint", "TS-7"}).out, testing::HasSubstr("张三7"));

  // What has records is not written over; the import goes on where it was.
  EXPECT_EQ(into.run({"restore", file}).code, 1);
  EXPECT_EQ(into.ask({"import", "complaint", into.write("c.csv", complaints())}).at("unchanged"),
            400);
}

TEST(BackupFile, ThatWasTouchedAnywhereIsRefused) {
  const Place from;
  from.ask({"import", "complaint", from.write("c.csv", complaints())});
  const std::string file = from.file("zhiheng.backup");
  ASSERT_EQ(from.run({"backup", file}).code, 0);
  const std::string bytes = contents(file);
  for (int part = 1; part < 8; ++part) {
    std::string touched = bytes;
    const auto at = bytes.size() * static_cast<std::size_t>(part) / 8;
    touched[at] = static_cast<char>(touched[at] ^ 1);
    const Place into;
    const Ran ran = into.run({"restore", into.write("touched", touched)});
    EXPECT_EQ(ran.code, 1) << at;
    EXPECT_EQ(into.run({"restore", into.write("cut", bytes.substr(0, at))}).code, 1) << at;
    EXPECT_EQ(into.count("complaint"), 0) << at;
  }
}

INSTANTIATE_TEST_SUITE_P(From, Backup, testing::Values("sqlite", "postgresql"), engine_name);

}  // namespace
}  // namespace zhiheng::flow
