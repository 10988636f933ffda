// Whether a pointer leads somewhere is told to those who may read what it leads to.

#include <gtest/gtest.h>

#include <algorithm>

#include "records.h"
#include "registry/failures.h"
#include "support/place.h"

namespace zhiheng::registry {
namespace {

class Pointers : public support::OnBothEngines {
 protected:
  void SetUp() override {
    OnBothEngines::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    // Written past the rules: the test is about who is told of them.
    const std::vector<std::string> columns = {"label", "owner", "region"};
    std::vector<store::Draft> drafts(2);
    drafts[0].values = {std::string("MINE"), mine_, std::string("620102")};
    drafts[1].values = {std::string("THEIRS"), credit_code("610102", 8), std::string("610102")};
    ASSERT_TRUE(store_->write({.user = "test"}, "gas_cylinder", columns, std::move(drafts)));
  }

  /// What is said of the pointer of a filling.
  std::vector<Error> said(const Person& person, const std::string& cylinder) {
    const std::vector<std::string> columns = {
        "label",    "filled_at", "cylinder",       "station",       "region",   "inspection_due",
        "scrap_on", "owner",     "checked_before", "checked_after", "quantity", "maximum"};
    const auto answers = registry_->put(
        person, named("cylinder_filling"), columns,
        {{.values = {cylinder, Timestamp{1'700'000'000'000'000}, cylinder, mine_,
                     std::string("620102"), make_date(2030, 1, 1), make_date(2031, 1, 1), mine_,
                     true, true, Decimal{1'000, 2}, Decimal{1'450, 2}}}});
    EXPECT_TRUE(answers) << describe(answers.error());
    auto errors = answers->at(0).errors;
    for (Error& error : errors) error.found.clear();
    return errors;
  }

  const std::string mine_ = credit_code("620102", 7);
};
ZH_ON_BOTH_ENGINES(Pointers);

TEST_P(Pointers, OfAFirmToARecordOfAnotherLeadNowhereLikeThoseToNone) {
  const Person firm{
      .user = "firm", .name = "", .roles = {"enterprise"}, .region = "", .company = mine_};
  EXPECT_TRUE(said(firm, "MINE").empty());
  const auto theirs = said(firm, "THEIRS");
  ASSERT_EQ(theirs.size(), 1U);
  EXPECT_EQ(theirs[0].failure, &target_missing);
  const auto none = said(firm, "NONE");
  ASSERT_EQ(none.size(), 1U);
  EXPECT_EQ(describe(theirs[0]), describe(none[0]));
}

TEST_P(Pointers, OfAnOfficerMayLeadBeyondTheRegion) {
  const Person officer{.user = "li", .name = "李", .roles = {"officer"}, .region = "620100"};
  EXPECT_TRUE(said(officer, "MINE").empty());
  EXPECT_TRUE(said(officer, "THEIRS").empty());
  const auto none = said(officer, "NONE");
  ASSERT_EQ(none.size(), 1U);
  EXPECT_EQ(none[0].failure, &target_missing);
}

}  // namespace
}  // namespace zhiheng::registry
