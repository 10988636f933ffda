#include "registry/names.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "records.h"
#include "registry/lifecycle.h"
#include "support/place.h"

namespace zhiheng::registry {
namespace {

const Person the_public{};
const Person officer_of_lanzhou{
    .user = "li", .name = "李", .roles = {"officer"}, .region = "620100"};
const Person administrator{.user = "an", .name = "安", .roles = {"administrator"}, .region = ""};

const std::string near = credit_code("620102", 1);
const std::string far = credit_code("610102", 2);
const std::string unknown = credit_code("620102", 3);

class Naming : public support::OnBothEngines {
 protected:
  void SetUp() override {
    OnBothEngines::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    put("enterprise", enterprise_columns, {enterprise(1), enterprise(2, "610102")});
    auto columns = complaint_columns;
    columns.emplace_back("respondent");
    std::vector<Entry> complaints = {complaint("T1"), complaint("T2"), complaint("T3"),
                                     complaint("T4"), complaint("X1", "610102")};
    const Value respondents[] = {near, far, unknown, Value(), far};
    for (std::size_t i = 0; i < complaints.size(); ++i) {
      complaints[i].values.push_back(respondents[i]);
    }
    put("complaint", columns, std::move(complaints));
    const std::vector<std::string> handed = {"complaint",    "region", "from_authority",
                                             "to_authority", "cause",  "sent_on"};
    const auto from_list = [&](const char* field, std::size_t which = 0) {
      const auto& of = named("complaint_transfer");
      return registry_->catalog().find_codes(of.find_field(field)->codes)->codes.at(which).code;
    };
    put("complaint_transfer", handed,
        {{.values = {std::string("T1"), std::string("620102"), from_list("from_authority"),
                     from_list("to_authority", 1), from_list("cause"), make_date(2024, 5, 7)}},
         {.values = {std::string("X1"), std::string("620102"), from_list("from_authority"),
                     from_list("to_authority", 1), from_list("cause"), make_date(2024, 5, 7)}}});
  }

  void put(const std::string& name, const std::vector<std::string>& columns,
           std::vector<Entry> entries) {
    const auto answers = registry_->put(administrator, named(name), columns, std::move(entries));
    ASSERT_TRUE(answers) << describe(answers.error());
    for (const auto& answer : *answers) {
      ASSERT_EQ(answer.outcome, store::Outcome::added) << describe(answer.errors.front());
    }
  }

  Names names(const Person& person, const std::string& name) {
    const auto page = registry_->list(person, named(name), {});
    EXPECT_TRUE(page) << describe(page.error());
    auto found = names_of(*registry_, person, named(name), *page);
    EXPECT_TRUE(found) << describe(found.error());
    return *std::move(found);
  }
};
ZH_ON_BOTH_ENGINES(Naming);

TEST_P(Naming, FirmsAreCalledByTheirNamesAlsoThoseBeyondTheRegionThatEverybodyFinds) {
  const Names wanted = {{"enterprise", {{near, "企业1"}, {far, "企业2"}}}};
  EXPECT_EQ(names(officer_of_lanzhou, "complaint"), wanted);
  EXPECT_EQ(names(administrator, "complaint"), wanted);
}

TEST_P(Naming, WhatTheReaderMayNotReadKeepsItsBareKey) {
  // The officer reads that a complaint went to Xi'an and not what stands in it.
  EXPECT_EQ(names(officer_of_lanzhou, "complaint_transfer"),
            (Names{{"complaint", {{"T1", "商品变质"}}}}));
  EXPECT_EQ(names(administrator, "complaint_transfer"),
            (Names{{"complaint", {{"T1", "商品变质"}, {"X1", "商品变质"}}}}));
}

TEST_P(Naming, AKeyOfNothingIsNamedLikeOneOfAHiddenRecordNotAtAll) {
  const auto found = names(administrator, "complaint");
  const auto* enterprises = &named("enterprise");
  EXPECT_EQ(name_in(found, enterprises, unknown), "");
  EXPECT_EQ(name_in(found, enterprises, "no code"), "");
  EXPECT_EQ(name_in(found, nullptr, near), "");
}

TEST_P(Naming, ADeletedRecordIsNoLongerNamed) {
  std::vector<std::string> columns;
  const auto firm = registry_->find(administrator, named("enterprise"), near, columns);
  ASSERT_TRUE(firm);
  ASSERT_TRUE(registry_->remove(administrator, named("enterprise"), firm->id, {}, "注销"));
  EXPECT_EQ(names(administrator, "complaint"), (Names{{"enterprise", {{far, "企业2"}}}}));
}

TEST_P(Naming, TitlesThatAreKeysAreFollowed) {
  // A list shows a handing-over by the complaint that was handed over.
  std::vector<std::string> columns;
  const auto complaint = registry_->find(administrator, named("complaint"), "T1", columns);
  ASSERT_TRUE(complaint);
  const auto links = registry_->links(administrator, named("complaint"), complaint->id);
  ASSERT_TRUE(links) << describe(links.error());
  ASSERT_EQ(links->size(), 1U);
  EXPECT_EQ(links->front().register_name, "complaint_transfer");
  EXPECT_EQ(links->front().title, "商品变质");
}

TEST_P(Naming, ALongTitleIsShortenedAndTheJsonHasThemAll) {
  auto columns = spot_check_columns;
  columns.emplace_back("complaint");
  std::string content;
  for (int i = 0; i < 100; ++i) content += "长";
  auto long_one = complaint("L1");
  long_one.values[4] = content;
  put("complaint", complaint_columns, {long_one});
  auto check = spot_check("S1");
  check.values.emplace_back(std::string("L1"));
  put("spot_check", columns, {check});
  const auto found = names(administrator, "spot_check");
  const auto title = name_in(found, &named("complaint"), "L1");
  EXPECT_TRUE(title.starts_with("长长"));
  EXPECT_LT(title.size(), content.size());
  EXPECT_EQ(names_json(found).at("complaint").as_object().at("L1").as_string(), title);
}

TEST_P(Naming, APageThatPointsToNothingHasNoNames) {
  EXPECT_TRUE(names(administrator, "enterprise").empty());
  EXPECT_EQ(pointed_register(registry_->catalog(), *named("enterprise").find_field("name")),
            nullptr);
  EXPECT_EQ(pointed_register(registry_->catalog(), *named("complaint").find_field("respondent")),
            &named("enterprise"));
}

}  // namespace
}  // namespace zhiheng::registry
