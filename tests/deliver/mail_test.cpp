// Letters: what may stand in their headers, and how they reach a server.

#include "deliver/mail.h"

#include <gtest/gtest.h>

#include "deliver/failures.h"
#include "deliver/listener.h"
#include "deliver/wire.h"
#include "store/base64.h"

namespace zhiheng::deliver {
namespace {

using test::Certificate;
using test::Line;

/// What RFC 2047 words say; everything else as it is.
std::string decoded(std::string_view header) {
  std::string text;
  while (!header.empty()) {
    const auto begin = header.find("=?UTF-8?B?");
    if (begin == header.npos) return text.append(header);
    if (text.empty()) text.append(header.substr(0, begin));
    const auto end = header.find("?=", begin + 10);
    text += store::from_base64(header.substr(begin + 10, end - begin - 10)).value_or("?");
    header.remove_prefix(end + 2);
  }
  return text;
}

TEST(EncodedHeader, SaysTheSameInShortWords) {
  const std::string long_one =
      "投诉举报 T-2026-0001：已受理，现为“办理中”，请于规定期限内答复投诉人并上传处理结果材料";
  for (const std::string& text : {std::string("质衡"), long_one, long_one + long_one,
                                  std::string("=?UTF-8?B?eA==?="), std::string(70, 'a')}) {
    const std::string header = encode_header(text);
    EXPECT_EQ(decoded(header), text);
    for (std::size_t from = 0; from < header.size();) {
      const auto end = std::min(header.find("\r\n ", from), header.size());
      EXPECT_LE(end - from, 75U) << header;
      from = end + 3;
    }
  }
  EXPECT_EQ(encode_header("Recall R-1: closed"), "Recall R-1: closed");
}

TEST(EncodedHeader, CannotAddAField) {
  const std::string header = encode_header("x\r\nBcc: all@example.org\n\nbody");
  EXPECT_EQ(header.find('\n'), std::string::npos) << header;
  EXPECT_EQ(header.find('\r'), std::string::npos) << header;
}

TEST(MailAddress, IsPlainOrRefused) {
  for (const char* good : {"li.na@example.org", "a@b-c.cn", "x+y@mail.gov.cn", "o'n@example.org"}) {
    EXPECT_TRUE(check_mail_address(good)) << good;
  }
  for (const char* bad :
       {"", "li.na", "@example.org", "a@", "a@b@", "a b@example.org", "a@example.org\r\nX: y",
        "<a@example.org>", ".a@example.org", "a..b@example.org", "a@-b.cn", "a@b-", "a@[127.0.0.1]",
        "李娜@example.org", "a@example.org,b@example.org", "\"a\"@example.org"}) {
    const auto checked = check_mail_address(bad);
    ASSERT_FALSE(checked) << bad;
    EXPECT_EQ(checked.error().failure, &address_malformed);
    EXPECT_TRUE(checked.error().found.empty());
  }
  EXPECT_FALSE(check_mail_address(std::string(250, 'a') + "@b.cn"));
}

Letter letter() {
  return {.from = "notice@quality.example",
          .from_name = "质衡",
          .to = "li.na@example.org",
          .subject = "[质衡] 投诉 T-1：受理\r\nBcc: x@example.org",
          .text = "投诉 T-1：受理 <b>\nhttps://quality.example/registers/complaint/1?a=1&b=2\n",
          .id = "0192",
          .at = Timestamp{1'795'420'800'000'000}};
}

TEST(Mail, HasBothTextsAndAHeaderOfItsOwn) {
  const auto mail = make_mail(letter());
  ASSERT_TRUE(mail) << describe(mail.error());
  EXPECT_TRUE(mail->starts_with("Date: Mon, 23 Nov 2026 08:00:00 +0000\r\n"))
      << mail->substr(0, 60);
  EXPECT_NE(mail->find("\r\nFrom: =?UTF-8?B?6LSo6KGh?= <notice@quality.example>\r\n"),
            std::string::npos);
  EXPECT_NE(mail->find("\r\nTo: <li.na@example.org>\r\n"), std::string::npos);
  EXPECT_NE(mail->find("\r\nMessage-ID: <0192@quality.example>\r\n"), std::string::npos);
  EXPECT_EQ(mail->find("\r\nBcc:"), std::string::npos);
  const auto body = [&](std::string_view kind) {
    const auto type = mail->find("text/" + std::string(kind));
    const auto begin = mail->find("\r\n\r\n", type) + 4;
    std::string base64 = mail->substr(begin, mail->find("\r\n--", begin) - begin);
    std::erase_if(base64, [](char c) { return c == '\r' || c == '\n'; });
    return store::from_base64(base64).value_or("?");
  };
  EXPECT_EQ(body("plain"), letter().text);
  EXPECT_NE(body("html").find("受理 &lt;b&gt;<br>"), std::string::npos);
  EXPECT_NE(body("html").find("?a=1&amp;b=2\">"), std::string::npos);
  // Lines are short and end as mail wants them.
  for (std::size_t from = 0; from < mail->size();) {
    const auto end = mail->find("\r\n", from);
    ASSERT_NE(end, std::string::npos);
    EXPECT_LE(end - from, 100U);
    EXPECT_EQ(mail->substr(from, end - from).find('\n'), std::string::npos);
    from = end + 2;
  }
  Letter wrong = letter();
  wrong.to = "li.na@example.org>\r\nX";
  EXPECT_EQ(make_mail(wrong).error().failure, &address_malformed);
}

/// A server for mail that keeps what it was told.
class MailHost {
 public:
  explicit MailHost(const Certificate* certificate = nullptr, bool at_once = false)
      : certificate_(certificate),
        at_once_(at_once),
        listener_([this](Line& line) { serve(line); }) {}

  [[nodiscard]] MailServer server(const std::string& scheme) const {
    return {.url = scheme + "://127.0.0.1:" + std::to_string(listener_.port()),
            .from = "notice@quality.example"};
  }
  std::string refuse;  ///< answer to the recipient, when not empty
  std::vector<std::string> commands;
  std::string mail;
  bool encrypted = false;
  std::string credentials;

 private:
  void serve(Line& line) {
    if (at_once_ && !line.encrypt(certificate_->context())) return;
    line.send("220 test ESMTP\r\n");
    while (!line.gone()) {
      const std::string command = line.line();
      commands.push_back(command);
      const std::string verb = command.substr(0, 4);
      if (verb == "EHLO") {
        const bool offers = certificate_ != nullptr && !line.encrypted();
        line.send(std::string("250-test\r\n250-SIZE 1000000\r\n") +
                  (offers ? "250-STARTTLS\r\n" : "") + "250 AUTH PLAIN LOGIN\r\n");
      } else if (verb == "STAR") {
        line.send("220 go\r\n");
        if (!line.encrypt(certificate_->context())) return;
      } else if (verb == "AUTH") {
        line.send("334 \r\n");
        credentials = store::from_base64(line.line()).value_or("");
        line.send("235 ok\r\n");
      } else if (verb == "RCPT" && !refuse.empty()) {
        line.send(refuse + "\r\n");
      } else if (verb == "DATA") {
        line.send("354 go\r\n");
        for (std::string part = line.line(); part != "." && !line.gone(); part = line.line()) {
          mail += part + "\r\n";
        }
        encrypted = line.encrypted();
        line.send("250 kept\r\n");
      } else if (verb == "QUIT") {
        line.send("221 bye\r\n");
        return;
      } else {
        line.send("250 ok\r\n");
      }
    }
  }

  const Certificate* certificate_;
  bool at_once_;
  test::Listener listener_;
};

bool says(const MailHost& host, std::string_view command) {
  return std::ranges::any_of(host.commands,
                             [&](const auto& one) { return one.starts_with(command); });
}

const WireLimits quick = {.connect_timeout_s = 2, .timeout_s = 5};

TEST(SendMail, HandsOverTheLetterAsItIs) {
  MailHost host;
  const std::string text = *make_mail(letter()) + ".\r\n..a line with dots\r\n";
  const Attempt attempt =
      send_mail({.to = "li.na@example.org", .text = text}, host.server("smtp"), quick);
  EXPECT_TRUE(attempt.sent) << attempt.error;
  EXPECT_TRUE(says(host, "MAIL FROM:<notice@quality.example>"));
  EXPECT_TRUE(says(host, "RCPT TO:<li.na@example.org>"));
  // Dots at the beginning of lines are doubled on the way.
  EXPECT_NE(host.mail.find("\r\n..\r\n...a line"), std::string::npos) << host.mail;
  EXPECT_FALSE(says(host, "AUTH"));
}

TEST(SendMail, EncryptsAndShowsThePasswordToNobodyElse) {
  const Certificate certificate;
  WireLimits trusting = quick;
  trusting.authorities = certificate.file();
  for (const char* scheme : {"smtp", "smtp+starttls", "smtps"}) {
    SCOPED_TRACE(scheme);
    MailHost host(&certificate, std::string_view(scheme) == "smtps");
    MailServer server = host.server(scheme);
    server.user = "notice";
    server.password = "a secret";
    const Mail mail{.to = "li.na@example.org", .text = *make_mail(letter())};
    const Attempt stranger = send_mail(mail, server, quick);
    EXPECT_FALSE(stranger.sent) << "the certificate is not to be trusted";
    EXPECT_FALSE(says(host, "AUTH"));
    const Attempt attempt = send_mail(mail, server, trusting);
    EXPECT_TRUE(attempt.sent) << attempt.error;
    EXPECT_TRUE(host.encrypted);
    EXPECT_TRUE(says(host, "AUTH PLAIN"));
    EXPECT_EQ(host.credentials, std::string("\0notice\0a secret", 16));
  }
  // A server without TLS never sees the password.
  MailHost open_one;
  MailServer server = open_one.server("smtp");
  server.user = "notice";
  server.password = "a secret";
  EXPECT_FALSE(send_mail({.to = "li.na@example.org", .text = "x"}, server, trusting).sent);
  EXPECT_FALSE(says(open_one, "AUTH"));
  EXPECT_FALSE(send_mail({.to = "li.na@example.org", .text = "x"}, open_one.server("smtp+starttls"),
                         trusting)
                   .sent);
}

TEST(SendMail, TellsNeverFromNotNow) {
  MailHost host;
  host.refuse = "550 no such person";
  const Mail mail{.to = "li.na@example.org", .text = "x\r\n"};
  const Attempt never = send_mail(mail, host.server("smtp"), quick);
  EXPECT_FALSE(never.sent);
  EXPECT_TRUE(never.for_good) << never.error;
  EXPECT_FALSE(never.unreachable);
  host.refuse = "451 later";
  const Attempt later = send_mail(mail, host.server("smtp"), quick);
  EXPECT_FALSE(later.sent);
  EXPECT_FALSE(later.for_good);
  const Attempt nobody = send_mail(mail, {.url = "smtp://127.0.0.1:1", .from = "a@b.cn"}, quick);
  EXPECT_TRUE(nobody.unreachable);
  EXPECT_FALSE(nobody.for_good);
}

}  // namespace
}  // namespace zhiheng::deliver
