#include "cli/command_line.h"

#include <gtest/gtest.h>

#include <sstream>

#include "cli/failures.h"
#include "cli/fold.h"
#include "cli/manual.h"

namespace zhiheng::cli {
namespace {

std::vector<Verb> sample_verbs() {
  std::vector<Verb> verbs(3);
  verbs[0].path = "code check";
  verbs[0].help = {"检查代码", "check a code"};
  verbs[0].arguments = {{.name = "CODE", .help = {"代码", "the code"}, .repeated = true}};
  verbs[0].options = {{.name = "kind", .value = "KIND", .help = {"种类", "its kind"}}};
  verbs[1].path = "code region";
  verbs[1].help = {"查区划", "look up a region"};
  verbs[1].arguments = {{.name = "CODE", .help = {"代码", "the code"}}};
  verbs[2].path = "import";
  verbs[2].help = {"导入", "import files"};
  verbs[2].arguments = {{.name = "REGISTER", .help = {"登记册", "register"}},
                        {.name = "FILE", .help = {"文件", "files"}, .repeated = true}};
  verbs[2].options = {
      {.name = "all-or-nothing", .value = "", .help = {"全部或不", "all or none"}},
      {.name = "column", .value = "A=B", .help = {"列", "columns"}, .repeated = true},
      {.name = "to", .value = "X", .help = {"至", "to"}, .required = true}};
  return verbs;
}

TEST(CommandLine, FindsTheVerbItsWordsAndTheOptionsOfEveryVerb) {
  const auto verbs = sample_verbs();
  const auto command =
      parse(verbs, {"import", "alert", "a.csv", "b.csv", "--to", "x", "--column", "h=f", "--column",
                    "g=e", "--all-or-nothing", "--json", "--data", "/tmp/d"});
  ASSERT_TRUE(command) << describe(command.error());
  EXPECT_EQ(command->verb, &verbs[2]);
  const Invocation& call = command->invocation;
  EXPECT_EQ(call.argument("REGISTER"), "alert");
  EXPECT_EQ(call.arguments.at("FILE"), (std::vector<std::string>{"a.csv", "b.csv"}));
  EXPECT_EQ(call.options.at("column"), (std::vector<std::string>{"h=f", "g=e"}));
  EXPECT_TRUE(call.has("all-or-nothing"));
  EXPECT_TRUE(call.json);
  EXPECT_EQ(call.data, "/tmp/d");
}

TEST(CommandLine, RefusesWhatItDoesNotKnowWithTheUsageKind) {
  const auto verbs = sample_verbs();
  const std::vector<std::vector<std::string>> wrong = {{"nonsense"},
                                                       {"code"},
                                                       {"code", "nonsense"},
                                                       {"code", "region"},
                                                       {"import", "alert", "a.csv"},
                                                       {"code", "region", "1", "2"},
                                                       {"code", "check", "x", "--frob"}};
  for (const auto& words : wrong) {
    SCOPED_TRACE(words.back());
    const auto command = parse(verbs, words);
    ASSERT_FALSE(command);
    EXPECT_EQ(command.error().failure, &usage);
    EXPECT_EQ(exit_code(command.error().failure->kind), 2);
  }
}

TEST(CommandLine, GivesHelpAtEveryLevel) {
  const auto verbs = sample_verbs();
  const auto top = parse(verbs, {"--help"});
  ASSERT_TRUE(top);
  EXPECT_EQ(top->wish, Command::Wish::help);
  EXPECT_EQ(top->help_of, "");
  const auto one = parse(verbs, {"code", "check", "--help"});
  ASSERT_TRUE(one);
  EXPECT_EQ(one->help_of, "code check");
  EXPECT_NE(help(verbs, "code check", Language::en).find("--kind KIND"), std::string::npos);
  EXPECT_NE(help(verbs, "code", Language::zh).find("查区划"), std::string::npos);
}

TEST(Folding, BreaksAtBlanksAndBetweenWideCharactersOnly) {
  EXPECT_EQ(folded("one two three", 9), "one two\nthree");
  EXPECT_EQ(folded("one two three", 9, 2), "one two\n  three");
  EXPECT_EQ(folded("unbreakable", 4), "unbreakable");
  EXPECT_EQ(folded("登记册名称", 6), "登记册\n名称");
  EXPECT_EQ(folded("登记册，名称", 6), "登记\n册，名\n称") << "no line begins with a comma";
  EXPECT_EQ(folded("按（甲）", 4), "按\n（甲）") << "no line ends with an opening bracket";
  EXPECT_EQ(folded("见 catalog 目录", 9), "见\ncatalog\n目录");
  EXPECT_EQ(folded("", 10), "");
  EXPECT_EQ(folded("one\n\ntwo three", 5, 1), "one\n\n two\n three");
  EXPECT_EQ(columns_of("a登…"), 4U);
}

TEST(Help, KeepsToTheWidthOfATerminal) {
  auto verbs = sample_verbs();
  verbs[2].description = {std::string(300, 'x') + " " +
                              "列出每一处错误的文件、行号和原因；"
                              "有错时退出码为一，没有错时退出码为零。"
                              "重复检查不会改变任何东西，随时可以再次检查。",
                          "A sentence that is so long that no terminal shows it in one line; it "
                          "says again and again what has been said before."};
  for (const Language language : {Language::zh, Language::en}) {
    std::istringstream lines(help(verbs, "import", language));
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with('x')) continue;
      EXPECT_LE(columns_of(line), 88U) << line;
    }
  }
}

TEST(Manual, NamesEveryVerbAndOption) {
  const auto verbs = sample_verbs();
  for (const Language language : {Language::zh, Language::en}) {
    const std::string page = manual_page(verbs, language);
    const std::string list =
        contents(std::vector<Section>{{.title = {"代码", "Codes"}, .verbs = verbs}}, language);
    for (const Verb& verb : verbs) {
      EXPECT_NE(list.find("  " + verb.path), std::string::npos);
      EXPECT_NE(list.find(verb.help.in(language)), std::string::npos);
    }
    EXPECT_NE(page.find("\\-\\-all\\-or\\-nothing"), std::string::npos);
    EXPECT_TRUE(page.starts_with(".TH ZHIHENG 1"));
  }
}

TEST(Completion, IsWrittenForThreeShells) {
  const auto verbs = sample_verbs();
  for (const char* shell : {"bash", "zsh", "fish"}) {
    const auto script = completion(verbs, shell);
    ASSERT_TRUE(script);
    EXPECT_NE(script->find("import"), std::string::npos);
  }
  const auto refused = completion(verbs, "tcsh");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().failure, &shell_unknown);
}

TEST(Language, FollowsTheOptionBeforeTheEnvironment) {
  ::setenv("ZHIHENG_LANG", "en", 1);
  EXPECT_EQ(preferred_language({}), Language::en);
  const std::vector<std::string> words = {"--lang", "zh"};
  EXPECT_EQ(preferred_language(words), Language::zh);
  ::unsetenv("ZHIHENG_LANG");
}

}  // namespace
}  // namespace zhiheng::cli
