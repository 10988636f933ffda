// Searches and counts of large registers: through the index of signs, and no further than asked.

#include <gtest/gtest.h>

#include "records.h"
#include "registry/failures.h"
#include "store/search_index.h"
#include "support/place.h"

namespace zhiheng::registry {
namespace {

class Searches : public support::OnBothEngines {
 protected:
  void SetUp() override {
    OnBothEngines::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    director_.user = "director";
    director_.roles = {"administrator"};
    std::vector<Entry> entries;
    for (int i = 0; i < 30; ++i) {
      Entry entry = complaint("T-" + std::to_string(100 + i), i % 2 == 0 ? "620102" : "610102");
      entry.values[4] = std::string(i % 3 == 0 ? "电热水壶漏电" : "商品变质");
      entries.push_back(std::move(entry));
    }
    ASSERT_TRUE(registry_->put(director_, of(), complaint_columns, std::move(entries)));
  }

  [[nodiscard]] const catalog::Register& of() const { return named("complaint"); }

  std::size_t found(const std::string& words, const std::string& filter = "") {
    const auto page = registry_->list(director_, of(), {.filter = filter, .search = words});
    EXPECT_TRUE(page) << describe(page.error());
    return page ? page->records.size() : 0;
  }

  /// Writes the index as the program does, up to `last`, but for the version `forgotten`.
  void index_up_to(std::int64_t last, std::int64_t forgotten) {
    std::string names = "1";
    std::vector<std::size_t> searched;
    for (std::size_t i = 0; i < of().fields.size(); ++i) {
      if (!of().fields[i].searchable || of().fields[i].personal) continue;
      searched.push_back(i);
      names += "," + of().fields[i].name;
    }
    std::vector<store::SearchEntry> entries;
    ASSERT_TRUE(store_->read({.table = "complaint", .order = {{"seq", false}}},
                             [&](const store::Version& version) {
                               store::SearchEntry entry{.seq = version.seq, .grams = {}};
                               for (const auto field : searched) {
                                 if (version.seq == forgotten) continue;
                                 store::add_grams(entry.grams, to_text(version.values[field]));
                               }
                               if (version.seq <= last) entries.push_back(std::move(entry));
                               return true;
                             }));
    const auto written = store::write_search(*store_, "complaint", std::nullopt,
                                             {.seq = last, .of = names}, entries);
    ASSERT_TRUE(written && *written);
  }

  Person director_;
};

TEST_P(Searches, FindTheSameWithAndWithoutTheIndex) {
  ASSERT_EQ(found("漏电"), 10U);
  index_up_to(20, 0);
  for (const auto& [words, filter, number] : {std::tuple{"漏电", "", 10U},
                                              {"热水壶漏", "", 10U},
                                              {"漏电 T-10", "", 4U},
                                              {"t-129", "", 1U},
                                              {"漏", "", 10U},
                                              {"电漏", "", 0U},
                                              {"漏电", "region under '620000'", 5U},
                                              {"变质", "number >= 'T-120'", 7U}}) {
    EXPECT_EQ(found(words, filter), number) << words << " " << filter;
  }
}

// Proof that it is asked: what it does not have is not found, unless it is newer.
TEST_P(Searches, AskTheIndexAndWhatIsNewerThanIt) {
  index_up_to(20, 7);
  EXPECT_EQ(found("漏电"), 9U);
}

TEST_P(Searches, DoNotAskAnIndexOfOtherFields) {
  index_up_to(30, 7);
  const auto position = store::search_position(*store_, "complaint");
  ASSERT_TRUE(position && *position);
  ASSERT_TRUE(
      *store::write_search(*store_, "complaint", **position, {.seq = 30, .of = "1,number"}, {}));
  EXPECT_EQ(found("漏电"), 10U);
}

TEST_P(Searches, OfSmallRegistersNeedNoIndex) {
  ASSERT_TRUE(registry_->follow_clocks());
  const auto position = store::search_position(*store_, "complaint");
  ASSERT_TRUE(position);
  EXPECT_FALSE(*position);
}

TEST_P(Searches, CountUpToALimitAboveAPage) {
  ListQuery query{.search = "漏电"};
  EXPECT_EQ(*registry_->count(director_, of(), query), 10);
  query.limit = 1'001;
  EXPECT_EQ(*registry_->count(director_, of(), query), 10);
  query.search = "";
  EXPECT_EQ(*registry_->count(director_, of(), query), 30);
  query.filter = "colour = 'red'";
  EXPECT_FALSE(registry_->count(director_, of(), query));
}

ZH_ON_BOTH_ENGINES(Searches);

}  // namespace
}  // namespace zhiheng::registry
