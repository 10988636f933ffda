#include "trace/event_query.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <thread>

#include "registry/failures.h"
#include "trace/event_fixture.h"
#include "trace/failures.h"
#include "trace/index_keeper.h"
#include "trace/master_store.h"
#include "trace/query_match.h"
#include "trace/read_fixture.h"
#include "trace/verbs.h"

namespace zhiheng::trace {
namespace {

/// Event `number` of a small chain: minute after minute, ten instances of each product.
Event made_event(int number) {
  Event event = observed({}, 0,
                         {"urn:epc:id:sgtin:4012345." + std::to_string(100000 + number / 10) + "." +
                          std::to_string(number)},
                         number % 2 == 0 ? "packing" : "shipping");
  if (number % 3 == 0) {
    event.type = "AggregationEvent";
    event.parent = "urn:epc:id:sscc:4012345.0000000001";
  }
  const int minute = number % 60, hour = number / 60;
  event.time = "2026-03-01T" + std::string(hour < 10 ? "0" : "") + std::to_string(hour) + ":" +
               (minute < 10 ? "0" : "") + std::to_string(minute) + ":00Z";
  event.action = "ADD";
  event.read_point = Place{.id = "urn:epc:id:sgln:4012345.00001.0"};
  return event;
}

class EventQueriesOnRecord : public EventsOnRecord {
 protected:
  void fill(int from, int to) {
    std::vector<Event> events;
    for (int i = from; i < to; ++i) events.push_back(made_event(i));
    add(operator_, events);
  }
  Result<EventPage> ask(std::vector<Parameter> parameters,
                        const registry::Person& person = operator_, std::int64_t most = 0) {
    ZH_TRY(const EventQuery query,
           parse_event_query(parameters, {.units = &queries_->units(), .piped = true}));
    return queries_->page(person, query, most);
  }
  std::size_t count(std::vector<Parameter> parameters) {
    const auto page = ask(std::move(parameters));
    EXPECT_TRUE(page) << describe(page.error());
    return page ? page->events.size() : 0;
  }
};

ZH_ON_BOTH_ENGINES(EventQueriesOnRecord);

TEST_P(EventQueriesOnRecord, FindByIdentifierPatternPlaceAndColumn) {
  fill(0, 120);
  EXPECT_EQ(count({}), 120U);
  EXPECT_EQ(count({{"MATCH_epc", {"urn:epc:id:sgtin:4012345.100003.35"}}}), 1U);
  EXPECT_EQ(count({{"MATCH_anyEPC", {"urn:epc:idpat:sgtin:4012345.100003.*"}}}), 10U);
  EXPECT_EQ(count({{"MATCH_anyEPC", {"urn:epc:idpat:sgtin:4012345.*.*"}}}), 120U);
  EXPECT_EQ(count({{"MATCH_anyEPC", {"https://id.gs1.org/00/040123450000000016"}}}), 40U);
  EXPECT_EQ(count({{"MATCH_epc", {"https://id.gs1.org/00/040123450000000016"}}}), 0U);
  EXPECT_EQ(
      count({{"EQ_bizStep", {"packing"}}, {"EQ_readPoint", {"urn:epc:id:sgln:4012345.00001.0"}}}),
      60U);
  EXPECT_EQ(count({{"eventType", {"AggregationEvent"}}, {"EQ_bizStep", {"packing"}}}), 20U);
  EXPECT_EQ(count({{"GE_eventTime", {"2026-03-01T00:30:00Z"}},
                   {"LT_eventTime", {"2026-03-01T01:00:00Z"}}}),
            30U);
  fill(120, 130);  // what came since is in the index
  EXPECT_EQ(count({{"MATCH_epc", {"urn:epc:idpat:sgtin:4012345.100012.*"}}}), 10U);
}

TEST_P(EventQueriesOnRecord, PagesNeitherRepeatNorMissWhileOthersWrite) {
  fill(0, 50);
  for (const std::vector<Parameter>& asked : std::vector<std::vector<Parameter>>{
           {},
           {{"orderBy", {"eventTime"}}},
           {{"orderBy", {"eventTime"}}, {"orderDirection", {"ASC"}}},
           {{"orderBy", {"recordTime"}}},
           {{"MATCH_anyEPC", {"urn:epc:idpat:sgtin:4012345.*.*"}}, {"orderBy", {"eventTime"}}},
           {{"EQ_readPoint", {"urn:epc:id:sgln:4012345.00001.0"}}}}) {
    static int next = 200;
    const std::size_t before = count({});
    std::set<std::int64_t> seen;
    std::vector<Parameter> parameters = asked;
    std::vector<std::string> times;
    std::string token;
    do {
      if (!token.empty()) parameters = asked, parameters.push_back({"nextPageToken", {token}});
      const auto page = ask(parameters, operator_, 7);
      ASSERT_TRUE(page) << describe(page.error());
      for (const FoundEvent& found : page->events) {
        EXPECT_TRUE(seen.insert(found.seq).second);
        times.push_back(found.event.time);
      }
      token = page->next;
      if (seen.size() == 14) fill(next, next + 1), ++next;
    } while (!token.empty());
    EXPECT_GE(seen.size(), before);
    if (asked.size() == 2 && asked[1].name == "orderDirection") {
      EXPECT_TRUE(std::ranges::is_sorted(times));
    }
  }
}

TEST_P(EventQueriesOnRecord, LimitsCountAndOrder) {
  fill(0, 30);
  const auto first = ask({{"orderBy", {"eventTime"}}, {"eventCountLimit", {"3"}}});
  ASSERT_TRUE(first);
  ASSERT_EQ(first->events.size(), 3U);
  EXPECT_EQ(first->events[0].event.time, "2026-03-01T00:29:00Z");
  const auto paged = ask({{"eventCountLimit", {"5"}}}, operator_, 3);
  ASSERT_TRUE(paged);
  ASSERT_FALSE(paged->next.empty());
  const auto rest =
      ask({{"eventCountLimit", {"5"}}, {"nextPageToken", {paged->next}}}, operator_, 3);
  ASSERT_TRUE(rest);
  EXPECT_EQ(rest->events.size(), 2U);
  EXPECT_TRUE(rest->next.empty());
  EXPECT_TRUE(ask({{"maxEventCount", {"30"}}}));
  const auto many = ask({{"maxEventCount", {"29"}}}, operator_, 5);
  ASSERT_FALSE(many);
  EXPECT_EQ(many.error().failure, &query_too_large);
  const auto wrong = ask({{"nextPageToken", {"9~1"}}});
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().failure, &page_unknown);
}

TEST_P(EventQueriesOnRecord, ShowOnlyWhatThePersonMaySee) {
  const registry::Person officer{
      .user = "li", .name = "", .roles = {"officer"}, .region = "620100"};
  ASSERT_TRUE(capture(*registry_, officer, std::vector<Event>{made_event(1)}));
  fill(2, 4);
  EXPECT_EQ(ask({}, officer)->events.size(), 1U);
  EXPECT_EQ(ask({{"MATCH_anyEPC", {"urn:epc:idpat:sgtin:4012345.*.*"}}}, officer)->events.size(),
            1U);
  EXPECT_EQ(ask({{"EQ_readPoint", {"urn:epc:id:sgln:4012345.00001.0"}}}, officer)->events.size(),
            1U);
  EXPECT_EQ(count({}), 3U);
  const auto refused =
      ask({}, registry::Person{.user = "", .name = "", .roles = {"public"}, .region = ""});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().failure, &registry::not_allowed);
}

