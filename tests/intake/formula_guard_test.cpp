#include "intake/formula_guard.h"

#include <gtest/gtest.h>

#include <string>

namespace zhiheng::intake {
namespace {

TEST(FormulaGuard, KnowsWhatASpreadsheetMightRun) {
  // OWASP, CSV Injection: each of these starts a formula in some spreadsheet.
  for (const std::string hostile :
       {"=1+1", "+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1+1", "\r=1",
        "＝1+1", "=HYPERLINK(\"http://example.org\",\"x\")", "＋1", "－1a", "＠x"}) {
    EXPECT_TRUE(looks_like_formula(hostile)) << hostile;
    EXPECT_TRUE(wants_guard(hostile)) << hostile;
  }
}

TEST(FormulaGuard, LeavesPlainNumbersAndTextsAlone) {
  for (const std::string harmless :
       {"-12.50", "+3", "-0.001", "12345678901234567", "a=b", "甲-乙", "", "'", "'a", "''-1"}) {
    EXPECT_FALSE(wants_guard(harmless)) << harmless;
  }
}

TEST(FormulaGuard, WhatIsGuardedIsExactlyAnApostropheMore) {
  for (const std::string text : {"=1", "'=1", "''=1", "-", "+86 931", "'", "a", "", "-1", "'-1"}) {
    const std::string guarded = wants_guard(text) ? "'" + text : text;
    EXPECT_EQ(is_guarded(guarded), wants_guard(text)) << text;
  }
}

}  // namespace
}  // namespace zhiheng::intake
