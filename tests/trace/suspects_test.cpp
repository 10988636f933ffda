#include "trace/suspects.h"

#include <fstream>
#include <random>
#include <set>
#include <sstream>

#include "support/source.h"
#include "trace/answers.h"
#include "trace/failures.h"
#include "trace/read_fixture.h"
#include "trace/suspects_tables.h"

namespace zhiheng::trace {
namespace {

Delivery delivery(const std::string& id, std::uint32_t from, std::uint32_t to,
                  LooseDay departure = {}, LooseDay arrival = {}) {
  return {.id = id,
          .from = from,
          .to = to,
          .product = {},
          .lot = {},
          .departure = departure,
          .arrival = arrival == LooseDay{} ? departure : arrival};
}

/// Farm 0 → mill 1 → shops 2 and 3; farm 4 → mill 1 as well. Only farm 0 goes into shop 2.
Network small() {
  Network made;
  for (const char* id : {"farm", "mill", "shop", "kiosk", "other"}) {
    made.stations.push_back({.id = id, .name = id});
  }
  made.deliveries = {delivery("a", 0, 1, {2026, 3, 1}), delivery("b", 1, 2, {2026, 3, 4}),
                     delivery("c", 4, 1, {2026, 3, 5}), delivery("d", 1, 3, {2026, 3, 6})};
  made.links = {{0, 1}, {2, 3}};
  made.stations[2].marks.weight = 3;
  made.stations[3].marks.weight = 1;
  return made;
}

TEST(Suspects, ScoreTheShareOfCasesAhead) {
  const auto found = find_suspects(small(), false);
  ASSERT_TRUE(found);
  EXPECT_DOUBLE_EQ(found->stations[0].score, 0.75);
  EXPECT_DOUBLE_EQ(found->stations[1].score, 1);
  EXPECT_DOUBLE_EQ(found->stations[2].score, 0.75);
  EXPECT_DOUBLE_EQ(found->stations[4].score, 0.25);
  EXPECT_DOUBLE_EQ(found->deliveries[2].score, 0.25);
  ASSERT_EQ(found->stations[4].reached.size(), 1U);
  EXPECT_EQ(found->weighted[found->stations[4].reached[0]].position, 3U);
}

TEST(Suspects, LetGoodsTouchAtAStationOnlyInTheOrderOfTime) {
  Network network = small();
  network.stations[1].marks.cross_contamination = true;
  auto found = find_suspects(network, false);
  ASSERT_TRUE(found);
  EXPECT_DOUBLE_EQ(found->stations[4].score, 1);  // c arrived after b left, but nobody looked
  found = find_suspects(network, true);
  ASSERT_TRUE(found);
  EXPECT_DOUBLE_EQ(found->stations[0].score, 1);  // a was there before b and d left
  EXPECT_DOUBLE_EQ(found->stations[4].score, 0.25);
}

TEST(Suspects, StopWhereTheHazardIsKilled) {
  Network network = small();
  network.stations[1].marks.kill = true;
  auto found = find_suspects(network, false);
  ASSERT_TRUE(found);
  EXPECT_DOUBLE_EQ(found->stations[0].score, 0);
  EXPECT_DOUBLE_EQ(found->stations[1].score, 0);
  EXPECT_DOUBLE_EQ(found->deliveries[1].score, 0.75);
  network.stations[1].marks.kill = false;
  network.deliveries[1].marks.kill = true;
  found = find_suspects(network, false);
  ASSERT_TRUE(found);
  EXPECT_DOUBLE_EQ(found->deliveries[1].score, 0);
}

TEST(Suspects, MarkedDeliveriesOfOneRecipientGoIntoEachOthersSuccessors) {
  Network network = small();
  network.deliveries[0].marks.cross_contamination = true;
  network.deliveries[2].marks.cross_contamination = true;
  auto found = find_suspects(network, false);
  ASSERT_TRUE(found);
  EXPECT_DOUBLE_EQ(found->deliveries[0].score, 1);
  EXPECT_DOUBLE_EQ(found->deliveries[2].score, 1);
  found = find_suspects(network, true);
  ASSERT_TRUE(found);
  EXPECT_DOUBLE_EQ(found->deliveries[0].score, 1);
  EXPECT_DOUBLE_EQ(found->deliveries[2].score, 0.25);
}

TEST(Suspects, CountAgainstAStationWithoutCases) {
  Network network = small();
  network.stations[3].marks.weight = -1;
  const auto found = find_suspects(network, false);
  ASSERT_TRUE(found);
  EXPECT_DOUBLE_EQ(found->stations[1].score, 2.0 / 3);
  EXPECT_DOUBLE_EQ(found->stations[1].positive, 1);
  EXPECT_DOUBLE_EQ(found->stations[1].negative, 1);
  EXPECT_DOUBLE_EQ(found->stations[0].normalised, 1);
}

TEST(Suspects, MarkWhatLiesAheadOfAndBehindSomethingObserved) {
  Network network = small();
  network.stations[2].marks.observed = true;
  network.deliveries[2].marks.observed = true;
  const auto found = find_suspects(network, false);
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->stations[0].backward);
  EXPECT_TRUE(found->deliveries[0].backward);
  EXPECT_TRUE(found->stations[4].backward);
  EXPECT_FALSE(found->deliveries[2].backward);
  EXPECT_TRUE(found->deliveries[3].forward);
  EXPECT_TRUE(found->stations[3].forward);
  EXPECT_FALSE(found->stations[2].forward);
}

TEST(Suspects, ExplainAScoreByAChainOfDeliveries) {
  const Network network = small();
  const Weighted targets[] = {{true, 2}, {true, 3}, {false, 1}};
  const auto chains = chains_from(network, false, {true, 0}, targets);
  ASSERT_EQ(chains.size(), 3U);
  EXPECT_EQ(chains[0], (std::vector<std::uint32_t>{0, 1}));
  EXPECT_TRUE(chains[1].empty());
  EXPECT_EQ(chains[2], (std::vector<std::uint32_t>{0, 1}));
}

TEST(Suspects, RefuseANetworkWithHolesAndDaysThatAreNone) {
  Network network = small();
  network.deliveries[0].to = 9;
  EXPECT_EQ(find_suspects(network, false).error().failure, &network_broken);
  network = small();
  network.links.push_back({0, 4});
  EXPECT_EQ(find_suspects(network, false).error().failure, &network_broken);
  EXPECT_EQ(read_loose_day("2026-13").error().failure, &time_malformed);
  EXPECT_EQ(read_loose_day("5.3.2026").error().failure, &time_malformed);
  EXPECT_EQ(read_loose_day("2026-03-05-1").error().failure, &time_malformed);
  EXPECT_EQ(*read_loose_day("2026-03"), (LooseDay{2026, 3, 0}));
}

TEST(Suspects, AMissingPartOfADayLeavesItPossible) {
  EXPECT_TRUE(may_precede({2026, 3, 5}, {2026, 3, 5}));
  EXPECT_FALSE(may_precede({2026, 3, 5}, {2026, 3, 4}));
  EXPECT_TRUE(may_precede({2026, 3, 5}, {2026, 3, 0}));
  EXPECT_TRUE(may_precede({2026, 3, 5}, {}));
  EXPECT_FALSE(may_precede({2026, 3, 0}, {2026, 2, 28}));
  EXPECT_TRUE(may_precede({2025, 12, 31}, {2026, 1, 1}));
}

/// The definition, step by step and pair by pair, to compare the fast way with.
std::vector<double> plain_scores(const Network& network, bool temporal) {
  const std::size_t size = network.deliveries.size();
  std::vector<std::set<std::uint32_t>> next(size);
  for (const DeliveryLink& link : network.links) next[link.delivery].insert(link.next);
  const auto in_order = [&](std::size_t in, std::size_t out) {
    return !temporal ||
           may_precede(network.deliveries[in].arrival, network.deliveries[out].departure);
  };
  for (std::uint32_t in = 0; in < size; ++in) {
    for (std::uint32_t out = 0; out < size; ++out) {
      const std::uint32_t at = network.deliveries[in].to;
      if (network.stations[at].marks.cross_contamination && network.deliveries[out].from == at &&
          in_order(in, out)) {
        next[in].insert(out);
      }
    }
  }
  const auto before = next;
  for (std::uint32_t one = 0; one < size; ++one) {
    for (std::uint32_t other = 0; other < size; ++other) {
      const Delivery& a = network.deliveries[one];
      const Delivery& b = network.deliveries[other];
      if (a.to != b.to || !a.marks.cross_contamination || !b.marks.cross_contamination) continue;
      for (const std::uint32_t out : before[other]) {
        if (in_order(one, out)) next[one].insert(out);
      }
    }
  }
  for (std::size_t i = 0; i < size; ++i) {
    const Delivery& at = network.deliveries[i];
    if (at.marks.kill || network.stations[at.to].marks.kill) next[i].clear();
    std::erase_if(next[i], [&](std::uint32_t out) {
      return network.stations[network.deliveries[out].from].marks.kill;
    });
  }
  double whole = 0;
  for (const Station& station : network.stations) whole += station.marks.weight;
  for (const Delivery& each : network.deliveries) whole += each.marks.weight;
  std::vector<double> scores;
  for (std::uint32_t start = 0; start < size; ++start) {
    std::set<std::uint32_t> seen;
    std::vector<std::uint32_t> open(next[start].begin(), next[start].end());
    while (!open.empty()) {
      const std::uint32_t node = open.back();
      open.pop_back();
      if (!seen.insert(node).second) continue;
      open.insert(open.end(), next[node].begin(), next[node].end());
    }
    std::set<std::uint32_t> stations;
    for (const std::uint32_t node : seen) stations.insert(network.deliveries[node].to);
    if (!network.deliveries[start].marks.kill) stations.insert(network.deliveries[start].to);
    seen.insert(start);
    double sum = 0;
    for (const std::uint32_t node : seen) sum += network.deliveries[node].marks.weight;
    for (const std::uint32_t station : stations) sum += network.stations[station].marks.weight;
    scores.push_back(whole > 0 ? sum / whole : 0);
  }
  return scores;
}

TEST(Suspects, AgreeWithTheDefinitionOnRandomNetworks) {
  std::mt19937 random(5);
  const auto below = [&](unsigned bound) { return static_cast<std::uint32_t>(random() % bound); };
  for (int round = 0; round < 60; ++round) {
    Network network;
    for (int i = 0; i < 8; ++i) {
      Station station{.id = "s" + std::to_string(i), .name = {}};
      station.marks = {.weight = static_cast<double>(below(3)),
                       .cross_contamination = below(3) == 0,
                       .kill = below(8) == 0};
      network.stations.push_back(station);
    }
    for (int i = 0; i < 30; ++i) {
      // Some days lack their last part.
      const auto day = [&] {
        return LooseDay{2026, static_cast<int>(below(3)) + 1, static_cast<int>(below(5))};
      };
      Delivery made = delivery("d" + std::to_string(i), below(8), below(8), day(), day());
      made.marks = {.weight = static_cast<double>(below(2)),
                    .cross_contamination = below(4) == 0,
                    .kill = below(12) == 0};
      network.deliveries.push_back(made);
    }
    for (int i = 0; i < 20; ++i) {
      const std::uint32_t from = below(30);
      const std::uint32_t to = below(30);
      if (network.deliveries[from].to == network.deliveries[to].from) {
        network.links.push_back({from, to});
      }
    }
    for (const bool temporal : {false, true}) {
      const auto found = find_suspects(network, temporal);
      ASSERT_TRUE(found);
      const auto wanted = plain_scores(network, temporal);
      for (std::size_t i = 0; i < wanted.size(); ++i) {
        EXPECT_NEAR(found->deliveries[i].score, wanted[i], 1e-12) << round << " d" << i;
      }
    }
  }
}

/// Tables of the small network on disk.
class SuspectTables : public testing::Test {
 protected:
  void SetUp() override {
    write("stations.csv", "ID,node\n1,farm\n2,mill\n3,shop\n");
    write("deliveries.csv",
          "ID,from,to,Name,Date Delivery\na,1,2,milk,2026-03-01\nb,2,3,milk,2026-03\n");
    write("links.csv", "ID,Next\na,b\na,z\n");
  }
  void write(const std::string& name, const std::string& text) {
    std::ofstream(folder.file(name)) << text;
  }
  [[nodiscard]] NetworkTables tables() const {
    return {folder.file("stations.csv"), folder.file("deliveries.csv"), folder.file("links.csv")};
  }
  Folder folder;
};

TEST_F(SuspectTables, AreReadByTheNamesOfTheirColumns) {
  const auto read = read_network(tables());
  ASSERT_TRUE(read) << describe(read.error());
  EXPECT_EQ(read->network.stations[1].name, "mill");
  EXPECT_EQ(read->network.deliveries[1].departure, (LooseDay{2026, 3, 0}));
  EXPECT_EQ(read->network.links.size(), 1U);
  EXPECT_EQ(read->links_left_out, 1U);
}

TEST_F(SuspectTables, NameTheRowThatIsWrong) {
  write("deliveries.csv", "ID,from,to\na,1,9\n");
  const auto read = read_network(tables());
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().failure, &network_broken);
  EXPECT_EQ(read.error().where, "deliveries.csv:2 to");
  EXPECT_TRUE(read_network(tables(), true));
  write("deliveries.csv", "ID,from\na,1\n");
  EXPECT_EQ(read_network(tables()).error().failure, &column_missing);
}

