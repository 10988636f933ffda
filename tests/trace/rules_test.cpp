#include "trace/rules.h"

#include <gtest/gtest.h>

#include <array>
#include <set>

#include "support/source.h"
#include "trace/chain_failures.h"
#include "trace/chain_fixture.h"
#include "trace/simulation.h"

namespace zhiheng::trace {
namespace {

/// What the rules say of a small chain: "rule:event,event …".
class Inspecting : public testing::Test {
 protected:
  std::string found(const std::vector<Event>& events) {
    const Chain chain = chain_of(events);
    const History history(chain);
    Positions positions;
    // Two plants a thousand kilometres apart.
    for (int i = 1; i <= 9; ++i) {
      const auto id = chain.find(normal_identifier(plant(i)));
      if (id) positions[*id] = {30.0 + (i >= 5 ? 9.0 : 0.0), 110.0};
    }
    const Inspection inspection{.history = history,
                                .meanings = meanings_,
                                .positions = positions,
                                .now = parse_timestamp("2026-06-01T00:00:00Z").value()};
    std::string text;
    for (const auto search : std::array{find_gaps, find_clones}) {
      const auto findings = search(inspection, rules_).value();
      for (const Finding& finding : findings) {
        text += finding.rule->id + ":";
        for (const EventAt at : finding.events) text += chain.event_name(at) + ",";
        text.back() = ' ';
      }
    }
    return text;
  }

