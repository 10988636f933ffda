// Messages that wait to be delivered: taken once, claimed once, given up, tried again; secrets.

#include "store/messages.h"

#include "store/failures.h"
#include "store/secrets.h"
#include "store_fixture.h"

namespace zhiheng::store {
namespace {

class MessagesOf : public EveryEngine {
 protected:
  void SetUp() override {
    EveryEngine::SetUp();
    open_store();
  }
  [[nodiscard]] Messages messages() const {
    auto opened = Messages::open(*store_);
    EXPECT_TRUE(opened) << describe(opened.error());
    return *std::move(opened);
  }
  [[nodiscard]] std::vector<KeptMessage> all(Messages& of, const Sql& where = {}) const {
    std::vector<KeptMessage> found;
    EXPECT_TRUE(of.list(where, 1000, [&](const KeptMessage& one) {
      found.push_back(one);
      return true;
    }));
    return found;
  }
};

ZH_EVERY_ENGINE(MessagesOf);

Message webhook(const std::string& key, const std::string& target = "a") {
  return {.key = key,
          .channel = "webhook",
          .target = target,
          .subject = "record.changed",
          .type = "application/json",
          .body = R"({"质量":1})"};
}

Timestamp at(std::int64_t seconds) { return Timestamp{seconds * 1'000'000}; }

TEST_P(MessagesOf, AreTakenOncePerKey) {
  auto of = messages();
  const Message both[] = {webhook("1"), webhook("2"), webhook("1")};
  EXPECT_EQ(*of.add(both, at(100)), 2U);
  EXPECT_EQ(*of.add(both, at(200)), 0U);
  const auto kept = all(of);
  ASSERT_EQ(kept.size(), 2U);
  EXPECT_EQ(kept[0].message.key, "2");
  EXPECT_EQ(kept[0].message.body, both[1].body);
  EXPECT_EQ(kept[0].state, MessageState::waiting);
  EXPECT_EQ(kept[0].added, at(100));
  EXPECT_EQ(kept[0].next_attempt, at(100));
}

TEST_P(MessagesOf, AreClaimedByOneAndAgainWhenTheClaimRunsOut) {
  auto of = messages();
  const Message one[] = {webhook("1")};
  ASSERT_TRUE(of.add(one, at(100)));
  EXPECT_FALSE(*of.claim("webhook", at(99), at(129)));
  EXPECT_FALSE(*of.claim("mail", at(100), at(130)));
  const auto first = *of.claim("webhook", at(100), at(130));
  ASSERT_TRUE(first);
  EXPECT_EQ(first->attempts, 1);
  EXPECT_FALSE(*of.claim("webhook", at(129), at(159)));
  // As when the program was killed while sending.
  open_store();
  auto again = messages();
  const auto second = *again.claim("webhook", at(130), at(160));
  ASSERT_TRUE(second);
  EXPECT_EQ(second->id, first->id);
  EXPECT_EQ(second->attempts, 2);
  ASSERT_TRUE(again.mark_sent(second->id, at(131)));
  EXPECT_FALSE(*again.claim("webhook", at(1000), at(1030)));
  EXPECT_EQ(all(again)[0].state, MessageState::sent);
}

TEST_P(MessagesOf, AreGivenUpAndTriedAgain) {
  auto of = messages();
  const Message two[] = {webhook("1"), webhook("2", "b")};
  ASSERT_TRUE(of.add(two, at(100)));
  const auto first = *of.claim("webhook", at(100), at(130));
  ASSERT_TRUE(of.mark_failed(first->id, "HTTP 500", at(400), at(101)));
  EXPECT_EQ(all(of, {"state = ?", {std::string("waiting")}}).size(), 2U);
  EXPECT_EQ(all(of, {"id = ?", {first->id}})[0].error, "HTTP 500");
  ASSERT_TRUE(of.mark_failed(first->id, "HTTP 410", {}, at(401)));
  const auto dead = all(of, {"state = ?", {std::string("dead")}});
  ASSERT_EQ(dead.size(), 1U);
  EXPECT_EQ(dead[0].settled, at(401));
  EXPECT_FALSE(dead[0].next_attempt);
  EXPECT_EQ(*of.retry({"id = ?", {first->id}}, at(500)), 1);
  EXPECT_EQ(*of.retry({"id = ?", {first->id}}, at(500)), 0);
  EXPECT_EQ(all(of, {"id = ?", {first->id}})[0].attempts, 0);
}

TEST_P(MessagesOf, OfATargetThatDoesNotAnswerArePutOff) {
  auto of = messages();
  const Message old[] = {webhook("1")};
  const Message later[] = {webhook("2"), webhook("3", "b")};
  ASSERT_TRUE(of.add(old, at(100)));
  ASSERT_TRUE(of.add(later, at(200)));
  ASSERT_TRUE(of.put_off("webhook", "a", at(300), at(150), "connection refused", at(210)));
  EXPECT_EQ(all(of, {"state = ?", {std::string("dead")}})[0].message.key, "1");
  const auto next = *of.claim("webhook", at(210), at(240));
  ASSERT_TRUE(next);
  EXPECT_EQ(next->message.key, "3");
  EXPECT_FALSE(*of.claim("webhook", at(239), at(270)));
  const auto counts = *of.counts();
  ASSERT_EQ(counts.size(), 2U);
  EXPECT_EQ(counts[1].number, 2);
  EXPECT_EQ(counts[1].oldest, at(200));
}

TEST_P(MessagesOf, OfAReaderMoveWithItsPosition) {
  auto of = messages();
  EXPECT_FALSE(*of.position("notices"));
  const ReaderPosition start{.commit = 3, .hash = {1, 2, 3}};
  const ReaderPosition next{.commit = 4, .hash = {255}};
  const Message one[] = {webhook("1")};
  const Message two[] = {webhook("2")};
  EXPECT_TRUE(*of.add_from_feed("notices", {}, start, {}, at(1)));
  EXPECT_EQ(*of.position("notices"), start);
  EXPECT_TRUE(*of.add_from_feed("notices", start, next, one, at(2)));
  // Somebody who stood where the reader no longer stands writes nothing.
  EXPECT_FALSE(*of.add_from_feed("notices", start, next, two, at(3)));
  EXPECT_EQ(*of.position("notices"), next);
  EXPECT_EQ(*of.count({}), 1);
}

TEST_P(MessagesOf, InAnInboxAreUnreadUntilRead) {
  auto of = messages();
  Message notice = webhook("1", "li.na");
  notice.channel = "inbox";
  const Message both[] = {notice, webhook("2")};
  ASSERT_TRUE(of.add(both, at(100)));
  EXPECT_FALSE(*of.claim("inbox", at(1000), at(1030)));
  const Sql hers{"channel = 'inbox' AND target = ?", {std::string("li.na")}};
  EXPECT_EQ(all(of, hers)[0].state, MessageState::unread);
  EXPECT_EQ(*of.mark_read(hers, at(150)), 1);
  EXPECT_EQ(*of.mark_read(hers, at(160)), 0);
  EXPECT_EQ(*of.forget(at(150)), 0);
  EXPECT_EQ(*of.forget(at(151)), 1);
  ASSERT_TRUE(of.forget_target("webhook", "a"));
  EXPECT_EQ(*of.count({}), 0);
}

TEST(MessageState, HasANameForEach) {
  for (const auto state : {MessageState::waiting, MessageState::sent, MessageState::dead,
                           MessageState::unread, MessageState::read}) {
    EXPECT_EQ(message_state(name_of(state)), state);
  }
  EXPECT_FALSE(message_state("lost"));
}

class Secrets : public EveryEngine {};

ZH_EVERY_ENGINE(Secrets);

TEST_P(Secrets, AreNotInTheDatabaseAsTheyAre) {
  open_store();
  const auto without = put_secret(*store_, "target", "1", "whsec_abc");
  ASSERT_FALSE(without);
  EXPECT_EQ(without.error().failure, &key_missing);
  const Table people[] = {{.name = "person",
                           .columns = {{.name = "name", .encrypted = true}},
                           .key = {},
                           .indexes = {}}};
  ASSERT_TRUE(store_->declare(people));
  ASSERT_TRUE(put_secret(*store_, "target", "1", "whsec_abc"));
  EXPECT_EQ(*get_secret(*store_, "target", "1"), "whsec_abc");
  EXPECT_FALSE(*get_secret(*store_, "target", "2"));
  const auto stored = *store_->get("target", "1");
  ASSERT_TRUE(stored);
  EXPECT_EQ(stored->find("whsec"), std::string::npos);
  EXPECT_EQ(list_secrets(*store_, "target")->at(0).second, "whsec_abc");
  // Bound to its place: under another key it does not decrypt.
  ASSERT_TRUE(store_->put("target", "2", *stored));
  const auto moved = get_secret(*store_, "target", "2");
  ASSERT_FALSE(moved);
  EXPECT_EQ(moved.error().failure, &cannot_decrypt);
}

}  // namespace
}  // namespace zhiheng::store
