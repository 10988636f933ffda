#include "trace/profile.h"

#include <fstream>
#include <sstream>

#include "catalog/failures.h"
#include "support/source.h"
#include "trace/answers.h"
#include "trace/event_fields.h"
#include "trace/failures.h"
#include "trace/json_schema.h"
#include "trace/profile_check.h"
#include "trace/read_fixture.h"

namespace zhiheng::trace {
namespace {

const Date today = *parse_date("2026-11-22");

Profile declared_profile(const std::string& name) {
  auto profile = Profile::load(support::source_path("/catalog/profiles/" + name + ".toml"));
  EXPECT_TRUE(profile) << describe(profile.error());
  return *std::move(profile);
}

Event only_event(const std::string& text) {
  Told told;
  const auto read = read_text(text, told);
  EXPECT_TRUE(read) << describe(read.error());
  EXPECT_EQ(told.events.size(), 1U);
  for (const Error& error : told.errors.at(0)) ADD_FAILURE() << describe(error);
  return told.events.at(0);
}

std::vector<std::string> rules_of(const std::vector<Unmet>& unmet) {
  std::vector<std::string> rules;
  for (const Unmet& each : unmet) rules.push_back(each.rule);
  return rules;
}

/// Milk that is made, with everything that the law asks for.
std::string milk_document(const std::string& ilmd, const std::string& more = {}) {
  return R"({"@context":["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld",
    {"zh":"urn:zhiheng:trace:","cbvmda":"urn:epcglobal:cbv:mda:"}],
    "type":"ObjectEvent","eventTime":"2026-03-05T08:00:00+08:00","eventTimeZoneOffset":"+08:00",
    "action":"ADD","bizStep":"commissioning","readPoint":{"id":"urn:epc:id:sgln:6901234.56789.0"},
    "quantityList":[{"epcClass":"urn:epc:class:lgtin:6901234.056789.A1","quantity":500,"uom":"KGM"}])" +
         more + R"(,"ilmd":{)" + ilmd + "}}";
}

constexpr const char* good_milk =
    R"("cbvmda:lotNumber":"A1","cbvmda:productionDate":"2026-03-05",
       "cbvmda:itemExpirationDate":"2026-03-20","zh:inspectionCertificate":"J-1")";

TEST(Profiles, OfTheCatalogCanAllBeLoaded) {
  std::size_t count = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(support::source_path("/catalog/profiles"))) {
    const auto profile = Profile::load(entry.path());
    ASSERT_TRUE(profile) << describe(profile.error());
    EXPECT_EQ(profile->name(), entry.path().stem().string());
    EXPECT_GE(profile->rules(), 6U) << profile->name();
    EXPECT_FALSE(profile->source().empty());
    EXPECT_FALSE(profile->title().zh.empty());
    ++count;
  }
  EXPECT_GE(count, 7U);
  EXPECT_TRUE(declared_profile("gdst").verified());
  EXPECT_FALSE(declared_profile("cn-food").verified());
}

TEST(Profiles, LetAnEventPassThatHasWhatTheLawAsksFor) {
  EXPECT_EQ(
      rules_of(declared_profile("cn-food").check(only_event(milk_document(good_milk)), today)),
      std::vector<std::string>());
}

TEST(Profiles, NameEachRuleThatIsNotMetWithItsSource) {
  const Event event = only_event(milk_document(
      R"("cbvmda:lotNumber":"A1","cbvmda:productionDate":"2026-03-06",
         "cbvmda:itemExpirationDate":"2026-03-01","zh:productionLicence":"QS1")"));
  const auto unmet = declared_profile("cn-food").check(event, today);
  EXPECT_THAT(rules_of(unmet), testing::UnorderedElementsAre("dates_in_order", "made_before_today",
                                                             "inspected", "licence_form"));
  for (const Unmet& each : unmet) {
    EXPECT_FALSE(each.source.empty());
    EXPECT_FALSE(each.message.zh.empty());
    if (each.rule == "licence_form") {
      EXPECT_EQ(each.found, "QS1");
    }
    if (each.rule == "dates_in_order") {
      EXPECT_EQ(each.found, "production_date = 2026-03-06, expiry_date = 2026-03-01");
    }
    EXPECT_EQ(each.warning, each.rule == "inspected");
  }
}

TEST(Profiles, ReadTemperaturesInAnyUnit) {
  const std::string warm =
      R"(,"sensorElementList":[{"sensorReport":[{"type":"Temperature","value":41,"uom":"FAH"}]}])";
  const std::string class_of = std::string(good_milk) + R"(,"zh:productClass":"raw_milk")";
  EXPECT_EQ(
      rules_of(declared_profile("cn-food").check(only_event(milk_document(class_of, warm)), today)),
      std::vector<std::string>{"raw_milk_cold"});  // 5 °C
  const std::string cold =
      R"(,"sensorElementList":[{"sensorReport":[{"type":"Temperature","value":276.15,"uom":"KEL"}]}])";
  EXPECT_TRUE(
      declared_profile("cn-food").check(only_event(milk_document(class_of, cold)), today).empty());
}

TEST(Profiles, ForbidTheFillingOfACylinderWhoseInspectionIsOverdue) {
  const auto filling = [](const std::string& next) {
    return only_event(
        R"({"@context":["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld",
        {"zh":"urn:zhiheng:trace:"}],"type":"ObjectEvent","eventTime":"2026-03-05T08:00:00+08:00",
        "eventTimeZoneOffset":"+08:00","action":"OBSERVE","bizStep":"other",
        "readPoint":{"id":"urn:epc:id:sgln:6901234.56789.0"},
        "epcList":["urn:epc:id:giai:6901234.B1"],"zh:medium":"LPG","zh:checkedBeforeFilling":true,
        "zh:checkedAfterFilling":true,"zh:fillerCertificate":"P-7","zh:nextInspection":")" +
        next + "\"}");
  };
  const Profile profile = declared_profile("cn-gas-cylinders");
  EXPECT_TRUE(profile.check(filling("2026-03-05"), today).empty());
  EXPECT_EQ(rules_of(profile.check(filling("2026-03-04"), today)),
            std::vector<std::string>{"not_overdue"});
}

