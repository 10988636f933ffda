#include "registry/people.h"

#include <gtest/gtest.h>

#include "registry/failures.h"
#include "registry/password.h"
#include "support/place.h"

namespace zhiheng::registry {
namespace {

constexpr std::int64_t second = 1'000'000;
const Person officer{.user = "li.na", .name = "李娜", .roles = {"officer"}, .region = "620100"};

class Accounts : public support::OnBothEngines {
 protected:
  People people() { return People(*store_); }
};
ZH_ON_BOTH_ENGINES(Accounts);

TEST(Password, IsArgon2idWithTheSettingsOfOwaspAndAFreshSalt) {
  const std::string one = hash_password("correct horse battery");
  EXPECT_TRUE(one.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")) << one;
  EXPECT_NE(one, hash_password("correct horse battery"));
  EXPECT_TRUE(password_matches("correct horse battery", one));
  EXPECT_FALSE(password_matches("correct horse batterY", one));
  EXPECT_FALSE(password_matches("correct horse battery", "$argon2id$nonsense"));
}

TEST(Password, RandomOnesAndTokensAreLongAndNeverTwice) {
  EXPECT_EQ(random_password().size(), 20U);
  EXPECT_NE(random_password(), random_password());
  EXPECT_EQ(random_token().size(), 43U);
  EXPECT_NE(random_token(), random_token());
}

TEST_P(Accounts, AreKeptWithRolesAndRegionAndRefuseASecondOfTheName) {
  People p(*store_);
  ASSERT_TRUE(p.add(officer, "十个字符的密码是够的"));
  const auto again = p.add(officer, "another long one");
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().failure, &user_exists);
  const auto all = p.all();
  ASSERT_TRUE(all);
  ASSERT_EQ(all->size(), 1U);
  EXPECT_EQ(all->front().name, "李娜");
  EXPECT_EQ(all->front().roles, officer.roles);
  EXPECT_EQ(all->front().region, "620100");
}

TEST_P(Accounts, RefuseShortPasswordsAndOddNames) {
  People p(*store_);
  EXPECT_EQ(p.add(officer, "九个字符太短了吧啊").error().failure, &password_too_short);
  EXPECT_EQ(p.add(officer, std::string(1001, 'x')).error().failure, &password_too_long);
  for (const std::string name : {"", "a", "Li", "a b", "x'; DROP", "李娜"}) {
    EXPECT_EQ(p.add({.user = name}, "long enough for all").error().failure, &user_name_wrong)
        << name;
  }
  EXPECT_EQ(p.set_password("nobody", "long enough for all").error().failure, &user_unknown);
}

TEST_P(Accounts, TheFirstOneIsMadeOnceWithAPasswordThatWorks) {
  People p(*store_);
  const auto password = p.ensure_first();
  ASSERT_TRUE(password && *password);
  EXPECT_TRUE(p.log_in("admin", **password, Timestamp{0}));
  const auto again = p.ensure_first();
  ASSERT_TRUE(again);
  EXPECT_FALSE(*again);
}

TEST_P(Accounts, ASessionLastsHalfADayAndEndsOnLogout) {
  People p(*store_);
  ASSERT_TRUE(p.add(officer, "long enough for all"));
  const Timestamp start{1'000 * second};
  const auto token = p.log_in("li.na", "long enough for all", start);
  ASSERT_TRUE(token);
  const auto session = p.session(*token, start);
  ASSERT_TRUE(session);
  EXPECT_EQ(session->person.region, "620100");
  EXPECT_EQ(session->csrf.size(), 43U);
  EXPECT_EQ(p.session("no-such-token", start).error().failure, &session_ended);
  const Timestamp late{start.microseconds + 12 * 3600 * second};
  EXPECT_EQ(p.session(*token, late).error().failure, &session_ended);

  const auto second_token = p.log_in("li.na", "long enough for all", start);
  ASSERT_TRUE(second_token);
  ASSERT_TRUE(p.log_out(*second_token));
  EXPECT_FALSE(p.session(*second_token, start));
}

TEST_P(Accounts, KeepNoTokenInTheClear) {
  People p(*store_);
  ASSERT_TRUE(p.add(officer, "long enough for all"));
  const auto token = p.log_in("li.na", "long enough for all", Timestamp{0});
  ASSERT_TRUE(token);
  const auto kept = store_->list("session");
  ASSERT_TRUE(kept);
  ASSERT_EQ(kept->size(), 1U);
  EXPECT_EQ(kept->front().first, token_digest(*token));
  EXPECT_EQ(kept->front().second.find(*token), std::string::npos);
}

TEST_P(Accounts, ANewPasswordEndsEverySessionAndARoleTakenAwayWorksAtOnce) {
  People p(*store_);
  ASSERT_TRUE(p.add(officer, "long enough for all"));
  const auto token = p.log_in("li.na", "long enough for all", Timestamp{0});
  ASSERT_TRUE(token);
  Person demoted = officer;
  demoted.roles = {"analyst"};
  ASSERT_TRUE(p.change(demoted));
  EXPECT_EQ(p.session(*token, Timestamp{0})->person.roles, demoted.roles);
  ASSERT_TRUE(p.set_password("li.na", "another long password"));
  EXPECT_FALSE(p.session(*token, Timestamp{0}));
}

TEST_P(Accounts, AreLockedForAGrowingWhileAfterFiveFailures) {
  People p(*store_);
  ASSERT_TRUE(p.add(officer, "long enough for all"));
  std::int64_t time = 0;
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(p.log_in("li.na", "wrong password", Timestamp{time}).error().failure, &login_refused);
  }
  // Locked: the right password is refused too, for half a minute.
  const auto locked = p.log_in("li.na", "long enough for all", Timestamp{time + 29 * second});
  EXPECT_EQ(locked.error().failure, &login_locked);
  time += 30 * second;
  EXPECT_EQ(p.log_in("li.na", "wrong password", Timestamp{time}).error().failure, &login_refused);
  EXPECT_EQ(p.log_in("li.na", "x", Timestamp{time + 59 * second}).error().failure, &login_locked);
  EXPECT_TRUE(p.log_in("li.na", "long enough for all", Timestamp{time + 60 * second}));
  // A success begins the count anew.
  EXPECT_EQ(p.log_in("li.na", "x", Timestamp{time + 61 * second}).error().failure, &login_refused);
}

TEST_P(Accounts, AnUnknownNameIsRefusedInTheSameWords) {
  People p(*store_);
  const auto refused = p.log_in("nobody", "long enough for all", Timestamp{0});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().failure, &login_refused);
  EXPECT_EQ(refused.error().found, "");
}

}  // namespace
}  // namespace zhiheng::registry
