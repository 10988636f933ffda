// Steps with their guards and effects, linked records, the work list: on both engines.

#include "registry/lifecycle.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "records.h"
#include "registry/failures.h"
#include "support/place.h"

namespace zhiheng::registry {
namespace {

/// A register of its own beside the shipped ones: two hands, hours, a consequence, publication.
constexpr const char* probe = R"(name = "probe"
title = { zh = "试验", en = "probe" }
key = ["number"]
region = "region"
public = true
[[field]]
name = "number"
type = "text"
title = { zh = "编号", en = "number" }
required = true
public = true
[[field]]
name = "region"
type = "region"
title = { zh = "地区", en = "region" }
[[field]]
name = "amount"
type = "money"
title = { zh = "金额", en = "amount" }
[[field]]
name = "by"
type = "text"
title = { zh = "办理人", en = "by" }
[[field]]
name = "noted_on"
type = "date"
title = { zh = "日期", en = "on" }
[[state]]
name = "drawn"
title = { zh = "已抽样", en = "drawn" }
initial = true
[[state]]
name = "sealed"
title = { zh = "已封样", en = "sealed" }
[[state]]
name = "judged"
title = { zh = "已判定", en = "judged" }
[[state]]
name = "dropped"
title = { zh = "已作废", en = "dropped" }
[[step]]
name = "seal"
title = { zh = "封样", en = "seal" }
from = ["drawn"]
to = "sealed"
roles = ["officer", "administrator"]
guard = "amount <= 50000"
message = { zh = "金额超过五万元的须另行审批", en = "above 50,000 needs approval elsewhere" }
sets = { by = "actor", noted_on = "today" }
[[step]]
name = "judge"
title = { zh = "判定", en = "judge" }
from = ["sealed"]
to = "judged"
roles = ["officer", "administrator"]
distinct_from = ["seal"]
publish = true
[[step]]
name = "retract"
title = { zh = "撤回", en = "retract" }
from = ["judged"]
to = "judged"
roles = ["officer", "administrator"]
withdraw = true
[[step]]
name = "drop"
title = { zh = "作废", en = "drop" }
from = ["drawn"]
to = "dropped"
roles = ["system"]
[[clock]]
name = "sealing"
title = { zh = "封样期限", en = "sealing" }
states = ["drawn"]
starts = "entered"
term = "food_sample.retest_request_rapid"
missed_step = "drop"
)";

class Lifecycle : public support::OnBothEngines {
 protected:
  void SetUp() override {
    OnBothEngines::SetUp();
    if (IsSkipped()) return;
    std::filesystem::create_directories(folder_.file("more/registers"));
    std::ofstream(folder_.file("more/registers/probe.toml")) << probe;
    auto loaded = catalog::load(support::source_path("/catalog"), {folder_.file("more")});
    for (const auto& error : loaded.errors) ADD_FAILURE() << describe(error);
    auto registry = Registry::open(loaded.catalog, store_);
    ASSERT_TRUE(registry) << describe(registry.error());
    registry_ = *std::move(registry);
  }

  [[nodiscard]] static Person officer(const std::string& user,
                                      const std::string& region = "620100") {
    return {.user = user, .name = user, .roles = {"officer"}, .region = region};
  }

  std::string put(const std::string& name, const std::vector<std::string>& columns, Entry entry) {
    std::vector<Entry> entries;
    entries.push_back(std::move(entry));
    const auto answers = registry_->put(operator_, named(name), columns, std::move(entries));
    EXPECT_TRUE(answers) << describe(answers.error());
    if (!answers) return {};
    for (const auto& error : answers->front().errors) ADD_FAILURE() << describe(error);
    return answers->front().id;
  }
  std::string put_probe(const std::string& number, Value amount = Decimal{100, 2}) {
    return put("probe", {"number", "region", "amount"},
               {.values = {number, std::string("620102"), std::move(amount)}});
  }
  Result<Answer> step(const Person& person, const std::string& name, const std::string& id,
                      const std::string& step, const std::vector<std::string>& columns = {},
                      Entry entry = {}) {
    return registry_->step(person, named(name), id, {}, step, "", columns, std::move(entry));
  }
  Value value(const std::string& name, const std::string& id, const std::string& field) {
    std::vector<std::string> columns;
    const auto record = registry_->get(operator_, named(name), id, columns);
    EXPECT_TRUE(record) << describe(record.error());
    if (!record) return {};
    const auto at = std::ranges::find(columns, field) - columns.begin();
    return record->values[static_cast<std::size_t>(at)];
  }

