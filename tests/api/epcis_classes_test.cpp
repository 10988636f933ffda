// A product is classified after its events were captured: an inspector without clearance asks every
// address that told them before, and is answered as if they had never been.

#include "api/epcis_fixture.h"

namespace zhiheng::api {
namespace {

class EpcisClasses : public EpcisRoutes {
 protected:
  static constexpr const char* item = "urn:epc:id:sgtin:4012345.012345.1";
  static constexpr const char* never = "urn:epc:id:sgtin:4012345.012345.9";

  std::string put(const std::string& of, const std::vector<std::string>& columns,
                  std::vector<Value> values) {
    registry::Person everybody = registry::local_operator();
    for (const auto& role : application_.catalog->roles) everybody.roles.push_back(role.name);
    const auto made =
        application_.registry->put(everybody, *application_.catalog->find_register(of), columns,
                                   {{.values = std::move(values)}});
    EXPECT_TRUE(made) << describe(made.error());
    if (!made) return {};
    for (const auto& error : made->front().errors) ADD_FAILURE() << of << describe(error);
    return made->front().id;
  }
  void grant(const std::string& number, const std::string& kind, const Value& account) {
    put("epcis_event_grant", {"number", "kind", "account", "classes", "basis", "valid_from"},
        {number, kind, account, std::string("defence"), std::string("批"), make_date(2020, 1, 1)});
  }
  void classify() {
    const auto code = [&](const char* list) {
      return application_.catalog->find_codes(list)->codes.front().code;
    };
    put("defence_product",
        {"product_code", "product", "use", "criticality", "supplier", "supplier_name", "listed_on"},
        {std::string("4012345123456"), std::string("件"), code("restricted_use"),
         code("criticality"), credit_code("620102", 1), std::string("厂"), make_date(2026, 11, 1)});
  }
  /// Addresses that tell of an item, an event and the answers to a named query.
  /// @param known  a moment after they were captured
  static std::vector<std::string> addresses(const std::string& epc, const std::string& event,
                                            const std::string& known) {
    std::vector<std::string> made{
        "/epcis/events/" + event, "/epcis/epcs/" + epc, "/epcis/epcs/" + epc + "/events",
        "/epcis/events?MATCH_anyEPC=" + epc, "/epcis/events?EQ_eventID=" + event};
    for (const char* question : {"state", "forward", "backward", "graph", "steps"}) {
      made.push_back(std::string("/api/v1/trace/") + question + "?id=" + epc);
      made.push_back(made.back() + "&as_known_at=" + known);
    }
    return made;
  }
  /// What stays when the names that were asked for are taken out.
  static std::string without(std::string text, const std::vector<std::string>& names) {
    for (const std::string& name : names) {
      for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name)) {
        text.replace(at, name.size(), "?");
      }
    }
    for (const char* key : {"\"creationDate\":\"", "\"instance\":\"", "\"position\":"}) {
      const std::size_t begin = text.find(key);
      if (begin == std::string::npos) continue;
      const std::size_t value = begin + std::string(key).size();
      text.erase(begin, text.find_first_of("\",}", value) - begin);
    }
    return text;
  }
};

TEST_F(EpcisClasses, AreThoseOfTheMomentOfTheQuestion) {
  const auto dairy = account("dairy", "enterprise", "620102", credit_code("620102", 1));
  put("enterprise", {"credit_code", "name", "region"},
      {credit_code("620102", 1), std::string("厂"), std::string("620102")});
  const auto li = account("li", "officer", "620100"), wang = account("wang", "officer", "620100");
  capture(dairy, {event_text(1, R"(,"eventID":"urn:late")"), event_text(2)});
  ASSERT_EQ(post(li, "/epcis/queries", R"({"name":"all","query":{}})").status, 201);
  const std::string known = to_text(now());
  grant("G1", "withheld", {});
  grant("G2", "cleared", std::string("wang"));
  const std::string before = get(li, "/01/04012345123456").body;
  for (const auto& who : {li, wang}) {
    EXPECT_EQ(count(get(who, "/epcis/queries/all/events")), 2U);
    for (const std::string& address : addresses(item, "urn:late", known)) {
      EXPECT_EQ(get(who, address).status, 200) << address;
    }
  }
  classify();
  EXPECT_EQ(count(get(li, "/epcis/queries/all/events")), 0U);
  EXPECT_EQ(count(get(wang, "/epcis/queries/all/events")), 2U);
  EXPECT_EQ(count(get(dairy, "/epcis/events")), 2U) << "a firm sees its own";
  const auto theirs = addresses(item, "urn:late", known),
             none = addresses(never, "urn:none", known);
  for (std::size_t i = 0; i < theirs.size(); ++i) {
    const Response answer = get(li, theirs[i]), nothing = get(li, none[i]);
    EXPECT_EQ(answer.status, nothing.status) << theirs[i];
    EXPECT_EQ(
        without(answer.body, {item, "urn:late", "https://id.gs1.org/01/04012345123456/21/1"}),
        without(nothing.body, {never, "urn:none", "https://id.gs1.org/01/04012345123456/21/9"}))
        << theirs[i];
    EXPECT_EQ(get(wang, theirs[i]).status, 200) << theirs[i];
  }
  for (const char* address :
       {"/epcis/epcs", "/epcis/events", "/api/registers/epcis_event/records"}) {
    EXPECT_EQ(get(li, address).body.find("4012345.012345"), std::string::npos) << address;
    EXPECT_NE(get(wang, address).body.find("4012345.012345"), std::string::npos) << address;
  }
  EXPECT_EQ(get(li, "/01/04012345123456").body, before) << "the page for consumers tells no events";
}

}  // namespace
}  // namespace zhiheng::api
