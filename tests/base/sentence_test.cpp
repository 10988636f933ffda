#include "base/sentence.h"

#include <gtest/gtest.h>

namespace zhiheng {
namespace {

TEST(Sentence, SaysAnErrorInTheLanguageOfTheUser) {
  static constexpr Failure failure{"base.probe", Kind::invalid, "for the log"};
  const Error error{&failure, "row 3", "x", "1..9"};
  EXPECT_EQ(said(error, Language::zh),
            "for the log；位置：row 3；实际：x；应为：1..9 [base.probe]");
  set_sentences([](const Error&, Language language) {
    return language == Language::zh ? "请填写数字。" : "Give a number.";
  });
  EXPECT_EQ(said(error, Language::en),
            "Give a number; at: row 3; found: x; wanted: 1..9 [base.probe]");
  EXPECT_EQ(said({&failure, "", "", ""}, Language::zh), "请填写数字 [base.probe]");
  set_sentences({});
}

}  // namespace
}  // namespace zhiheng
