#include "trace/step_graph.h"

#include <gtest/gtest.h>

#include "support/source.h"
#include "trace/chain_fixture.h"

namespace zhiheng::trace {
namespace {

const Quantity milk_made{batch("M1"), "1000", "LTR"};
const Quantity some_milk{batch("M1"), "400", "LTR"};
const Quantity cheese_made{batch("C1"), "90", "KGM"};

StepMeanings all_meanings() { return StepMeanings::load(support::source_path("/catalog")).value(); }

StepGraph drawn(const Chain& chain, const std::string& id, std::size_t most = 1000) {
  return step_graph(chain, walk_of(chain, id, false), walk_of(chain, id, true), all_meanings(),
                    most);
}

/// "packing>shipping:2 …": names of the events with the number of things between.
std::string edges_of(const Chain& chain, const StepGraph& graph) {
  std::string text;
  const auto name = [&](std::uint32_t at) { return chain.event_name(graph.steps[at].event); };
  for (const StepEdge& edge : graph.edges) {
    if (!text.empty()) text += ' ';
    text += name(edge.from) + ">" + name(edge.to) + ":" + std::to_string(edge.things);
  }
  return text;
}

std::string steps_of(const Chain& chain, const StepGraph& graph) {
  std::string text;
  for (const Step& step : graph.steps) {
    if (!text.empty()) text += ' ';
    text += chain.event_name(step.event) + ":" + std::to_string(step.things);
  }
  return text;
}

TEST(StepGraph, LetsAContainerStandForWhatItHolds) {
  const Chain chain = chain_of({
      packed({"in", "08:00", "packing", 1}, "ADD", pallet(1), {piece("1"), piece("2")}),
      object({"go", "09:00", "shipping", 1}, "OBSERVE", {pallet(1)}),
      object({"come", "10:00", "receiving", 2}, "OBSERVE", {pallet(1)}),
      packed({"out", "11:00", "unpacking", 2}, "DELETE", pallet(1), {piece("1"), piece("2")}),
      object({"sell1", "12:00", "retail_selling", 2}, "OBSERVE", {piece("1")}),
      object({"sell2", "13:00", "retail_selling", 2}, "OBSERVE", {piece("2")}),
  });
  const StepGraph graph = drawn(chain, pallet(1));
  EXPECT_EQ(edges_of(chain, graph), "in>go:2 go>come:2 come>out:2 out>sell1:1 out>sell2:1");
}

TEST(StepGraph, CountsThingsAndNotTheirCarriers) {
  const Chain chain = chain_of({
      packed({"in", "08:00", "packing", 1}, "ADD", pallet(1), {piece("1"), piece("2")}),
      object({"go", "09:00", "shipping", 1}, "OBSERVE", {pallet(1)}),
      packed({"out", "11:00", "unpacking", 2}, "DELETE", pallet(1), {piece("1"), piece("2")}),
  });
  // Of one piece: the other one in the pallet is not affected.
  const StepGraph graph = drawn(chain, piece("1"));
  EXPECT_EQ(steps_of(chain, graph), "in:1 go:1 out:1");
  EXPECT_EQ(edges_of(chain, graph), "in>go:1 go>out:1");
  EXPECT_EQ(graph.steps[1].container, id_in(chain, pallet(1)));
}

TEST(StepGraph, FollowsContainersInContainers) {
  const Chain chain = chain_of({
      packed({"case", "07:00", "packing", 1}, "ADD", pallet(1), {piece("1"), piece("2")}),
      packed({"stack", "08:00", "packing", 1}, "ADD", pallet(2), {pallet(1)}),
      object({"go", "09:00", "shipping", 1}, "OBSERVE", {pallet(2)}),
      packed({"unstack", "10:00", "unpacking", 2}, "DELETE", pallet(2), {pallet(1)}),
      object({"sell", "12:00", "retail_selling", 2}, "OBSERVE", {piece("1")}),
  });
  // Nobody unpacked the case: the piece is sold from where the case was last.
  const StepGraph graph = drawn(chain, pallet(2));
  EXPECT_EQ(edges_of(chain, graph), "case>stack:2 stack>go:2 go>unstack:2 unstack>sell:1");
}

TEST(StepGraph, JoinsWhatWentInWithWhatCameOut) {
  const Chain chain = chain_of({
      object({"m", "06:00", "commissioning", 1}, "ADD", {}, {milk_made}),
      transformed({"t", "08:00", "assembling", 1}, {milk_made}, {cheese_made}),
      object({"s", "09:00", "shipping", 1}, "OBSERVE", {}, {cheese_made}),
  });
  const StepGraph graph = drawn(chain, batch("C1"));
  EXPECT_EQ(edges_of(chain, graph), "m>t:1 t>s:1");
  EXPECT_EQ(graph.steps[0].distance, -1);
  EXPECT_EQ(graph.steps[2].distance, 0);
}

TEST(StepGraph, LetsALotBranchInsteadOfQueueing) {
  const Chain chain = chain_of({
      object({"m", "06:00", "commissioning", 1}, "ADD", {}, {milk_made}),
      transformed({"t1", "08:00", "assembling", 1}, {some_milk}, {{batch("C1"), "30", "KGM"}}),
      transformed({"t2", "09:00", "assembling", 1}, {some_milk}, {{batch("C2"), "30", "KGM"}}),
  });
  EXPECT_EQ(edges_of(chain, drawn(chain, batch("M1"))), "m>t1:1 m>t2:1");
}

TEST(StepGraph, KeepsTheNearestWhereThereIsNoRoom) {
  const Chain chain = chain_of({
      object({"m", "06:00", "commissioning", 1}, "ADD", {}, {milk_made}),
      transformed({"t", "08:00", "assembling", 1}, {milk_made}, {cheese_made}),
      object({"s", "09:00", "shipping", 1}, "OBSERVE", {}, {cheese_made}),
  });
  const StepGraph graph = drawn(chain, batch("C1"), 2);
  EXPECT_EQ(steps_of(chain, graph), "t:1 s:1");
  EXPECT_EQ(graph.left_out, 1U);
}

TEST(StepGraph, OfNothingIsEmpty) {
  const Chain chain = chain_of({});
  const StepGraph graph = step_graph(chain, {}, {}, all_meanings(), 10);
  EXPECT_TRUE(graph.steps.empty());
  EXPECT_TRUE(graph.edges.empty());
}

}  // namespace
}  // namespace zhiheng::trace
