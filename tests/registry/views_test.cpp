// Saved views: whose they are, who else sees them, what cannot be kept.

#include "registry/views.h"

#include <gtest/gtest.h>

#include "registry/failures.h"
#include "support/place.h"

namespace zhiheng::registry {
namespace {

Person official(const std::string& user, const std::string& unit,
                const std::string& region = "620100") {
  return {.user = user, .name = user, .roles = {"officer"}, .region = region, .unit = unit};
}

const Person li_of_all = official("li", "");
const Person wang_of_all = official("wang", "");
const Person zhao_of_unit = official("zhao", "620100-scjg");
const Person far = official("far", "", "620000");

class SavedViews : public support::OnBothEngines {
 protected:
  static SavedView view(const std::string& name, bool shared) {
    return {.register_name = "complaint",
            .name = name,
            .filter = "state = 'received'",
            .search = "奶粉",
            .sort = "-received_on",
            .columns = {"number", "region"},
            .shared = shared};
  }
  std::vector<std::string> names(const Person& person, std::string_view of = "complaint") {
    std::vector<std::string> names;
    const auto found = Views(*store_).of(person, of);
    EXPECT_TRUE(found);
    for (const auto& one : *found) names.push_back(one.name);
    return names;
  }
  using Names = std::vector<std::string>;
};
ZH_ON_BOTH_ENGINES(SavedViews);

TEST_P(SavedViews, TheOwnOnesAreMineAndSharedOnesTheUnits) {
  Views views(*store_);
  ASSERT_TRUE(views.keep(li_of_all, view("b 待受理", false)));
  ASSERT_TRUE(views.keep(li_of_all, view("a 全处", true)));
  EXPECT_EQ(names(li_of_all), (Names{"a 全处", "b 待受理"}));
  EXPECT_EQ(names(wang_of_all), Names{"a 全处"}) << "of no unit, in the same region";
  EXPECT_EQ(names(zhao_of_unit), Names{}) << "of a unit";
  EXPECT_EQ(names(far), Names{}) << "of another region";
  EXPECT_EQ(names(li_of_all, "spot_check"), Names{});
  const auto found = views.of(wang_of_all, "complaint")->at(0);
  EXPECT_EQ(found.filter, "state = 'received'");
  EXPECT_EQ(found.search, "奶粉");
  EXPECT_EQ(found.sort, "-received_on");
  EXPECT_EQ(found.columns, (Names{"number", "region"}));
  EXPECT_EQ(found.owner, "li");
  EXPECT_TRUE(found.shared);
}

TEST_P(SavedViews, OnlyWhoMadeItChangesOrRemovesIt) {
  Views views(*store_);
  const auto id = views.keep(li_of_all, view("一", true));
  ASSERT_TRUE(id);
  SavedView taken = view("改", true);
  taken.id = *id;
  EXPECT_EQ(views.keep(wang_of_all, taken).error().failure, &not_found);
  EXPECT_EQ(views.remove(wang_of_all, *id).error().failure, &not_found);
  taken.shared = false;
  EXPECT_EQ(*views.keep(li_of_all, taken), *id);
  EXPECT_EQ(names(li_of_all), Names{"改"});
  EXPECT_EQ(names(wang_of_all), Names{}) << "it is shared no more";
  ASSERT_TRUE(views.remove(li_of_all, *id));
  EXPECT_EQ(names(li_of_all), Names{});
  EXPECT_EQ(views.remove(li_of_all, *id).error().failure, &not_found);
}

TEST_P(SavedViews, WhatCannotBeReadOrIsTooMuchIsRefused) {
  Views views(*store_);
  EXPECT_EQ(views.keep(li_of_all, view("  ", false)).error().failure, &required);
  EXPECT_EQ(views.keep(li_of_all, view(std::string(61, 'a'), false)).error().failure, &too_long);
  EXPECT_EQ(views.keep(li_of_all, view("\xff", false)).error().failure, &text_unreadable);
  SavedView endless = view("长", false);
  endless.filter = std::string(9000, 'a');
  EXPECT_EQ(views.keep(li_of_all, endless).error().failure, &too_long);
  for (std::size_t i = 0; i < most_views; ++i)
    ASSERT_TRUE(views.keep(li_of_all, view(std::to_string(i), false)));
  EXPECT_EQ(views.keep(li_of_all, view("又一个", false)).error().failure, &limit_wrong);
}

}  // namespace
}  // namespace zhiheng::registry
