#include "code/lei.h"

#include "code/failures.h"
#include "code/irregular_code.h"
#include "support/source.h"

namespace zhiheng::code {
namespace {

TEST(Lei, AcceptsCodesOfThePublicRegister) {
  // Gleif's own example in ISO 17442 and codes of public lists.
  for (const char* text :
       {"529900T8BM49AURSDO55", "0YPKKE5F0QW6RC51HE09", "1YTX3EVB2EG3PFFYOI09"}) {
    const auto checked = check_lei(text);
    ASSERT_TRUE(checked) << text << ": " << describe(checked.error());
    EXPECT_EQ(checked->text(), text);
    EXPECT_EQ(checked->issuer(), std::string_view(text).substr(0, 4));
  }
}

TEST(Lei, GivesTheCheckDigitsThatItChecks) {
  EXPECT_EQ(lei_check_digits("529900T8BM49AURSDO"), 55);
  EXPECT_EQ(lei_check_digits("0YPKKE5F0QW6RC51HE"), 9);
}

TEST(Lei, RefusesOneThatIsOff) {
  EXPECT_EQ(check_lei("529900T8BM49AURSDO5").error().failure, &lei_length);
  EXPECT_EQ(check_lei("529900T8BM49aURSDO55").error().failure, &lei_character);
  EXPECT_EQ(check_lei("529900T8BM49AURSDO5A").error().failure, &lei_character);
  const auto swapped = check_lei("259900T8BM49AURSDO55");
  ASSERT_FALSE(swapped);
  EXPECT_EQ(swapped.error().failure, &lei_check);
  EXPECT_EQ(swapped.error().wanted.size(), 2U);
}

TEST(IrregularCodes, NameTheirSource) {
  const auto codes = load_irregular_codes(support::source_path("/catalog"));
  ASSERT_TRUE(codes) << describe(codes.error());
  const Irregular* found = codes->find("91350100M0001TGQXM");
  ASSERT_NE(found, nullptr);
  EXPECT_FALSE(found->source.empty());
  EXPECT_EQ(codes->find("91350100M000100Y43"), nullptr);
}

TEST(IrregularCodes, AreNoWayAroundTheOtherRules) {
  const std::string heading = "code\treason\tsource\n";
  EXPECT_TRUE(IrregularCodes::read(heading + "91350100M0001TGQXM\tx\ty\n", "t"));
  // A regular code, and one that is no credit code at all.
  for (const char* code : {"91350100M000100Y43", "12345"}) {
    const auto codes = IrregularCodes::read(heading + code + "\tx\ty\n", "t");
    ASSERT_FALSE(codes) << code;
    EXPECT_EQ(codes.error().failure, &table_malformed);
  }
}

}  // namespace
}  // namespace zhiheng::code
