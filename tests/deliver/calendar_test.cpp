// The calendar of one's own terms: read back by the rules of RFC 5545.

#include <gtest/gtest.h>

#include <map>

#include "base/text.h"
#include "deliver/calendar_feed.h"
#include "support/place.h"

namespace zhiheng::deliver {
namespace {

/// A component as a strict reader takes it: properties by name, parameters with the name.
struct Component {
  std::string name;
  std::multimap<std::string, std::string> properties = {};
  std::vector<Component> parts = {};
};

/// Lines end with CR LF, have at most 75 bytes, and are whole UTF-8 each; then unfolded.
std::vector<std::string> unfolded(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t from = 0; from < text.size();) {
    const auto end = text.find("\r\n", from);
    if (end == std::string::npos) {
      ADD_FAILURE() << "the last line does not end";
      return lines;
    }
    const std::string line = text.substr(from, end - from);
    EXPECT_LE(line.size(), 75U) << line;
    EXPECT_TRUE(is_utf8(line)) << "cut within a character";
    EXPECT_EQ(line.find_first_of("\r\n"), std::string::npos);
    if (line.starts_with(' ')) {
      lines.back() += line.substr(1);
    } else {
      lines.push_back(line);
    }
    from = end + 2;
  }
  return lines;
}

Component read(const std::vector<std::string>& lines, std::size_t& at) {
  Component made{.name = lines[at].substr(6)};
  for (++at; at < lines.size() && lines[at] != "END:" + made.name; ++at) {
    const auto colon = lines[at].find(':');
    if (colon == std::string::npos) {
      ADD_FAILURE() << lines[at];
      continue;
    }
    if (lines[at].starts_with("BEGIN:")) {
      made.parts.push_back(read(lines, at));
    } else {
      made.properties.emplace(lines[at].substr(0, colon), lines[at].substr(colon + 1));
    }
  }
  EXPECT_LT(at, lines.size()) << made.name << " does not end";
  return made;
}

std::string only(const Component& component, const std::string& name) {
  EXPECT_EQ(component.properties.count(name), 1U) << name;
  const auto found = component.properties.find(name);
  return found == component.properties.end() ? "" : found->second;
}

std::string unescaped(const std::string& text) {
  std::string made;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      EXPECT_TRUE(text[i] != ',' && text[i] != ';') << text;
      made += text[i];
    } else {
      const char next = text.at(++i);
      EXPECT_NE(std::string("\\;,nN").find(next), std::string::npos) << text;
      made += next == 'n' || next == 'N' ? '\n' : next;
    }
  }
  return made;
}

registry::Work work() {
  const auto at = [](std::string_view text) { return *parse_timestamp(text); };
  registry::Work made;
  made.overdue = {{.register_name = "complaint",
                   .id = "0192-1",
                   .key = "T-1;a,b\\c",
                   .title = "王小明",
                   .state = "received",
                   .clock = "acceptance",
                   .due = at("2026-10-10T00:00:00+08:00"),
                   .mine = true}};
  made.today = {{.register_name = "complaint",
                 .id = "0192-2",
                 .key = "T-2" + std::string(60, 'x'),
                 .title = "",
                 .state = "received",
                 .clock = "acceptance",
                 .due = at("2026-10-10T14:30:00+08:00"),
                 .mine = true}};
  return made;
}

TEST(Calendar, IsReadBackByTheRules) {
  const auto catalog = support::shipped_catalog();
  const auto rules = load_rules(support::source_path("/catalog"));
  ASSERT_TRUE(rules);
  const Timestamp at = *parse_timestamp("2026-10-09T08:00:00+08:00");
  const std::string text =
      icalendar(work(), *catalog, *rules, "https://quality.example", Language::zh, at);
  const auto lines = unfolded(text);
  std::size_t line = 0;
  const Component calendar = read(lines, line);
  EXPECT_EQ(line + 1, lines.size());
  EXPECT_EQ(calendar.name, "VCALENDAR");
  EXPECT_EQ(only(calendar, "VERSION"), "2.0");
  EXPECT_FALSE(only(calendar, "PRODID").empty());
  ASSERT_EQ(calendar.parts.size(), 2U);
  const Component& whole_day = calendar.parts[0];
  EXPECT_EQ(whole_day.name, "VEVENT");
  EXPECT_EQ(only(whole_day, "DTSTAMP"), "20261009T000000Z");
  // A term that ends with the 9th is late from the 10th on.
  EXPECT_EQ(only(whole_day, "DTSTART;VALUE=DATE"), "20261009");
  EXPECT_EQ(only(whole_day, "DTEND;VALUE=DATE"), "20261010");
  const std::string summary = unescaped(only(whole_day, "SUMMARY"));
  EXPECT_NE(summary.find("T-1;a,b\\c"), std::string::npos) << summary;
  EXPECT_EQ(text.find("王小明"), std::string::npos) << "titles may be personal";
  EXPECT_EQ(only(whole_day, "URL"), "https://quality.example/registers/complaint/0192-1");
  const Component& hours = calendar.parts[1];
  EXPECT_EQ(only(hours, "DTSTART"), "20261010T063000Z");
  EXPECT_NE(only(hours, "UID"), only(whole_day, "UID"));
  // Fetched again tomorrow the events are the same ones.
  const auto again = unfolded(icalendar(work(), *catalog, *rules, "", Language::en, now()));
  EXPECT_EQ(std::ranges::count(again, "UID:" + only(hours, "UID")), 1);
}

TEST(Calendar, FoldsBetweenCharacters) {
  std::string whole;
  for (int i = 0; i < 100; ++i) whole += "质量x";
  std::string back;
  for (const auto& line : unfolded(fold("SUMMARY:" + whole))) back += line;
  EXPECT_EQ(back, "SUMMARY:" + whole);
  EXPECT_EQ(fold(std::string(75, 'a')), std::string(75, 'a') + "\r\n");
  EXPECT_EQ(escape_text("a;b,c\\d\r\ne\x01"), "a\\;b\\,c\\\\d\\ne");
}

class FeedToken : public support::OnBothEngines {};
ZH_ON_BOTH_ENGINES(FeedToken);

TEST_P(FeedToken, IsGoodUntilItIsTakenBackOrMadeAnew) {
  const auto first = issue_feed_token(*store_, "li.na");
  ASSERT_TRUE(first) << describe(first.error());
  EXPECT_EQ(*feed_owner(*store_, *first), "li.na");
  const auto second = issue_feed_token(*store_, "li.na");
  EXPECT_FALSE(*feed_owner(*store_, *first));
  EXPECT_EQ(*feed_owner(*store_, *second), "li.na");
  EXPECT_TRUE(*revoke_feed_token(*store_, "li.na"));
  EXPECT_FALSE(*revoke_feed_token(*store_, "li.na"));
  EXPECT_FALSE(*feed_owner(*store_, *second));
  EXPECT_FALSE(*feed_owner(*store_, ""));
  const auto kept = store_->list("calendar_token");
  ASSERT_TRUE(kept);
  for (const auto& [key, value] : *kept) {
    EXPECT_EQ(key.find(*second), std::string::npos);
  }
}

}  // namespace
}  // namespace zhiheng::deliver
