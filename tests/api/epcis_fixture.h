#pragma once
// Events for tests of the EPCIS interface, and those who capture and read them.

#include <boost/json.hpp>
#include <map>
#include <string>
#include <vector>

#include "api/routes_fixture.h"
#include "code/credit_code.h"

namespace zhiheng::api {

inline std::string event_text(int number, const std::string& more = {}) {
  return R"({"type":"ObjectEvent","eventTime":"2026-03-01T06:)" + std::to_string(10 + number) +
         R"(:00Z","eventTimeZoneOffset":"+08:00","action":"OBSERVE","bizStep":"shipping",)"
         R"("epcList":["urn:epc:id:sgtin:4012345.012345.)" +
         std::to_string(number) + R"("])" + more + "}";
}

inline std::string document_text(const std::vector<std::string>& events) {
  std::string list;
  for (const std::string& event : events) list += (list.empty() ? "" : ",") + event;
  return R"({"@context":["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld",)"
         R"({"ex":"https://example.org/"}],"type":"EPCISDocument","schemaVersion":"2.0",)"
         R"("creationDate":"2026-03-02T00:00:00Z","epcisBody":{"eventList":[)" +
         list + "]}}";
}

/// "/events?a=b" on behalf of somebody.
class EpcisRoutes : public Routes {
 protected:
  using Headers = std::map<std::string, std::string>;

  Response get(const Headers& who, const std::string& target, Headers headers = {}) {
    headers.insert(who.begin(), who.end());
    const std::size_t question = std::min(target.find('?'), target.size());
    return ask({"GET", target.substr(0, question),
                target.substr(std::min(question + 1, target.size())), "", headers});
  }
  Response post(const Headers& who, const std::string& path, const std::string& body,
                Headers headers = {}) {
    headers.insert(who.begin(), who.end());
    headers.emplace("content-type", "application/json");
    return ask({"POST", path, "", body, headers});
  }
  Response remove(const Headers& who, const std::string& path) {
    return ask({"DELETE", path, "", "", who});
  }
  void capture(const Headers& who, const std::vector<std::string>& events) {
    const Response done = post(who, "/epcis/capture", document_text(events));
    ASSERT_EQ(done.status, 202) << done.body;
    ASSERT_TRUE(boost::json::parse(done.body).at("success").as_bool()) << done.body;
  }
  static const boost::json::array& events_of(const boost::json::value& document) {
    return document.at("epcisBody").at("queryResults").at("resultsBody").at("eventList").as_array();
  }
  static std::size_t count(const Response& response) {
    EXPECT_EQ(response.status, 200) << response.body;
    return response.status == 200 ? events_of(boost::json::parse(response.body)).size() : 999;
  }
  static std::string exception(const Response& response) {
    const std::string type(boost::json::parse(response.body).at("type").as_string());
    return type.substr(type.find(':') + 1);
  }

  static std::string credit_code(const std::string& region, int number) {
    const std::string digits = std::to_string(number);
    const std::string code = "91" + region + std::string(9 - digits.size(), '0') + digits;
    return code + code::credit_code_check_character(code);
  }
  /// Somebody with an account; logged in.
  Headers account(const std::string& user, const std::string& role, const std::string& region,
                  const std::string& company = {}) {
    EXPECT_TRUE(application_.people->add(
        {.user = user, .name = user, .roles = {role}, .region = region, .company = company},
        "a long password"));
    const auto token = application_.credentials->issue(user, "test", {"read", "write"}, 1, now());
    EXPECT_TRUE(token);
    return {{"authorization", "Bearer " + *token}};
  }
};

}  // namespace zhiheng::api
