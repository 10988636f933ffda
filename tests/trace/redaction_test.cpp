#include "trace/redaction.h"

#include <fstream>
#include <sstream>

#include "base/sha256.h"
#include "catalog/failures.h"
#include "support/source.h"
#include "trace/answers.h"
#include "trace/failures.h"
#include "trace/read_fixture.h"

namespace zhiheng::trace {
namespace {

RedactionPolicy declared(const std::string& name) {
  auto policy = load_policy(support::source_path("/catalog"), name);
  EXPECT_TRUE(policy) << describe(policy.error());
  return *std::move(policy);
}

Event shipped_event() {
  Event event;
  event.type = "ObjectEvent";
  event.time = "2026-03-05T08:00:00+08:00";
  event.action = "OBSERVE";
  event.epcs = std::vector<std::string>{"urn:epc:id:sscc:4023333.0222222222"};
  event.quantities = {{{"urn:epc:class:lgtin:6901234.056789.A1", "500", "KGM"}}};
  event.read_point = Place{.id = "urn:epc:id:sgln:6901234.56789.0"};
  event.biz_location = Place{.id = "urn:epc:id:sgln:6901234.56789.1"};
  event.sources = {
      {"https://ref.gs1.org/cbv/SDT-possessing_party", "urn:epc:id:pgln:4023333.00000"}};
  event.extensions = {{.space = "urn:x", .name = "price", .text = "9.90"}};
  return event;
}

std::string ni(const std::string& text) { return "ni:///sha-256;" + to_hex(sha256(text)); }

const RedactedField* find(const RedactedEvent& event, std::string_view name) {
  for (const RedactedField& field : event) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

TEST(Redaction, GivesTheHashesOfEeccsPrototype) {
  // shipping.sanitised.json of the prototype's paper: salt is the purchase order's identifier.
  const auto told =
      redact(declared("eecc"), shipped_event(), "ni:///x", "urn:epc:id:gdti:0614141.00002.PO-123");
  ASSERT_NE(find(told, "epcList"), nullptr);
  EXPECT_EQ(find(told, "epcList")->values.front(),
            "ni:///sha-256;e5284a01b67b7756c0f51d10e7c74c6f277fea0e1f08ebe8f27fae25b04e695b");
  EXPECT_EQ(find(told, "sourceList")->values.front(),
            "ni:///sha-256;63ba4ead93f79fb67e68a277e85247988fb410ac0c2f00b87f802d75031b52f9"
            "?type=https://ref.gs1.org/cbv/SDT-possessing_party");
  EXPECT_EQ(find(told, "eventId")->values.front(), "ni:///x");
}

TEST(Redaction, GivesEveryNotationOfAnItemOneHash) {
  const RedactionPolicy policy = declared("discovery");
  Event event = shipped_event();
  const auto urn = redact(policy, event, {}, "s");
  event.epcs = std::vector<std::string>{"https://id.gs1.org/00/040233332222222222"};
  const auto link = redact(policy, event, {}, "s");
  EXPECT_EQ(find(urn, "epcList")->values, find(link, "epcList")->values);
  EXPECT_EQ(find(urn, "epcList")->values.front(), ni("https://id.gs1.org/00/040233332222222222"));
}

TEST(Redaction, LeavesOutWhatThePolicyDoesNotName) {
  const auto told = redact(declared("discovery"), shipped_event(), {}, "s");
  EXPECT_EQ(find(told, "bizLocation"), nullptr);
  EXPECT_EQ(find(told, "childEPCs"), nullptr);  // an object event has none
  for (const RedactedField& field : told) {
    for (const std::string& value : field.values) {
      EXPECT_EQ(value.find("6901234"), std::string::npos) << field.name;
      EXPECT_EQ(value.find("9.90"), std::string::npos) << field.name;
      EXPECT_EQ(value.find("4023333"), std::string::npos) << field.name;
    }
  }
}

TEST(Redaction, SaltsWhatCouldBeTriedOneByOne) {
  const RedactionPolicy policy = declared("discovery");
  EXPECT_TRUE(policy.needs_secret());
  const auto one = redact(policy, shipped_event(), {}, "one");
  const auto other = redact(policy, shipped_event(), {}, "other");
  EXPECT_NE(find(one, "readPoint")->values, find(other, "readPoint")->values);
  EXPECT_EQ(find(one, "epcList")->values, find(other, "epcList")->values);
}

TEST(Redaction, RefusesAPolicyThatIsNotThere) {
  EXPECT_EQ(load_policy(support::source_path("/catalog"), "nowhere").error().failure,
            &policy_unknown);
  const Folder folder;
  std::ofstream(folder.file("p.toml"))
      << "name='p'\ntitle={zh='a',en='a'}\nsource='s'\n[[field]]\nname='colour'\nshow='plain'\n";
  EXPECT_EQ(load_policy({}, folder.file("p.toml")).error().failure, &catalog::reference_unknown);
}

TEST(RedactVerb, WantsASecretForSaltedFields) {
  const Folder folder;
  std::ofstream(folder.file("e.json"))
      << R"({"@context":["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"],
      "type":"ObjectEvent","eventTime":"2026-03-05T08:00:00+08:00","eventTimeZoneOffset":"+08:00",
      "action":"OBSERVE","epcList":["urn:epc:id:sscc:4023333.0222222222"]})";
  std::ostringstream out;
  std::ostringstream messages;
  Invocation call;
  call.arguments["FILE"] = {folder.file("e.json")};
  call.catalog = support::source_path("/catalog");
  call.out = &out;
  call.messages = &messages;
  EXPECT_EQ(answer_redact(call).error().failure, &secret_missing);
  std::ofstream(folder.file("secret")) << "x\n";
  call.options["secret-file"] = {folder.file("secret")};
  call.options["request-at"] = {"https://ask.example.cn"};
  const auto code = answer_redact(call);
  ASSERT_TRUE(code) << describe(code.error());
  EXPECT_EQ(*code, 0);
  EXPECT_THAT(out.str(),
              testing::StartsWith(R"({"request_event_data_at":"https://ask.example.cn",)"));
  EXPECT_THAT(out.str(), testing::HasSubstr(ni("https://id.gs1.org/00/040233332222222222")));
}

}  // namespace
}  // namespace zhiheng::trace
