// Lists, searches and histories of registers whose records lie on the workers of a cluster.

#include <gtest/gtest.h>

#include <algorithm>

#include "records.h"
#include "store/search_index.h"
#include "support/cluster_place.h"

namespace zhiheng::registry {
namespace {

class ListsOfACluster : public support::OnACluster {
 protected:
  ListsOfACluster() : OnACluster("complaint,spot_check") {}

  void SetUp() override {
    OnACluster::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    std::vector<Entry> entries;
    for (int i = 0; i < 60; ++i) {
      Entry entry = complaint("T-" + std::to_string(100 + i), i % 2 == 0 ? "620102" : "610102");
      entry.values[4] = std::string(i % 3 == 0 ? "电热水壶漏电" : "商品变质");
      entries.push_back(std::move(entry));
    }
    ASSERT_TRUE(registry_->put(operator_, of(), complaint_columns, std::move(entries)));
  }

  [[nodiscard]] const catalog::Register& of() const { return named("complaint"); }

  /// The numbers of all records of a list, page by page.
  std::vector<std::string> listed(ListQuery query) {
    query.fields = {"number"};
    std::vector<std::string> numbers;
    do {
      const auto page = registry_->list(operator_, of(), query);
      EXPECT_TRUE(page) << describe(page.error());
      if (!page) return numbers;
      for (const Record& record : page->records) {
        numbers.push_back(std::get<std::string>(record.values.front()));
      }
      query.after = page->next;
    } while (!query.after.empty());
    return numbers;
  }

  Person operator_ = local_operator();
};

TEST_F(ListsOfACluster, AreSortedFilteredAndTurnedPageByPage) {
  const auto ascending = listed({.sort = {"number"}, .limit = 7});
  ASSERT_EQ(ascending.size(), 60U);
  EXPECT_TRUE(std::ranges::is_sorted(ascending));
  auto descending = listed({.sort = {"-number"}, .limit = 11});
  std::ranges::reverse(descending);
  EXPECT_EQ(descending, ascending);
  EXPECT_EQ(
      listed({.filter = "region under '620000'", .sort = {"-received_on"}, .limit = 9}).size(),
      30U);
  EXPECT_EQ(listed({.filter = "number >= 'T-150'", .sort = {"number"}}).front(), "T-150");
  EXPECT_EQ(*registry_->count(operator_, of(), {.filter = "region under '610000'"}), 30);
}

TEST_F(ListsOfACluster, FindWordsWithAndWithoutTheIndex) {
  EXPECT_EQ(listed({.search = "漏电"}).size(), 20U);
  std::string names = "1";
  for (const auto& field : of().fields) {
    if (field.searchable && !field.personal) names += "," + field.name;
  }
  std::vector<store::SearchEntry> entries;
  ASSERT_TRUE(store_->read({.table = "complaint", .order = {{"seq", false}}},
                           [&](const store::Version& version) {
                             store::SearchEntry entry{.seq = version.seq, .grams = {}};
                             for (std::size_t i = 0; i < of().fields.size(); ++i) {
                               const auto& field = of().fields[i];
                               if (!field.searchable || field.personal) continue;
                               store::add_grams(entry.grams, to_text(version.values[i]));
                             }
                             // One is forgotten, which shows that the index is asked.
                             if (version.seq == 1) entry.grams.clear();
                             if (version.seq <= 50) entries.push_back(std::move(entry));
                             return true;
                           }));
  ASSERT_TRUE(
      *store::write_search(*store_, "complaint", std::nullopt, {.seq = 50, .of = names}, entries));
  EXPECT_EQ(listed({.search = "漏电"}).size(), 19U);
  // Here the region leads to fewer, and the texts are compared.
  EXPECT_EQ(listed({.filter = "region under '620000'", .search = "漏电", .limit = 3}).size(), 10U);
}

TEST_F(ListsOfACluster, ShowWhatIsOverdueThoughTheAgendaLiesOnTheCoordinator) {
  EXPECT_EQ(*registry_->count(operator_, of(), {.overdue = true}), 60);
  EXPECT_EQ(listed({.filter = "region under '620000'", .limit = 8, .overdue = true}).size(), 30U);
}

TEST_F(ListsOfACluster, ARecordIsFoundChangedAndItsHistoryTold) {
  const Value key[] = {std::string("T-107")};
  std::vector<std::string> columns;
  const auto found = registry_->find(operator_, of(), key, columns);
  ASSERT_TRUE(found) << describe(found.error());
  Entry again = complaint("T-107", "610102");
  again.values[4] = std::string("再次变质");
  const auto changed = registry_->put(operator_, of(), complaint_columns, {again, again});
  ASSERT_TRUE(changed) << describe(changed.error());
  const auto history = registry_->history(operator_, of(), found->id);
  ASSERT_TRUE(history) << describe(history.error());
  EXPECT_EQ(history->records.size(), 2U);
  EXPECT_EQ(registry_->find(operator_, of(), key, columns)->version, 2);
  EXPECT_TRUE(store_->verify()->broken.empty());
}

}  // namespace
}  // namespace zhiheng::registry
