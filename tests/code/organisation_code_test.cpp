#include "code/organisation_code.h"

#include "code/failures.h"

namespace zhiheng::code {
namespace {

TEST(OrganisationCode, AcceptsThePublishedExamples) {
  // GB 11714-1997 (the first, sum 199) and codes in circulation; X is ten, 0 is eleven.
  for (const std::string_view good :
       {"D2143569-X", "70846113-6", "M000100Y-4", "10000004-0", "10000018-X"}) {
    const auto code = check_organisation_code(good);
    ASSERT_TRUE(code.has_value()) << good;
    EXPECT_EQ(code->printed(), good);
    EXPECT_TRUE(check_organisation_code(code->text()).has_value());
  }
}

TEST(OrganisationCode, NamesTheRightCheckCharacter) {
  const auto code = check_organisation_code("70846113-7");
  ASSERT_FALSE(code.has_value());
  EXPECT_EQ(code.error().failure, &organisation_code_check);
  EXPECT_EQ(code.error().found, "7");
  EXPECT_EQ(code.error().wanted, "6");
}

TEST(OrganisationCode, RefusesOtherShapes) {
  for (const std::string_view bad : {"", "70846113", "70846113--6", "7084611-36", "70846113 6"}) {
    EXPECT_FALSE(check_organisation_code(bad).has_value()) << bad;
  }
  EXPECT_EQ(check_organisation_code("7084611").error().failure, &organisation_code_length);
  EXPECT_EQ(check_organisation_code("d2143569X").error().failure, &organisation_code_character);
  EXPECT_EQ(check_organisation_code("D214356９").error().failure, &organisation_code_length);
}

TEST(RegistrationNumber, ChecksIso7064) {
  EXPECT_TRUE(check_registration_number("110108000000016").has_value());
  EXPECT_TRUE(check_registration_number("110000450002068").has_value());
  const auto wrong = check_registration_number("110108000000017");
  ASSERT_FALSE(wrong.has_value());
  EXPECT_EQ(wrong.error().failure, &registration_number_check);
  EXPECT_EQ(wrong.error().wanted, "6");
  EXPECT_EQ(check_registration_number("11010800000001A").error().failure,
            &registration_number_malformed);
  EXPECT_EQ(check_registration_number("1101080000000").error().failure,
            &registration_number_malformed);
}

}  // namespace
}  // namespace zhiheng::code
