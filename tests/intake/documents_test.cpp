// JSON, XML and Parquet.
#include <duckdb.h>

#include "intake/failures.h"
#include "intake/json.h"
#include "intake/json_elements.h"
#include "intake/parquet.h"
#include "intake/xml.h"
#include "intake_fixture.h"

namespace zhiheng::intake {
namespace {

using Lines = std::vector<std::vector<std::string>>;
using Names = std::vector<std::string>;

struct Document {
  Names names;
  Lines lines;
  std::vector<const Failure*> faults;
  std::optional<Error> stopped;
};

Document drain(Result<std::unique_ptr<Source>> source) {
  Document document;
  if (!source) {
    document.stopped = source.error();
    return document;
  }
  document.names = (*source)->names();
  Line line;
  for (;;) {
    const auto more = (*source)->next(line);
    if (!more) document.stopped = more.error();
    if (!more || !*more) return document;
    auto& texts = document.lines.emplace_back();
    for (const Cell& cell : line.cells) {
      texts.emplace_back(cell.text);
      std::ranges::replace(texts.back(), list_mark, '|');
    }
    document.faults.push_back(line.fault ? line.fault->failure : nullptr);
  }
}

class Documents : public testing::Test {
 protected:
  Document json(std::string_view text, Names paths = {}, const std::string& at = "") {
    return drain(open_json(folder.write("a.json", text), at, std::move(paths)));
  }
  Document xml(std::string_view text, const std::string& element = "row") {
    return drain(open_xml(folder.write("a.xml", text), element));
  }
  Folder folder;
};

TEST_F(Documents, JsonArraysLinesAndSingleObjectsAreRecords) {
  const Names names{"a", "b"};
  const Lines lines{{"1", "x"}, {"2", ""}};
  for (const char* text :
       {R"([{"a":1,"b":"x"}, {"a":2,"b":null}])", "{\"a\":1,\"b\":\"x\"}\n{\"a\":2}\n",
        "\xEF\xBB\xBF{\"a\":1,\n\"b\":\"x\"}{\"a\":2}",
        R"({"meta":{"n":[1,"]"]},"results":[{"a":1,"b":"x"},{"a":2}]})"}) {
    const Document document = json(text, {}, "/results");
    EXPECT_EQ(document.names, names) << text;
    EXPECT_EQ(document.lines, lines) << text;
  }
}

TEST_F(Documents, JsonPathsReachIntoArrays) {
  const Document document = json(
      R"([{"Id":7,"Products":[{"Name":"saw","N":1.50},{"Name":"axe"}],
           "Hazards":[{"Name":"fire"},{"Name":"fall"}],"Flags":[true,"x"],"Empty":[]}])",
      {"Id", "Products[0].Name", "Products[1].Name", "Products[0].N", "Hazards[].Name", "Missing.x",
       "Empty[].y"});
  EXPECT_EQ(document.names, (Names{"Id", "Products[0].Name", "Products[1].Name", "Products[0].N",
                                   "Hazards[].Name", "Empty[].y", "Flags"}));
  EXPECT_EQ(document.lines, (Lines{{"7", "saw", "axe", "1.5", "fire|fall", "", "true|x"}}));
}

