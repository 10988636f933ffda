#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <sstream>

#include "support/source.h"
#include "trace/chain_failures.h"
#include "trace/chain_fixture.h"
#include "trace/failures.h"
#include "trace/read_fixture.h"
#include "trace/verbs.h"
#include "trace/whereabouts.h"

namespace zhiheng::trace {
namespace {

namespace json = boost::json;

/// Two pieces of a lot go to a shop on a pallet; one is sold.
const char* const events = R"({"type":"EPCISDocument","schemaVersion":"2.0",
 "creationDate":"2026-03-02T00:00:00Z",
 "@context":["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"],
 "epcisBody":{"eventList":[
 {"type":"ObjectEvent","eventID":"urn:uuid:00000000-0000-4000-8000-000000000001",
  "eventTime":"2026-03-01T08:00:00+08:00","eventTimeZoneOffset":"+08:00","action":"ADD",
  "bizStep":"commissioning","bizLocation":{"id":"urn:epc:id:sgln:6901234.00001.0"},
  "epcList":["urn:epc:id:sgtin:6901234.056789.1","urn:epc:id:sgtin:6901234.056789.2"],
  "ilmd":{"cbvmda:lotNumber":"A1"}},
 {"type":"AggregationEvent","eventID":"urn:uuid:00000000-0000-4000-8000-000000000002",
  "eventTime":"2026-03-01T09:00:00+08:00","eventTimeZoneOffset":"+08:00","action":"ADD",
  "bizStep":"packing","bizLocation":{"id":"urn:epc:id:sgln:6901234.00001.0"},
  "parentID":"urn:epc:id:sscc:6901234.1100000001",
  "childEPCs":["urn:epc:id:sgtin:6901234.056789.1","urn:epc:id:sgtin:6901234.056789.2"]},
 {"type":"ObjectEvent","eventID":"urn:uuid:00000000-0000-4000-8000-000000000003",
  "eventTime":"2026-03-01T10:00:00+08:00","eventTimeZoneOffset":"+08:00","action":"OBSERVE",
  "bizStep":"shipping","bizLocation":{"id":"urn:epc:id:sgln:6901234.00001.0"},
  "epcList":["urn:epc:id:sscc:6901234.1100000001"],
  "destinationList":[{"type":"possessing_party","destination":"urn:epc:id:pgln:6901234.00002"}]},
 {"type":"ObjectEvent","eventID":"urn:uuid:00000000-0000-4000-8000-000000000004",
  "eventTime":"2026-03-01T12:00:00+08:00","eventTimeZoneOffset":"+08:00","action":"OBSERVE",
  "bizStep":"retail_selling","bizLocation":{"id":"urn:epc:id:sgln:6901234.00002.0"},
  "epcList":["urn:epc:id:sgtin:6901234.056789.1"]}]}})";

class ChainVerbs : public testing::Test {
 protected:
  Result<int> run(const std::string& path, const std::string& id,
                  std::map<std::string, std::vector<std::string>> options = {}) {
    std::ofstream(folder_.file("events.jsonld")) << events;
    out_.str({});
    Invocation call;
    call.options = std::move(options);
    call.options["in"] = {folder_.file("events.jsonld")};
    call.arguments["ID"] = {id};
    call.catalog = support::source_path("/catalog");
    call.json = json_;
    call.language = Language::en;
    call.out = &out_;
    call.messages = &messages_;
    for (const Verb& verb : verbs()) {
      if (verb.path == path) return verb.run(call);
    }
    ADD_FAILURE() << path;
    return 2;
  }
  json::value answer() { return json::parse(out_.str()); }

  Folder folder_;
  std::ostringstream out_, messages_;
  bool json_ = true;
};

TEST_F(ChainVerbs, ForwardNamesTheEventsBehindEveryStep) {
  ASSERT_TRUE(run("trace forward", "06901234567892 A1"));
  const json::value told = answer();
  EXPECT_EQ(told.at("id").as_string(), "https://id.gs1.org/01/06901234567892/10/A1");
  const json::array& rows = told.at("identifiers").as_array();
  ASSERT_EQ(rows.size(), 4U);
  EXPECT_EQ(rows[0].at("link").as_string(), "asked");
  EXPECT_EQ(rows[1].at("link").as_string(), "instance");
  EXPECT_EQ(rows[1].at("event").as_string(), "urn:uuid:00000000-0000-4000-8000-000000000001");
  EXPECT_EQ(rows[3].at("link").as_string(), "carrier");
  ASSERT_EQ(told.at("events").as_array().size(), 4U);
  EXPECT_EQ(told.at("events").at(2).at("step").as_string(), "shipping");
  EXPECT_TRUE(told.at("assumed").as_object().empty());
}

