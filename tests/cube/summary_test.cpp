// Counts kept beside the records: always what counting the records would say.

#include "cube/summary.h"

#include <algorithm>
#include <chrono>
#include <thread>

#include "cube/samples.h"
#include "support/place.h"

namespace zhiheng::cube {
namespace {

class Summaries : public support::OnBothEngines {
 protected:
  std::unique_ptr<Cube> cube() { return cube_of(support::shipped_catalog()); }
  std::unique_ptr<Cube> cube_of(std::shared_ptr<const catalog::Catalog> catalog) {
    auto opened = cube::open(std::move(catalog), *store_, location_);
    EXPECT_TRUE(opened) << describe(opened.error());
    if (!opened) return nullptr;
    const auto reached = (*opened)->refresh();
    EXPECT_TRUE(reached) << describe(reached.error());
    return *std::move(opened);
  }
};
ZH_ON_BOTH_ENGINES(Summaries);

TEST_P(Summaries, FollowNewChangedAndDeletedRecordsInAnyBatches) {
  std::mt19937 random(23);
  int numbers = 0;
  auto made = cube();
  ASSERT_TRUE(made);
  for (int round = 0; round < 8; ++round) {
    SCOPED_TRACE(round);
    for (int commits = 0; commits <= round % 3; ++commits) {
      write_at_random(*store_, random, numbers);
    }
    if (round == 3) {
      ASSERT_TRUE(made->rebuild());
    } else if (round == 5) {
      made.reset();
      made = cube();
    }
    ASSERT_TRUE(made->refresh());
    expect_summaries_in_step(*made, *store_);
  }
}

TEST_P(Summaries, AreLeftAloneByNewRecordsUntilItIsQuietAndAnswerAllTheSame) {
  std::mt19937 random(29);
  int numbers = 0;
  write_at_random(*store_, random, numbers);
  const auto made = cube();
  ASSERT_TRUE(made);
  const auto counted = made->summaries("spot_check").front().table;
  EXPECT_FALSE(made->behind());  // the first filling counts all
  for (int round = 0; round < 2; ++round) {
    write_at_random(*store_, random, numbers);
    ASSERT_TRUE(made->refresh());
    EXPECT_TRUE(made->behind());
    const auto with_waiting = made->summaries("spot_check").front().table;
    EXPECT_NE(with_waiting, counted);
    expect_summaries_in_step(*made, *store_);
    // Who was given the longer table before the records were counted still counts each once.
    std::this_thread::sleep_for(std::chrono::milliseconds(2100));
    ASSERT_TRUE(made->refresh());
    EXPECT_FALSE(made->behind());
    EXPECT_EQ(made->summaries("spot_check").front().table, counted);
    const auto sum = [&](const std::string& table) {
      return made->query({"SELECT CAST(sum(records) AS BIGINT) FROM " + table, {}})->rows;
    };
    EXPECT_EQ(sum(with_waiting), sum(counted));
    expect_summaries_in_step(*made, *store_);
  }
}

TEST_P(Summaries, AreShortenedWhenManyChangesWereAppended) {
  const auto versions = [](int turn) {
    std::vector<store::Draft> drafts;
    for (int number = 0; number < 400; ++number) drafts.push_back(sample(number, turn));
    return drafts;
  };
  write(*store_, versions(0));
  const auto made = cube();
  ASSERT_TRUE(made);
  std::int64_t longest = 0;
  for (int turn = 1; turn < 25; ++turn) {
    write(*store_, versions(turn));
    ASSERT_TRUE(made->refresh());
    for (const auto& summary : made->summaries("spot_check")) {
      longest = std::max(longest, summary.lines);
    }
  }
  EXPECT_GT(longest, 3000);  // else nothing has been tried
  EXPECT_LT(longest, 6500);
  expect_summaries_in_step(*made, *store_);
}

TEST_P(Summaries, ComeWithTheShortestFirstAndSayWhoIsInThem) {
  std::mt19937 random(6);
  int numbers = 0;
  write_at_random(*store_, random, numbers);
  const auto made = cube();
  ASSERT_TRUE(made);
  const auto all = made->summaries("spot_check");
  ASSERT_EQ(all.size(), support::shipped_catalog()->find_register("spot_check")->summaries.size());
  EXPECT_TRUE(std::ranges::is_sorted(all, {}, &Summary::lines));
  for (const auto& summary : all) {
    EXPECT_TRUE(std::ranges::find(summary.keys, "sampled_on:month") != summary.keys.end());
    const auto in = [&](const char* name) {
      return std::ranges::find(summary.indicators, name) != summary.indicators.end();
    };
    EXPECT_TRUE(in("spot_check_pass_rate"));
    EXPECT_TRUE(in("import_conformity_value"));
    EXPECT_FALSE(in("alert_count"));  // of another register
  }
  EXPECT_TRUE(made->summaries("no_such_register").empty());
}

TEST_P(Summaries, AreFilledAgainWhenAnIndicatorIsDeclaredOtherwise) {
  std::mt19937 random(8);
  int numbers = 0;
  for (int i = 0; i < 3; ++i) write_at_random(*store_, random, numbers);
  auto made = cube();
  const auto position = made->position();
  const auto table = made->summaries("spot_check").front().table;
  const Sql passes{"SELECT CAST(sum(\"spot_check_pass_rate.k\") AS BIGINT) FROM " + table, {}};
  const auto before = made->query(passes);
  ASSERT_TRUE(before) << describe(before.error());
  made.reset();
  auto other = std::make_shared<catalog::Catalog>(*support::shipped_catalog());
  for (auto& indicator : other->indicators) {
    if (indicator.name != "spot_check_pass_rate") continue;
    indicator.numerator = *expr::Expression::parse(
        "result = 'fail'", other->find_register("spot_check")->expression_fields());
  }
  made = cube_of(other);
  ASSERT_TRUE(made);
  EXPECT_EQ(made->position(), position);  // the records were not read again
  const auto after = made->query(passes);
  ASSERT_TRUE(after) << describe(after.error());
  const auto fails = made->query({"SELECT count(*) FROM spot_check WHERE result = 'fail'", {}});
  EXPECT_EQ(after->rows, fails->rows);
  EXPECT_NE(after->rows, before->rows);
}

TEST_P(Summaries, ThatLostALineAreFoundWhenTheCubeIsOpened) {
  std::mt19937 random(9);
  int numbers = 0;
  write_at_random(*store_, random, numbers);
  auto made = cube();
  const auto table = made->summaries("spot_check").front().table;
  ASSERT_TRUE(made->query({"DELETE FROM " + table + " WHERE rowid = 0", {}}));
  made.reset();
  made = cube();
  ASSERT_TRUE(made);
  expect_summaries_in_step(*made, *store_);
}

TEST(SummaryTables, LeaveOutWhatIsNotInTheCubeOrChangesByItself) {
  auto catalog = *support::shipped_catalog();
  const auto& of = *catalog.find_register("spot_check");
  for (auto& indicator : catalog.indicators) {
    if (indicator.name != "spot_check_count") continue;
    indicator.filter =
        *expr::Expression::parse("sampled_on >= today - 90 days", of.expression_fields());
  }
  Relation relation{"spot_check", {}};
  for (const auto& field : of.fields) {
    if (field.name != "retest_result") relation.columns.push_back({field.name, field.storage()});
  }
  const auto tables = summary_tables(catalog, {relation});
  ASSERT_EQ(tables.size(), of.summaries.size());
  for (const auto& table : tables) {
    for (const auto& name : table.indicators) {
      EXPECT_NE(name, "spot_check_count");      // says `today`
      EXPECT_NE(name, "spot_check_pass_rate");  // rests on the field that is missing
    }
    EXPECT_TRUE(std::ranges::find(table.indicators, "food_sample_count") != table.indicators.end());
  }
  std::erase_if(relation.columns, [](const auto& column) { return column.name == "motive"; });
  EXPECT_TRUE(summary_tables(catalog, {relation}).empty());  // all are by motive
}

}  // namespace
}  // namespace zhiheng::cube
