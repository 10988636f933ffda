#include "code/credit_code.h"

#include "code/failures.h"
#include "code/identify.h"

namespace zhiheng::code {
namespace {

const Failure* refusal(std::string_view text) {
  const auto code = check_credit_code(text);
  return code ? nullptr : code.error().failure;
}

TEST(CreditCode, AcceptsThePublishedExamples) {
  // GB 32100-2015: sum 1640, remainder 28, check character 3. The third exercises 31 -> 0.
  for (const std::string_view good :
       {"91350100M000100Y43", "91440300708461136T", "911100001000000020"}) {
    const auto code = check_credit_code(good);
    ASSERT_TRUE(code.has_value()) << good;
    EXPECT_EQ(code->text(), good);
  }
}

TEST(CreditCode, TellsItsParts) {
  const auto code = check_credit_code("91350100M000100Y43");
  ASSERT_TRUE(code.has_value());
  EXPECT_EQ(code->authority(), '9');
  EXPECT_EQ(code->category(), '1');
  EXPECT_EQ(code->region(), "350100");
  EXPECT_EQ(code->subject(), "M000100Y4");
  EXPECT_FALSE(code->is_individual_trader());
}

TEST(CreditCode, ChecksTheSubjectWithTheOtherLetterValues) {
  // M is 21 in GB 32100 and 22 in GB 11714, so both checks must use their own table.
  EXPECT_TRUE(check_credit_code("91350100M000100Y43")->subject_is_valid());
  EXPECT_TRUE(check_credit_code("91440300708461136T")->subject_is_valid());
  std::string foreign = "91350100M000100Y5";
  foreign.push_back(credit_code_check_character(foreign));
  ASSERT_TRUE(check_credit_code(foreign).has_value());
  EXPECT_FALSE(check_credit_code(foreign)->subject_is_valid());
}

TEST(CreditCode, KnowsIndividualTraders) {
  std::string trader = "92350100M000100Y4";
  trader.push_back(credit_code_check_character(trader));
  EXPECT_TRUE(check_credit_code(trader).value().is_individual_trader());
}

TEST(CreditCode, NamesTheRightCheckCharacterOnlyAsAHint) {
  const auto code = check_credit_code("91350100M000100Y4Z");
  ASSERT_FALSE(code.has_value());
  EXPECT_EQ(code.error().failure, &credit_code_character);  // Z is not in the alphabet at all
  EXPECT_EQ(code.error().where, "character 18");
  const auto wrong = check_credit_code("91350100M000100Y44");
  ASSERT_FALSE(wrong.has_value());
  EXPECT_EQ(wrong.error().failure, &credit_code_check);
  EXPECT_EQ(wrong.error().found, "4");
  EXPECT_EQ(wrong.error().wanted, "3");
}

TEST(CreditCode, RefusesTheFiveLettersThatLookLikeDigits) {
  const std::string good = "91350100M000100Y43";
  for (const char letter : std::string_view("IOZSV")) {
    std::string bad = good;
    bad[8] = letter;
    const auto code = check_credit_code(bad);
    ASSERT_FALSE(code.has_value());
    EXPECT_EQ(code.error().failure, &credit_code_character);
    EXPECT_EQ(code.error().where, "character 9");
    EXPECT_EQ(code.error().found, std::string(1, letter));
  }
}

TEST(CreditCode, FindsEverySingleWrongCharacter) {
  // 31 is prime and no weight is a multiple of it.
  const std::string_view alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  const std::string good = "91440300708461136T";
  for (std::size_t place = 0; place < good.size(); ++place) {
    for (const char other : alphabet) {
      if (other == good[place]) continue;
      std::string bad = good;
      bad[place] = other;
      EXPECT_NE(refusal(bad), nullptr) << bad;
    }
  }
}

TEST(CreditCode, RefusesWhatWasNotNormalised) {
  EXPECT_EQ(refusal("91350100m000100y43"), &credit_code_character);
  EXPECT_EQ(refusal("９1350100M000100Y43"), &credit_code_length);
  EXPECT_EQ(refusal(" 91350100M000100Y43"), &credit_code_length);
  EXPECT_EQ(refusal(""), &credit_code_length);
  EXPECT_EQ(refusal("9135010XM000100Y43"), &credit_code_character);
  EXPECT_EQ(check_credit_code("9135010XM000100Y43").error().wanted, "0123456789");
  EXPECT_EQ(check_credit_code("91350100M00010é43").error().found, "é");
}

TEST(CreditCode, RecognisesOldRegistrationNumbers) {
  EXPECT_EQ(refusal("110108000000016"), &credit_code_is_registration_number);
  EXPECT_EQ(refusal("110108000000017"), &credit_code_is_registration_number);
}

TEST(Normalise, MakesTypedCodesReadyForTheCheck) {
  for (const std::string_view typed :
       {"91350100m000100y43", "９１３５０１００Ｍ０００１００Ｙ４３", " 91350100 M000100Y4-3 ",
        "91350100－M000100Y4—3", "\uFEFF91350100M000100Y43\u3000", "91350100M000100Y43"}) {
    EXPECT_EQ(normalise(typed), "91350100M000100Y43") << typed;
  }
  EXPECT_EQ(normalise("70846113-6"), "708461136");
  EXPECT_EQ(normalise(""), "");
}

TEST(Normalise, GuessesNoLetters) {
  EXPECT_EQ(normalise("9135O100M000100Y43"), "9135O100M000100Y43");
  EXPECT_EQ(normalise("甲1"), "甲1");
}

}  // namespace
}  // namespace zhiheng::code