TEST_P(EventQueriesOnRecord, TheIndexIsKeptUpWhileAServerRuns) {
  const IndexKeeper keeper(queries_->index(), registry_->store());
  fill(0, 20);
  const std::vector<std::vector<Term>> wanted{
      {thing_term(comparable("urn:epc:id:sgtin:4012345.100001.11"))}};
  std::size_t found = 0;
  for (int tenths = 0; tenths < 200 && found == 0; ++tenths) {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    found = queries_->index().find(wanted, 0, 10)->size();
  }
  EXPECT_EQ(found, 1U);
}

TEST_P(EventQueriesOnRecord, AnEventIsFoundByItsIdOrHashWithItsDeclarations) {
  Event named = made_event(1), wrong;
  named.id = "urn:event:1";
  wrong = named;
  wrong.error = ErrorDeclaration{.time = "2026-03-02T00:00:00Z", .reason = {}};
  const auto report =
      capture(*registry_, operator_, std::vector<Event>{named, made_event(2), wrong});
  ASSERT_TRUE(report);
  const auto both = queries_->find(operator_, "urn:event:1");
  ASSERT_TRUE(both) << describe(both.error());
  ASSERT_EQ(both->size(), 2U);
  EXPECT_TRUE((*both)[1].event.error);
  const auto by_hash = queries_->find(operator_, report->events[1].event);
  ASSERT_TRUE(by_hash);
  ASSERT_EQ(by_hash->size(), 1U);
  EXPECT_EQ((*by_hash)[0].event.time, made_event(2).time);
  EXPECT_TRUE(queries_->find(operator_, "urn:event:9")->empty());
  EXPECT_EQ(count({{"EQ_eventID", {"urn:event:1"}}}), 2U);
  EXPECT_EQ(count({{"EQ_eventID", {"urn:event:1"}}, {"EXISTS_errorDeclaration", {}}}), 1U);
}

TEST_P(EventQueriesOnRecord, TheIndexIsMadeAnewWhenItIsGone) {
  fill(0, 20);
  EXPECT_EQ(count({{"MATCH_epc", {"urn:epc:id:sgtin:4012345.100001.11"}}}), 1U);
  queries_.reset();
  for (const char* end : {"", "-wal", "-shm"}) {
    std::filesystem::remove(folder_.path() + "/epcis_index.sqlite" + end);
  }
  open_queries();
  EXPECT_EQ(count({{"MATCH_epc", {"urn:epc:id:sgtin:4012345.100001.11"}}}), 1U);
}

