#include "reporter/sealing.h"

#include <gtest/gtest.h>

#include "reporter/claim_code.h"
#include "reporter/failures.h"

namespace zhiheng::reporter {
namespace {

// Made by the WebCrypto of Node 20.20: what a browser seals the program opens, and the other way
// round (tests/web/reporter.mjs).
constexpr const char* their_private = R"(-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgLvFMj7Zak8qUv+bI
DHTowxz/5ukQEbGF7t1ekfCAU0GhRANCAASnM+7tMe6W6voWXZDKZJCPFzqTuGP+
nv5yN1w5VwjmDp5QZGPXR37S4YvpMpAvizKynLcrH69GTzSZ1ulleS2E
-----END PRIVATE KEY-----
)";
constexpr const char* their_public =
    "BKcz7u0x7pbq-hZdkMpkkI8XOpO4Y_6e_nI3XDlXCOYOnlBkY9dHftLhi-kykC-LMrKctysfr0ZPNJnW6WV5LYQ";
constexpr const char* their_sealed =
    "sealed1:79331133f5abcbe4:BEQDyDaDq-n-cF3XNKXfygkMsfACmgRTGW840A-"
    "o7fQtgnODAb712CZQJtfFOrUDXaSAkH7r"
    "8oe8Rn6MCCr0pK1aKvLgPQa_z-0oXxEcWBomMMIesH6m";

TEST(Sealing, OpensWhatAnotherImplementationSealed) {
  EXPECT_EQ(public_key_of(their_private), their_public);
  EXPECT_EQ(key_id(their_public), "79331133f5abcbe4");
  EXPECT_EQ(unseal(their_private, their_sealed, "JB1/identity"), "张三");
}

TEST(Sealing, IsOpenedByTheRightKeyAtTheRightPlaceAlone) {
  const KeyPair mine = make_keys();
  const KeyPair other = make_keys();
  EXPECT_EQ(public_key_of(mine.private_key), mine.public_key);
  const auto sealed = seal(mine.public_key, "张三，13900000000", "JB1/identity");
  ASSERT_TRUE(sealed);
  EXPECT_EQ(unseal(mine.private_key, *sealed, "JB1/identity"), "张三，13900000000");
  EXPECT_NE(*sealed, *seal(mine.public_key, "张三，13900000000", "JB1/identity"))
      << "equal texts do not show as equal";
  EXPECT_EQ(unseal(other.private_key, *sealed, "JB1/identity").error().failure, &cannot_unseal);
  EXPECT_EQ(unseal(mine.private_key, *sealed, "JB2/identity").error().failure, &cannot_unseal);
  EXPECT_EQ(unseal(mine.private_key, *sealed, "JB1/payout").error().failure, &cannot_unseal);
  for (std::size_t at = sealed->rfind(':') + 1; at < sealed->size(); at += 7) {
    std::string changed = *sealed;
    changed[at] = changed[at] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(unseal(mine.private_key, changed, "JB1/identity")) << at;
  }
  EXPECT_EQ(unseal(mine.private_key, *seal(mine.public_key, "", "x"), "x"), "");
}

TEST(Sealing, RefusesWhatIsNoKey) {
  for (const char* text : {"", "nonsense", "-----BEGIN PRIVATE KEY-----\nAAAA\n"}) {
    EXPECT_EQ(public_key_of(text).error().failure, &key_wrong) << text;
    EXPECT_EQ(unseal(text, their_sealed, "x").error().failure, &key_wrong) << text;
  }
  for (const std::string& text : {std::string(), std::string("AAAA"), std::string(87, 'A'),
                                  std::string(their_public).substr(1)}) {
    EXPECT_EQ(key_id(text).error().failure, &key_wrong) << text;
    EXPECT_EQ(seal(text, "x", "y").error().failure, &key_wrong) << text;
  }
  for (const char* text :
       {"", "sealed1:", "sealed1:79331133f5abcbe4:", "sealed1:x:AAAA", "enc1:AAAA"}) {
    EXPECT_EQ(unseal(their_private, text, "x").error().failure, &cannot_unseal) << text;
  }
}

TEST(ClaimCode, IsReadAsPeopleTypeItAndNeverTwiceTheSame) {
  const ClaimCode code = make_claim_code();
  const std::string text = code.text();
  EXPECT_EQ(text.size(), 30U);
  EXPECT_NE(make_claim_code().text(), text);
  const auto read = read_claim_code(text);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->text(), text);
  const auto typed = read_claim_code("oil00z abcde-fghjk mnpqr stvwx");
  ASSERT_TRUE(typed);
  EXPECT_EQ(typed->text(), "01100Z-ABCDE-FGHJK-MNPQR-STVWX");
  for (const char* wrong :
       {"", "K7M2QX", "01100Z-ABCDE-FGHJK-MNPQR-STVW", "01100Z-ABCDE-FGHJK-MNPQR-STVWXX",
        "01100Z-ABCDE-FGHJK-MNPQR-STVW!", "01100U-ABCDE-FGHJK-MNPQR-STVWX"}) {
    EXPECT_FALSE(read_claim_code(wrong)) << wrong;
  }
}

}  // namespace
}  // namespace zhiheng::reporter
