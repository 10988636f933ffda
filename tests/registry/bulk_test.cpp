// The same step or correction of many records: what one may not, many may not; none twice; all or
// nothing where asked.

#include "registry/bulk.h"

#include <gtest/gtest.h>

#include "catalog/capacity.h"
#include "persons.h"
#include "records.h"
#include "registry/failures.h"
#include "store/failures.h"
#include "support/place.h"

namespace zhiheng::registry {
namespace {

class Bulk : public support::OnBothEngines {
 protected:
  void SetUp() override {
    OnBothEngines::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    const auto made = registry_->put(local_operator(), of(), complaint_columns,
                                     {complaint("T1"), complaint("T2"), complaint("T3", "610102")});
    ASSERT_TRUE(made) << describe(made.error());
    for (const auto& one : *made) ids_.push_back(one.id);
  }

  [[nodiscard]] const catalog::Register& of() const { return named("complaint"); }
  std::vector<Done> act(std::vector<Target> targets, const Deed& deed, Manner manner = {}) {
    auto done = act_on(*registry_, officer, of(), targets, deed, manner);
    EXPECT_TRUE(done) << describe(done.error());
    return done ? *std::move(done) : std::vector<Done>(targets.size());
  }
  std::string state_of(const std::string& id) {
    std::vector<std::string> columns;
    return registry_->get(local_operator(), of(), id, columns)->state;
  }

  const Deed accept{
      .step = "accept", .reason = "", .columns = {"decided_on"}, .values = {make_date(2024, 5, 8)}};
  std::vector<std::string> ids_;
};
ZH_ON_BOTH_ENGINES(Bulk);

TEST_P(Bulk, EachIsDoneByTheRulesOfOne) {
  const std::string nobodys = "01890000-0000-7000-8000-000000000000";
  const auto done = act({{ids_[0]}, {ids_[1], 7}, {ids_[2]}, {nobodys}}, accept);
  EXPECT_EQ(done[0].fate, Fate::done);
  EXPECT_EQ(done[0].key, "T1");
  EXPECT_EQ(done[0].version, 2);
  EXPECT_EQ(state_of(ids_[0]), "accepted");
  EXPECT_EQ(done[1].errors.at(0).failure, &store::stale_version);
  EXPECT_EQ(state_of(ids_[1]), "received");
  // Outside the officer's region is like nowhere: no key, no title, the same refusal.
  EXPECT_EQ(done[2].errors.at(0).failure, &not_found);
  EXPECT_EQ(done[3].errors.at(0).failure, &not_found);
  EXPECT_EQ(done[2].key + done[2].title, "");
  EXPECT_EQ(state_of(ids_[2]), "received");
}

TEST_P(Bulk, ATrialSaysTheSameAndWritesNothing) {
  const auto trial = act({{ids_[0], 1}, {ids_[2], 1}}, accept, {.trial = true});
  EXPECT_EQ(trial[0].fate, Fate::possible);
  EXPECT_EQ(trial[0].version, 1);
  EXPECT_EQ(trial[1].fate, Fate::refused);
  EXPECT_EQ(state_of(ids_[0]), "received");
  const Deed bare{.step = "accept", .reason = {}, .columns = {}, .values = {}};
  EXPECT_EQ(act({{ids_[0]}}, bare, {.trial = true})[0].errors.at(0).failure, &required);
}

TEST_P(Bulk, AllOrNothingIsOneCommit) {
  const Manner all{.trial = false, .all_or_nothing = true};
  const auto refused = act({{ids_[0]}, {ids_[2]}}, accept, all);
  EXPECT_EQ(refused[0].fate, Fate::withheld);
  EXPECT_EQ(refused[1].fate, Fate::refused);
  EXPECT_EQ(state_of(ids_[0]), "received");
  // The same record twice: the second finds another version than it was judged by.
  const auto twice = act({{ids_[0]}, {ids_[0]}}, accept, all);
  EXPECT_EQ(twice[0].fate, Fate::withheld);
  EXPECT_EQ(twice[1].errors.at(0).failure, &store::stale_version);
  EXPECT_EQ(state_of(ids_[0]), "received");

  const auto before = *store_->newest_commit();
  const auto done = act({{ids_[0], 1}, {ids_[1], 1}}, accept, all);
  EXPECT_EQ(done[0].fate, Fate::done);
  EXPECT_EQ(done[1].version, 2);
  EXPECT_EQ(*store_->newest_commit(), before + 1);
}

TEST_P(Bulk, ACorrectionNeedsAReasonAndLimitsHold) {
  const std::vector<Target> one{{ids_[0]}};
  Deed assign{.step = {}, .reason = " ", .columns = {"handler"}, .values = {std::string("wang")}};
  const auto silent = act_on(*registry_, officer, of(), one, assign, {});
  ASSERT_FALSE(silent);
  EXPECT_EQ(silent.error().failure, &reason_missing);
  assign.reason = "分办";
  EXPECT_EQ(act(one, assign)[0].version, 2);
  const std::size_t most = catalog::capacity_of(registry_->catalog().folder)->records_at_once;
  const std::vector<Target> many(most + 1, one[0]);
  const auto refused = act_on(*registry_, officer, of(), many, assign, {});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().failure, &limit_wrong);
  assign.step = "no_such_step";
  EXPECT_EQ(act_on(*registry_, officer, of(), one, assign, {}).error().failure, &step_unknown);
}

TEST_P(Bulk, WhatIsAskedWhileTypingIsWhatWritingWouldSay) {
  const Deed wrong{.step = {},
                   .reason = {},
                   .columns = {"received_on", "region"},
                   .values = {make_date(2024, 5, 6), std::string("999999")}};
  const auto fresh = check_writing(*registry_, officer, of(), {}, wrong);
  ASSERT_TRUE(fresh) << describe(fresh.error());
  const auto put = registry_->put(officer, of(), wrong.columns, {{.values = wrong.values}});
  ASSERT_TRUE(put);
  ASSERT_EQ(fresh->size(), put->front().errors.size());
  for (std::size_t i = 0; i < fresh->size(); ++i) {
    EXPECT_EQ(fresh->at(i).failure, put->front().errors[i].failure);
    EXPECT_EQ(fresh->at(i).where, put->front().errors[i].where);
  }
  const auto corrected = check_writing(*registry_, officer, of(), {ids_[0]}, wrong);
  ASSERT_TRUE(corrected) << describe(corrected.error());
  EXPECT_EQ(corrected->at(0).failure, &region_unknown);
  const Person nobody;
  EXPECT_EQ(check_writing(*registry_, nobody, of(), {}, wrong).error().failure, &not_allowed);
  EXPECT_EQ(check_writing(*registry_, officer, of(), {ids_[2]}, wrong).error().failure, &not_found);
}

}  // namespace
}  // namespace zhiheng::registry
