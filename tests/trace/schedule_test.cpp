#include "trace/schedule.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "trace/live_failures.h"

namespace zhiheng::trace {
namespace {

using Fields = std::map<std::string, std::string>;

Result<Schedule> made(const Fields& fields, std::string_view zone = {}) {
  std::vector<Parameter> parameters;
  for (const auto& [name, text] : fields) parameters.push_back({name, {text}});
  return parse_schedule(parameters, zone);
}

Timestamp moment(std::string_view text) { return *parse_timestamp(text); }

TEST(Schedule, IsDueAtTimesCountedByHand) {
  struct Row {
    Fields fields;
    const char* after;
    std::vector<const char*> due;  // in China, +08:00
  };
  const Row rows[] = {
      // The standard's own example: every morning at 1.05.
      {{{"hour", "1"}, {"minute", "5"}},
       "2026-03-01T00:00:00+08:00",
       {"2026-03-01T01:05:00", "2026-03-02T01:05:00"}},
      // A moment that is due does not come again.
      {{{"hour", "1"}, {"minute", "5"}}, "2026-03-01T01:05:00+08:00", {"2026-03-02T01:05:00"}},
      // Every half minute, as the OpenAPI text writes it; a list and a range.
      {{{"second", "0/30"}},
       "2026-03-01T23:59:29.5+08:00",
       {"2026-03-01T23:59:30", "2026-03-02T00:00:00"}},
      {{{"second", "0,15"}, {"minute", "[58-59]"}},
       "2026-12-31T23:59:00+08:00",
       {"2026-12-31T23:59:15", "2027-01-01T00:58:00"}},
      // Ends of months: only seven of them have a 31st.
      {{{"dayOfMonth", "31"}},
       "2026-01-31T00:00:00+08:00",
       {"2026-03-31T00:00:00", "2026-05-31T00:00:00", "2026-07-31T00:00:00"}},
      // Leap days: 2100 has none.
      {{{"dayOfMonth", "29"}, {"month", "2"}},
       "2026-01-01T00:00:00+08:00",
       {"2028-02-29T00:00:00", "2032-02-29T00:00:00"}},
      {{{"dayOfMonth", "29"}, {"month", "2"}},
       "2096-02-29T00:00:00+08:00",
       {"2104-02-29T00:00:00"}},
      // Both kinds of day must fit: Friday the 13th. 2026 has three of them.
      {{{"dayOfMonth", "13"}, {"dayOfWeek", "5"}},
       "2026-01-01T00:00:00+08:00",
       {"2026-02-13T00:00:00", "2026-03-13T00:00:00", "2026-11-13T00:00:00",
        "2027-08-13T00:00:00"}},
      // A day of the week alone is that day, once, at its beginning; 1 is Monday, 7 Sunday.
      {{{"dayOfWeek", "1"}}, "2026-03-01T00:00:00+08:00", {"2026-03-02T00:00:00"}},
      {{{"dayOfWeek", "7"}, {"month", "3"}},
       "2026-03-01T00:00:00+08:00",
       {"2026-03-08T00:00:00", "2026-03-15T00:00:00"}},
      {{{"month", "[11-12]"}},
       "2026-03-01T00:00:00+08:00",
       {"2026-11-01T00:00:00", "2026-12-01T00:00:00", "2027-11-01T00:00:00"}},
      // Times of a day that is not due are passed over whole.
      {{{"hour", "23"}, {"minute", "59"}, {"second", "59"}, {"dayOfMonth", "1"}},
       "2026-02-01T23:59:59+08:00",
       {"2026-03-01T23:59:59"}},
  };
  for (const Row& row : rows) {
    const auto schedule = made(row.fields);
    ASSERT_TRUE(schedule) << describe(schedule.error());
    Timestamp now = moment(row.after);
    for (const char* wanted : row.due) {
      const auto due = next_due(*schedule, now);
      ASSERT_TRUE(due);
      EXPECT_EQ(to_china_text(*due), std::string(wanted) + "+08:00");
      now = *due;
    }
  }
}

TEST(Schedule, CountsInItsOwnZone) {
  const Fields morning{{"hour", "1"}, {"minute", "5"}};
  const Timestamp start = moment("2026-03-01T00:00:00Z");
  const std::pair<const char*, const char*> rows[] = {
      {"", "2026-03-01T17:05:00Z"},       {"Asia/Shanghai", "2026-03-01T17:05:00Z"},
      {"+08:00", "2026-03-01T17:05:00Z"}, {"UTC", "2026-03-01T01:05:00Z"},
      {"Z", "2026-03-01T01:05:00Z"},      {"-03:30", "2026-03-01T04:35:00Z"},
      {"+05:45", "2026-03-01T19:20:00Z"}};
  for (const auto& [zone, wanted] : rows) {
    const auto schedule = made(morning, zone);
    ASSERT_TRUE(schedule) << zone;
    EXPECT_EQ(to_text(*next_due(*schedule, start)), wanted) << zone;
  }
  // Before 1970 the day still begins at midnight in China.
  EXPECT_EQ(to_text(*next_due(*made({{"hour", "0"}}), moment("1969-12-31T12:00:00Z"))),
            "1969-12-31T16:00:00Z");
}

TEST(Schedule, AgreesWithTryingEverySecond) {
  const Fields rows[] = {{{"second", "7,[20-22]"}, {"minute", "*/17"}, {"hour", "3,22"}},
                         {{"minute", "[0-3]"}, {"dayOfWeek", "[6-7]"}},
                         {{"second", "59"}, {"hour", "23"}, {"minute", "59"}}};
  const Timestamp start = moment("2026-02-27T20:00:00+08:00");
  for (const Fields& fields : rows) {
    const auto schedule = made(fields);
    ASSERT_TRUE(schedule);
    std::vector<std::int64_t> stepped;
    for (Timestamp now = start;;) {
      const auto due = next_due(*schedule, now);
      now = *due;
      if (now.microseconds > start.microseconds + 3 * 86'400'000'000LL) break;
      stepped.push_back(now.microseconds);
    }
    // A second is due when it is the first one behind the second before it.
    std::vector<std::int64_t> tried;
    for (std::int64_t i = 1; i <= 3 * 86'400; ++i) {
      const std::int64_t time = start.microseconds + i * 1'000'000;
      const Timestamp local{time + 8 * 3'600'000'000LL};
      const std::int64_t day = local.microseconds / 86'400'000'000LL;
      const std::int64_t second = local.microseconds / 1'000'000 % 86'400;
      const auto has = [](std::uint64_t values, std::int64_t value) {
        return (values >> value & 1U) != 0;
      };
      const std::int64_t weekday = (day + 3) % 7 + 1;  // 1970-01-01 was a Thursday
      const auto date = civil(Date{static_cast<std::int32_t>(day)});
      if (has(schedule->seconds, second % 60) && has(schedule->minutes, second / 60 % 60) &&
          has(schedule->hours, second / 3600) && has(schedule->days_of_week, weekday) &&
          has(schedule->days_of_month, static_cast<unsigned>(date.day())) &&
          has(schedule->months, static_cast<unsigned>(date.month()))) {
        tried.push_back(time);
      }
    }
    EXPECT_EQ(stepped, tried);
    EXPECT_FALSE(tried.empty());
  }
}

TEST(Schedule, TellsTheLastTimeThatWasMissed) {
  const auto daily = made({{"hour", "1"}, {"minute", "5"}});
  const auto last = [&](const char* after, const char* until) {
    const auto due = last_due(*daily, moment(after), moment(until));
    return due ? to_china_text(*due) : std::string();
  };
  EXPECT_EQ(last("2026-03-01T02:00:00+08:00", "2026-03-02T01:00:00+08:00"), "");
  EXPECT_EQ(last("2026-03-01T02:00:00+08:00", "2026-03-02T01:05:00+08:00"),
            "2026-03-02T01:05:00+08:00");
  EXPECT_EQ(last("2020-01-01T00:00:00+08:00", "2026-03-02T01:00:00+08:00"),
            "2026-03-01T01:05:00+08:00");
  EXPECT_EQ(last("2026-03-02T01:05:00+08:00", "2026-03-02T05:00:00+08:00"), "");
  // Years of missed seconds are not walked through one by one.
  const auto every = made({{"second", "*"}});
  EXPECT_EQ(to_china_text(*last_due(*every, moment("1990-01-01T00:00:00+08:00"),
                                    moment("2026-03-02T01:00:00.9+08:00"))),
            "2026-03-02T01:00:00+08:00");
}

TEST(Schedule, RefusesWhatIsNoTime) {
  const Fields rows[] = {{},
                         {{"second", "60"}},
                         {{"hour", "24"}},
                         {{"minute", "-1"}},
                         {{"dayOfMonth", "0"}},
                         {{"dayOfWeek", "8"}},
                         {{"month", "13"}},
                         {{"minute", ""}},
                         {{"minute", "5,"}},
                         {{"minute", "[5-"}},
                         {{"minute", "[9-5]"}},
                         {{"minute", "0/0"}},
                         {{"minute", "five"}},
                         {{"minute", std::string(1000, '1')}},
                         {{"year", "2026"}},
                         {{"dayOfMonth", "30"}, {"month", "2"}},
                         {{"dayOfMonth", "31"}, {"month", "4,6,9,11"}}};
  for (const Fields& fields : rows) {
    const auto schedule = made(fields);
    ASSERT_FALSE(schedule) << fields.begin()->first;
    EXPECT_EQ(schedule.error().failure, &schedule_wrong);
  }
  EXPECT_EQ(made({{"hour", "1"}}, "Europe/Paris").error().failure, &schedule_wrong);
  EXPECT_TRUE(is_schedule_field("dayOfWeek"));
  EXPECT_FALSE(is_schedule_field("stream"));
}

}  // namespace
}  // namespace zhiheng::trace
