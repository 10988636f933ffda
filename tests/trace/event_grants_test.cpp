// Who is told less or more of events than the roles say: product classes, clearances, cases. Asked
// in every way in which events are told.

#include "trace/event_grants.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>

#include "registry/failures.h"
#include "registry/product_classes.h"
#include "trace/grants_fixture.h"

namespace zhiheng::trace {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class EventGrantsOnRecord : public GrantsOnRecord {};

ZH_ON_BOTH_ENGINES(EventGrantsOnRecord);

TEST_P(EventGrantsOnRecord, TheProductsOfAnEventAreKeptWithIt) {
  std::map<std::string, std::string> products;
  const auto& of = named("epcis_event");
  ASSERT_TRUE(store_->read({.table = of.name}, [&](const store::Version& version) {
    products[to_text(version.values[*of.position("event")])] =
        to_text(version.values[*of.position("products")]);
    return true;
  }));
  EXPECT_EQ(products["urn:milk"], "04012345123456");
  EXPECT_EQ(products["urn:part"], "04012345678901");
  EXPECT_EQ(products["urn:packed"], "04012345123456|04012345678901");
  EXPECT_EQ(products["urn:other"], "04012345111118");
  EXPECT_EQ(products["urn:box"], "");
}

TEST_P(EventGrantsOnRecord, WhoAnswersForSomeClassesIsToldNoOthers) {
  const registry::Person li = officer("li"), wang = officer("wang");
  EXPECT_EQ(seen(li).size(), 5U);
  grant("G1", "only", std::string("li"), std::string("food_dairy"));
  EXPECT_THAT(seen(li), ElementsAre("urn:milk", "urn:packed"));
  EXPECT_THAT(listed(li), ElementsAre("urn:milk", "urn:packed"));
  EXPECT_EQ(seen(wang).size(), 5U);
  EXPECT_EQ(listed(wang).size(), 5U);
  EXPECT_THAT(seen(li, {{"MATCH_anyEPC", {part(1)}}}), IsEmpty());
  EXPECT_THAT(queries_->values(li, About::epc, {}, 100)->values, Not(testing::Contains(part(1))));
  EXPECT_FALSE(*queries_->knows(li, About::epc, part(1)));
  EXPECT_TRUE(*queries_->knows(wang, About::epc, part(1)));
  EXPECT_EQ(ask(li, "state", part(1)), ask(li, "state", part(777)));
  EXPECT_THAT(ask(li, "state", milk(1)), HasSubstr("urn:milk"));
  // Several classes may be somebody's.
  grant("G2", "only", std::string("li"), std::string("defence|food_meat"));
  EXPECT_THAT(seen(li), ElementsAre("urn:milk", "urn:part", "urn:packed"));
}

TEST_P(EventGrantsOnRecord, AWithheldClassIsForThoseClearedAlone) {
  registry::Person chief = officer("chief", "");
  chief.roles = {"administrator"};
  const registry::Person li = officer("li"), wang = officer("wang");
  grant("G1", "withheld", {}, std::string("defence"));
  grant("G2", "cleared", std::string("wang"), std::string("defence"));
  const std::vector<std::string> open{"urn:milk", "urn:other", "urn:box"};
  for (const registry::Person& who : {li, chief}) {
    EXPECT_EQ(seen(who), open) << who.user;
    EXPECT_EQ(listed(who), open) << who.user;
    EXPECT_TRUE(queries_->find(who, "urn:part")->empty());
    const auto query = *parse_event_query({}, {.units = &queries_->units()});
    EXPECT_EQ(queries_->since(who, query, 0, 100)->events.size(), 3U) << "told as they come";
    // What is withheld answers as what is not there.
    for (const char* question : {"state", "forward", "backward", "graph", "steps"}) {
      EXPECT_EQ(ask(who, question, part(1)), ask(who, question, part(777))) << question;
      EXPECT_THAT(ask(who, question, milk(1)), HasSubstr("urn:milk")) << question;
    }
    for (const std::string& answer :
         {ask(who, "gaps"), ask(who, "clones"), ask(who, "balance"), ask(who, "suspects"),
          ask(who, "forward", box), ask(who, "graph", box), ask(who, "steps", box)}) {
      EXPECT_THAT(answer, Not(HasSubstr("urn:part"))) << who.user;
      EXPECT_THAT(answer, Not(HasSubstr("urn:packed"))) << who.user;
      EXPECT_THAT(answer, Not(HasSubstr("04012345678901"))) << who.user;
    }
    const auto found = boost::json::parse(ask(who, "search", part(1)));
    EXPECT_TRUE(found.at("known").is_null());
  }
  for (const registry::Person& who : {wang, of_dairy, operator_}) {
    EXPECT_EQ(seen(who).size(), 5U) << who.user;
    EXPECT_THAT(ask(who, "state", part(1)), HasSubstr("urn:part")) << who.user;
  }
  EXPECT_EQ(listed(wang).size(), 5U);
  // A record that is withheld and one that never was: the same refusal.
  std::vector<std::string> columns;
  const Value key[] = {"urn:part#owner@" + dairy};
  const Value none[] = {"urn:none#owner@" + dairy};
  const auto withheld = registry_->find(li, named("epcis_event"), key, columns);
  const auto missing = registry_->find(li, named("epcis_event"), none, columns);
  ASSERT_FALSE(withheld);
  EXPECT_EQ(withheld.error().failure, missing.error().failure);
  EXPECT_TRUE(registry_->find(wang, named("epcis_event"), key, columns));
}

TEST_P(EventGrantsOnRecord, AGrantHoldsFromItsDayUntilItEnds) {
  const registry::Person li = officer("li");
  const std::string id = grant("G1", "withheld", {}, std::string("defence"));
  EXPECT_EQ(seen(li).size(), 3U);
  const auto ended = registry_->step(operator_, named("epcis_event_grant"), id, {}, "end", "解密");
  ASSERT_TRUE(ended) << describe(ended.error());
  ASSERT_THAT(ended->errors, IsEmpty());
  EXPECT_EQ(seen(li).size(), 5U);
  grant("G2", "withheld", {}, std::string("defence"), {}, {}, make_date(2020, 6, 1));
  EXPECT_EQ(seen(li).size(), 5U) << "over";
}

TEST_P(EventGrantsOnRecord, ACaseGivesWhatItNamesForItsTime) {
  const registry::Person far = officer("far", "370000");
  EXPECT_THAT(seen(far), IsEmpty());
  const std::string id = grant("G1", "case", std::string("far"), {},
                               milk(1) + "|https://id.gs1.org/01/04012345111118");
  EXPECT_THAT(seen(far), ElementsAre("urn:milk"));
  EXPECT_EQ(queries_->find(far, "urn:milk")->size(), 1U);
  EXPECT_THAT(seen(far, {{"EQ_bizStep", {"storing"}}}), ElementsAre("urn:milk"));
  EXPECT_TRUE(*queries_->knows(far, About::epc, milk(1)));
  EXPECT_FALSE(*queries_->knows(far, About::epc, milk(2)));
  EXPECT_THAT(ask(far, "state", milk(1)), HasSubstr("urn:milk"));
  EXPECT_EQ(ask(far, "state", milk(2)), ask(far, "state", milk(777)));
  ASSERT_TRUE(registry_->step(operator_, named("epcis_event_grant"), id, {}, "end", "结案"));
  EXPECT_THAT(seen(far), IsEmpty());
  EXPECT_EQ(ask(far, "state", milk(1)), ask(far, "state", milk(777)));
  // Of a recall: its lots, until it is concluded. What is withheld stays so.
  const std::string recall =
      put("recall",
          {"source", "recall_number", "product_codes", "initiated_on", "terminated_on",
           "final_reported_on", "stage_reported_on"},
          {std::string("provincial"), std::string("R-1"), milk(2) + "|" + milk(1),
           make_date(2026, 3, 2), make_date(2026, 3, 9), make_date(2026, 3, 10),
           make_date(2026, 3, 2)});
  grant("G2", "case", std::string("far"), {}, {}, std::string("provincial|R-1"), {});
  EXPECT_THAT(seen(far), ElementsAre("urn:milk", "urn:packed"));
  EXPECT_THAT(ask(far, "state", milk(2)), HasSubstr("urn:packed"));
  grant("G3", "withheld", {}, std::string("defence"));
  EXPECT_THAT(seen(far), ElementsAre("urn:milk"));
  EXPECT_EQ(ask(far, "state", milk(2)), ask(far, "state", milk(777)));
  for (const char* step : {"start", "complete", "conclude"}) {
    const auto taken = registry_->step(operator_, named("recall"), recall, {}, step, "");
    ASSERT_TRUE(taken) << step << describe(taken.error());
    ASSERT_THAT(taken->errors, IsEmpty()) << step;
  }
  EXPECT_THAT(seen(far), IsEmpty());
}

TEST_P(EventGrantsOnRecord, OnlyAdministratorsGiveThem) {
  const std::vector<std::string> columns{"number",  "kind",  "account",
                                         "classes", "basis", "valid_from"};
  const std::vector<Value> values{std::string("G9"),   std::string("cleared"),
                                  std::string("li"),   std::string("defence"),
                                  std::string("自批"), make_date(2026, 1, 1)};
  const auto refused =
      registry_->put(officer("li"), named("epcis_event_grant"), columns, {{.values = values}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().failure, &registry::not_allowed);
  EXPECT_FALSE(registry_->list(officer("li"), named("epcis_event_grant"), {}));
}

}  // namespace
}  // namespace zhiheng::trace
