#include "exchange/verbs.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "exchange/failures.h"
#include "support/place.h"
#include "support/source.h"

namespace zhiheng::exchange {
namespace {

struct Said {
  boost::json::value json;
  std::string text;
  int exit_code = -1;
  const Failure* failure = nullptr;
};

class ExchangeVerbs : public support::OnBothEngines {
 protected:
  Said say(const std::string& path, std::map<std::string, std::vector<std::string>> arguments,
           std::map<std::string, std::vector<std::string>> options = {}, bool json = true) {
    std::ostringstream out;
    std::ostringstream messages;
    Invocation call;
    call.arguments = std::move(arguments);
    call.options = std::move(options);
    call.json = json;
    call.data = location_.folder;
    call.database = location_.database;
    call.catalog = support::source_path("/catalog");
    call.out = &out;
    call.messages = &messages;
    for (const auto& verb : verbs()) {
      if (verb.path != path) continue;
      const auto code = verb.run(call);
      if (!code) return {{}, messages.str(), -1, code.error().failure};
      Said said{{}, out.str(), *code, nullptr};
      if (json && !said.text.empty()) said.json = boost::json::parse(said.text);
      return said;
    }
    return {};
  }
};
ZH_ON_BOTH_ENGINES(ExchangeVerbs);

TEST_P(ExchangeVerbs, ImportReportsAndWritesTheRefusedRows) {
  const std::string file = folder_.file("a.csv");
  std::ofstream(file)
      << "抽样编号,抽样目的,产品名称,检验结论\nS1,随机抽查,面,合格\nS2,随机抽查,面,不知\n";
  const std::string refused = folder_.file("refused.csv");
  const auto said =
      say("import", {{"REGISTER", {"spot_check"}}, {"FILE", {file}}}, {{"report", {refused}}});
  EXPECT_EQ(said.exit_code, 0);
  EXPECT_EQ(said.json.at("added"), 1);
  EXPECT_EQ(said.json.at("refused"), 1);
  EXPECT_TRUE(std::filesystem::exists(refused));
  const auto strict =
      say("import", {{"REGISTER", {"spot_check"}}, {"FILE", {file}}}, {{"all-or-nothing", {""}}});
  EXPECT_EQ(strict.exit_code, 1);
  EXPECT_EQ(strict.json.at("committed"), false);
  const auto twice = say("import", {{"REGISTER", {"spot_check"}}, {"FILE", {file, file}}});
  EXPECT_EQ(twice.json.as_array().size(), 2U);
}

TEST_P(ExchangeVerbs, ExportWritesToAFileOrToStandardOutput) {
  const std::string file = folder_.file("out.ndjson");
  const auto said =
      say("export", {{"REGISTER", {"alert"}}}, {{"format", {"ndjson"}}, {"out", {file}}});
  EXPECT_EQ(said.json.at("records"), 0);
  const auto printed = say("export", {{"REGISTER", {"alert"}}}, {}, false);
  EXPECT_TRUE(printed.text.starts_with("\xEF\xBB\xBF网络,编号,"));
  EXPECT_EQ(say("export", {{"REGISTER", {"alert"}}}, {{"out", {"/no/such/folder/x.csv"}}}).failure,
            &cannot_write);
}

TEST_P(ExchangeVerbs, ExampleWritesAndLoads) {
  const auto said = say("example", {}, {{"rows", {"200"}}, {"load", {""}}});
  ASSERT_EQ(said.exit_code, 0) << said.text;
  EXPECT_EQ(said.json.at("reports").as_array().size(), said.json.at("files").as_array().size());
  for (const auto& report : said.json.at("reports").as_array()) {
    EXPECT_EQ(report.at("refused"), 0) << boost::json::serialize(report);
  }
  EXPECT_EQ(say("example", {}, {{"rows", {"many"}}}).failure, &rows_out_of_range);
}

}  // namespace
}  // namespace zhiheng::exchange
