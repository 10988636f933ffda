#include "registry/credentials.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "registry/failures.h"
#include "registry/one_time_code.h"
#include "registry/packing.h"
#include "support/place.h"

namespace zhiheng::registry {
namespace {

TEST(OneTimeCode, GivesTheCodesOfTheStandards) {
  const std::string secret = "12345678901234567890";
  // RFC 4226, appendix D.
  const char* const counted[] = {"755224", "287082", "359152", "969429", "338314",
                                 "254676", "287922", "162583", "399871", "520489"};
  for (std::uint64_t i = 0; i < std::size(counted); ++i) {
    EXPECT_EQ(one_time_code(secret, i), counted[i]);
  }
  // RFC 6238, appendix B, the rows of SHA-1.
  struct Row {
    std::int64_t seconds;
    const char* code;
  };
  const Row rows[] = {{59, "94287082"},         {1111111109, "07081804"},
                      {1111111111, "14050471"}, {1234567890, "89005924"},
                      {2000000000, "69279037"}, {20000000000, "65353130"}};
  for (const Row& row : rows) {
    EXPECT_EQ(one_time_code(secret, code_counter(Timestamp{row.seconds * 1'000'000}), 8), row.code);
  }
}

TEST(Base32, GivesTheTextsOfTheStandardAndBack) {
  // RFC 4648, 10, without padding.
  const std::pair<const char*, const char*> rows[] = {{"", ""},
                                                      {"f", "MY"},
                                                      {"fo", "MZXQ"},
                                                      {"foo", "MZXW6"},
                                                      {"foob", "MZXW6YQ"},
                                                      {"fooba", "MZXW6YTB"},
                                                      {"foobar", "MZXW6YTBOI"}};
  for (const auto& [bytes, text] : rows) {
    EXPECT_EQ(to_base32(bytes), text);
    EXPECT_EQ(from_base32(text), bytes);
  }
  EXPECT_EQ(from_base32("mzxw 6ytb oi======"), "foobar");
  EXPECT_FALSE(from_base32("MZXW1"));
}

class CredentialsKept : public support::OnBothEngines {
 protected:
  static constexpr std::int64_t second = 1'000'000;
  const Timestamp start_ = *parse_timestamp("2026-03-02T09:00:00+08:00");
  [[nodiscard]] Timestamp after(std::int64_t seconds) const {
    return Timestamp{start_.microseconds + seconds * second};
  }
};
ZH_ON_BOTH_ENGINES(CredentialsKept);

TEST_P(CredentialsKept, ACodeCountsOnceAndOnlyInItsTime) {
  Credentials credentials(*store_, catalog::limits_of(support::source_path("/catalog")));
  EXPECT_TRUE(credentials.check("li.na", "", start_)) << "no second factor, no code";
  const auto secret = from_base32(*credentials.enrol("li.na"));
  ASSERT_TRUE(secret);
  EXPECT_EQ(secret->size(), 20U);
  EXPECT_EQ(credentials.check("li.na", "", start_).error().failure, &code_needed);
  const std::string code = one_time_code(*secret, code_counter(start_));
  EXPECT_TRUE(credentials.check("li.na", code, start_));
  EXPECT_EQ(credentials.check("li.na", code, after(5)).error().failure, &code_wrong);
  const std::string next = one_time_code(*secret, code_counter(start_) + 4);
  EXPECT_FALSE(credentials.check("li.na", next, after(30))) << "far too early";
  EXPECT_TRUE(credentials.check("li.na", next, after(120)));
  EXPECT_TRUE(*credentials.withdraw("li.na"));
  EXPECT_TRUE(credentials.check("li.na", "", after(130)));
}

TEST_P(CredentialsKept, FiveWrongCodesCloseTheDoorForFiveMinutes) {
  Credentials credentials(*store_, catalog::limits_of(support::source_path("/catalog")));
  const auto secret = from_base32(*credentials.enrol("li.na"));
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(credentials.check("li.na", "x", start_));
  const auto at = [&](std::int64_t seconds) {
    return credentials.check("li.na", one_time_code(*secret, code_counter(after(seconds))),
                             after(seconds));
  };
  EXPECT_FALSE(at(60));
  EXPECT_TRUE(at(301));
}

TEST_P(CredentialsKept, TheRulesComeFromTheCatalog) {
  catalog::Limits strict = catalog::limits_of(support::source_path("/catalog"));
  strict.wrong_codes_before_pause = 1;
  strict.code_pause_seconds = 60;
  strict.longest_token_days = 3;
  Credentials credentials(*store_, strict);
  const auto secret = from_base32(*credentials.enrol("li.na"));
  EXPECT_FALSE(credentials.check("li.na", "x", start_));
  const std::string code = one_time_code(*secret, code_counter(after(59)));
  EXPECT_FALSE(credentials.check("li.na", code, after(59)));
  EXPECT_TRUE(credentials.check("li.na", code, after(60)));
  EXPECT_TRUE(credentials.issue("li.na", "", {}, 3, start_));
  const auto longer = credentials.issue("li.na", "", {}, 4, start_);
  ASSERT_FALSE(longer);
  EXPECT_EQ(longer.error().wanted, "1..3");
}

// Whoever reads the database file used to have every second factor.
TEST_P(CredentialsKept, TheSecretIsNeitherInTheDatabaseNorInABackup) {
  Credentials credentials(*store_, catalog::limits_of(support::source_path("/catalog")));
  const auto secret = from_base32(*credentials.enrol("li.na"));
  ASSERT_TRUE(secret);
  ASSERT_TRUE(store_->backup(folder_.file("backup")));
  store_.reset();
  registry_.reset();
  int files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_.path())) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    EXPECT_EQ(bytes.find(*secret), std::string::npos) << entry.path();
    ++files;
  }
  EXPECT_GT(files, 0);
  open();
  Credentials later(*store_, catalog::limits_of(support::source_path("/catalog")));
  EXPECT_TRUE(later.check("li.na", one_time_code(*secret, code_counter(start_)), start_));
}

