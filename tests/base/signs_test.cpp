#include "base/signs.h"

#include <gtest/gtest.h>

namespace zhiheng {
namespace {

TEST(UnwantedSigns, AreFoundWithTheirPlaceAndName) {
  struct Row {
    const char* text;
    std::size_t at, bytes;
    const char* name;
  };
  const Row table[] = {{"a\x07", 1, 1, "U+0007"},      {"\x7F", 0, 1, "U+007F"},
                       {"质\xC2\x85", 3, 2, "U+0085"}, {"ab\u202Ecd", 2, 3, "U+202E"},
                       {"\u202A", 0, 3, "U+202A"},     {"x\u2066", 1, 3, "U+2066"},
                       {"“好”\u2069", 9, 3, "U+2069"}};
  for (const auto& [text, at, bytes, name] : table) {
    const auto found = find_unwanted_sign(text);
    ASSERT_TRUE(found) << name;
    EXPECT_EQ(found->at, at) << name;
    EXPECT_EQ(found->bytes, bytes) << name;
    EXPECT_EQ(found->name(), name);
  }
  EXPECT_EQ(find_unwanted_sign(std::string_view("a\0b", 3))->name(), "U+0000");
}

// Quotation marks, dashes, dots and the blanks of typesetting begin with the same byte.
TEST(UnwantedSigns, AreNotTheSignsOfOrdinaryText) {
  for (const char* text : {"", "质量\t计划\r\n", "“引号”——……", "\u2028\u200E\u200D", "é ü ß",
                           "℃ № ①", "\u00A0", "𠀀", "\xE2", "\xE2\x80"}) {
    EXPECT_FALSE(find_unwanted_sign(text)) << text;
  }
}

TEST(PlainFileNames, AreTheLastPartOfAPath) {
  EXPECT_EQ(plain_file_name("../../etc/passwd"), "passwd");
  EXPECT_EQ(plain_file_name("C:\\名单\\一月.csv"), "一月.csv");
  EXPECT_EQ(plain_file_name("a\u202Egnp\r\n.exe"), "agnp.exe");
  for (const char* nothing : {"", ".", "..", "a/", "a/..", "\x01"}) {
    EXPECT_EQ(plain_file_name(nothing), "") << nothing;
  }
}

}  // namespace
}  // namespace zhiheng
