// Names of bodies: counterparts at four levels, short forms, collective names, reorganisations.

#include "plan/party.h"

#include "plan/readings.h"

namespace zhiheng::plan {
namespace {

/// The key of the body that a name means, "collective", or "" for neither.
std::string meant_by(const std::string& name) {
  const std::u32string characters = to_characters(name);
  if (is_collective(shipped_lexicon(), characters)) return "collective";
  const NameParts parts = name_parts(shipped_lexicon(), characters);
  return parts.authority == nullptr ? "" : parts.authority->key;
}

TEST(PartyReading, CounterpartsAtFourLevelsMeanOneBody) {
  for (const auto& row : reading("counterparts.tsv")) {
    for (std::size_t i = 1; i < row.size(); ++i) {
      if (row[i] == "-") continue;
      EXPECT_EQ(meant_by(row[i]), row[0]) << row[i];
    }
  }
}

TEST(PartyReading, EveryPartyOfThePlansIsInTheTableOfCounterparts) {
  const std::vector<std::string> plans{"state-council-2012", "city-2012", "gansu-2014",
                                       "henan-2013"};
  const auto rows = reading("counterparts.tsv");
  for (std::size_t i = 0; i < plans.size(); ++i) {
    const auto path = real_plan(plans[i] + ".txt");
    if (!path) GTEST_SKIP() << "no shared/plans/" << plans[i];
    const Plan plan = read(file_text(*path));
    std::size_t named = 0;
    for (const auto& row : rows) named += row[i + 1] == "-" ? 0U : 1U;
    EXPECT_EQ(plan.parties.size(), named) << plans[i];
    for (const Party& party : plan.parties) {
      EXPECT_TRUE(
          std::ranges::any_of(rows, [&](const auto& row) { return row[i + 1] == party.canonical; }))
          << plans[i] << " " << party.canonical;
      EXPECT_EQ(party.authority.empty(), party.collective) << party.canonical;
    }
  }
}

TEST(Succession, FollowsAReorganisationFromItsYearOn) {
  const Lexicon& lexicon = shipped_lexicon();
  const auto heir = [&](std::string_view key, int year) {
    return lexicon.standing_in(*lexicon.authority(key), year)->key;
  };
  EXPECT_EQ(heir("quality", 2012), "quality");
  EXPECT_EQ(heir("quality", 2018), "market");
  EXPECT_EQ(heir("ciq", 2019), "customs");
  EXPECT_EQ(heir("health", 2020), "health_commission");
  EXPECT_EQ(heir("finance", 2030), "finance");
  EXPECT_EQ(heir("supervision", 2019), "supervision");  // no successor on record
}

TEST(Succession, YearsOfBodiesAreMarkedUnverified) {
  for (const std::string_view key : {"quality", "market", "ciq", "post"}) {
    EXPECT_EQ(shipped_lexicon().authority(key)->status, "unverified") << key;
  }
  EXPECT_EQ(shipped_lexicon().authority("grain")->status, "");  // no years, nothing to verify
}

TEST(Names, InheritThePlaceBeforeThem) {
  const Plan plan = read(
      "方案\n一、监管\n（一）甲。甲。（市质监局牵头，发改委、食安办、市委宣传部、教育局、市政府金融"
      "办、"
      "法制办，黄州银监分局、保监局配合）\n");
  EXPECT_EQ(roles_of(plan, plan.items.at(0)),
            "市质监局+市发改委、市食安办、市委宣传部、市教育局、市政府金融办、市政府法制办、"
            "黄州银监分局、黄州保监局");
}

TEST(Names, ThatStandForSeveralBodiesAreCollective) {
  for (const std::string name :
       {"各省级人民政府", "各有关部门", "市（州）人民政府", "各县（市、区）人民政府",
        "国务院有关部门", "各街道办事处", "有关行业协会", "领导小组各成员单位", "各市州政府"}) {
    EXPECT_EQ(meant_by(name), "collective") << name;
  }
  for (const std::string name : {"省质监局", "质检总局", "某某公司"}) {
    EXPECT_NE(meant_by(name), "collective") << name;
  }
}

}  // namespace
}  // namespace zhiheng::plan