  StepMeanings meanings_ = StepMeanings::load(catalog_folder).value();
  std::vector<Rule> rules_ = load_rules(catalog_folder).value();
};

TEST_F(Inspecting, FindsWhatWasNeverReceived) {
  EXPECT_EQ(found({object({"go", "09:00", "shipping", 1}, "OBSERVE", {pallet(1)})}),
            "shipped_not_received:go ");
  EXPECT_EQ(found({object({"go", "09:00", "shipping", 1}, "OBSERVE", {pallet(1)}),
                   object({"come", "10:00", "receiving", 2}, "OBSERVE", {pallet(1)})}),
            "");
  // The case arrived on its pallet; what nobody shipped is the pallet.
  EXPECT_EQ(found({packed({"in", "08:00", "packing", 1}, "ADD", pallet(2), {pallet(1)}),
                   object({"go", "09:00", "shipping", 1}, "OBSERVE", {pallet(1)}),
                   object({"come", "10:00", "receiving", 2}, "OBSERVE", {pallet(2)})}),
            "received_not_shipped:come ");
}

TEST_F(Inspecting, FindsWhatWasNeverShipped) {
  EXPECT_EQ(found({packed({"in", "08:00", "packing", 1}, "ADD", pallet(1), {piece("1")}),
                   object({"come", "10:00", "receiving", 2}, "OBSERVE", {pallet(1)})}),
            "received_not_shipped:come ");
  // The first that anyone heard of it.
  EXPECT_EQ(found({object({"come", "10:00", "receiving", 2}, "OBSERVE", {pallet(1)})}), "");
}

TEST_F(Inspecting, FindsWhatWasOpenedTwiceOrNeverPacked) {
  const Event in =
      packed({"in", "08:00", "packing", 1}, "ADD", pallet(1), {piece("1"), piece("2")});
  const Event one = packed({"one", "09:00", "", 1}, "DELETE", pallet(1), {piece("1")});
  const Event two = packed({"two", "09:30", "", 1}, "DELETE", pallet(1), {piece("2")});
  const Event all = packed({"all", "10:00", "", 1}, "DELETE", pallet(1), {});
  EXPECT_EQ(found({in, one, two}), "");
  EXPECT_EQ(found({in, one, all}), "");
  EXPECT_EQ(found({in, one, two, all}), "opened_twice:two,all ");
  EXPECT_EQ(found({one}), "child_without_parent:one ");
}

TEST_F(Inspecting, FindsAmountsThatDiffer) {
  const auto amount = [](const char* value) {
    return std::vector<Quantity>{{batch("L"), value, "KGM"}};
  };
  const Event go = object({"go", "09:00", "shipping", 1}, "OBSERVE", {}, amount("100"));
  EXPECT_EQ(found({go, object({"c", "10:00", "receiving", 2}, "OBSERVE", {}, amount("99"))}), "");
  EXPECT_EQ(found({go, object({"c", "10:00", "receiving", 2}, "OBSERVE", {}, amount("97"))}),
            "quantity_mismatch:go,c ");
}

TEST_F(Inspecting, FindsCopies) {
  const Event made_once = object({"a", "08:00", "commissioning", 1}, "ADD", {piece("1")});
  EXPECT_EQ(found({made_once, object({"b", "09:00", "commissioning", 1}, "ADD", {piece("1")})}),
            "second_commissioning:a,b ");
  const Event sold = object({"s", "09:00", "retail_selling", 1}, "OBSERVE", {piece("1")});
  const Event back = object({"r", "10:00", "returning", 1}, "OBSERVE", {piece("1")});
  const Event again = object({"t", "11:00", "retail_selling", 1}, "OBSERVE", {piece("1")});
  EXPECT_EQ(found({made_once, sold, again}), "sale_after_sale:s,t ");
  EXPECT_EQ(found({made_once, sold, back, again}), "");
  const Event end = object({"e", "12:00", "destroying", 1}, "DELETE", {piece("1")});
  EXPECT_EQ(found({made_once, end, object({"z", "12:20", "stocking", 1}, "OBSERVE", {piece("1")})}),
            "");
  EXPECT_EQ(found({made_once, end, object({"z", "13:00", "stocking", 1}, "OBSERVE", {piece("1")})}),
            "after_decommissioning:e,z ");
}

TEST_F(Inspecting, FindsJourneysThatNobodyCanMake) {
  const Event here = object({"h", "08:00", "stocking", 1}, "OBSERVE", {piece("1")});
  // A thousand kilometres in six and a half hours are 154 an hour, in seven and a half 133.
  EXPECT_EQ(found({here, object({"t", "14:00", "stocking", 6}, "OBSERVE", {piece("1")})}),
            "impossible_journey:h,t ");
  EXPECT_EQ(found({here, object({"t", "15:00", "stocking", 6}, "OBSERVE", {piece("1")})}), "");
}

/// On a made-up chain: every planted fault is found, and next to nothing else.
TEST_F(Inspecting, FindsWhatWasPlanted) {
  const SimulationOptions options{
      .firms = 60, .lots = 60, .events = 60'000, .seed = 7, .faults = *parse_faults("all=30")};
  const auto firms = simulated_firms(options, catalog_folder).value();
  Chain chain;
  std::int64_t seq = 0;
  std::map<std::string, std::set<std::string>> planted;
  const SimulationSink sink{
      .event = [&](const Event& event) { return chain.add(event, ++seq).has_value(); },
      .fault =
          [&](const PlantedFault& fault) {
            planted[std::string(name_of(fault.fault))].insert(fault.id);
          }};
  ASSERT_TRUE(simulate(options, firms, sink));
  planted["second_commissioning"] = planted["clone"];
  Positions positions;
  for (const SimulatedFirm& firm : firms) {
    if (const auto id = chain.find(normal_identifier(firm.place))) positions[*id] = firm.position;
  }
  const History history(chain);
  const Inspection inspection{
      .history = history, .meanings = meanings_, .positions = positions, .now = latest(history)};
  std::map<std::string, std::set<std::string>> said;
  for (const auto search : std::array{find_gaps, find_clones}) {
    const auto findings = search(inspection, rules_).value();
    for (const Finding& finding : findings) {
      said[finding.rule->id].insert(chain.text(finding.id));
    }
  }
  for (const Rule& rule : rules_) {
    std::size_t right = 0;
    for (const std::string& id : said[rule.id]) right += planted[rule.id].count(id);
    const std::size_t of = planted[rule.id].size();
    EXPECT_GE(right * 100, of * 95) << rule.id << ": " << right << " of " << of;
    EXPECT_LE((said[rule.id].size() - right) * 20, said[rule.id].size())
        << rule.id << ": " << said[rule.id].size() << " told, " << right << " right";
  }
}

TEST(Rules, NeedTheirFile) {
  const auto missing = load_rules("/nonexistent");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().failure, &rules_malformed);
}

TEST(Distance, IsThatOfTheGreatCircle) {
  // Beijing to Shanghai by the spherical law of cosines, computed in Python; a quarter of the
  // equator.
  EXPECT_NEAR(distance_km({40.0799, 116.6031}, {31.1443, 121.8083}), 1098.8407, 0.001);
  EXPECT_NEAR(distance_km({0, 0}, {0, 90}), 6371.0088 * 1.5707963, 0.01);
  EXPECT_EQ(distance_km({30, 110}, {30, 110}), 0);
}

}  // namespace
}  // namespace zhiheng::trace
