#include "code/gs1.h"

#include "code/failures.h"
#include "code/identify.h"

namespace zhiheng::code {
namespace {

TEST(Gtin, AcceptsThePublishedExamplesOfEveryLength) {
  struct Row {
    std::string_view written, stored;
  };
  const Row table[] = {{"6901234567892", "06901234567892"}, {"4006381333931", "04006381333931"},
                       {"5901234123457", "05901234123457"}, {"6291041500213", "06291041500213"},
                       {"012345678905", "00012345678905"},  {"16901234567899", "16901234567899"},
                       {"96385074", "00000096385074"}};
  for (const auto& [written, stored] : table) {
    const auto gtin = check_gtin(written);
    ASSERT_TRUE(gtin.has_value()) << written;
    EXPECT_EQ(gtin->stored(), stored);
    EXPECT_EQ(gtin->written(), written);
    EXPECT_TRUE(check_gtin(stored).has_value()) << "zeros on the left change no check digit";
  }
}

TEST(Gtin, NamesTheRightCheckDigit) {
  const auto gtin = check_gtin("6901234567890");
  ASSERT_FALSE(gtin.has_value());
  EXPECT_EQ(gtin.error().failure, &gs1_check);
  EXPECT_EQ(gtin.error().found, "0");
  EXPECT_EQ(gtin.error().wanted, "2");
}

TEST(Gtin, RefusesOtherLengthsAndSigns) {
  for (const std::string_view bad : {"", "6901234567", "690123456789012", "69012345678"}) {
    EXPECT_EQ(check_gtin(bad).error().failure, &gs1_length) << bad;
  }
  EXPECT_EQ(check_gtin("690123456789X").error().failure, &gs1_character);
  EXPECT_EQ(check_gtin("690123456789X").error().where, "character 13");
}

TEST(Gln, IsThirteenDigits) {
  EXPECT_TRUE(check_gln("6901234567892").has_value());
  EXPECT_EQ(check_gln("96385074").error().failure, &gs1_length);
  EXPECT_EQ(check_gln("6901234567891").error().failure, &gs1_check);
}

TEST(Sscc, IsEighteenDigits) {
  // GS1 General Specifications, example of the logistic label.
  EXPECT_TRUE(check_sscc("106141412345678908").has_value());
  EXPECT_EQ(check_sscc("106141412345678907").error().wanted, "8");
  EXPECT_EQ(check_sscc("1061414123456789").error().failure, &gs1_length);
  EXPECT_EQ(check_sscc("10614141234567890X").error().failure, &gs1_character);
}

TEST(Gs1, CompletesWhatItWouldAccept) {
  for (const std::string payload :
       {"690123456789", "1690123456789", "9638507", "10614141234567890"}) {
    const std::string key = payload + gs1_check_digit(payload);
    EXPECT_TRUE(check_gtin(key).has_value() || check_sscc(key).has_value()) << key;
  }
}

TEST(Identify, NamesEveryKindThatATextPasses) {
  EXPECT_THAT(identify("6901234567892"), testing::ElementsAre(CodeKind::gtin, CodeKind::gln));
  EXPECT_THAT(identify("91350100M000100Y43"), testing::ElementsAre(CodeKind::credit_code));
  EXPECT_THAT(identify("708461136"), testing::ElementsAre(CodeKind::organisation_code));
  EXPECT_THAT(identify("110108000000016"), testing::ElementsAre(CodeKind::registration_number));
  EXPECT_THAT(identify("106141412345678908"), testing::Contains(CodeKind::sscc));
  EXPECT_THAT(identify("nonsense!"), testing::IsEmpty());
  EXPECT_EQ(likely_kind("708461137"), CodeKind::organisation_code);
  EXPECT_EQ(likely_kind("6901234567890"), CodeKind::gtin);
  EXPECT_EQ(likely_kind("110108000000017"), CodeKind::registration_number);
  EXPECT_EQ(likely_kind("?"), CodeKind::credit_code);
}

TEST(Identify, KnowsItsKindsByName) {
  for (const CodeKind kind : code_kinds) EXPECT_EQ(kind_named(name_of(kind)).value(), kind);
  EXPECT_EQ(kind_named("uscc").error().failure, &kind_unknown);
}

}  // namespace
}  // namespace zhiheng::code
