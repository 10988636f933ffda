#include "trace/document.h"

#include <gtest/gtest.h>

#include "trace/event_hash.h"
#include "trace/failures.h"
#include "trace/read_fixture.h"

namespace zhiheng::trace {
namespace {

TEST(ReadDocument, RefusesWhatGrowsWithoutBound) {
  const std::string bomb = R"(<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>)";
  EXPECT_EQ(first_failure(bomb), &forbidden_markup);
  // The standard's own examples name a document type without declaring anything in it.
  EXPECT_EQ(first_failure("<!DOCTYPE project>" + listed_event("<action>ADD</action>")), nullptr);

  std::string deep_json;
  std::string deep_xml;
  for (int i = 0; i < 200; ++i) {
    deep_json += R"({"a":)";
    deep_xml += "<a>";
  }
  EXPECT_EQ(first_failure(deep_json), &too_deep);
  EXPECT_EQ(first_failure(deep_xml), &too_deep);

  const std::string huge(6u << 20, 'x');
  EXPECT_EQ(first_failure(R"({"a":")" + huge + R"("})"), &too_large);
  EXPECT_EQ(first_failure("<a>" + huge + "</a>"), &too_large);
  EXPECT_EQ(first_failure("<a b=\"" + huge + huge), &too_large);
  EXPECT_EQ(first_failure("<a b=\"" + huge + "\"/>"), &too_large);
}

TEST(ReadDocument, KeepsWithinTheMemoryForOneEvent) {
  ReadOptions small;
  small.limits.event_bytes = 100'000;
  std::string list = R"({"type":"EPCISDocument","epcisBody":{"eventList":[{"a":[)";
  for (int i = 0; i < 10'000; ++i) list += "1,";
  EXPECT_EQ(first_failure(list + "1]}]}}", small), &too_large);
}

TEST(ReadDocument, ReadsAContextThatStandsBehindTheEvents) {
  const std::string event =
      R"({"type":"ObjectEvent","eventTime":"2026-03-01T06:30:00+08:00","eventTimeZoneOffset":"+08:00",)"
      R"("action":"OBSERVE","epcList":[],"d:shift":"night"})";
  const std::string body = R"("epcisBody":{"eventList":[)" + event + "]}";
  const std::string rest =
      R"("type":"EPCISDocument","schemaVersion":"2.0","creationDate":"2026-03-02T08:00:00Z")";
  const std::string context =
      R"("@context":["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld",{"d":"https://example.org/d/"}])";
  Told first;
  Told last;
  ASSERT_TRUE(read_text("{" + context + "," + rest + "," + body + "}", first));
  ASSERT_TRUE(read_text("{" + body + "," + rest + "," + context + "}", last));
  ASSERT_EQ(last.events.size(), 1U);
  EXPECT_EQ(last.events, first.events);
  EXPECT_EQ(last.events.front().extensions.front().space, "https://example.org/d/");

  std::istringstream once("{" + body + "," + context + "}");
  const auto refused = read_document(once, {}, {});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().failure, &prefix_undeclared);
}

TEST(ReadDocument, LenientlyUsesWhatCanBeUnderstood) {
  const std::string odd = bare_event(
      "ObjectEvent", R"("action":"OBSERVE","epcList":["urn:a:b","urn:a:b"],"colour":"red")");
  Told told;
  const auto strict = read_text(odd, told);
  ASSERT_TRUE(strict);
  EXPECT_FALSE(strict->valid);
  EXPECT_EQ(strict->refused_events, 1U);

  ReadOptions lenient;
  lenient.lenient = true;
  Told kept;
  const auto read = read_text(odd, kept, lenient);
  ASSERT_TRUE(read);
  EXPECT_TRUE(read->valid);
  EXPECT_EQ(kept.warnings.front().size(), 2U);
  EXPECT_EQ(kept.events.front().extensions.front().name, "colour");

  const std::string comma =
      bare_event("ObjectEvent", R"("action":"OBSERVE","epcList":["urn:a:b",])");
  EXPECT_EQ(first_failure(comma), &not_json);
  EXPECT_EQ(first_failure(comma, lenient), nullptr);

  // Without a time it is not known what happened when.
  const std::string timeless = R"({"type":"ObjectEvent","action":"OBSERVE","epcList":[]})";
  EXPECT_EQ(first_failure(timeless, lenient), &field_missing);
}

TEST(ReadDocument, WarnsWhereTheSchemaLetsPassWhatTheTextDoesNot) {
  Told told;
  ASSERT_TRUE(read_text(
      bare_event(
          "AggregationEvent",
          R"("action":"DELETE","persistentDisposition":{"set":["recalled"]},"action":"DELETE")"),
      told));
  ASSERT_EQ(told.warnings.front().size(), 2U);
  EXPECT_EQ(told.warnings.front()[0].failure, &persistent_disposition_discouraged);
  EXPECT_EQ(told.warnings.front()[1].failure, &key_twice);
  EXPECT_TRUE(told.errors.front().empty());

  const auto read = read_text(R"({"@context":"https://example.org/context","type":"EPCISDocument",)"
                              R"("schemaVersion":"2.0","creationDate":"2026-03-02T08:00:00Z",)"
                              R"("epcisBody":{"eventList":[]}})",
                              told);
  ASSERT_TRUE(read);
  EXPECT_TRUE(read->valid);
  EXPECT_EQ(read->warnings.front().failure, &context_unknown);
}

TEST(ReadDocument, GivesTheSameEventFromBothForms) {
  Told json;
  Told xml;
  ASSERT_TRUE(read_text(
      bare_event(
          "ObjectEvent",
          R"("action":"ADD","bizStep":"commissioning","epcList":["urn:epc:id:sscc:6901234.1000000001"],)"
          R"("quantityList":[{"epcClass":"urn:epc:class:lgtin:6901234.012345.L26","quantity":5,"uom":"KGM"}],)"
          R"("sensorElementList":[{"sensorReport":[{"type":"Temperature","value":4.5}]}])"),
      json));
  ASSERT_TRUE(read_text(
      listed_event(
          "<epcList><epc>urn:epc:id:sscc:6901234.1000000001</epc></epcList><action>ADD</action>"
          "<bizStep>urn:epcglobal:cbv:bizstep:commissioning</bizStep><quantityList>"
          "<quantityElement><epcClass>urn:epc:class:lgtin:6901234.012345.L26</epcClass>"
          "<quantity>5</quantity><uom>KGM</uom></quantityElement></quantityList>"
          "<sensorElementList><sensorElement><sensorReport type=\"gs1:Temperature\" "
          "value=\"4.5\"/></sensorElement></sensorElementList>"),
      xml));
  EXPECT_EQ(json.events.front(), xml.events.front());
  EXPECT_EQ(pre_hash(json.events.front()), pre_hash(xml.events.front()));
}

TEST(ReadFile, RefusesAFileThatIsNotThere) {
  const auto read = read_file("/nonexistent/file.json", {}, {});
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().failure, &file_unreadable);
}

TEST(ReadDocument, TakesAnErrorDeclarationWhereEditionOneHasIt) {
  const std::string event = bare_event(
      "ObjectEvent",
      R"("action":"OBSERVE","epcList":["urn:a:b"],"baseExtension":)"
      R"({"eventID":"urn:c:d","errorDeclaration":{"declarationTime":"2026-03-01T08:00:00Z"}})");
  EXPECT_EQ(first_failure(event), &field_unknown);
  Told told;
  ASSERT_TRUE(read_text(event, told, {.lenient = true}));
  ASSERT_EQ(told.events.size(), 1U);
  ASSERT_TRUE(told.events[0].error);
  EXPECT_EQ(told.events[0].error->time, "2026-03-01T08:00:00Z");
  EXPECT_EQ(told.events[0].id, "urn:c:d");
  EXPECT_TRUE(told.events[0].extensions.empty());
}

}  // namespace
}  // namespace zhiheng::trace
