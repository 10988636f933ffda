#include "trace/answers.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <sstream>

#include "trace/failures.h"
#include "trace/read_fixture.h"
#include "trace/verbs.h"

namespace zhiheng::trace {
namespace {

class Verbs : public testing::Test {
 protected:
  Result<int> run(const std::string& path, std::vector<std::string> files,
                  std::map<std::string, std::vector<std::string>> options = {}) {
    out_.str({});
    Invocation call;
    call.options = std::move(options);
    call.arguments["FILE"] = std::move(files);
    call.json = true;
    call.language = Language::en;
    call.out = &out_;
    call.messages = &messages_;
    call.interrupted = &stop_;
    for (const Verb& verb : verbs()) {
      if (verb.path == path) return verb.run(call);
    }
    ADD_FAILURE() << path;
    return 2;
  }

  std::string write(const std::string& name, const std::string& text) {
    std::ofstream(folder_.file(name)) << text;
    return folder_.file(name);
  }

  boost::json::value answer() { return boost::json::parse(out_.str()); }

  Folder folder_;
  std::ostringstream out_, messages_;
  std::atomic<bool> stop_ = false;
  std::string good_ = bare_event("ObjectEvent", R"("action":"OBSERVE","epcList":[])");
  std::string bad_ = bare_event("ObjectEvent", R"("action":"MOVE","epcList":[])");
};

TEST_F(Verbs, ValidateTellsOneLineForEachFile) {
  const auto code = run("epcis validate", {write("a.json", good_)});
  ASSERT_TRUE(code);
  EXPECT_EQ(*code, 0);
  EXPECT_TRUE(answer().at("valid").as_bool());
  EXPECT_EQ(answer().at("events").to_number<int>(), 1);
  EXPECT_EQ(answer().at("types").at("ObjectEvent").to_number<int>(), 1);
  EXPECT_TRUE(answer().at("first_error").is_null());
  EXPECT_TRUE(answer().at("warnings").as_array().empty());

  const auto refused = run("epcis validate", {write("b.json", bad_)});
  ASSERT_TRUE(refused);
  EXPECT_EQ(*refused, 1);
  EXPECT_NE(answer().at("first_error").as_string().find("/action"), std::string::npos);
  EXPECT_EQ(answer().at("errors").at(0).at("id").as_string(), "trace.word_unknown");
}

TEST_F(Verbs, ValidatePutsRefusedEventsIntoTheQuarantine) {
  const std::string quarantine = folder_.file("quarantine.jsonl");
  ASSERT_TRUE(run("epcis validate", {write("a.json", good_), write("b.json", bad_)},
                  {{"quarantine", {quarantine}}}));
  std::ifstream in(quarantine);
  std::string line;
  ASSERT_TRUE(std::getline(in, line));
  EXPECT_EQ(boost::json::parse(line).at("event").to_number<int>(), 1);
  EXPECT_FALSE(std::getline(in, line));

  const auto nowhere =
      run("epcis validate", {folder_.file("a.json")}, {{"quarantine", {"/nonexistent/q"}}});
  ASSERT_FALSE(nowhere);
  EXPECT_EQ(nowhere.error().failure, &answer_not_written);
}

TEST_F(Verbs, HashIsTheSameForEverySpelling) {
  const std::string urn = bare_event(
      "ObjectEvent", R"("action":"OBSERVE","epcList":["urn:epc:id:sgtin:4012345.011111.9876"])");
  const std::string link = bare_event(
      "ObjectEvent",
      R"("epcList":["https://id.gs1.org/01/04012345111118/21/9876"],"action":"OBSERVE")");
  ASSERT_TRUE(run("epcis hash", {write("a.json", urn), write("b.json", link)},
                  {{"pre-hash", std::vector<std::string>(1)}}));
  const boost::json::value whole = answer();
  const auto& files = whole.at("files").as_array();
  EXPECT_EQ(files.at(0).at("events").at(0).at("hash"), files.at(1).at("events").at(0).at("hash"));
  EXPECT_TRUE(files.at(0).at("events").at(0).at("pre_hash").is_string());
}

TEST_F(Verbs, ConvertWritesAFileAndRefusesAnUnknownForm) {
  const std::string target = folder_.file("a.xml");
  const auto code =
      run("epcis convert", {write("a.json", good_)}, {{"to", {"xml"}}, {"out", {target}}});
  ASSERT_TRUE(code);
  EXPECT_EQ(*code, 0);
  EXPECT_EQ(run("epcis validate", {target}).value_or(2), 0);

  const auto unknown = run("epcis convert", {folder_.file("a.json")}, {{"to", {"csv"}}});
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().failure, &form_unknown);
  const auto onto_itself = run("epcis convert", {target}, {{"to", {"json"}}, {"out", {target}}});
  ASSERT_FALSE(onto_itself);
  EXPECT_EQ(onto_itself.error().failure, &answer_not_written);
}

TEST_F(Verbs, StopWhenTheUserAsks) {
  stop_ = true;
  const auto stopped = run("epcis validate", {write("a.json", good_)});
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().failure, &interrupted);
}

}  // namespace
}  // namespace zhiheng::trace
