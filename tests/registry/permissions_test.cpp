#include <gtest/gtest.h>

#include <algorithm>

#include "records.h"
#include "registry/failures.h"
#include "support/place.h"

namespace zhiheng::registry {
namespace {

const Person the_public{};
const Person officer_of_lanzhou{
    .user = "li", .name = "李", .roles = {"officer"}, .region = "620100"};
const Person analyst_of_gansu{.user = "wu", .name = "吴", .roles = {"analyst"}, .region = "620000"};
const Person auditor{.user = "he", .name = "何", .roles = {"auditor"}, .region = ""};
const Person administrator{.user = "an", .name = "安", .roles = {"administrator"}, .region = ""};
const Person nobody_much{.user = "no", .name = "", .roles = {"no_such_role"}, .region = ""};

class Permissions : public support::OnBothEngines {
 protected:
  void SetUp() override {
    OnBothEngines::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    put("spot_check", spot_check_columns,
        {spot_check("LZ"), spot_check("TS", "620502"), spot_check("XA", "610102")});
    put("spot_check_item", item_columns, {item("LZ"), item("TS"), item("XA")});
    put("complaint", complaint_columns, {complaint("T1"), complaint("T2", "610102")});
  }

  inline static const std::vector<std::string> item_columns = {"spot_check", "item", "verdict"};
  static Entry item(const std::string& check) {
    return {.values = {check, std::string("水分"), std::string("pass")}};
  }

  void put(const std::string& name, const std::vector<std::string>& columns,
           std::vector<Entry> entries) {
    const auto answers = registry_->put(administrator, named(name), columns, std::move(entries));
    ASSERT_TRUE(answers) << describe(answers.error());
    for (const auto& answer : *answers) ASSERT_EQ(answer.outcome, store::Outcome::added);
  }

