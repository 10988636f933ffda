#include <gtest/gtest.h>

#include "records.h"
#include "registry/failures.h"
#include "support/place.h"

namespace zhiheng::registry {
namespace {

/// The judgements of one record, as "failure@field" in order.
class Judgement : public support::OnBothEngines {
 protected:
  std::vector<std::string> of(const std::string& name, const std::vector<std::string>& columns,
                              std::vector<Value> values) {
    std::vector<Entry> entries(1);
    entries[0].values = std::move(values);
    const auto errors = registry_->check(named(name), columns, std::move(entries));
    std::vector<std::string> said;
    for (const auto& error : errors.at(0)) {
      said.push_back(std::string(error.failure->id) + "@" + error.where);
    }
    return said;
  }
  using Said = std::vector<std::string>;
};
INSTANTIATE_TEST_SUITE_P(Engines, Judgement, testing::Values("sqlite"), support::engine_name);

TEST_P(Judgement, LetsAGoodRecordPass) {
  EXPECT_EQ(of("spot_check", spot_check_columns, spot_check("S1").values), Said{});
  EXPECT_EQ(of("enterprise", enterprise_columns, enterprise(1).values), Said{});
}

TEST_P(Judgement, NamesEveryRequiredFieldThatIsEmptyOrAbsent) {
  const Said said = of("spot_check", {"sample_number", "motive"}, {Value{}, std::string("random")});
  EXPECT_EQ(said, (Said{"registry.required@sample_number", "registry.required@product_name",
                        "registry.required@result"}));
}

TEST_P(Judgement, RefusesAColumnThatTheRegisterDoesNotHaveOrHasTwice) {
  EXPECT_EQ(of("spot_check", {"nothing"}, {Value{}}), Said{"registry.column_unknown@nothing"});
  EXPECT_EQ(of("spot_check", {"remark", "remark"}, {Value{}, Value{}}),
            Said{"registry.column_unknown@remark"});
}

TEST_P(Judgement, RefusesWrongCodesRegionsPartiesAndNumbersAtTheirFields) {
  struct Row {
    std::string field;
    Value value;
    std::string failure;
  };
  const Row table[] = {
      {"result", std::string("maybe"), "registry.code_unknown"},
      {"motive", std::string("Random"), "registry.code_unknown"},
      {"region", std::string("629999"), "registry.region_unknown"},
      {"region", std::string("62"), "registry.region_unknown"},
      {"industry", std::string("9999"), "registry.industry_unknown"},
      {"industry", std::string("Z"), "registry.industry_unknown"},
      {"producer", std::string("91350100M000100Y4Z"), "registry.party_wrong"},
      {"producer", std::string("91350100m000100y43"), "registry.party_wrong"},
      {"product", std::string("6901234567893"), "registry.product_wrong"},
      {"batch_value", Decimal{-1, 2}, "registry.out_of_range"},
      {"batch_value", std::string("12"), "registry.wrong_type"},
      {"sampled_on", std::string("2024-01-01"), "registry.wrong_type"},
      {"remark", std::string(2001, 'x'), "registry.too_long"},
      {"remark", std::string("a\0b", 3), "registry.text_unreadable"},
      {"remark", std::string("\xFF"), "registry.text_unreadable"},
  };
  for (const auto& [field, value, failure] : table) {
    auto columns = spot_check_columns;
    auto values = spot_check("S1").values;
    if (const auto at = std::ranges::find(columns, field); at != columns.end()) {
      values[static_cast<std::size_t>(at - columns.begin())] = value;
    } else {
      columns.push_back(field);
      values.push_back(value);
    }
    EXPECT_EQ(of("spot_check", columns, values), Said{failure + "@" + field});
  }
}

TEST_P(Judgement, TakesCodesInTheFormsThatAreStored) {
  const std::pair<std::string, std::string> good[] = {
      {"producer", "91350100M000100Y43"}, {"producer", "D2143569X"}, {"producer", "D2143569-X"},
      {"product", "6901234567892"},       {"region", "341400"},      {"industry", "C"}};
  for (const auto& [field, text] : good) {
    auto columns = spot_check_columns;
    auto values = spot_check("S1").values;
    const auto at = std::ranges::find(columns, field);
    if (at != columns.end()) {
      values[static_cast<std::size_t>(at - columns.begin())] = text;
    } else {
      columns.push_back(field);
      values.push_back(text);
    }
    EXPECT_EQ(of("spot_check", columns, values), Said{}) << field << " " << text;
  }
}

TEST_P(Judgement, CountsCharactersNotBytes) {
  auto values = spot_check("S1").values;
  std::string long_text;
  for (int i = 0; i < 2000; ++i) long_text += "质";
  values.back() = long_text;
  EXPECT_EQ(of("spot_check", spot_check_columns, values), Said{});
  values.back() = long_text + "量";
  EXPECT_EQ(of("spot_check", spot_check_columns, values), Said{"registry.too_long@remark"});
}

TEST_P(Judgement, AppliesTheRulesOfTheRegisterAndTakesNullAsMet) {
  auto columns = spot_check_columns;
  columns.push_back("reported_on");
  auto values = spot_check("S1").values;
  values.push_back(make_date(2024, 2, 1));
  EXPECT_EQ(of("spot_check", columns, values), Said{"registry.rule_broken@reported_on"});
  values.back() = Value{};
  EXPECT_EQ(of("spot_check", columns, values), Said{});
  values.back() = make_date(2024, 3, 1);
  EXPECT_EQ(of("spot_check", columns, values), Said{});
}

TEST_P(Judgement, ListsAreJudgedValueByValue) {
  const std::vector<std::string> columns = {"source", "recall_number", "hazards"};
  EXPECT_EQ(of("recall", columns, {std::string("cpsc"), std::string("1"), std::string("a|b")}),
            Said{});
  EXPECT_EQ(of("recall", columns, {std::string("cpsc"), std::string("1"), std::string("a||b")}),
            Said{"registry.wrong_type@hazards"});
}

TEST_P(Judgement, TheSentenceOfABrokenRuleIsTheRules) {
  const auto& spot_checks = named("spot_check");
  const Error error{&rule_broken, "reported_on", "spot_check.reported_after_sampling", ""};
  EXPECT_EQ(sentence(registry_->catalog(), &spot_checks, error, Language::zh),
            "报告日期不得早于抽样日期");
  const Error other{&required, "result", "", ""};
  EXPECT_EQ(sentence(registry_->catalog(), &spot_checks, other, Language::zh), "此项必须填写。");
}

}  // namespace
}  // namespace zhiheng::registry
