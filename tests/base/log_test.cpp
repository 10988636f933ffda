#include "base/log.h"

namespace zhiheng {
namespace {

std::string captured(Level level, const std::string& value) {
  testing::internal::CaptureStderr();
  log(level, "import.finished", {{"rows", "12"}, {"file", value}});
  return testing::internal::GetCapturedStderr();
}

TEST(Log, WritesOneLineOfFacts) {
  EXPECT_THAT(captured(Level::info, "甲.csv"),
              testing::MatchesRegex("20..-..-..T..:..:......Z level=info event=import.finished "
                                    "rows=12 file=甲.csv\n"));
}

TEST(Log, AFactCannotForgeALine) {
  EXPECT_THAT(captured(Level::error, "a b\nlevel=info \"x\\"),
              testing::HasSubstr("file=\"a b\\nlevel=info \\\"x\\\\\"\n"));
}

TEST(Log, IsSilentBelowItsLevel) {
  EXPECT_EQ(captured(Level::debug, "x"), "");
  set_log_level(Level::debug);
  EXPECT_NE(captured(Level::debug, "x"), "");
  set_log_level(Level::info);
}

}  // namespace
}  // namespace zhiheng
