#include "base/table.h"

#include <sstream>

namespace zhiheng {
namespace {

TEST(Table, CountsChineseCharactersTwice) {
  EXPECT_EQ(terminal_width("abc"), 3U);
  EXPECT_EQ(terminal_width("质量ab"), 6U);
  EXPECT_EQ(terminal_width("é"), 1U);
}

TEST(Table, AlignsColumnsAndLeavesEmptyOnesOut) {
  std::ostringstream out;
  print_table(out, {"地区", "x", "分"}, {{"兰州市", "", "9.50"}, {"a", "", "10.00"}},
              {false, false, true});
  EXPECT_EQ(out.str(), "地区       分\n兰州市   9.50\na       10.00\n");
}

}  // namespace
}  // namespace zhiheng
