#include "code/verbs.h"

#include <sstream>

#include "base/failures.h"
#include "code/failures.h"
#include "support/source.h"

namespace zhiheng::code {
namespace {

struct Said {
  std::string text;
  int exit_code = -1;
  const Failure* failure = nullptr;
};

/// Runs one of our verbs as src/cli would.
Said say(const std::string& path, const std::string& argument,
         const std::vector<std::string>& values,
         const std::map<std::string, std::vector<std::string>>& options = {}, bool json = true,
         Language language = Language::zh) {
  std::ostringstream out;
  Invocation call;
  call.arguments[argument] = values;
  call.options = options;
  call.json = json;
  call.language = language;
  call.catalog = support::source_path("/catalog");
  call.out = &out;
  for (const Verb& verb : verbs()) {
    if (verb.path != path) continue;
    const auto code = verb.run(call);
    if (!code) return {out.str(), -1, code.error().failure};
    return {out.str(), *code, nullptr};
  }
  return {};
}

TEST(CodeCheck, ExplainsAGoodCreditCode) {
  const Said said = say("code check", "CODE", {"91350100M000100Y43"});
  EXPECT_EQ(said.exit_code, 0);
  EXPECT_EQ(said.text,
            R"({"valid":true,"codes":[{"typed":"91350100M000100Y43","code":"91350100M000100Y43",)"
            R"("valid":true,"parts":{"authority":"9","category":"1","region":"350100",)"
            R"("subject":"M000100Y4","subject_valid":true,"individual_trader":false},)"
            R"("kinds":["credit_code"]}]})"
            "\n");
}

TEST(CodeCheck, RefusesABadOneWithTheRightCharacterAsAHint) {
  const Said said = say("code check", "CODE", {"91350100M000100Y44", "6901234567892"});
  EXPECT_EQ(said.exit_code, 1);
  EXPECT_THAT(said.text, testing::HasSubstr(R"("error":{"id":"code.credit_code_check",)"
                                            R"("where":"character 18","found":"4","wanted":"3"})"));
  EXPECT_THAT(said.text, testing::HasSubstr(R"("stored":"06901234567892")"));
  const Said plain = say("code check", "CODE", {"91350100M000100Y44"}, {}, false);
  EXPECT_THAT(plain.text, testing::HasSubstr("code.credit_code_check"));
}

TEST(CodeCheck, IsStrictUnlessToldToNormalise) {
  EXPECT_EQ(say("code check", "CODE", {"91350100m000100y43"}).exit_code, 1);
  EXPECT_EQ(say("code check", "CODE", {"91350100m000100y43"}, {{"normalise", {""}}}).exit_code, 0);
}

TEST(CodeCheck, ChecksAsTheKindAskedFor) {
  EXPECT_EQ(say("code check", "CODE", {"6901234567892"}, {{"kind", {"gln"}}}).exit_code, 0);
  EXPECT_EQ(say("code check", "CODE", {"96385074"}, {{"kind", {"gln"}}}).exit_code, 1);
  EXPECT_EQ(say("code check", "CODE", {"96385074"}, {{"kind", {"ean"}}}).failure, &kind_unknown);
}

TEST(CodeRegion, ConvertsToAnotherDay) {
  const Said said =
      say("code region", "REGION", {"341424"}, {{"on", {"2010-06-30"}}, {"to", {"2012-01-01"}}});
  EXPECT_EQ(said.exit_code, 0);
  EXPECT_THAT(said.text, testing::HasSubstr(R"("path":"安徽省/巢湖市/和县")"));
  EXPECT_THAT(said.text,
              testing::HasSubstr(R"("heirs":[{"code":"340207","name":"鸠江区","extent":"part"},)"
                                 R"({"code":"340523","name":"和县","extent":"part"}])"));
  EXPECT_THAT(said.text, testing::HasSubstr(R"("valid_to":"2011")"));
}

TEST(CodeRegion, FindsNamesAndSaysWhatTheyAre) {
  const Said said = say("code region", "REGION", {"甘肃"}, {{"on", {"2024-01-01"}}}, false);
  EXPECT_EQ(said.text, "620000\t甘肃省\t省级\t1981–\n");
  const Said english =
      say("code region", "REGION", {"鼓楼区"}, {{"on", {"2024-01-01"}}}, false, Language::en);
  EXPECT_EQ(std::count(english.text.begin(), english.text.end(), '\n'), 4);
  EXPECT_THAT(english.text, testing::HasSubstr("county"));
}

TEST(CodeRegion, FollowsAnOldCodeWithoutBeingToldTheDay) {
  const Said said = say("code region", "REGION", {"371202"}, {{"to", {"2024-01-01"}}}, false);
  EXPECT_THAT(said.text, testing::HasSubstr("→ 370116\t山东省/济南市/莱芜区\t全部"));
}

TEST(CodeRegion, RefusesWhatItDoesNotKnow) {
  EXPECT_EQ(say("code region", "REGION", {"亚特兰蒂斯"}).failure, &region_unknown);
  EXPECT_EQ(say("code region", "REGION", {"620000"}, {{"on", {"yesterday"}}}).failure,
            &base::date_malformed);
}

TEST(CodeIndustry, ListsItsCounterparts) {
  const Said said = say("code industry", "INDUSTRY", {"905"}, {{"to", {"2011"}}});
  EXPECT_EQ(said.exit_code, 0);
  EXPECT_THAT(said.text, testing::HasSubstr(R"("to":2011,"counterparts":[{"code":"729")"));
  EXPECT_THAT(said.text, testing::HasSubstr(R"({"code":"894")"));
  const Said plain = say("code industry", "INDUSTRY", {"C1311"}, {}, false);
  EXPECT_THAT(plain.text, testing::StartsWith("C\t制造业\n13\t农副食品加工业\n"));
}

TEST(CodeIndustry, RefusesWhatItDoesNotKnow) {
  EXPECT_EQ(say("code industry", "INDUSTRY", {"9999"}).failure, &industry_unknown);
  EXPECT_EQ(say("code industry", "INDUSTRY", {"905"}, {{"from", {"1994"}}}).failure,
            &edition_unknown);
}

}  // namespace
}  // namespace zhiheng::code
