#include "intake/days.h"

#include "intake/failures.h"

namespace zhiheng::intake {
namespace {

TEST(ReadDate, UnderstandsWhatPeopleWrite) {
  for (const char* text :
       {"2024-03-05", "2024/3/5", "2024.3.5", "2024-3-5", "20240305", "2024年3月5日",
        "2024年03月05日", "2024 年 3 月 5 日", "Mar 5, 2024", "March 5, 2024", "5 March 2024",
        "5-Mar-2024", "45356", "２０２４－０３－０５", "2024-03-05T00:00:00+00:00",
        "2024-03-05 16:50:10.000000", "2024/3/5 8:30", " 2024-03-05 "}) {
    const auto date = read_date(text);
    ASSERT_TRUE(date) << text << " " << describe(date.error());
    EXPECT_EQ(to_text(*date), "2024-03-05") << text;
  }
  EXPECT_EQ(to_text(read_date("Dec 31, 2021").value()), "2021-12-31");
  EXPECT_EQ(to_text(read_date("Sept 9, 2020").value()), "2020-09-09");
}

TEST(ReadDate, RefusesDaysThatAreNot) {
  for (const char* text : {"2023-02-29", "2024-13-01", "2024-00-10", "2024/4/31", "20240231",
                           "0212-05-01", "0212/5/1", "Feb 30, 2024", "9999-12-31", "2024-03-00"}) {
    const auto date = read_date(text);
    ASSERT_FALSE(date) << text;
    EXPECT_EQ(date.error().failure, &impossible_date) << text;
  }
}

TEST(ReadDate, DoesNotGuess) {
  for (const char* text :
       {"24-03-05", "3/5/2024", "05.03.2024", "2024", "2024-03", "次日", "", "Smarch 5, 2024",
        "2024-03-05 to 2024-03-09", "2024-03-05x", "123456", "Dec 31, 21", "2024年3月"}) {
    const auto date = read_date(text);
    ASSERT_FALSE(date) << text;
    EXPECT_EQ(date.error().failure, &not_a_date) << text;
  }
}

TEST(ReadDate, FollowsAFormat) {
  EXPECT_EQ(to_text(read_date("31/12/2023", "%d/%m/%Y").value()), "2023-12-31");
  EXPECT_EQ(to_text(read_date("Oct 30, 2024", "%b %d, %Y").value()), "2024-10-30");
  EXPECT_EQ(to_text(read_date("31.12.2023 08:00", "%d.%m.%Y").value()), "2023-12-31");
  EXPECT_EQ(read_date("12/31/2023", "%d/%m/%Y").error().failure, &impossible_date);
  EXPECT_EQ(read_date("2023-12-31", "%d/%m/%Y").error().failure, &not_a_date);
  EXPECT_EQ(read_date("31/12/23", "%d/%m/%Y").error().failure, &not_a_date);
}

TEST(ReadTimestamp, TakesMidnightInChinaForADay) {
  EXPECT_EQ(to_text(read_timestamp("2024-03-05").value()), "2024-03-04T16:00:00Z");
  EXPECT_EQ(to_text(read_timestamp("2024/3/5 8:30").value()), "2024-03-05T00:30:00Z");
  EXPECT_EQ(to_text(read_timestamp("2024-03-05T08:00:00+00:00").value()), "2024-03-05T08:00:00Z");
  EXPECT_EQ(to_text(read_timestamp("2024-12-31 16:50:10.250000").value()),
            "2024-12-31T08:50:10.250Z");
  EXPECT_EQ(read_timestamp("2024-03-05 25:00:00").error().failure, &not_a_date);
}

TEST(DayOfSerial, KnowsBothSystems) {
  EXPECT_EQ(to_text(day_of_serial(45356, false).value()), "2024-03-05");
  EXPECT_EQ(to_text(day_of_serial(43894, true).value()), "2024-03-05");
  EXPECT_EQ(to_text(day_of_serial(59, false).value()), "1900-02-28");
  EXPECT_EQ(to_text(day_of_serial(61, false).value()), "1900-03-01");
  EXPECT_EQ(day_of_serial(60, false).error().failure, &impossible_date);
  EXPECT_EQ(day_of_serial(-1, true).error().failure, &impossible_date);
}

}  // namespace
}  // namespace zhiheng::intake
