#include "base/date.h"

#include "base/failures.h"

namespace zhiheng {
namespace {

TEST(Date, CountsDaysFromTheUnixEpoch) {
  EXPECT_EQ(make_date(1970, 1, 1).days, 0);
  EXPECT_EQ(make_date(1969, 12, 31).days, -1);
  EXPECT_EQ(make_date(2000, 3, 1).days, 11017);
  EXPECT_EQ(make_date(2024, 2, 29).days, 19782);
}

TEST(Date, ReadsBackWhatItWrote) {
  for (std::int32_t days = -719162; days < 2932896; days += 97) {
    const Date date{days};
    const auto read = parse_date(to_text(date));
    ASSERT_TRUE(read.has_value()) << to_text(date);
    ASSERT_EQ(*read, date);
  }
}

TEST(Date, KnowsLeapYears) {
  for (const std::string_view good : {"2024-02-29", "2000-02-29", "0004-02-29", "9999-12-31"}) {
    EXPECT_TRUE(parse_date(good).has_value()) << good;
  }
  for (const std::string_view bad : {"2023-02-29", "1900-02-29", "2024-04-31", "2024-13-01",
                                     "2024-00-10", "2024-01-00", "0000-01-01"}) {
    const auto date = parse_date(bad);
    ASSERT_FALSE(date.has_value()) << bad;
    EXPECT_EQ(date.error().failure, &base::date_impossible) << bad;
    EXPECT_EQ(date.error().found, bad);
  }
}

TEST(Date, RefusesEveryOtherSpelling) {
  for (const std::string_view bad : {"", "2024-2-29", "20240229", "2024/02/29", "2024-02-29 ",
                                     "+024-02-29", "2024-02-2x", "２０２４-02-29"}) {
    const auto date = parse_date(bad);
    ASSERT_FALSE(date.has_value()) << bad;
    EXPECT_EQ(date.error().failure, &base::date_malformed) << bad;
  }
}

TEST(Timestamp, ReadsTheExamplesOfRfc3339) {
  // RFC 3339, 5.8; the third is Amsterdam in 1937, written with its offset in whole minutes.
  EXPECT_EQ(to_text(parse_timestamp("1985-04-12T23:20:50.52Z").value()),
            "1985-04-12T23:20:50.520Z");
  EXPECT_EQ(to_text(parse_timestamp("1996-12-19T16:39:57-08:00").value()), "1996-12-20T00:39:57Z");
  EXPECT_EQ(to_text(parse_timestamp("1937-01-01T12:00:27.87+00:20").value()),
            "1937-01-01T11:40:27.870Z");
}

TEST(Timestamp, WithoutAnOffsetIsChinaStandardTime) {
  const auto time = parse_timestamp("2024-02-29 08:00:00");
  ASSERT_TRUE(time.has_value());
  EXPECT_EQ(to_text(*time), "2024-02-29T00:00:00Z");
  EXPECT_EQ(to_china_text(*time), "2024-02-29T08:00:00+08:00");
}

TEST(Timestamp, KeepsMicrosecondsBeforeAndAfterTheEpoch) {
  EXPECT_EQ(to_text(Timestamp{-1}), "1969-12-31T23:59:59.999999Z");
  EXPECT_EQ(to_text(Timestamp{1'000}), "1970-01-01T00:00:00.001Z");
  for (const std::int64_t value : {-62'135'596'800'000'000, -1L, 0L, 1'709'164'800'123'456}) {
    EXPECT_EQ(parse_timestamp(to_text(Timestamp{value})).value().microseconds, value);
    EXPECT_EQ(parse_timestamp(to_china_text(Timestamp{value})).value().microseconds, value);
  }
}

TEST(Timestamp, RefusesWhatNoClockShows) {
  for (const std::string_view bad :
       {"", "2024-02-29", "2024-02-29T08:00", "2024-02-29T24:00:00Z", "2024-02-29T08:60:00Z",
        "2024-02-29T08:00:60Z", "2024-02-29T08:00:00.Z", "2024-02-29T08:00:00.1234567Z",
        "2024-02-29T08:00:00+8:00", "2024-02-29T08:00:00+24:00", "2024-02-29T08:00:00 +08:00"}) {
    const auto time = parse_timestamp(bad);
    ASSERT_FALSE(time.has_value()) << bad;
    EXPECT_EQ(time.error().failure, &base::timestamp_malformed) << bad;
  }
  EXPECT_EQ(parse_timestamp("2023-02-29T00:00:00Z").error().failure, &base::date_impossible);
}

TEST(Timestamp, TheChineseDayBeginsAtFourInTheAfternoonUtc) {
  EXPECT_EQ(to_text(china_date(parse_timestamp("2024-02-28T15:59:59.999999Z").value())),
            "2024-02-28");
  EXPECT_EQ(to_text(china_date(parse_timestamp("2024-02-28T16:00:00Z").value())), "2024-02-29");
}

}  // namespace
}  // namespace zhiheng
