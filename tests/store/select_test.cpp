#include <algorithm>

#include "store/failures.h"
#include "store_fixture.h"

namespace zhiheng::store {
namespace {

class Selecting : public EveryEngine {
 protected:
  /// Twenty records whose product and day repeat and are sometimes null.
  void fill() {
    declare_with_rows(0);
    std::vector<Draft> drafts;
    const char* const products[] = {"stove", "kettle", "玩具"};
    for (int i = 0; i < 20; ++i) {
      Draft draft = spot_check(std::to_string(100 + i), products[i % 3], i % 4);
      if (i % 5 == 0) draft.values[1] = Value();
      if (i % 7 == 0) draft.values[5] = Value();
      drafts.push_back(std::move(draft));
    }
    ASSERT_TRUE(store_->write(author_, "spot_check", names_of(spot_checks()), drafts));
  }

  static std::vector<std::string> numbers(const std::vector<Version>& rows) {
    std::vector<std::string> found;
    for (const Version& row : rows) found.push_back(std::get<std::string>(row.values[0]));
    return found;
  }

  /// The same select in pages of `size`, each beginning behind the last row of the one before.
  std::vector<Version> in_pages(Select select, std::int64_t size) {
    std::vector<Version> all;
    select.limit = size;
    for (;;) {
      const auto page = rows_of(select);
      all.insert(all.end(), page.begin(), page.end());
      if (page.size() < static_cast<std::size_t>(size)) return all;
      select.after.clear();
      for (const Select::Order& order : select.order) {
        select.after.push_back(page.back().values[order.column == "product" ? 1 : 5]);
      }
      select.after.emplace_back(to_text(page.back().id));
    }
  }
};

TEST_P(Selecting, ByPagesGivesTheSameRowsAsAtOnce) {
  fill();
  const std::vector<std::vector<Select::Order>> orders = {
      {},
      {{"product", false}},
      {{"product", true}},
      {{"sampled_on", true}, {"product", true}},
      {{"sampled_on", false}, {"product", true}},
      {{"sampled_on", true}, {"product", false}}};
  for (const auto& order : orders) {
    const Select select{.table = "spot_check", .order = order};
    const auto whole = rows_of(select);
    EXPECT_EQ(whole.size(), 20U);
    for (const std::int64_t size : {1, 3, 7}) {
      EXPECT_EQ(numbers(in_pages(select, size)), numbers(whole))
          << (order.empty() ? "id" : order[0].column) << " by " << size;
    }
  }
}

TEST_P(Selecting, SortsNullsFirstAndTextByBytes) {
  fill();
  const auto rows = rows_of({.table = "spot_check", .order = {{"product", false}}});
  std::vector<std::string> products;
  for (const Version& row : rows) products.push_back(to_text(row.values[1]));
  EXPECT_EQ(products.front(), "");
  EXPECT_EQ(products.back(), "玩具");
  EXPECT_TRUE(std::is_sorted(products.begin(), products.end()));
}

TEST_P(Selecting, FiltersOnDeclaredAndOwnColumns) {
  fill();
  const auto count = [&](const std::string& where, std::vector<Value> values) {
    const auto number = store_->count({.table = "spot_check", .where = {where, std::move(values)}});
    EXPECT_TRUE(number) << describe(number.error());
    return number ? *number : -1;
  };
  EXPECT_EQ(count("product = ?", {std::string("kettle")}), 6);
  EXPECT_EQ(count("sampled_on >= ? AND passed", {Date{19'802}}), 8);
  EXPECT_EQ(count("price = ?", {Decimal{-1250, 2}}), 20);
  EXPECT_EQ(count("lots < ?", {std::int64_t{0}}), 20);
  EXPECT_EQ(count("seen_at = ?", {Timestamp{1'700'000'000'123'456}}), 20);
  EXPECT_EQ(count("passed = ?", {true}), 20);
  EXPECT_EQ(
      count("state = ? AND recorded_by = ?", {std::string("draft"), std::string("inspector")}), 20);
  EXPECT_EQ(count("recorded_at > ?", {Timestamp{0}}), 20);
  const auto id = rows_of({.table = "spot_check", .limit = 1}).at(0).id;
  EXPECT_EQ(count("id = uuid(?)", {to_text(id)}), 1);
  // What a user types is a value and never SQL.
  EXPECT_EQ(count("product = ?", {std::string("' OR 1=1 --")}), 0);
}

TEST_P(Selecting, RefusesWhatTheTableHasNot) {
  fill();
  const auto none = [](const Version&) { return true; };
  EXPECT_EQ(store_->read({.table = "nothing"}, none).error().failure, &unknown_table);
  EXPECT_EQ(
      store_->read({.table = "spot_check", .order = {{"colour", false}}}, none).error().failure,
      &unknown_column);
  EXPECT_EQ(
      store_->read({.table = "spot_check", .where = {"colour = 1", {}}}, none).error().failure,
      &query_failed);
  EXPECT_EQ(
      store_->read({.table = "spot_check", .after = {std::string("x"), std::string("y")}}, none)
          .error()
          .failure,
      &wrong_type);
}

TEST_P(Selecting, StopsWhenTheCallerHasSeenEnough) {
  fill();
  int seen = 0;
  EXPECT_TRUE(store_->read({.table = "spot_check"}, [&](const Version&) { return ++seen < 3; }));
  EXPECT_EQ(seen, 3);
  EXPECT_EQ(*store_->count({.table = "spot_check"}), 20);  // the connection is still good
}

TEST_P(Selecting, AnswersWhileATransactionIsOpen) {
  fill();
  auto unit = store_->begin(author_);
  ASSERT_TRUE(unit);
  const std::vector<Draft> drafts = {spot_check("new")};
  ASSERT_TRUE((*unit)->append("spot_check", names_of(spot_checks()), drafts));
  EXPECT_EQ(rows_of({.table = "spot_check"}).size(), 20U);
  // A reader inside a reader has a connection of its own.
  const auto nested = store_->read({.table = "spot_check", .limit = 1}, [&](const Version&) {
    return *store_->count({.table = "spot_check"}) == 20;
  });
  EXPECT_TRUE(nested);
}

ZH_EVERY_ENGINE(Selecting);

}  // namespace
}  // namespace zhiheng::store
