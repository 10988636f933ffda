#include "stat/survey_publication.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>

#include "stat/failures.h"
#include "support/source.h"

namespace zhiheng::stat {
namespace {

std::vector<PublicationRule> shipped() {
  std::ifstream file(support::source_path("/catalog/surveys/publication_rules.tsv"));
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const auto rules = publication_rules(text);
  EXPECT_TRUE(rules) << (rules ? "" : describe(rules.error()));
  return rules ? *rules : std::vector<PublicationRule>{};
}

PublicationRule rule(const std::string& name) {
  for (const PublicationRule& each : shipped()) {
    if (each.name == name) return each;
  }
  ADD_FAILURE() << "no rule " << name;
  return {};
}

TEST(PublicationRules, OfTheCpscAreThosePublished) {
  const PublicationRule cpsc = rule("cpsc");
  EXPECT_TRUE(cpsc.verified);
  EXPECT_EQ(judge(cpsc, {1200, 20, 20, 0.33, 1, 80}).verdict, Publication::yes);
  EXPECT_EQ(judge(cpsc, {1199, 20, 20, 0.33, 1, 80}).verdict, Publication::no);
  EXPECT_EQ(judge(cpsc, {1200, 19, 20, 0.33, 1, 80}).verdict, Publication::no);
  const auto both = judge(cpsc, {5000, 12, 20, 0.41, 1, 80});
  EXPECT_EQ(both.verdict, Publication::no);
  EXPECT_EQ(both.reason, "records 12 < 20; cv 0.41 > 0.33");
}

TEST(PublicationRules, FlagAndTakeTheWidthIntoAccount) {
  const PublicationRule share = rule("nchs-proportion");
  EXPECT_FALSE(share.verified);
  EXPECT_EQ(judge(share, {0.01, 900, 300, 0.5, 0.02, 40}).verdict, Publication::yes);
  EXPECT_EQ(judge(share, {0.04, 900, 300, 0.5, 0.06, 40}).verdict, Publication::no);
  EXPECT_EQ(judge(share, {0.4, 900, 300, 0.1, 0.1, 5}).verdict, Publication::flag);
  EXPECT_EQ(judge(share, {0.4, 900, 29, 0.1, 0.1, 5}).verdict, Publication::no);
}

TEST(PublicationRules, NeverPublishWhatHasNoValue) {
  EXPECT_EQ(judge({}, {std::nan(""), 100, 100, 0, 0, 9}).verdict, Publication::no);
  EXPECT_EQ(judge({}, {5, 100, 100, 0, 0, 9}).verdict, Publication::yes);
}

TEST(PublicationRules, RefuseATableThatCannotBeRead) {
  const std::string names =
      "rule\tquantity\tside\tthreshold\twider_than\tverdict\tstatus\tsource\n";
  for (const char* line :
       {"a\tsize\tbelow\t1\t\tno\tverified\ts\n", "a\tcv\tunder\t1\t\tno\tverified\ts\n",
        "a\tcv\tabove\tmuch\t\tno\tverified\ts\n", "a\tcv\tabove\t1\t\tperhaps\tverified\ts\n",
        "a\tcv\n"}) {
    const auto rules = publication_rules(names + line);
    ASSERT_FALSE(rules) << line;
    EXPECT_EQ(rules.error().failure, &table_malformed);
  }
}

}  // namespace
}  // namespace zhiheng::stat
