#include "trace/walk.h"

#include <gtest/gtest.h>

#include "trace/chain_fixture.h"
#include "trace/failures.h"

namespace zhiheng::trace {
namespace {

const Quantity milk{batch("M1"), "1000", "LTR"};
const Quantity water{batch("W1"), "10", "LTR"};
const Quantity cheese{batch("C1"), "90", "KGM"};
const Quantity whey{batch("Y1"), "900", "LTR"};

TEST(Walk, GoesThroughTransformationsBothWays) {
  const Chain chain = chain_of({
      object({"m", "06:00", "commissioning", 1}, "ADD", {}, {milk}),
      object({"w", "06:00", "commissioning", 1}, "ADD", {}, {water}),
      transformed({"t", "08:00", "assembling", 2}, {milk, water}, {cheese, whey}),
      object({"s", "09:00", "shipping", 2}, "OBSERVE", {}, {cheese}),
      object({"late", "10:00", "inspecting", 1}, "OBSERVE", {}, {milk}),
  });
  EXPECT_EQ(events_of(chain, walk_of(chain, batch("C1"), false)), "m w t s");
  EXPECT_EQ(events_of(chain, walk_of(chain, batch("M1"), true)), "m t s late");
  const Walk onward = walk_of(chain, batch("M1"), true);
  EXPECT_TRUE(affects(chain, onward, batch("Y1")));
  EXPECT_FALSE(affects(chain, onward, batch("W1")));
  EXPECT_EQ(onward.reached[1].link, Link::made);
  EXPECT_EQ(chain.event_name(onward.reached[1].by), "t");
  // What happened to the milk after it was used says nothing about the cheese.
  EXPECT_EQ(walk_of(chain, batch("C1"), false).assumed.out_of_order, 1U);
  const WalkOptions any{.any_order = true};
  EXPECT_EQ(events_of(chain, walk_of(chain, batch("C1"), false, any)), "m w t s late");
}

TEST(Walk, LeavesOutOtherUsesOfAnIngredient) {
  const Chain chain = chain_of({
      object({"m", "06:00", "commissioning", 1}, "ADD", {}, {milk}),
      transformed({"other", "07:00", "assembling", 2}, {milk}, {whey}),
      transformed({"t", "08:00", "assembling", 2}, {milk}, {cheese}),
  });
  EXPECT_EQ(events_of(chain, walk_of(chain, batch("C1"), false)), "m t");
  EXPECT_EQ(events_of(chain, walk_of(chain, batch("M1"), true)), "m other t");
}

TEST(Walk, FollowsTheContainerOnlyWhileItHolds) {
  const Chain chain = chain_of({
      object({"other", "05:00", "shipping", 9}, "OBSERVE", {pallet(1)}),
      packed({"in", "08:00", "packing", 1}, "ADD", pallet(1), {piece("1"), piece("2")}),
      object({"go", "09:00", "shipping", 1}, "OBSERVE", {pallet(1)}),
      object({"come", "10:00", "receiving", 2}, "OBSERVE", {pallet(1)}),
      packed({"out1", "11:00", "unpacking", 2}, "DELETE", pallet(1), {piece("1")}),
      object({"on", "12:00", "shipping", 2}, "OBSERVE", {pallet(1)}),
      packed({"all", "13:00", "unpacking", 3}, "DELETE", pallet(1), {}),
      object({"empty", "14:00", "shipping", 3}, "OBSERVE", {pallet(1)}),
  });
  EXPECT_EQ(events_of(chain, walk_of(chain, piece("1"), true)), "in go come out1");
  EXPECT_EQ(events_of(chain, walk_of(chain, piece("2"), true)), "in go come on all");
  EXPECT_EQ(events_of(chain, walk_of(chain, piece("2"), false)), "in go come on all");
  // The pallet is where the pieces were; nothing else in it is affected.
  EXPECT_FALSE(affects(chain, walk_of(chain, piece("1"), true), piece("2")));
  EXPECT_TRUE(affects(chain, walk_of(chain, pallet(1), true), piece("2")));
}

TEST(Walk, GoesUpThroughContainersInContainers) {
  const Chain chain = chain_of({
      packed({"case", "07:00", "packing", 1}, "ADD", pallet(1), {piece("1")}),
      packed({"stack", "08:00", "packing", 1}, "ADD", pallet(2), {pallet(1)}),
      object({"go", "09:00", "shipping", 1}, "OBSERVE", {pallet(2)}),
      packed({"unstack", "10:00", "unpacking", 2}, "DELETE", pallet(2), {pallet(1)}),
      object({"away", "11:00", "shipping", 2}, "OBSERVE", {pallet(2)}),
      object({"sell", "12:00", "retail_selling", 2}, "OBSERVE", {piece("1")}),
  });
  EXPECT_EQ(events_of(chain, walk_of(chain, piece("1"), true)), "case stack go unstack sell");
  const Walk down = walk_of(chain, pallet(2), true);
  EXPECT_TRUE(affects(chain, down, pallet(1)));
  EXPECT_TRUE(affects(chain, down, piece("1")));
}

TEST(Walk, TakesWhatAnIngestedContainerHeldThen) {
  Event mixed = transformed({"mix", "10:00", "assembling", 2}, {}, {cheese});
  mixed.epcs = std::vector<std::string>{pallet(1)};
  const Chain chain = chain_of({
      packed({"in", "08:00", "packing", 1}, "ADD", pallet(1), {piece("1"), piece("2")}),
      packed({"out", "09:00", "unpacking", 1}, "DELETE", pallet(1), {piece("1")}),
      mixed,
      packed({"again", "11:00", "packing", 1}, "ADD", pallet(1), {piece("3")}),
  });
  const Walk back = walk_of(chain, batch("C1"), false);
  EXPECT_FALSE(affects(chain, back, piece("1")));
  EXPECT_TRUE(affects(chain, back, piece("2")));
  EXPECT_FALSE(affects(chain, back, piece("3")));
  EXPECT_TRUE(affects(chain, walk_of(chain, piece("2"), true), batch("C1")));
  EXPECT_FALSE(affects(chain, walk_of(chain, piece("1"), true), batch("C1")));
}

TEST(Walk, KnowsTheLotOfAnInstance) {
  const Chain chain = chain_of({
      transformed({"t", "07:00", "assembling", 1}, {milk}, {{batch("L1"), "100", ""}}),
      made({"c1", "08:00", "commissioning", 1}, "L1", {piece("1"), piece("2")}),
      made({"c2", "08:00", "commissioning", 1}, "L2", {piece("3")}),
      object({"sell", "12:00", "retail_selling", 2}, "OBSERVE", {piece("2")}),
  });
  const Walk onward = walk_of(chain, batch("L1"), true);
  EXPECT_TRUE(affects(chain, onward, piece("1")));
  EXPECT_FALSE(affects(chain, onward, piece("3")));
  EXPECT_EQ(events_of(chain, onward), "t c1 sell");
  EXPECT_EQ(events_of(chain, walk_of(chain, piece("2"), false)), "t c1 sell");
  EXPECT_TRUE(affects(chain, walk_of(chain, piece("2"), false), batch("M1")));
  // The number of the product stands for all of it.
  EXPECT_TRUE(affects(chain, walk_of(chain, gtin, true), piece("3")));
}

TEST(Walk, ReadsTheLotBesideTheSerialNumber) {
  const Chain chain = chain_of({object({"go", "08:00", "shipping", 1}, "OBSERVE",
                                       {gtin + "/10/L1/21/1", gtin + "/10/L2/21/2", piece("3")})});
  const Walk onward = walk_of(chain, batch("L1"), true);
  EXPECT_TRUE(affects(chain, onward, piece("1")));
  EXPECT_FALSE(affects(chain, onward, piece("2")));
  EXPECT_FALSE(affects(chain, onward, piece("3")));
  EXPECT_TRUE(affects(chain, walk_of(chain, piece("2"), false), batch("L2")));
  EXPECT_FALSE(affects(chain, walk_of(chain, piece("3"), false), batch("L2")));
}

TEST(Walk, JoinsTheEventsOfOneProcess) {
  const Chain chain = chain_of({
      transformed({"a", "07:00", "assembling", 1}, {milk}, {}, "urn:x:1"),
      transformed({"b", "08:00", "assembling", 1}, {water}, {}, "urn:x:1"),
      transformed({"c", "09:00", "assembling", 1}, {}, {cheese}, "urn:x:1"),
      transformed({"d", "09:00", "assembling", 1}, {}, {whey}, "urn:x:2"),
  });
  EXPECT_EQ(events_of(chain, walk_of(chain, batch("C1"), false)), "a b c");
  EXPECT_EQ(events_of(chain, walk_of(chain, batch("M1"), true)), "a b c");
  EXPECT_FALSE(affects(chain, walk_of(chain, batch("M1"), true), batch("Y1")));
}

TEST(Walk, LeavesOutWhatWasDeclaredWrongFromThenOn) {
  Event right = packed({"in", "08:00", "packing", 1}, "ADD", pallet(1), {piece("1")});
  Event declared = right;
  declared.error = ErrorDeclaration{.time = at("10:00"),
                                    .reason = "https://ref.gs1.org/cbv/ER-incorrect_data",
                                    .corrective_ids = {"in2"}};
  const Event corrected = packed({"in2", "08:00", "packing", 1}, "ADD", pallet(2), {piece("1")});
  Chain chain;
  (void)chain.add(right, 1, parse_timestamp(at("08:00")).value());
  (void)chain.add(object({"go", "09:00", "shipping", 1}, "OBSERVE", {pallet(1)}), 2);
  EXPECT_EQ(chain.add(declared, 3, parse_timestamp(at("10:00")).value()).value(), Added::declared);
  (void)chain.add(corrected, 4, parse_timestamp(at("10:01")).value());

  const Walk now = walk_of(chain, piece("1"), true);
  EXPECT_EQ(events_of(chain, now), "in2");
  ASSERT_EQ(now.wrong.size(), 1U);
  EXPECT_EQ(chain.declared_wrong(now.wrong[0])->corrective, std::vector<std::string>{"in2"});
  EXPECT_EQ(chain.declared_wrong(now.wrong[0])->reason, "incorrect_data");

  const WalkOptions then{.known_at = parse_timestamp(at("09:30")).value()};
  EXPECT_EQ(events_of(chain, walk_of(chain, piece("1"), true, then)), "in go");
  EXPECT_TRUE(walk_of(chain, piece("1"), true, then).wrong.empty());
}

TEST(Walk, SaysWhatItAssumed) {
  const Chain chain = chain_of({
      packed({"seen", "08:00", "inspecting", 1}, "OBSERVE", pallet(1), {piece("1")}),
      packed({"moved", "09:00", "packing", 1}, "ADD", pallet(2), {piece("1")}),
      object({"go", "10:00", "shipping", 1}, "OBSERVE", {pallet(1)}),
      object({"some", "10:00", "shipping", 1}, "OBSERVE", {}, {{gtin, "3", ""}}),
  });
  const Walk walk = walk_of(chain, piece("1"), true);
  EXPECT_EQ(walk.assumed.starts, 1U);
  EXPECT_EQ(walk.assumed.ends, 1U);
  EXPECT_EQ(walk.assumed.product_only, 1U);
  EXPECT_EQ(events_of(chain, walk), "seen moved");
}

TEST(Walk, KeepsPartsOfALotInManyPlaces) {
  const Quantity half{batch("L1"), "5", "KGM"};
  const Chain chain = chain_of({
      packed({"a", "08:00", "packing", 1}, "ADD", pallet(1), {}, {half}),
      packed({"b", "08:10", "packing", 1}, "ADD", pallet(2), {}, {half}),
      object({"go1", "09:00", "shipping", 1}, "OBSERVE", {pallet(1)}),
      object({"go2", "09:10", "shipping", 1}, "OBSERVE", {pallet(2)}),
  });
  const Walk walk = walk_of(chain, batch("L1"), true);
  EXPECT_EQ(events_of(chain, walk), "a b go1 go2");
  EXPECT_EQ(walk.assumed.ends, 0U);
}

TEST(Walk, SurvivesACircle) {
  const Chain chain = chain_of({
      packed({"a", "08:00", "packing", 1}, "ADD", pallet(1), {pallet(2)}),
      packed({"b", "08:10", "packing", 1}, "ADD", pallet(2), {pallet(1)}),
      transformed({"t", "09:00", "", 1}, {cheese}, {cheese}),
  });
  EXPECT_EQ(events_of(chain, walk_of(chain, pallet(1), true)), "a b");
  EXPECT_EQ(events_of(chain, walk_of(chain, pallet(1), false)), "a b");
  EXPECT_EQ(events_of(chain, walk_of(chain, batch("C1"), true)), "t");
}

TEST(Walk, StopsWhenItIsTold) {
  const Chain chain = chain_of({object({"a", "08:00"}, "ADD", {piece("1")})});
  const std::atomic<bool> stop = true;
  const WalkOptions options{.interrupted = &stop};
  const auto walk = forward(chain, std::vector<Start>{{0}}, options);
  ASSERT_FALSE(walk);
  EXPECT_EQ(walk.error().failure, &interrupted);
}

}  // namespace
}  // namespace zhiheng::trace
