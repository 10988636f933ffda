#include "trace/event_hash.h"

#include <gtest/gtest.h>

#include "base/sha256.h"
#include "trace/read_fixture.h"

namespace zhiheng::trace {
namespace {

// Expected texts: RalphTro/epcis-event-hash-generator, commit 5d2f1c3, run on these documents.
TEST(PreHash, WritesFieldsInTheOrderOfTheStandardAndListsSorted) {
  Told told;
  ASSERT_TRUE(read_text(
      bare_event(
          "ObjectEvent",
          R"("action":"OBSERVE","bizStep":"shipping","recordTime":"2026-03-01T09:00:00Z",)"
          R"("eventID":"urn:uuid:5f0c2a52-6d0a-4a0e-9c55-0d3f5f1f0a01",)"
          R"("epcList":["urn:epc:id:sgtin:4012345.011111.9876","urn:epc:id:sgtin:4012345.011111.5432"],)"
          R"("bizTransactionList":[{"type":"po","bizTransaction":"urn:epcglobal:cbv:bt:4012345000009:7"}])"),
      told));
  EXPECT_EQ(pre_hash(told.events.front()),
            "eventType=ObjectEventeventTime=2026-02-28T22:30:00.000ZeventTimeZoneOffset=+08:00"
            "epcListepc=https://id.gs1.org/01/04012345111118/21/5432"
            "epc=https://id.gs1.org/01/04012345111118/21/9876"
            "action=OBSERVEbizStep=https://ref.gs1.org/cbv/BizStep-shipping"
            "bizTransactionListtype=https://ref.gs1.org/cbv/BTT-po"
            "bizTransaction=urn:epcglobal:cbv:bt:4012345000009:7");
}

TEST(PreHash, PutsExtensionsOfASlashedNamespaceBehindTheirElement) {
  Told told;
  ASSERT_TRUE(read_text(
      listed_event(
          "<epcList/><action>OBSERVE</action><readPoint><id>urn:epc:id:sgln:4012345.00005.0</id>"
          "<d:b>02.50</d:b><d:a>x</d:a></readPoint><d:c><d:e>2</d:e><d:d>1</d:d></d:c>"),
      told));
  EXPECT_EQ(pre_hash(told.events.front()),
            "eventType=ObjectEventeventTime=2026-02-28T22:30:00.000ZeventTimeZoneOffset=+08:00"
            "action=OBSERVEreadPointid=https://id.gs1.org/414/4012345000054"
            "{https://example.org/d/}a=x{https://example.org/d/}b=2.5"
            "{https://example.org/d/}c{https://example.org/d/}d=1{https://example.org/d/}e=2");
}

TEST(PreHash, LeavesOutWhatARepositoryAdded) {
  Told told;
  ASSERT_TRUE(read_text(listed_event("<action>OBSERVE</action><d:added>1</d:added>"), told));
  const std::string whole = pre_hash(told.events.front());
  const std::vector<std::string> ignored = {"{https://example.org/d/}added"};
  const std::string part = pre_hash(told.events.front(), ignored);
  EXPECT_EQ(whole, part + "{https://example.org/d/}added=1");
}

TEST(PreHash, TreatsKnownConflictsAsTheReferenceDoesOnRequest) {
  Told told;
  ASSERT_TRUE(read_text(
      listed_event(R"(<action>OBSERVE</action><sensorElementList><sensorElement>)"
                   R"(<sensorReport type="gs1:Mass" booleanValue="true"/></sensorElement>)"
                   R"(</sensorElementList><d:x xsi:type="xsd:int">7</d:x>)"),
      told));
  const Event& event = told.events.front();
  EXPECT_NE(pre_hash(event).find("booleanValue=true"), std::string::npos);
  EXPECT_EQ(pre_hash(event).find("XMLSchema-instance"), std::string::npos);
  const std::string as_reference =
      pre_hash(event, {}, {.python_booleans = true, .xml_types = true});
  EXPECT_NE(as_reference.find("booleanValue=True"), std::string::npos);
  EXPECT_NE(as_reference.find("XMLSchema-instance}type=xsd:int"), std::string::npos);
}

TEST(CanonicalTime, IsUtcInThousandths) {
  EXPECT_EQ(canonical_time("2026-03-01T06:30:00+08:00"), "2026-02-28T22:30:00.000Z");
  EXPECT_EQ(canonical_time("2026-03-01T06:30:00.1234567Z"), "2026-03-01T06:30:00.123Z");
  EXPECT_EQ(canonical_time("2026-03-01T06:30:00.1235Z"), "2026-03-01T06:30:00.124Z");
  EXPECT_EQ(canonical_time("2026-03-01T06:30:00.1225Z"), "2026-03-01T06:30:00.122Z");
  EXPECT_EQ(canonical_time("2026-12-31T23:59:59.9999Z"), "2027-01-01T00:00:00.000Z");
  EXPECT_EQ(canonical_time("2026-03-01T06:30:00"), "2026-03-01T06:30:00.000Z");
  EXPECT_EQ(canonical_time("22-07-2026"), "2026-07-22T00:00:00.000Z");
  EXPECT_EQ(canonical_time("some day"), "some day");
}

// Expected values: Python 3.11, str of int or float.
TEST(CanonicalValue, WritesNumbersShort) {
  const std::pair<std::string_view, std::string_view> rows[] = {{"2.50", "2.5"},
                                                                {"+7", "7"},
                                                                {"007", "7"},
                                                                {"-0.0", "0"},
                                                                {"1e3", "1000"},
                                                                {"1e-5", "1e-05"},
                                                                {"0.0001", "0.0001"},
                                                                {"1_000", "1000"},
                                                                {"1_", "1_"},
                                                                {"1e400", "1e400"},
                                                                {"nan", "nan"},
                                                                {"12.10000", "12.1"},
                                                                {"1e22", "10000000000000000000000"},
                                                                {"1.2.3", "1.2.3"}};
  for (const auto& [text, wanted] : rows) EXPECT_EQ(canonical_value(text), wanted) << text;
}

TEST(CanonicalValue, WritesIdentifiersAndWordsInOneSpelling) {
  EXPECT_EQ(canonical_value("urn:epc:id:sgtin:4012345.011111.9876"),
            "https://id.gs1.org/01/04012345111118/21/9876");
  EXPECT_EQ(canonical_value("https://shop.example.com/gtin/04012345111118/ser/9876?x=y"),
            "https://id.gs1.org/01/04012345111118/21/9876");
  EXPECT_EQ(canonical_value("urn:epcglobal:cbv:disp:in_transit"),
            "https://ref.gs1.org/cbv/Disp-in_transit");
  EXPECT_EQ(canonical_value("any text."), "any text.");
}

TEST(HashOf, IsANamedInformationUri) {
  EXPECT_EQ(hash_of("abc"), "ni:///sha-256;" + to_hex(sha256("abc")) + "?ver=CBV2.0");
}

}  // namespace
}  // namespace zhiheng::trace
