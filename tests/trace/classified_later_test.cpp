// Events were captured before their product was classified: they are withheld all the same, in
// every way in which events are told, and told again once it is declassified.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "trace/chain_questions.h"
#include "trace/grants_fixture.h"
#include "trace/product_view.h"
#include "trace/subscription.h"

namespace zhiheng::trace {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr const char* gtin = "04012345111118";

class ClassifiedLater : public GrantsOnRecord {
 protected:
  void SetUp() override {
    GrantsOnRecord::SetUp();
    if (queries_ == nullptr) return;
    grant("G1", "withheld", {}, std::string("defence"));
    grant("G2", "cleared", std::string("wang"), std::string("defence"));
    captured_ = to_text(now());
  }
  std::string classify(const std::string& product_code) {
    return put(
        "defence_product",
        {"product_code", "product", "use", "criticality", "supplier", "supplier_name", "listed_on"},
        {product_code, std::string("新列产品"), code("restricted_use"), code("criticality"), dairy,
         std::string("厂"), make_date(2026, 11, 1)});
  }
  void declassify(const std::string& record) {
    registry::Person clerk = person("clerk", "defence");
    const std::vector<std::string> columns{"removed_on"};
    const auto taken = registry_->step(clerk, named("defence_product"), record, {}, "remove",
                                       "解密", columns, {.values = {make_date(2026, 11, 20)}});
    ASSERT_TRUE(taken) << describe(taken.error());
    ASSERT_THAT(taken->errors, IsEmpty());
  }
  /// What somebody is told of urn:other, and of what it names, in whatever way.
  void expect_told(const registry::Person& who, bool told) {
    SCOPED_TRACE(who.user + (told ? " is told" : " is not told"));
    const auto has = [&](const std::string& what) {
      return told ? testing::Matcher<std::vector<std::string>>(Contains(what))
                  : testing::Matcher<std::vector<std::string>>(Not(Contains(what)));
    };
    EXPECT_THAT(seen(who), has("urn:other"));
    EXPECT_THAT(seen(who, {{"MATCH_anyEPC", {unknown(1)}}}), has("urn:other"));
    EXPECT_THAT(seen(who, {{"EQ_bizStep", {"storing"}}, {"orderBy", {"eventTime"}}}),
                has("urn:other"));
    EXPECT_THAT(listed(who), has("urn:other"));
    EXPECT_EQ(queries_->find(who, "urn:other")->size(), told ? 1U : 0U);
    EXPECT_THAT(queries_->values(who, About::epc, {}, 100)->values, has(unknown(1)));
    EXPECT_EQ(*queries_->knows(who, About::epc, unknown(1)), told);
    expect_told_of_the_chain(who, told);
  }
  void expect_told_of_the_chain(const registry::Person& who, bool told) {
    // What was known before it was classified is decided by what is classified now.
    const std::map<std::string, std::vector<std::string>> then{{"as-known-at", {captured_}}};
    for (const char* question : {"state", "forward", "backward", "graph", "steps"}) {
      for (const auto& options : {std::map<std::string, std::vector<std::string>>{}, then}) {
        const std::string answer = ask(who, question, unknown(1), options);
        if (told) {
          EXPECT_THAT(answer, HasSubstr(gtin)) << question;
        } else {
          EXPECT_EQ(answer, ask(who, question, unknown(777), options)) << question;
        }
      }
    }
    const std::map<std::string, std::vector<std::string>> lot{{"lot", {unknown(1)}}};
    if (told) {
      EXPECT_THAT(ask(who, "recall", {}, lot), HasSubstr(gtin));
      EXPECT_THAT(ask(who, "search", unknown(1)), HasSubstr("\"events\""));
      return;
    }
    EXPECT_THAT(ask(who, "recall", {}, lot), Not(HasSubstr("urn:other")));
    for (const std::string_view question : chain_questions()) {
      EXPECT_THAT(ask(who, std::string(question), box), Not(HasSubstr("urn:other"))) << question;
      EXPECT_THAT(ask(who, std::string(question), box), Not(HasSubstr(gtin))) << question;
    }
    EXPECT_THAT(ask(who, "search", unknown(1)), Not(HasSubstr("\"events\"")));
  }

