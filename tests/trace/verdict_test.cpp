// The verdicts on documents, against those that ajv 8.20 and xmllint 2.9.14 gave.

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>

#include "support/source.h"
#include "trace/failures.h"
#include "trace/read_fixture.h"

namespace zhiheng::trace {
namespace {

// Random changes of the documents beside this file, with the verdicts of the schema engines.
void compare_with_recorded(const std::string& name) {
  std::ifstream in(support::source_path("/tests/trace/recorded/" + name));
  ASSERT_TRUE(in);
  int compared = 0;
  for (std::string line; std::getline(in, line);) {
    const boost::json::value row = boost::json::parse(line);
    const std::string document(row.at("document").as_string());
    Told told;
    const auto read = read_text(document, told);
    EXPECT_EQ(read && read->valid, row.at("valid").as_bool())
        << document << (read ? "" : describe(read.error()));
    ++compared;
  }
  EXPECT_EQ(compared, 120);
}

TEST(Verdict, OnChangedJsonIsThatOfTheJsonSchema) { compare_with_recorded("json.jsonl"); }

TEST(Verdict, OnChangedXmlIsThatOfTheXmlSchemas) { compare_with_recorded("xml.jsonl"); }

TEST(Verdict, OnUnchangedDocumentsIsValid) {
  for (const std::string name :
       {"object.json", "others.json", "query.json", "bare.json", "edition1.xml", "edition2.xml",
        "query.xml", "poll.xml", "master.xml", "job.xml"}) {
    const auto read = read_file(support::source_path("/tests/trace/documents/" + name), {}, {});
    ASSERT_TRUE(read) << name;
    EXPECT_TRUE(read->valid) << name;
  }
}

struct Refusal {
  std::string document;
  const Failure* failure;
};

TEST(Verdict, OnJsonNamesWhatIsWrong) {
  const std::string object =
      R"("action":"OBSERVE","epcList":["urn:epc:id:sscc:6901234.1000000001"])";
  const Refusal rows[] = {
      {bare_event("ObjectEvent", object), nullptr},
      {bare_event("ObjectEvent", R"("epcList":[])"), &field_missing},
      {bare_event("ObjectEvent", R"("action":"MOVE","epcList":[])"), &word_unknown},
      {bare_event("ObjectEvent", R"("action":"OBSERVE")"), &objects_missing},
      {bare_event("ObjectEvent", object + R"(,"colour":"red")"), &field_unknown},
      {bare_event("ObjectEvent", object + R"(,"bizStep":"dancing")"), &word_unknown},
      {bare_event("ObjectEvent", object + R"(,"recordTime":"yesterday")"), &time_malformed},
      {bare_event("ObjectEvent", object + R"(,"eventID":"no uri")"), &uri_malformed},
      {bare_event("ObjectEvent", object + R"(,"bizLocation":7)"), &type_wrong},
      {bare_event("ObjectEvent", object + R"(,"ilmd":{"d:a":1})"), &ilmd_without_add},
      {bare_event("ObjectEvent", object + R"(,"persistentDisposition":{"set":[]})"), &list_empty},
      {bare_event("ObjectEvent", R"("action":"ADD","epcList":["urn:a:b","urn:a:b"])"), &item_twice},
      {bare_event("ObjectEvent",
                  R"("action":"ADD","quantityList":[{"epcClass":"urn:a:b","uom":"kg"}])"),
       &value_malformed},
      {"{}", &not_epcis},
      {"[1,", &not_json},
      {R"({"a":1}{})", &not_json},
      {"", &not_json},
  };
  for (const auto& [document, failure] : rows) {
    EXPECT_EQ(first_failure(document), failure) << document;
  }
}

TEST(Verdict, OnXmlNamesWhatIsWrong) {
  const Refusal rows[] = {
      {listed_event("<action>ADD</action>"), nullptr},
      {listed_event(""), &field_missing},
      {listed_event("<action>MOVE</action>"), &word_unknown},
      {listed_event("<action>ADD</action><epcList/>"), &field_misplaced},
      {listed_event("<action>ADD</action><colour/>"), &field_unknown},
      {listed_event("<action>ADD</action><bizStep>%zz</bizStep>"), &uri_malformed},
      {listed_event("<recordTime>no</recordTime><action>ADD</action>"), &field_misplaced},
      {listed_event(R"(<action>ADD</action><d:x xsi:type="xsd:int">7</d:x>)"), nullptr},
      {listed_event(R"(<action>ADD</action><d:x xsi:type="xsd:int">a</d:x>)"), &value_malformed},
      {listed_event(R"(<action>ADD</action><d:x xsi:type="none:int">7</d:x>)"), &unknown_type_name},
      {"<a/>", &not_epcis},
      {"<a>", &not_xml},
  };
  for (const auto& [document, failure] : rows) {
    EXPECT_EQ(first_failure(document), failure) << document;
  }
}

TEST(Verdict, OnQueriesFollowsTheNamesOfParameters) {
  const auto query = [](const std::string& parameter) {
    return R"({"eventType":["ObjectEvent"],)" + parameter + "}";
  };
  for (const std::string right :
       {R"("EQ_bizTransaction_po":["urn:a:b"])", R"("GE_value_CEL":4)", R"("EQ_d:field":["a"])",
        R"("GT_INNER_ILMD_d:field":"2026-03-01T00:00:00Z")", R"("EXISTS_d:field":null)",
        R"("HASATTR_d:field":["a"])", R"("EQ_ATTR_a_b":["x"])", R"("eventCountLimit":10)"}) {
    EXPECT_EQ(first_failure(query(right)), nullptr) << right;
  }
  EXPECT_EQ(first_failure(query(R"("GE_value_celsius":4)")), &field_unknown);
  EXPECT_EQ(first_failure(query(R"("eventCountLimit":1.5)")), &type_wrong);
  EXPECT_EQ(first_failure(query(R"("EQ_bizStep":["dancing"])")), &word_unknown);
}

}  // namespace
}  // namespace zhiheng::trace
