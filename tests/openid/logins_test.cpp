#include "openid/logins.h"

#include <gtest/gtest.h>

#include <fstream>

#include "openid/failures.h"
#include "openid/wire.h"
#include "support/login_service.h"
#include "support/place.h"

namespace zhiheng::openid {
namespace {

class LoginsThroughAnother : public support::OnBothEngines {
 protected:
  void SetUp() override {
    OnBothEngines::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    people_ = std::make_unique<registry::People>(*store_, support::shipped_catalog()->security);
    service_.subject = "s-1";
    offer({});
  }

  /// The service as our program knows it; one field may be set otherwise.
  void offer(Service service) {
    service.name = "gov";
    service.issuer = service_.issuer;
    service.client = "zhiheng";
    service.secret = service_.secret;
    Services services{.base = "https://zhiheng.example", .all = {std::move(service)}};
    const Ask ask = [this](const Asked& asked) -> Result<Answered> {
      if (broken_) return fail(service_unreachable, asked.address);
      const auto made = service_.answer(asked.form.empty() ? "GET" : "POST",
                                        asked.address.substr(service_.issuer.size()), asked.form,
                                        asked.authorization);
      return Answered{made.status, made.body};
    };
    auto opened =
        Logins::open(*store_, *people_, catalog::limits_of(support::source_path("/catalog")),
                     std::move(services), ask);
    ASSERT_TRUE(opened) << describe(opened.error());
    logins_ = *std::move(opened);
  }

  struct Gone {
    Departure departure;
    Return back;
  };
  Gone go(const std::string& next = "/tasks") {
    const auto departure = logins_->start("gov", next, now());
    if (!departure) {
      ADD_FAILURE() << describe(departure.error());
      return {};
    }
    const std::string query = service_.visit(departure->address);
    const auto values = support::form_values(query.empty() ? query : query.substr(1));
    const auto at = [&](const char* key) {
      const auto found = values.find(key);
      return found == values.end() ? std::string() : found->second;
    };
    return {*departure,
            {.code = at("code"), .state = at("state"), .error = at("error"), .issuer = at("iss")}};
  }
  Result<Arrival> come(const Gone& gone) {
    return logins_->finish("gov", gone.back, gone.departure.cookie, now());
  }
  void link(const std::string& user) {
    ASSERT_TRUE(
        people_->add({.user = user, .name = user, .roles = {"officer"}}, "long enough for all"));
    ASSERT_TRUE(Links(*store_).add({service_.issuer, service_.subject, user}));
  }

