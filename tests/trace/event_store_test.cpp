#include "trace/event_store.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "registry/failures.h"
#include "trace/event_fixture.h"
#include "trace/event_hash.h"
#include "trace/failures.h"
#include "trace/read_fixture.h"
#include "trace/stored_event.h"
#include "trace/verbs.h"

namespace zhiheng::trace {
namespace {

using store::Outcome;

Event shipped(const std::string& epc, const std::string& id = {}) {
  Event event = observed(id, 0, {epc}, "shipping");
  event.time = "2026-03-01T06:30:00+08:00";
  return event;
}

class EventStore : public EventsOnRecord {
 protected:
  std::vector<std::pair<Event, std::int64_t>> all(std::int64_t after = 0,
                                                  const registry::Person& person = operator_) {
    std::vector<std::pair<Event, std::int64_t>> found;
    const auto read = each_event(*registry_, person, after, [&](const Event& event, auto seq) {
      found.emplace_back(event, seq);
      return true;
    });
    EXPECT_TRUE(read) << describe(read.error());
    return found;
  }
};

ZH_ON_BOTH_ENGINES(EventStore);

TEST_P(EventStore, CapturingTwiceChangesNothing) {
  const std::vector<Event> events{shipped("urn:epc:id:sscc:4012345.0000000001"),
                                  shipped("urn:epc:id:sscc:4012345.0000000002", "urn:event:2")};
  EXPECT_EQ(take(events).added, 2U);
  const auto before = registry_->store().newest_commit();
  const CaptureReport again = take(events);
  EXPECT_EQ(again.unchanged, 2U);
  EXPECT_EQ(again.added, 0U);
  EXPECT_EQ(*registry_->store().newest_commit(), *before);
  EXPECT_EQ(again.events[0].event, hash_of(pre_hash(events[0])));
  EXPECT_EQ(again.events[1].event, "urn:event:2");
  EXPECT_EQ(all().size(), 2U);
}

TEST_P(EventStore, TheSameEventSpelledOtherwiseIsTheSame) {
  Event other = shipped("https://id.gs1.org/00/040123450000000016");
  other.time = "2026-02-28T22:30:00.000Z";
  other.zone_offset = "+08:00";
  const CaptureReport report = take({shipped("urn:epc:id:sscc:4012345.0000000001"),
                                     shipped("urn:epc:id:sscc:4012345.0000000001")});
  EXPECT_EQ(report.added, 1U);
  EXPECT_EQ(report.unchanged, 1U);
  EXPECT_EQ(take({other}).unchanged, 1U);
}

TEST_P(EventStore, AnotherEventOfTheSameIdIsRefusedAndRollsTheBatchBack) {
  take({shipped("urn:epc:id:sscc:4012345.0000000001", "urn:event:1")});
  const std::vector<Event> batch{shipped("urn:epc:id:sscc:4012345.0000000009", "urn:event:9"),
                                 shipped("urn:epc:id:sscc:4012345.0000000002", "urn:event:1")};
  const CaptureReport rolled = take(batch);
  EXPECT_FALSE(rolled.kept);
  ASSERT_TRUE(rolled.events[1].error);
  EXPECT_EQ(rolled.events[1].error->failure, &event_id_taken);
  EXPECT_EQ(all().size(), 1U);

  const CaptureReport proceeded = take(batch, {.on_error = OnError::proceed});
  EXPECT_TRUE(proceeded.kept);
  EXPECT_EQ(proceeded.added, 1U);
  EXPECT_EQ(proceeded.refused, 1U);
  EXPECT_EQ(all().size(), 2U);
}

TEST_P(EventStore, AnErrorDeclarationStandsBesideItsEvent) {
  const Event event = shipped("urn:epc:id:sscc:4012345.0000000001", "urn:event:1");
  Event wrong = event;
  wrong.error = ErrorDeclaration{.time = "2026-03-02T00:00:00Z",
                                 .reason = "https://ref.gs1.org/cbv/ER-incorrect_data",
                                 .corrective_ids = {"urn:event:2"}};
  EXPECT_EQ(take({event, wrong}).added, 2U);
  EXPECT_EQ(take({wrong}).unchanged, 1U);
  const auto found = all();
  ASSERT_EQ(found.size(), 2U);
  EXPECT_FALSE(found[0].first.error);
  ASSERT_TRUE(found[1].first.error);
  EXPECT_EQ(found[1].first.error->corrective_ids, wrong.error->corrective_ids);
}

TEST_P(EventStore, TheFeedGoesOnWhereItWasLeft) {
  take({shipped("urn:epc:id:sscc:4012345.0000000001")});
  const auto first = all();
  ASSERT_EQ(first.size(), 1U);
  take({shipped("urn:epc:id:sscc:4012345.0000000002"),
        shipped("urn:epc:id:sscc:4012345.0000000003")});
  const auto later = all(first[0].second);
  ASSERT_EQ(later.size(), 2U);
  EXPECT_GT(later[0].second, first[0].second);
  EXPECT_EQ(later[1].first.epcs->front(), "urn:epc:id:sscc:4012345.0000000003");
}

TEST_P(EventStore, AFirmCapturesItsOwnAndSeesNoOther) {
  const auto dairy = person("dairy", "enterprise", {}, "91350100M000100Y43");
  const auto shop = person("shop", "enterprise", {}, "91620100MA00020021");
  ASSERT_TRUE(capture(*registry_, dairy, {{shipped("urn:epc:id:sscc:4012345.0000000001")}}));
  ASSERT_TRUE(capture(*registry_, shop, {{shipped("urn:epc:id:sscc:4012345.0000000002")}}));
  ASSERT_EQ(all(0, dairy).size(), 1U);
  EXPECT_EQ(all(0, dairy)[0].first.epcs->front(), "urn:epc:id:sscc:4012345.0000000001");
  ASSERT_EQ(all(0, shop).size(), 1U);
  EXPECT_EQ(all(0, shop)[0].first.epcs->front(), "urn:epc:id:sscc:4012345.0000000002");

  const std::vector<Event> more{shipped("urn:epc:id:sscc:4012345.0000000003")};
  const auto foreign = capture(*registry_, dairy, more, {.owner = shop.company});
  ASSERT_FALSE(foreign);
  EXPECT_EQ(foreign.error().failure, &registry::not_allowed);
  const auto nameless = capture(*registry_, person("unknown", "enterprise"), more);
  ASSERT_FALSE(nameless);
  EXPECT_EQ(nameless.error().failure, &registry::not_allowed);
}

TEST_P(EventStore, OnlyWhoMayWriteCapturesAndOnlyInTheOwnRegion) {
  const std::vector<Event> events{shipped("urn:epc:id:sscc:4012345.0000000001")};
  registry::Person nobody;
  nobody.roles = {"public"};
  const auto refused = capture(*registry_, nobody, events);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().failure, &registry::not_allowed);