  /// How many rows of a register somebody sees; -1: not allowed.
  std::int64_t seen(const Person& person, const std::string& name) {
    const auto count = registry_->count(person, named(name), {});
    if (count) return *count;
    EXPECT_EQ(count.error().failure, &not_allowed);
    return -1;
  }
  std::string id_of(const std::string& number) {
    std::vector<std::string> columns;
    return registry_->find(administrator, named("spot_check"), number, columns)->id;
  }
  bool sees_field(const Person& person, const std::string& name, const std::string& field) {
    const auto page = registry_->list(person, named(name), {});
    return page && std::ranges::find(page->columns, field) != page->columns.end();
  }
};
ZH_ON_BOTH_ENGINES(Permissions);

TEST_P(Permissions, RowsAreThoseOfTheRegionAndOfPublicRegisters) {
  struct Row {
    const Person& person;
    std::int64_t spot_checks, items, complaints;
  };
  const Row matrix[] = {
      {the_public, 3, 3, -1},      {officer_of_lanzhou, 1, 1, 1}, {analyst_of_gansu, 2, 2, 1},
      {auditor, 3, 3, 2},          {administrator, 3, 3, 2},      {nobody_much, 3, 3, -1},
      {local_operator(), 3, 3, 2},
  };
  for (const auto& [person, spot_checks, items, complaints] : matrix) {
    EXPECT_EQ(seen(person, "spot_check"), spot_checks) << person.user;
    EXPECT_EQ(seen(person, "spot_check_item"), items) << person.user;
    EXPECT_EQ(seen(person, "complaint"), complaints) << person.user;
  }
}

TEST_P(Permissions, FieldsAreThoseOfTheRole) {
  EXPECT_TRUE(sees_field(the_public, "spot_check", "result"));
  EXPECT_FALSE(sees_field(the_public, "spot_check", "remark"));
  EXPECT_TRUE(sees_field(analyst_of_gansu, "spot_check", "remark"));
  EXPECT_FALSE(sees_field(analyst_of_gansu, "complaint", "complainant_name"));
  EXPECT_FALSE(sees_field(auditor, "complaint", "complainant_name"));
  EXPECT_TRUE(sees_field(officer_of_lanzhou, "complaint", "complainant_name"));
  EXPECT_TRUE(sees_field(administrator, "complaint", "complainant_name"));
}

TEST_P(Permissions, WhatIsNotSeenCannotBeAskedAbout) {
  const auto& of = named("spot_check");
  EXPECT_FALSE(registry_->list(the_public, of, {.filter = "remark = 'x'"}));
  EXPECT_EQ(registry_->list(the_public, of, {.sort = {"remark"}}).error().failure, &sort_unknown);
  EXPECT_EQ(registry_->list(the_public, of, {.fields = {"remark"}}).error().failure,
            &column_unknown);
}

TEST_P(Permissions, ARecordOutsideTheRegionLooksLikeNone) {
  const auto& of = named("spot_check");
  std::vector<std::string> columns;
  const auto hidden = registry_->get(officer_of_lanzhou, of, id_of("XA"), columns);
  const auto absent =
      registry_->get(officer_of_lanzhou, of, "018f2c5e-0000-7000-8000-000000000000", columns);
  ASSERT_FALSE(hidden);
  ASSERT_FALSE(absent);
  EXPECT_EQ(hidden.error().failure, absent.error().failure);
  EXPECT_EQ(hidden.error().failure, &not_found);
  EXPECT_FALSE(registry_->find(officer_of_lanzhou, of, "XA", columns));
  EXPECT_FALSE(registry_->history(officer_of_lanzhou, of, id_of("XA")));
  EXPECT_TRUE(registry_->get(officer_of_lanzhou, of, id_of("LZ"), columns));
}

TEST_P(Permissions, ThePublicReadsNeitherHistoryNorWhoRecorded) {
  const auto& of = named("spot_check");
  EXPECT_EQ(registry_->history(the_public, of, id_of("LZ")).error().failure, &not_allowed);
  std::vector<std::string> columns;
  const auto record = registry_->get(the_public, of, id_of("LZ"), columns);
  ASSERT_TRUE(record);
  EXPECT_EQ(record->recorded_by, "");
}

TEST_P(Permissions, OnlyThoseWhoMayWriteDo) {
  const auto& of = named("spot_check");
  for (const auto& person : {the_public, analyst_of_gansu, auditor, nobody_much}) {
    const auto put = registry_->put(person, of, spot_check_columns, {spot_check("N1")});
    ASSERT_FALSE(put) << person.user;
    EXPECT_EQ(put.error().failure, &not_allowed);
    const auto changed =
        registry_->change(person, of, id_of("LZ"), {}, std::vector<std::string>{"result"},
                          {.values = {std::string("fail")}}, "why");
    EXPECT_FALSE(changed) << person.user;
    EXPECT_FALSE(registry_->remove(person, of, id_of("LZ"), {}, "why")) << person.user;
    EXPECT_FALSE(registry_->step(person, of, id_of("LZ"), {}, "close", "why")) << person.user;
  }
}

TEST_P(Permissions, AnOfficerWritesInTheOwnRegionOnly) {
  const auto& of = named("spot_check");
  const auto answers = registry_->put(
      officer_of_lanzhou, of, spot_check_columns,
      {spot_check("N1", "620104"), spot_check("N2", "620502"), spot_check("TS", "620104")});
  ASSERT_TRUE(answers);
  EXPECT_EQ(answers->at(0).outcome, store::Outcome::added);
  EXPECT_EQ(answers->at(1).errors.at(0).failure, &outside_region);
  // TS lies in another region: it cannot be drawn over by writing it anew.
  EXPECT_EQ(answers->at(2).errors.at(0).failure, &outside_region);
  EXPECT_EQ(registry_->remove(officer_of_lanzhou, of, id_of("TS"), {}, "why").error().failure,
            &not_found);
  const auto moved =
      registry_->change(officer_of_lanzhou, of, id_of("LZ"), {}, std::vector<std::string>{"region"},
                        {.values = {std::string("610102")}}, "why");
  ASSERT_TRUE(moved);
  EXPECT_EQ(moved->errors.at(0).failure, &outside_region);
}

TEST_P(Permissions, PartsFollowTheRegionOfTheirWhole) {
  Entry own{.values = {std::string("LZ"), std::string("铅"), std::string("pass")}};
  Entry foreign{.values = {std::string("XA"), std::string("铅"), std::string("pass")}};
  const auto answers =
      registry_->put(officer_of_lanzhou, named("spot_check_item"), item_columns, {own, foreign});
  ASSERT_TRUE(answers);
  EXPECT_EQ(answers->at(0).outcome, store::Outcome::added);
  EXPECT_EQ(answers->at(1).errors.at(0).failure, &outside_region);
}

TEST_P(Permissions, ARegionThatIsNoCodeShowsNothing) {
  const Person crooked{.user = "x", .name = "", .roles = {"officer"}, .region = "62' or '1'='1"};
  EXPECT_EQ(registry_->count(crooked, named("spot_check"), {}), 0);
}

TEST_P(Permissions, NobodyReviewsTheOwnGovernment) {
  const Person assessor{.user = "ke", .name = "柯", .roles = {"assessor"}, .region = "620100"};
  const std::vector<std::string> columns = {"scheme", "year",    "region",     "node",
                                            "points", "finding", "reviewed_on"};
  const auto review = [&](const std::string& region) {
    return Entry{.values = {std::string("example_province"), std::int64_t{2025}, region,
                            std::string("food_pass_rate"), Decimal{1'000'000, 6},
                            std::string("查阅台账"), make_date(2026, 3, 1)}};
  };
  const auto& reviews = named("assessment_review");
  const auto written =
      registry_->put(assessor, reviews, columns, {review("620100"), review("620102")});
  ASSERT_TRUE(written) << describe(written.error());
  ASSERT_EQ((*written)[0].outcome, store::Outcome::refused);
  EXPECT_EQ((*written)[0].errors.at(0).failure, &outside_region);
  EXPECT_EQ((*written)[1].outcome, store::Outcome::added);
  // What the province found about the city is read there, and neither changed nor removed.
  const Person of_province{.user = "sheng", .name = "", .roles = {"assessor"}, .region = "620000"};
  const auto found = registry_->put(of_province, reviews, columns, {review("620100")});
  ASSERT_TRUE(found) << describe(found.error());
  const auto page = registry_->list(assessor, reviews, {.filter = "region = '620100'"});
  ASSERT_TRUE(page) << describe(page.error());
  ASSERT_EQ(page->records.size(), 1U);
  const auto id = page->records[0].id;
  const auto changed =
      registry_->change(assessor, reviews, id, std::nullopt, std::vector<std::string>{"region"},
                        {.values = {std::string("620102")}}, "test");
  ASSERT_FALSE(changed);
  EXPECT_EQ(changed.error().failure, &outside_region);
  const auto removed = registry_->remove(assessor, reviews, id, std::nullopt, "test");
  ASSERT_FALSE(removed);
  EXPECT_EQ(removed.error().failure, &outside_region);
}

TEST_P(Permissions, AStepIsTakenByARoleThatMayTakeItOnThisRecord) {
  put("assessment_case",
      {"scheme", "year", "region", "opened_on", "self_reported_on", "reviewed_on", "published_on"},
      {{.values = {std::string("example_province"), std::int64_t{2025}, std::string("620100"),
                   make_date(2026, 1, 9), make_date(2026, 2, 1), make_date(2026, 3, 1),
                   make_date(2026, 4, 1)}}});
  const Person both{
      .user = "ke", .name = "柯", .roles = {"assessor", "assessed"}, .region = "620100"};
  const auto& cases = named("assessment_case");
  const auto page = registry_->list(both, cases, {});
  ASSERT_TRUE(page) << describe(page.error());
  const auto id = page->records.at(0).id;
  const auto sent = registry_->step(both, cases, id, std::nullopt, "submit", "");
  ASSERT_TRUE(sent) << describe(sent.error());
  const auto published = registry_->step(both, cases, id, std::nullopt, "publish", "");
  ASSERT_FALSE(published);
  EXPECT_EQ(published.error().failure, &not_allowed);
  const Person of_province{.user = "sheng", .name = "", .roles = {"assessor"}, .region = "620000"};
  EXPECT_TRUE(registry_->step(of_province, cases, id, std::nullopt, "publish", ""));
}

}  // namespace
}  // namespace zhiheng::registry
