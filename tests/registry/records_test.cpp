#include "records.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "registry/failures.h"
#include "support/place.h"

namespace zhiheng::registry {
namespace {

class Records : public support::OnBothEngines {
 protected:
  const Person operator_ = local_operator();

  Answer put_one(const Person& person, const std::string& name,
                 const std::vector<std::string>& columns, Entry entry) {
    std::vector<Entry> entries;
    entries.push_back(std::move(entry));
    const auto answers = registry_->put(person, named(name), columns, std::move(entries));
    EXPECT_TRUE(answers) << describe(answers.error());
    return answers ? answers->front() : Answer{};
  }
  Answer put_spot_check(const std::string& number, const std::string& region = "620102",
                        const std::string& result = "pass", Date on = make_date(2024, 3, 1)) {
    return put_one(operator_, "spot_check", spot_check_columns,
                   spot_check(number, region, result, on));
  }
  std::vector<std::string> numbers(const ListQuery& query) {
    const auto page = registry_->list(operator_, named("spot_check"), query);
    EXPECT_TRUE(page) << describe(page.error());
    std::vector<std::string> found;
    if (!page) return found;
    const auto at = std::ranges::find(page->columns, "sample_number") - page->columns.begin();
    for (const auto& record : page->records) {
      found.push_back(to_text(record.values[static_cast<std::size_t>(at)]));
    }
    return found;
  }
  using Numbers = std::vector<std::string>;
};
ZH_ON_BOTH_ENGINES(Records);

TEST_P(Records, TheSameTwiceChangesNothingAndACorrectionIsAVersion) {
  const auto first = put_spot_check("S1");
  EXPECT_EQ(first.outcome, store::Outcome::added);
  const auto again = put_spot_check("S1");
  EXPECT_EQ(again.outcome, store::Outcome::unchanged);
  const auto other = put_spot_check("S1", "620102", "fail");
  EXPECT_EQ(other.outcome, store::Outcome::changed);
  EXPECT_EQ(other.id, first.id);
  EXPECT_EQ(other.version, 2);
}

TEST_P(Records, ANewRecordBeginsInTheInitialState) {
  const auto answer = put_spot_check("S1");
  std::vector<std::string> columns;
  const auto record = registry_->get(operator_, named("spot_check"), answer.id, columns);
  ASSERT_TRUE(record);
  EXPECT_EQ(record->state, "recorded");
  EXPECT_EQ(record->recorded_by, "local");
}

TEST_P(Records, OfABundleTheGoodAreWrittenAndTheOthersRefusedOneByOne) {
  std::vector<Entry> entries = {spot_check("S1"), spot_check("S2", "620102", "maybe"),
                                spot_check("S3")};
  const auto answers =
      registry_->put(operator_, named("spot_check"), spot_check_columns, std::move(entries));
  ASSERT_TRUE(answers);
  EXPECT_EQ(answers->at(0).outcome, store::Outcome::added);
  EXPECT_EQ(answers->at(1).outcome, store::Outcome::refused);
  EXPECT_EQ(answers->at(1).errors.at(0).where, "result");
  EXPECT_EQ(numbers({.sort = {"sample_number"}}), (Numbers{"S1", "S3"}));
}

TEST_P(Records, AreFoundByKeyAndById) {
  const auto answer = put_spot_check("S1");
  put_spot_check("S2");
  std::vector<std::string> columns;
  const auto by_key = registry_->find(operator_, named("spot_check"), "S1", columns);
  ASSERT_TRUE(by_key);
  EXPECT_EQ(by_key->id, answer.id);
  EXPECT_EQ(registry_->find(operator_, named("spot_check"), "S9", columns).error().failure,
            &not_found);
  EXPECT_EQ(registry_->get(operator_, named("spot_check"), "no-id", columns).error().failure,
            &not_found);
}

TEST_P(Records, AreFoundByKeysOfSeveralParts) {
  const std::vector<std::string> columns = {"network", "reference", "publication"};
  put_one(operator_, "alert", columns,
          {.values = {std::string("rasff"), std::string("2024.9650"), std::int64_t{2}}});
  std::vector<std::string> shown;
  EXPECT_TRUE(registry_->find(operator_, named("alert"), "rasff|2024.9650|2", shown));
  EXPECT_FALSE(registry_->find(operator_, named("alert"), "rasff|2024.9650|1", shown));
  EXPECT_FALSE(registry_->find(operator_, named("alert"), "rasff|2024.9650", shown));
  EXPECT_FALSE(registry_->find(operator_, named("alert"), "rasff|2024.9650|two", shown));
}

TEST_P(Records, AChangeNeedsAReasonAndTheVersionThatWasSeen) {
  const auto added = put_spot_check("S1");
  const auto& of = named("spot_check");
  const std::vector<std::string> columns = {"remark"};
  const Entry entry{.values = {std::string("更正")}};
  EXPECT_EQ(registry_->change(operator_, of, added.id, 1, columns, entry, " ").error().failure,
            &reason_missing);
  const auto changed = registry_->change(operator_, of, added.id, 1, columns, entry, "笔误");
  ASSERT_TRUE(changed) << describe(changed.error());
  EXPECT_EQ(changed->version, 2);
  const auto stale = registry_->change(operator_, of, added.id, 1, columns, entry, "笔误");
  ASSERT_FALSE(stale);
  EXPECT_EQ(stale.error().failure->kind, Kind::conflict);
}

TEST_P(Records, AChangeIsJudgedTogetherWithWhatStays) {
  const auto added = put_spot_check("S1");  // sampled 2024-03-01
  const std::vector<std::string> columns = {"reported_on"};
  const auto refused = registry_->change(operator_, named("spot_check"), added.id, {}, columns,
                                         {.values = {make_date(2024, 2, 1)}}, "补录");
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->outcome, store::Outcome::refused);
  EXPECT_EQ(refused->errors.at(0).failure, &rule_broken);
}

TEST_P(Records, AnImportOfSomeColumnsIsJudgedTogetherWithWhatStays) {
  put_spot_check("S1");
  const std::vector<std::string> columns = {"sample_number", "reported_on"};
  const auto late = put_one(operator_, "spot_check", columns,
                            {.values = {std::string("S1"), make_date(2024, 3, 9)}});
  EXPECT_EQ(late.outcome, store::Outcome::changed);
  const auto early = put_one(operator_, "spot_check", columns,
                             {.values = {std::string("S1"), make_date(2024, 2, 9)}});
  EXPECT_EQ(early.outcome, store::Outcome::refused);
  EXPECT_EQ(early.errors.at(0).failure, &rule_broken);
  const auto unknown = put_one(operator_, "spot_check", columns,
                               {.values = {std::string("S7"), make_date(2024, 3, 9)}});
  EXPECT_EQ(unknown.outcome, store::Outcome::refused);
}

TEST_P(Records, ADeletionIsAVersionWithAReason) {
  const auto added = put_spot_check("S1");
  const auto& of = named("spot_check");
  EXPECT_EQ(registry_->remove(operator_, of, added.id, {}, "").error().failure, &reason_missing);
  ASSERT_TRUE(registry_->remove(operator_, of, added.id, {}, "重复登记"));
  std::vector<std::string> columns;
  EXPECT_FALSE(registry_->get(operator_, of, added.id, columns));
  EXPECT_EQ(registry_->count(operator_, of, {}), 0);
  const auto history = registry_->history(operator_, of, added.id);
  ASSERT_TRUE(history) << describe(history.error());
  ASSERT_EQ(history->records.size(), 2U);
  EXPECT_TRUE(history->records.back().deleted);
  EXPECT_EQ(history->records.back().reason, "重复登记");
}

TEST_P(Records, TheHistoryIsEveryVersionOldestFirst) {
  const auto added = put_spot_check("S1");
  put_spot_check("S1", "620102", "fail");
  put_spot_check("S1", "620102", "pending");
  const auto history = registry_->history(operator_, named("spot_check"), added.id);
  ASSERT_TRUE(history);
  ASSERT_EQ(history->records.size(), 3U);
  EXPECT_EQ(history->records[0].version, 1);
  EXPECT_EQ(history->records[2].version, 3);
  EXPECT_NE(history->records[0].hash, history->records[1].hash);
}

TEST_P(Records, AStepFollowsTheLifecycle) {
  const auto added = put_spot_check("S1");
  const auto& of = named("spot_check");
  EXPECT_EQ(registry_->step(operator_, of, added.id, {}, "decide", "").error().failure,
            &step_not_possible);
  EXPECT_EQ(registry_->step(operator_, of, added.id, {}, "fly", "").error().failure, &step_unknown);
  const auto early = registry_->step(operator_, of, added.id, {}, "object", "");
  ASSERT_TRUE(early);
  EXPECT_EQ(early->errors.at(0).where, "objection");
  const std::vector<std::string> columns = {"objection"};
  ASSERT_TRUE(registry_->change(operator_, of, added.id, {}, columns,
                                {.values = {std::string("filed")}}, "企业提出异议"));
  const auto taken = registry_->step(operator_, of, added.id, {}, "object", "受理");
  ASSERT_TRUE(taken) << describe(taken.error());
  std::vector<std::string> shown;
  EXPECT_EQ(registry_->get(operator_, of, added.id, shown)->state, "objected");
}

TEST_P(Records, ARequiredPointerMustPointToSomething) {
  const std::vector<std::string> columns = {"spot_check", "item", "verdict"};
  const Entry item{.values = {std::string("S1"), std::string("菌落总数"), std::string("fail")}};
  const auto refused = put_one(operator_, "spot_check_item", columns, item);
  EXPECT_EQ(refused.errors.at(0).failure, &target_missing);
  put_spot_check("S1");
  EXPECT_EQ(put_one(operator_, "spot_check_item", columns, item).outcome, store::Outcome::added);
}

TEST_P(Records, ListsFilterSearchAndSort) {
  put_spot_check("A1", "620102", "pass", make_date(2024, 1, 1));
  put_spot_check("A2", "620102", "fail", make_date(2024, 2, 1));
  put_spot_check("B_3", "610102", "fail", make_date(2024, 3, 1));
  EXPECT_EQ(numbers({.filter = "result = 'fail'", .sort = {"sampled_on"}}), (Numbers{"A2", "B_3"}));
  EXPECT_EQ(numbers({.filter = "region under '620000'", .sort = {"-sampled_on"}}),
            (Numbers{"A2", "A1"}));
  EXPECT_EQ(numbers({.search = "a", .sort = {"sample_number"}}), (Numbers{"A1", "A2"}));
  EXPECT_EQ(numbers({.search = "小麦 a1"}), Numbers{"A1"});
  // The wildcards of LIKE are plain signs here.
  EXPECT_EQ(numbers({.search = "_"}), Numbers{"B_3"});
  EXPECT_EQ(numbers({.search = "%"}), Numbers{});
  EXPECT_EQ(numbers({}), (Numbers{"B_3", "A2", "A1"}));  // newest change first
}

TEST_P(Records, PagesFollowOneAnotherWithoutGapOrRepetition) {
  std::vector<Entry> entries;
  for (int i = 0; i < 25; ++i) {
    auto entry = spot_check("S" + std::to_string(100 + i), "620102", "pass",
                            make_date(2024, 1, static_cast<unsigned>(1 + i % 3)));
    if (i % 5 == 0) entry.values[1] = Value{};  // nulls among what is sorted by
    entries.push_back(std::move(entry));
  }
  ASSERT_TRUE(registry_->put(operator_, named("spot_check"), spot_check_columns, entries));
  for (const std::string sort : {"sampled_on", "-sampled_on"}) {
    ListQuery query{.sort = {sort}, .limit = 4};
    std::vector<std::string> seen;
    for (int pages = 0; pages < 10; ++pages) {
      const auto page = registry_->list(operator_, named("spot_check"), query);
      ASSERT_TRUE(page) << describe(page.error());
      for (const auto& record : page->records) seen.push_back(record.id);
      if (page->next.empty()) break;
      query.after = page->next;
    }
    EXPECT_EQ(seen.size(), 25U);
    EXPECT_EQ(std::set(seen.begin(), seen.end()).size(), 25U) << sort;
  }
}

TEST_P(Records, ACursorOfAnotherQueryIsRefused) {
  for (int i = 0; i < 3; ++i) put_spot_check("S" + std::to_string(i));
  const auto& of = named("spot_check");
  const auto page = registry_->list(operator_, of, {.limit = 1});
  ASSERT_TRUE(page);
  ASSERT_FALSE(page->next.empty());
  ListQuery other{.filter = "result = 'pass'", .after = page->next, .limit = 1};
  EXPECT_EQ(registry_->list(operator_, of, other).error().failure, &cursor_wrong);
  EXPECT_EQ(registry_->list(operator_, of, {.after = "x.y"}).error().failure, &cursor_wrong);
  EXPECT_EQ(registry_->list(operator_, of, {.limit = 0}).error().failure, &limit_wrong);
  EXPECT_EQ(registry_->list(operator_, of, {.sort = {"hash"}}).error().failure, &sort_unknown);
}

TEST_P(Records, PersonalDataAreReadByThoseEntitledAndNeverSearchedOrSorted) {
  put_one(operator_, "complaint", complaint_columns, complaint("T1"));
  std::vector<std::string> columns;
  const auto record = registry_->find(operator_, named("complaint"), "T1", columns);
  ASSERT_TRUE(record);
  const auto at = std::ranges::find(columns, "complainant_name") - columns.begin();
  EXPECT_EQ(to_text(record->values.at(static_cast<std::size_t>(at))), "王小明");
  const auto& of = named("complaint");
  EXPECT_FALSE(registry_->list(operator_, of, {.filter = "complainant_name = '王小明'"}));
  EXPECT_FALSE(registry_->list(operator_, of, {.sort = {"complainant_name"}}));
}

}  // namespace
}  // namespace zhiheng::registry
