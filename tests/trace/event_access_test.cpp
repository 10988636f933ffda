// Who sees which events: two firms, inspectors of two regions, on both engines.

#include "trace/event_access.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>

#include "registry/failures.h"
#include "registry/records.h"
#include "trace/event_fixture.h"
#include "trace/failures.h"
#include "trace/live_failures.h"

namespace zhiheng::trace {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

const std::string shop = registry::credit_code("620201", 2);
const registry::Person of_shop = person("shop", "enterprise", {}, shop);
const registry::Person in_lanzhou = person("lanzhou", "officer", "620100");
const registry::Person in_jiayuguan = person("jiayuguan", "officer", "620200");
const registry::Person of_province = person("gansu", "officer", "620000");

constexpr const char* dairy_place = "urn:epc:id:sgln:4012345.00001.0";  // 4012345000016
constexpr const char* shop_place = "urn:epc:id:sgln:4012345.00002.7";   // 4012345000023
constexpr const char* shop_gln = "4012345000023";

Event event(const std::string& id, int serial, const std::string& place,
            const std::string& destination = {}) {
  Event made = observed(id, serial, {"urn:epc:id:sgtin:4012345.012345." + std::to_string(serial)},
                        destination.empty() ? "storing" : "shipping");
  made.biz_location = Place{.id = place};
  if (!destination.empty()) {
    made.destinations = {{"https://ref.gs1.org/cbv/SDT-location", destination}};
  }
  return made;
}

class EventAccessOnRecord : public EventsOnRecord {
 protected:
  void SetUp() override {
    EventsOnRecord::SetUp();
    if (queries_ == nullptr) return;
    queries_->keep_log();
    const std::vector<std::string> columns{"credit_code", "name", "region"};
    put(operator_, "enterprise", columns, {dairy, std::string("乳品厂"), std::string("620102")});
    put(operator_, "enterprise", columns, {shop, std::string("商店"), std::string("620201")});
  }

