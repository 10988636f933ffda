// Suspects from events: the same scores as from tables that say the same.

#include "trace/event_network.h"

#include <gtest/gtest.h>

#include <fstream>
#include <map>

#include "support/place.h"
#include "trace/chain_fixture.h"
#include "trace/suspects_tables.h"
#include "trace/verb_parts.h"

namespace zhiheng::trace {
namespace {

Quantity kilos(const std::string& lot) {
  return {.epc_class = batch(lot), .amount = "10", .unit = "KGM"};
}

Event moved(const std::string& name, const std::string& clock, const std::string& step, int at,
            std::vector<Quantity> what, int to = 0) {
  Event event = object({name, clock, step, at}, "OBSERVE", {}, std::move(what));
  if (to > 0) event.destinations = {{.type = "location", .id = plant(to)}};
  return event;
}

/// Two farms, a dairy that makes two products, two shops; one product travels on a pallet.
std::vector<Event> dairy_events() {
  return {
      moved("s1", "06:00", "shipping", 1, {kilos("M1")}),
      moved("r1", "07:00", "receiving", 2, {kilos("M1")}),
      moved("s2", "06:10", "shipping", 4, {kilos("M2")}),
      moved("r2", "07:10", "receiving", 2, {kilos("M2")}),
      transformed({"t1", "08:00", "commissioning", 2}, {kilos("M1"), kilos("M2")}, {kilos("P1")}),
      transformed({"t2", "08:10", "commissioning", 2}, {kilos("M2")}, {kilos("P2")}),
      packed({"a1", "09:00", "packing", 2}, "ADD", pallet(1), {}, {kilos("P1")}),
      object({"s3", "10:00", "shipping", 2}, "OBSERVE", {pallet(1)}),
      object({"r3", "11:00", "receiving", 3}, "OBSERVE", {pallet(1)}),
      moved("s4", "10:10", "shipping", 2, {kilos("P2")}, 5)};  // nobody says that it arrived
}

Result<StepMeanings> meanings() { return StepMeanings::load(support::source_path("/catalog")); }

EventNetwork network_in(const Chain& chain) {
  const auto known = meanings();
  const History history(chain);
  auto made = network_of(history, *known);
  EXPECT_TRUE(made);
  return *std::move(made);
}

std::string station(int number) { return station_of(normal_identifier(plant(number))); }

NetworkRead read_tables(const support::Folder& folder) {
  std::ofstream stations(folder.file("stations.csv")), deliveries(folder.file("deliveries.csv")),
      links(folder.file("links.csv"));
  stations << "ID,node\n";
  for (int i = 1; i <= 5; ++i) stations << station(i) << ",x\n";
  deliveries << "ID,from,to,Name,Charge Number,Date Delivery\n";
  const std::tuple<const char*, int, int, const char*> rows[] = {
      {"1", 1, 2, "M1"}, {"2", 4, 2, "M2"}, {"3", 2, 3, "P1"}, {"4", 2, 5, "P2"}};
  for (const auto& [id, from, to, lot] : rows) {
    deliveries << id << ',' << station(from) << ',' << station(to) << ",x," << batch(lot)
               << ",2026-03-01\n";
  }
  links << "ID,Next\n1,3\n2,3\n2,4\n";
  stations.close(), deliveries.close(), links.close();
  auto read = read_network({.stations = folder.file("stations.csv"),
                            .deliveries = folder.file("deliveries.csv"),
                            .links = folder.file("links.csv")});
  EXPECT_TRUE(read) << describe(read.error());
  return *std::move(read);
}

/// Scores by the id of the station, or by the lot and both ends of the delivery.
std::map<std::string, double> scores_of(Network network, bool temporal_order) {
  Scenario scenario;
  scenario.stations[station(3)].weight = 1;
  scenario.stations[station(5)].weight = 2;
  scenario.stations[station(2)].cross_contamination = temporal_order;
  const auto marked = under(scenario, std::move(network));
  EXPECT_TRUE(marked);
  const auto found = find_suspects(*marked, temporal_order);
  EXPECT_TRUE(found);
  std::map<std::string, double> scores;
  for (std::size_t i = 0; i < marked->stations.size(); ++i) {
    scores[marked->stations[i].id] = found->stations[i].score;
  }
  for (std::size_t i = 0; i < marked->deliveries.size(); ++i) {
    const Delivery& each = marked->deliveries[i];
    scores[marked->stations[each.from].id + " " + marked->stations[each.to].id + " " + each.lot] =
        found->deliveries[i].score;
  }
  return scores;
}

TEST(EventNetwork, GivesTheScoresOfTablesThatSayTheSame) {
  const support::Folder folder;
  const NetworkRead tables = read_tables(folder);
  const EventNetwork events = network_in(chain_of(dairy_events()));
  EXPECT_EQ(events.network.deliveries.size(), 4U);
  EXPECT_EQ(events.network.links.size(), 3U);
  EXPECT_EQ(events.not_received, 1U);
  EXPECT_EQ(events.not_shipped, 0U);
  for (const bool temporal_order : {false, true}) {
    EXPECT_EQ(scores_of(events.network, temporal_order), scores_of(tables.network, temporal_order));
  }
  const auto scores = scores_of(events.network, false);
  EXPECT_DOUBLE_EQ(scores.at(station(4)), 1);
  EXPECT_DOUBLE_EQ(scores.at(station(1)), 1.0 / 3);
}

// The order in which events arrive says nothing.
TEST(EventNetwork, DoesNotDependOnTheOrderOfArrival) {
  std::vector<Event> events = dairy_events();
  std::ranges::reverse(events);
  EXPECT_EQ(scores_of(network_in(chain_of(events)).network, false),
            scores_of(network_in(chain_of(dairy_events())).network, false));
}

TEST(EventNetwork, TakesTheSourceThatAReceivingNames) {
  Event received = moved("r", "08:00", "receiving", 2, {kilos("M1")});
  received.sources = {{.type = "location", .id = plant(1)}};
  const EventNetwork made = network_in(chain_of({received}));
  ASSERT_EQ(made.network.deliveries.size(), 1U);
  EXPECT_EQ(made.network.stations[made.network.deliveries[0].from].id, station(1));
  EXPECT_EQ(made.not_shipped, 1U);
  EXPECT_FALSE(made.network.deliveries[0].departure.whole());
}

TEST(EventNetwork, UnpackedGoodsLeaveTheirContainer) {
  std::vector<Event> events{
      packed({"a", "06:00", "packing", 1}, "ADD", pallet(1), {}, {kilos("P1"), kilos("P2")}),
      packed({"b", "06:30", "unpacking", 1}, "DELETE", pallet(1), {}, {kilos("P2")}),
      object({"s", "07:00", "shipping", 1}, "OBSERVE", {pallet(1)}),
      object({"r", "08:00", "receiving", 2}, "OBSERVE", {pallet(1)})};
  const EventNetwork made = network_in(chain_of(events));
  ASSERT_EQ(made.network.deliveries.size(), 1U);
  EXPECT_EQ(made.network.deliveries[0].lot, batch("P1"));
}

TEST(EventNetwork, SomethingMustSayWhoDeliveredToWhom) {
  const auto refused = suspects_verb().run(Invocation{});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().failure->id, "trace.network_missing");
}

TEST(EventNetwork, StopsWhenItIsTold) {
  const std::atomic<bool> stop{true};
  const Chain chain = chain_of(dairy_events());
  const auto known = meanings();
  const auto made = network_of(History(chain), *known, &stop);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().failure->id, "trace.interrupted");
}

}  // namespace
}  // namespace zhiheng::trace
