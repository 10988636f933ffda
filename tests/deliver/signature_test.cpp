// Signatures as receivers' libraries check them.

#include "deliver/signature.h"

#include <gtest/gtest.h>

#include "deliver/failures.h"

namespace zhiheng::deliver {
namespace {

TEST(Signature, IsTheOneOfTheReferenceLibraries) {
  // The example in the tests of the Standard Webhooks libraries; openssl dgst -sha256 -mac HMAC
  // gives the same.
  const auto signature =
      sign("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek",
           Timestamp{1'614'265'330'000'000}, R"({"test": 2432232314})");
  ASSERT_TRUE(signature) << describe(signature.error());
  EXPECT_EQ(*signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST(Signature, ChangesWithEachPart) {
  const std::string secret = make_secret();
  const Timestamp at{1'700'000'000'000'000};
  const auto whole = *sign(secret, "msg_1", at, "body");
  EXPECT_EQ(whole, *sign(secret, "msg_1", at, "body"));
  EXPECT_NE(whole, *sign(make_secret(), "msg_1", at, "body"));
  EXPECT_NE(whole, *sign(secret, "msg_2", at, "body"));
  EXPECT_NE(whole, *sign(secret, "msg_1", Timestamp{at.microseconds + 1'000'000}, "body"));
  EXPECT_NE(whole, *sign(secret, "msg_1", at, "body "));
}

TEST(Signature, RefusesWhatIsNoSecretAndDoesNotRepeatIt) {
  for (const char* secret : {"", "whsec_", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                             "whsec_c2hvcnQ=", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS!"}) {
    const auto checked = check_secret(secret);
    ASSERT_FALSE(checked) << secret;
    EXPECT_EQ(checked.error().failure, &secret_malformed);
    EXPECT_TRUE(checked.error().found.empty());
  }
  EXPECT_TRUE(check_secret(make_secret()));
  EXPECT_EQ(sign("x", "msg_1", Timestamp{}, "").error().failure, &secret_malformed);
}

}  // namespace
}  // namespace zhiheng::deliver
