#include "registry/people.h"

#include <gtest/gtest.h>

#include "registry/attempts.h"
#include "registry/failures.h"
#include "registry/open_session.h"
#include "registry/password.h"
#include "support/place.h"

namespace zhiheng::registry {
namespace {

constexpr std::int64_t second = 1'000'000;
const Person named_officer{
    .user = "li.na", .name = "李娜", .roles = {"officer"}, .region = "620100"};

class Accounts : public support::OnBothEngines {
 protected:
  People people() { return {*store_, support::shipped_catalog()->security}; }
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
  People p = people();
  ASSERT_TRUE(p.add(named_officer, "十个字符的密码是够的"));
  const auto again = p.add(named_officer, "another long one");
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().failure, &user_exists);
  const auto all = p.all();
  ASSERT_TRUE(all);
  ASSERT_EQ(all->size(), 1U);
  EXPECT_EQ(all->front().name, "李娜");
  EXPECT_EQ(all->front().roles, named_officer.roles);
  EXPECT_EQ(all->front().region, "620100");
}

TEST_P(Accounts, RefuseShortPasswordsAndOddNames) {
  People p = people();
  EXPECT_EQ(p.add(named_officer, "九个字符太短了吧啊").error().failure, &password_too_short);
  EXPECT_EQ(p.add(named_officer, std::string(1001, 'x')).error().failure, &password_too_long);
  for (const std::string name : {"", "a", "Li", "a b", "x'; DROP", "李娜"}) {
    EXPECT_EQ(p.add({.user = name}, "long enough for all").error().failure, &user_name_wrong)
        << name;
  }
  EXPECT_EQ(p.set_password("nobody", "long enough for all").error().failure, &user_unknown);
}

TEST_P(Accounts, TheFirstOneIsMadeOnceWithAPasswordThatWorks) {
  People p = people();
  const auto password = p.ensure_first();
  ASSERT_TRUE(password && *password);
  EXPECT_TRUE(p.log_in("admin", **password, Timestamp{0}));
  const auto again = p.ensure_first();
  ASSERT_TRUE(again);
  EXPECT_FALSE(*again);
}

TEST_P(Accounts, ASessionLastsHalfADayAndEndsOnLogout) {
  People p = people();
  ASSERT_TRUE(p.add(named_officer, "long enough for all"));
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
  People p = people();
  ASSERT_TRUE(p.add(named_officer, "long enough for all"));
  const auto token = p.log_in("li.na", "long enough for all", Timestamp{0});
  ASSERT_TRUE(token);
  const auto kept = store_->list("session");
  ASSERT_TRUE(kept);
  ASSERT_EQ(kept->size(), 1U);
  EXPECT_EQ(kept->front().first, token_digest(*token));
  EXPECT_EQ(kept->front().second.find(*token), std::string::npos);
}

TEST_P(Accounts, ANewPasswordEndsEverySessionAndARoleTakenAwayWorksAtOnce) {
  People p = people();
  ASSERT_TRUE(p.add(named_officer, "long enough for all"));
  const auto token = p.log_in("li.na", "long enough for all", Timestamp{0});
  ASSERT_TRUE(token);
  Person demoted = named_officer;
  demoted.roles = {"analyst"};
  ASSERT_TRUE(p.change(demoted));
  EXPECT_EQ(p.session(*token, Timestamp{0})->person.roles, demoted.roles);
  ASSERT_TRUE(p.set_password("li.na", "another long password"));
  EXPECT_FALSE(p.session(*token, Timestamp{0}));
}

TEST_P(Accounts, AreLockedForAGrowingWhileAfterFiveFailures) {
  People p = people();
  ASSERT_TRUE(p.add(named_officer, "long enough for all"));
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

// An existing name used to be told by the lock that an unknown one never got.
TEST_P(Accounts, AnUnknownNameIsAnsweredAndLockedLikeAKnownOne) {
  People p = people();
  ASSERT_TRUE(p.add(named_officer, "long enough for all"));
  for (int i = 0; i < 7; ++i) {
    const Timestamp time{i * second};
    const auto known = p.log_in("li.na", "wrong password", time);
    const auto unknown = p.log_in("nobody", "wrong password", time);
    ASSERT_FALSE(known);
    ASSERT_FALSE(unknown);
    EXPECT_EQ(known.error().failure, i < 5 ? &login_refused : &login_locked) << i;
    EXPECT_EQ(unknown.error().failure, known.error().failure) << i;
    EXPECT_EQ(unknown.error().found, known.error().found) << i;
    EXPECT_EQ(unknown.error().wanted, known.error().wanted) << i;
  }
}

TEST_P(Accounts, FailuresAreForgottenAndNeverPileUp) {
  People p = people();
  ASSERT_TRUE(p.add(named_officer, "long enough for all"));
  for (int i = 0; i < 4; ++i) (void)p.log_in("li.na", "wrong password", Timestamp{0});
  const Timestamp next_day{25 * 3600 * second};
  // Four failures a day ago and one now are not five in a row.
  EXPECT_EQ(p.log_in("li.na", "wrong password", next_day).error().failure, &login_refused);
  EXPECT_TRUE(p.log_in("li.na", "long enough for all", next_day));

  People later = people();
  (void)later.log_in("nobody", "x", next_day);
  const Timestamp third_day{2 * next_day.microseconds};
  People last = people();
  (void)last.log_in("somebody", "x", third_day);
  const auto kept = store_->list("login");
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->size(), 1U) << "old names are swept out";
}

// Anybody can type names without end; what is kept of them has an end.
TEST_P(Accounts, NamesThatNobodyHasDoNotPileUpAndPushNoLockOut) {
  const catalog::Security rules = support::shipped_catalog()->security;
  Attempts tried(*store_, rules, "tried");
  for (int i = 0; i < 6; ++i) (void)tried.charge("li.na", Timestamp{0});
  for (int i = 0; i < 30; ++i) {
    ASSERT_TRUE(tried.charge("nobody" + std::to_string(i), Timestamp{second}));
  }
  ASSERT_TRUE(sweep_attempts(*store_, rules, "tried", Timestamp{second}, 10));
  const auto kept = store_->list("tried");
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->size(), 10U);
  EXPECT_EQ(tried.charge("li.na", Timestamp{2 * second}).error().failure, &login_locked);
}

