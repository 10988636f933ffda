// The REST interface of EPCIS 2.0 as its clients see it.

#include <boost/json.hpp>

#include "api/epcis_fixture.h"
#include "api/epcis_problem.h"
#include "api/failures.h"
#include "trace/failures.h"

namespace zhiheng::api {
namespace {

namespace json = boost::json;

class Epcis : public EpcisRoutes {
 protected:
  void SetUp() override {
    Routes::SetUp();
    who_ = as("director");
  }
  Response get(const std::string& path, const std::string& query = {},
               std::map<std::string, std::string> headers = {}) {
    headers.insert(who_.begin(), who_.end());
    return ask({"GET", path, query, "", headers});
  }
  Response post(const std::string& path, const std::string& body,
                std::map<std::string, std::string> headers = {}) {
    headers.insert(who_.begin(), who_.end());
    headers.emplace("content-type", "application/ld+json");
    return ask({"POST", path, "", body, headers});
  }
  void fill(int count) {
    std::vector<std::string> events;
    for (int i = 0; i < count; ++i) events.push_back(event_text(i));
    ASSERT_EQ(post("/epcis/capture", document_text(events)).status, 202);
  }
  std::map<std::string, std::string> who_;
};

TEST_F(Epcis, ACaptureIsAJobThatTellsHowItEnded) {
  const Response sent = post("/epcis/capture", document_text({event_text(1), event_text(2)}));
  ASSERT_EQ(sent.status, 202) << sent.body;
  const std::string where = header_of(sent, "Location");
  const json::value job = json::parse(get(where).body);
  EXPECT_TRUE(job.at("success").as_bool());
  EXPECT_FALSE(job.at("running").as_bool());
  EXPECT_EQ(job.at("captureErrorBehaviour").as_string(), "rollback");
  EXPECT_EQ(events_of(json::parse(get("/epcis/events").body)).size(), 2U);
  EXPECT_EQ(post("/epcis/capture", document_text({event_text(1)})).status, 202);
  EXPECT_EQ(events_of(json::parse(get("/epcis/events").body)).size(), 2U);  // nothing twice
  const Response jobs = get("/epcis/capture", "perPage=1");
  EXPECT_EQ(json::parse(jobs.body).as_array().size(), 1U);
  EXPECT_NE(header_of(jobs, "Link").find("rel=\"next\""), std::string::npos);
  const auto officer = as("officer");
  EXPECT_EQ(ask({"GET", where, "", "", officer}).status, 404);  // somebody else's
  application_.captures = std::make_shared<CaptureJobs>(*application_.store);
  EXPECT_EQ(get(where).status, 200);  // after a restart its events know it
}

TEST_F(Epcis, AnErrorRollsBackOrLetsTheOthersProceed) {
  const std::string bad = event_text(3, R"(,"disposition":"no_such_word")");
  const Response rolled = post("/epcis/capture", document_text({event_text(1), bad}));
  ASSERT_EQ(rolled.status, 202) << rolled.body;
  EXPECT_FALSE(json::parse(rolled.body).at("success").as_bool());
  EXPECT_EQ(json::parse(rolled.body).at("errors").as_array().size(), 1U);
  EXPECT_TRUE(events_of(json::parse(get("/epcis/events").body)).empty());
  application_.captures = std::make_shared<CaptureJobs>(*application_.store);
  const Response later = get(header_of(rolled, "Location"));
  EXPECT_EQ(json::parse(later.body).at("errors").as_array().size(), 1U);

  const Response proceeded = post("/epcis/capture", document_text({event_text(1), bad}),
                                  {{"gs1-capture-error-behaviour", "proceed"}});
  EXPECT_TRUE(json::parse(proceeded.body).at("success").as_bool());
  EXPECT_EQ(events_of(json::parse(get("/epcis/events").body)).size(), 1U);
}

TEST_F(Epcis, ASingleEventIsFoundUnderItsId) {
  std::string event = event_text(
      5,
      R"(,"eventID":"urn:uuid:1","@context":"https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld")");
  const Response made = post("/epcis/events", event);
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(header_of(made, "Location"), "/epcis/events/urn%3Auuid%3A1");
  const Response found = get("/epcis/events/urn:uuid:1");
  ASSERT_EQ(found.status, 200);
  EXPECT_EQ(events_of(json::parse(found.body)).at(0).at("eventID").as_string(), "urn:uuid:1");
  event.replace(event.find("OBSERVE"), 7, "DELETE");
  const Response taken = post("/epcis/events", event);
  EXPECT_EQ(taken.status, 409);
  EXPECT_EQ(exception(taken), "ResourceAlreadyExistsException");
  const Response none = get("/epcis/events/urn:uuid:2");
  EXPECT_EQ(none.status, 404);
  EXPECT_EQ(exception(none), "NoSuchResourceException");
  EXPECT_EQ(json::parse(none.body).at("failure").as_string(), "trace.event_unknown");
}

TEST_F(Epcis, PagesAreLinkedAndXmlIsGivenOnRequest) {
  fill(5);
  Response page = get("/epcis/events", "perPage=2&EQ_bizStep=shipping");
  EXPECT_EQ(events_of(json::parse(page.body)).size(), 2U);
  std::size_t seen = 2;
  while (!header_of(page, "Link").empty()) {
    const std::string link = header_of(page, "Link");
    const std::string target = link.substr(1, link.find('>') - 1);
    page = get("/epcis/events", target.substr(target.find('?') + 1));
    ASSERT_EQ(page.status, 200) << page.body;
    seen += events_of(json::parse(page.body)).size();
  }
  EXPECT_EQ(seen, 5U);
  const Response xml = get("/epcis/events", "", {{"accept", "application/xml"}});
  EXPECT_NE(xml.body.find("<epcisq:EPCISQueryDocument"), std::string::npos);
  EXPECT_EQ(header_of(xml, "GS1-EPCIS-Version"), "2.0.0");
  const Response html = get("/epcis/events", "", {{"accept", "text/html"}});
  EXPECT_EQ(html.status, 406);
  EXPECT_EQ(exception(html), "NotAcceptableException");
}

TEST_F(Epcis, WhatEventsAreAboutHasAddressesOfItsOwn) {
  fill(3);
  EXPECT_EQ(events_of(json::parse(get("/epcis/bizSteps/shipping/events").body)).size(), 3U);
  EXPECT_EQ(events_of(json::parse(
                          get("/epcis/epcs/https://id.gs1.org/01/04012345123456/21/1/events").body))
                .size(),
            1U);
  EXPECT_EQ(events_of(json::parse(get("/epcis/eventTypes/AggregationEvent/events").body)).size(),
            0U);
  EXPECT_EQ(json::parse(get("/epcis/bizSteps").body).at("member").as_array().size(), 1U);
  EXPECT_EQ(json::parse(get("/epcis/eventTypes").body).at("member").as_array().size(), 5U);
  EXPECT_EQ(json::parse(get("/epcis/bizSteps/shipping").body).at("member").at(0).as_string(),
            "events");
  EXPECT_EQ(json::parse(get("/epcis").body).at("type").as_string(), "Collection");
  const Response epcs = get("/epcis/epcs", "perPage=2");
  EXPECT_EQ(json::parse(epcs.body).at("member").as_array().size(), 2U);
  const std::string link = header_of(epcs, "Link");
  ASSERT_NE(link.find("nextPageToken="), std::string::npos);
  const std::string target = link.substr(1, link.find('>') - 1);
  const Response rest = get("/epcis/epcs", target.substr(target.find('?') + 1));
  EXPECT_EQ(json::parse(rest.body).at("member").as_array().size(), 1U);
  EXPECT_EQ(header_of(rest, "Link"), "");
  for (const char* path : {"/epcis/epcs/urn:epc:id:sgtin:4012345.012345.99", "/epcis/bizSteps/none",
                           "/epcis/readPoints/urn:x:y/events", "/epcis/eventTypes/NoEvent"}) {
    const Response unknown = get(path);
    EXPECT_EQ(unknown.status, 404) << path;
    EXPECT_EQ(json::parse(unknown.body).at("failure").as_string(), "trace.value_unknown");
  }
  EXPECT_EQ(get("/epcis/epcs", "perPage=0").status, 400);
  EXPECT_EQ(get("/epcis/epcs", "nextPageToken=x").status, 400);
  EXPECT_EQ(ask({"DELETE", "/epcis/nextPageToken/" + link, "", "", who_}).status, 204);
}

TEST_F(Epcis, IdentifiersAndWordsHaveTheNotationAskedFor) {
  fill(1);
  ASSERT_EQ(post("/epcis/capture",
                 document_text({event_text(
                     2, R"(,"bizLocation":{"id":"https://id.gs1.org/414/6901234000016"})")}))
                .status,
            202);
  const auto first = [&](const std::string& format, const std::string& accept = "application/json",
                         const std::string& words = {}) {
    return get("/epcis/events", "orderBy=eventTime",
               {{"gs1-epc-format", format}, {"accept", accept}, {"gs1-cbv-xml-format", words}});
  };
  const Response links = first("Always_GS1_Digital_Link");
  EXPECT_NE(links.body.find("https://id.gs1.org/01/04012345123456/21/2"), std::string::npos);
  EXPECT_EQ(links.body.find("urn:epc:id"), std::string::npos);
  EXPECT_EQ(header_of(links, "GS1-EPC-Format"), "Always_GS1_Digital_Link");
  const Response urns = first("always_epc_urn");
  EXPECT_NE(urns.body.find("urn:epc:id:sgtin:4012345.012345.2"), std::string::npos);
  EXPECT_NE(urns.body.find("urn:epc:id:sgln:690"), std::string::npos) << urns.body;
  const Response kept = first("Never_Translates");
  EXPECT_NE(kept.body.find("urn:epc:id:sgtin"), std::string::npos);
  EXPECT_NE(kept.body.find("https://id.gs1.org/414/"), std::string::npos);
  EXPECT_NE(first("", "application/xml", "Always_URN").body.find("urn:epcglobal:cbv:bizstep:"),
            std::string::npos);
  EXPECT_EQ(first("", "application/xml", "Always_Web_URI").body.find("urn:epcglobal:cbv"),
            std::string::npos);
  EXPECT_EQ(first("", "application/xml", "Never_Translates").status, 406);
  EXPECT_EQ(exception(first("Sometimes")), "NotAcceptableException");
  const Response epcs = get("/epcis/epcs", "", {{"gs1-epc-format", "Always_GS1_Digital_Link"}});
  EXPECT_NE(epcs.body.find("https://id.gs1.org/01/04012345123456/21/2"), std::string::npos);
}

TEST_F(Epcis, ANamedQueryIsKeptAskedAndRemoved) {
  fill(3);
  const std::string body =
      R"({"name":"shipped","query":{"@context":{"ex":"https://example.org/"},)"
      R"("eventType":["ObjectEvent"],"EQ_bizStep":["shipping"],"maxEventCount":2}})";
  ASSERT_EQ(post("/epcis/queries", body).status, 201);
  const Response again = post("/epcis/queries", body);
  EXPECT_EQ(again.status, 409);
  EXPECT_EQ(json::parse(again.body).at("failure").as_string(), "api.query_name_taken");
  EXPECT_EQ(json::parse(get("/epcis/queries").body).as_array().size(), 1U);
  EXPECT_EQ(
      json::parse(get("/epcis/queries/shipped").body).at("query").at("maxEventCount").as_int64(),
      2);
  const Response large = get("/epcis/queries/shipped/events");
  EXPECT_EQ(large.status, 413);
  EXPECT_EQ(exception(large), "QueryTooLargeException");
  const auto officer = as("officer");
  EXPECT_EQ(ask({"DELETE", "/epcis/queries/shipped", "", "", officer}).status, 403);
  EXPECT_EQ(ask({"DELETE", "/epcis/queries/shipped", "", "", who_}).status, 204);
  const Response gone = get("/epcis/queries/shipped/events");
  EXPECT_EQ(gone.status, 404);
  EXPECT_EQ(json::parse(gone.body).at("failure").as_string(), "trace.query_unknown");
  EXPECT_EQ(post("/epcis/queries", R"({"name":"bad","query":{"EQ_x":["1"]}})").status, 400);
}

TEST_F(Epcis, RefusalsAreExceptionsOfTheStandard) {
  EXPECT_EQ(exception(ask({"GET", "/epcis/events"})), "SecurityException");
  EXPECT_EQ(exception(get("/epcis/events", "EQ_abcd=X")), "QueryParameterException");
  EXPECT_EQ(exception(post("/epcis/capture", "no document")), "ValidationException");
  for (const auto& [header, value] :
       std::map<std::string, std::string>{{"gs1-epcis-min", "3.0.0"},
                                          {"gs1-epcis-max", "1.2"},
                                          {"gs1-cbv-min", "2.1"},
                                          {"gs1-cbv-max", "1.2.2"},
                                          {"gs1-epcis-version", "3.0"},
                                          {"gs1-cbv-version", "newest"}}) {
    EXPECT_EQ(exception(get("/epcis/events", "", {{header, value}})), "NotAcceptableException");
  }
  EXPECT_EQ(get("/epcis/events", "", {{"gs1-epcis-min", "1.2"}, {"gs1-epcis-max", "2.0"}}).status,
            200);
  EXPECT_EQ(get("/epcis/events", "", {{"gs1-extensions", "ex"}}).status, 400);
  const Response media = post("/epcis/capture", "x", {{"content-type", "text/csv"}});
  EXPECT_EQ(media.status, 415);
  EXPECT_EQ(exception(media), "UnsupportedMediaTypeException");
  EXPECT_EQ(ask({"DELETE", "/epcis/events", "", "", who_}).status, 405);
  const Response large =
      post("/epcis/capture", document_text(std::vector<std::string>(10'001, event_text(1))));
  EXPECT_EQ(large.status, 413);
  EXPECT_EQ(exception(large), "CaptureLimitExceededException");
  // HTTP has more precise words for these than their kind says.
  const std::pair<const Failure*, int> rows[] = {
      {&not_acceptable, 406}, {&media_type_unsupported, 415}, {&capture_too_large, 413}};
  for (const auto& [failure, status] : rows) EXPECT_EQ(exception_of(*failure).status, status);
}

TEST_F(Epcis, OptionsTellWhatAnAddressCanDo) {
  const Response options = ask({"OPTIONS", "/epcis/capture"});
  EXPECT_EQ(options.status, 204);
  EXPECT_EQ(header_of(options, "Allow"), "POST, GET, OPTIONS");
  EXPECT_EQ(header_of(options, "GS1-EPCIS-Capture-Limit"), "10000");
  EXPECT_EQ(header_of(options, "GS1-EPCIS-Max"), "2.0.0");
  EXPECT_EQ(header_of(options, "GS1-Capture-Error-Behaviour"), "all");
  for (const char* header : {"GS1-EPCIS-Version", "GS1-EPCIS-Min", "GS1-CBV-Version", "GS1-CBV-Min",
                             "GS1-CBV-Max", "GS1-EPC-Format", "GS1-CBV-XML-Format"}) {
    EXPECT_FALSE(header_of(options, header).empty()) << header;
  }
  for (const char* path :
       {"/epcis", "/epcis/events", "/epcis/epcs", "/epcis/epcs/urn:x:y/events", "/epcis/queries/q",
        "/epcis/queries/q/subscriptions", "/epcis/queries/q/subscriptions/1",
        "/epcis/queries/q/events", "/epcis/dispositions"}) {
    EXPECT_EQ(ask({"OPTIONS", path}).status, 204) << path;
  }
  EXPECT_EQ(ask({"OPTIONS", "/epcis/nothing"}).status, 404);
  EXPECT_EQ(get("/epcis/nothing").status, 404);
}

TEST_F(Epcis, AnOfficerSeesTheEventsOfTheOwnRegion) {
  fill(2);
  const auto officer = as("officer");
  const Response nothing = ask({"GET", "/epcis/events", "", "", officer});
  EXPECT_TRUE(events_of(json::parse(nothing.body)).empty());
  auto headers = officer;
  headers["content-type"] = "application/json";
  EXPECT_EQ(ask({"POST", "/epcis/capture", "", document_text({event_text(7)}), headers}).status,
            202);
  EXPECT_EQ(events_of(json::parse(ask({"GET", "/epcis/events", "", "", officer}).body)).size(), 1U);
  EXPECT_EQ(events_of(json::parse(get("/epcis/events").body)).size(), 3U);
  headers.erase("x-csrf-token");
  EXPECT_EQ(ask({"POST", "/epcis/capture", "", document_text({event_text(8)}), headers}).status,
            403);
}

}  // namespace
}  // namespace zhiheng::api