  /// The dairy keeps one thing and ships another to the shop; the shop keeps one of its own.
  void fill() {
    add(of_dairy,
        {event("urn:kept", 1, dairy_place), event("urn:shipped", 2, dairy_place, shop_place)});
    add(of_shop, {event("urn:sold", 3, shop_place)});
  }
  std::string node(const registry::Person& who, const std::string& gln) {
    return put(who, "trace_node",
               {"code", "gln", "name", "kind", "operator", "region", "product_classes", "capture",
                "joined_on"},
               {"N" + gln, gln, std::string("店"), std::string("retailer"), shop,
                std::string("620201"), std::string("food_dairy"), true, make_date(2026, 1, 1)});
  }
  void confirm(const std::string& id) {
    const auto step = registry_->step(operator_, named("trace_node"), id, {}, "confirm", "");
    ASSERT_TRUE(step) << describe(step.error());
    ASSERT_THAT(step->errors, IsEmpty());
  }
  std::vector<std::string> values(const registry::Person& who, About about) {
    const auto page = queries_->values(who, about, {}, 100);
    EXPECT_TRUE(page) << describe(page.error());
    return page ? page->values : std::vector<std::string>{};
  }
  std::int64_t logged() { return *store_->count({.table = "epcis_access"}); }
};

ZH_ON_BOTH_ENGINES(EventAccessOnRecord);

TEST_P(EventAccessOnRecord, AFirmSeesItsOwnAndWhatNamesAPlaceThatIsConfirmedAsIts) {
  fill();
  EXPECT_THAT(seen(of_dairy), ElementsAre("urn:kept", "urn:shipped"));
  EXPECT_THAT(seen(of_shop), ElementsAre("urn:sold"));
  const std::string id = node(of_shop, shop_gln);  // says so itself: that proves nothing
  EXPECT_THAT(seen(of_shop), ElementsAre("urn:sold"));
  confirm(id);
  EXPECT_THAT(seen(of_shop), ElementsAre("urn:shipped", "urn:sold"));
  EXPECT_THAT(seen(of_dairy), ElementsAre("urn:kept", "urn:shipped"));
  // Whatever way the question takes, the answer is the same.
  EXPECT_THAT(seen(of_shop, {{"orderBy", {"eventTime"}}}), ElementsAre("urn:sold", "urn:shipped"));
  EXPECT_THAT(seen(of_shop, {{"GE_eventTime", {"2026-01-01T00:00:00Z"}}}),
              UnorderedElementsAre("urn:sold", "urn:shipped"));
  EXPECT_THAT(seen(of_shop, {{"MATCH_anyEPC", {"urn:epc:idpat:sgtin:4012345.012345.*"}}}),
              UnorderedElementsAre("urn:sold", "urn:shipped"));
  EXPECT_THAT(seen(of_shop, {{"MATCH_anyEPC", {"urn:epc:id:sgtin:4012345.012345.1"}}}), IsEmpty());
  EXPECT_THAT(seen(of_shop, {{"EQ_bizLocation", {dairy_place}}}), ElementsAre("urn:shipped"));
}

TEST_P(EventAccessOnRecord, AnInspectorSeesTheFirmsOfTheOwnRegion) {
  fill();
  EXPECT_THAT(seen(in_lanzhou), ElementsAre("urn:kept", "urn:shipped"));
  EXPECT_THAT(seen(in_jiayuguan), ElementsAre("urn:sold"));
  EXPECT_THAT(seen(of_province), ElementsAre("urn:kept", "urn:shipped", "urn:sold"));
  EXPECT_EQ(queries_->find(in_jiayuguan, "urn:kept")->size(), 0U);
  EXPECT_EQ(queries_->find(in_lanzhou, "urn:kept")->size(), 1U);
  EXPECT_EQ(queries_->find(of_shop, "urn:kept")->size(), 0U);
  EXPECT_EQ(event_access(*registry_, registry::Person{}).error().failure, &registry::not_allowed);
}

TEST_P(EventAccessOnRecord, ValuesAreListedToThoseWhoSeeAnEventWithThem) {
  fill();
  confirm(node(of_shop, shop_gln));
  const std::string epc = "urn:epc:id:sgtin:4012345.012345.";
  EXPECT_THAT(values(of_dairy, About::epc), UnorderedElementsAre(epc + "1", epc + "2"));
  EXPECT_THAT(values(of_shop, About::epc), UnorderedElementsAre(epc + "2", epc + "3"));
  EXPECT_THAT(values(in_lanzhou, About::epc), UnorderedElementsAre(epc + "1", epc + "2"));
  EXPECT_THAT(values(in_jiayuguan, About::epc), ElementsAre(epc + "3"));
  EXPECT_EQ(values(of_province, About::epc).size(), 3U);
  EXPECT_EQ(values(operator_, About::epc).size(), 3U);
  EXPECT_EQ(values(of_province, About::biz_step).size(), 2U);
  EXPECT_THAT(values(in_jiayuguan, About::biz_step),
              ElementsAre("https://ref.gs1.org/cbv/BizStep-storing"));
  EXPECT_THAT(values(in_jiayuguan, About::biz_location), ElementsAre(shop_place));
  EXPECT_THAT(values(in_jiayuguan, About::read_point), IsEmpty());
  EXPECT_TRUE(*queries_->knows(of_dairy, About::epc, "https://id.gs1.org/01/04012345123456/21/1"));
  EXPECT_TRUE(*queries_->knows(of_shop, About::biz_step, "urn:epcglobal:cbv:bizstep:shipping"));
  EXPECT_FALSE(*queries_->knows(of_shop, About::epc, epc + "1"));
  EXPECT_FALSE(*queries_->knows(of_shop, About::epc, epc + "777"));
  EXPECT_FALSE(*queries_->knows(in_jiayuguan, About::biz_step, "shipping"));
}

TEST_P(EventAccessOnRecord, ValuesKeepTheirPlacesWhileOthersAreWritten) {
  std::vector<Event> events;
  for (int i = 0; i < 40; ++i) events.push_back(event("urn:e" + std::to_string(i), i, dairy_place));
  add(of_dairy, events);
  for (const registry::Person& who : {of_dairy, in_lanzhou, operator_}) {
    std::set<std::string> before;
    for (const std::string& value : values(who, About::epc)) before.insert(value);
    std::vector<std::string> met;
    std::string token;
    static int next = 100;
    do {
      const auto page = queries_->values(who, About::epc, token, 7);
      ASSERT_TRUE(page) << describe(page.error());
      met.insert(met.end(), page->values.begin(), page->values.end());
      token = page->next;
      add(of_dairy, {event("urn:e" + std::to_string(next), next, dairy_place)});
      ++next;
    } while (!token.empty());
    EXPECT_EQ(std::set<std::string>(met.begin(), met.end()).size(), met.size()) << "none twice";
    for (const std::string& value : before) EXPECT_EQ(std::ranges::count(met, value), 1) << value;
  }
  EXPECT_EQ(queries_->values(operator_, About::epc, "7x", 7).error().failure, &page_unknown);
}

TEST_P(EventAccessOnRecord, WhatWasTakenBackIsNotListed) {
  fill();
  ASSERT_EQ(values(operator_, About::epc).size(), 3U);
  std::vector<std::string> columns;
  const Value key[] = {"urn:kept#owner@" + dairy};
  const auto record = registry_->find(operator_, named("epcis_event"), key, columns);
  ASSERT_TRUE(record) << describe(record.error());
  ASSERT_TRUE(registry_->remove(operator_, named("epcis_event"), record->id, {}, "wrong"));
  EXPECT_EQ(values(operator_, About::epc).size(), 2U);
  // Another event with the value is enough.
  EXPECT_EQ(values(of_dairy, About::biz_location), std::vector<std::string>{dairy_place});
}

TEST_P(EventAccessOnRecord, WhatAFirmCapturedStaysAsItIs) {
  fill();
  const auto& events = named("epcis_event");
  std::vector<std::string> columns;
  const Value key[] = {"urn:kept#owner@" + dairy};
  const auto record = registry_->find(of_dairy, events, key, columns);
  ASSERT_TRUE(record) << describe(record.error());
  const auto removed = registry_->remove(of_dairy, events, record->id, {}, "unwelcome");
  ASSERT_FALSE(removed);
  EXPECT_EQ(removed.error().failure, &registry::handed_in);
  const std::vector<std::string> one{"body"};
  const auto changed = registry_->change(of_dairy, events, record->id, {}, one,
                                         {.values = {std::string("{}")}}, "unwelcome");
  ASSERT_FALSE(changed);
  EXPECT_EQ(changed.error().failure, &registry::handed_in);
  // By hand a firm cannot enter events at all.
  const std::vector<std::string> all{"identity",       "event",      "event_hash",
                                     "type",           "event_time", "record_time",
                                     "declares_error", "owner",      "body"};
  const auto entered = registry_->put(
      of_dairy, events, all,
      {{.values = {std::string("x"), std::string("x"), std::string("x"), std::string("ObjectEvent"),
                   now(), now(), false, dairy, std::string("no event")}}});
  ASSERT_TRUE(entered) << describe(entered.error());
  EXPECT_FALSE(entered->front().errors.empty());
  const auto other =
      capture(*registry_, of_shop, std::vector{event("urn:x", 9, shop_place)}, {.owner = dairy});
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().failure, &registry::not_allowed);
}

