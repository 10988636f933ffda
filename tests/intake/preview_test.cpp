#include "intake_fixture.h"

namespace zhiheng::intake {
namespace {

// The wizard showed cells under the wrong heading when a sheet had a column without a name.
TEST(Preview, CellsStandUnderTheirHeadings) {
  const Folder folder;
  const auto file = folder.write("a.csv",
                                 "抽样编号,,产品名称,检验结论\n"
                                 "GC1,x,挂面,合格\n"
                                 "GC2,y\n");
  const auto seen = preview(shipped_catalog(), "spot_check", file, {});
  ASSERT_TRUE(seen) << describe(seen.error());
  ASSERT_EQ(seen->reading.columns.size(), 3u);
  EXPECT_EQ(seen->reading.columns[1].header, "产品名称");
  ASSERT_EQ(seen->rows.size(), 2u);
  EXPECT_EQ(seen->rows[0], (std::vector<std::string>{"GC1", "挂面", "合格"}));
  EXPECT_EQ(seen->rows[1], (std::vector<std::string>{"GC2", "", ""}));
}

}  // namespace
}  // namespace zhiheng::intake
