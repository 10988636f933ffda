// Plans of other shapes than the five: tests/plan/examples, each beside what a reader finds in it.

#include "plan/plan_file.h"
#include "plan/readings.h"
#include "support/source.h"

namespace zhiheng::plan {
namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string date_text(const std::optional<Date>& date) {
  return date ? zhiheng::to_text(*date) : "";
}

std::string shortest(double value) {
  std::string text = std::to_string(value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text;
}

/// The plan in the rows of the tables: document, items, targets, defects.
Rows rows_of(const Plan& plan) {
  const Document& document = plan.document;
  Rows rows{{"document", document.title, document.number, document.issuer, date_text(document.date),
             std::string(name_of(document.level)),
             document.year ? std::to_string(*document.year) : ""}};
  for (const Item& item : plan.items) {
    rows.push_back({"item", std::to_string(item.no), plan.text.on_one_line(item.title),
                    item.clause ? item.clause->form : "-", roles_of(plan, item),
                    item.clause ? date_text(item.clause->due) : ""});
  }
  for (const Target& target : plan.targets) {
    rows.push_back({"target", target.where, plan.text.on_one_line(target.subject),
                    std::string(name_of(target.comparator)),
                    target.value ? shortest(*target.value) : "", target.unit,
                    date_text(target.deadline), std::string(name_of(target.force))});
  }
  for (const Defect& one : plan.defects) {
    rows.push_back(
        {"defect", std::to_string(plan.text.line(one.span.begin)), one.what, one.repair});
  }
  return rows;
}

class Unseen : public testing::TestWithParam<std::string> {};

TEST_P(Unseen, PlanIsReadAsAReaderWould) {
  const auto folder = std::filesystem::path(support::source_path("/tests/plan/examples"));
  const auto plan = read_plan((folder / (GetParam() + ".txt")).string(), shipped_lexicon());
  ASSERT_TRUE(plan);
  EXPECT_EQ(render(*plan), plan->text.source());
  const Rows wanted = reading("../examples/" + GetParam() + ".tsv");
  const Rows found = rows_of(*plan);
  for (std::size_t i = 0; i < std::max(wanted.size(), found.size()); ++i) {
    EXPECT_EQ(i < found.size() ? found[i] : std::vector<std::string>{},
              i < wanted.size() ? wanted[i] : std::vector<std::string>{});
  }
}

INSTANTIATE_TEST_SUITE_P(Examples, Unseen,
                         testing::Values("by-paragraph", "clause-forms", "county-labels",
                                         "docx-tabs", "first-name-leads", "half-width",
                                         "labels-on-lines", "ocr-wrapped", "sections-as-items",
                                         "spaced-characters", "table-with-tabs", "traditional",
                                         "traps", "windows-gb18030"),
                         [](const auto& tested) {
                           std::string name = tested.param;
                           std::ranges::replace(name, '-', '_');
                           return name;
                         });

}  // namespace
}  // namespace zhiheng::plan