  const Person operator_ = local_operator();
};
ZH_ON_BOTH_ENGINES(Lifecycle);

TEST_P(Lifecycle, AGuardThatIsFalseOrNullRefusesWithItsMessage) {
  const auto dear = put_probe("P1", Decimal{6'000'000, 2});
  const auto refused = step(operator_, "probe", dear, "seal");
  ASSERT_TRUE(refused);
  ASSERT_EQ(refused->errors.size(), 1U);
  EXPECT_EQ(refused->errors[0].failure, &guard_not_met);
  EXPECT_EQ(sentence(registry_->catalog(), &named("probe"), refused->errors[0], Language::en),
            "above 50,000 needs approval elsewhere");
  const auto unknown = put_probe("P2", Value());
  const auto null = step(operator_, "probe", unknown, "seal");
  ASSERT_TRUE(null);
  EXPECT_EQ(null->errors.at(0).failure, &guard_not_met);
  // What is given along with the step counts: the guard looks at the record as it will be.
  const auto given =
      step(operator_, "probe", unknown, "seal", {"amount"}, {.values = {Decimal{100, 2}}});
  ASSERT_TRUE(given) << describe(given.error());
  EXPECT_TRUE(given->errors.empty());
}

TEST_P(Lifecycle, AStepFillsWhatIsEmptyAndIsRemembered) {
  const auto id = put_probe("P1");
  ASSERT_TRUE(step(officer("li.na"), "probe", id, "seal"));
  EXPECT_EQ(to_text(value("probe", id, "by")), "li.na");
  EXPECT_EQ(value("probe", id, "noted_on"), Value(china_date(now())));
  const auto history = registry_->history(operator_, named("probe"), id);
  ASSERT_TRUE(history);
  EXPECT_EQ(history->records.at(0).step, "");
  EXPECT_EQ(history->records.at(1).step, "seal");
  // A correction keeps the column but is not the step again.
  const std::vector<std::string> columns = {"amount"};
  ASSERT_TRUE(registry_->change(operator_, named("probe"), id, {}, columns,
                                {.values = {Decimal{200, 2}}}, "录入有误"));
  EXPECT_EQ(registry_->history(operator_, named("probe"), id)->records.at(2).step, "");
}

TEST_P(Lifecycle, WhoSealedMayNotJudge) {
  const auto id = put_probe("P1");
  ASSERT_TRUE(step(officer("li.na"), "probe", id, "seal"));
  const auto same = step(officer("li.na"), "probe", id, "judge");
  ASSERT_FALSE(same);
  EXPECT_EQ(same.error().failure, &same_person);
  const auto other = step(officer("wang.wei"), "probe", id, "judge");
  EXPECT_TRUE(other) << describe(other.error());
}

TEST_P(Lifecycle, ThePublicSeesWhatIsPublishedAndNotWithdrawn) {
  const auto id = put_probe("P1");
  const Person everybody;
  const auto seen = [&] { return *registry_->count(everybody, named("probe"), {}); };
  EXPECT_EQ(seen(), 0);
  ASSERT_TRUE(step(officer("li.na"), "probe", id, "seal"));
  ASSERT_TRUE(step(officer("wang.wei"), "probe", id, "judge"));
  EXPECT_EQ(seen(), 1);
  ASSERT_TRUE(step(officer("wang.wei"), "probe", id, "retract"));
  EXPECT_EQ(seen(), 0);
  std::vector<std::string> columns;
  EXPECT_FALSE(registry_->get(everybody, named("probe"), id, columns));
}

TEST_P(Lifecycle, TheSystemAloneTakesItsStepsWhenTheTermIsMissed) {
  const auto id = put_probe("P1");
  const auto by_hand = step(operator_, "probe", id, "drop");
  ASSERT_FALSE(by_hand);
  EXPECT_EQ(by_hand.error().failure, &not_allowed);
  constexpr std::int64_t hour = 3'600'000'000;
  const auto early = registry_->run_clocks(Timestamp{now().microseconds + 3 * hour});
  ASSERT_TRUE(early) << describe(early.error());
  EXPECT_TRUE(early->empty());
  const auto late = registry_->run_clocks(Timestamp{now().microseconds + 5 * hour});
  ASSERT_TRUE(late) << describe(late.error());
  ASSERT_EQ(late->size(), 1U);
  EXPECT_TRUE(late->at(0).errors.empty());
  const auto history = registry_->history(operator_, named("probe"), id);
  EXPECT_EQ(history->records.back().state, "dropped");
  EXPECT_EQ(history->records.back().recorded_by, "system");
  EXPECT_TRUE(registry_->run_clocks(Timestamp{now().microseconds + 9 * hour})->empty());
}

TEST_P(Lifecycle, AFailedBatchOpensItsFollowUpAndBothPointToEachOther) {
  const auto& of = named("spot_check");
  const auto id = put("spot_check", spot_check_columns, spot_check("S1", "620102", "fail"));
  ASSERT_TRUE(step(operator_, "spot_check", id, "close"));
  const auto opened = step(operator_, "spot_check", id, "follow_up");
  ASSERT_TRUE(opened) << describe(opened.error());
  ASSERT_EQ(opened->opened.size(), 1U);
  EXPECT_EQ(opened->opened[0].key, "S1/1");
  const auto again = step(operator_, "spot_check", id, "follow_up");
  EXPECT_EQ(again->opened.at(0).key, "S1/2");
  const auto back = registry_->links(operator_, of, id);
  ASSERT_TRUE(back);
  ASSERT_EQ(back->size(), 2U);
  EXPECT_FALSE(back->at(0).outward);
  const auto forth = registry_->links(operator_, of, opened->opened[0].id);
  ASSERT_EQ(forth->size(), 1U);
  EXPECT_TRUE(forth->at(0).outward);
  EXPECT_EQ(forth->at(0).id, id);
  EXPECT_EQ(to_text(value("spot_check", opened->opened[0].id, "motive")), "follow_up");
  // Somebody of another region neither opens nor sees.
  EXPECT_FALSE(registry_->links(officer("zhao", "610100"), of, id));
}

TEST_P(Lifecycle, WhatIsOpenedIsJudgedAndThenNothingIsWritten) {
  // The number of the follow-up would be longer than the field allows.
  const auto id =
      put("spot_check", spot_check_columns, spot_check(std::string(60, 'S'), "620102", "fail"));
  ASSERT_TRUE(step(operator_, "spot_check", id, "close"));
  const auto refused = step(operator_, "spot_check", id, "follow_up");
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->errors.at(0).where, "spot_check.sample_number");
  EXPECT_EQ(registry_->history(operator_, named("spot_check"), id)->records.size(), 2U);
}

