// One POST: what arrives, which answers count, whom we do not speak to.

#include "deliver/wire.h"

#include <gtest/gtest.h>

#include "deliver/failures.h"
#include "deliver/listener.h"

namespace zhiheng::deliver {
namespace {

using test::Certificate;
using test::Receiver;

WireLimits limits(const std::string& allowed = "127.0.0.0/8") {
  return {.connect_timeout_s = 2, .timeout_s = 3, .guard = {.allowed = *parse_networks(allowed)}};
}

Post to(const std::string& url) {
  return {.url = url,
          .type = "application/json",
          .headers = {{"X-Token", "abc"}},
          .body = R"({"质量": 1})"};
}

TEST(Post, ArrivesWholeWithItsHeaders) {
  const Receiver receiver;
  const Attempt attempt = post(to(receiver.url("/a/b?c=1")), limits());
  EXPECT_TRUE(attempt.sent) << attempt.error;
  const auto received = receiver.received();
  ASSERT_EQ(received.size(), 1U);
  EXPECT_EQ(received[0].target, "POST /a/b?c=1");
  EXPECT_EQ(received[0].headers.at("content-type"), "application/json");
  EXPECT_EQ(received[0].headers.at("x-token"), "abc");
  EXPECT_FALSE(received[0].headers.contains("expect"));
  EXPECT_EQ(received[0].body, R"({"质量": 1})");
}

TEST(Post, FailsUnlessTheAnswerIsOfTwoHundred) {
  Receiver receiver;
  struct Row {
    const char* status;
    bool unreachable, for_good;
  };
  for (const auto& [status, unreachable, for_good] :
       {Row{"400 Bad Request", false, false}, Row{"404 Not Found", false, false},
        Row{"410 Gone", true, true}, Row{"429 Too Many Requests", true, false},
        Row{"500 Internal Server Error", true, false}}) {
    receiver.answer(status);
    const Attempt attempt = post(to(receiver.url()), limits());
    EXPECT_FALSE(attempt.sent) << status;
    EXPECT_EQ(attempt.unreachable, unreachable) << status;
    EXPECT_EQ(attempt.for_good, for_good) << status;
    EXPECT_EQ(attempt.error, "HTTP " + std::string(status, 3));
  }
  receiver.answer("503 Busy\r\nRetry-After: 120");
  EXPECT_EQ(post(to(receiver.url()), limits()).retry_after_s, 120);
  receiver.answer("");
  EXPECT_TRUE(post(to(receiver.url()), limits()).unreachable);
}

TEST(Post, FollowsNoRedirection) {
  const Receiver elsewhere;
  Receiver receiver;
  receiver.answer("302 Found\r\nLocation: " + elsewhere.url());
  const Attempt attempt = post(to(receiver.url()), limits());
  EXPECT_FALSE(attempt.sent);
  EXPECT_EQ(attempt.error, "HTTP 302");
  EXPECT_TRUE(elsewhere.received().empty());
}

TEST(Post, DoesNotTouchARefusedAddress) {
  const Receiver receiver;
  // Also by a name that resolves to it.
  std::string by_name = receiver.url();
  by_name.replace(by_name.find("127.0.0.1"), 9, "localhost");
  for (const std::string& url : {receiver.url(), by_name}) {
    const Attempt attempt = post(to(url), limits("192.0.2.0/24"));
    EXPECT_FALSE(attempt.sent);
    EXPECT_EQ(attempt.error, "without TLS only to networks that are allowed");
  }
  EXPECT_TRUE(receiver.received().empty());
}

TEST(Post, VerifiesTheCertificate) {
  const Certificate certificate;
  const Receiver receiver(&certificate);
  const Attempt stranger = post(to(receiver.url()), limits());
  EXPECT_FALSE(stranger.sent);
  EXPECT_TRUE(receiver.received().empty());
  WireLimits trusting = limits();
  trusting.authorities = certificate.file();
  const Attempt known = post(to(receiver.url()), trusting);
  EXPECT_TRUE(known.sent) << known.error;
  // With TLS the guard still looks at the address.
  trusting.guard = {.refused = *parse_networks("127.0.0.0/8"), .allowed = {}};
  EXPECT_EQ(post(to(receiver.url()), trusting).error, "the address is not one to talk to");
}

TEST(Post, IsBrokenOffWhenTheProgramEnds) {
  const test::Listener silent([](test::Line& line) { (void)line.exactly(1'000'000); });
  const std::atomic<bool> stop{true};
  WireLimits ending = limits();
  ending.stop = &stop;
  const Attempt attempt =
      post(to("http://127.0.0.1:" + std::to_string(silent.port()) + "/"), ending);
  EXPECT_TRUE(attempt.stopped) << attempt.error;
}

TEST(Post, EndsWithItsTime) {
  const test::Listener silent([](test::Line& line) { (void)line.exactly(1'000'000); });
  WireLimits short_one = limits();
  short_one.timeout_s = 1;
  const Attempt attempt =
      post(to("http://127.0.0.1:" + std::to_string(silent.port()) + "/"), short_one);
  EXPECT_TRUE(attempt.unreachable);
  EXPECT_FALSE(attempt.stopped);
}

TEST(Url, IsCheckedBeforeItIsKept) {
  EXPECT_EQ(*check_url("HTTPS://Example.org/a?b=1"), "https://Example.org/a?b=1");
  EXPECT_EQ(host_of("https://example.org:8443/a"), "example.org");
  for (const char* url :
       {"", "example.org", "ftp://example.org/", "file:///etc/passwd", "gopher://127.0.0.1:25/",
        "https://user:secret@example.org/", "https://example.org/#part", "https://exa mple.org/",
        "https://example.org/\r\nX: 1", "https://", "http:/", "javascript:alert(1)",
        "https://example.org\\@127.0.0.1/", "https://example.org:99999/"}) {
    const auto checked = check_url(url);
    ASSERT_FALSE(checked) << url << " " << *checked;
    EXPECT_EQ(checked.error().failure, &target_malformed);
  }
  EXPECT_FALSE(check_url("https://example.org/" + std::string(2000, 'a')));
}

}  // namespace
}  // namespace zhiheng::deliver