// What another service vouched for: no password, no lock.
TEST_P(Accounts, ASessionCanBeOpenedForSomebodyWhoIsKnownAlready) {
  People p = people();
  ASSERT_TRUE(p.add(named_officer, "long enough for all"));
  const auto token =
      open_session(*store_, support::shipped_catalog()->security, "li.na", Timestamp{0});
  ASSERT_TRUE(token);
  EXPECT_EQ(p.session(*token, Timestamp{0})->person.user, "li.na");
  // One for nobody opens nothing.
  const auto nobodys =
      open_session(*store_, support::shipped_catalog()->security, "nobody", Timestamp{0});
  ASSERT_TRUE(nobodys);
  EXPECT_EQ(p.session(*nobodys, Timestamp{0}).error().failure, &session_ended);
}

TEST_P(Accounts, TheRulesComeFromTheCatalog) {
  catalog::Security strict = support::shipped_catalog()->security;
  strict.failures_before_lock = 1;
  strict.first_lock_seconds = 10;
  strict.session_hours = 1;
  strict.shortest_password = 12;
  People p(*store_, strict);
  EXPECT_EQ(p.add(named_officer, "elevensigns").error().failure, &password_too_short);
  ASSERT_TRUE(p.add(named_officer, "twelve signs"));
  EXPECT_EQ(p.log_in("li.na", "x", Timestamp{0}).error().failure, &login_refused);
  EXPECT_EQ(p.log_in("li.na", "x", Timestamp{9 * second}).error().failure, &login_locked);
  const Timestamp start{10 * second};
  const auto token = p.log_in("li.na", "twelve signs", start);
  ASSERT_TRUE(token);
  const Timestamp late{start.microseconds + 3600 * second};
  EXPECT_EQ(p.session(*token, late).error().failure, &session_ended);
}

TEST_P(Accounts, ADamagedOneIsNotTakenForAnother) {
  People p = people();
  ASSERT_TRUE(store_->put("account", "li.na", "nonsense"));
  const auto refused = p.log_in("li.na", "long enough for all", Timestamp{0});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().failure, &account_damaged);
}

}  // namespace
}  // namespace zhiheng::registry