  std::string captured_;  ///< after the events were captured, before anything is classified
};

ZH_ON_BOTH_ENGINES(ClassifiedLater);

TEST_P(ClassifiedLater, WithholdsWhatWasCapturedBefore) {
  registry::Person chief = officer("chief", "");
  chief.roles = {"administrator"};
  const registry::Person li = officer("li"), wang = officer("wang");
  expect_told(li, true);
  // In 13 digits, as firms write it.
  const std::string record = classify("4012345111118");
  for (const auto& who : {li, chief}) expect_told(who, false);
  for (const auto& who : {wang, of_dairy, operator_}) expect_told(who, true);
  declassify(record);
  expect_told(li, true);
  classify(gtin);
  EXPECT_THAT(seen(li), Not(Contains("urn:other")));
  EXPECT_EQ(ask(li, "state", unknown(1)), ask(li, "state", unknown(777)));
}

TEST_P(ClassifiedLater, WithholdsAQuantityEventOfTheFirstEdition) {
  const registry::Person li = officer("li"), wang = officer("wang");
  const std::string lot = "urn:epc:class:lgtin:4012345.011111.L7";
  const std::string missing = "urn:epc:class:lgtin:4012345.011111.L8";
  Event counted = event("urn:counted", 8, {});
  counted.type = "QuantityEvent";
  counted.action.clear();
  counted.epcs.reset();
  counted.extensions = {{.space = {}, .name = "epcClass", .text = lot},
                        {.space = {}, .name = "quantity", .text = "67"}};
  add(of_dairy, {counted});
  const auto expect_told_of_it = [&](const registry::Person& who, bool told) {
    SCOPED_TRACE(who.user + (told ? " is told" : " is not told"));
    EXPECT_EQ(std::ranges::count(seen(who), "urn:counted"), told ? 1 : 0);
    EXPECT_EQ(std::ranges::count(listed(who), "urn:counted"), told ? 1 : 0);
    for (const char* question : {"state", "forward", "backward", "graph", "steps"}) {
      const std::string answer = ask(who, question, lot);
      if (told) {
        EXPECT_THAT(answer, HasSubstr("urn:counted")) << question;
      } else {
        EXPECT_EQ(answer, ask(who, question, missing)) << question;
      }
    }
  };
  expect_told_of_it(li, true);
  const std::string record = classify(gtin);
  expect_told_of_it(li, false);
  expect_told_of_it(wang, true);
  declassify(record);
  expect_told_of_it(li, true);
}

TEST_P(ClassifiedLater, AProductThatChangesItsClassFollowsIt) {
  const registry::Person li = officer("li");
  grant("G3", "only", std::string("li"), std::string("food_dairy"));
  EXPECT_THAT(seen(li), ElementsAre("urn:milk"));
  EXPECT_THAT(ask(li, "state", milk(1)), HasSubstr("urn:milk"));
  const std::vector<std::string> columns{"gtin", "name", "product_class", "region"};
  put("product_master", columns,
      {std::string(gtin), std::string("新品"), std::string("food_dairy"), std::string("620102")});
  put("product_master", columns,
      {std::string("04012345123456"), std::string("牛奶"), std::string("food_meat"),
       std::string("620102")});
  EXPECT_THAT(seen(li), ElementsAre("urn:other"));
  EXPECT_THAT(listed(li), ElementsAre("urn:other"));
  EXPECT_EQ(ask(li, "state", milk(1)), ask(li, "state", milk(777)));
  EXPECT_THAT(ask(li, "state", unknown(1)), HasSubstr("urn:other"));
  // What changes nothing about classes changes nothing here.
  put("product_master", columns,
      {std::string(gtin), std::string("新名"), std::string("food_dairy"), std::string("620102")});
  EXPECT_THAT(ask(li, "state", unknown(1)), HasSubstr("urn:other"));
}

TEST_P(ClassifiedLater, ASubscriptionTellsNothingOfItAnyMore) {
  const registry::Person li = officer("li"), wang = officer("wang");
  const auto query = *parse_event_query({}, {.units = &queries_->units()});
  const SubscriptionControls controls{.stream = true};
  Progress of_li = *first_progress(*queries_, controls, now()), of_wang = of_li;
  add(of_dairy, {event("urn:new", 6, {unknown(2)}), event("urn:new milk", 7, {milk(3)})});
  classify(gtin);
  const auto names = [&](const registry::Person& who, Progress& progress) {
    std::vector<std::string> told;
    const auto batch = next_batch(*queries_, who, query, controls, progress, now(), 100);
    EXPECT_TRUE(batch) << describe(batch.error());
    if (!batch || !*batch) return told;
    for (const FoundEvent& found : (*batch)->events) told.push_back(found.name);
    return told;
  };
  EXPECT_THAT(names(li, of_li), ElementsAre("urn:new milk"));
  EXPECT_THAT(names(wang, of_wang), ElementsAre("urn:new", "urn:new milk"));
}

TEST_P(ClassifiedLater, ACaseOpensWhatItComesToName) {
  const registry::Person far = officer("far", "370000");
  const std::vector<std::string> columns{"source", "recall_number", "product_codes",
                                         "initiated_on"};
  const auto recall_of = [&](const std::string& lots) {
    return put("recall", columns,
               {std::string("provincial"), std::string("R-1"), lots, make_date(2026, 3, 2)});
  };
  recall_of(milk(777));
  grant("G4", "case", std::string("far"), {}, {}, std::string("provincial|R-1"), {});
  EXPECT_THAT(seen(far), IsEmpty());
  EXPECT_EQ(ask(far, "state", milk(1)), ask(far, "state", milk(778)));
  recall_of(milk(777) + "|" + milk(1) + "|" + unknown(1));
  EXPECT_THAT(seen(far), ElementsAre("urn:milk", "urn:other"));
  EXPECT_THAT(ask(far, "state", milk(1)), HasSubstr("urn:milk"));
  classify(gtin);
  EXPECT_THAT(seen(far), ElementsAre("urn:milk"));
  EXPECT_EQ(ask(far, "state", unknown(1)), ask(far, "state", unknown(778)));
}

TEST_P(ClassifiedLater, TheConsumersPageTellsTheSameBeforeAndAfter) {
  const auto of_product = [&] {
    const auto view = view_product(*registry_, {}, {.gtin = gtin});
    EXPECT_TRUE(view) << describe(view.error());
    return view ? std::tuple(view->names, view->checks.size(), view->recalls.size(),
                             view->certificates.size())
                : std::tuple(std::vector<std::string>{"none"}, 0UL, 0UL, 0UL);
  };
  const auto before = of_product();
  classify(gtin);
  EXPECT_EQ(of_product(), before) << "that a product is listed is nothing for the public";
}

TEST_P(ClassifiedLater, AChainMadeAnewKnowsTheClasses) {
  const registry::Person li = officer("li");
  EXPECT_THAT(ask(li, "state", unknown(1)), HasSubstr("urn:other"));
  classify(gtin);
  EXPECT_EQ(ask(li, "state", unknown(1)), ask(li, "state", unknown(777)));
  chain_.reset();
  EXPECT_EQ(ask(li, "state", unknown(1)), ask(li, "state", unknown(777)));
}

}  // namespace
}  // namespace zhiheng::trace
