#include "code/region.h"

#include <fstream>

#include "code/failures.h"
#include "support/source.h"

namespace zhiheng::code {
namespace {

Date day(std::string_view text) { return parse_date(text).value(); }

const Regions& regions() {
  static const Regions regions = load_regions(support::source_path("/catalog")).value();
  return regions;
}

/// "370116 whole, …": what `convert` gives, as text.
std::string converted(std::string_view code, std::string_view from, std::string_view to) {
  const auto heirs = regions().convert(code, day(from), day(to));
  if (!heirs) return std::string(heirs.error().failure->id);
  std::string text;
  for (const auto& [region, extent] : *heirs) {
    text.append(text.empty() ? "" : ", ").append(region->code);
    if (extent != Extent::whole) text.append(" ").append(name_of(extent));
  }
  return text;
}

std::vector<std::string> codes(const std::vector<const Region*>& regions) {
  std::vector<std::string> list;
  for (const Region* region : regions) list.push_back(region->code);
  return list;
}

TEST(Regions, ChaohuWasDividedIn2011) {
  EXPECT_EQ(converted("341402", "2010-06-30", "2012-01-01"), "340181");
  EXPECT_EQ(converted("341421", "2010-06-30", "2012-01-01"), "340124");
  EXPECT_EQ(converted("341422", "2010-06-30", "2012-01-01"), "340225");
  EXPECT_EQ(converted("341423", "2010-06-30", "2012-01-01"), "340522");
  EXPECT_EQ(converted("341424", "2010-06-30", "2012-01-01"), "340207 part, 340523 part");
  EXPECT_EQ(converted("341400", "2010-06-30", "2012-01-01"),
            "340100 part, 340200 part, 340500 part");
  EXPECT_EQ(regions().find("341400", day("2012-01-01")), nullptr);
  EXPECT_EQ(regions().path_name("341421", day("2010-01-01")), "安徽省/巢湖市/庐江县");
  EXPECT_EQ(regions().path_name("340124", day("2012-01-01")), "安徽省/合肥市/庐江县");
}

TEST(Regions, JianyangWentFromZiyangToChengduIn2016) {
  EXPECT_EQ(converted("512081", "2015-12-31", "2016-12-31"), "510185");
  EXPECT_EQ(converted("510185", "2017-01-01", "2015-12-31"), "512081");
  EXPECT_EQ(regions().find("512081", day("2015-12-31"))->parent, "512000");
  EXPECT_EQ(regions().find("510185", day("2017-01-01"))->parent, "510100");
}

TEST(Regions, LaiwuBecamePartOfJinanIn2019) {
  EXPECT_EQ(converted("371200", "2018-12-31", "2019-02-01"), "370100");
  EXPECT_EQ(converted("371202", "2018-12-31", "2019-02-01"), "370116");
  EXPECT_EQ(converted("371203", "2018-12-31", "2019-02-01"), "370117");
  EXPECT_EQ(converted("370117", "2019-02-01", "2018-12-31"), "371203");
  // The ministry's snapshot of 201904 still had the old codes: the day counts, not the label.
  EXPECT_NE(regions().find("371202", day("2019-01-08")), nullptr);
  EXPECT_EQ(regions().find("371202", day("2019-01-09")), nullptr);
  EXPECT_TRUE(regions().find("370116", day("2019-01-09"))->exact);
}

TEST(Regions, KeepTheirCodeUnderANewName) {
  EXPECT_EQ(regions().find("371324", day("2013-12-31"))->name, "苍山县");
  EXPECT_EQ(regions().find("371324", day("2014-12-31"))->name, "兰陵县");
  EXPECT_EQ(regions().find("320803", day("2010-12-31"))->name, "楚州区");
  EXPECT_EQ(regions().find("320803", day("2011-12-31"))->name, "淮安区");
  EXPECT_EQ(converted("371324", "2013-12-31", "2020-01-01"), "371324");
  EXPECT_EQ(converted("320803", "2020-01-01", "2010-12-31"), "320803");
}

TEST(Regions, AreFollowedOverSeveralSteps) {
  // 巢湖地区 342622 庐江县, city in 1999, divided in 2011.
  EXPECT_EQ(converted("342622", "1990-01-01", "2020-01-01"), "340124");
  EXPECT_EQ(converted("340124", "2020-01-01", "1990-01-01"), "342622");
}

TEST(Regions, MergeAndComeApartAgain) {
  EXPECT_EQ(converted("110103", "2009-12-31", "2011-01-01"), "110101");
  EXPECT_EQ(converted("110101", "2011-01-01", "2009-12-31"), "110101, 110103");
  EXPECT_EQ(converted("310108", "2014-12-31", "2016-01-01"), "310106");
}

TEST(Regions, RefuseToConvertWhatWasNotInForce) {
  EXPECT_EQ(converted("341400", "2015-01-01", "2020-01-01"), "code.region_unknown");
  EXPECT_EQ(converted("999999", "2015-01-01", "2020-01-01"), "code.region_unknown");
  EXPECT_EQ(converted("", "2015-01-01", "2020-01-01"), "code.region_unknown");
}

TEST(Regions, KnowHongKongMacaoAndTaiwan) {
  const Date today = day("2024-06-30");
  EXPECT_EQ(regions().path_name("710000", today), "台湾省");
  EXPECT_EQ(regions().path_name("810000", today), "香港特别行政区");
  EXPECT_EQ(regions().path_name("820000", today), "澳门特别行政区");
  EXPECT_EQ(regions().children("", today).size(), 34U);
}

TEST(Regions, KnowPrefecturesWithoutCounties) {
  const Date today = day("2024-06-30");
  for (const std::string_view code : {"441900", "442000", "460400", "620200"}) {
    ASSERT_NE(regions().find(code, today), nullptr) << code;
    EXPECT_EQ(regions().find(code, today)->kind, RegionKind::prefecture) << code;
    EXPECT_THAT(regions().children(code, today), testing::IsEmpty()) << code;
  }
  EXPECT_EQ(regions().find("620201", today)->parent, "620200");
}

TEST(Regions, KnowTheGroupingsOfStatisticalTables) {
  const Date today = day("2024-06-30");
  for (const std::string_view code : {"110100", "120100", "310100", "500100", "500200", "419000",
                                      "429000", "469000", "659000", "371401"}) {
    ASSERT_NE(regions().find(code, today), nullptr) << code;
    EXPECT_EQ(regions().find(code, today)->kind, RegionKind::grouping) << code;
  }
  EXPECT_EQ(regions().path_name("110101", today), "北京市/东城区");
  EXPECT_EQ(regions().children("110100", today).size(), 16U);
  EXPECT_EQ(regions().children("500200", today).size() + regions().children("500100", today).size(),
            38U);
  EXPECT_EQ(regions().children("500000", today).size(), 38U);
  EXPECT_THAT(codes(regions().children("419000", today)), testing::ElementsAre("419001"));
}

TEST(Regions, KnowDirectlyAdministeredCounties) {
  EXPECT_EQ(regions().find("429004", day("2024-01-01"))->parent, "420000");
  EXPECT_EQ(regions().path_name("429021", day("2024-01-01")), "湖北省/神农架林区");
}

TEST(Regions, GiveTheNearestVersionOfACodeOutOfForce) {
  EXPECT_EQ(regions().nearest("512081", day("2020-01-01"))->name, "简阳市");
  EXPECT_EQ(regions().nearest("371324", day("1990-01-01"))->name, "苍山县");
  EXPECT_EQ(regions().nearest("371324", day("2020-01-01"))->name, "兰陵县");
  EXPECT_EQ(regions().nearest("000000", day("2020-01-01")), nullptr);
}

TEST(Regions, AreRecognisedAsPeopleWriteThem) {
  const Date today = day("2024-06-30");
  const std::pair<std::string_view, std::string_view> rows[] = {
      {"甘肃省", "620000"},
      {"甘肃", "620000"},
      {" 甘肃省　", "620000"},
      {"620000", "620000"},
      {"６２００００", "620000"},
      {"内蒙古", "150000"},
      {"新疆维吾尔自治区", "650000"},
      {"吉林", "220000"},
      {"吉林省吉林市船营区", "220204"},
      {"北京", "110000"},
      {"北京市市辖区东城区", "110101"},
      {"兰州", "620100"},
      {"甘肃省/兰州市/城关区", "620102"},
      {"甘肃省兰州市城关区雁滩路18号", "620102"},
      {"甘肃临夏回族自治州临夏县", "622921"},
      {"东莞市长安镇", "441900"},
      {"湖北省仙桃市", "429004"},
      {"安徽省合肥市和平路", "340100"},
      {"110101001", "110101"},
      {"110101001001", "110101"},
      {"512081", "512081"}};
  for (const auto& [typed, code] : rows) {
    const Region* region = regions().recognise(typed, today);
    ASSERT_NE(region, nullptr) << typed;
    EXPECT_EQ(region->code, code) << typed;
  }
}

TEST(Regions, AreNotGuessed) {
  const Date today = day("2024-06-30");
  for (const std::string_view typed : {"", "鼓楼区", "美国", "和平路", "62", "6200000", "\xFF"}) {
    EXPECT_EQ(regions().recognise(typed, today), nullptr) << typed;
  }
  EXPECT_THAT(codes(regions().named("鼓楼区", today)),
              testing::ElementsAre("320106", "320302", "350102", "410204"));
  EXPECT_THAT(codes(regions().named("鼓楼区", today, "350000")), testing::ElementsAre("350102"));
  EXPECT_THAT(codes(regions().ever_named("苍山县")), testing::ElementsAre("371324", "372823"));
}

TEST(Regions, HaveAPrefixForEverythingBelow) {
  EXPECT_EQ(subtree_prefix("620000"), "62");
  EXPECT_EQ(subtree_prefix("620100"), "6201");
  EXPECT_EQ(subtree_prefix("620102"), "620102");
  EXPECT_EQ(subtree_prefix("469000"), "4690");
}

TEST(Regions, HaveAParentInForceEveryDay) {
  for (const Region& region : regions().all()) {
    if (region.kind == RegionKind::province) continue;
    EXPECT_NE(regions().find(region.parent, region.valid_from), nullptr)
        << region.code << " " << region.name << " " << to_text(region.valid_from);
  }
}

TEST(Regions, BearACodeOneAtATime) {
  const auto all = regions().all();
  for (std::size_t i = 1; i < all.size(); ++i) {
    if (all[i].code == all[i - 1].code) {
      EXPECT_LE(all[i - 1].valid_to, all[i].valid_from) << all[i].code;
    }
  }
}

TEST(Regions, AllHaveAnHeirToday) {
  // Whatever was a place since 1981 leads to one that is in force.
  int lost = 0;
  for (const Region& region : regions().all()) {
    if (region.kind == RegionKind::grouping || region.kind == RegionKind::zone) continue;
    const auto heirs = regions().convert(region.code, region.valid_from, day("2024-12-31"));
    ASSERT_TRUE(heirs.has_value());
    if (heirs->empty()) ++lost;
  }
  EXPECT_EQ(lost, 0);
}

TEST(Regions, AgreeWithTheMinistrySnapshots) {
  const std::filesystem::path folder = support::shared_path("/data/regulators/regions");
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no snapshots below " << folder;
  for (const std::string_view year : {"2010", "2017"}) {
    std::ifstream file(folder / ("gb2260_mca_" + std::string(year) + "12.tsv"));
    std::string line;
    std::getline(file, line);
    int rows = 0;
    while (std::getline(file, line)) {
      const std::string code = line.substr(11, 6);
      const Region* region = regions().find(code, day(std::string(year) + "-12-31"));
      ASSERT_NE(region, nullptr) << line;
      EXPECT_EQ(region->name, line.substr(18)) << line;
      ++rows;
    }
    EXPECT_GT(rows, 3200);
  }
}

TEST(RegionTable, RefusesALineThatItCannotRead) {
  const std::string head = "code\tname\tshort\tkind\tvalid_from\tvalid_to\tparent\n";
  const std::string changes = "old\tnew\ton\textent\n";
  const auto refused = [&](const std::string& row) {
    const auto regions = Regions::read(head + row, changes);
    return regions ? std::string() : regions.error().where + " " + regions.error().found;
  };
  EXPECT_EQ(refused("620000\t甘肃省\t甘肃\tprovince\t1981\t\t\n"), "");
  EXPECT_EQ(refused("62000\t甘肃省\t甘肃\tprovince\t1981\t\t\n"), "regions.tsv:2 62000");
  EXPECT_EQ(refused("620000\t甘肃省\t甘肃\tstate\t1981\t\t\n"), "regions.tsv:2 state");
  EXPECT_EQ(refused("620000\t甘肃省\t甘肃\tprovince\t81\t\t\n"), "regions.tsv:2 81");
  EXPECT_EQ(refused("620000\t甘肃省\t甘肃\tprovince\t1981\t1980\t\n"), "regions.tsv:2 1980");
  EXPECT_EQ(refused("# note\n620000\t甘肃省\n"), "regions.tsv:3 2 columns");
  EXPECT_EQ(Regions::read("", changes).error().failure, &table_malformed);
  EXPECT_EQ(Regions::read(head, changes + "1\t620000\t1981\twhole\n").error().where,
            "region_changes.tsv:2");
  EXPECT_EQ(Regions::read(head, changes + "620100\t620000\t1981\thalf\n").error().found, "half");
  EXPECT_EQ(load_regions("/nonexistent").error().failure, &table_unreadable);
}

}  // namespace
}  // namespace zhiheng::code
