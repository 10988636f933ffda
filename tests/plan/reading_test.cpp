// The plans element by element against a reading made by hand: tests/plan/readings. A title is
// given by its place in the source, in characters.

#include "plan/readings.h"

namespace zhiheng::plan {
namespace {

class Reading : public testing::TestWithParam<std::string> {};

TEST_P(Reading, OfEveryItemIsThatMadeByHand) {
  const auto path = real_plan(GetParam() + ".txt");
  if (!path) GTEST_SKIP() << "no shared/plans/" << GetParam();
  const Plan plan = read(file_text(*path));
  const auto rows = reading(GetParam() + ".tsv");
  ASSERT_EQ(plan.items.size(), rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Item& item = plan.items[i];
    const std::vector<std::string> read{std::to_string(item.no),
                                        std::to_string(item.section),
                                        std::to_string(plan.text.line(item.span.begin)),
                                        std::to_string(item.title.begin),
                                        std::to_string(item.title.size()),
                                        item.clause ? item.clause->form : "-",
                                        roles_of(plan, item)};
    EXPECT_EQ(read, rows[i]);
  }
}

INSTANTIATE_TEST_SUITE_P(Plans, Reading,
                         testing::Values("state-council-2012", "city-2012", "gansu-2014",
                                         "henan-2013"),
                         [](const auto& tested) {
                           std::string name = tested.param;
                           std::ranges::replace(name, '-', '_');
                           return name;
                         });

TEST(DocumentReading, TellsTitleNumberIssuerDateLevelAndYears) {
  for (const auto& row : reading("documents.tsv")) {
    const auto path = real_plan(row[0] + ".txt");
    if (!path) GTEST_SKIP() << "no shared/plans/" << row[0];
    const Plan plan = read(file_text(*path));
    const Document& document = plan.document;
    std::string lines;
    std::uint32_t length = 0;
    for (const Span line : document.titles) {
      lines += (lines.empty() ? "" : " ") + std::to_string(plan.text.line(line.begin));
      length += line.size();
    }
    std::string notices;
    for (const Notice& notice : document.notices) {
      notices += (notices.empty() ? "" : " ") + (notice.number.empty() ? "-" : notice.number);
    }
    const std::vector<std::string> read{row[0],
                                        lines,
                                        std::to_string(length),
                                        document.number,
                                        document.issuer,
                                        document.date ? zhiheng::to_text(*document.date) : "",
                                        std::string(name_of(document.level)),
                                        document.year ? std::to_string(*document.year) : "",
                                        document.until ? std::to_string(*document.until) : "",
                                        notices};
    EXPECT_EQ(read, row);
  }
}

TEST(OutlineReading, HasEverySectionSubsectionAndBox) {
  const auto path = real_plan("outline-2011-2020.txt");
  if (!path) GTEST_SKIP() << "no shared/plans/outline-2011-2020.txt";
  const Plan plan = read(file_text(*path));
  std::vector<std::pair<std::uint32_t, std::vector<std::string>>> found;
  const auto add = [&](const std::string& kind, int no, std::size_t section, Span title) {
    found.emplace_back(title.begin, std::vector<std::string>{
                                        kind, std::to_string(no), std::to_string(section),
                                        std::to_string(plan.text.line(title.begin)),
                                        std::to_string(title.begin), std::to_string(title.size())});
  };
  for (const Section& one : plan.sections) {
    add("section", one.no, static_cast<std::size_t>(one.no), one.title);
  }
  for (const Subsection& one : plan.subsections) add("subsection", one.no, one.section, one.title);
  for (const Box& box : plan.boxes) {
    add("box", box.no, box.section, box.title);
    for (const Box::Row& row : box.rows) add("row", row.no, box.section, row.title);
  }
  std::ranges::sort(found);
  const auto rows = reading("outline-2011-2020.tsv");
  ASSERT_EQ(found.size(), rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) EXPECT_EQ(found[i].second, rows[i]);
}

}  // namespace
}  // namespace zhiheng::plan