TEST_P(CredentialsKept, ASecretKeptInTheClearIsMovedWhenItIsFirstUsed) {
  const std::string secret = "12345678901234567890";
  const auto keep_in_the_clear = [&] {
    return store_->put("second_factor", "li.na", pack({secret, "0", "0", "0"}));
  };
  Credentials credentials(*store_, catalog::limits_of(support::source_path("/catalog")));
  ASSERT_TRUE(keep_in_the_clear());
  EXPECT_EQ(credentials.check("li.na", "", start_).error().failure, &code_needed);
  EXPECT_TRUE(credentials.check("li.na", one_time_code(secret, code_counter(start_)), start_));
  EXPECT_TRUE(store_->list("second_factor")->empty());
  EXPECT_EQ(store_->list("one_time_secret")->size(), 1U);
  EXPECT_TRUE(*credentials.withdraw("li.na"));
  // Withdrawn or made anew, nothing of it stays behind.
  ASSERT_TRUE(keep_in_the_clear());
  EXPECT_TRUE(*credentials.withdraw("li.na"));
  EXPECT_FALSE(*credentials.has_second_factor("li.na"));
  ASSERT_TRUE(keep_in_the_clear());
  ASSERT_TRUE(credentials.enrol("li.na"));
  EXPECT_TRUE(store_->list("second_factor")->empty());
}

// What cannot be read is not taken for "none".
TEST_P(CredentialsKept, ADamagedSecondFactorLetsNobodyIn) {
  ASSERT_TRUE(store_->put("second_factor", "li.na", "nonsense"));
  Credentials credentials(*store_, catalog::limits_of(support::source_path("/catalog")));
  EXPECT_EQ(credentials.check("li.na", "123456", start_).error().failure, &account_damaged);
}

TEST_P(CredentialsKept, ATokenHasItsScopesAndAnEnd) {
  Credentials credentials(*store_, catalog::limits_of(support::source_path("/catalog")));
  const auto token = credentials.issue("li.na", "import", {"read", "write"}, 2, start_);
  ASSERT_TRUE(token);
  EXPECT_TRUE(Credentials::is_token(*token));
  const auto found = credentials.token(*token, after(60));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->user, "li.na");
  EXPECT_TRUE(found->allows("write"));
  EXPECT_EQ(credentials.token(*token, after(2 * 86'400)).error().failure, &session_ended);
  EXPECT_EQ(credentials.token("zht_nobody", start_).error().failure, &session_ended);
  const auto reading = credentials.issue("li.na", "", {}, 1, start_);
  EXPECT_FALSE(credentials.token(*reading, start_)->allows("write"));
  EXPECT_EQ(credentials.issue("li.na", "", {"fly"}, 1, start_).error().failure, &scope_unknown);
  EXPECT_EQ(credentials.issue("li.na", "", {}, 0, start_).error().failure, &token_term_wrong);
  ASSERT_EQ(credentials.tokens()->size(), 2U);
  ASSERT_TRUE(credentials.revoke(found->id));
  EXPECT_FALSE(credentials.token(*token, start_));
  EXPECT_EQ(credentials.revoke(found->id).error().failure, &token_unknown);
}

}  // namespace
}  // namespace zhiheng::registry
