#include "base/result.h"

#include <gtest/gtest.h>

#include "base/failures.h"

namespace zhiheng {
namespace {

Result<int> half(int number) {
  if (number % 2 != 0)
    return fail(base::decimal_malformed, "number", std::to_string(number), "even");
  return number / 2;
}

Result<int> quarter(int number) {
  ZH_TRY(const int once, half(number));
  return half(once);
}

TEST(Result, HandsTheErrorOfAnInnerCallToTheCaller) {
  EXPECT_EQ(quarter(12), 3);
  const auto refused = quarter(6);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().failure, &base::decimal_malformed);
  EXPECT_EQ(describe(refused.error()),
            "base.decimal_malformed: this is not a number; at number; found 3; wanted even");
}

}  // namespace
}  // namespace zhiheng