TEST_F(SuspectTables, AScenarioSetsMarksDaysAndCollapsesStations) {
  write("s.json", R"({"enforce_temporal_order": true, "station_weights": {"3": 2},
    "kill_contamination_stations": ["1"], "date_overrides": {"b": {"departure": "2026-03-09"}},
    "collapsed_stations": {"dairy": ["1", "2"]}})");
  const auto scenario = read_scenario(folder.file("s.json"));
  ASSERT_TRUE(scenario) << describe(scenario.error());
  EXPECT_TRUE(scenario->temporal_order);
  auto read = read_network(tables());
  ASSERT_TRUE(read);
  const auto network = under(*scenario, read->network);
  ASSERT_TRUE(network) << describe(network.error());
  ASSERT_EQ(network->deliveries.size(), 1U);  // a lies inside of the dairy
  EXPECT_EQ(network->stations[network->deliveries[0].from].id, "dairy");
  EXPECT_EQ(network->deliveries[0].arrival, (LooseDay{2026, 3, 9}));
  EXPECT_EQ(network->stations[2].marks.weight, 2);
  write("s.json", R"({"weights": 1})");
  EXPECT_EQ(read_scenario(folder.file("s.json")).error().failure, &scenario_malformed);
  Scenario stranger;
  stranger.stations["77"].weight = 1;
  EXPECT_EQ(under(stranger, read->network).error().failure, &network_broken);
}

