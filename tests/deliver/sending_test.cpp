// From the outbox to a receiver: signed, tried again, given up, held back; following the feed.

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>

#include "deliver/deliver.h"
#include "deliver/failures.h"
#include "deliver/listener.h"
#include "deliver/signature.h"
#include "support/place.h"

namespace zhiheng::deliver {
namespace {

using namespace std::chrono_literals;
using test::Receiver;

class Delivery : public support::OnBothEngines {
 protected:
  void SetUp() override {
    OnBothEngines::SetUp();
    if (IsSkipped()) return;
    auto opened = Outbox::open(*store_, support::source_path("/catalog"));
    ASSERT_TRUE(opened) << describe(opened.error());
    outbox_ = *std::move(opened);
    settings_.allowed = *parse_networks("127.0.0.0/8");
  }
  [[nodiscard]] Target target(const std::string& url) {
    auto added = Targets(*store_).add({.purpose = "test", .owner = "li.na", .url = url}, now());
    EXPECT_TRUE(added) << describe(added.error());
    return *std::move(added);
  }
  [[nodiscard]] static Message message(const std::string& key, const Target& target) {
    return {.key = key,
            .channel = "webhook",
            .target = target.id,
            .subject = "record.changed",
            .type = "application/json",
            .body = R"({"key":")" + key + R"("})"};
  }
  void enqueue(const std::string& key, const Target& target) {
    const Message one[] = {message(key, target)};
    ASSERT_TRUE(outbox_->enqueue(one, start_));
  }
  [[nodiscard]] Sent send(std::int64_t seconds) {
    const auto sent = send_next(*outbox_, "webhook", webhook_channel(*outbox_, settings_, nullptr),
                                after(seconds), 0);
    EXPECT_TRUE(sent) << describe(sent.error());
    return *sent;
  }
  [[nodiscard]] Timestamp after(std::int64_t seconds) const {
    return Timestamp{start_.microseconds + seconds * 1'000'000};
  }
  [[nodiscard]] std::vector<store::KeptMessage> kept(const std::string& state) {
    std::vector<store::KeptMessage> found;
    EXPECT_TRUE(outbox_->messages().list({"state = ?", {state}}, 100, [&](const auto& one) {
      found.push_back(one);
      return true;
    }));
    return found;
  }

