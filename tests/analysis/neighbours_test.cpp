#include "analysis/failures.h"
#include "analysis/method.h"
#include "folder.h"

namespace zhiheng::analysis {
namespace {

Result<Answer> ask_neighbours(const std::string& name,
                              const std::map<std::string, std::string>& given,
                              const std::string& data, const std::string& pairs = {}) {
  const Folder folder;
  ZH_TRY(const Method* method, find_method(name));
  Call call;
  ZH_TRY(call.settings, settings_of(*method, given));
  ZH_TRY(call.tables["in"], Table::read(folder.write("data.csv", data)));
  if (!pairs.empty()) {
    ZH_TRY(call.tables["neighbours"], Table::read(folder.write("pairs.csv", pairs)));
  }
  return method->run(call);
}

const char* const areas = "region,cases,expected\nnorth,20,10\nmiddle,1,1\nsouth,4,10\nisle,0,2\n";

TEST(ShrinkNeighbours, KnowsAreasByName) {
  const auto found =
      ask_neighbours("shrink-neighbours", {}, areas, "from,to\nnorth,middle\nmiddle,south\n");
  ASSERT_TRUE(found) << describe(found.error());
  EXPECT_EQ(found->rows(), 4U);
  EXPECT_EQ(found->cell(0, 3), "2");
  EXPECT_TRUE(found->remarks.at(0).starts_with("mean "));
  const auto fixed =
      ask_neighbours("shrink-neighbours", {{"rho", "0"}}, areas, "from,to\nnorth,middle\n");
  ASSERT_TRUE(fixed);
  EXPECT_TRUE(fixed->remarks.at(0).ends_with("rho 0"));
}

TEST(ShrinkNeighbours, RefusesAreasThatAreNotThereOrTwice) {
  const auto unknown = ask_neighbours("shrink-neighbours", {}, areas, "from,to\nnorth,east\n");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().failure, &cell_wrong);
  EXPECT_TRUE(unknown.error().where.ends_with("line 2, column to")) << unknown.error().where;
  const auto twice = ask_neighbours("shrink-neighbours", {}, std::string(areas) + "isle,1,1\n",
                                    "from,to\nnorth,middle\n");
  EXPECT_EQ(twice.error().failure, &cell_wrong);
  EXPECT_EQ(ask_neighbours("shrink-neighbours", {}, areas).error().where, "--neighbours");
}

TEST(OutliersSkewed, NameTheLineOfAValueThatHasNoPower) {
  const auto found = ask_neighbours("outliers-skewed", {}, "value\n3\n1\n2\n8\n5\n4000\n");
  ASSERT_TRUE(found) << describe(found.error());
  EXPECT_EQ(found->rows(), 6U);
  const auto refused = ask_neighbours("outliers-skewed", {}, "value\n3\n1\n0\n8\n5\n4000\n");
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().where.find("line 4"), std::string::npos) << refused.error().where;
}

}  // namespace
}  // namespace zhiheng::analysis