TEST_F(SuspectTables, TheVerbExplainsEachScore) {
  std::ostringstream out;
  std::ostringstream messages;
  Invocation call;
  call.options = {{"stations", {folder.file("stations.csv")}},
                  {"deliveries", {folder.file("deliveries.csv")}},
                  {"links", {folder.file("links.csv")}},
                  {"case", {"3=2"}}};
  call.json = true;
  call.out = &out;
  call.messages = &messages;
  const auto code = answer_suspects(call);
  ASSERT_TRUE(code) << describe(code.error());
  EXPECT_THAT(out.str(), testing::HasSubstr(R"({"id":"1","name":"farm","score":1E0,)"));
  EXPECT_THAT(
      out.str(),
      testing::HasSubstr(R"("because":[{"case":"3","kind":"station","deliveries":["a","b"]}])"));
  EXPECT_THAT(out.str(), testing::HasSubstr(R"("place":1,"last_place":3)")) << "a shared place";
  call.json = false;
  out.str("");
  ASSERT_TRUE(answer_suspects(call));
  EXPECT_THAT(out.str(), testing::HasSubstr("3 ← a, b"));
  EXPECT_THAT(out.str(), testing::HasSubstr("1–3"));
  call.options["case"] = {"3=x"};
  EXPECT_EQ(answer_suspects(call).error().failure, &scenario_malformed);
}

}  // namespace
}  // namespace zhiheng::trace
