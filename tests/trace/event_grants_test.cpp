// Who is told less or more of events than the roles say: product classes, clearances, cases. Asked
// in every way in which events are told.

#include "trace/event_grants.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>

#include "registry/failures.h"
#include "registry/records.h"
#include "trace/event_fixture.h"
#include "trace/live_failures.h"
#include "trace/product_classes.h"
#include "trace/served_chain.h"

namespace zhiheng::trace {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const std::string dairy = registry::credit_code("620102", 1);

registry::Person officer(const std::string& user, const std::string& region = "620000") {
  return person(user, "officer", region);
}

const registry::Person of_dairy = person("dairy", "enterprise", {}, dairy);

// GTINs 04012345123456, 04012345678901 and 04012345111118.
std::string milk(int serial) { return "urn:epc:id:sgtin:4012345.012345." + std::to_string(serial); }
std::string part(int serial) { return "urn:epc:id:sgtin:4012345.067890." + std::to_string(serial); }
std::string unknown(int serial) {
  return "urn:epc:id:sgtin:4012345.011111." + std::to_string(serial);
}
constexpr const char* box = "urn:epc:id:sscc:4012345.0000000001";

Event event(const std::string& id, int minute, const std::vector<std::string>& epcs) {
  Event made = observed(id, minute, epcs);
  made.biz_location = Place{.id = "urn:epc:id:sgln:4012345.00001.0"};
  return made;
}

class EventGrantsOnRecord : public EventsOnRecord {
 protected:
  void SetUp() override {
    EventsOnRecord::SetUp();
    if (queries_ == nullptr) return;
    put("enterprise", {"credit_code", "name", "region"},
        {dairy, std::string("乳品厂"), std::string("620102")});
    put("product_master", {"gtin", "name", "product_class", "region"},
        {std::string("04012345123456"), std::string("牛奶"), std::string("food_dairy"),
         std::string("620102")});
    put("defence_product",
        {"product_code", "product", "use", "criticality", "supplier", "supplier_name", "listed_on"},
        {std::string("4012345678901"), std::string("件"), code("restricted_use"),
         code("criticality"), dairy, std::string("厂"), make_date(2026, 1, 1)});
    Event packed = event("urn:packed", 3, {milk(2), part(2)});
    packed.type = "AggregationEvent";
    packed.action = "ADD";
    packed.parent = box;
    add(of_dairy, {event("urn:milk", 1, {milk(1)}), event("urn:part", 2, {part(1)}), packed,
                   event("urn:other", 4, {unknown(1)}), event("urn:box", 5, {box})});
  }
  void TearDown() override {
    chain_.reset();
    EventsOnRecord::TearDown();
  }

  [[nodiscard]] std::string code(const std::string& list) const {
    return registry_->catalog().find_codes(list)->codes.front().code;
  }
  std::string put(const std::string& of, const std::vector<std::string>& columns,
                  std::vector<Value> values) {
    registry::Person everybody = operator_;
    for (const auto& role : registry_->catalog().roles) everybody.roles.push_back(role.name);
    return EventsOnRecord::put(everybody, of, columns, std::move(values));
  }
  std::string grant(const std::string& number, const std::string& kind, const Value& account,
                    const Value& classes, const Value& identifiers = {}, const Value& recall = {},
                    const Value& until = make_date(2099, 1, 1)) {
    return put("epcis_event_grant",
               {"number", "kind", "account", "classes", "identifiers", "recall", "basis",
                "valid_from", "valid_until"},
               {number, kind, account, classes, identifiers, recall, std::string("批"),
                make_date(2020, 1, 1), until});
  }
  /// The generic routes of the register.
  std::vector<std::string> listed(const registry::Person& who) {
    const auto page = registry_->list(who, named("epcis_event"),
                                      {.sort = {"event_time"}, .limit = 100, .fields = {"event"}});
    EXPECT_TRUE(page) << describe(page.error());
    std::vector<std::string> names;
    for (const auto& record : page->records) names.push_back(to_text(record.values.front()));
    EXPECT_EQ(*registry_->count(who, named("epcis_event"), {}),
              static_cast<std::int64_t>(names.size()));
    return names;
  }
  /// A question to the chain: its answer, or the name of the refusal.
  std::string ask(const registry::Person& who, const std::string& question,
                  const std::string& id = {}) {
    if (!chain_) chain_ = std::make_unique<ServedChain>(*registry_, std::size_t{1} << 28, 20'000);
    Invocation call;
    call.catalog = registry_->catalog().folder;
    if (!id.empty()) call.arguments["ID"] = {id};
    const auto answer = chain_->ask(who, call, question);
    return answer ? *answer : std::string(answer.error().failure->id);
  }

  std::unique_ptr<ServedChain> chain_;
};

ZH_ON_BOTH_ENGINES(EventGrantsOnRecord);

TEST_P(EventGrantsOnRecord, TheClassesOfAnEventsProductsAreKeptWithIt) {
  std::map<std::string, std::string> classes;
  const auto& of = named("epcis_event");
  ASSERT_TRUE(store_->read({.table = of.name}, [&](const store::Version& version) {
    classes[to_text(version.values[*of.position("event")])] =
        to_text(version.values[*of.position("product_classes")]);
    return true;
  }));
  EXPECT_EQ(classes["urn:milk"], "food_dairy");
  EXPECT_EQ(classes["urn:part"], "defence");
  EXPECT_EQ(classes["urn:packed"], "defence|food_dairy");
  EXPECT_EQ(classes["urn:other"], "");
  EXPECT_EQ(classes["urn:box"], "");
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

TEST(ProductClasses, ATableThatNamesWhatThereIsNotIsRefused) {
  const auto shipped = load_class_sources(*support::shipped_catalog());
  ASSERT_TRUE(shipped) << describe(shipped.error());
  EXPECT_EQ(shipped->size(), 2U);
  support::Folder folder;
  catalog::Catalog changed = *support::shipped_catalog();
  changed.folder = folder.path();
  std::filesystem::create_directory(folder.file("trace"));
  for (const char* wrong :
       {"register = \"nothing\"\nclass = \"defence\"", "register = \"recall\"\nclass = \"defence\"",
        "register = \"product_master\"", "register = \"product_master\"\nclass = \"none\"",
        "register = \"product_master\"\nclass_field = \"gtin\""}) {
    std::ofstream(folder.file("trace/product_classes.toml"))
        << "[[source]]\n"
        << wrong << "\ntitle = { zh = \"类\", en = \"class\" }\n";
    const auto refused = load_class_sources(changed);
    ASSERT_FALSE(refused) << wrong;
    EXPECT_EQ(refused.error().failure, &product_classes_malformed) << wrong;
  }
}

}  // namespace
}  // namespace zhiheng::trace
