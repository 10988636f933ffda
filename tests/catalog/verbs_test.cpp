// The commands of the catalog, as their users see them.

#include "catalog/verbs.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "base/failures.h"
#include "catalog/failures.h"
#include "support/source.h"

namespace zhiheng::catalog {
namespace {

struct Said {
  Result<int> code;
  std::string out, messages;
};

Said say(const std::string& path, std::map<std::string, std::vector<std::string>> arguments,
         std::map<std::string, std::vector<std::string>> options = {}, bool json = false) {
  auto all = verbs();
  std::ranges::move(calendar_verbs(), std::back_inserter(all));
  const auto verb = std::ranges::find(all, path, &Verb::path);
  EXPECT_NE(verb, all.end());
  std::ostringstream out, messages;
  Invocation call;
  call.catalog = support::source_path("/catalog");
  call.arguments = std::move(arguments);
  call.options = std::move(options);
  call.json = json;
  call.language = Language::en;
  call.out = &out;
  call.messages = &messages;
  auto code = verb->run(call);
  return {std::move(code), out.str(), messages.str()};
}

TEST(CalendarVerbs, TellWorkedWeekendsFromDaysOff) {
  EXPECT_EQ(say("calendar day", {{"DATE", {"2026-10-10"}}}).out,
            "2026-10-10  Saturday  working day\n");
  EXPECT_EQ(say("calendar day", {{"DATE", {"2026-10-01"}}}).out, "2026-10-01  Thursday  day off\n");
  const auto json = say("calendar day", {{"DATE", {"2026-10-10"}}}, {}, true);
  EXPECT_EQ(json.out,
            "{\"date\":\"2026-10-10\",\"weekday\":\"Saturday\",\"working_day\":true,"
            "\"verified\":false}\n");
}

TEST(CalendarVerbs, EndTermsOfEveryKindAndCountDays) {
  const auto end = [](const std::string& unit, const std::string& count) {
    return say("calendar end", {{"START", {"2026-09-24"}}}, {{unit, {count}}}).out;
  };
  EXPECT_EQ(end("working-days", "1"), "2026-09-28  Monday\n");  // over the Mid-Autumn holiday
  EXPECT_EQ(end("days", "7"), "2026-10-08  Thursday\n");        // 1 October is off
  EXPECT_EQ(end("months", "1"), "2026-10-26  Monday\n");        // the 24th is a Saturday
  EXPECT_EQ(say("calendar between", {{"FROM", {"2026-09-24"}}, {"TO", {"2026-10-10"}}}).out, "6\n");
  EXPECT_NE(say("calendar day", {{"DATE", {"2026-10-10"}}}).messages, "") << "not yet verified";
}

// The notice for the coming year appears late in the year before: until then nobody knows.
TEST(CalendarVerbs, RefuseAYearWithoutNoticeRatherThanGuess) {
  const auto over = say("calendar end", {{"START", {"2026-12-20"}}}, {{"working-days", {"15"}}});
  ASSERT_FALSE(over.code);
  EXPECT_EQ(over.code.error().failure, &base::calendar_out_of_range);
  EXPECT_EQ(over.code.error().found, "2027");
  EXPECT_EQ(say("calendar end", {{"START", {"2026-12-20"}}}, {{"working-days", {"9"}}}).out,
            "2026-12-31  Thursday\n");
  EXPECT_FALSE(say("calendar end", {{"START", {"2026-06-01"}}}, {{"years", {"1"}}}).code);
}

TEST(CalendarVerbs, WantOneTermAndAKnownCalendar) {
  const auto refused = [](std::map<std::string, std::vector<std::string>> options) {
    const auto said = say("calendar end", {{"START", {"2026-01-05"}}}, std::move(options));
    return said.code ? nullptr : said.code.error().failure;
  };
  EXPECT_EQ(refused({}), &term_wrong);
  EXPECT_EQ(refused({{"days", {"1"}}, {"months", {"1"}}}), &term_wrong);
  for (const char* count : {"-1", "1.5", "x", "", "99999999999"}) {
    EXPECT_EQ(refused({{"days", {count}}}), &term_wrong) << count;
  }
  EXPECT_EQ(refused({{"days", {"1"}}, {"calendar", {"mars"}}}), &calendar_unknown);
  EXPECT_EQ(refused({{"days", {"1"}}}), nullptr);
}

TEST(CatalogVerbs, CheckAndListWhatIsDeclared) {
  const auto checked = say("catalog check", {});
  EXPECT_EQ(checked.code, 0);
  EXPECT_NE(checked.out.find(" registers, "), std::string::npos);
  EXPECT_NE(say("catalog list", {}).out.find("spot_check"), std::string::npos);
  const auto wrong = say("catalog check", {}, {{"more", {support::source_path("/tests/catalog")}}});
  EXPECT_EQ(wrong.code, 0) << "a folder without declarations adds nothing";
}

TEST(CatalogVerbs, CoverageTellsWhatServesEachRow) {
  const auto json = say("coverage", {}, {{"family", {"L"}}}, true);
  EXPECT_EQ(json.code, 0);
  EXPECT_NE(json.out.find("{\"row\":\"L10\",\"kind\":\"R\""), std::string::npos);
  EXPECT_EQ(json.out.find("\"row\":\"K1\""), std::string::npos);
  EXPECT_NE(say("coverage", {}).out.find("measurement_standard"), std::string::npos);
  for (const char* family : {"Q", "LM"}) {
    const auto refused = say("coverage", {}, {{"family", {family}}});
    ASSERT_FALSE(refused.code) << family;
    EXPECT_EQ(refused.code.error().failure, &family_unknown);
  }
}

}  // namespace
}  // namespace zhiheng::catalog
