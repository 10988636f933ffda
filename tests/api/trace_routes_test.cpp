// Questions about the chain as an inspector of each of two regions, a director and the public ask
// them.

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <set>

#include "api/routes_fixture.h"
#include "trace/chain_failures.h"
#include "trace/chain_fixture.h"
#include "trace/event_store.h"
#include "trace/failures.h"
#include "trace/served_chain.h"

namespace zhiheng::api {
namespace {

namespace json = boost::json;
using trace::batch;
using trace::object;
using trace::plant;
using trace::Quantity;
using trace::transformed;

const std::string milk = "https://id.gs1.org/01/06901234567809/10/M1";
const std::string secret = "https://id.gs1.org/01/06901234567809/10/S1";

std::string percent_encoded(std::string_view text) {
  std::string made;
  for (const char sign : text) {
    const auto byte = static_cast<unsigned char>(sign);
    const bool plain = std::isalnum(byte) != 0;
    made += plain ? std::string(1, sign)
                  : std::string{'%', "0123456789ABCDEF"[byte >> 4], "0123456789ABCDEF"[byte & 15]};
  }
  return made;
}

Quantity kilos(const std::string& lot, const std::string& amount) {
  return {.epc_class = lot, .amount = amount, .unit = "KGM"};
}

class TraceRoutes : public Routes {
 protected:
  void SetUp() override {
    Routes::SetUp();
    for (const auto& [user, region] : {std::pair{"east", "370100"}, {"west", "620100"}}) {
      ASSERT_TRUE(application_.people->add(
          {.user = user, .name = user, .roles = {"officer"}, .region = region}, "a long password"));
    }
    // Milk comes from the east, is made into something in the west, which is sold in the east.
    capture("east", "370100",
            {object({"milked", "06:00", "commissioning", 1}, "ADD", {}, {kilos(milk, "100")}),
             object({"kept", "06:10", "commissioning", 1}, "ADD", {}, {kilos(secret, "50")}),
             object({"sent", "07:00", "shipping", 1}, "OBSERVE", {}, {kilos(milk, "100")})});
    auto shipped =
        object({"shipped", "10:00", "shipping", 2}, "OBSERVE", {}, {kilos(batch("P1"), "90")});
    shipped.destinations = {{.type = "location", .id = plant(3)}};
    capture("west", "620100",
            {object({"taken", "08:00", "receiving", 2}, "OBSERVE", {}, {kilos(milk, "100")}),
             transformed({"made", "09:00", "commissioning", 2}, {kilos(milk, "100")},
                         {kilos(batch("P1"), "90")}),
             shipped});
    capture(
        "east", "370100",
        {object({"odd", "11:30", "receiving", 3}, "OBSERVE", {}, {kilos(secret, "50")}),
         object({"arrived", "11:00", "receiving", 3}, "OBSERVE", {}, {kilos(batch("P1"), "90")}),
         object({"sold", "12:00", "retail_selling", 3}, "OBSERVE", {},
                {kilos(batch("P1"), "40")})});
    ASSERT_TRUE(application_.chain->catch_up(10'000));
  }

  void capture(const std::string& user, const std::string& region,
               const std::vector<trace::Event>& events) {
    const registry::Person person{.user = user, .roles = {"officer"}, .region = region};
    const auto kept = trace::capture(*application_.registry, person, events);
    ASSERT_TRUE(kept) << describe(kept.error());
    ASSERT_EQ(kept->added, events.size());
  }

  Response get(const std::string& user, const std::string& question, const std::string& query) {
    return ask({"GET", "/api/v1/trace/" + question, query, "", as(user)});
  }
  json::object told(const std::string& user, const std::string& question,
                    const std::string& query) {
    const Response response = get(user, question, query);
    EXPECT_EQ(response.status, 200) << question << ": " << response.body;
    const json::value parsed = json::parse(response.body);
    return parsed.is_object() ? parsed.get_object() : json::object();
  }
  static std::string about(const std::string& identifier, const std::string& more = {}) {
    return "id=" + percent_encoded(identifier) + more;
  }
  static std::set<std::string> names(const json::object& answer, std::string_view list,
                                     std::string_view member) {
    std::set<std::string> all;
    for (const json::value& row : answer.at(list).as_array()) {
      all.emplace(row.at(member).as_string());
    }
    return all;
  }
};

TEST_F(TraceRoutes, ADirectorIsToldTheWholeChain) {
  const std::int64_t newest = *application_.store->newest_commit();
  const json::object back = told("director", "backward", about(batch("P1")));
  EXPECT_EQ(names(back, "identifiers", "id"), (std::set<std::string>{batch("P1"), milk}));
  EXPECT_EQ(
      names(back, "events", "event"),
      (std::set<std::string>{"milked", "sent", "taken", "made", "shipped", "arrived", "sold"}));
  EXPECT_FALSE(back.contains("withheld"));
  EXPECT_EQ(back.at("position"), newest) << "that it was asked is written down behind it";
  const json::object onward = told("director", "forward", about("(01)06901234567809(10)M1"));
  EXPECT_TRUE(names(onward, "identifiers", "id").contains(batch("P1")));
}

TEST_F(TraceRoutes, WhatLiesElsewhereIsALinkWithoutNames) {
  const Response response = get("west", "forward", about(milk));
  const json::object onward = told("west", "forward", about(milk));
  // What an inspector of the west has seen is told, though it also went elsewhere.
  EXPECT_EQ(names(onward, "identifiers", "id"), (std::set<std::string>{batch("P1"), milk}));
  EXPECT_EQ(onward.at("events").as_array().size(), 7U);
  std::size_t withheld = 0;
  for (const json::value& row : onward.at("events").as_array()) {
    const json::object& event = row.as_object();
    if (!event.contains("withheld")) continue;
    ++withheld;
    EXPECT_TRUE(event.at("place").as_string().starts_with("withheld:")) << row;
    EXPECT_EQ(event.at("time"), "2026-03-01") << row;  // the day, and no more
    EXPECT_FALSE(event.contains("seq"));
  }
  EXPECT_EQ(withheld, 4U);
  for (const char* name : {"milked", "\"sent\"", "arrived", "\"sold\""}) {
    EXPECT_EQ(response.body.find(name), std::string::npos) << name;
  }
  const std::string first = trace::normal_identifier(plant(1));
  EXPECT_EQ(response.body.find(first), std::string::npos);
}

TEST_F(TraceRoutes, AChainIsToldEventByEvent) {
  const json::object steps = told("director", "steps", about(batch("P1")));
  const auto& nodes = steps.at("nodes").as_array();
  ASSERT_EQ(nodes.size(), 7U);
  const auto name = [&](const json::value& at) {
    return std::string(nodes.at(at.to_number<std::size_t>()).at("event").as_string());
  };
  std::set<std::string> edges;
  for (const json::value& edge : steps.at("edges").as_array()) {
    edges.insert(name(edge.at("from")) + ">" + name(edge.at("to")));
  }
  EXPECT_EQ(edges, (std::set<std::string>{"milked>sent", "sent>taken", "taken>made", "made>shipped",
                                          "shipped>arrived", "arrived>sold"}));
  EXPECT_EQ(nodes.front().at("distance"), -1);
  EXPECT_EQ(steps.at("hidden"), 0);
  EXPECT_EQ(steps.at("complete"), true);
  const json::object cut = told("director", "steps", about(batch("P1"), "&limit=3"));
  EXPECT_EQ(cut.at("complete"), false);
  EXPECT_EQ(cut.at("nodes_total"), 7);
  EXPECT_EQ(get("director", "steps", about(milk, "&direction=up")).status, 400);
  EXPECT_EQ(get("director", "steps", about(milk, "&breach=none")).status, 400);
}

TEST_F(TraceRoutes, StepsOfOthersAreDrawnWithoutNames) {
  const Response response = get("west", "steps", about(milk));
  const json::object steps = told("west", "steps", about(milk));
  EXPECT_EQ(steps.at("nodes").as_array().size(), 7U);
  EXPECT_EQ(steps.at("hidden"), 4);
  for (const json::value& node : steps.at("nodes").as_array()) {
    if (!node.as_object().contains("hidden")) continue;
    EXPECT_EQ(node.at("count"), 1);
    EXPECT_FALSE(node.as_object().contains("firm"));
  }
  for (const char* name : {"milked", "\"sent\"", "arrived", "\"sold\""}) {
    EXPECT_EQ(response.body.find(name), std::string::npos) << name;
  }
}

TEST_F(TraceRoutes, RulesSayHowOftenTheyWereRight) {
  const json::object told_of = told("director", "rules", "");
  const auto& rules = told_of.at("rules").as_array();
  ASSERT_FALSE(rules.empty());
  for (const json::value& rule : rules) {
    const json::value& measured = rule.at("measured");
    EXPECT_GE(measured.at("told").to_number<int>(), measured.at("right").to_number<int>())
        << rule.at("id");
  }
  const json::object& breach = told_of.at("breaches").at(0).as_object();
  EXPECT_EQ(breach.at("id"), "chilled_dairy");
  std::ifstream figures(support::source_path("/catalog/trace/rule_figures.tsv"));
  std::string rule;
  int planted = 0, told_at_all = 0, right = 0;
  while (figures >> rule && rule != "chilled_dairy") figures.ignore(10'000, '\n');
  figures >> planted >> told_at_all >> right;
  ASSERT_GT(right, 0);
  EXPECT_EQ(breach.at("measured").at("told"), told_at_all);
  EXPECT_EQ(breach.at("measured").at("right"), right);
}

TEST_F(TraceRoutes, WhatMayNotBeToldIsUnknownInTheSameWords) {
  EXPECT_EQ(get("director", "state", about(secret)).status, 200);
  EXPECT_EQ(get("east", "state", about(secret)).status, 200);
  const std::string never = "https://id.gs1.org/01/06901234567809/10/S2";
  for (const char* question : {"backward", "forward", "state", "graph", "steps"}) {
    const Response hidden = get("west", question, about(secret));
    const Response none = get("west", question, about(never));
    EXPECT_EQ(hidden.status, 404) << question;
    EXPECT_EQ(failure_of(hidden), "trace.identifier_unknown");
    json::object a = json::parse(hidden.body).as_object(), b = json::parse(none.body).as_object();
    a.erase("instance"), b.erase("instance");
    std::string words = json::serialize(a);
    for (std::size_t at = words.find("S1"); at != std::string::npos; at = words.find("S1", at)) {
      words.replace(at, 2, "S2");
    }
    EXPECT_EQ(words, json::serialize(b)) << question;
  }
  const json::object found = told("west", "search", "q=" + percent_encoded(secret));
  EXPECT_TRUE(found.at("known").is_null());
  // The product of the milk stands for the lots of it that the inspector knows.
  const json::object product =
      told("west", "forward", about("https://id.gs1.org/01/06901234567809"));
  EXPECT_EQ(names(product, "identifiers", "id"), (std::set<std::string>{batch("P1"), milk}));
}

TEST_F(TraceRoutes, WhoMayNotReadEventsIsToldNothing) {
  EXPECT_EQ(ask({"GET", "/api/v1/trace/state", about(milk)}).status, 401);
  ASSERT_TRUE(application_.people->add({.user = "lender", .name = "l", .roles = {"bank_insurer"}},
                                       "a long password"));
  const Response refused = get("lender", "state", about(milk));
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(failure_of(refused), "registry.not_allowed");
}

TEST_F(TraceRoutes, AGraphIsConnectedWhateverIsWithheld) {
  for (const char* user : {"director", "west", "east"}) {
    const json::object graph = told(user, "graph", about(batch("P1")));
    const auto nodes = names(graph, "nodes", "id");
    EXPECT_EQ(nodes.size(), graph.at("nodes").as_array().size()) << user;
    std::set<std::string> touched;
    std::size_t inputs = 0;
    for (const json::value& edge : graph.at("edges").as_array()) {
      for (const char* end : {"from", "to"}) {
        EXPECT_TRUE(nodes.contains(std::string(edge.at(end).as_string()))) << edge;
        touched.emplace(edge.at(end).as_string());
      }
      inputs += edge.at("kind") == "input" ? 1 : 0;
    }
    EXPECT_EQ(touched, nodes) << user;
    EXPECT_EQ(inputs, 1U) << user;
    EXPECT_FALSE(graph.at("truncated").as_bool());
  }
  const json::object small = told("director", "graph", about(batch("P1"), "&limit=2"));
  EXPECT_EQ(small.at("nodes").as_array().size(), 2U);
  EXPECT_TRUE(small.at("truncated").as_bool());
  EXPECT_EQ(small.at("left_out").at("things"), 1);
  const Response askew = get("director", "graph", about(batch("P1"), "&direction=up"));
  EXPECT_EQ(askew.status, 400);
  EXPECT_EQ(failure_of(askew), "trace.direction_unknown");
}

TEST_F(TraceRoutes, EveryNotationIsFoundByTheSearch) {
  const std::string lot = batch("P1");
  for (const std::string& text :
       {lot, std::string("(01)06901234567892(10)P1"), std::string("]C1010690123456789210P1"),
        std::string("06901234567892 P1"), std::string("P1"),
        std::string("https://example.com/01/06901234567892/10/P1?linkType=all")}) {
    const json::object found = told("west", "search", "q=" + percent_encoded(text));
    if (text == "P1") {
      EXPECT_EQ(found.at("matches_in_all"), 1);
      EXPECT_EQ(found.at("matches").at(0).at("id").as_string(), lot);
      continue;
    }
    EXPECT_EQ(found.at("normal").as_string(), lot) << text;
    ASSERT_TRUE(found.at("known").is_object()) << text;
    EXPECT_EQ(found.at("known").at("events"), 2);  // of five, those of the own region
    EXPECT_EQ(found.at("known").at("last").at("event").as_string(), "shipped");
  }
}

TEST_F(TraceRoutes, ARecallCountsWhatMayNotBeShown) {
  const auto recall = [&](const std::string& user) {
    const Response response = ask(
        {"POST", "/api/v1/trace/recall", "", R"({"lot":[")" + milk + R"("],"limit":5})", as(user)});
    EXPECT_EQ(response.status, 200) << response.body;
    return json::parse(response.body).as_object();
  };
  const json::object whole = recall("director");
  EXPECT_TRUE(whole.at("counts").as_object().contains("sold"));
  EXPECT_EQ(whole.at("receivers").as_array().size(), 2U);
  const json::object part = recall("west");
  EXPECT_EQ(part.at("affected"), whole.at("affected"));
  EXPECT_TRUE(part.at("counts").as_object().contains("withheld"));
  EXPECT_FALSE(part.at("counts").as_object().contains("sold"));
  const Response nothing_asked = ask({"POST", "/api/v1/trace/recall", "", "{}", as("west")});
  EXPECT_EQ(failure_of(nothing_asked), trace::scope_missing.id);
}

TEST_F(TraceRoutes, AListOfARecallIsAFileWithoutWithheldNames) {
  application_.upload_folder = folder_.path();
  const auto list = [&](const std::string& user, const std::string& format) {
    const Response response =
        get(user, "recall/list", "lot=" + percent_encoded(milk) + "&format=" + format);
    EXPECT_EQ(response.status, 200) << response.body;
    std::string bytes;
    EXPECT_TRUE(response.stream && response.stream([&](std::string_view piece) {
      bytes += piece;
      return true;
    }));
    return bytes;
  };
  const std::string whole = list("director", "csv"), part = list("west", "csv");
  EXPECT_NE(whole.find(",sold,"), std::string::npos) << whole;
  EXPECT_EQ(part.find(",sold,"), std::string::npos);
  EXPECT_NE(part.find("withheld:"), std::string::npos) << part;
  EXPECT_EQ(std::ranges::count(whole, '\n'), std::ranges::count(part, '\n'));
  EXPECT_TRUE(list("director", "xlsx").starts_with("PK"));
  EXPECT_EQ(failure_of(get("west", "recall/list", "lot=x&format=pdf")), "api.wrong_parameter");
}

TEST_F(TraceRoutes, ARecallIsRecordedWithItsNotices) {
  const std::string body = R"({"lot":[")" + milk +
                           R"("],"record":"甘召1","title":"奶","notices":true,"region":"620100"})";
  const auto record = [&](std::map<std::string, std::string> who) {
    return ask({"POST", "/api/v1/trace/recall/record", "", body, std::move(who)});
  };
  auto without_token = as("west");
  without_token.erase("x-csrf-token");
  EXPECT_EQ(record(without_token).status, 403);
  const Response made = record(as("west"));
  ASSERT_EQ(made.status, 201) << made.body;
  const json::object written = json::parse(made.body).as_object();
  // The shop in the east is known by the shipping that names it.
  EXPECT_EQ(written.at("notices").as_array().size(), 2U);
  const Response recall =
      ask({"GET", "/api/registers/recall/lookup/provincial|甘召1", "", "", as("west")});
  EXPECT_EQ(
      ask({"GET", "/api/registers/recall/records/" + std::string(written.at("record").as_string()),
           "", "", as("west")})
          .status,
      200)
      << recall.body;
  EXPECT_EQ(recall.body.find("withheld"), std::string::npos);
}

TEST_F(TraceRoutes, FindingsAndProcessesAreThoseThatOneMaySee) {
  const auto candidates = [&](const std::string& user) {
    return told(user, "gaps", "limit=1").at("candidates").to_number<std::int64_t>();
  };
  EXPECT_GT(candidates("director"), candidates("west"));
  EXPECT_EQ(told("director", "clones", "").at("findings").as_array().size(), 0U);
  EXPECT_TRUE(told("west", "balance", "by=site").contains("rows"));
  EXPECT_EQ(get("west", "gaps", "rule=none").status, 400);
}

TEST_F(TraceRoutes, KnowledgeEndsAtTheTimeAskedFor) {
  const json::object before =
      told("director", "forward", about(milk, "&as_known_at=2020-01-01T00:00:00Z"));
  EXPECT_TRUE(before.at("events").as_array().empty());
  EXPECT_EQ(
      told("director", "forward", about(milk, "&depth=0")).at("identifiers").as_array().size(), 1U);
  const json::object few = told("director", "forward", about(milk, "&limit=1"));
  EXPECT_EQ(few.at("left_out").at("identifiers"), 1);
}

TEST_F(TraceRoutes, ParametersThatAreNoneAreRefused) {
  EXPECT_EQ(failure_of(get("director", "forward", "")), "api.wrong_parameter");
  EXPECT_EQ(failure_of(get("director", "forward", about(milk, "&list=/etc/x"))),
            "api.wrong_parameter");
  const Response number = get("director", "forward", about(milk, "&limit=many"));
  EXPECT_EQ(failure_of(number), "trace.number_malformed");
  EXPECT_EQ(failure_of(get("director", "forward", about(milk, "&any_order=yes"))),
            "api.wrong_parameter");
}

TEST_F(TraceRoutes, TheChainSaysHowFarItIs) {
  const Response standing = ask({"GET", "/api/v1/trace", "", "", as("west")});
  EXPECT_TRUE(json::parse(standing.body).at("ready").as_bool());
  const std::string metrics = ask({"GET", "/metrics"}).body;
  EXPECT_NE(metrics.find("zhiheng_chain_events 9\n"), std::string::npos) << metrics;
  EXPECT_NE(metrics.find("zhiheng_chain_bytes_limit 1073741824\n"), std::string::npos);
}

TEST_F(TraceRoutes, AFullChainAnswersNothing) {
  application_.chain = std::make_shared<trace::ServedChain>(*application_.registry, 1);
  EXPECT_TRUE(application_.chain->catch_up(10'000));
  const Response full = get("director", "state", about(milk));
  EXPECT_EQ(failure_of(full), trace::chain_full.id);
  EXPECT_EQ(full.status, 413);
}

TEST_F(TraceRoutes, TheDescriptionHasEveryQuestion) {
  const json::value document = json::parse(ask({"GET", "/api/openapi.json"}).body);
  const json::object& paths = document.at("paths").as_object();
  for (const std::string_view question : trace::chain_questions()) {
    EXPECT_TRUE(paths.contains("/api/v1/trace/" + std::string(question))) << question;
  }
  const json::value& recall = paths.at("/api/v1/trace/recall").at("post");
  EXPECT_TRUE(json::serialize(recall.at("requestBody")).find("\"breach\"") != std::string::npos);
}

}  // namespace
}  // namespace zhiheng::api
