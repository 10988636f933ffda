#include "trace/chain.h"

#include <gtest/gtest.h>

#include "support/source.h"
#include "trace/chain_fixture.h"
#include "trace/event_hash.h"
#include "trace/event_name.h"
#include "trace/failures.h"

namespace zhiheng::trace {
namespace {

TEST(Identifiers, AreOneInEveryNotation) {
  const auto tables =
      code::load_gs1_tables(support::source_path("/catalog"), make_date(2026, 3, 1));
  ASSERT_TRUE(tables);
  for (const char* text :
       {"06901234567892 A1", "(01)06901234567892(10)A1", "]C1010690123456789210A1",
        "https://shop.example.cn/gtin/6901234567892/lot/A1?17=261231",
        "urn:epc:class:lgtin:6901234.056789.A1", "https://id.gs1.org/01/06901234567892/10/A1"}) {
    EXPECT_EQ(asked_identifier(*tables, text), gtin + "/10/A1") << text;
  }
  EXPECT_EQ(asked_identifier(*tables, "urn:gdst:x:party:y"), "urn:gdst:x:party:y");
  EXPECT_EQ(normal_identifier("urn:epc:id:sscc:6901234.1100000001"),
            "https://id.gs1.org/00/169012341000000010");
  EXPECT_EQ(normal_identifier("urn:epc:id:sscc:broken"), "urn:epc:id:sscc:broken");
}

TEST(Identifiers, KnowWhatTheyBelongTo) {
  EXPECT_EQ(product_of(gtin + "/21/7"), gtin);
  EXPECT_EQ(product_of(gtin + "/10/7"), gtin);
  EXPECT_EQ(product_of(gtin), "");
  EXPECT_EQ(lot_or_serial(gtin + "/10/7%2F8"), "7%2F8");
  EXPECT_EQ(lot_of(gtin, "7/8"), gtin + "/10/7%2F8");
  EXPECT_EQ(lot_of("", "7"), "");
  EXPECT_EQ(lot_beside_serial(gtin + "/10/L1/21/S1"), gtin + "/10/L1");
  EXPECT_EQ(lot_beside_serial(gtin + "/21/S1"), "");
  const std::string fish = "urn:gdst:example.org:product:class:farm.1u";
  EXPECT_EQ(lot_of(fish, "a.b"), "urn:gdst:example.org:product:lot:class:farm.1u.a.b");
  EXPECT_EQ(product_of("urn:gdst:example.org:product:lot:class:farm.1u.a.b"), fish);
  EXPECT_EQ(lot_or_serial("urn:gdst:example.org:product:lot:class:farm.1u.a.b"), "a.b");
  EXPECT_EQ(form_of("https://id.gs1.org/414/6901234000009"), Form::place);
  EXPECT_EQ(form_of("https://id.gs1.org/00/169012341000000010"), Form::unit);
}

TEST(EventNames, ComeBackAsTheyWere) {
  for (const std::string& name :
       {std::string("urn:uuid:5f0c2a52-6d0a-4a0e-9c55-0123456789ab"), hash_of("x"),
        std::string("urn:uuid:5F0C2A52-6D0A-4A0E-9C55-0123456789AB"), std::string("e1"),
        std::string()}) {
    EXPECT_EQ(unpacked_event_name(packed_event_name(name)), name);
  }
  EXPECT_EQ(packed_event_name("urn:uuid:5f0c2a52-6d0a-4a0e-9c55-0123456789ab").size(), 17U);
  EXPECT_EQ(packed_event_name(hash_of("x")).size(), 33U);
}

TEST(Dictionary, GivesEveryTextItsNumber) {
  Dictionary dictionary;
  for (std::uint32_t round = 0; round < 2; ++round) {
    for (std::uint32_t i = 0; i < 20'000; ++i) {
      const auto [number, fresh] = dictionary.put("text " + std::to_string(i));
      ASSERT_EQ(number, i);
      ASSERT_EQ(fresh, round == 0);
    }
  }
  const std::string large(3'000'000, 'x');  // more than one piece of memory
  EXPECT_EQ(dictionary.put(large).number, 20'000U);
  EXPECT_EQ(dictionary.at(20'000).size(), large.size());
  EXPECT_EQ(dictionary.put("behind it").number, 20'001U);
  EXPECT_EQ(dictionary.at(77), "text 77");
  EXPECT_FALSE(dictionary.find("text"));
}

TEST(Chain, TakesTheSameEventOnce) {
  Chain chain;
  const Event event = object({"e1", "08:00", "commissioning", 1}, "ADD", {piece("1")});
  EXPECT_EQ(chain.add(event, 1).value(), Added::fresh);
  EXPECT_EQ(chain.add(event, 2).value(), Added::known);
  Event other = event;
  other.epcs = std::vector<std::string>{piece("2")};
  EXPECT_EQ(chain.add(other, 3).value(), Added::conflict);
  EXPECT_EQ(chain.conflicts(), 1U);
  EXPECT_EQ(chain.events(), 1U);

  Event nameless = other;
  nameless.id.clear();
  EXPECT_EQ(chain.add(nameless, 4).value(), Added::fresh);
  EXPECT_EQ(chain.add(nameless, 5).value(), Added::known);
  EXPECT_TRUE(chain.event_name(1).starts_with("ni:///sha-256;"));
  EXPECT_EQ(chain.find_event("e1"), EventAt{0});
}

TEST(Chain, RefusesAnEventWithoutATime) {
  Chain chain;
  Event event = object({"e1", "08:00"}, "ADD", {piece("1")});
  event.time = "yesterday";
  const auto added = chain.add(event, 1);
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().failure, &time_malformed);
}

TEST(Chain, RefusesMoreThanItHasRoomFor) {
  Chain chain(1'000'001);
  ASSERT_TRUE(chain.add(object({"e1", "08:00"}, "ADD", {piece("1"), piece("2")}), 1));
  const auto added = chain.add(object({"e2", "08:00"}, "ADD", {piece("1")}), 2);
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().failure, &chain_full);
}

TEST(Chain, KeepsWhatAnEventSays) {
  Event event = transformed({"t1", "09:00", "assembling", 3}, {{batch("M1"), "1000.5", "LTR"}},
                            {{batch("C1"), "90", "KGM"}}, "urn:x:process:1");
  SensorReading report;
  report.fields = {{sensor_field("type"), "https://gs1.org/voc/Temperature"},
                   {sensor_field("minValue"), "35.6"},
                   {sensor_field("maxValue"), "50"},
                   {sensor_field("uom"), "FAH"}};
  event.sensors = {{.metadata = {}, .reports = {report}}};
  const Chain chain = chain_of({event});
  const EventRow& row = chain.event(0);
  EXPECT_EQ(row.sort, Sort::transformation);
  EXPECT_EQ(chain.word(row.step), "assembling");
  EXPECT_EQ(chain.text(row.place), "https://id.gs1.org/414/6901234000030");
  EXPECT_EQ(to_text(row.time), "2026-03-01T01:00:00Z");
  const auto parts = chain.parts(0);
  ASSERT_EQ(parts.size(), 3U);
  EXPECT_EQ(parts[0].role(), Role::input);
  EXPECT_EQ(parts[1].role(), Role::output);
  EXPECT_EQ(parts[2].role(), Role::joined);
  ASSERT_NE(chain.amount(row.first), nullptr);
  EXPECT_EQ(chain.amount(row.first)->value, 1000.5);
  EXPECT_EQ(chain.word(chain.amount(row.first)->unit), "LTR");
  EXPECT_EQ(chain.amount(row.first + 2), nullptr);
  ASSERT_EQ(chain.readings().size(), 1U);
  EXPECT_NEAR(chain.readings()[0].low, 2.0, 1e-5);
  EXPECT_NEAR(chain.readings()[0].high, 10.0, 1e-5);
  EXPECT_EQ(chain.newest_at(row.place), EventAt{0});
}

TEST(Chain, TakesAQuantityEventForWhatTookItsPlace) {
  Event event = told({"q1", "09:00", "storing", 3}, "QuantityEvent", "");
  event.id.clear();
  event.extensions = {{.space = {}, .name = "epcClass", .text = batch("L1")},
                      {.space = {}, .name = "quantity", .text = "67"}};
  const Chain chain = chain_of({event});
  ASSERT_EQ(chain.events(), 1U);
  EXPECT_EQ(chain.event(0).sort, Sort::object);
  EXPECT_EQ(chain.event(0).action, Action::observe);
  ASSERT_EQ(chain.parts(0).size(), 1U);
  EXPECT_EQ(chain.text(chain.parts(0)[0].id), batch("L1"));
  ASSERT_NE(chain.amount(0), nullptr);
  EXPECT_EQ(chain.amount(0)->value, 67);
  EXPECT_EQ(chain.event_name(0), hash_of(pre_hash(event))) << "it keeps its name";
}

TEST(Chain, NeedsFortyBytesForAnEdgeAtTheMost) {
  Chain chain;
  for (int i = 0; i < 20'000; ++i) {
    const std::string number = std::to_string(i);
    (void)chain.add(object({"e" + number, "08:00", "packing", 1}, "OBSERVE",
                           {piece(number), piece(number + "x"), piece(number + "y")}),
                    i);
  }
  const MemoryUse use = chain.memory();
  EXPECT_EQ(use.edge_count, 60'000U);
  EXPECT_LE(use.edges, 40 * use.edge_count);
}

TEST(Chain, FindsWhatHasANumberWhateverItsProduct) {
  const std::string other = "https://id.gs1.org/01/06901234000122/21/7";
  const Chain chain = chain_of({object({"a", "08:00"}, "ADD",
                                       {piece("7"), piece("77"), other, gtin + "/10/7",
                                        "https://id.gs1.org/00/169012341000000017", "urn:x:7"})});
  std::string found;
  for (const Id id : chain.numbered("7")) found += chain.text(id) + " ";
  EXPECT_EQ(found, piece("7") + " " + other + " " + gtin + "/10/7 ");
  EXPECT_TRUE(chain.numbered("8").empty());
  EXPECT_TRUE(chain.numbered("").empty());
}

TEST(Chain, TellsWhatStandsBehindABeginning) {
  const Chain chain = chain_of({object({"a", "08:00"}, "ADD", {piece("7"), "/plain/7"})});
  const auto seven = chain.find(piece("7")), plain = chain.find("/plain/7");
  ASSERT_TRUE(seven && plain);
  EXPECT_EQ(chain.behind(*seven, gtin + "/21/"), "7");
  EXPECT_EQ(chain.behind(*seven, gtin + "/10/"), std::nullopt);
  EXPECT_EQ(chain.behind(*plain, "/plain/"), "7");
  EXPECT_EQ(chain.behind(*plain, gtin + "/21/"), std::nullopt);
}

}  // namespace
}  // namespace zhiheng::trace