TEST_P(EventAccessOnRecord, AnIdentifierOfAnotherFirmIsNeitherFoundNorInTheWay) {
  fill();
  Event same = event("urn:kept", 1, dairy_place);
  auto report = capture(*registry_, of_shop, std::vector{same});
  ASSERT_TRUE(report);
  EXPECT_EQ(report->added, 1U) << "the same content";
  same.action = "ADD";
  report = capture(*registry_, of_dairy, std::vector{same});
  ASSERT_TRUE(report);
  EXPECT_EQ(report->events.front().error->failure, &event_id_taken) << "its own is";
  Event another = event("urn:shipped", 4, shop_place);
  report = capture(*registry_, of_shop, std::vector{another});
  ASSERT_TRUE(report);
  EXPECT_EQ(report->added, 1U);
  EXPECT_EQ(queries_->find(of_shop, "urn:shipped")->size(), 1U);
  EXPECT_EQ(queries_->find(of_province, "urn:shipped")->size(), 2U);
}

TEST_P(EventAccessOnRecord, ReadsOfOthersEventsAreWrittenDown) {
  fill();
  EXPECT_EQ(seen(of_dairy).size(), 2U);
  EXPECT_EQ(logged(), 0) << "its own";
  EXPECT_EQ(seen(in_lanzhou).size(), 2U);
  EXPECT_EQ(logged(), 1);
  EXPECT_EQ(queries_->find(in_lanzhou, "urn:kept")->size(), 1U);
  EXPECT_EQ(queries_->find(in_lanzhou, "urn:nothing")->size(), 0U);
  EXPECT_EQ(logged(), 2);
  const auto* of = registry_->catalog().find_register("epcis_access");
  std::vector<std::string> columns;
  const auto page = registry_->list(person("pu", "auditor", ""), *of, {.sort = {"at"}});
  ASSERT_TRUE(page);
  const auto at = [&](std::size_t row, const std::string& column) {
    const auto place = std::ranges::find(page->columns, column) - page->columns.begin();
    return to_text(page->records[row].values[static_cast<std::size_t>(place)]);
  };
  EXPECT_EQ(at(0, "account"), "lanzhou");
  EXPECT_EQ(at(0, "event"), "urn:kept|urn:shipped");
  EXPECT_EQ(at(1, "action"), "show");
}

