#include "base/value.h"

#include <set>

namespace zhiheng {
namespace {

using namespace std::string_literals;

std::string canonical(const Value& value) {
  std::string bytes;
  append_canonical(bytes, value);
  return bytes;
}

TEST(Value, IsWrittenAsAPersonWritesIt) {
  EXPECT_EQ(to_text(Value{}), "");
  EXPECT_EQ(to_text(Value{true}), "true");
  EXPECT_EQ(to_text(Value{std::int64_t{-7}}), "-7");
  EXPECT_EQ(to_text(Value{Decimal{1250, 2}}), "12.50");
  EXPECT_EQ(to_text(Value{make_date(2024, 2, 29)}), "2024-02-29");
  EXPECT_EQ(to_text(Value{Timestamp{0}}), "1970-01-01T00:00:00Z");
  EXPECT_EQ(to_text(Value{"甘肃"s}), "甘肃");
}

TEST(Value, HasBytesOfItsOwn) {
  const Value different[] = {Value{},
                             Value{false},
                             Value{true},
                             Value{std::int64_t{0}},
                             Value{std::int64_t{1}},
                             Value{std::int64_t{-1}},
                             Value{Decimal{0, 0}},
                             Value{Decimal{0, 1}},
                             Value{Decimal{1, 1}},
                             Value{Date{0}},
                             Value{Date{1}},
                             Value{Timestamp{0}},
                             Value{Timestamp{256}},
                             Value{""s},
                             Value{"0"s},
                             Value{"\0"s},
                             Value{"\0\0"s}};
  std::set<std::string> seen;
  for (const Value& value : different) EXPECT_TRUE(seen.insert(canonical(value)).second);
  EXPECT_EQ(canonical(Value{"甘肃"s}), canonical(Value{"甘肃"s}));
}

TEST(Value, HasBytesThatStayTheSameForEver) {
  EXPECT_EQ(canonical(Value{}), "\0"s);
  EXPECT_EQ(canonical(Value{true}), "\1\1"s);
  EXPECT_EQ(canonical(Value{std::int64_t{258}}), "\2\0\0\0\0\0\0\1\2"s);
  EXPECT_EQ(canonical(Value{Decimal{-1, 2}}), "\3\2\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"s);
  EXPECT_EQ(canonical(Value{Date{1}}), "\4\0\0\0\1"s);
  EXPECT_EQ(canonical(Value{Timestamp{1}}), "\5\0\0\0\0\0\0\0\1"s);
  EXPECT_EQ(canonical(Value{"ab"s}), "\6\0\0\0\0\0\0\0\2ab"s);
}

TEST(Value, NeighboursCannotBeShiftedIntoEachOther) {
  std::string left;
  append_canonical(left, Value{"ab"s});
  append_canonical(left, Value{"c"s});
  std::string right;
  append_canonical(right, Value{"a"s});
  append_canonical(right, Value{"bc"s});
  EXPECT_NE(left, right);
}

}  // namespace
}  // namespace zhiheng
