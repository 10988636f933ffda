#include "base/verb.h"

namespace zhiheng {
namespace {

TEST(Invocation, GivesTheFirstValueOrTheFallback) {
  Invocation call;
  call.options["on"] = {"2024-02-29", "2025-01-01"};
  call.options["all"] = {""};
  call.arguments["code"] = {"620000"};
  EXPECT_EQ(call.option("on"), "2024-02-29");
  EXPECT_EQ(call.option("to", "today"), "today");
  EXPECT_TRUE(call.has("all"));
  EXPECT_FALSE(call.has("to"));
  EXPECT_EQ(call.argument("code"), "620000");
  EXPECT_EQ(call.argument("name"), "");
}

}  // namespace
}  // namespace zhiheng
