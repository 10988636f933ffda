// The chain that a server keeps: follows the store, stands on a position, is made anew.

#include "trace/served_chain.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <thread>

#include "support/place.h"
#include "trace/chain_failures.h"
#include "trace/chain_fixture.h"
#include "trace/event_store.h"

namespace zhiheng::trace {
namespace {

namespace json = boost::json;

class Served : public support::OnBothEngines {
 protected:
  void add(const std::vector<Event>& events) {
    const auto kept = capture(*registry_, operator_, events);
    ASSERT_TRUE(kept) << describe(kept.error());
  }
  static Event piece_seen(int number) {
    return object({"e" + std::to_string(number), "08:00", "receiving", 1}, "OBSERVE",
                  {piece(std::to_string(number))});
  }
  Result<std::string> ask(ServedChain& chain, const std::string& question, const std::string& id) {
    Invocation call;
    call.catalog = support::shipped_catalog()->folder;
    call.arguments["ID"] = {id};
    return chain.ask(operator_, call, question);
  }

  registry::Person operator_ = registry::local_operator();
};

ZH_ON_BOTH_ENGINES(Served);

TEST_P(Served, WhatWasCapturedBeforeAQuestionCounts) {
  ServedChain chain(*registry_, std::size_t{1} << 30);
  for (int i = 0; i < 5; ++i) {
    add({piece_seen(i)});
    const auto answer = ask(chain, "state", piece(std::to_string(i)));
    ASSERT_TRUE(answer) << i << ": " << describe(answer.error());
    EXPECT_EQ(json::parse(*answer).at("events").as_array().size(), 1U);
  }
  EXPECT_EQ(chain.standing().events, 5U);
  EXPECT_GT(chain.standing().bytes(), 0U);
}

TEST_P(Served, GapsAreThoseOfTheChainAsItIsNow) {
  ServedChain chain(*registry_, std::size_t{1} << 30);
  const auto candidates = [&] {
    const auto answer = ask(chain, "gaps", "");
    return answer ? json::parse(*answer).at("candidates").to_number<int>() : -1;
  };
  add({object({"made", "07:00", "commissioning", 1}, "ADD", {piece("1")}),
       object({"go", "08:00", "shipping", 1}, "OBSERVE", {piece("1")}),
       object({"again", "09:00", "shipping", 1}, "OBSERVE", {piece("1")})});
  EXPECT_EQ(candidates(), 1);
  EXPECT_EQ(candidates(), 1);
  add({object({"come", "08:30", "receiving", 2}, "OBSERVE", {piece("1")})});
  EXPECT_EQ(candidates(), 0);
}

TEST_P(Served, ADeletedEventIsForgotten) {
  add({piece_seen(1), piece_seen(2)});
  ServedChain chain(*registry_, std::size_t{1} << 30);
  ASSERT_TRUE(ask(chain, "state", piece("1")));
  store::Draft gone{.deleted = true, .reason = "mistaken"};
  ASSERT_TRUE(store_->read({.table = std::string(event_register)}, [&](const auto& version) {
    gone.id = version.id;
    return false;
  }));
  ASSERT_TRUE(store_->write({.user = "x"}, event_register, {}, {gone}));
  ASSERT_TRUE(chain.catch_up(10'000));
  EXPECT_EQ(chain.standing().events, 1U);
  EXPECT_EQ(
      ask(chain, "state", piece("1")).has_value() + ask(chain, "state", piece("2")).has_value(), 1);
}

TEST_P(Served, QuestionsAndCapturesGoOnTogether) {
  ServedChain chain(*registry_, std::size_t{1} << 30);
  add({piece_seen(0)});
  std::atomic<int> wrong{0};
  std::vector<std::thread> asking;
  for (int i = 0; i < 3; ++i) {
    asking.emplace_back([&] {
      for (int k = 0; k < 20; ++k) wrong += ask(chain, "forward", piece("0")) ? 0 : 1;
    });
  }
  for (int i = 1; i < 40; ++i) add({piece_seen(i)});
  for (std::thread& each : asking) each.join();
  EXPECT_EQ(wrong, 0);
  ASSERT_TRUE(chain.catch_up(10'000));
  EXPECT_EQ(chain.standing().events, 40U);
}

TEST_P(Served, UntilItHasReadEverythingItDoesNotAnswer) {
  std::vector<Event> events;
  for (int i = 0; i < 500; ++i) events.push_back(piece_seen(i));
  add(events);
  // The reader may be faster than the question, but not again and again.
  bool refused = false;
  for (int i = 0; i < 50 && !refused; ++i) {
    ServedChain chain(*registry_, std::size_t{1} << 30, 0);
    const auto answer = ask(chain, "state", piece("1"));
    refused = !answer && answer.error().failure == &chain_not_ready;
    EXPECT_TRUE(answer || refused);
  }
  EXPECT_TRUE(refused);
}

TEST_P(Served, WhatIsNoQuestionIsRefused) {
  ServedChain chain(*registry_, std::size_t{1} << 30);
  const auto answer = ask(chain, "why", piece("1"));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().failure, &question_unknown);
}

// A firm must not be able to make another's events disappear.
TEST_P(Served, OneFirmCannotDeclareAnothersEventsWrong) {
  const std::string mine = "91350100M000100Y43", theirs = "91110000100000000X";
  const auto from = [&](const std::string& owner, const Event& event) {
    const auto kept = capture(*registry_, operator_, std::vector{event}, {.owner = owner});
    ASSERT_TRUE(kept) << describe(kept.error());
  };
  from(mine, piece_seen(1));
  Event declared = piece_seen(1);
  declared.error = ErrorDeclaration{};
  declared.error->time = at("09:00");
  from(theirs, declared);
  ServedChain chain(*registry_, std::size_t{1} << 30);
  auto answer = ask(chain, "state", piece("1"));
  ASSERT_TRUE(answer) << describe(answer.error());
  EXPECT_TRUE(json::parse(*answer).at("wrong").as_array().empty());
  declared.error->time = at("09:30");
  from(mine, declared);
  answer = ask(chain, "state", piece("1"));
  ASSERT_TRUE(answer);
  EXPECT_EQ(json::parse(*answer).at("wrong").as_array().size(), 1U);
}

}  // namespace
}  // namespace zhiheng::trace
