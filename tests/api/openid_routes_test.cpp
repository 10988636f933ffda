// Logging in through another service, as a browser sees it.

#include "api/routes_fixture.h"
#include "openid/failures.h"
#include "openid/logins.h"
#include "openid/wire.h"
#include "support/login_service.h"

namespace zhiheng::api {
namespace {

class OpenidRoutes : public Routes {
 protected:
  void SetUp() override {
    Routes::SetUp();
    if (HasFatalFailure()) return;
    service_.listen();
    openid::Services services{.base = "http://127.0.0.1:9", .all = {}};
    openid::Service one;
    one.name = "gov";
    one.title = {"统一认证", "Provincial login"};
    one.issuer = service_.issuer;
    one.client = "zhiheng";
    services.all.push_back(one);
    auto opened = openid::Logins::open(*application_.store, *application_.people,
                                       catalog::limits_of(application_.catalog->folder), services,
                                       openid::over_the_network());
    ASSERT_TRUE(opened) << describe(opened.error());
    application_.logins = *std::move(opened);
    ensure("officer");
    ASSERT_TRUE(openid::Links(*application_.store).add({service_.issuer, "s-1", "officer"}));
  }

  static std::string cookie_named(const Response& response, const std::string& name) {
    for (const auto& [key, value] : response.headers) {
      if (key == "Set-Cookie" && value.starts_with(name + "=")) {
        return value.substr(0, value.find(';'));
      }
    }
    return {};
  }
  static std::string line_of(const Response& response, const std::string& name) {
    for (const auto& [key, value] : response.headers) {
      if (key == "Set-Cookie" && value.starts_with(name + "=")) return value;
    }
    return {};
  }
  /// Goes there and comes back; the answer to coming back.
  Response round(const std::string& next = "/tasks") {
    const Response gone = ask({"GET", "/api/openid/gov/start", "next=" + next});
    EXPECT_EQ(gone.status, 302) << gone.body;
    query_ = service_.visit(header_of(gone, "Location"));
    if (!query_.empty()) query_.erase(0, 1);
    departure_ = cookie_named(gone, "zhiheng_departure");
    return ask({"GET", "/api/openid/gov/callback", query_, "", {{"cookie", departure_}}});
  }

  support::LoginService service_;
  std::string query_, departure_;
};

TEST_F(OpenidRoutes, LeadThereAndBackToAPageOfOurs) {
  const auto listed = boost::json::parse(ask({"GET", "/api/openid"}).body);
  EXPECT_EQ(listed.at("services").at(0).at("title").at("en"), "Provincial login");
  const Response gone = ask({"GET", "/api/openid/gov/start", "next=/tasks"});
  const std::string departure = line_of(gone, "zhiheng_departure");
  EXPECT_NE(departure.find("HttpOnly"), std::string::npos);
  EXPECT_NE(departure.find("SameSite=Lax"), std::string::npos) << "it must come back from there";
  EXPECT_NE(departure.find("Path=/api/openid"), std::string::npos);

  const Response back = round();
  EXPECT_EQ(back.status, 302);
  EXPECT_EQ(header_of(back, "Location"), "/tasks");
  const std::string session = cookie_named(back, "zhiheng_session");
  ASSERT_FALSE(session.empty());
  EXPECT_NE(line_of(back, "zhiheng_session").find("SameSite=Strict"), std::string::npos);
  EXPECT_NE(line_of(back, "zhiheng_departure").find("Max-Age=0"), std::string::npos);
  const Response who = ask({"GET", "/api/session", "", "", {{"cookie", session}}});
  const auto person = boost::json::parse(who.body);
  EXPECT_EQ(person.at("user"), "officer");
  EXPECT_EQ(person.at("region"), "620100") << "the rights are those of the account here";

  const std::map<std::string, std::string> headers = {
      {"cookie", session + "; zhiheng_service=gov"},
      {"x-csrf-token", std::string(person.at("csrf").as_string())}};
  const Response out = ask({"DELETE", "/api/session", "", "", headers});
  EXPECT_EQ(out.status, 200);
  EXPECT_TRUE(boost::json::parse(out.body)
                  .at("continue")
                  .as_string()
                  .starts_with(service_.issuer + "/end?"));
  EXPECT_EQ(boost::json::parse(ask({"GET", "/api/session", "", "", headers}).body).at("user"), "");
}

TEST_F(OpenidRoutes, ShowARefusalAsAPageAndOpenNoSession) {
  for (const char* lie :
       {"nonce", "audience", "expired", "none", "hmac", "signature", "named", "denied", "issuer"}) {
    service_.lie = lie;
    const Response back = round();
    EXPECT_EQ(back.status, 302) << lie;
    EXPECT_TRUE(header_of(back, "Location").starts_with("/login?refused=openid.")) << lie;
    EXPECT_TRUE(cookie_named(back, "zhiheng_session").empty()) << lie;
  }
  service_.lie.clear();
  ASSERT_EQ(header_of(round(), "Location"), "/tasks");
  const Response again =
      ask({"GET", "/api/openid/gov/callback", query_, "", {{"cookie", departure_}}});
  EXPECT_EQ(header_of(again, "Location"), "/login?refused=openid.service_refused");
  const Response without = ask({"GET", "/api/openid/gov/callback", query_});
  EXPECT_EQ(header_of(without, "Location"), "/login?refused=openid.state_wrong");
}

TEST_F(OpenidRoutes, NeverLeadToAnotherSite) {
  for (const char* next : {"https://evil.example/", "//evil.example", "/%5Cevil.example"}) {
    EXPECT_EQ(header_of(round(next), "Location"), "/work") << next;
  }
}

TEST_F(OpenidRoutes, AreNotThereWhenNoServiceIsDeclared) {
  EXPECT_EQ(ask({"GET", "/api/openid/other/start"}).status, 404);
  EXPECT_EQ(failure_of(ask({"GET", "/api/openid/other/callback"})), "openid.service_unknown");
  application_.logins.reset();
  EXPECT_EQ(ask({"GET", "/api/openid"}).body, R"({"services":[]})");
  EXPECT_EQ(ask({"GET", "/api/openid/gov/start"}).status, 404);
}

}  // namespace
}  // namespace zhiheng::api
