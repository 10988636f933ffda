#include "trace/value_forms.h"

#include <gtest/gtest.h>

namespace zhiheng::trace {
namespace {

struct Row {
  std::string_view text;
  bool right;
};

// Expected values: ajv-formats 3.0.1 for JSON, xmllint 2.9.14 for XML.
TEST(IsUri, AgreesWithTheFormatCheckOfJsonSchema) {
  const Row rows[] = {{"urn:epc:id:sscc:6901234.1000000001", true},
                      {"example:field", true},
                      {"http://[::1]:80/x", true},
                      {"http://[1:2:3:4:5:6:7::]/", true},
                      {"http://[1:2:3:4:5:6:7:8]/", true},
                      {"http://[::1.2.3.4]/", true},
                      {"http://a@[::1]/", true},
                      {"https://a.b/c?d=/?#e?/", true},
                      {"a:/", true},
                      {"a://", true},
                      {"urn:%41", true},
                      {"", false},
                      {"x:", false},
                      {"://", false},
                      {"shipping", false},
                      {"1a:b", false},
                      {"http://a b", false},
                      {"urn:%zz", false},
                      {"http://[1:2:3:4:5:6:7:8:9]/", false},
                      {"http://[::1::]/", false},
                      {"http://x[::1]/", false},
                      {"a:[b]", false},
                      {"a:?b", false},
                      {"http://é.com/", false},
                      {"urn:a\"b", false},
                      {"a:b?c\"d", false},
                      {"a:b#c#d", false}};
  for (const auto& [text, right] : rows) EXPECT_EQ(is_uri(text), right) << text;
}

TEST(IsDateTime, WantsAZoneAndAllowsALeapSecondAtMidnight) {
  const Row rows[] = {{"2026-03-01T06:30:00+08:00", true},  {"2026-03-01 06:30:00Z", true},
                      {"2026-03-01t06:30:00.5z", true},     {"2026-03-01T06:30:00+0800", true},
                      {"2026-03-01T06:30:00+08", true},     {"2016-12-31T23:59:60Z", true},
                      {"2017-01-01T07:59:60+08:00", true},  {"2024-02-29T00:00:00Z", true},
                      {"2016-12-31T22:59:60Z", false},      {"2026-03-01T06:30:00", false},
                      {"2026-02-29T00:00:00Z", false},      {"2026-03-01T24:00:00Z", false},
                      {"2026-03-01T06:30Z", false},         {"2026-03-01T06:30:00.Z", false},
                      {"2026-03-01T06:30:00+24:00", false}, {"22-07-2026", false}};
  for (const auto& [text, right] : rows) EXPECT_EQ(is_date_time(text), right) << text;
}

TEST(IsZoneOffset, StaysWithinFourteenHours) {
  const Row rows[] = {{"+08:00", true}, {"-14:00", true}, {"+13:59", true}, {"+14:01", false},
                      {"08:00", false}, {"Z", false},     {"+8:00", false}, {"+08:60", false}};
  for (const auto& [text, right] : rows) EXPECT_EQ(is_zone_offset(text), right) << text;
}

TEST(SmallForms, AreThoseOfTheSchema) {
  EXPECT_TRUE(is_version("2.0"));
  EXPECT_TRUE(is_version("2"));
  EXPECT_FALSE(is_version("2."));
  EXPECT_FALSE(is_version("v2"));
  EXPECT_TRUE(is_unit_code("KGM"));
  EXPECT_FALSE(is_unit_code("kgm"));
  EXPECT_FALSE(is_unit_code("K"));
  EXPECT_TRUE(is_hexadecimal("0aF"));
  EXPECT_FALSE(is_hexadecimal(""));
}

TEST(XsdAnyUri, TakesReferencesAndUnescapedCharacters) {
  const Row rows[] = {
      {"", true},       {"abc", true},           {"a b", true},     {"http://é.com/", true},
      {"<>", true},     {"x#[y]", true},         {" urn:a ", true}, {"?x", true},
      {"//h:1/", true}, {"http://[::1]/", true}, {":b", false},     {"1a:b", false},
      {"%zz", false},   {"a[b]", false},         {"#x#y", false},   {"//h:1a/", false}};
  for (const auto& [text, right] : rows) EXPECT_EQ(xsd::is_any_uri(text), right) << text;
}

TEST(XsdTimes, DifferByEdition) {
  EXPECT_TRUE(xsd::is_date_time("2026-03-01T06:30:00"));
  EXPECT_TRUE(xsd::is_date_time("2026-03-01T24:00:00Z"));
  EXPECT_TRUE(xsd::is_date_time("12026-03-01T00:00:00Z"));
  EXPECT_FALSE(xsd::is_date_time("2026-02-29T00:00:00Z"));
  EXPECT_TRUE(xsd::is_date_time_stamp(" 2026-03-01T06:30:00Z "));
  EXPECT_FALSE(xsd::is_date_time_stamp("2026-03-01T06:30:00"));
  EXPECT_FALSE(xsd::is_date_time_stamp("2026-03-01T24:00:00Z"));
  EXPECT_FALSE(xsd::is_date_time_stamp("12026-03-01T00:00:00Z"));
  EXPECT_TRUE(xsd::is_date("2026-03-01+08:00"));
  EXPECT_FALSE(xsd::is_date("2026-03-32"));
}

TEST(XsdNumbers, FollowTheirTypes) {
  EXPECT_TRUE(xsd::is_double("-1e3"));
  EXPECT_TRUE(xsd::is_double(" INF "));
  EXPECT_FALSE(xsd::is_double("+INF"));
  EXPECT_FALSE(xsd::is_double("1e"));
  EXPECT_TRUE(xsd::is_decimal("5."));
  EXPECT_FALSE(xsd::is_decimal("1e3"));
  EXPECT_FALSE(xsd::is_decimal("."));
  EXPECT_TRUE(xsd::is_int("-2147483648"));
  EXPECT_FALSE(xsd::is_int("2147483648"));
  EXPECT_TRUE(xsd::is_integer("-000000000000123456789012345678901234"));
  EXPECT_FALSE(xsd::is_integer("123456789012345678901234567890")) << "as libxml2 judges";
  EXPECT_FALSE(xsd::is_integer("+"));
  EXPECT_TRUE(xsd::is_integer("0"));
  EXPECT_TRUE(xsd::is_boolean("1"));
  EXPECT_FALSE(xsd::is_boolean("TRUE"));
  EXPECT_TRUE(xsd::is_hex_binary("0aF1"));
  EXPECT_FALSE(xsd::is_hex_binary("0aF"));
}

}  // namespace
}  // namespace zhiheng::trace
