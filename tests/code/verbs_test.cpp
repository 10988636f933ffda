#include "code/verbs.h"

#include <sstream>

#include "base/failures.h"
#include "code/answers.h"
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

TEST(CodeCheck, AcceptsALegalCodeThatFailsItsCheckOnlyWithAWarning) {
  const Said said = say("code check", "CODE", {"91350100M0001TGQXM"});
  EXPECT_EQ(said.exit_code, 0);
  EXPECT_THAT(said.text, testing::HasSubstr(R"("warning":{"id":"code.credit_code_check")"));
  EXPECT_THAT(said.text, testing::HasSubstr(R"("source":"aarioai/id-rule")"));
  const Said plain = say("code check", "CODE", {"91350100M0001TGQXM"}, {}, false);
  EXPECT_THAT(plain.text, testing::HasSubstr("code.credit_code_check"));
  EXPECT_THAT(plain.text, testing::HasSubstr("aarioai/id-rule"));
}

TEST(CodeCheck, KnowsALegalEntityIdentifier) {
  EXPECT_THAT(say("code check", "CODE", {"529900T8BM49AURSDO55"}).text,
              testing::HasSubstr(R"("kinds":["lei"])"));
  EXPECT_THAT(say("code check", "CODE", {"529900T8BM49AURSDO56"}).text,
              testing::HasSubstr("code.lei_check"));
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

/// The lines that `gs1 … --lines` answers to these.
std::string answer_to(const std::string& lines,
                      Result<int> (*answer)(const Invocation&, std::istream&),
                      const std::map<std::string, std::vector<std::string>>& options = {}) {
  std::ostringstream out;
  std::istringstream in(lines);
  Invocation call;
  call.options = options;
  call.options["lines"] = {""};
  call.language = Language::en;
  call.catalog = support::source_path("/catalog");
  call.out = &out;
  static_cast<void>(answer(call, in));
  return out.str();
}

TEST(Gs1Verbs, AnswerALineWithALine) {
  const std::string said = answer_to("6901234567892 A1\r\n\n(01)06901234567890\n", answer_gs1_parse,
                                     {{"prefix-length", {"8"}}});
  EXPECT_EQ(std::count(said.begin(), said.end(), '\n'), 2);
  EXPECT_THAT(said,
              testing::HasSubstr(
                  R"({"input":"6901234567892 A1","valid":true,"kind":"lgtin","notation":"plain",)"
                  R"("normal":"https://id.gs1.org/01/06901234567892/10/A1","elements":[{"ai":"01",)"
                  R"("value":"06901234567892","title":"GTIN"},{"ai":"10","value":"A1",)"
                  R"("title":"BATCH/LOT"}],"element_string":"(01)06901234567892(10)A1",)"
                  R"("urn":"urn:epc:class:lgtin:69012345.06789.A1",)"
                  R"("digital_link":"https://id.gs1.org/01/06901234567892/10/A1","error":null})"));
  EXPECT_THAT(said, testing::HasSubstr(R"("valid":false,"kind":null,"normal":null)"));
  EXPECT_THAT(said, testing::HasSubstr(R"("wanted":"incorrect_check_digit")"));
}

TEST(Gs1Verbs, TranslateIntoEveryNotation) {
  const std::map<std::string, std::string> answers{
      {"urn", "urn:epc:id:sgtin:69012345.06789.7"},
      {"link", "https://id.gs1.org/01/06901234567892/21/7"},
      {"names", "https://id.gs1.org/gtin/06901234567892/ser/7"},
      {"elements", "(01)06901234567892(21)7"},
      {"message", "^0106901234567892217"},
      {"scan", "]Q30106901234567892217"},
      {"normal", "https://id.gs1.org/01/06901234567892/21/7"}};
  for (const auto& [to, wanted] : answers) {
    const Said said = say("gs1 translate", "TEXT", {"(01)06901234567892(21)7"},
                          {{"to", {to}}, {"prefix-length", {"8"}}}, false);
    EXPECT_EQ(said.text, "(01)06901234567892(21)7\t" + wanted + "\n");
    EXPECT_EQ(said.exit_code, 0);
  }
  const Said compressed =
      say("gs1 translate", "TEXT", {"(01)06901234567892(21)7"}, {{"to", {"compressed"}}}, false);
  const std::string uri = compressed.text.substr(compressed.text.find('\t') + 1);
  const Said back = say("gs1 normalise", "TEXT", {uri}, {}, false);
  EXPECT_THAT(back.text, testing::HasSubstr("\thttps://id.gs1.org/01/06901234567892/21/7\n"));
}

TEST(Gs1Verbs, NeverGuessACompanyPrefix) {
  // 020… is for use within a shop: no company.
  const Said said = say("gs1 translate", "TEXT", {"(01)02045678901233"}, {{"to", {"urn"}}}, false);
  EXPECT_EQ(said.exit_code, 1);
  EXPECT_THAT(said.text, testing::HasSubstr("code.epc_prefix_unknown"));
  const Said known = say("gs1 translate", "TEXT", {"(01)06901234567892"}, {{"to", {"urn"}}}, false);
  EXPECT_THAT(known.text, testing::HasSubstr("urn:epc:idpat:sgtin:6901234"));
}

TEST(Gs1Verbs, RefuseWordsTheyDoNotKnow) {
  const std::vector<std::string> gtin{"6901234567892"};
  EXPECT_EQ(say("gs1 translate", "TEXT", gtin, {{"to", {"morse"}}}).failure, &kind_unknown);
  EXPECT_EQ(say("gs1 translate", "TEXT", gtin, {{"to", {"morse"}}}, false).failure, &kind_unknown);
  EXPECT_EQ(say("gs1 parse", "TEXT", gtin, {{"prefix-length", {"x"}}}).failure, &epc_prefix_length);
  EXPECT_EQ(say("gs1 parse", "TEXT", gtin, {{"prefixes", {"nowhere.tsv"}}}).failure,
            &table_unreadable);
  const Said said = say("gs1 parse", "TEXT", {"6901234567892", "x"}, {}, false);
  EXPECT_EQ(said.exit_code, 1);
  EXPECT_THAT(said.text, testing::HasSubstr("全球贸易项目代码"));
}

}  // namespace
}  // namespace zhiheng::code
