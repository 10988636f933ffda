#pragma once
// An application of its own for a test, asked without a network.

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include "api/application.h"
#include "catalog/capacity.h"
#include "reporter/reports.h"
#include "support/place.h"
#include "trace/event_query.h"
#include "trace/served_chain.h"
#include "trace/subscription.h"

namespace zhiheng::api {

class Routes : public testing::Test {
 protected:
  void SetUp() override {
    application_.catalog = support::shipped_catalog();
    ASSERT_TRUE(application_.catalog);
    auto store = store::open(place());
    ASSERT_TRUE(store) << describe(store.error());
    application_.store = *std::move(store);
    auto registry = registry::Registry::open(application_.catalog, application_.store);
    ASSERT_TRUE(registry) << describe(registry.error());
    application_.registry = *std::move(registry);
    application_.people =
        std::make_unique<registry::People>(*application_.store, application_.catalog->security);
    application_.credentials = std::make_unique<registry::Credentials>(
        *application_.store, catalog::limits_of(application_.catalog->folder));
    application_.reports = std::make_shared<reporter::Reports>(*application_.registry);
    auto cube = cube::open(application_.catalog, *application_.store, place());
    ASSERT_TRUE(cube) << describe(cube.error());
    application_.cube = *std::move(cube);
    application_.jobs = std::make_unique<Jobs>(*application_.registry);
    auto events = trace::EventQueries::open(*application_.registry, folder_.path() + "/store",
                                            support::source_path("/catalog"));
    ASSERT_TRUE(events) << describe(events.error());
    application_.epcis = *std::move(events);
    application_.chain =
        std::make_shared<trace::ServedChain>(*application_.registry, std::size_t{1} << 30);
    application_.epcis->keep_log();
    application_.captures = std::make_shared<CaptureJobs>(*application_.store);
    auto outbox = deliver::Outbox::open(*application_.store, support::source_path("/catalog"));
    ASSERT_TRUE(outbox) << describe(outbox.error());
    application_.outbox = *std::move(outbox);
    application_.subscriptions =
        std::make_shared<trace::Subscriptions>(*application_.store, capacity().subscriptions_each);
    application_.web_folder = folder_.path() + "/web";
    std::filesystem::create_directories(application_.web_folder + "/assets");
    std::ofstream(application_.web_folder + "/index.html") << "<title>home</title>";
    std::ofstream(application_.web_folder + "/assets/a-123.js") << "1";
    std::ofstream(folder_.path() + "/secret.txt") << "top-secret-content";
    routes_ = routes(application_);
  }

  /// How much is done at once.
  static const catalog::Capacity& capacity() {
    static const auto read = catalog::capacity_of(support::source_path("/catalog"));
    return *read;
  }

  /// Where the records are kept.
  virtual store::Location place() { return {.folder = folder_.path() + "/store", .database = {}}; }

  // A director for everything, an officer for one prefecture; made when first asked for, because
  // hashing a password is slow on purpose.
  void ensure(const std::string& user) {
    const bool officer = user == "officer";
    const auto known = application_.people->all();
    ASSERT_TRUE(known);
    if (std::ranges::find(*known, user, &registry::Person::user) != known->end()) return;
    ASSERT_TRUE(application_.people->add({.user = user,
                                          .name = user,
                                          .roles = {officer ? "officer" : "administrator"},
                                          .region = officer ? "620100" : ""},
                                         "a long password"));
  }

  struct Asked {
    std::string method = "GET";
    std::string path;
    std::string query = {};
    std::string body = {};
    std::map<std::string, std::string> headers = {};
  };

  Response ask(Asked asked) {
    Request request;
    request.method = asked.method;
    request.path = request.raw_path = asked.path;
    request.query = *parse_query(asked.query);
    request.body = asked.body;
    request.headers = asked.headers;
    return answer(application_, routes_, find_route(routes_, request), request);
  }

  // Headers of somebody logged in, with the token that changes need.
  std::map<std::string, std::string> as(const std::string& user) {
    ensure(user);
    const Response session = ask(
        {"POST", "/api/session", "", R"({"user":")" + user + R"(","password":"a long password"})"});
    EXPECT_EQ(session.status, 200) << session.body;
    std::string token;
    for (const auto& [name, value] : session.headers) {
      if (name == "Set-Cookie") token = value.substr(0, value.find(';'));
    }
    const std::string csrf(boost::json::parse(session.body).at("csrf").as_string());
    return {{"cookie", token}, {"x-csrf-token", csrf}};
  }

  Response create_alert(const std::map<std::string, std::string>& who, const std::string& reference,
                        const std::string& region = "620102") {
    return ask(
        {"POST", "/api/registers/alert/records", "",
         R"({"values":{"network":"domestic","reference":")" + reference +
             R"(","publication":1,"notified_on":"2024-03-01","hazards":["铅","镉"],"region":")" +
             region + R"("}})",
         who});
  }

  static std::string failure_of(const Response& response) {
    const boost::json::value parsed = boost::json::parse(response.body);
    const std::string type(parsed.at("type").as_string());
    return type.substr(type.rfind(':') + 1);
  }

  static std::string header_of(const Response& response, std::string_view name) {
    for (const auto& [key, value] : response.headers) {
      if (key == name) return value;
    }
    return {};
  }

  support::Folder folder_;
  Application application_;
  std::vector<Route> routes_;
};

}  // namespace zhiheng::api