TEST_P(EventQueriesOnRecord, AnswerTheInteroperabilitySuiteAsInMemory) {
  const std::string suite = support::shared_path("/data/epcis/query/fosstrak");
  if (!std::filesystem::exists(suite)) GTEST_SKIP() << suite << " is absent";
  std::vector<Event> events;
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(suite + "/dataset")) {
    files.push_back(entry.path());
  }
  std::ranges::sort(files);
  ReadOptions options;
  options.lenient = true;
  for (const auto& file : files) {
    const auto document = read_file(file.string(), options, [&](ReadEvent& event) {
      events.push_back(event.event);
      return true;
    });
    ASSERT_TRUE(document);
    ASSERT_TRUE(capture_master_data(*registry_, operator_, document->master_data));
  }
  // Record time and event time are the same in the suite; hours are enough to tell its queries.
  std::map<std::string, std::vector<Event>> by_time;
  for (Event& event : events) {
    event.record_time = event.time;
    by_time[event.time].push_back(event);
  }
  for (const auto& [time, together] : by_time) {
    ASSERT_TRUE(capture(*registry_, operator_, together, {.record_time = *parse_timestamp(time)}));
  }
  const auto master = load_master_data(*registry_, operator_);
  ASSERT_TRUE(master);
  std::ifstream in(suite + "/queries.jsonl");
  std::size_t compared = 0;
  for (std::string line; std::getline(in, line);) {
    const auto row = boost::json::parse(line).as_object();
    if (row.at("query").as_string() != "SimpleEventQuery") continue;
    std::vector<Parameter> parameters;
    for (const auto& given : row.at("params").as_array()) {
      Parameter& one = parameters.emplace_back();
      one.name = given.at(0).as_string();
      for (const auto& value : given.at(1).as_array()) one.values.emplace_back(value.as_string());
    }
    const auto query = parse_event_query(parameters, {.units = &queries_->units()});
    if (!query || query->max_count) continue;
    const auto wanted = std::ranges::count_if(events, [&](const Event& event) {
      return matches(*query, event, {&queries_->units(), &*master});
    });
    const auto page = queries_->page(operator_, *query, 0);
    ASSERT_TRUE(page) << row.at("id").as_string() << describe(page.error());
    EXPECT_EQ(static_cast<std::ptrdiff_t>(page->events.size()), wanted) << row.at("id").as_string();
    ++compared;
  }
  EXPECT_GT(compared, 20U);
}

TEST(EventIndex, NeedsAFolderThatItMayWriteTo) {
  support::Folder folder;
  std::ofstream(folder.file("file")) << "x";
  const auto store = store::open({.folder = folder.path(), .database = {}});
  ASSERT_TRUE(store);
  const auto index = EventIndex::open(folder.file("file"), **store);
  ASSERT_FALSE(index);
  EXPECT_EQ(index.error().failure, &index_unusable);
}

TEST(QueryVerb, AsksWhatWasCaptured) {
  support::Folder folder;
  std::ofstream(folder.file("a.json")) << bare_event(
      "ObjectEvent", R"("action":"OBSERVE","epcList":["urn:epc:id:sscc:4012345.0000000001"])");
  std::ostringstream out, messages;
  Invocation call;
  call.catalog = support::source_path("/catalog");
  call.data = folder.file("data");
  call.out = &out;
  call.messages = &messages;
  const auto run = [&](const std::string& path) -> int {
    out.str({});
    for (const Verb& verb : verbs()) {
      if (verb.path == path) return verb.run(call).value_or(9);
    }
    return 8;
  };
  call.arguments["FILE"] = {folder.file("a.json")};
  ASSERT_EQ(run("epcis capture"), 0);
  call.arguments = {{"PARAMETER", {"MATCH_epc=urn:epc:id:sscc:4012345.0000000001|urn:x:y"}}};
  for (const char* form : {"json", "xml"}) {
    call.options["to"] = {form};
    ASSERT_EQ(run("epcis query"), 0);
    Told told;
    const auto document = read_text(out.str(), told);
    ASSERT_TRUE(document) << out.str();
    EXPECT_TRUE(document->valid) << form << out.str();
    EXPECT_EQ(document->events, 1U);
  }
  call.options["to"] = {"lines"};
  call.arguments = {{"PARAMETER", {"EQ_action=ADD"}}};
  ASSERT_EQ(run("epcis query"), 0);
  EXPECT_EQ(out.str(), "");
  call.options = {{"master-data", {""}}};
  call.arguments.clear();
  ASSERT_EQ(run("epcis query"), 0);
  EXPECT_NE(out.str().find("EPCISDocument"), std::string::npos);
}

}  // namespace
}  // namespace zhiheng::trace
