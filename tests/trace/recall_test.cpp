#include <gtest/gtest.h>

#include "support/source.h"
#include "trace/breach.h"
#include "trace/chain_failures.h"
#include "trace/chain_fixture.h"
#include "trace/recall_scope.h"

namespace zhiheng::trace {
namespace {

Event warm(const What& what, const std::string& unit, const std::string& celsius) {
  Event event = object(what, "OBSERVE", {unit});
  SensorReading report;
  report.fields = {{sensor_field("type"), "https://gs1.org/voc/Temperature"},
                   {sensor_field("value"), celsius},
                   {sensor_field("uom"), "CEL"}};
  event.sensors = {{.metadata = {}, .reports = {report}}};
  return event;
}

/// Milk M1 becomes cheese C1 (90 kg), of which pieces 1 to 3 (lot P) are made. 1 is sold, 2 on its
/// way to shop 3 on a pallet, 3 destroyed; 40 kg of C1 stay at the dairy, 50 went into the pieces.
Chain cheese_chain() {
  Event filled = transformed({"fill", "09:00", "packing", 2}, {{batch("C1"), "50", "KGM"}}, {});
  filled.output_epcs = std::vector<std::string>{piece("1"), piece("2"), piece("3")};
  filled.instance_data =
      Extensions{{.space = "urn:epcglobal:cbv:mda", .name = "lotNumber", .text = "P"}};
  Event away = object({"away", "11:00", "shipping", 2}, "OBSERVE", {pallet(1)});
  away.destinations = {{.type = "", .id = plant(3)}};
  return chain_of({
      object({"milk", "06:00", "commissioning", 1}, "ADD", {}, {{batch("M1"), "1000", "LTR"}}),
      object({"come", "07:00", "receiving", 2}, "OBSERVE", {}, {{batch("M1"), "1000", "LTR"}}),
      transformed({"make", "08:00", "assembling", 2}, {{batch("M1"), "1000", "LTR"}},
                  {{batch("C1"), "90", "KGM"}}),
      filled,
      object({"sell", "10:00", "retail_selling", 2}, "OBSERVE", {piece("1")}),
      packed({"pack", "10:30", "packing", 2}, "ADD", pallet(1), {piece("2"), piece("9")}),
      away,
      object({"end", "12:00", "destroying", 2}, "DELETE", {piece("3")}),
  });
}

std::string stock_text(const Chain& chain, const RecallScope& scope) {
  std::string text;
  for (const StockLine& line : scope.stock) {
    text += std::string(name_of(line.status)) + "@" +
            (line.place == nothing ? "" : chain.text(line.place).substr(34, 2)) + ":" +
            std::to_string(line.pieces);
    for (const auto& [unit, amount] : line.amounts) {
      text += "+" + std::to_string(static_cast<int>(amount)) + std::string(unit);
    }
    text += " ";
  }
  return text;
}

TEST(RecallScope, SaysWhereEverythingIs) {
  const Chain chain = cheese_chain();
  const auto meanings = StepMeanings::load(catalog_folder);
  ASSERT_TRUE(meanings);
  const std::vector<Start> starts{{.id = id_in(chain, batch("M1"))}};
  const auto scope = recall_scope(chain, *meanings, starts);
  ASSERT_TRUE(scope);
  // Milk used up, 40 kg of cheese in stock and 50 used, one piece each sold, on its way and gone.
  EXPECT_EQ(stock_text(chain, *scope),
            "in_stock@23:0+40KGM in_transit@23:1 sold@23:1 used@23:0+1000LTR+50KGM gone@23:1 ");
  ASSERT_EQ(scope->receivers.size(), 2U);
  EXPECT_EQ(scope->receivers[0].id, id_in(chain, plant(2)));
  EXPECT_EQ(scope->receivers[1].id, id_in(chain, plant(3)));
  EXPECT_EQ(chain.event_name(scope->receivers[1].first), "away");
  EXPECT_FALSE(affects(chain, scope->walk, piece("9")));
  EXPECT_EQ(scope->short_of, 1U);  // nobody shipped the milk before it was received
}

TEST(RecallScope, TakesSerialNumbersBetweenTwo) {
  const Chain chain = chain_of({object({"a", "08:00"}, "ADD",
                                       {piece("9"), piece("10"), piece("11"), piece("12"),
                                        piece("010"), piece("x10"), gtin + "/10/10"})});
  std::string found;
  for (const Start& start : starts_in_range(chain, piece("10"), piece("11"))) {
    found += std::string(lot_or_serial(chain.text(start.id))) + " ";
  }
  EXPECT_EQ(found, "10 11 010 ");
  EXPECT_TRUE(starts_in_range(chain, piece("10"), gtin + "/10/11").empty());
}

TEST(RecallScope, BeginsWithWhatAPlaceHandled) {
  const Chain chain = cheese_chain();
  const Timestamp from = parse_timestamp(at("08:30")).value();
  const Timestamp until = parse_timestamp(at("09:30")).value();
  const auto starts = starts_at_place(History(chain), id_in(chain, plant(2)), from, until);
  ASSERT_EQ(starts.size(), 5U);  // the cheese, three pieces and their lot
  EXPECT_EQ(starts[0].since, parse_timestamp(at("09:00")).value());
  const auto walk = forward(chain, starts);
  ASSERT_TRUE(walk);
  EXPECT_FALSE(affects(chain, *walk, batch("M1")));
  EXPECT_TRUE(affects(chain, *walk, piece("3")));
}

TEST(Breaches, AreReadingsOutsideTheBounds) {
  const Chain chain = chain_of({warm({"cold", "08:00", "", 1}, pallet(1), "4.0"),
                                warm({"warm", "09:00", "", 1}, pallet(1), "6.5"),
                                warm({"other", "10:00", "", 1}, pallet(2), "5.9")});
  const auto rule = find_breach_rule(catalog_folder, "chilled_dairy");
  ASSERT_TRUE(rule) << describe(rule.error());
  const auto found = breaches_of(History(chain), *rule);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(chain.event_name(found[0].event), "warm");
  std::vector<Start> starts;
  add_starts_of_event(chain, found[0].event, starts);
  ASSERT_EQ(starts.size(), 1U);
  EXPECT_EQ(starts[0].id, id_in(chain, pallet(1)));

  const auto unknown = find_breach_rule(catalog_folder, "hot");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().failure, &rule_unknown);
  const auto missing = load_breach_rules("/nonexistent");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().failure, &rules_malformed);
}

}  // namespace
}  // namespace zhiheng::trace
