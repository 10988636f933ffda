#include "registry/packing.h"

#include <gtest/gtest.h>

namespace zhiheng::registry {
namespace {

TEST(Pack, GivesBackAnyTexts) {
  const std::vector<std::string> parts = {"", "a", "12:b,", std::string("\0\xFF,", 3), "质量"};
  EXPECT_EQ(unpack(pack(parts)), parts);
  EXPECT_EQ(unpack(""), std::vector<std::string>{});
}

TEST(Pack, RefusesWhatItDidNotMake) {
  for (const std::string bytes :
       {"x", "1:", "1:ab", "2:a,", "-1:,", "99999999999999999999999:a,"}) {
    EXPECT_FALSE(unpack(bytes)) << bytes;
  }
}

TEST(PackValue, GivesBackEveryKindOfValue) {
  const std::vector<Value> values = {Value{},
                                     true,
                                     false,
                                     std::int64_t{-5},
                                     Decimal{-1250, 2},
                                     make_date(1949, 10, 1),
                                     Timestamp{-1},
                                     std::string("甲|乙"),
                                     std::string()};
  for (const auto& value : values) EXPECT_EQ(unpack_value(pack_value(value)), value);
}

TEST(PackValue, RefusesWhatItDidNotMake) {
  for (const std::string bytes : {"", "9", "1maybe", "2x", "3", "3z5", "4", "0x"}) {
    EXPECT_FALSE(unpack_value(bytes)) << bytes;
  }
}

TEST(Base64Url, AgreesWithTheVectorsOfTheRfc) {
  // RFC 4648, 10, without padding.
  const std::pair<std::string, std::string> vectors[] = {
      {"", ""},           {"f", "Zg"},          {"fo", "Zm8"},          {"foo", "Zm9v"},
      {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"}, {"\xFB\xFF", "-_8"}};
  for (const auto& [bytes, text] : vectors) {
    EXPECT_EQ(to_base64url(bytes), text);
    EXPECT_EQ(from_base64url(text), bytes);
  }
}

TEST(Base64Url, RefusesForeignSignsAndImpossibleLengths) {
  for (const std::string text : {"a", "Zm9v+", "Zg==", "甲"}) EXPECT_FALSE(from_base64url(text));
}

}  // namespace
}  // namespace zhiheng::registry
