#include "store/failures.h"
#include "store_fixture.h"

namespace zhiheng::store {
namespace {

class Migration : public EveryEngine {};

TEST_P(Migration, AddsColumnsAndIndexesWithoutTouchingOldHashes) {
  declare_with_rows(5);
  const auto before = rows_of({.table = "spot_check"});
  Table table = spot_checks();
  table.columns.insert(table.columns.begin(), {"inspector", Storage::text});
  table.indexes.push_back({"inspector"});
  ASSERT_TRUE(store_->declare({&table, 1}));
  const auto after = rows_of({.table = "spot_check"});
  ASSERT_EQ(after.size(), before.size());
  for (std::size_t i = 0; i < after.size(); ++i) {
    EXPECT_TRUE(is_null(after[i].values[0]));
    EXPECT_EQ(after[i].values[1], before[i].values[0]);
    EXPECT_EQ(after[i].hash, before[i].hash);
  }
  EXPECT_TRUE(store_->verify()->broken.empty());
  const Draft draft{.values = {std::string("Li"), std::string("0001")}};
  EXPECT_EQ(write_one("spot_check", {"inspector", "number"}, draft).outcome, Outcome::changed);
  EXPECT_TRUE(store_->verify()->broken.empty());
}

TEST_P(Migration, KeepsAColumnThatVanishedFromTheDeclaration) {
  declare_with_rows(1);
  Table table = spot_checks();
  table.columns.erase(table.columns.begin() + 4);  // price
  ASSERT_TRUE(store_->declare({&table, 1}));
  EXPECT_EQ(rows_of({.table = "spot_check"}).at(0).values.size(), 6U);
  const Draft draft{.values = {std::string("0001"), std::string("stove")}};
  EXPECT_EQ(write_one("spot_check", {"number", "product"}, draft).outcome, Outcome::changed);
  EXPECT_TRUE(store_->verify()->broken.empty());
  const Table whole = spot_checks();
  ASSERT_TRUE(store_->declare({&whole, 1}));
  EXPECT_EQ(rows_of({.table = "spot_check"}).at(0).values[4], Value(Decimal{-1250, 2}));
}

TEST_P(Migration, RefusesAChangedType) {
  declare_with_rows(1);
  Table table = spot_checks();
  table.columns[3].storage = Storage::text;
  const auto refused = store_->declare({&table, 1});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().failure, &migration_refused);
  EXPECT_EQ(refused.error().where, "spot_check.lots");
  EXPECT_EQ(refused.error().wanted, "integer");
  table = spot_checks();
  table.columns[4].scale = 3;
  EXPECT_FALSE(store_->declare({&table, 1}));
  table = spot_checks();
  table.columns[1].encrypted = true;
  EXPECT_FALSE(store_->declare({&table, 1}));
}

TEST_P(Migration, RefusesNamesThatItCouldNotKeep) {
  const Column column{"text", Storage::text};
  const std::vector<Table> wrong = {{"Note", {column}, {}, {}},
                                    {"note\"; drop table commits", {column}, {}, {}},
                                    {"note", {{"version", Storage::integer}}, {}, {}},
                                    {"note", {column, column}, {}, {}},
                                    {"note", {column}, {"number"}, {}},
                                    {"note", {column}, {}, {{"number"}}},
                                    {"note", {{"secret", Storage::date, 0, true}}, {}, {}}};
  for (const Table& table : wrong) {
    const auto refused = store_->declare({&table, 1});
    ASSERT_FALSE(refused) << table.name;
    EXPECT_EQ(refused.error().failure, &migration_refused);
  }
}

TEST_P(Migration, FollowsAChangedNaturalKeyAndRefusesAnAmbiguousOne) {
  declare_with_rows(4);
  Table table = spot_checks();
  table.key = {"product"};
  const auto refused = store_->declare({&table, 1});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().failure, &migration_refused);
  EXPECT_TRUE(store_->verify()->broken.empty());
  table.key = {"number", "product"};
  ASSERT_TRUE(store_->declare({&table, 1}));
  EXPECT_TRUE(store_->verify()->broken.empty());
  const auto names = names_of(table);
  EXPECT_EQ(write_one("spot_check", names, spot_check("0001", "toy", 1)).outcome,
            Outcome::unchanged);
  EXPECT_EQ(write_one("spot_check", names, spot_check("0001", "lamp")).outcome, Outcome::added);
}

TEST_P(Migration, FindsAKeyOfTwoRecordsHoweverFarApartTheyLie) {
  Table table = spot_checks();
  ASSERT_TRUE(store_->declare({&table, 1}));
  std::vector<Draft> drafts;
  for (int i = 0; i < 4500; ++i) {
    drafts.push_back(spot_check(std::to_string(i), "product " + std::to_string(i)));
  }
  ASSERT_TRUE(store_->write(author_, "spot_check", names_of(table), std::move(drafts)));
  table.key = {"product"};
  ASSERT_TRUE(store_->declare({&table, 1}));
  EXPECT_EQ(write_one("spot_check", names_of(table), spot_check("x", "product 9")).outcome,
            Outcome::changed);
  table.key = {"number"};
  ASSERT_TRUE(store_->declare({&table, 1}));
  EXPECT_EQ(write_one("spot_check", names_of(table), spot_check("y", "product 100")).outcome,
            Outcome::added);
  table.key = {"product"};
  const auto refused = store_->declare({&table, 1});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().failure, &migration_refused);
}

TEST_P(Migration, IsSeenAgainAfterReopening) {
  declare_with_rows(3);
  open_store();
  ASSERT_NE(store_->table("spot_check"), nullptr);
  EXPECT_EQ(store_->table("spot_check")->columns.size(), 7U);
  EXPECT_EQ(store_->table("nothing"), nullptr);
  EXPECT_EQ(store_->tables(), std::vector<std::string>{"spot_check"});
  EXPECT_EQ(rows_of({.table = "spot_check"}).size(), 3U);
  const Table table = spot_checks();
  EXPECT_TRUE(store_->declare({&table, 1}));
}

TEST_P(Migration, RefusesAStoreOfANewerProgram) {
  store_.reset();
  tamper("UPDATE store_facts SET value = '99' WHERE name = 'schema_version'");
  const auto opened = open(location_);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().failure, &newer_schema);
}

TEST_P(Migration, RefusesToWriteWhenOpenedForReading) {
  declare_with_rows(1);
  open_store(true);
  EXPECT_EQ(rows_of({.table = "spot_check"}).size(), 1U);
  const auto refused =
      store_->write(author_, "spot_check", names_of(spot_checks()), {spot_check("9")});
  EXPECT_EQ(refused.error().failure, &read_only);
  EXPECT_EQ(store_->begin(author_).error().failure, &read_only);
  EXPECT_EQ(store_->put("a", "b", "c").error().failure, &read_only);
}

TEST(Opening, RefusesWhatIsNotAStore) {
  const TemporaryFolder folder;
  EXPECT_EQ(
      open({.folder = folder.path("none"), .database = {}, .read_only = true}).error().failure,
      &cannot_open);
  EXPECT_EQ(open({.folder = {}, .database = "postgres://nobody@127.0.0.1:1/x"}).error().failure,
            &cannot_open);
}

ZH_EVERY_ENGINE(Migration);

}  // namespace
}  // namespace zhiheng::store