TEST(Profiles, AreRefusedWhenTheyCannotBeUnderstood) {
  const Folder folder;
  const auto load = [&](const std::string& text) {
    std::ofstream(folder.file("p.toml"))
        << "name = 'p'\ntitle = { zh = 'a', en = 'a' }\nsource = 's'\n"
        << text;
    return Profile::load(folder.file("p.toml"));
  };
  const std::string rule = "[[rule]]\nid = 'r'\nmessage = { zh = 'a', en = 'a' }\nsource = 's'\n";
  EXPECT_TRUE(load(rule + "require = \"action = 'ADD'\"\n"));
  EXPECT_EQ(load(rule + "require = \"colour = 'red'\"\n").error().failure,
            &catalog::expression_wrong);
  EXPECT_EQ(load(rule).error().failure, &catalog::key_missing);
  EXPECT_EQ(load(rule + "present = ['colour']\n").error().failure, &catalog::reference_unknown);
  EXPECT_EQ(load(rule + "field = 'action'\npattern = '('\n").error().failure,
            &catalog::wrong_value);
  EXPECT_EQ(load("").error().failure, &catalog::key_missing);
  EXPECT_EQ(Profile::load(folder.file("none.toml")).error().failure, &profile_unknown);
  EXPECT_EQ(find_profile(support::source_path("/catalog"), "nowhere").error().failure,
            &profile_unknown);
}

TEST(EventFields, HaveAValueEach) {
  std::vector<Value> values;
  append_values(only_event(milk_document(good_milk)), values);
  const auto& fields = event_fields();
  ASSERT_EQ(values.size(), fields.size());
  const auto value = [&](std::string_view name) {
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (fields[i].name == name) return to_text(values[i]);
    }
    return std::string("no such field");
  };
  EXPECT_EQ(value("biz_step"), "commissioning");
  EXPECT_EQ(value("event_date"), "2026-03-05");
  EXPECT_EQ(value("classes"), "urn:epc:class:lgtin:6901234.056789.A1");
  EXPECT_EQ(value("least_quantity"), "500.000");
  EXPECT_EQ(value("quantities_without_unit"), "0");
  EXPECT_EQ(value("epcs"), "");
  const std::string list[] = {"a", "", "b"};
  EXPECT_EQ(to_text(list_value(list)), "a|b");
  EXPECT_EQ(list_parts("a|b"), (std::vector<std::string_view>{"a", "b"}));
}

TEST(ValidateWithProfile, RefusesWhatTheProfileRefuses) {
  const Folder folder;
  std::ofstream(folder.file("milk.json")) << milk_document(R"("cbvmda:lotNumber":"A1")");
  std::ostringstream out;
  Invocation call;
  call.arguments["FILE"] = {folder.file("milk.json")};
  call.catalog = support::source_path("/catalog");
  call.out = &out;
  call.json = true;
  EXPECT_EQ(*answer_validate(call), 0);
  call.options["profile"] = {"cn-food"};
  out.str("");
  EXPECT_EQ(*answer_validate(call), 1);
  EXPECT_THAT(out.str(), testing::HasSubstr(R"("refused_events":1)"));
  EXPECT_THAT(out.str(), testing::HasSubstr("cn-food.production: production_date"));
  call.options["profile"] = {"nowhere"};
  EXPECT_EQ(answer_validate(call).error().failure, &profile_unknown);
}

/// A schema in a file, and what it says of a document.
class JsonSchemas : public testing::Test {
 protected:
  Result<JsonSchema> load(const std::string& text) {
    std::ofstream(folder.file("s.json")) << text;
    return JsonSchema::load(folder.file("s.json"));
  }
  bool meets(const std::string& schema, const std::string& document) {
    const auto loaded = load(schema);
    EXPECT_TRUE(loaded) << describe(loaded.error());
    const auto found = loaded->check(document);
    EXPECT_TRUE(found) << describe(found.error());
    return found->empty();
  }
  Folder folder;
};

