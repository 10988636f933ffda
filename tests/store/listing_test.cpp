#include "store/listing.h"

#include <algorithm>

#include "store/failures.h"
#include "store/search_index.h"
#include "store_fixture.h"

namespace zhiheng::store {
namespace {

constexpr Patience patience{
    .few = 8'000, .many = 100'000, .look_ms = 15, .short_look_ms = 4, .walk_ms = 60};

class Listings : public EveryEngine {
 protected:
  /// So many that looking records up and going through them in order both happen: product repeats
  /// every seven, the day every 90, "rare" comes once in a thousand.
  void fill(int rows = 6'000) {
    Table table = spot_checks();
    table.indexes = {{"product", "id", "sampled_on", "state"}, {"sampled_on", "id", "state"}};
    ASSERT_TRUE(store_->declare({&table, 1}));
    std::vector<Draft> drafts;
    for (int i = 0; i < rows; ++i) {
      Draft draft =
          spot_check(std::to_string(10'000 + i), "product " + std::to_string(i % 7), i % 90);
      if (i % 1'000 == 999) draft.values[1] = std::string("rare 漏电");
      if (i % 11 == 0) draft.values[5] = Value();
      drafts.push_back(std::move(draft));
    }
    ASSERT_TRUE(store_->write(author_, "spot_check", names_of(table), drafts));
  }

  static std::vector<std::int64_t> seqs(const std::vector<Version>& versions) {
    std::vector<std::int64_t> found;
    for (const Version& version : versions) found.push_back(version.seq);
    return found;
  }

  std::vector<std::int64_t> page(const Select& select, const std::vector<Narrowing>& narrowings) {
    std::vector<Version> versions;
    const auto read = read_page(*store_, select, narrowings, patience, [&](const Version& version) {
      versions.push_back(version);
      return true;
    });
    EXPECT_TRUE(read) << describe(read.error());
    return seqs(versions);
  }

  /// All pages of a list, each behind the last row of the one before.
  std::vector<std::int64_t> pages(Select select, const std::vector<Narrowing>& narrowings) {
    std::vector<std::int64_t> all;
    for (;;) {
      std::vector<Version> versions;
      EXPECT_TRUE(read_page(*store_, select, narrowings, patience, [&](const Version& version) {
        versions.push_back(version);
        return true;
      }));
      const auto found = seqs(versions);
      all.insert(all.end(), found.begin(), found.end());
      if (std::ssize(versions) < select.limit) return all;
      const Version& last = versions.back();
      select.after.clear();
      for (const auto& order : select.order) {
        const std::size_t at = order.column == "product" ? 1 : order.column == "price" ? 4 : 5;
        select.after.push_back(order.column == "seq" ? Value(last.seq) : last.values[at]);
      }
      select.after.emplace_back(to_text(last.id));
    }
  }

  /// Everything that the index does not have yet.
  void index_all() {
    std::vector<SearchEntry> entries;
    for (const Version& version : rows_of({.table = "spot_check", .order = {{"seq", false}}})) {
      SearchEntry entry{.seq = version.seq, .grams = {}};
      add_grams(entry.grams, std::get<std::string>(version.values[1]));
      entries.push_back(std::move(entry));
    }
    const SearchPosition to{.seq = entries.back().seq, .of = "product"};
    const auto written = write_search(*store_, "spot_check", std::nullopt, to, entries);
    ASSERT_TRUE(written) << describe(written.error());
    EXPECT_TRUE(*written);
  }

  Narrowing by_word(const std::string& word) {
    std::vector<std::int32_t> grams;
    add_grams(grams, word);
    const auto position = search_position(*store_, "spot_check");
    EXPECT_TRUE(position && *position);
    return {"seq", search_candidates(store_->dialect(), "spot_check", grams, **position)};
  }
};

// Whatever leads there: what is shown is what a plain reading gives.
TEST_P(Listings, GiveWhatAPlainReadingGives) {
  fill();
  struct Case {
    Sql where;
    std::vector<Narrowing> narrowings;
  };
  const Sql day{"sampled_on >= ?", {Date{19'840}}};
  const Sql product{"product = ?", {std::string("product 3")}};
  const Sql none{"product = ?", {std::string("nothing")}};
  const Sql rare{"product = ?", {std::string("rare 漏电")}};
  const Case cases[] = {
      {{}, {}},
      {product, {{"product", product}}},
      {rare, {{"product", rare}}},
      {none, {{"product", none}}},
      {{"(product = ?) AND (sampled_on >= ?)", {std::string("product 3"), Date{19'840}}},
       {{"product", product}, {"sampled_on", day}}},
      {day, {{"sampled_on", day}}}};
  const std::vector<std::vector<Select::Order>> orders = {
      {{"seq", true}},         {{"seq", false}},
      {{"sampled_on", false}}, {{"sampled_on", true}},
      {{"product", true}},     {{"product", false}},
      {{"price", false}},      {{"product", true}, {"sampled_on", false}}};
  for (const auto& [where, narrowings] : cases) {
    for (const auto& order : orders) {
      Select select{.table = "spot_check", .where = where, .order = order};
      const auto whole = seqs(rows_of(select));
      select.limit = 40;
      const auto first = page(select, narrowings);
      ASSERT_EQ(first,
                std::vector<std::int64_t>(
                    whole.begin(), whole.begin() + std::min<std::ptrdiff_t>(40, std::ssize(whole))))
          << where.text << " by " << order.front().column;
      select.limit = 997;
      ASSERT_EQ(pages(select, narrowings), whole) << where.text << " by " << order.front().column;
      for (const std::int64_t most : {std::int64_t{10}, std::int64_t{10'000}}) {
        const auto count = count_up_to(*store_, select, narrowings, patience, most);
        ASSERT_TRUE(count) << describe(count.error());
        EXPECT_EQ(*count, std::min<std::int64_t>(most, std::ssize(whole)));
      }
    }
  }
}

TEST_P(Listings, DoWithoutAnIndexThatIsNotThere) {
  fill(300);
  if (GetParam() == Dialect::sqlite) {
    tamper("DROP INDEX i_spot_check_sampled_on_id_state");
    tamper("DROP INDEX i_spot_check_product_id_sampled_on_state");
  }
  const Sql product{"product = ?", {std::string("product 3")}};
  const std::vector<Narrowing> narrowings = {{"product", product}};
  Select select{.table = "spot_check", .where = product, .order = {{"sampled_on", true}}};
  const auto whole = seqs(rows_of(select));
  select.limit = 1'000;
  EXPECT_EQ(page(select, narrowings), whole);
  EXPECT_EQ(*count_up_to(*store_, select, narrowings, patience, 1'000), std::ssize(whole));
}

TEST_P(Listings, RefuseWhatAReadingRefuses) {
  fill(10);
  const auto none = [](const Version&) { return true; };
  Select select{.table = "nothing", .order = {{"seq", true}}, .limit = 1};
  EXPECT_EQ(read_page(*store_, select, {}, patience, none).error().failure, &unknown_table);
  EXPECT_EQ(count_up_to(*store_, select, {}, patience, 5).error().failure, &unknown_table);
  select = {.table = "spot_check", .order = {{"colour", true}}, .limit = 1};
  EXPECT_EQ(read_page(*store_, select, {}, patience, none).error().failure, &unknown_column);
  select = {.table = "spot_check", .where = {"colour = 1", {}}, .limit = 1};
  EXPECT_EQ(read_page(*store_, select, {}, patience, none).error().failure, &query_failed);
}

TEST_P(Listings, FindWordsThroughTheSearchIndexAndWhatIsNewerThanIt) {
  fill(3'000);
  index_all();
  ASSERT_TRUE(write_one("spot_check", {"number", "product"},
                        {.values = {std::string("new"), std::string("新漏电品")}})
                  .outcome == Outcome::added);
  const Sql like{"product LIKE ?", {std::string("%漏电%")}};
  for (const auto& order : {std::vector<Select::Order>{{"seq", true}}, {{"sampled_on", false}}}) {
    Select select{.table = "spot_check", .where = like, .order = order};
    const auto whole = seqs(rows_of(select));
    EXPECT_EQ(whole.size(), 4U);
    select.limit = 50;
    EXPECT_EQ(page(select, {by_word("漏电")}), whole);
    EXPECT_EQ(*count_up_to(*store_, select, std::vector{by_word("漏电")}, patience, 100), 4);
  }
  // Beside a condition that an index leads to, whichever of the two is narrower.
  const Narrowing product{"product", {"product = ?", {std::string("rare 漏电")}}};
  for (const auto& [narrow, found] : {std::pair{product, 3}, {Narrowing{"product", like}, 4}}) {
    Select both{.table = "spot_check",
                .where = {"(product LIKE ?) AND (" + narrow.where.text + ")",
                          {std::string("%漏电%"), narrow.where.values[0]}},
                .order = {{"seq", true}},
                .limit = 50};
    EXPECT_EQ(std::ssize(page(both, {narrow, by_word("漏电")})), found);
    EXPECT_EQ(*count_up_to(*store_, both, std::vector{narrow, by_word("漏电")}, patience, 100),
              found);
  }
  // An older version that held the word does not show the newer one, which does not.
  ASSERT_EQ(write_one("spot_check", {"number", "product"},
                      {.values = {std::string("new"), std::string("kettle")}})
                .outcome,
            Outcome::changed);
  Select select{.table = "spot_check", .where = like, .order = {{"seq", true}}, .limit = 50};
  EXPECT_EQ(page(select, {by_word("漏电")}).size(), 3U);
}

TEST_P(Listings, OneReaderWritesTheSearchIndex) {
  fill(10);
  index_all();
  const auto position = search_position(*store_, "spot_check");
  ASSERT_TRUE(position && *position);
  EXPECT_EQ((*position)->seq, 10);
  const SearchPosition next{.seq = 11, .of = "product"};
  const SearchEntry entry{.seq = 11, .grams = {1, -2}};
  EXPECT_TRUE(*write_search(*store_, "spot_check", *position, next, {&entry, 1}));
  // Whoever read the old position comes too late; so does who thinks that there is none.
  EXPECT_FALSE(*write_search(*store_, "spot_check", *position, next, {&entry, 1}));
  EXPECT_FALSE(*write_search(*store_, "spot_check", std::nullopt, next, {&entry, 1}));
  // Of other columns it is made anew.
  EXPECT_TRUE(*write_search(*store_, "spot_check", std::nullopt, {.seq = 0, .of = "number"}, {}));
  EXPECT_EQ((**search_position(*store_, "spot_check")).seq, 0);
  EXPECT_FALSE(*search_position(*store_, "nothing"));
}

TEST(Grams, AreThePairsOfNeighbouringSigns) {
  const auto of = [](std::string_view text) {
    std::vector<std::int32_t> grams;
    add_grams(grams, text);
    return grams;
  };
  EXPECT_EQ(of("投诉举报").size(), 3U);
  EXPECT_EQ(of("投诉投诉").size(), 2U);  // each once
  EXPECT_EQ(of("AbC"), of("aBc"));
  EXPECT_TRUE(of("一").empty());
  EXPECT_TRUE(of("a b\t电\n器\u3000量").empty());
  // What a text holds, the grams of the text hold.
  const auto whole = of("商场购买电热水壶，漏电，要求退货退款。");
  for (const char* part : {"漏电", "电热水壶", "退款。", "，漏电，"}) {
    const auto grams = of(part);
    EXPECT_TRUE(std::ranges::includes(whole, grams)) << part;
  }
  EXPECT_FALSE(std::ranges::includes(whole, of("电漏")));
}

ZH_EVERY_ENGINE(Listings);

}  // namespace
}  // namespace zhiheng::store
