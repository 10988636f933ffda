#include "stat/company_name.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "stat/failures.h"
#include "support/source.h"

namespace zhiheng::stat {
namespace {

std::string text_of(const std::string& file) {
  std::ifstream stream(support::source_path("/catalog/" + file), std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

const CompanyWords& words() {
  static const CompanyWords read =
      *CompanyWords::parse(text_of("linkage/company_words.tsv"), text_of("codes/regions.tsv"));
  return read;
}

Agreement compared(const std::string& one, const std::string& other) {
  const CompanyName a = company_name(one, words());
  const CompanyName b = company_name(other, words());
  EXPECT_EQ(compare_companies(a, b), compare_companies(b, a)) << one << " | " << other;
  return compare_companies(a, b);
}

TEST(CompanyName, IsTakenApart) {
  struct Row {
    const char *name, *region, *trade, *industry, *form, *branch;
  };
  const Row rows[] = {
      {"苏州甲乙电子科技有限公司", "3205", "甲乙", "电子科技", "有限公司", ""},
      {"江苏省苏州市甲乙食品有限责任公司", "3205", "甲乙", "食品", "有限公司", ""},
      {"甲乙丙（上海）医药股份有限公司", "31", "甲乙丙", "医药", "股份公司", ""},
      {"深圳市腾飞网络科技有限公司南山分公司", "4403", "腾飞", "网络", "有限公司", "南山分公司"},
      {"宁波甲乙股权投资合伙企业（有限合伙）", "3302", "甲乙股权", "投资", "合伙企业", ""},
      {"昆山市丁记饭店", "320583", "丁记", "", "饭店", ""},
      {"海南航空股份有限公司", "46", "航空", "", "股份公司", ""},
      {"和平电器有限公司", "", "和平", "电器", "有限公司", ""},
      {"甲乙", "", "甲乙", "", "", ""},
      {"", "", "", "", "", ""},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    const CompanyName name = company_name(row.name, words());
    EXPECT_EQ(name.region, row.region);
    EXPECT_EQ(name.trade, row.trade);
    EXPECT_EQ(name.industry, row.industry);
    EXPECT_EQ(name.form, row.form);
    EXPECT_EQ(name.branch, row.branch);
  }
}

TEST(CompanyName, ReadsOnePlaceInWhateverFormItIsWritten) {
  for (const char* other :
       {"苏州甲乙食品有限责任公司", "苏州市甲乙食品有限公司", "江苏省苏州市甲乙食品有限公司",
        "甲乙食品（苏州）有限公司", "甲乙食品(苏州)有限公司", "苏州甲乙食品有限公司 ",
        "苏州 甲乙食品科技有限公司"}) {
    EXPECT_EQ(compared("苏州甲乙食品有限公司", other), Agreement::same) << other;
  }
}

TEST(CompanyName, IsDecidedByTheTradeName) {
  EXPECT_EQ(compared("苏州甲乙食品有限公司", "苏州甲乙食品股份有限公司"), Agreement::close);
  EXPECT_EQ(compared("苏州甲乙食品有限公司", "甲乙"), Agreement::close);
  EXPECT_EQ(compared("苏州甲乙食品有限公司", "苏州甲乙机械有限公司"), Agreement::near);
  EXPECT_EQ(compared("苏州金利来食品有限公司", "苏州金利米食品有限公司"), Agreement::near);
  EXPECT_EQ(compared("苏州甲乙食品有限公司", "苏州甲丙食品有限公司"), Agreement::different);
  EXPECT_EQ(compared("苏州甲乙食品有限公司", "南京甲乙食品有限公司"), Agreement::different);
  EXPECT_EQ(compared("江苏甲乙食品有限公司", "苏州甲乙食品有限公司"), Agreement::same);
  EXPECT_EQ(compared("苏州甲乙食品有限公司", "苏州甲乙食品有限公司昆山分公司"),
            Agreement::different);
}

TEST(CompanyName, RefusesWordsOfAnUnknownKind) {
  const std::string regions = "code\tname\tshort\tvalid_to\n320000\t江苏省\t江苏\t\n";
  EXPECT_EQ(CompanyWords::parse("kind\tword\tsame_as\nfrom\t公司\t\n", regions).error().failure,
            &table_malformed);
  EXPECT_EQ(CompanyWords::parse("word\n公司\n", regions).error().failure, &table_malformed);
  EXPECT_TRUE(CompanyWords::parse("kind\tword\tsame_as\nform\t公司\t\n", regions));
}

TEST(CompanyWords, AreEachTheirOwnCommonForm) {
  // What a word stands for stands for itself, or two names would meet by one road and not another.
  for (const CompanyWords::Lookup* lookup : {&words().forms(), &words().industries()}) {
    for (const auto& [word, common] : *lookup) {
      const auto found = lookup->find(common);
      ASSERT_NE(found, lookup->end()) << word << " -> " << common;
      EXPECT_EQ(found->second, common) << word;
    }
  }
}

}  // namespace
}  // namespace zhiheng::stat