TEST_F(Documents, JsonOfManyMegabytesIsReadRecordByRecord) {
  std::string text = "[";
  for (int at = 0; at < 40'000; ++at) {
    text += at == 0 ? "" : ",\n";
    text += R"({"n":)" + std::to_string(at) + R"(,"t":"\"}]{[,\\)" + std::string(40, 'x') + "\"}";
  }
  const Document document = json(text + "]");
  ASSERT_EQ(document.lines.size(), 40'000U);
  EXPECT_EQ(document.lines[39'999][0], "39999");
  EXPECT_EQ(document.lines[5][1].substr(0, 7), "\"}]{[,\\");
}

TEST_F(Documents, JsonThatIsCutOffIsRefused) {
  EXPECT_EQ(json(R"([{"a":1},{"a":)").stopped->failure, &damaged);
  EXPECT_EQ(json(R"([{"a":1})").stopped->failure, &damaged);
  EXPECT_EQ(json(R"({"a":"x)").stopped->failure, &damaged);
  EXPECT_EQ(json(R"({"results":[)", {}, "/results").stopped->failure, &damaged);
}

TEST_F(Documents, JsonRecordsThatAreMalformedAreRefusedAlone) {
  const Document document = json("{\"a\":1}\n{\"a\":01}\n{\"a\":\"\xFF\"}\n7\n{\"a\":2}\n");
  EXPECT_EQ(document.faults,
            (std::vector<const Failure*>{nullptr, &record_malformed, &record_malformed,
                                         &record_malformed, nullptr}));
}

TEST_F(Documents, JsonRecordOver16MegabytesIsRefused) {
  const Document document = json("[{\"a\":\"" + std::string((17U << 20), 'x') + "\"}]");
  ASSERT_TRUE(document.stopped);
  EXPECT_EQ(document.stopped->failure, &too_large);
}

TEST_F(Documents, XmlElementsBecomeRecords) {
  const Document document = xml(R"(<?xml version="1.0"?>
    <x:root xmlns:x="u" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
      <x:row><id>1</id><pictures><picture>a</picture><picture>b</picture></pictures>
        <brand xsi:nil="true"/></x:row>
      <x:row><id>2 &amp; <![CDATA[<3>]]></id><late>yes</late></x:row></x:root>)");
  EXPECT_EQ(document.names, (Names{"brand", "id", "pictures", "pictures/picture", "late"}));
  EXPECT_EQ(document.lines, (Lines{{"", "1", "", "a|b", ""}, {"", "2 & <3>", "", "", "yes"}}));
}

TEST_F(Documents, XmlWithEntitiesOrDamageIsRefused) {
  EXPECT_EQ(xml("<!DOCTYPE r [<!ENTITY e \"x\">]><r><row><a>&e;</a></row></r>").stopped->failure,
            &forbidden_markup);
  EXPECT_EQ(xml("<r><row><a>1</a></row>").stopped->failure, &damaged);
  EXPECT_EQ(xml("<r><row><a>1</b></row></r>").stopped->where, "line 1");
  EXPECT_EQ(xml("<r><other/></r>").stopped->failure, &header_missing);
  std::string deep;
  for (int at = 0; at < 300; ++at) deep += "<a>";
  EXPECT_EQ(xml(deep).stopped->failure, &too_large);
}

TEST_F(Documents, SafetyGateWeeklyXmlBecomesAlerts) {
  const std::string file = folder.write("weekly.xml", R"(<?xml version="1.0" encoding="UTF-8"?>
<weeklyReport xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><notifications>
<caseNumber>SR/01234/24</caseNumber><reference>https://example.org/1</reference>
<name>Soft toy</name><product>Toy bear</product><category>Toys</category><brand>ACME</brand>
<type_numberOfModel>B-1</type_numberOfModel><batchNumber xsi:nil="true"/><barcode>6901234567892</barcode>
<riskType>Choking, Chemical</riskType><danger>Small parts come off.</danger>
<notifyingCountry>Poland</notifyingCountry><countryOfOrigin>People's Republic of China</countryOfOrigin>
<type>Consumer</type><level>Serious risk</level>
<pictures><picture>https://example.org/p</picture></pictures></notifications></weeklyReport>)");
  const Read read = read_all("alert", file, {.mapping = "safety-gate-xml"});
  ASSERT_TRUE(read.outcome) << describe(read.outcome.error());
  ASSERT_EQ(read.rows.size(), 1U);
  EXPECT_EQ(read.text(0, "network"), "safety_gate");
  EXPECT_EQ(read.text(0, "product"), "Toy bear");
  EXPECT_EQ(read.text(0, "hazards"), "Choking|Chemical");
  EXPECT_EQ(read.text(0, "product_codes"), "B-1|6901234567892");
  EXPECT_EQ(read.text(0, "risk_decision"), "serious");
  EXPECT_EQ(read.text(0, "url"), "https://example.org/1");
}

TEST_F(Documents, CpscApiJsonBecomesRecalls) {
  const std::string file = folder.write("cpsc.json", R"([{"RecallID":10579,"RecallNumber":"26219",
"RecallDate":"2026-01-29T00:00:00","Description":"A toy.","URL":"https://example.org/2",
"Title":"Toys Recalled","Products":[{"Name":"Toy","Model":"","Type":"Toys","NumberOfUnits":"About 300"}],
"Injuries":[{"Name":"None reported"}],"Manufacturers":[],"Importers":[{"Name":"Acme, of China"}],
"ManufacturerCountries":[{"Country":"China"},{"Country":"Vietnam"}],"ProductUPCs":[],
"Hazards":[{"Name":"It can choke.","HazardType":"Choking","HazardTypeID":"1"}],
"RemedyOptions":[{"Option":"Refund"}]}])");
  const Read read = read_all("recall", file, {.mapping = "cpsc-json"});
  ASSERT_TRUE(read.outcome) << describe(read.outcome.error());
  ASSERT_EQ(read.rows.size(), 1U) << describe(read.refusals[0].error);
  EXPECT_EQ(read.text(0, "recall_number"), "26219");
  EXPECT_EQ(read.text(0, "recalled_on"), "2026-01-29");
  EXPECT_EQ(read.text(0, "firms"), "Acme, of China");
  EXPECT_EQ(read.text(0, "countries"), "China|Vietnam");
  EXPECT_EQ(read.text(0, "hazards"), "Choking");
  EXPECT_EQ(read.text(0, "quantity"), "About 300");
}

/// Runs SQL that writes a file.
void run_sql(const std::string& sql) {
  duckdb_database database = nullptr;
  duckdb_connection connection = nullptr;
  duckdb_result result{};
  ASSERT_EQ(duckdb_open(nullptr, &database), DuckDBSuccess);
  ASSERT_EQ(duckdb_connect(database, &connection), DuckDBSuccess);
  EXPECT_EQ(duckdb_query(connection, sql.c_str(), &result), DuckDBSuccess)
      << duckdb_result_error(&result);
  duckdb_destroy_result(&result);
  duckdb_disconnect(&connection);
  duckdb_close(&database);
}

TEST_F(Documents, ParquetKeepsTypesAndOrder) {
  const std::string file = folder.name("a.parquet");
  run_sql(
      "COPY (SELECT 'CJ' || i AS \"抽样 \"\"编号\", i AS n, DATE '2024-03-05' AS d, "
      "['a', 'b'] AS l, 1.5::DECIMAL(9,2) AS m, i % 2 = 0 AS b, NULL::VARCHAR AS z "
      "FROM range(150000) t(i)) TO '" +
      file + "' (FORMAT parquet)");
  const Document document = drain(open_parquet(file));
  EXPECT_EQ(document.names, (Names{"抽样 \"编号", "n", "d", "l", "m", "b", "z"}));
  ASSERT_EQ(document.lines.size(), 150'000U);
  EXPECT_EQ(document.lines[0], (Names{"CJ0", "0", "2024-03-05", "a|b", "1.50", "true", ""}));
  for (std::size_t at = 0; at < document.lines.size(); ++at) {
    ASSERT_EQ(document.lines[at][1], std::to_string(at));
  }
}

TEST_F(Documents, ParquetThatIsDamagedIsRefused) {
  EXPECT_EQ(
      drain(open_parquet(folder.write("a.parquet", "PAR1 and nothing else PAR1"))).stopped->failure,
      &damaged);
  EXPECT_EQ(drain(open_parquet(folder.name("none"))).stopped->failure, &cannot_read);
}

}  // namespace
}  // namespace zhiheng::intake
