#include "cube/cube.h"

#include <fstream>
#include <limits>
#include <thread>

#include "cube/failures.h"
#include "cube/samples.h"
#include "support/place.h"

namespace zhiheng::cube {
namespace {

class CubeOfAStore : public support::OnBothEngines {
 protected:
  std::unique_ptr<Cube> cube(Engine engine = Engine::duckdb) {
    auto opened = cube::open(support::shipped_catalog(), *store_, location_, engine);
    EXPECT_TRUE(opened) << describe(opened.error());
    return opened ? *std::move(opened) : nullptr;
  }
  static void refresh(Cube& cube) {
    const auto reached = cube.refresh();
    ASSERT_TRUE(reached) << describe(reached.error());
  }
};
ZH_ON_BOTH_ENGINES(CubeOfAStore);

TEST_P(CubeOfAStore, HoldsTheNewestVersionOfEveryRecordAfterEveryRefresh) {
  std::mt19937 random(7);
  int numbers = 0;
  const auto made = cube();
  ASSERT_TRUE(made);
  for (int round = 0; round < 6; ++round) {
    for (int commits = 0; commits <= round % 3; ++commits) {
      write_at_random(*store_, random, numbers);
    }
    refresh(*made);
    EXPECT_EQ(rows_of_cube(*made), rows_of_store(*store_));
    EXPECT_EQ(made->position(), *store_->newest_commit());
  }
}

TEST_P(CubeOfAStore, GoesOnWhereItWasWhenItIsOpenedAgain) {
  write(*store_, {sample(1), sample(2)});
  auto made = cube();
  refresh(*made);
  const auto position = made->position();
  made.reset();
  made = cube();
  EXPECT_EQ(made->position(), position);
  write(*store_, {sample(3), sample(2, 5)});
  refresh(*made);
  EXPECT_EQ(rows_of_cube(*made), rows_of_store(*store_));
}

TEST_P(CubeOfAStore, AnswersOnlyAfterTheFirstFilling) {
  write(*store_, {sample(1), sample(2), sample(3)});
  const auto made = cube();  // nobody has called refresh
  EXPECT_EQ(rows_of_cube(*made).size(), 3U);
}

TEST_P(CubeOfAStore, KeepsPersonalFieldsOut) {
  const auto made = cube();
  const auto names = made->query({"SELECT * FROM complaint", {}});
  ASSERT_TRUE(names) << describe(names.error());
  for (const auto& name : names->columns) EXPECT_FALSE(name.starts_with("complainant")) << name;
  EXPECT_TRUE(std::ranges::find(names->columns, "region") != names->columns.end());
}

TEST_P(CubeOfAStore, HoldsOnlyWhatSomeIndicatorCounts) {
  const auto made = cube();
  EXPECT_TRUE(made->query({"SELECT * FROM spot_check", {}}));
  // Events are asked about one by one, and there are hundreds of millions of them.
  ASSERT_NE(support::shipped_catalog()->find_register("epcis_event"), nullptr);
  EXPECT_FALSE(made->query({"SELECT * FROM epcis_event", {}}));
}

TEST_P(CubeOfAStore, IsTheSameAfterItWasBuiltAgain) {
  std::mt19937 random(11);
  int numbers = 0;
  for (int i = 0; i < 4; ++i) write_at_random(*store_, random, numbers);
  const auto made = cube();
  refresh(*made);
  const auto before = rows_of_cube(*made);
  ASSERT_TRUE(made->rebuild());
  EXPECT_EQ(rows_of_cube(*made), before);
  EXPECT_EQ(before, rows_of_store(*store_));
}

TEST_P(CubeOfAStore, ASecondOneAtTheSameTimeGetsAFileOfItsOwn) {
  write(*store_, {sample(1)});
  const auto first = cube();
  const auto second = cube();
  ASSERT_TRUE(first && second);
  EXPECT_NE(first->place(), second->place());
  EXPECT_EQ(rows_of_cube(*second), rows_of_cube(*first));
}

TEST_P(CubeOfAStore, TheSameRowsAreInPostgresqlWithoutACopy) {
  if (GetParam() != "postgresql") GTEST_SKIP() << "the push-down wants PostgreSQL";
  std::mt19937 random(3);
  int numbers = 0;
  for (int i = 0; i < 3; ++i) write_at_random(*store_, random, numbers);
  const auto pushed = cube(Engine::postgresql);
  ASSERT_TRUE(pushed);
  refresh(*pushed);
  EXPECT_EQ(rows_of_cube(*pushed), rows_of_store(*store_));
  EXPECT_EQ(pushed->position(), *store_->newest_commit());
  ASSERT_TRUE(pushed->rebuild());
  EXPECT_EQ(rows_of_cube(*pushed), rows_of_store(*store_));
}

TEST_P(CubeOfAStore, RefusesToPushDownWithoutPostgresql) {
  if (GetParam() != "sqlite") GTEST_SKIP() << "the refusal is that of the embedded store";
  const auto opened =
      cube::open(support::shipped_catalog(), *store_, location_, Engine::postgresql);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().failure, &engine_not_possible);
}

TEST_P(CubeOfAStore, ALongQueryStopsWhenTheUserDoes) {
  for (const auto engine : {Engine::duckdb, Engine::postgresql}) {
    if (engine == Engine::postgresql && GetParam() != "postgresql") continue;
    const auto made = cube(engine);
    refresh(*made);
    std::atomic<bool> stop{false};
    std::jthread later([&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
      stop = true;
    });
    const auto begun = std::chrono::steady_clock::now();
    const auto table = made->query({"SELECT count(*) FROM generate_series(1, 30000) AS a(x), "
                                    "generate_series(1, 30000) AS b(y) "
                                    "WHERE (a.x * 7919 + b.y) % 1000003 = 5",
                                    {}},
                                   &stop);
    ASSERT_FALSE(table);
    EXPECT_EQ(table.error().failure, &interrupted);
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(5));
  }
}

