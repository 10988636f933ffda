#include "analysis/method.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <sstream>

#include "analysis/failures.h"
#include "analysis/verbs.h"
#include "folder.h"

namespace zhiheng::analysis {
namespace {

TEST(Methods, HaveNamesOfTheirOwnAndSayFormulaAndSource) {
  std::set<std::string> names;
  for (const Method& method : methods()) {
    SCOPED_TRACE(method.name);
    EXPECT_TRUE(names.insert(method.name).second);
    for (const Words& words : {method.group, method.title, method.columns}) {
      EXPECT_FALSE(words.zh.empty());
      EXPECT_FALSE(words.en.empty());
    }
    EXPECT_FALSE(method.formula.empty());
    EXPECT_FALSE(method.source.empty());
    std::set<std::string> options = {"in", "csv", "json", "keep", "data", "db", "catalog", "lang"};
    for (const Setting& setting : method.settings) {
      EXPECT_TRUE(options.insert(setting.name).second) << setting.name;
      EXPECT_FALSE(setting.help.en.empty()) << setting.name;
      EXPECT_EQ(setting.kind == Setting::Kind::choice, !setting.choices.empty()) << setting.name;
    }
    EXPECT_TRUE(settings_of(method, {}));
  }
}

TEST(Settings, AreRefusedByName) {
  const Method* share = *find_method("share");
  const auto unknown = settings_of(*share, {{"speed", "1"}});
  EXPECT_EQ(unknown.error().failure, &setting_unknown);
  const auto wrong = settings_of(*share, {{"confidence", "ninety"}});
  EXPECT_EQ(wrong.error().failure, &setting_wrong);
  EXPECT_EQ(wrong.error().where, "--confidence");
  EXPECT_FALSE(settings_of(*share, {{"method", "guess"}}));
  EXPECT_EQ(find_method("nothing").error().failure, &method_unknown);
}

TEST(Verbs, RunAMethodOnAFileAndWriteItsAnswer) {
  const Folder folder;
  const std::string file = folder.write("in.csv", "x,n,place\n0,20,north\n");
  for (const Verb& verb : verbs()) {
    if (verb.path != "stat share") continue;
    std::ostringstream out, messages;
    Invocation call;
    call.catalog = support::source_path("/catalog");
    call.options = {{"in", {file}}, {"csv", {""}}, {"keep", {"place"}}};
    call.out = &out;
    call.messages = &messages;
    const auto code = verb.run(call);
    ASSERT_TRUE(code) << describe(code.error());
    EXPECT_TRUE(out.str().starts_with("x,n,place,conf,mean,lower,upper\n0,20,north,0.95,0,0,0.16"));
    return;
  }
  FAIL() << "no verb stat share";
}

TEST(Verbs, ListEveryMethodAsOneJsonDocument) {
  const auto all = verbs();
  const auto listing =
      std::find_if(all.begin(), all.end(), [](const Verb& verb) { return verb.path == "stat"; });
  ASSERT_NE(listing, all.end());
  std::ostringstream out;
  Invocation call;
  call.json = true;
  call.out = &out;
  ASSERT_EQ(*listing->run(call), 0);
  EXPECT_TRUE(out.str().starts_with(R"({"method":"stat")")) << out.str().substr(0, 80);
  for (const Method& method : methods()) {
    EXPECT_NE(out.str().find("\"name\":\"" + method.name + "\""), std::string::npos);
  }
}

TEST(Verbs, NameTheCellThatAMethodDoesNotTake) {
  const Folder folder;
  Call call;
  call.tables["in"] = *Table::read(folder.write("in.csv", "t,observed\n1,5\n2,-3\n"));
  call.settings = *settings_of(**find_method("ears"), {});
  const auto answer = (*find_method("ears"))->run(call);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().failure, &cell_wrong);
  EXPECT_NE(answer.error().where.find("line 3"), std::string::npos) << answer.error().where;
  EXPECT_EQ(answer.error().found, "-3");
}

TEST(Verbs, NameTheDeclaredTableThatCannotBeRead) {
  const Folder folder;
  Call call;
  call.tables["in"] = *Table::read(folder.write("in.csv", "lot,level\n100,II\n"));
  call.settings = *settings_of(**find_method("code-letter"), {});
  call.catalog = folder.path();
  const auto answer = (*find_method("code-letter"))->run(call);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().failure, &file_unreadable);
  EXPECT_EQ(answer.error().where, folder.path() + "/acceptance/code_letters.tsv");
}

TEST(Verbs, NameTheRowThatAMethodRefuses) {
  const Folder folder;
  Call call;
  call.tables["in"] = *Table::read(folder.write("in.csv", "x,n\n1,20\n21,20\n"));
  call.settings = *settings_of(**find_method("share"), {});
  const auto answer = (*find_method("share"))->run(call);
  ASSERT_FALSE(answer);
  EXPECT_NE(answer.error().where.find("line 3"), std::string::npos);
  EXPECT_EQ(answer.error().found, "21");
}

TEST(Verbs, SayThatTheAnswerCouldNotBeWritten) {
  const Folder folder;
  Invocation call;
  call.catalog = support::source_path("/catalog");
  call.options = {{"in", {folder.write("in.csv", "x,n\n0,20\n")}}, {"csv", {""}}};
  const auto all = verbs();
  const auto verb = std::ranges::find(all, "stat share", &Verb::path);
  ASSERT_NE(verb, all.end());
  std::ofstream full("/dev/full");
  call.out = &full;
  const auto code = verb->run(call);
  ASSERT_FALSE(code);
  EXPECT_EQ(code.error().failure, &answer_not_written);
}

TEST(Answer, WritesMissingAndInfiniteNumbers) {
  Answer answer;
  answer.add("a", std::vector<double>{std::nan(""), INFINITY, 0.1});
  answer.add("b", std::vector<std::string>{"x, y", "\"q\"", ""});
  std::ostringstream csv, json, text;
  write_csv(csv, answer);
  EXPECT_EQ(csv.str(), "a,b\n,\"x, y\"\nInf,\"\"\"q\"\"\"\n0.1,\n");
  write_json(json, answer, "m", {});
  EXPECT_NE(json.str().find(R"({"a":null,"b":"x, y"})"), std::string::npos);
  EXPECT_NE(json.str().find(R"({"a":"Inf","b":"\"q\""})"), std::string::npos);
  write_text(text, answer);
  EXPECT_TRUE(text.str().starts_with("  a  b\n"));
}

}  // namespace
}  // namespace zhiheng::analysis