  support::LoginService service_;
  bool broken_ = false;
  std::unique_ptr<registry::People> people_;
  std::unique_ptr<Logins> logins_;
};
ZH_ON_BOTH_ENGINES(LoginsThroughAnother);

TEST_P(LoginsThroughAnother, LeadToTheLinkedAccountAndTheOwnPage) {
  link("li.na");
  for (const char* algorithm : {"RS256", "ES256"}) {
    service_.algorithm = algorithm;
    const auto arrived = come(go("/tasks?state=open"));
    ASSERT_TRUE(arrived) << describe(arrived.error());
    EXPECT_EQ(arrived->user, "li.na");
    EXPECT_EQ(arrived->next, "/tasks?state=open");
  }
  EXPECT_EQ(service_.times_keys_asked(), 1);
  EXPECT_TRUE(people_->person("li.na"));
}

// Everything that a service, or somebody between, could lie about.
TEST_P(LoginsThroughAnother, AreRefusedWhenAnythingIsWrong) {
  link("li.na");
  const std::pair<const char*, const Failure*> lies[] = {
      {"nonce", &nonce_wrong},         {"audience", &audience_wrong},
      {"expired", &token_expired},     {"early", &token_expired},
      {"issuer", &issuer_wrong},       {"none", &algorithm_refused},
      {"hmac", &algorithm_refused},    {"signature", &signature_wrong},
      {"malformed", &token_malformed}, {"key", &key_unknown},
      {"no_token", &token_malformed},  {"named", &issuer_wrong},
      {"denied", &service_refused}};
  for (const auto& [lie, failure] : lies) {
    for (const char* algorithm : {"RS256", "ES256"}) {
      service_.lie = lie;
      service_.algorithm = algorithm;
      const auto arrived = come(go());
      ASSERT_FALSE(arrived) << lie;
      EXPECT_EQ(arrived.error().failure, failure) << lie << " " << describe(arrived.error());
    }
  }
  service_.lie.clear();
  EXPECT_TRUE(come(go()));
}

TEST_P(LoginsThroughAnother, CountOnceAndOnlyInTheBrowserTheyBeganIn) {
  link("li.na");
  const Gone mine = go();
  const Gone other = go();
  // Somebody else's answer slipped into this browser, a state of one's own making, no cookie.
  Gone mixed{mine.departure, other.back};
  EXPECT_EQ(come(mixed).error().failure, &state_wrong);
  mixed = mine;
  mixed.back.state += "x";
  EXPECT_EQ(come(mixed).error().failure, &state_wrong);
  mixed = mine;
  mixed.departure.cookie[20] = mixed.departure.cookie[20] == 'A' ? 'B' : 'A';
  EXPECT_EQ(come(mixed).error().failure, &state_wrong);
  mixed.departure.cookie.clear();
  EXPECT_EQ(come(mixed).error().failure, &state_wrong);
  // A code of another login, with the state of this one: PKCE tells them apart.
  mixed = mine;
  mixed.back.code = other.back.code;
  EXPECT_EQ(come(mixed).error().failure, &service_refused);

  EXPECT_TRUE(come(mine));
  EXPECT_EQ(come(mine).error().failure, &service_refused) << "the code is used up";
  service_.forgets_codes = false;
  const Gone again = go();
  EXPECT_TRUE(come(again));
  EXPECT_EQ(come(again).error().failure, &state_wrong) << "also where the service would not care";

  const Gone late = go();
  const Timestamp later{now().microseconds + 601'000'000};
  EXPECT_EQ(logins_->finish("gov", late.back, late.departure.cookie, later).error().failure,
            &state_wrong);
}

// A service that is one of ours too, but not the one that was asked.
TEST_P(LoginsThroughAnother, AreNotTakenFromAnotherServiceThanWasAsked) {
  link("li.na");
  support::LoginService second;
  second.issuer = "http://127.0.0.1:3";
  Services services{.base = "https://zhiheng.example", .all = {}};
  for (const auto* one : {&service_, &second}) {
    services.all.push_back({.name = one == &second ? "other" : "gov",
                            .title = {},
                            .issuer = one->issuer,
                            .client = "zhiheng",
                            .secret = {}});
  }
  const Ask ask = [&](const Asked& asked) -> Result<Answered> {
    support::LoginService& to = asked.address.starts_with(second.issuer) ? second : service_;
    const auto made = to.answer(asked.form.empty() ? "GET" : "POST",
                                asked.address.substr(to.issuer.size()), asked.form, "");
    return Answered{made.status, made.body};
  };
  auto both = Logins::open(*store_, *people_, catalog::limits_of(support::source_path("/catalog")),
                           std::move(services), ask);
  ASSERT_TRUE(both);
  logins_ = *std::move(both);
  const Gone gone = go();
  EXPECT_EQ(logins_->finish("other", gone.back, gone.departure.cookie, now()).error().failure,
            &state_wrong);
  EXPECT_EQ(logins_->finish("third", gone.back, gone.departure.cookie, now()).error().failure,
            &service_unknown);
  EXPECT_TRUE(come(gone));
  // The same subject of another issuer is somebody else.
  second.subject = service_.subject;
  const auto elsewhere = logins_->start("other", "/", now());
  ASSERT_TRUE(elsewhere);
  const auto values = support::form_values(second.visit(elsewhere->address).substr(1));
  const auto arrived = logins_->finish(
      "other", {.code = values.at("code"), .state = values.at("state")}, elsewhere->cookie, now());
  ASSERT_FALSE(arrived);
  EXPECT_EQ(arrived.error().failure, &account_unknown);
}

TEST_P(LoginsThroughAnother, FollowNewKeysAndAreNotMadeToAskWithoutEnd) {
  link("li.na");
  Service service;
  catalog::Limits rules = catalog::limits_of(support::source_path("/catalog"));
  Provider provider(
      {.name = "gov", .title = {}, .issuer = service_.issuer, .client = "zhiheng", .secret = {}},
      [this](const Asked& asked) -> Result<Answered> {
        const auto made =
            service_.answer(asked.form.empty() ? "GET" : "POST",
                            asked.address.substr(service_.issuer.size()), asked.form, "");
        return Answered{made.status, made.body};
      },
      rules);
  const std::string verifier(43, 'a');
  const auto exchange = [&](Timestamp at) {
    // The challenge of forty-three times "a".
    const std::string query = service_.visit(
        service_.issuer +
        "/authorize?response_type=code&code_challenge_method=S256&client_id="
        "zhiheng&redirect_uri=r&state=aaaaaaaaaaaaaaaaaaaaaaaa&nonce=aaaaaaaaaaaaaaaaaaaaaaaa"
        "&code_challenge=ZtNPunH49FD35FWYhT5Tv8I7vRKQJ8uxMaL0_9eHjNA");
    return provider.exchange(support::form_values(query.substr(1)).at("code"), verifier, "r",
                             std::string(24, 'a'), at);
  };
  const Timestamp start = now();
  const Timestamp soon{start.microseconds + 61'000'000};
  ASSERT_TRUE(exchange(start)) << describe(exchange(start).error());
  EXPECT_EQ(service_.times_keys_asked(), 1);
  service_.rotate();
  EXPECT_EQ(exchange(start).error().failure, &key_unknown) << "just asked";
  EXPECT_TRUE(exchange(soon)) << "new keys are fetched";
  EXPECT_EQ(service_.times_keys_asked(), 2);
  service_.lie = "key";
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(exchange(soon));
  EXPECT_EQ(service_.times_keys_asked(), 2);
}

TEST_P(LoginsThroughAnother, GiveAccountsOnlyWhereThatIsWanted) {
  EXPECT_EQ(come(go()).error().failure, &account_unknown);
  offer({.name = {}, .title = {}, .issuer = {}, .client = {}, .secret = {}, .provision = true});
  const auto arrived = come(go());
  ASSERT_TRUE(arrived) << describe(arrived.error());
  EXPECT_TRUE(arrived->user.starts_with("oidc-"));
  const auto person = people_->person(arrived->user);
  ASSERT_TRUE(person);
  EXPECT_EQ(person->name, "外来人员");
  EXPECT_TRUE(person->roles.empty()) << "no rights by themselves";
  EXPECT_EQ(come(go())->user, arrived->user) << "the same person, the same account";
  service_.subject = "s-2";
  EXPECT_NE(come(go())->user, arrived->user);
  // Nobody gets in there by a password.
  EXPECT_FALSE(people_->log_in(arrived->user, "", now()));
}

TEST_P(LoginsThroughAnother, GiveRolesByAClaimToSuchAccountsAlone) {
  const Service mapping{.name = {},
                        .title = {},
                        .issuer = {},
                        .client = {},
                        .secret = {},
                        .provision = true,
                        .role_claim = "groups",
                        .roles = {{"quality", "officer"}, {"numbers", "analyst"}}};
  offer(mapping);
  service_.groups = {"quality", "administrators"};
  const auto arrived = come(go());
  ASSERT_TRUE(arrived);
  EXPECT_EQ(people_->person(arrived->user)->roles, std::vector<std::string>{"officer"});
  service_.groups = {"numbers"};
  ASSERT_TRUE(come(go()));
  EXPECT_EQ(people_->person(arrived->user)->roles, std::vector<std::string>{"analyst"});
  service_.subject = "s-3";
  link("li.na");
  ASSERT_TRUE(come(go()));
  EXPECT_EQ(people_->person("li.na")->roles, std::vector<std::string>{"officer"});
}

TEST_P(LoginsThroughAnother, LinksAreOnePerLoginAndCanBeEnded) {
  link("li.na");
  Links links(*store_);
  EXPECT_EQ(links.add({service_.issuer, "s-1", "wu"}).error().failure, &link_exists);
  ASSERT_EQ(links.all()->size(), 1U);
  EXPECT_EQ(links.all()->front().subject, "s-1");
  EXPECT_EQ(links.all()->front().issuer, service_.issuer);
  ASSERT_TRUE(links.remove(service_.issuer, "s-1"));
  EXPECT_EQ(links.remove(service_.issuer, "s-1").error().failure, &link_unknown);
  EXPECT_EQ(come(go()).error().failure, &account_unknown);
  // Nor does a link to an account that is no more lead anywhere.
  ASSERT_TRUE(links.add({service_.issuer, "s-1", "gone"}));
  EXPECT_EQ(come(go()).error().failure, &account_unknown);
}

TEST_P(LoginsThroughAnother, NeverLeadToAnotherSite) {
  link("li.na");
  for (const char* next : {"https://evil.example/", "//evil.example", "/\\evil.example", "evil", "",
                           "javascript:alert(1)", "/a b", "/a\nb"}) {
    EXPECT_EQ(own_page(next), "/work") << next;
    EXPECT_EQ(come(go(next))->next, "/work") << next;
  }
  EXPECT_EQ(own_page("/registers/recall?a=1#b"), "/registers/recall?a=1#b");
}

TEST_P(LoginsThroughAnother, SayWhenTheServiceIsAwayOrNotItself) {
  broken_ = true;
  EXPECT_EQ(logins_->start("gov", "/", now()).error().failure, &service_unreachable);
  broken_ = false;
  service_.lie = "discovery";
  EXPECT_EQ(logins_->start("gov", "/", now()).error().failure, &issuer_wrong);
  EXPECT_EQ(logins_->start("nobody", "/", now()).error().failure, &service_unknown);
  service_.lie.clear();
  const auto leaving = logins_->leave("gov", now());
  ASSERT_TRUE(leaving);
  EXPECT_EQ(*leaving, service_.issuer +
                          "/end?client_id=zhiheng&post_logout_redirect_uri="
                          "https%3A%2F%2Fzhiheng.example%2F");
}

TEST_P(LoginsThroughAnother, ProveWhoWeAreWhenAskedTo) {
  service_.secret = "our secret";
  offer({});
  link("li.na");
  EXPECT_FALSE(come(go())) << "the secret is encoded: a space is %20";
  service_.secret = "our-secret";
  offer({});
  EXPECT_TRUE(come(go()));
}

TEST_P(LoginsThroughAnother, WorkOverTheNetwork) {
  service_.listen();
  link("li.na");
  Services services{.base = "https://zhiheng.example",
                    .all = {{.name = "gov",
                             .title = {},
                             .issuer = service_.issuer,
                             .client = "zhiheng",
                             .secret = {}}}};
  auto opened =
      Logins::open(*store_, *people_, catalog::limits_of(support::source_path("/catalog")),
                   std::move(services), over_the_network());
  ASSERT_TRUE(opened);
  logins_ = *std::move(opened);
  const auto arrived = come(go());
  ASSERT_TRUE(arrived) << describe(arrived.error());
  EXPECT_EQ(arrived->user, "li.na");
  const Ask ask = over_the_network();
  EXPECT_EQ(ask({.address = "http://127.0.0.1:1/"}).error().failure, &service_unreachable);
  EXPECT_EQ(ask({.address = "http://example.com/"}).error().failure, &service_unreachable);
  EXPECT_EQ(ask({.address = "file:///etc/passwd"}).error().failure, &service_unreachable);
}

TEST(LoginServices, AreReadFromAFileAndMistakesAreNamed) {
  const support::Folder folder;
  const auto read = [&](const std::string& text) {
    std::ofstream(folder.file("openid.toml")) << text;
    std::vector<Error> errors;
    auto services = load_services(folder.file("openid.toml"), *support::shipped_catalog(), errors);
    return std::pair(std::move(services), std::move(errors));
  };
  std::ofstream(folder.file("secret")) << "s3cret\n";
  const std::string good = R"(base = "https://zhiheng.example/"
[[service]]
name        = "gov"
title       = { zh = "统一认证", en = "Provincial login" }
issuer      = "https://login.example/realm/"
client      = "zhiheng"
secret_file = "secret"
scopes      = ["profile"]
provision   = true
role_claim  = "groups"
roles       = [["quality", "officer"]]
)";
  const auto [services, errors] = read(good);
  for (const auto& error : errors) ADD_FAILURE() << describe(error);
  ASSERT_EQ(services.all.size(), 1U);
  const Service& service = services.all.front();
  EXPECT_EQ(services.base, "https://zhiheng.example");
  EXPECT_EQ(service.issuer, "https://login.example/realm");
  EXPECT_EQ(service.secret, "s3cret");
  EXPECT_EQ(service.scopes, (std::vector<std::string>{"openid", "profile"}));
  EXPECT_EQ(service.roles.front().second, "officer");
  const std::pair<const char*, const char*> changes[] = {
      {"https://login.example", "http://login.example"},
      {"https://zhiheng.example/", "ftp://zhiheng.example"},
      {"\"gov\"", "\"Gov!\""},
      {"\"officer\"", "\"no_such_role\""},
      {"secret_file = \"secret\"", "secret_file = \"missing\""},
      {"provision   = true", ""}};
  for (const auto& [from, to] : changes) {
    std::string changed = good;
    changed.replace(changed.find(from), std::string_view(from).size(), to);
    const auto [unused, complaints] = read(changed);
    ASSERT_FALSE(complaints.empty()) << to;
    EXPECT_EQ(complaints.front().failure, &configuration_wrong) << to;
  }
}

TEST(SafeAddresses, AreEncryptedOrOnTheMachineItself) {
  for (const char* good :
       {"https://a.b/c", "http://127.0.0.1:8080/x", "http://localhost/", "http://[::1]:80"}) {
    EXPECT_TRUE(is_safe_address(good)) << good;
  }
  for (const char* bad : {"", "http://a.b", "https://", "https:///x", "http://127.0.0.1.evil/",
                          "http://localhost@evil/", "https://a@b/", "https://a b", "file:///x"}) {
    EXPECT_FALSE(is_safe_address(bad)) << bad;
  }
}

}  // namespace
}  // namespace zhiheng::openid
