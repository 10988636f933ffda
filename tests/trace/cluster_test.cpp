// Events whose records lie on the workers of a cluster: captured, asked for, followed, copied.

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <filesystem>

#include "support/cluster_place.h"
#include "trace/chain_fixture.h"
#include "trace/event_query.h"
#include "trace/event_store.h"
#include "trace/served_chain.h"

namespace zhiheng::trace {
namespace {

namespace json = boost::json;

class EventsOfACluster : public support::OnACluster {
 protected:
  EventsOfACluster() : OnACluster("epcis_event") {}

  static std::vector<Event> journey(int first, int count) {
    std::vector<Event> events;
    for (int i = first; i < first + count; ++i) {
      const std::string id = piece(std::to_string(i));
      const std::string name = std::to_string(i);
      events.push_back(object({"made" + name, "07:00", "commissioning", 1}, "ADD", {id}));
      events.push_back(object({"go" + name, "08:00", "shipping", 1}, "OBSERVE", {id}));
      events.push_back(object({"come" + name, "09:00", "receiving", 2}, "OBSERVE", {id}));
    }
    return events;
  }

  std::size_t found(EventQueries& queries, std::vector<Parameter> parameters) {
    const auto query = parse_event_query(parameters, {.units = &queries.units()});
    EXPECT_TRUE(query) << describe(query.error());
    const auto page = queries.page(operator_, *query, 0);
    EXPECT_TRUE(page) << describe(page.error());
    return page ? page->events.size() : 0;
  }

  std::size_t events_of(ServedChain& chain, int number) {
    Invocation call;
    call.catalog = support::shipped_catalog()->folder;
    call.arguments["ID"] = {piece(std::to_string(number))};
    const auto answer = chain.ask(operator_, call, "state");
    EXPECT_TRUE(answer) << describe(answer.error());
    return answer ? json::parse(*answer).at("events").as_array().size() : 0;
  }

  registry::Person operator_ = registry::local_operator();
};

TEST_F(EventsOfACluster, AreCapturedOnceFoundByQueriesAndFollowedByTheChain) {
  const auto first = capture(*registry_, operator_, journey(0, 40));
  ASSERT_TRUE(first) << describe(first.error());
  EXPECT_EQ(first->added, 120U);
  EXPECT_EQ(capture(*registry_, operator_, journey(0, 40))->added, 0U);

  auto queries = EventQueries::open(*registry_, folder_.path(), support::source_path("/catalog"));
  ASSERT_TRUE(queries) << describe(queries.error());
  EXPECT_EQ(found(**queries, {}), 120U);
  EXPECT_EQ(found(**queries, {{"EQ_bizStep", {"shipping"}}}), 40U);
  EXPECT_EQ(found(**queries, {{"MATCH_epc", {piece("7")}}}), 3U);

  ServedChain chain(*registry_, std::size_t{1} << 30);
  EXPECT_EQ(events_of(chain, 7), 3U);
  ASSERT_TRUE(capture(*registry_, operator_, journey(40, 5)));
  EXPECT_EQ(events_of(chain, 43), 3U);
  EXPECT_EQ(found(**queries, {{"MATCH_epc", {piece("43")}}}), 3U);
  EXPECT_EQ(chain.standing().events, 135U);

  // Made anew from the feed, as after a start.
  ServedChain anew(*registry_, std::size_t{1} << 30);
  EXPECT_EQ(events_of(anew, 7), 3U);
  EXPECT_EQ(anew.standing().events, 135U);
  EXPECT_TRUE(store_->verify()->broken.empty());
}

// What a firm may see is a question over two registers, of which one lies on the workers and the
// other on the coordinator.
TEST_F(EventsOfACluster, AreNotSeenByAFirmThatNoneOfThemNames) {
  ASSERT_TRUE(capture(*registry_, operator_, journey(0, 5)));
  auto queries = EventQueries::open(*registry_, folder_.path(), support::source_path("/catalog"));
  ASSERT_TRUE(queries) << describe(queries.error());
  const registry::Person firm{
      .user = "firm", .name = "firm", .roles = {"enterprise"}, .company = "91620102000000001X"};
  const auto query = parse_event_query({}, {.units = &(*queries)->units()});
  const auto page = (*queries)->page(firm, *query, 0);
  ASSERT_TRUE(page) << describe(page.error());
  EXPECT_TRUE(page->events.empty());
}

TEST_F(EventsOfACluster, AreTheSameInABackupPutIntoAnEmbeddedStore) {
  ASSERT_TRUE(capture(*registry_, operator_, journey(0, 30)));
  const std::string file = folder_.file("backup");
  const auto done = store_->backup(file);
  ASSERT_TRUE(done) << describe(done.error());
  const support::Folder elsewhere;
  const store::Location embedded{.folder = elsewhere.path(), .database = {}};
  std::filesystem::copy_file(folder_.file("store.key"), elsewhere.file("store.key"));
  const auto restored = store::restore(file, embedded);
  ASSERT_TRUE(restored) << describe(restored.error());
  const auto copy = store::open(embedded);
  ASSERT_TRUE(copy);
  EXPECT_EQ((*copy)->verify()->head, store_->verify()->head);
  EXPECT_EQ(*(*copy)->count({.table = std::string(event_register)}), 90);
}

}  // namespace
}  // namespace zhiheng::trace