TEST_P(EventAccessOnRecord, NewEventsAreMetOnceByThoseWhoSeeThem) {
  fill();
  const auto query = *parse_event_query({}, {.units = &queries_->units()});
  std::int64_t position = 0;
  std::vector<std::string> met;
  for (bool more = true; more;) {
    const auto found = queries_->since(of_dairy, query, position, 1);
    ASSERT_TRUE(found);
    for (const FoundEvent& one : found->events) met.push_back(one.name);
    position = found->position;
    more = found->more;
  }
  EXPECT_THAT(met, ElementsAre("urn:kept", "urn:shipped"));
  EXPECT_EQ(position, *queries_->newest_position());
  add(of_shop, {event("urn:later", 5, shop_place)});
  add(of_dairy, {event("urn:latest", 6, dairy_place)});
  const auto found = queries_->since(of_dairy, query, position, 100);
  ASSERT_EQ(found->events.size(), 1U);
  EXPECT_EQ(found->events.front().name, "urn:latest");
  EXPECT_TRUE(queries_->since(of_dairy, query, found->position, 100)->events.empty());
}

TEST_P(EventAccessOnRecord, SomeRolesAreNotToldAllOfAnEvent) {
  Event made = event("urn:shipped", 2, dairy_place, shop_place);
  made.transactions = {{"https://ref.gs1.org/cbv/BTT-po", "urn:x:po:1"}};
  made.extensions = {{.space = "https://example.org/", .name = "price", .text = "7"}};
  add(of_dairy, {made});
  confirm(node(of_shop, shop_gln));
  registry::Person analyst = person("wang", "analyst", "620000");
  const auto told = [&](const registry::Person& who) {
    const auto found = queries_->find(who, "urn:shipped");
    EXPECT_TRUE(found);
    EXPECT_EQ(found->size(), 1U);
    const Event& one = found->front().event;
    const std::string parts = std::string(one.transactions.empty() ? "" : "transaction ") +
                              (one.extensions.empty() ? "" : "price");
    EXPECT_EQ(found->front().body.find("price") == std::string::npos, one.extensions.empty());
    return parts;
  };
  EXPECT_EQ(told(of_dairy), "transaction price");
  EXPECT_EQ(told(of_shop), "transaction ");
  EXPECT_EQ(told(in_lanzhou), "transaction price");
  EXPECT_EQ(told(analyst), "");
  // Nobody finds out by asking either.
  const std::vector<Parameter> by_transaction{{"EQ_bizTransaction_po", {"urn:x:po:1"}}};
  const std::vector<Parameter> by_price{{"EQ_https://example.org/#price", {"7"}}};
  EXPECT_EQ(seen(of_shop, by_transaction).size(), 1U);
  EXPECT_THAT(seen(analyst, by_transaction), IsEmpty());
  EXPECT_EQ(seen(of_dairy, by_price).size(), seen(in_lanzhou, by_price).size());
  EXPECT_THAT(seen(of_shop, by_price), IsEmpty());
  analyst.roles.emplace_back("officer");
  EXPECT_EQ(told(analyst), "transaction price") << "what any of the roles is told";
}

TEST(EventViews, RefuseRolesAndPartsThatThereAreNot) {
  const support::Folder folder;
  std::filesystem::create_directories(folder.file("trace"));
  const std::vector<std::string> roles{"officer"};
  for (const char* wrong : {R"(roles = ["nobody"]
leave_out = ["ilmd"])",
                            R"(roles = ["officer"]
leave_out = ["soul"])"}) {
    std::ofstream(folder.file("trace/views.toml"))
        << "[[view]]\nof = \"all\"\nsource = \"s\"\ntitle = { zh = \"a\", en = \"b\" }\n"
        << wrong << "\n";
    const auto views = EventViews::load(folder.path(), roles);
    ASSERT_FALSE(views);
    EXPECT_EQ(views.error().failure, &views_malformed);
  }
}

TEST(LocationsOfAnEvent, AreGlnsWhateverTheNotation) {
  Event made = event("urn:x", 1, dairy_place, "https://example.com/414/4012345000023/254/7");
  made.read_point = Place{.id = dairy_place};
  made.sources = {{"https://ref.gs1.org/cbv/SDT-owning_party", "urn:epc:id:pgln:4012345.00003"},
                  {"", "urn:example:place"}};
  EXPECT_THAT(locations_of(made), ElementsAre("4012345000016", "4012345000023", "4012345000030"));
  EXPECT_THAT(locations_of(Event{}), IsEmpty());
}

}  // namespace
}  // namespace zhiheng::trace