TEST_F(ChainVerbs, AnswerAsOfWhatWasKnown) {
  ASSERT_TRUE(run("trace backward", "urn:epc:id:sgtin:6901234.056789.1",
                  {{"as-known-at", {"2026-03-01T09:30:00+08:00"}}}));
  EXPECT_EQ(answer().at("events").as_array().size(), 2U);
  const auto wrong = run("trace backward", "x", {{"as-known-at", {"soon"}}});
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().failure->id, "base.timestamp_malformed");
}

TEST_F(ChainVerbs, StateSaysWhereAThingIs) {
  ASSERT_TRUE(run("trace state", "urn:epc:id:sgtin:6901234.056789.1"));
  EXPECT_EQ(answer().at("status").as_string(), "sold");
  ASSERT_TRUE(run("trace state", "https://example.org/01/06901234567892/21/2"));
  EXPECT_EQ(answer().at("status").as_string(), "in_transit");
  EXPECT_EQ(answer().at("heading").as_string(), "https://id.gs1.org/417/6901234000023");
  EXPECT_EQ(answer().at("container").as_string(), "https://id.gs1.org/00/169012341000000010");
  ASSERT_TRUE(run("trace state", "169012341000000010"));
  EXPECT_EQ(answer().at("contents").as_array().size(), 2U);
}

TEST_F(ChainVerbs, SpeakToPeopleToo) {
  json_ = false;
  ASSERT_TRUE(run("trace forward", "06901234567892 A1"));
  EXPECT_NE(out_.str().find("identifiers: 4, events: 4"), std::string::npos) << out_.str();
  ASSERT_TRUE(run("trace state", "06901234567892 A1"));
  EXPECT_NE(out_.str().find("form: lot"), std::string::npos) << out_.str();
}

TEST_F(ChainVerbs, RecallGivesTheScopeAndTheList) {
  const std::string list = folder_.file("list.csv");
  ASSERT_TRUE(run("trace recall", "", {{"lot", {"06901234567892 A1"}}, {"list", {list}}}));
  const json::value told = answer();
  EXPECT_EQ(told.at("affected").to_number<int>(), 2);
  EXPECT_EQ(told.at("stock").at(0).at("status").as_string(), "in_transit");
  EXPECT_EQ(told.at("stock").at(1).at("status").as_string(), "sold");
  EXPECT_EQ(told.at("receivers").at(0).at("id").as_string(),
            "https://id.gs1.org/417/6901234000023");
  std::ifstream in(list);
  std::string line;
  int lines = 0;
  while (std::getline(in, line)) ++lines;
  EXPECT_EQ(lines, 3);

  ASSERT_TRUE(
      run("trace recall", "", {{"range", {"(01)06901234567892(21)2..(01)06901234567892(21)3"}}}));
  EXPECT_EQ(answer().at("affected").to_number<int>(), 1);
  json_ = false;
  ASSERT_TRUE(run("trace recall", "",
                  {{"place", {"urn:epc:id:sgln:6901234.00002.0"}},
                   {"from", {"2026-03-01T11:00:00+08:00"}},
                   {"to", {"2026-03-01T13:00:00+08:00"}}}));
  EXPECT_NE(out_.str().find("starts: 1, affected: 1"), std::string::npos) << out_.str();

  const auto nothing_said = run("trace recall", "");
  ASSERT_FALSE(nothing_said);
  EXPECT_EQ(nothing_said.error().failure, &scope_missing);
  const auto half = run("trace recall", "", {{"range", {"(01)06901234567892(21)2"}}});
  ASSERT_FALSE(half);
  EXPECT_EQ(half.error().failure, &range_malformed);
}

