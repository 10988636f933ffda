#include "base/text.h"

#include "base/failures.h"

namespace zhiheng {
namespace {

using namespace std::string_literals;

TEST(Utf8, IsRecognisedByTheUnicodeStandard) {
  for (const std::string& good :
       {""s, "abc"s, "质量"s, "\xF0\x9F\x98\x80"s, "\xF4\x8F\xBF\xBF"s, "\xED\x9F\xBF"s}) {
    EXPECT_TRUE(is_utf8(good));
  }
  // Unicode 15, table 3-7: overlong forms, surrogates, beyond U+10FFFF, cut short, lone bytes.
  for (const std::string& bad : {"\xC0\xAF"s, "\xE0\x80\xAF"s, "\xED\xA0\x80"s, "\xF4\x90\x80\x80"s,
                                 "\xE8\xB4"s, "\x80"s, "12345678\xFF"s, "\xB9\xCF"s}) {
    EXPECT_FALSE(is_utf8(bad));
  }
}

TEST(NormalForm, ComposesAndKeepsWhatIsComposed) {
  // UAX 15, figure 4; U+F900 has a canonical twin, U+FF21 only a compatible one.
  EXPECT_EQ(to_nfc("A\u030A").value(), "\u00C5");
  EXPECT_EQ(to_nfc("\u212B").value(), "\u00C5");
  EXPECT_EQ(to_nfc("\uF900").value(), "\u8C48");
  EXPECT_EQ(to_nfc("Ａ质量").value(), "Ａ质量");
  EXPECT_EQ(to_nfc("").value(), "");
  EXPECT_EQ(to_nfc("\xFF").error().failure, &base::text_not_utf8);
}

TEST(Gb18030, ReadsOneTwoAndFourByteForms) {
  EXPECT_EQ(from_gb18030("GB").value(), "GB");
  EXPECT_EQ(from_gb18030("\xD6\xCA\xC1\xBF").value(), "质量");
  EXPECT_EQ(from_gb18030("\xA8\xBF").value(), "\u01F9");
  EXPECT_EQ(from_gb18030("\x81\x30\x84\x36").value(), "\u00A5");
  EXPECT_EQ(from_gb18030("\x95\x32\x82\x36").value(), "\U00020000");
  EXPECT_EQ(from_gb18030("\xE3\x32\x9A\x35").value(), "\U0010FFFF");
}

TEST(Gb18030, ReadsLongTextAcrossItsBuffers) {
  std::string bytes = "x";
  std::string wanted = "x";
  for (int i = 0; i < 10'000; ++i) {
    bytes += "\x95\x32\x82\x36";
    wanted += "\U00020000";
  }
  EXPECT_EQ(from_gb18030(bytes).value(), wanted);
}

TEST(Gb18030, SaysWhereItCouldNotRead) {
  const auto cut = from_gb18030("\xD6\xCA\xC1");
  ASSERT_FALSE(cut.has_value());
  EXPECT_EQ(cut.error().failure, &base::text_encoding_unknown);
  EXPECT_EQ(cut.error().where, "2");
  EXPECT_EQ(from_gb18030("ab\xD6\x20zz").error().where, "2");
}

TEST(Text, NarrowsWidthsAndNothingElse) {
  EXPECT_EQ(to_half_width("９１Ａ（甲）\u3000～"), "91A(甲) ~");
  EXPECT_EQ(to_half_width("plain"), "plain");
  EXPECT_EQ(to_half_width("甲、乙。\xFF"), "甲、乙。\xFF");
}

TEST(Text, TrimsEveryBlankOfSpreadsheets) {
  EXPECT_EQ(trim("\uFEFF \t\u3000\u00A0甲 乙\u200B\r\n"), "甲 乙");
  EXPECT_EQ(trim(" \u3000 "), "");
  EXPECT_EQ(trim(""), "");
}

TEST(Text, ChangesOnlyAsciiLetters) {
  EXPECT_EQ(to_lower("AbcÄ甲"), "abcÄ甲");
  EXPECT_EQ(to_upper("aBcä甲"), "ABCä甲");
}

TEST(Text, MatchesHeadersTypedByHand) {
  EXPECT_EQ(to_matching_form("生产日期/批号"), to_matching_form("生产日期 ／ 批号"));
  EXPECT_EQ(to_matching_form("Batch No."), "batchno");
  EXPECT_EQ(to_matching_form("不合格项目║检验结果║标准值"), "不合格项目检验结果标准值");
  EXPECT_EQ(to_matching_form("规格（型号）"), "规格型号");
  EXPECT_EQ(to_matching_form("\uFEFFＩＤ"), "id");
  EXPECT_EQ(to_matching_form("\xFF甲"), "甲");
}

TEST(Text, IsCutAtCharactersNotBytes) {
  EXPECT_EQ(shorten("质量发展纲要", 2), "质量…");
  EXPECT_EQ(shorten("质量", 2), "质量");
  EXPECT_EQ(shorten("", 0), "");
  EXPECT_EQ(shorten("a", 0), "…");
}

}  // namespace
}  // namespace zhiheng

TEST(IsNfc, AgreesWithToNfcOnPlainCombinedAndBrokenText) {
  for (const std::string text :
       {"", "abc", "甘肃省质量技术监督局（公告）", "不合格项目║检验结果", "é", "Ａ１", "〇、。"}) {
    EXPECT_TRUE(zhiheng::is_nfc(text)) << text;
    EXPECT_EQ(zhiheng::to_nfc(text), text);
  }
  EXPECT_FALSE(zhiheng::is_nfc("e\xCC\x81"));
  EXPECT_FALSE(zhiheng::is_nfc("甲\xCC\x81\xCC\xA3"));
  EXPECT_FALSE(zhiheng::is_nfc("\xFF"));
}

TEST(ToGb18030, GivesBytesThatFromGb18030TurnsBack) {
  for (const std::string text : {"", "abc", "甘肃省║不合格", "𠮷€"}) {
    const auto bytes = zhiheng::to_gb18030(text);
    ASSERT_TRUE(bytes);
    EXPECT_EQ(zhiheng::from_gb18030(*bytes), text);
  }
  EXPECT_EQ(zhiheng::to_gb18030("甲"), "\xBC\xD7");
  EXPECT_FALSE(zhiheng::to_gb18030("\xFF"));
}