TEST_P(CubeOfAStore, SaysWhatTheEngineRefused) {
  const auto made = cube();
  const auto table = made->query({"SELECT nothing FROM nowhere", {}});
  ASSERT_FALSE(table);
  EXPECT_EQ(table.error().failure, &query_refused);
}

TEST_P(CubeOfAStore, SaysThatASumHasTooManyDigits) {
  for (const auto engine : {Engine::duckdb, Engine::postgresql}) {
    if (engine == Engine::postgresql && GetParam() != "postgresql") continue;
    const auto table = cube(engine)->query(
        {"SELECT CAST(? AS BIGINT) + CAST(? AS BIGINT)",
         {std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::max()}});
    ASSERT_FALSE(table);
    EXPECT_EQ(table.error().failure, &number_too_large) << describe(table.error());
  }
}

TEST_P(CubeOfAStore, RefusesToStandWhereAFileIs) {
  if (GetParam() != "sqlite") GTEST_SKIP() << "the folder is the same for both engines";
  auto elsewhere = location_;
  elsewhere.folder = folder_.file("a file");
  std::ofstream(elsewhere.folder) << "no folder";
  const auto opened = cube::open(support::shipped_catalog(), *store_, elsewhere);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().failure, &unavailable) << describe(opened.error());
}

TEST_P(CubeOfAStore, BindsEveryKindOfValue) {
  for (const auto engine : {Engine::duckdb, Engine::postgresql}) {
    if (engine == Engine::postgresql && GetParam() != "postgresql") continue;
    const auto made = cube(engine);
    const Sql sql{
        "SELECT CAST(? AS BOOLEAN), CAST(? AS BIGINT), CAST(? AS DECIMAL(18, 2)), "
        "CAST(? AS DATE), CAST(? AS TIMESTAMP), CAST(? AS VARCHAR), CAST(? AS VARCHAR)",
        {true, std::int64_t{-7}, Decimal{-1250, 2}, make_date(2024, 2, 29),
         Timestamp{1'700'000'000'123'456}, std::string("甲'乙"), Value{}}};
    const auto table = made->query(sql);
    ASSERT_TRUE(table) << describe(table.error());
    const std::vector<Cell> wanted = {true,
                                      std::int64_t{-7},
                                      Decimal{-1250, 2},
                                      make_date(2024, 2, 29),
                                      Timestamp{1'700'000'000'123'456},
                                      std::string("甲'乙"),
                                      std::monostate{}};
    EXPECT_EQ(table->rows.at(0), wanted);
  }
}

}  // namespace
}  // namespace zhiheng::cube