TEST_F(ChainVerbs, GapsClonesAndBalanceAnswer) {
  ASSERT_TRUE(run("trace gaps", ""));
  EXPECT_EQ(answer().at("candidates").to_number<int>(), 0);  // shipped two hours before the end
  const std::string list = folder_.file("list.csv");
  ASSERT_TRUE(run("trace clones", "", {{"rule", {"sale_after_sale"}}, {"list", {list}}}));
  EXPECT_TRUE(answer().at("findings").as_array().empty());
  EXPECT_TRUE(std::filesystem::exists(list));
  const auto no_rule = run("trace clones", "", {{"rule", {"opened_twice"}}});
  ASSERT_FALSE(no_rule);
  EXPECT_EQ(no_rule.error().failure, &rule_unknown);

  std::ofstream(folder_.file("places.tsv")) << "place\tlatitude\tlongitude\n"
                                            << "urn:epc:id:sgln:6901234.00001.0\t36\t104\n"
                                            << "urn:epc:id:sgln:6901234.00002.0\t95\t104\n";
  const auto no_place = run("trace clones", "", {{"places", {folder_.file("places.tsv")}}});
  ASSERT_FALSE(no_place);
  EXPECT_EQ(no_place.error().failure->id, "code.table_malformed");

  ASSERT_TRUE(run("trace balance", "", {{"by", {"site"}}}));
  EXPECT_TRUE(answer().at("rows").as_array().empty());
  const auto no_group = run("trace balance", "", {{"by", {"mood"}}});
  ASSERT_FALSE(no_group);
  EXPECT_EQ(no_group.error().failure, &grouping_unknown);
}

TEST_F(ChainVerbs, RefuseWhatNoEventNames) {
  const auto unknown = run("trace state", "06901234567892 B7");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().failure, &identifier_unknown);
  EXPECT_EQ(unknown.error().where, "https://id.gs1.org/01/06901234567892/10/B7");
}

class Locating : public testing::Test {
 protected:
  StepMeanings meanings_ = StepMeanings::load(support::source_path("/catalog")).value();
};

TEST_F(Locating, BooksTheAmountsOfALotFromPlaceToPlace) {
  const auto amount = [](const char* value) {
    return std::vector<Quantity>{{batch("L"), value, "KGM"}};
  };
  const Chain chain = chain_of({
      object({"make", "06:00", "commissioning", 1}, "ADD", {}, amount("100")),
      object({"go", "07:00", "shipping", 1}, "OBSERVE", {}, amount("60")),
      object({"come", "08:00", "receiving", 2}, "OBSERVE", {}, amount("50")),
      packed({"pack", "09:00", "packing", 2}, "ADD", pallet(1), {}, amount("20")),
      object({"away", "10:00", "shipping", 2}, "OBSERVE", {pallet(1)}),
      transformed({"use", "11:00", "assembling", 2}, amount("5"), {}),
      object({"sell", "12:00", "retail_selling", 2}, "OBSERVE", {}, amount("7")),
  });
  const History history(chain);
  Locator locator(history, meanings_);
  std::size_t short_of = 0;
  std::map<std::string, double> found;
  for (const Stock& stock : locator.stock_of(id_in(chain, batch("L")), &short_of)) {
    found[std::string(name_of(stock.at.status)) + (stock.at.container == nothing ? "" : " packed") +
          "@" + chain.text(stock.at.place).substr(23)] += stock.amount;
    EXPECT_EQ(stock.unit, "KGM");
  }
  // 100 = 40 at the dairy + 10 on the way + 18 at the shop + 20 away on the pallet + 5 + 7.
  const std::map<std::string, double> wanted{
      {"in_stock@6901234000016", 40}, {"in_transit@6901234000016", 10},
      {"in_stock@6901234000023", 18}, {"in_transit packed@6901234000023", 20},
      {"used@6901234000023", 5},      {"sold@6901234000023", 7}};
  EXPECT_EQ(found, wanted);
  EXPECT_EQ(short_of, 0U);
}

TEST_F(Locating, SeesThroughContainers) {
  const Chain chain = chain_of({
      packed({"a", "07:00", "packing", 1}, "ADD", pallet(1), {piece("1")}),
      packed({"b", "08:00", "packing", 1}, "ADD", pallet(2), {pallet(1)}),
      object({"go", "09:00", "shipping", 1}, "OBSERVE", {pallet(2)}),
      object({"come", "10:00", "receiving", 2}, "OBSERVE", {pallet(2)}),
      object({"end", "11:00", "destroying", 3}, "DELETE", {piece("2")}),
  });
  const History history(chain);
  Locator locator(history, meanings_);
  const Whereabouts at = locator.locate(id_in(chain, piece("1")));
  EXPECT_EQ(at.status, Status::in_stock);
  EXPECT_EQ(at.place, id_in(chain, plant(2)));
  EXPECT_EQ(chain.event_name(at.by), "come");
  EXPECT_EQ(locator.locate(id_in(chain, piece("2"))).status, Status::gone);
}

TEST(StepMeanings, NeedItsTable) {
  const auto missing = StepMeanings::load("/nonexistent");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().failure->id, "code.table_unreadable");
}

}  // namespace
}  // namespace zhiheng::trace
