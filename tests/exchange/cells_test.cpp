#include "exchange/cells.h"

#include <gtest/gtest.h>

namespace zhiheng::exchange {
namespace {

std::string csv(std::string_view text) {
  std::string line;
  append_csv_cell(line, text);
  return line;
}

TEST(CsvCell, QuotesWhatNeedsQuoting) {
  EXPECT_EQ(csv("小麦粉"), "小麦粉");
  EXPECT_EQ(csv("a,b"), "\"a,b\"");
  EXPECT_EQ(csv("a\"b"), "\"a\"\"b\"");
  EXPECT_EQ(csv("a\nb"), "\"a\nb\"");
  EXPECT_EQ(csv(""), "");
}

TEST(CsvCell, KeepsASpreadsheetFromRunningWhatSomebodyTyped) {
  // OWASP, CSV Injection: each of these starts a formula in some spreadsheet.
  for (const std::string hostile :
       {"=1+1", "+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1+1", "\r=1",
        "＝1+1", "=HYPERLINK(\"http://example.org\",\"x\")", "＋1", "－1a", "＠x"}) {
    EXPECT_TRUE(csv(hostile).starts_with("\"'")) << hostile;
  }
}

TEST(CsvCell, LeavesPlainNumbersAndTextsAlone) {
  for (const std::string harmless :
       {"-12.50", "+3", "-0.001", "12345678901234567", "a=b", "甲-乙"}) {
    EXPECT_EQ(csv(harmless), harmless);
  }
}

}  // namespace
}  // namespace zhiheng::exchange