TEST_F(JsonSchemas, JudgeAsAjvDoes) {
  struct Row {
    const char *schema, *document;
    bool meets;
  };
  // Verdicts of ajv 8.20 (draft 7, with ajv-formats).
  const Row rows[] = {
      {R"({"type":"integer"})", "2.0", true},
      {R"({"type":"integer"})", "2.5", false},
      {R"({"type":["string","null"]})", "null", true},
      {R"({"required":["a"],"properties":{"a":{"const":1}}})", R"({"a":1})", true},
      {R"({"required":["a"]})", R"({"b":1})", false},
      {R"({"required":["a"]})", "[]", true},
      {R"({"properties":{"a":true},"additionalProperties":false})", R"({"b":1})", false},
      {R"({"propertyNames":{"pattern":"^x"}})", R"({"xa":1,"b":2})", false},
      {R"({"anyOf":[{"type":"string"},{"minimum":3}]})", "2", false},
      {R"({"anyOf":[{"type":"string"},{"minimum":3}]})", "3", true},
      {R"({"oneOf":[{"minimum":1},{"minimum":3}]})", "5", false},
      {R"({"oneOf":[{"minimum":1},{"minimum":3}]})", "2", true},
      {R"({"not":{"enum":[1,2]}})", "2", false},
      {R"({"if":{"properties":{"a":{"const":1}}},"then":{"required":["b"]}})", R"({"a":1})", false},
      {R"({"if":{"properties":{"a":{"const":1}}},"then":{"required":["b"]}})", R"({"a":2})", true},
      {R"({"if":{"type":"string"},"else":{"type":"array"}})", "1", false},
      {R"({"items":{"type":"string"},"minItems":1})", "[]", false},
      {R"({"items":{"type":"string"},"maxItems":1})", R"(["a","b"])", false},
      {R"({"uniqueItems":true})", R"([{"a":1},{"a":1}])", false},
      {R"({"contains":{"const":2}})", "[1,2]", true},
      {R"({"contains":{"const":2}})", "[1]", false},
      {R"({"items":[{"type":"string"},{"type":"number"}]})", R"(["a","b"])", false},
      {R"({"pattern":"b"})", R"("abc")", true},
      {R"x({"pattern":"^(?!urn:x)"})x", R"("urn:x:1")", false},
      {R"({"minLength":2})", R"("质")", false},
      {R"({"maxLength":2})", R"("质衡")", true},
      {R"({"format":"date-time"})", R"("2026-01-01")", false},
      {R"({"format":"uri"})", R"("urn:a:b")", true},
      {R"({"exclusiveMinimum":0})", "0", false},
      {R"({"exclusiveMaximum":3})", "2", true},
      {R"({"maximum":3})", "4", false},
      {R"({"minProperties":1})", "{}", false},
      {R"({"$ref":"#/definitions/a","definitions":{"a":{"type":"string"}}})", "1", false},
      {R"({"$ref":"https://ref.gs1.org/standards/epcis/epcis-json-schema.json"})", "1", true},
      {"false", "1", false},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(meets(row.schema, row.document), row.meets) << row.schema << " " << row.document;
  }
}

TEST_F(JsonSchemas, SayWhereADocumentBreaksThem) {
  const auto schema =
      load(R"({"properties":{"list":{"items":{"properties":{"a/b":{"type":"string"}}}}}})");
  ASSERT_TRUE(schema);
  const auto found = schema->check(R"({"list":[{},{"a/b":1}]})");
  ASSERT_TRUE(found);
  ASSERT_EQ(found->size(), 1U);
  EXPECT_EQ((*found)[0].failure, &profile_unmet);
  EXPECT_EQ((*found)[0].where, "/list/1/a~1b");
  EXPECT_EQ((*found)[0].found, "1");
  EXPECT_EQ((*found)[0].wanted, R"(type "string")");
}

TEST_F(JsonSchemas, AreRefusedWhenAPartIsNotSupported) {
  EXPECT_EQ(load(R"({"dependentSchemas":{}})").error().failure, &json_schema_malformed);
  EXPECT_EQ(load(R"({"$ref":"https://example.com/other.json"})").error().failure,
            &json_schema_malformed);
  EXPECT_EQ(load(R"({"pattern":"("})").error().failure, &json_schema_malformed);
  EXPECT_EQ(load("{").error().failure, &not_json);
  const auto endless = load(R"({"$ref":"#"})");
  ASSERT_TRUE(endless);
  EXPECT_EQ(endless->check("1").error().failure, &too_deep);
}

TEST_F(JsonSchemas, ReadJsonDocumentsOnly) {
  ASSERT_TRUE(load("true"));
  ProfileCheck check;
  ASSERT_TRUE(check.load(support::source_path("/catalog"), folder.file("s.json")));
  const auto found = check.check_file("x.xml", "xml");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].failure, &json_schema_form);
}

}  // namespace
}  // namespace zhiheng::trace
