#include "trace/query.h"

#include <gtest/gtest.h>

#include "support/source.h"
#include "trace/failures.h"
#include "trace/query_match.h"
#include "trace/read_fixture.h"

namespace zhiheng::trace {
namespace {

const MeasurementUnits& units() {
  static const MeasurementUnits loaded = [] {
    auto read = MeasurementUnits::load(support::source_path("/catalog"));
    EXPECT_TRUE(read);
    return read ? *std::move(read) : MeasurementUnits{};
  }();
  return loaded;
}

Result<EventQuery> parsed(std::vector<Parameter> parameters, bool piped = false) {
  return parse_event_query(
      parameters,
      {.units = &units(), .prefixes = {{"ex", "https://example.org/"}}, .piped = piped});
}

/// Everything that a query can ask for, in one event.
Event full_event() {
  Told told;
  const std::string text = bare_event("ObjectEvent", R"(
    "recordTime":"2026-03-02T00:00:00Z","eventID":"urn:event:1","action":"ADD",
    "epcList":["urn:epc:id:sgtin:0614141.107346.2017","https://id.gs1.org/00/040123450000000016"],
    "quantityList":[{"epcClass":"urn:epc:class:lgtin:4012345.012345.998877","quantity":200,"uom":"KGM"},
                    {"epcClass":"urn:epc:idpat:sgtin:4012345.012346.*","quantity":10}],
    "bizStep":"commissioning","disposition":"active",
    "persistentDisposition":{"set":["completeness_verified"],"unset":["completeness_inferred"]},
    "readPoint":{"id":"urn:epc:id:sgln:0614141.00777.0"},"bizLocation":{"id":"urn:epc:id:sgln:0614141.00888.0"},
    "bizTransactionList":[{"type":"po","bizTransaction":"urn:epc:id:gdti:0614141.00001.1618034"}],
    "sourceList":[{"type":"owning_party","source":"urn:epc:id:pgln:4012345.00225"}],
    "destinationList":[{"type":"location","destination":"urn:epc:id:sgln:0614141.00777.0"}],
    "sensorElementList":[{"sensorMetadata":{"time":"2026-03-01T06:00:00Z","deviceID":"urn:epc:id:giai:4000001.111"},
      "sensorReport":[{"type":"Temperature","value":26.0,"uom":"CEL"},{"type":"RelativeHumidity","percValue":12.1,"uom":"P1","booleanValue":true}]}],
    "errorDeclaration":{"declarationTime":"2026-03-03T00:00:00Z","reason":"incorrect_data","correctiveEventIDs":["urn:event:2"]},
    "ilmd":{"ex:lot":"L1","ex:made":{"ex:line":"7"}},
    "ex:temperature":21,"ex:seen":"2026-03-01T00:00:00Z","ex:outer":{"ex:inner":"deep"})");
  const auto read = read_text(
      std::string(text).replace(
          text.find(R"("https://ref.gs1)"),
          text.find(".jsonld\"") + 8 - text.find(R"("https://ref.gs1)"),
          R"(["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld",{"ex":"https://example.org/"}])"),
      told);
  EXPECT_TRUE(read);
  EXPECT_EQ(told.events.size(), 1U);
  for (const Error& error : told.errors.at(0)) ADD_FAILURE() << describe(error);
  return told.events.at(0);
}

struct Asked {
  const char* name;
  std::vector<std::string> values;
  bool yes;
};

TEST(EventQuery, EveryParameterFindsWhatItAsksForAndNothingElse) {
  const Event event = full_event();
  const std::vector<Asked> table = {
      {"eventType", {"AggregationEvent", "ObjectEvent"}, true},
      {"eventType", {"AggregationEvent"}, false},
      {"GE_eventTime", {"2026-02-28T22:30:00Z"}, true},
      {"GE_eventTime", {"2026-02-28T22:30:01Z"}, false},
      {"LT_eventTime", {"2026-02-28T22:30:00Z"}, false},
      {"LT_eventTime", {"2026-03-01T06:30:01+08:00"}, true},
      {"GE_recordTime", {"2026-03-02T08:00:00+08:00"}, true},
      {"LT_recordTime", {"2026-03-02T00:00:00Z"}, false},
      {"EQ_action", {"OBSERVE", "ADD"}, true},
      {"EQ_action", {"DELETE"}, false},
      {"EQ_bizStep", {"commissioning"}, true},
      {"EQ_bizStep", {"urn:epcglobal:cbv:bizstep:commissioning"}, true},
      {"EQ_bizStep", {"https://ref.gs1.org/cbv/BizStep-shipping"}, false},
      {"EQ_disposition", {"active"}, true},
      {"EQ_disposition", {"in_transit"}, false},
      {"EQ_persistentDisposition_set", {"completeness_verified"}, true},
      {"EQ_persistentDisposition_set", {"completeness_inferred"}, false},
      {"EQ_persistentDisposition_unset", {"completeness_inferred"}, true},
      {"EQ_readPoint", {"https://id.gs1.org/414/0614141007776"}, true},
      {"EQ_readPoint", {"https://id.gs1.org/414/0614141008889"}, false},
      {"EQ_readPoint", {"urn:epc:id:sgln:0614141.00777.0"}, true},
      {"EQ_bizLocation", {"urn:epc:id:sgln:0614141.00888.0"}, true},
      {"WD_bizLocation", {"urn:epc:id:sgln:0614141.00888.0"}, true},
      {"WD_readPoint", {"urn:epc:id:sgln:0614141.00888.0"}, false},
      {"EQ_bizTransaction_po", {"urn:epc:id:gdti:0614141.00001.1618034"}, true},
      {"EQ_bizTransaction_inv", {"urn:epc:id:gdti:0614141.00001.1618034"}, false},
      {"EQ_source_owning_party", {"urn:epc:id:pgln:4012345.00225"}, true},
      {"EQ_source_location", {"urn:epc:id:pgln:4012345.00225"}, false},
      {"EQ_destination_location", {"urn:epc:id:sgln:0614141.00777.0"}, true},
      {"EQ_transformationID", {"urn:x:y"}, false},
      {"MATCH_epc", {"urn:epc:id:sgtin:0614141.107346.2017"}, true},
      {"MATCH_epc", {"https://example.com/01/10614141073464/21/2017"}, true},
      {"MATCH_epc", {"urn:epc:id:sscc:4012345.0000000001"}, true},
      {"MATCH_epc", {"urn:epc:idpat:sgtin:0614141.107346.*"}, true},
      {"MATCH_epc", {"urn:epc:idpat:sgtin:0614141.*.*"}, true},
      {"MATCH_epc", {"urn:epc:idpat:sscc:4012345.*"}, true},
      {"MATCH_epc", {"urn:epc:idpat:sgtin:061414.*.*"}, false},
      {"MATCH_epc", {"urn:epc:idpat:sgtin:0614141.107347.*"}, false},
      {"MATCH_parentID", {"urn:epc:id:sscc:4012345.0000000001"}, false},
      {"MATCH_inputEPC", {"urn:epc:id:sscc:4012345.0000000001"}, false},
      {"MATCH_outputEPC", {"urn:epc:id:sscc:4012345.0000000001"}, false},
      {"MATCH_anyEPC", {"urn:epc:id:sscc:4012345.0000000001"}, true},
      {"MATCH_epcClass", {"urn:epc:class:lgtin:4012345.012345.998877"}, true},
      {"MATCH_epcClass", {"urn:epc:idpat:sgtin:4012345.012346.*"}, true},
      {"MATCH_anyEPCClass", {"https://id.gs1.org/01/04012345123456/10/998877"}, true},
      {"MATCH_inputEPCClass", {"urn:epc:class:lgtin:4012345.012345.998877"}, false},
      {"EQ_quantity", {"10"}, true},
      {"GT_quantity", {"10"}, false},
      {"EQ_quantity_KGM", {"200"}, true},
      {"GE_quantity_GRM", {"200000"}, true},
      {"GT_quantity_GRM", {"200000"}, false},
      {"LE_quantity_LTR", {"200000"}, false},
      {"EQ_eventID", {"urn:event:1"}, true},
      {"EQ_eventID", {"urn:event:2"}, false},
      {"EXISTS_errorDeclaration", {}, true},
      {"GE_errorDeclarationTime", {"2026-03-03T00:00:00Z"}, true},
      {"LT_errorDeclarationTime", {"2026-03-03T00:00:00Z"}, false},
      {"EQ_errorReason", {"incorrect_data"}, true},
      {"EQ_correctiveEventID", {"urn:event:2"}, true},
      {"EQ_correctiveEventID", {"urn:event:3"}, false},
      {"EXISTS_sensorElementList", {}, true},
      {"GE_time", {"2026-03-01T06:00:00Z"}, true},
      {"LT_time", {"2026-03-01T06:00:00Z"}, false},
      {"EQ_type", {"gs1:Temperature"}, true},
      {"EQ_type", {"Speed"}, false},
      {"EQ_deviceID", {"urn:epc:id:giai:4000001.111"}, true},
      {"EQ_booleanValue", {"true"}, true},
      {"EQ_booleanValue", {"false"}, false},
      {"EQ_value_CEL", {"26"}, true},
      {"GT_value_FAH", {"78.7"}, true},
      {"GT_value_FAH", {"78.9"}, false},
      {"LT_value_KEL", {"299.2"}, true},
      {"GE_percValue_P1", {"12.1"}, true},
      {"EQ_ex:temperature", {"21"}, true},
      {"GE_ex:temperature", {"21.5"}, false},
      {"LT_https://example.org/temperature", {"21.5"}, true},
      {"GE_ex:seen", {"2026-03-01T08:00:00+08:00"}, true},
      {"EQ_ILMD_ex:lot", {"L0", "L1"}, true},
      {"EQ_ILMD_ex:line", {"7"}, false},
      {"EQ_INNER_ILMD_ex:line", {"7"}, true},
      {"EQ_INNER_ex:inner", {"deep"}, true},
      {"EQ_ex:inner", {"deep"}, false},
      {"EXISTS_ex:outer", {}, true},
      {"EXISTS_ex:nowhere", {}, false},
      {"EXISTS_INNER_ex:inner", {}, true},
      {"EQ_bizStep", {}, true},
  };
  for (const Asked& asked : table) {
    const auto query = parsed({{asked.name, asked.values}});
    ASSERT_TRUE(query) << asked.name << ": " << describe(query.error());
    EXPECT_EQ(matches(*query, event, {&units(), nullptr}), asked.yes)
        << asked.name << " " << (asked.values.empty() ? "" : asked.values.front());
  }
}

TEST(EventQuery, AllConditionsHoldTogether) {
  const auto query = parsed({{"EQ_action", {"ADD"}}, {"EQ_disposition", {"in_transit"}}});
  ASSERT_TRUE(query);
  EXPECT_FALSE(matches(*query, full_event(), {}));
}

TEST(EventQuery, ListsInAnAddressAreDividedByBars) {
  const auto query = parsed({{"EQ_action", {"OBSERVE|ADD"}}}, true);
  ASSERT_TRUE(query);
  EXPECT_TRUE(matches(*query, full_event(), {}));
}

TEST(EventQuery, MasterDataAnswerForPlacesAndAttributes) {
  MasterLookup master;
  VocabularyElement site{.id = "urn:epc:id:sgln:0614141.00777.0", .attributes = {}, .children = {}};
  site.children = {"urn:epc:id:sgln:0614141.00888.0"};
  site.attributes.push_back({"urn:x:country", {}});
  site.attributes.back().value.text = "CN";
  master.add({"urn:epcglobal:epcis:vtype:BusinessLocation", {site}});
  const Event event = full_event();
  const auto asks = [&](const std::string& name, std::vector<std::string> values) {
    const auto query = parsed({{name, std::move(values)}});
    EXPECT_TRUE(query && query->asks_master_data()) << name;
    return query && matches(*query, event, {&units(), &master});
  };
  EXPECT_TRUE(asks("WD_bizLocation", {"https://id.gs1.org/414/0614141007776"}));
  EXPECT_FALSE(asks("WD_bizLocation", {"urn:epc:id:sgln:0614141.00999.0"}));
  EXPECT_TRUE(asks("HASATTR_readPoint", {"urn:x:country"}));
  EXPECT_FALSE(asks("HASATTR_bizLocation", {"urn:x:country"}));
  EXPECT_TRUE(asks("EQATTR_readPoint_urn:x:country", {"DE", "CN"}));
  EXPECT_FALSE(asks("EQATTR_readPoint_urn:x:country", {"DE"}));
}

TEST(EventQuery, RefusesWhatTheLanguageDoesNotHave) {
  struct Row {
    std::vector<Parameter> parameters;
    const Failure* failure;
  };
  const Row rows[] = {
      {{{"EQ_abcd", {"X"}}}, &query_parameter_unknown},
      {{{"GT_eventTime", {"2026-03-01T00:00:00Z"}}}, &query_parameter_unknown},
      {{{"LIKE_bizStep", {"x"}}}, &query_parameter_unknown},
      {{{"EQ_other:field", {"x"}}}, &query_parameter_unknown},
      {{{"GE_eventTime", {"yesterday"}}}, &query_parameter_wrong},
      {{{"GE_eventTime", {}}}, &query_parameter_wrong},
      {{{"EQ_action", {"MOVE"}}}, &query_parameter_wrong},
      {{{"GT_quantity", {"many"}}}, &query_parameter_wrong},
      {{{"MATCH_epc", {"*foo*"}}}, &query_parameter_wrong},
      {{{"maxEventCount", {"0"}}}, &query_parameter_wrong},
      {{{"orderBy", {"size"}}}, &query_parameter_wrong},
      {{{"orderDirection", {"UP"}}}, &query_parameter_wrong},
      {{{"EQ_action", {"ADD"}}, {"EQ_action", {"ADD"}}}, &query_parameter_wrong},
      {{{"eventCountLimit", {"3"}}, {"maxEventCount", {"3"}}}, &query_parameters_exclude},
  };
  for (const Row& row : rows) {
    const auto query = parsed(row.parameters);
    ASSERT_FALSE(query) << row.parameters.front().name;
    EXPECT_EQ(query.error().failure, row.failure) << row.parameters.front().name;
  }
}

TEST(EventQuery, OrdersByTimesNumbersAndTextsWithTheMissingLast) {
  Event early = full_event(), late = full_event(), without = full_event();
  late.time = "2026-03-05T00:00:00Z";
  late.extensions[0].text = "100";
  without.extensions.clear();
  const Order by_time{};
  EXPECT_TRUE(order_key(by_time, late).before(order_key(by_time, early), true));
  EXPECT_FALSE(order_key(by_time, late).before(order_key(by_time, early), false));
  const Order by_field{.subject = Subject::field, .field = {"https://example.org/", "temperature"}};
  EXPECT_TRUE(order_key(by_field, early).before(order_key(by_field, late), false));
  EXPECT_TRUE(order_key(by_field, late).before(order_key(by_field, without), true));
  EXPECT_TRUE(order_key(by_field, late).before(order_key(by_field, without), false));
}

TEST(MasterDataQuery, SaysWhatItDoesNotKnowAndWhatIsTooMuch) {
  EXPECT_EQ(parse_master_data_query(std::vector<Parameter>{{"EQ_color", {"red"}}}).error().failure,
            &query_parameter_unknown);
  EXPECT_EQ(parse_master_data_query(std::vector<Parameter>{{"includeChildren", {"maybe"}}})
                .error()
                .failure,
            &query_parameter_wrong);
  MasterLookup master;
  master.add({"v",
              {{.id = "a", .attributes = {}, .children = {}},
               {.id = "b", .attributes = {}, .children = {}}}});
  const auto query = parse_master_data_query(std::vector<Parameter>{{"maxElementCount", {"1"}}});
  ASSERT_TRUE(query);
  EXPECT_EQ(answer_master_data(*query, master).error().failure, &query_too_large);
}

TEST(MeasurementUnits, ConvertWhatMeasuresTheSame) {
  EXPECT_NEAR(*units().convert(100, "CEL", "FAH"), 212, 1e-9);
  EXPECT_NEAR(*units().convert(0, "KEL", "CEL"), -273.15, 1e-9);
  EXPECT_NEAR(*units().convert(1, "LBR", "GRM"), 453.59237, 1e-9);
  EXPECT_EQ(*units().convert(3, "XYZ", "XYZ"), 3);
  EXPECT_FALSE(units().convert(1, "KGM", "MTR"));
  EXPECT_EQ(MeasurementUnits::read("code\tquantity\tfactor\toffset\nKGM\tmass\t-1\t0\n", "t")
                .error()
                .failure,
            &units_malformed);
}

TEST(EpcPattern, NamesTheClassThatAnIndexCanLookUp) {
  EXPECT_EQ(*EpcPattern::parse("urn:epc:idpat:sgtin:0614141.107346.*")->class_link(),
            "https://id.gs1.org/01/10614141073464");
  EXPECT_FALSE(EpcPattern::parse("urn:epc:idpat:sgtin:0614141.*.*")->class_link());
  EXPECT_TRUE(EpcPattern::parse("https://id.gs1.org/01/*")
                  ->matches("urn:epc:id:sgtin:0614141.107346.2017"));
  EXPECT_FALSE(EpcPattern::parse("urn:epc:idpat:sgtin:0614141.1*.*"));
  EXPECT_FALSE(EpcPattern::parse("urn:epc:idpat:sgtin:*.107346.*"));
}

}  // namespace
}  // namespace zhiheng::trace
