// What `plan compare` prints.

#include <sstream>

#include "plan/answers.h"
#include "plan/examples.h"
#include "plan/failures.h"
#include "support/source.h"

namespace zhiheng::plan {
namespace {

struct Answer {
  Result<int> code = 0;
  std::string out, messages;
};

Answer ask(const std::string& upper, const std::string& lower, bool json) {
  std::ostringstream out;
  std::ostringstream messages;
  Invocation call;
  call.arguments = {{"UPPER", {upper}}, {"LOWER", {lower}}};
  call.catalog = support::source_path("/catalog");
  call.json = json;
  call.language = Language::en;
  call.out = &out;
  call.messages = &messages;
  Answer answer;
  answer.code = answer_compare(call);
  answer.out = out.str();
  answer.messages = messages.str();
  return answer;
}

const std::string upper_file = support::source_path("/examples/plans/yunhai-2017.txt");
const std::string lower_file = support::source_path("/examples/plans/qingping-2017.txt");

TEST(CompareAnswer, PrintsEachPairWithItsReason) {
  const Answer answer = ask(upper_file, lower_file, false);
  ASSERT_TRUE(answer.code);
  EXPECT_NE(answer.out.find("upper items 11, lower items 11, kept 1, localised 1"),
            std::string::npos);
  EXPECT_NE(answer.out.find("numbers changed: 400批 → 150批"), std::string::npos);
  EXPECT_NE(answer.out.find("no longer answering: 省商务厅"), std::string::npos);
  EXPECT_NE(answer.out.find("+ 11\tadded"), std::string::npos);
  EXPECT_TRUE(answer.messages.empty());
}

TEST(CompareAnswer, IsOneJsonDocumentWithPlacesOnBothSides) {
  const Answer answer = ask(upper_file, lower_file, true);
  ASSERT_TRUE(answer.code);
  for (const std::string member :
       {"\"pairs\":[{\"upper\":1,\"lower\":[1],\"relation\":\"kept\",\"similarity\":1",
        "\"added\":[11]", "\"upper\":8,\"lower\":[8,9],\"relation\":\"split\"",
        "\"dropped\":[\"省商务厅\"]", "\"char_offset\":"}) {
    EXPECT_NE(answer.out.find(member), std::string::npos) << member;
  }
  const std::string source = file_text(lower_file);
  const std::string title = "推行餐饮后厨透明施工";
  EXPECT_NE(answer.out.find("\"offset\":" + std::to_string(source.find(title)) +
                            ",\"length\":" + std::to_string(title.size())),
            std::string::npos);
}

TEST(CompareAnswer, SaysSoWhenASideHasNoItems) {
  const auto path = std::filesystem::temp_directory_path() / "zhiheng-compare-nothing.txt";
  std::ofstream(path) << "没有条目的文字\n";
  const Answer answer = ask(path.string(), lower_file, false);
  ASSERT_TRUE(answer.code);
  EXPECT_NE(answer.messages.find("no items"), std::string::npos);
  std::filesystem::remove(path);
}

TEST(CompareAnswer, RefusesAFileThatIsNotThere) {
  const Answer answer = ask(upper_file, "/no/such/plan.txt", true);
  ASSERT_FALSE(answer.code);
  EXPECT_EQ(answer.code.error().failure, &file_unreadable);
  EXPECT_TRUE(answer.out.empty());
}

}  // namespace
}  // namespace zhiheng::plan