TEST_P(Lifecycle, AnExtensionIsUsedUp) {
  auto columns = complaint_columns;
  auto entry = complaint("R1");
  entry.values[1] = std::string("report");
  const auto id = put("complaint", columns, entry);
  ASSERT_TRUE(step(operator_, "complaint", id, "extend_check"));
  const auto clocks = registry_->clocks(operator_, named("complaint"), id, now());
  ASSERT_TRUE(clocks);
  EXPECT_EQ(clocks->at(1).extensions, 1);
  const auto twice = step(operator_, "complaint", id, "extend_check");
  ASSERT_FALSE(twice);
  EXPECT_EQ(twice.error().failure, &extended_enough);
}

TEST_P(Lifecycle, TheWorkListTellsWhatIsLateAndWhoIsWaitedFor) {
  const auto late = put("complaint", complaint_columns, complaint("C1"));
  put("complaint", complaint_columns, complaint("C2", "610102"));
  const Person li_na = officer("li.na");
  auto work = registry_->work(li_na, now(), 50);
  ASSERT_TRUE(work) << describe(work.error());
  ASSERT_EQ(work->overdue.size(), 1U);
  EXPECT_EQ(work->overdue[0].key, "C1");
  EXPECT_EQ(work->overdue[0].clock, "acceptance");
  EXPECT_EQ(to_text(china_date(Timestamp{work->overdue[0].due->microseconds - 1})), "2024-05-14")
      << "7, 8, 9, 10, 11 (Saturday, worked), 13, 14 May";
  EXPECT_EQ(registry_->count(li_na, named("complaint"), {.overdue = true}), 1);
  EXPECT_EQ(registry_->count(operator_, named("complaint"), {.overdue = true}), 2);

  ASSERT_TRUE(
      step(li_na, "complaint", late, "accept", {"decided_on"}, {.values = {china_date(now())}}));
  work = registry_->work(li_na, now(), 50);
  EXPECT_TRUE(work->overdue.empty());
  ASSERT_EQ(work->later.size(), 1U);
  EXPECT_EQ(work->later[0].clock, "mediation");
  // Another officer of the region sees that somebody else has it in hand.
  work = registry_->work(officer("wang.wei"), now(), 50);
  EXPECT_TRUE(work->later.empty());
  EXPECT_EQ(work->waiting_in_all, 1);
  EXPECT_EQ(registry_->count(li_na, named("complaint"), {.overdue = true}), 0);
}

TEST_P(Lifecycle, TheAgendaIsMadeAnewWhenATermChanges) {
  put("complaint", complaint_columns, complaint("C1"));
  ASSERT_TRUE(registry_->follow_clocks());
  const auto before = store_->agenda_position();
  ASSERT_TRUE(before && *before);
  // The shipped catalog lacks the probe: other rules, the same records.
  open();
  ASSERT_TRUE(registry_->follow_clocks());
  const auto after = store_->agenda_position();
  ASSERT_TRUE(after && *after);
  EXPECT_NE((*before)->rules, (*after)->rules);
  EXPECT_EQ(store_->count_agenda({}), 1);
}

}  // namespace
}  // namespace zhiheng::registry