  Timestamp start_ = now();
  Settings settings_;
  std::unique_ptr<Outbox> outbox_;
};

ZH_ON_BOTH_ENGINES(Delivery);

TEST_P(Delivery, IsSignedSoThatTheReceiverCanCheck) {
  const Receiver receiver;
  const Target to = target(receiver.url());
  enqueue("1", to);
  EXPECT_EQ(send(0), Sent::sent);
  EXPECT_EQ(send(0), Sent::none);
  const auto received = receiver.received();
  ASSERT_EQ(received.size(), 1U);
  const auto& headers = received[0].headers;
  const std::string id = headers.at("webhook-id");
  EXPECT_TRUE(id.starts_with("msg_") && id.size() == 36) << id;
  EXPECT_EQ(headers.at("webhook-timestamp"), std::to_string(start_.microseconds / 1'000'000));
  EXPECT_EQ(headers.at("webhook-signature"), *sign(to.secret, id, start_, received[0].body));
}

TEST_P(Delivery, IsTriedAgainWithTheSameIdAndAFreshSignature) {
  Receiver receiver;
  receiver.answer("500 Oh");
  enqueue("1", target(receiver.url()));
  EXPECT_EQ(send(0), Sent::failed);
  EXPECT_EQ(kept("waiting").at(0).error, "HTTP 500");
  EXPECT_EQ(send(4), Sent::none);
  receiver.answer("204 No Content");
  EXPECT_EQ(send(5), Sent::sent);
  const auto received = receiver.received();
  ASSERT_EQ(received.size(), 2U);
  EXPECT_EQ(received[0].headers.at("webhook-id"), received[1].headers.at("webhook-id"));
  EXPECT_NE(received[0].headers.at("webhook-signature"),
            received[1].headers.at("webhook-signature"));
}

TEST_P(Delivery, IsGivenUpAfterTheLastWaitAndCanBeAskedForAgain) {
  Receiver receiver;
  receiver.answer("404 Not Found");
  enqueue("1", target(receiver.url()));
  std::int64_t time = 0;
  for (const auto wait : outbox_->rules().channels.at("webhook").waits_s) {
    EXPECT_EQ(send(time), Sent::failed);
    time += wait;
  }
  EXPECT_EQ(send(time), Sent::given_up);
  EXPECT_EQ(send(time + 1'000'000), Sent::none);
  ASSERT_EQ(kept("dead").size(), 1U);
  receiver.answer("200 OK");
  EXPECT_EQ(*outbox_->messages().retry({}, after(time)), 1);
  EXPECT_EQ(send(time), Sent::sent);
}

TEST_P(Delivery, ToOneThatDoesNotAnswerHoldsUpNobodyElse) {
  Receiver silent;
  silent.answer("");
  const Receiver receiver;
  const Target dead = target(silent.url());
  for (const char* key : {"1", "2", "3"}) enqueue(key, dead);
  enqueue("4", target(receiver.url()));
  EXPECT_EQ(send(1), Sent::failed);
  // The others for it wait until it is tried again.
  EXPECT_EQ(send(1), Sent::sent);
  EXPECT_EQ(send(1), Sent::none);
  EXPECT_EQ(silent.received().size(), 1U);
  silent.answer("200 OK");
  for (int i = 0; i < 3; ++i) EXPECT_EQ(send(7), Sent::sent);
  EXPECT_EQ(send(7), Sent::none);
}

TEST_P(Delivery, ThatIsTooLargeOrHasNoTargetIsGivenUpAtOnce) {
  const Receiver receiver;
  const Target to = target(receiver.url());
  Message large = message("1", to);
  large.body.assign(outbox_->rules().channels.at("webhook").largest_body + 1, 'x');
  Message lost = message("2", to);
  lost.target = "nobody";
  const Message both[] = {large, lost};
  ASSERT_TRUE(outbox_->enqueue(both, start_));
  EXPECT_EQ(send(0), Sent::given_up);
  EXPECT_EQ(send(0), Sent::given_up);
  EXPECT_TRUE(receiver.received().empty());
  Message odd = large;
  odd.channel = "pigeon";
  EXPECT_EQ(outbox_->enqueue({&odd, 1}, start_).error().failure, &channel_unknown);
}

TEST_P(Delivery, FollowsTheFeedOnceFromWhereItBegan) {
  const Target to = target("https://example.org/hook");
  const registry::Person writer = registry::local_operator();
  const auto& authority = named("authority");
  const auto write = [&](const std::string& key) {
    const std::vector<std::string> columns = {"code", "name", "region", "level", "function"};
    registry::Entry entry;
    entry.values = {key, "质量办 " + key, std::string("620000"), std::string("provincial"),
                    std::string("quality")};
    std::vector<registry::Entry> entries = {entry};
    const auto answers = registry_->put(writer, authority, columns, entries);
    ASSERT_TRUE(answers) << describe(answers.error());
    ASSERT_TRUE(answers->at(0).errors.empty()) << describe(answers->at(0).errors.at(0));
  };
  int seen = 0;
  const auto make = [&](std::span<const store::Segment> segments) -> Result<std::vector<Message>> {
    std::vector<Message> made;
    for (const auto& segment : segments) {
      ++seen;
      made.push_back(message("commit/" + std::to_string(segment.commit), to));
    }
    return made;
  };
  write("A1");
  EXPECT_FALSE(*outbox_->follow("test", make));  // what was before is not told
  write("A2");
  EXPECT_TRUE(*outbox_->follow("test", make));
  EXPECT_FALSE(*outbox_->follow("test", make));
  EXPECT_EQ(seen, 1);
  EXPECT_EQ(kept("waiting").size(), 1U);
  // Where making fails nothing moves.
  write("A3");
  const auto broken = outbox_->follow(
      "test", [](auto) -> Result<std::vector<Message>> { return fail(target_unknown); });
  EXPECT_FALSE(broken);
  EXPECT_TRUE(*outbox_->follow("test", make));
  EXPECT_EQ(seen, 2);
}

TEST_P(Delivery, SurvivesBeingKilledWhileSending) {
  Receiver receiver;
  std::atomic<bool> hold{true};
  const test::Listener slow([&](test::Line& line) {
    while (hold && !line.gone()) (void)line.exactly(1'000'000);
  });
  const Target to = target("http://127.0.0.1:" + std::to_string(slow.port()) + "/");
  enqueue("1", to);
  // Claimed by a program that dies before it can say what became of it.
  ASSERT_TRUE(*outbox_->messages().claim("webhook", after(0), after(30)));
  outbox_.reset();
  hold = false;
  open();
  outbox_ = *Outbox::open(*store_, support::source_path("/catalog"));
  EXPECT_EQ(send(29), Sent::none);
  ASSERT_TRUE(store_->erase("delivery_target", to.id));
  EXPECT_EQ(send(30), Sent::given_up);  // taken up again; here its target is gone
  EXPECT_EQ(kept("dead").at(0).attempts, 2);
}

TEST_P(Delivery, RunsBesideAServerUntilItEnds) {
  const Receiver receiver;
  const Target to = target(receiver.url());
  int rounds = 0;
  {
    const Courier courier(*outbox_, registry_->catalog(), settings_,
                          {[&](Timestamp) -> Result<void> {
                            ++rounds;
                            return {};
                          }});
    enqueue("1", to);
    for (int i = 0; i < 100 && kept("sent").empty(); ++i) std::this_thread::sleep_for(50ms);
  }
  EXPECT_EQ(receiver.received().size(), 1U);
  EXPECT_EQ(kept("sent").size(), 1U);
  EXPECT_GT(rounds, 0);
}

TEST_P(Delivery, KeepsItsTargetsToItself) {
  Targets targets(*store_);
  const auto added = targets.add({.purpose = "epcis",
                                  .owner = "li.na",
                                  .url = "https://example.org/hook",
                                  .headers = {{"GS1-Signature", "token"}}},
                                 start_);
  ASSERT_TRUE(added) << describe(added.error());
  const auto found = targets.find(added->id);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->url, "https://example.org/hook");
  EXPECT_EQ(found->secret, added->secret);
  EXPECT_EQ(found->headers, added->headers);
  EXPECT_EQ(found->made, start_);
  EXPECT_EQ(store_->get("delivery_target", added->id)->value().find("example"), std::string::npos);
  EXPECT_EQ(targets.all()->size(), 1U);
  ASSERT_TRUE(targets.remove(added->id));
  EXPECT_EQ(targets.remove(added->id).error().failure, &target_unknown);
  EXPECT_EQ(targets.find(added->id).error().failure, &target_unknown);
  using Headers = std::vector<std::pair<std::string, std::string>>;
  for (const Headers& headers :
       {Headers{{"X", "a\r\nY: b"}}, Headers{{"Host", "x"}}, Headers{{"webhook-id", "x"}},
        Headers{{"a b", "x"}}, Headers{{"", "x"}}, Headers{{"X", "质量"}}}) {
    const auto refused = targets.add({.url = "https://example.org/", .headers = headers}, start_);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().failure, &header_malformed);
  }
}

}  // namespace
}  // namespace zhiheng::deliver
