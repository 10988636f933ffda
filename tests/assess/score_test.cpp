// Scores from records, on both engines: the same bytes, the record that made them change, and who
// may see what.

#include "assess/cases.h"
#include "assess/changes.h"
#include "assess/failures.h"
#include "assess/freeze.h"
#include "base/arithmetic.h"
#include "registry/failures.h"
#include "support/place.h"

namespace zhiheng::assess {
namespace {

class Score : public support::OnBothEngines {
 protected:
  void SetUp() override {
    OnBothEngines::SetUp();
    if (store_ == nullptr) return;
    for (const auto& [region, failed] : {std::pair{"620102", 2}, {"620502", 8}, {"620700", 20}}) {
      for (int year : {2024, 2025}) add_checks(region, year, 60, failed);
    }
    put("assessment_event", {"number", "kind", "occurred_on", "region", "title"},
        {{std::string("E-1"), std::string("systemic_safety_event"), make_date(2025, 4, 1),
          std::string("620500"), std::string("事件")},
         {std::string("E-2"), std::string("commendation"), make_date(2025, 4, 1),
          std::string("620102"), std::string("质量奖")},
         {std::string("E-3"), std::string("major_accident"), make_date(2024, 4, 1),
          std::string("620100"), std::string("上年的事故")}});
    put("assessment_review",
        {"scheme", "year", "region", "node", "value", "finding", "reviewed_on"},
        {{std::string("example_province"), std::int64_t{2025}, std::string("620100"),
          std::string("organisation"), Decimal{75, 1}, std::string("现场核查"),
          make_date(2026, 2, 1)}});
    put("assessment_self",
        {"scheme", "year", "region", "node", "points", "reported_on", "evidence"},
        {{std::string("example_province"), std::int64_t{2025}, std::string("620100"),
          std::string("organisation"), Decimal{8, 0}, make_date(2026, 1, 10),
          std::string("https://example.invalid/1|https://example.invalid/2")},
         {std::string("example_province"), std::int64_t{2025}, std::string("620100"),
          std::string("publicity"), Decimal{7, 0}, make_date(2026, 1, 10), Value{}}});
  }

  void put(const std::string& register_name, const std::vector<std::string>& columns,
           const std::vector<std::vector<Value>>& rows) {
    std::vector<registry::Entry> entries;
    for (const auto& row : rows) entries.push_back({.values = row});
    const auto answers =
        registry_->put(registry::local_operator(), named(register_name), columns, entries);
    ASSERT_TRUE(answers) << describe(answers.error());
    for (const auto& answer : *answers) {
      ASSERT_TRUE(answer.errors.empty()) << describe(answer.errors.front());
    }
  }

  void add_checks(const std::string& region, int year, int count, int failed) {
    std::vector<std::vector<Value>> rows;
    for (int i = 0; i < count; ++i) {
      rows.push_back({number(region, year, i), make_date(year, 3, 1), std::string("random"),
                      std::string("乳制品"), std::string("产品"), region,
                      std::string(i < failed ? "fail" : "pass")});
    }
    put("spot_check",
        {"sample_number", "sampled_on", "motive", "product_category", "product_name", "region",
         "result"},
        rows);
  }
  static std::string number(const std::string& region, int year, int i) {
    return region + "-" + std::to_string(year) + "-" + std::to_string(i);
  }

  Sources sources() {
    if (cube_ == nullptr) {
      const auto engine =
          GetParam() == "postgresql" ? cube::Engine::postgresql : cube::Engine::duckdb;
      auto opened = cube::open(support::shipped_catalog(), *store_, location_, engine);
      EXPECT_TRUE(opened) << describe(opened.error());
      cube_ = *std::move(opened);
    }
    EXPECT_TRUE(cube_->refresh());
    return {registry_.get(), cube_.get(), nullptr};
  }

  Assessment scored(const Supposition& supposition = {}, bool spread = false) {
    auto made = score(sources(), scheme(), 2025, supposition, spread);
    EXPECT_TRUE(made) << describe(made.error());
    return made ? *std::move(made) : Assessment{};
  }

