#include "trace/convert.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "support/source.h"
#include "trace/event_hash.h"
#include "trace/failures.h"
#include "trace/read_fixture.h"

namespace zhiheng::trace {
namespace {

std::string converted(const std::string& file, Syntax syntax, bool lenient = false) {
  std::ostringstream out;
  const auto done = convert_file(
      file, {.syntax = syntax, .lenient = lenient, .made_on = "2026-03-02T08:00:00Z"}, out);
  EXPECT_TRUE(done) << describe(done.error());
  return out.str();
}

std::vector<std::string> hashes(const std::vector<Event>& events) {
  std::vector<std::string> all;
  for (const Event& event : events) all.push_back(pre_hash(event));
  return all;
}

class RoundTrip : public testing::TestWithParam<std::string> {};

// JSON to XML to JSON, and the other way round: valid on every station, and the same events.
TEST_P(RoundTrip, KeepsEveryEventAndStaysValid) {
  const std::string file = support::source_path("/tests/trace/documents/" + GetParam());
  std::ifstream in(file);
  std::ostringstream source;
  source << in.rdbuf();
  Told before;
  const auto original = read_text(source.str(), before);
  ASSERT_TRUE(original);

  const Folder folder;
  std::string name = file;
  for (const Syntax syntax : {Syntax::xml, Syntax::json, Syntax::xml, Syntax::json}) {
    const std::string text = converted(name, syntax);
    Told told;
    const auto read = read_text(text, told);
    ASSERT_TRUE(read) << describe(read.error()) << text;
    for (const auto& errors : told.errors) {
      for (const Error& error : errors) ADD_FAILURE() << describe(error) << "\n" << text;
    }
    for (const Error& error : read->errors) ADD_FAILURE() << describe(error) << "\n" << text;
    ASSERT_EQ(told.events.size(), before.events.size());
    EXPECT_EQ(read->master_data.size(), original->master_data.size());
    EXPECT_EQ(hashes(told.events), hashes(before.events)) << text;
    name = folder.file(syntax == Syntax::xml ? "a.xml" : "a.json");
    std::ofstream(name) << text;
  }
}

INSTANTIATE_TEST_SUITE_P(Documents, RoundTrip,
                         testing::Values("object.json", "query.json", "bare.json", "edition2.xml",
                                         "query.xml"),
                         [](const auto& row) {
                           std::string name = row.param;
                           std::ranges::replace(name, '.', '_');
                           return name;
                         });

TEST(ConvertFile, LiftsEditionOneToTwo) {
  const std::string file = support::source_path("/tests/trace/documents/edition1.xml");
  std::ostringstream out;
  ASSERT_TRUE(convert_file(file, {.syntax = Syntax::xml, .lenient = true, .made_on = {}}, out));
  Told told;
  ASSERT_TRUE(read_text(out.str(), told));
  ASSERT_EQ(told.events.size(), 5U);
  EXPECT_EQ(told.events[2].type, "ObjectEvent");  // was a QuantityEvent
  EXPECT_EQ(told.events[2].quantities->front().amount, "67");
  EXPECT_EQ(told.events[0].id, "urn:uuid:5f0c2a52-6d0a-4a0e-9c55-0d3f5f1f0a01");
}

TEST(ConvertFile, GivesTimesWithoutAZoneOne) {
  const std::string file = support::source_path("/tests/trace/documents/edition1.xml");
  Told told;
  ASSERT_TRUE(read_text(converted(file, Syntax::json), told));
  ASSERT_EQ(told.events.size(), 5U);
  EXPECT_EQ(told.events[0].time, "2026-03-01T06:30:00Z");
  for (const auto& errors : told.errors) EXPECT_TRUE(errors.empty());
}

TEST(ConvertFile, WritesNothingFromAFileWithMistakesUnlessAsked) {
  const Folder folder;
  const std::string file = folder.file("a.json");
  std::ofstream(file)
      << R"({"@context":"https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld",)"
      << R"("type":"EPCISDocument","schemaVersion":"2.0","creationDate":"2026-03-02T08:00:00Z",)"
      << R"("epcisBody":{"eventList":[{"type":"ObjectEvent"},)"
      << bare_event("ObjectEvent", R"("action":"OBSERVE","epcList":[])") << "]}}";
  EXPECT_EQ(converted(file, Syntax::xml), "");
  Told told;
  ASSERT_TRUE(read_text(converted(file, Syntax::xml, true), told));
  EXPECT_EQ(told.events.size(), 1U);
}

TEST(ConvertFile, TellsWhatTheOtherFormCannotHold) {
  const Folder folder;
  const std::string file = folder.file("a.json");
  std::ofstream(file) << bare_event(
      "ObjectEvent", R"("action":"ADD","epcList":[],"ilmd":{"urn:x:1a":{"@type":"b"}})");
  std::ostringstream out;
  const auto done = convert_file(
      file, {.syntax = Syntax::xml, .lenient = false, .made_on = "2026-03-02T08:00:00Z"}, out);
  ASSERT_TRUE(done);
  ASSERT_FALSE(done->warnings.empty());
  EXPECT_EQ(done->warnings.front().failure, &not_expressible);
}

}  // namespace
}  // namespace zhiheng::trace
