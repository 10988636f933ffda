// Plans on record, on both engines: loaded, loaded again, followed through the year.
#include "plan/load.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "plan/cascade.h"
#include "plan/documents.h"
#include "plan/example.h"
#include "plan/examples.h"
#include "plan/failures.h"
#include "plan/rows.h"
#include "registry/failures.h"
#include "support/place.h"
#include "support/source.h"

namespace zhiheng::plan {
namespace {

const registry::Person operator_ = registry::local_operator();
const LoadOptions in_2026 = {.region = "620000", .year = 2026};
const std::string folder_2026 = support::source_path("/examples/plans/2026");

constexpr const char* text = R"(云海省质量工作2026年行动计划

一、守住底线

（一）加强抽查。9月底前完成抽查。（省质监局牵头，省工商局配合）

（二）推动立法。开展调研。（省司法厅牵头）
)";

std::string replaced(std::string source, const std::string& what, const std::string& with) {
  source.replace(source.find(what), what.size(), with);
  return source;
}

class Loading : public support::OnBothEngines {
 protected:
  LoadReport put(const std::string& source, LoadOptions options = in_2026) {
    auto report = load(*registry_, operator_, shipped_lexicon(), source, options);
    EXPECT_TRUE(report) << describe(report.error());
    return report ? *std::move(report) : LoadReport{};
  }
  std::string field(const std::string& of, const std::string& key, const std::string& name) {
    const auto rows = Rows::read(*registry_, operator_, of, equals("code", key), {});
    EXPECT_TRUE(rows) << describe(rows.error());
    if (!rows || rows->records().empty()) return "none";
    return name == "state" ? rows->records()[0].state : rows->text(rows->records()[0], name);
  }
  void change(const std::string& of, const std::string& key, const std::string& column,
              Value value) {
    std::vector<std::string> columns;
    const auto record = registry_->find(operator_, named(of), key, columns);
    ASSERT_TRUE(record) << describe(record.error());
    const std::vector<std::string> changed = {column};
    const auto done = registry_->change(operator_, named(of), record->id, std::nullopt, changed,
                                        {.values = {std::move(value)}}, "test");
    ASSERT_TRUE(done) << describe(done.error());
    ASSERT_TRUE(done->errors.empty()) << describe(done->errors.front());
  }
  void step(const std::string& key, const std::string& name) {
    std::vector<std::string> columns;
    const auto record = registry_->find(operator_, named("task"), key, columns);
    ASSERT_TRUE(record) << describe(record.error());
    const auto done = registry_->step(operator_, named("task"), record->id, std::nullopt, name, "");
    ASSERT_TRUE(done) << describe(done.error());
    ASSERT_TRUE(done->errors.empty()) << describe(done->errors.front());
  }
  Status now(Date today, const std::string& plan = "") {
    auto found = status(*registry_, operator_, {.document = plan, .today = today});
    EXPECT_TRUE(found) << describe(found.error());
    return found ? *std::move(found) : Status{};
  }
};
ZH_ON_BOTH_ENGINES(Loading);

TEST_P(Loading, TakesEveryRealPlanAndASecondTimeNothing) {
  for (const std::string name :
       {"state-council-2012", "city-2012", "gansu-2014", "outline-2011-2020", "henan-2013"}) {
    const auto path = real_plan(name + ".txt");
    if (!path) GTEST_SKIP() << "no shared/plans/" << name;
    SCOPED_TRACE(name);
    std::string suffix = name;
    std::replace(suffix.begin(), suffix.end(), '-', '_');
    const LoadOptions options = {.region = "620000", .year = 2012, .suffix = suffix};
    const auto first = put(file_text(*path), options);
    EXPECT_GT(first.added, 20);
    const auto again = put(file_text(*path), options);
    EXPECT_EQ(again.added + again.changed, 0);
  }
}

TEST_P(Loading, TheSameTextTwiceChangesNothing) {
  const auto first = put(text);
  EXPECT_EQ(first.code, "620000-2026");
  EXPECT_EQ(first.added, 6) << "document, text, two items, two tasks";
  const auto before = store_->newest_commit().value();
  const auto second = put(text);
  EXPECT_EQ(second.added + second.changed + second.removed + second.cancelled, 0);
  EXPECT_EQ(second.unchanged, 6);
  EXPECT_EQ(store_->newest_commit().value(), before);
}

TEST_P(Loading, IsOneCommit) {
  const auto before = store_->newest_commit().value();
  put(text);
  EXPECT_EQ(store_->newest_commit().value(), before + 1);
}

TEST_P(Loading, ANewVersionSaysWhatItChanged) {
  put(text);
  const auto report = put(replaced(text, "省工商局配合", "省公安厅配合"));
  ASSERT_FALSE(report.changes.empty());
  std::string told;
  for (const auto& change : report.changes) {
    told += change.of + " " + change.key + " " + change.what + "\n";
  }
  EXPECT_NE(told.find("plan_item 620000-2026#1 changed"), std::string::npos) << told;
  EXPECT_NE(told.find("task 620000-2026#1/0 changed"), std::string::npos) << told;
  EXPECT_EQ(told.find("plan_item 620000-2026#2"), std::string::npos)
      << "the place of the second item did not move: " << told;
  EXPECT_EQ(field("plan_item", "620000-2026#1", "participating"), "省公安厅");
}

TEST_P(Loading, WhatWasCorrectedByHandStaysWhereTheTextDidNotChange) {
  put(text);
  change("task", "620000-2026#2/0", "deadline", make_date(2026, 6, 30));
  change("task", "620000-2026#1/0", "lead", std::string("省工信厅"));
  put(replaced(text, "省质监局牵头", "省市场监管局牵头"));
  EXPECT_EQ(field("task", "620000-2026#2/0", "deadline"), "2026-06-30");
  EXPECT_EQ(field("task", "620000-2026#1/0", "lead"), "省市场监管局") << "the text changed it";
  auto anew = in_2026;
  anew.anew = true;
  put(replaced(text, "省质监局牵头", "省市场监管局牵头"), anew);
  EXPECT_EQ(field("task", "620000-2026#2/0", "deadline"), "2026-12-31");
}

TEST_P(Loading, AnItemThatIsGoneTakesItsTaskWithIt) {
  put(text);
  const auto without = std::string(text).substr(0, std::string(text).find("（二）"));
  const auto report = put(without);
  EXPECT_EQ(report.removed, 2);
  EXPECT_EQ(field("task", "620000-2026#2/0", "state"), "none");
}

TEST_P(Loading, ATaskThatWasBegunIsCancelledAndKept) {
  put(text);
  step("620000-2026#2/0", "assign");
  const auto report = put(std::string(text).substr(0, std::string(text).find("（二）")));
  EXPECT_EQ(report.cancelled, 1);
  EXPECT_EQ(field("task", "620000-2026#2/0", "state"), "cancelled");
  EXPECT_EQ(put(std::string(text).substr(0, std::string(text).find("（二）"))).cancelled, 0);
}

TEST_P(Loading, NothingIsWrittenWhenAnythingIsRefused) {
  auto nowhere = in_2026;
  nowhere.region = "999999";
  const auto refused = load(*registry_, operator_, shipped_lexicon(), text, nowhere);
  ASSERT_FALSE(refused);
  EXPECT_EQ(registry_->count(operator_, named("plan_item"), {}).value(), 0);
  EXPECT_EQ(load(*registry_, operator_, shipped_lexicon(), text, {.region = "62", .year = 2026})
                .error()
                .failure,
            &region_wrong);
  EXPECT_EQ(load(*registry_, operator_, shipped_lexicon(), text, {.region = "620000", .year = 0})
                .error()
                .failure,
            &year_wrong);
  auto orphan = in_2026;
  orphan.upper = "000000-2026";
  EXPECT_EQ(load(*registry_, operator_, shipped_lexicon(), text, orphan).error().failure,
            &document_unknown);
  const registry::Person reader{.user = "a", .name = "a", .roles = {"department"}, .region = ""};
  EXPECT_EQ(load(*registry_, reader, shipped_lexicon(), text, in_2026).error().failure,
            &not_allowed_to_load);
}

TEST_P(Loading, APlannerOfAProvinceLoadsNoOtherProvincesPlan) {
  const registry::Person planner{
      .user = "p", .name = "p", .roles = {"planner"}, .region = "620000"};
  ASSERT_TRUE(load(*registry_, planner, shipped_lexicon(), text, in_2026));
  auto elsewhere = in_2026;
  elsewhere.region = "610000";
  EXPECT_EQ(load(*registry_, planner, shipped_lexicon(), text, elsewhere).error().failure,
            &registry::outside_region);
}

TEST_P(Loading, OneReportChangesTheStatus) {
  put(text);
  step("620000-2026#2/0", "assign");
  const Date may = make_date(2026, 5, 20);
  EXPECT_EQ(now(may).tasks.at(1).light.rule, "task.reports_missing");
  const std::vector<std::string> columns = {"task",   "period",      "reporter",
                                            "region", "reported_on", "progress"};
  const auto answers = registry_->put(
      operator_, named("task_report"), columns,
      {{.values = {std::string("620000-2026#2/0"), std::string("2026-Q1"), std::string("省司法厅"),
                   std::string("620000"), make_date(2026, 4, 8), std::int64_t{40}}}});
  ASSERT_TRUE(answers && answers->front().errors.empty());
  const auto found = now(may);
  EXPECT_EQ(found.tasks.at(1).light.rule, "task.on_track");
  EXPECT_EQ(found.tasks.at(1).progress, 40);
}

TEST_P(Loading, AnOverdueTaskIsProposedOnceForEachRule) {
  put(text);
  step("620000-2026#1/0", "assign");
  const StatusQuery query{.today = make_date(2026, 12, 1)};
  const auto first = propose_escalations(*registry_, operator_, query);
  ASSERT_TRUE(first) << describe(first.error());
  EXPECT_GE(*first, 1U);
  EXPECT_EQ(propose_escalations(*registry_, operator_, query).value(), 0U);
  const auto found = now(query.today);
  EXPECT_EQ(found.escalations.at(0).state, "proposed");
  EXPECT_NE(found.escalations.at(0).issue.find("加强抽查"), std::string::npos);
}

TEST_P(Loading, AWholeCountsThroughTheTasksSplitOffFromIt) {
  put(text);
  const std::vector<std::string> columns = {"code",   "document", "parent", "region",   "year",
                                            "origin", "title",    "lead",   "progress", "deadline"};
  const auto part = [](const std::string& name, std::int64_t progress) {
    return registry::Entry{.values = {"620000-2026#2/" + name, std::string("620000-2026"),
                                      std::string("620000-2026#2/0"), std::string("620000"),
                                      std::int64_t{2026}, std::string("split"), "部分" + name,
                                      std::string("省司法厅"), progress, make_date(2026, 12, 31)}};
  };
  const auto written =
      registry_->put(operator_, named("task"), columns, {part("a", 20), part("b", 80)});
  ASSERT_TRUE(written && written->front().errors.empty());
  const auto found = now(make_date(2026, 2, 1));
  const auto whole = std::ranges::find(found.tasks, "620000-2026#2/0", &Task::code);
  EXPECT_EQ(whole->progress, 50);
  EXPECT_EQ(whole->parts.size(), 2U);
  EXPECT_EQ(std::next(whole)->code, "620000-2026#2/a");
}

TEST_P(Loading, TheExampleShowsEveryLightAndBothMatrices) {
  const auto loaded = load_example(*registry_, shipped_lexicon(), folder_2026, "620000");
  ASSERT_TRUE(loaded) << describe(loaded.error());
  EXPECT_EQ(load_example(*registry_, shipped_lexicon(), folder_2026, "620000").value(), 0);
  const auto found = now(today(*store_).value(), "620000-2026");
  for (const char* light : {"done", "done_late", "overdue", "at_risk", "on_track"}) {
    EXPECT_GE(found.lights.count(light), 1U) << light;
  }
  EXPECT_FALSE(found.due.empty());
  const auto by_authority = authority_matrix(*registry_, operator_, "620000-2026");
  ASSERT_TRUE(by_authority) << describe(by_authority.error());
  EXPECT_EQ(by_authority->rows.size(), 14U);
  EXPECT_EQ(by_authority->columns.front().name, "省市场监管局");
  const auto by_region = region_matrix(*registry_, operator_, "620000-2026");
  ASSERT_TRUE(by_region) << describe(by_region.error());
  ASSERT_EQ(by_region->columns.size(), 1U);
  const auto taken = [&](std::size_t row) { return by_region->rows.at(row).taken; };
  EXPECT_EQ(taken(0), 1);
  EXPECT_EQ(taken(3), 0) << "the city has nothing on net content";
  EXPECT_EQ(by_region->rows.at(0).adoptions.at("620100-2026").at(0).basis, "declared");
  EXPECT_EQ(by_region->rows.at(4).adoptions.at("620100-2026").at(0).basis, "crosswalk");
  EXPECT_EQ(by_region->rows.at(4).adoptions.at("620100-2026").at(0).item, "620100-2026#4");
}

TEST_P(Loading, TheCrosswalkLeavesDeclaredLinksAloneAndForgetsItsOwn) {
  const auto loaded = load_example(*registry_, shipped_lexicon(), folder_2026, "620000");
  ASSERT_TRUE(loaded) << describe(loaded.error());
  const auto again = link_all(*registry_, operator_, shipped_lexicon(), "620000-2026");
  ASSERT_TRUE(again) << describe(again.error());
  EXPECT_EQ(*again, 0U);
  EXPECT_EQ(compare_on_record(*registry_, operator_, shipped_lexicon(), "620000-2026", "nowhere")
                .error()
                .failure,
            &document_unknown);
}

TEST_P(Loading, UnknownPlansAndFoldersAreRefused) {
  EXPECT_EQ(authority_matrix(*registry_, operator_, "620000-1999").error().failure,
            &document_unknown);
  EXPECT_EQ(region_matrix(*registry_, operator_, "").error().failure, &document_unknown);
  EXPECT_FALSE(load_example(*registry_, shipped_lexicon(), "/nowhere", "620000"));
}

TEST_P(Loading, RefusesANameForAFurtherPlanThatIsNoWord) {
  for (const std::string suffix : {"Food", "食品", "a-b", "0123456789012345678901234567890"}) {
    LoadOptions options = in_2026;
    options.suffix = suffix;
    const auto report = load(*registry_, operator_, shipped_lexicon(), text, options);
    ASSERT_FALSE(report) << suffix;
    EXPECT_EQ(report.error().failure, &suffix_wrong);
  }
}

TEST_P(Loading, NamesTheTableOfAnExampleThatCannotBeRead) {
  const auto folder = std::filesystem::path(folder_.file("example"));
  const auto refusal = [&](const std::string& name, const std::string& table) {
    std::filesystem::remove_all(folder);
    std::filesystem::copy(folder_2026, folder);
    std::ofstream(folder / name) << table;
    const auto loaded = load_example(*registry_, shipped_lexicon(), folder.string(), "620000");
    if (loaded) return std::string("loaded");
    EXPECT_EQ(loaded.error().failure, &example_wrong) << describe(loaded.error());
    return loaded.error().where;
  };
  EXPECT_EQ(refusal("plans.tsv", "file\tregion\nyunhai.txt\t{province}\n"), "plans.tsv");
  EXPECT_EQ(refusal("task.tsv", "code\tno_such_field\n1\t2\n"), "task.tsv");
  EXPECT_EQ(refusal("progress.tsv", "code\tprogress\n620000-2026#1/0\tmost of it\n"), "progress");
  EXPECT_EQ(refusal("steps.tsv", "register\tkey\tstep\ntask\t620000-2026#1/0\tjump\n"),
            "steps.tsv");
}

}  // namespace
}  // namespace zhiheng::plan