  static const catalog::Scheme& scheme() {
    return **scheme_of(*support::shipped_catalog(), "example_province", 2025);
  }
  static const NodeScore& node(const Sheet& sheet, std::string_view id) {
    return sheet.nodes[*scheme().position(id)];
  }
  static std::string points(const Assessment& made, const char* region, std::string_view id) {
    return to_text(node(*made.find(region), id).points);
  }

  registry::Person somebody(const std::string& role, const std::string& region) {
    return {.user = role + region, .name = role, .roles = {role}, .region = region};
  }

  std::unique_ptr<cube::Cube> cube_;
};
ZH_ON_BOTH_ENGINES(Score);

TEST_P(Score, PointsAreThoseCountedByHand) {
  const auto made = scored();
  ASSERT_EQ(made.sheets.size(), 14U);  // the prefectures of Gansu
  // 58/60 = 0.966667 is over the goal of 0.96; 52/60 = 0.866667: 22 * 0.016667 / 0.11 = 3.3334.
  EXPECT_EQ(points(made, "620100", "spot_check_pass_rate"), "22.00");
  EXPECT_EQ(points(made, "620500", "spot_check_pass_rate"), "3.33");
  EXPECT_EQ(points(made, "620700", "spot_check_pass_rate"), "0.00");
  EXPECT_EQ(points(made, "620100", "food_pass_rate"), "15.00");
  EXPECT_EQ(points(made, "620500", "food_pass_rate"), "3.00");
  EXPECT_EQ(points(made, "620100", "pass_rate_change"), "5.33");  // no change: 8 * 4 / 6
  EXPECT_EQ(points(made, "620100", "accidents"), "10.00");  // the accident was the year before
  EXPECT_EQ(points(made, "620100", "sampling"), "3.00");
  EXPECT_EQ(points(made, "620200", "sampling"), "0.00");
  EXPECT_EQ(points(made, "620100", "organisation"), "7.50");
  EXPECT_EQ(points(made, "620200", "spot_check_pass_rate"), "0.00");
  EXPECT_EQ(node(*made.find("620200"), "spot_check_pass_rate").basis, Basis::missing);
  const Sheet& best = *made.find("620100");
  EXPECT_EQ(to_text(best.bonus), "0.50");
  EXPECT_EQ(best.place, 1);
  const Sheet& vetoed = *made.find("620500");
  EXPECT_EQ(vetoed.vetoes, std::vector<std::string>{"systemic_safety_event"});
  EXPECT_EQ(scheme().grades[vetoed.grade].code, "D");
}

TEST_P(Score, ClaimsStandBesideWhatWasVerified) {
  const auto made = scored();
  const auto& claim = node(*made.find("620100"), "organisation").claim;
  ASSERT_TRUE(claim);
  EXPECT_FALSE(claim->differs);  // 8 against 7.5, half a point is tolerated
  EXPECT_EQ(claim->evidence.size(), 2U);
  const auto& publicity = node(*made.find("620100"), "publicity").claim;
  ASSERT_TRUE(publicity);
  EXPECT_TRUE(publicity->differs);  // 7 claimed, nothing verified
}

TEST_P(Score, BothEnginesGiveTheSameBytes) {
  static std::map<std::string, std::string> seen;
  const auto made = scored({}, true);
  const std::string json = to_json(made, *support::shipped_catalog());
  const auto [first, added] = seen.emplace("json", json);
  EXPECT_EQ(first->second, json);
  EXPECT_EQ(json, to_json(scored({}, true), *support::shipped_catalog()));
}

TEST_P(Score, TheRecordsBehindANumberAreThoseOfItsQuery) {
  const auto made = scored();
  const auto& score = node(*made.find("620500"), "spot_check_pass_rate");
  const auto count = registry_->count(registry::local_operator(), named(score.register_name),
                                      {.filter = score.query});
  ASSERT_TRUE(count) << describe(count.error());
  EXPECT_EQ(*count, score.records);
  EXPECT_EQ(score.records, 60);
}

TEST_P(Score, ChangingOneInputRecordChangesTheScoreAndTheSheetShowsWhichRecordDidIt) {
  const auto person = registry::local_operator();
  const auto before = scored();
  const auto round = freeze(sources(), before, person, make_date(2026, 3, 1));
  ASSERT_TRUE(round) << describe(round.error());
  EXPECT_EQ(*round, 1);
  put("spot_check", {"sample_number", "result"},
      {{number("620502", 2025, 0), std::string("pass")}});
  // One that makes no difference: outside the year, and one of another province.
  put("spot_check", {"sample_number", "sampled_on", "motive", "product_name", "region", "result"},
      {{std::string("X-1"), make_date(2022, 3, 1), std::string("random"), std::string("产品"),
        std::string("620502"), std::string("fail")},
       {std::string("X-2"), make_date(2025, 3, 1), std::string("random"), std::string("产品"),
        std::string("110105"), std::string("fail")}});
  const auto after = scored();
  const auto kept = frozen(*registry_, person, scheme(), 2025);
  ASSERT_TRUE(kept) << describe(kept.error());
  EXPECT_EQ(kept->digest, scheme().digest);
  const auto comparison = compare_sheets(sources(), scheme(), 2025, kept->assessment, after,
                                         kept->digest, scheme().digest);
  ASSERT_TRUE(comparison) << describe(comparison.error());
  std::set<std::string> nodes;
  for (const auto& one : comparison->differences) {
    EXPECT_EQ(one.region, "620500");
    nodes.insert(one.node);
  }
  EXPECT_EQ(nodes, (std::set<std::string>{"", "safety", "spot_check_pass_rate", "pass_rate_change",
                                          "food_pass_rate"}));
  std::set<std::pair<std::string, std::string>> records;
  for (const auto& one : comparison->changes) {
    EXPECT_EQ(one.key, number("620502", 2025, 0));
    EXPECT_EQ(one.what, "changed");
    EXPECT_EQ(one.before, "0/1");
    EXPECT_EQ(one.after, "1/1");
    records.insert({one.region, one.node});
  }
  EXPECT_EQ(records,
            (std::set<std::pair<std::string, std::string>>{{"620500", "spot_check_pass_rate"},
                                                           {"620500", "pass_rate_change"},
                                                           {"620500", "food_pass_rate"}}));
  EXPECT_EQ(comparison->changes_in_all, 3);
  static std::map<std::string, std::string> seen;
  const auto [first, added] = seen.emplace("json", to_json(*comparison));
  EXPECT_EQ(first->second, to_json(*comparison));
}

TEST_P(Score, ARemovedRecordAndAnEventAreNamedToo) {
  const auto person = registry::local_operator();
  ASSERT_TRUE(freeze(sources(), scored(), person, make_date(2026, 3, 1)));
  std::vector<std::string> columns;
  const auto record =
      registry_->find(person, named("spot_check"), std::string_view("620700-2025-0"), columns);
  ASSERT_TRUE(record);
  ASSERT_TRUE(registry_->remove(person, named("spot_check"), record->id, std::nullopt, "错录"));
  put("assessment_event", {"number", "kind", "occurred_on", "region", "title"},
      {{std::string("E-9"), std::string("major_accident"), make_date(2025, 9, 1),
        std::string("620702"), std::string("事故")}});
  const auto kept = frozen(*registry_, person, scheme(), 2025);
  ASSERT_TRUE(kept);
  const auto comparison = compare_sheets(sources(), scheme(), 2025, kept->assessment, scored(),
                                         kept->digest, scheme().digest);
  ASSERT_TRUE(comparison) << describe(comparison.error());
  std::set<std::tuple<std::string, std::string, std::string>> found;
  for (const auto& one : comparison->changes) found.insert({one.node, one.key, one.what});
  EXPECT_TRUE(found.contains({"spot_check_pass_rate", "620700-2025-0", "removed"}));
  EXPECT_TRUE(found.contains({"accidents", "E-9", "added"}));
}

TEST_P(Score, WhatIfRecomputesAndTellsNodeByNode) {
  const auto before = scored();
  Supposition supposition;
  ASSERT_TRUE(suppose(supposition, *support::shipped_catalog(), scheme(),
                      "620700/spot_check_pass_rate=95%"));
  const auto after = scored(supposition);
  EXPECT_TRUE(after.supposed);
  EXPECT_EQ(points(after, "620700", "spot_check_pass_rate"), "20.00");
  EXPECT_EQ(node(*after.find("620700"), "spot_check_pass_rate").basis, Basis::supposed);
  const auto all = differences(before, after);
  ASSERT_EQ(all.size(), 3U);  // leaf, parent, total
  for (const auto& one : all) {
    EXPECT_EQ(one.region, "620700");
    EXPECT_EQ(to_text(*subtract(one.after, one.before)), "20.00");
  }
}

TEST_P(Score, WithoutARecordIsAsIfItHadNeverBeen) {
  Supposition supposition;
  supposition.excluded = {"spot_check/" + number("620502", 2025, 0)};
  const auto made = scored(supposition);
  EXPECT_EQ(node(*made.find("620500"), "spot_check_pass_rate").records, 59);
  EXPECT_EQ(node(*made.find("620100"), "spot_check_pass_rate").records, 60);
  supposition.excluded = {"assessment_event/E-1"};
  EXPECT_TRUE(scored(supposition).find("620500")->vetoes.empty());
  supposition.excluded = {"spot_check/no-such"};
  EXPECT_EQ(score(sources(), scheme(), 2025, supposition, false).error().failure,
            &registry::not_found);
}

TEST_P(Score, MorePointsForOneCriterionLeaveTheTotalAtAHundred) {
  Supposition supposition;
  ASSERT_TRUE(suppose(supposition, *support::shipped_catalog(), scheme(), "weight:safety=70"));
  const auto made = scored(supposition);
  std::int64_t sum = 0;
  for (const char* root : {"safety", "consumers", "work"}) {
    sum += node(*made.find("620100"), root).maximum.unscaled;
  }
  EXPECT_EQ(sum, 10'000);
  EXPECT_EQ(to_text(node(*made.find("620100"), "safety").maximum), "70.00");
}

TEST_P(Score, ReviewersPointsReplaceTheComputedOnesWithTheirReason) {
  put("assessment_review", {"scheme", "year", "region", "node", "points", "finding", "reviewed_on"},
      {{std::string("example_province"), std::int64_t{2025}, std::string("620700"),
        std::string("spot_check_pass_rate"), Decimal{5, 0}, std::string("抽样方案有误"),
        make_date(2026, 2, 1)}});
  const auto made = scored();
  const auto& score = node(*made.find("620700"), "spot_check_pass_rate");
  EXPECT_EQ(to_text(score.points), "5.00");
  EXPECT_EQ(score.basis, Basis::overridden);
  EXPECT_NE(score.how.zh.find("抽样方案有误"), std::string::npos);
}

TEST_P(Score, ACityDoesNotSeeTheSheetOfAnotherBeforePublication) {
  ASSERT_TRUE(
      freeze(sources(), scored({}, true), registry::local_operator(), make_date(2026, 3, 1)));
  const auto lanzhou = somebody("assessed", "620100");
  const auto kept = frozen(*registry_, lanzhou, scheme(), 2025);
  ASSERT_TRUE(kept) << describe(kept.error());
  ASSERT_EQ(kept->assessment.sheets.size(), 1U);
  EXPECT_EQ(kept->assessment.sheets.front().region, "620100");
  const auto rows = registry_->count(lanzhou, named("assessment_score"), {});
  ASSERT_TRUE(rows);
  EXPECT_EQ(*rows, std::ssize(scheme().nodes) + std::ssize(scheme().events));

  auto live = scored({}, true);
  ASSERT_TRUE(limit_to_visible(live, *registry_, lanzhou));
  ASSERT_EQ(live.sheets.size(), 1U);
  EXPECT_EQ(live.sheets.front().place, 0);
  EXPECT_FALSE(live.sheets.front().spread);

  const auto results = registry_->count(lanzhou, named("assessment_result"), {});
  ASSERT_TRUE(results);
  EXPECT_EQ(*results, 0);
  const auto published =
      publish(*registry_, scheme(), 2025, registry::local_operator(), make_date(2026, 4, 1));
  ASSERT_TRUE(published) << describe(published.error());
  EXPECT_EQ(*published, 14);
  EXPECT_EQ(*registry_->count(lanzhou, named("assessment_result"), {}), 14);
  EXPECT_EQ(*registry_->count(somebody("appointments", ""), named("assessment_result"), {}), 14);
}

TEST_P(Score, OnlyTheEntitledReadResults) {
  ASSERT_TRUE(freeze(sources(), scored(), registry::local_operator(), make_date(2026, 3, 1)));
  for (const char* role : {"officer", "analyst", "appointments"}) {
    const auto person = somebody(role, "620000");
    EXPECT_FALSE(registry_->access(person, named("assessment_sheet")).read) << role;
    EXPECT_EQ(may_see(*registry_, person).error().failure, &registry::not_allowed) << role;
    EXPECT_FALSE(frozen(*registry_, person, scheme(), 2025)) << role;
  }
  EXPECT_FALSE(registry_->access({}, named("assessment_result")).read);
  EXPECT_TRUE(may_see(*registry_, somebody("assessor", "620000")));
  EXPECT_TRUE(may_freeze(*registry_, somebody("assessor", "620000"), scheme()));
  EXPECT_FALSE(may_freeze(*registry_, somebody("assessor", "620100"), scheme()));
  EXPECT_FALSE(may_freeze(*registry_, somebody("assessed", "620000"), scheme()));
  EXPECT_FALSE(registry_->access(somebody("assessed", "620100"), named("assessment_review")).write);
}

TEST_P(Score, ProceduresKnowWhatIsDueInWorkingDays) {
  put("assessment_case", {"scheme", "year", "region", "opened_on", "published_on"},
      {{std::string("example_province"), std::int64_t{2024}, std::string("620100"),
        make_date(2025, 1, 2), make_date(2025, 3, 3)}});
  const auto all =
      cases(*registry_, registry::local_operator(), scheme(), 2024, make_date(2025, 3, 11));
  ASSERT_TRUE(all) << describe(all.error());
  ASSERT_EQ(all->size(), 1U);
  ASSERT_EQ(all->front().dues.size(), 1U);
  EXPECT_EQ(to_text(*all->front().dues.front().due), "2025-03-10");  // five working days
  EXPECT_EQ(all->front().dues.front().standing, "overdue");
}

TEST_P(Score, RefusesWhatItDoesNotKnow) {
  EXPECT_EQ(scheme_of(*support::shipped_catalog(), "no_such", 2025).error().failure,
            &scheme_unknown);
  EXPECT_EQ(scheme_of(*support::shipped_catalog(), "example_province", 2001).error().failure,
            &scheme_unknown);
  EXPECT_EQ(frozen(*registry_, registry::local_operator(), scheme(), 2025).error().failure,
            &not_frozen);
  EXPECT_EQ(publish(*registry_, scheme(), 2025, registry::local_operator(), make_date(2026, 4, 1))
                .error()
                .failure,
            &not_frozen);
}

TEST_P(Score, TheFrameOf2013ScoresProvincesFromJulyToJune) {
  const auto frame = scheme_of(*support::shipped_catalog(), "state_council_2013_47", 2024);
  ASSERT_TRUE(frame);
  const auto made = score(sources(), **frame, 2024, {}, false);
  ASSERT_TRUE(made) << describe(made.error());
  EXPECT_EQ(to_text(made->from), "2024-07-01");
  EXPECT_EQ(to_text(made->to), "2025-06-30");
  EXPECT_GE(made->sheets.size(), 31U);
  const Sheet* gansu = made->find("620000");
  ASSERT_NE(gansu, nullptr);
  EXPECT_EQ(gansu->nodes[*(*frame)->position("product_quality")].records, 180);
  EXPECT_FALSE((*frame)->verified);
  EXPECT_FALSE(made->remarks.empty());
}

}  // namespace
}  // namespace zhiheng::assess