  const registry::Person officer = person("li", "officer", "620100");
  const auto outside = capture(*registry_, officer, events, {.region = "630000"});
  ASSERT_FALSE(outside);
  EXPECT_EQ(outside.error().failure, &registry::outside_region);
  ASSERT_TRUE(capture(*registry_, officer, events));
  EXPECT_EQ(all(0, officer).size(), 1U);
  const registry::Person elsewhere = person("wang", "officer", "620200");
  EXPECT_TRUE(all(0, elsewhere).empty());
}

TEST_P(EventStore, AnEventWithoutTimeIsRefused) {
  Event event = shipped("urn:epc:id:sscc:4012345.0000000001");
  event.time = "soon";
  const CaptureReport report = take({event}, {.on_error = OnError::proceed});
  ASSERT_TRUE(report.events[0].error);
  EXPECT_EQ(report.events[0].error->failure, &time_malformed);
}

TEST(StoredEvent, KeepsEveryEventOfTheSharedDocuments) {
  const std::string folder = support::shared_path("/data/epcis/documents");
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << folder << " is absent";
  std::size_t compared = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    const std::string ending = entry.path().extension().string();
    if (!entry.is_regular_file() || ending == ".jsonl") continue;
    ReadOptions options;
    options.lenient = true;
    const auto read = read_file(entry.path().string(), options, [&](ReadEvent& event) {
      if (!event.errors.empty()) return true;
      const auto back = stored_event(stored_text(event.event));
      EXPECT_TRUE(back) << entry.path();
      if (!back) return true;
      // An element "…List" whose items XML calls otherwise has no equal in JSON: docs/epcis.md.
      if (entry.path().filename() == "transshipment.xml") return true;
      EXPECT_EQ(stored_text(*back), stored_text(event.event)) << entry.path();
      ++compared;
      return true;
    });
    EXPECT_TRUE(read) << entry.path();
  }
  EXPECT_GT(compared, 150U);
}

TEST(StoredEvent, RefusesWhatIsNoJson) {
  const auto event = stored_event("{");
  ASSERT_FALSE(event);
  EXPECT_EQ(event.error().failure, &not_json);
}

TEST(Instant, TakesATimeWithoutZoneForUtcAndCutsDigits) {
  EXPECT_EQ(*instant("2026-03-01T06:30:00"), *instant("2026-03-01T14:30:00+08:00"));
  EXPECT_EQ(to_text(*instant("2026-03-01T06:30:00.123456789Z")), "2026-03-01T06:30:00.123456Z");
  EXPECT_FALSE(instant("yesterday"));
}

TEST(CaptureVerb, KeepsAFileAndSaysWhatItLeftOut) {
  support::Folder folder;
  std::ofstream(folder.file("a.json")) << bare_event(
      "ObjectEvent", R"("action":"OBSERVE","epcList":["urn:epc:id:sscc:4012345.0000000001"])");
  std::ofstream(folder.file("b.json"))
      << bare_event("ObjectEvent", R"("action":"MOVE","epcList":[])");
  std::ostringstream out, messages;
  Invocation call;
  call.catalog = support::source_path("/catalog");
  call.data = folder.file("data");
  call.json = true;
  call.out = &out;
  call.messages = &messages;
  const auto run = [&](const std::string& file) -> int {
    call.arguments["FILE"] = {folder.file(file)};
    out.str({});
    for (const Verb& verb : verbs()) {
      if (verb.path == "epcis capture") return verb.run(call).value_or(9);
    }
    return 8;
  };
  EXPECT_EQ(run("a.json"), 0);
  EXPECT_EQ(boost::json::parse(out.str()).at("added").to_number<int>(), 1);
  EXPECT_EQ(run("a.json"), 0);
  EXPECT_EQ(boost::json::parse(out.str()).at("unchanged").to_number<int>(), 1);
  EXPECT_EQ(run("b.json"), 1);
  EXPECT_EQ(boost::json::parse(out.str()).at("refused").to_number<int>(), 1);
}

}  // namespace
}  // namespace zhiheng::trace
