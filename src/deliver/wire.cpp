#include "deliver/wire.h"

#include <curl/curl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstring>
#include <memory>

#include "deliver/failures.h"

namespace zhiheng::deliver {
namespace {

constexpr std::size_t longest_url = 2000;
constexpr std::size_t most_of_answer = 64 * 1024;

struct EndEasy {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct EndList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
struct EndUrl {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using Easy = std::unique_ptr<CURL, EndEasy>;
using List = std::unique_ptr<curl_slist, EndList>;
using Url = std::unique_ptr<CURLU, EndUrl>;

Easy begin() {
  static const CURLcode once = curl_global_init(CURL_GLOBAL_DEFAULT);
  return Easy(once == CURLE_OK ? curl_easy_init() : nullptr);
}

void append(List& list, const std::string& line) {
  curl_slist* const longer = curl_slist_append(list.get(), line.c_str());
  if (longer == nullptr) return;
  (void)list.release();
  list.reset(longer);
}

/// What the callbacks of one attempt share.
struct Attending {
  const WireLimits* limits = nullptr;
  bool encrypted = false;
  bool refused = false;  ///< by the guard
  std::size_t answered = 0;
  std::string_view left = {};  ///< of a mail, to be sent
};

std::optional<Address> address_of(const curl_sockaddr& to) {
  Address address;
  if (to.family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &to.addr, sizeof v4);
    address.bytes = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    std::memcpy(&address.bytes[12], &v4.sin_addr, 4);
    return address;
  }
  if (to.family != AF_INET6) return std::nullopt;
  sockaddr_in6 v6{};
  static_assert(sizeof(sockaddr) + 12 == sizeof(sockaddr_in6));
  // curl keeps room for any address where it declares the general one.
  std::memcpy(static_cast<void*>(&v6), static_cast<const void*>(&to.addr), sizeof v6);
  std::memcpy(address.bytes.data(), &v6.sin6_addr, 16);
  return address;
}

/// Called with the very address that is connected to next, after the name was resolved.
curl_socket_t open_socket(void* with, curlsocktype, curl_sockaddr* to) {
  auto& attending = *static_cast<Attending*>(with);
  const auto address = address_of(*to);
  if (!address || !attending.limits->guard.admits(*address, attending.encrypted)) {
    attending.refused = true;
    return CURL_SOCKET_BAD;
  }
  return ::socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

int look_up(void* with, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  const auto* stop = static_cast<Attending*>(with)->limits->stop;
  return stop != nullptr && *stop ? 1 : 0;
}

std::size_t drop(char*, std::size_t size, std::size_t count, void* with) {
  auto& attending = *static_cast<Attending*>(with);
  attending.answered += size * count;
  return attending.answered > most_of_answer ? 0 : size * count;
}

std::size_t give(char* buffer, std::size_t size, std::size_t count, void* with) {
  auto& left = static_cast<Attending*>(with)->left;
  const std::size_t part = std::min(size * count, left.size());
  std::memcpy(buffer, left.data(), part);
  left.remove_prefix(part);
  return part;
}

void set_common(CURL* easy, Attending& attending) {
  const WireLimits& limits = *attending.limits;
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_PROXY, "");
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT, long{limits.connect_timeout_s});
  curl_easy_setopt(easy, CURLOPT_TIMEOUT, long{limits.timeout_s});
  curl_easy_setopt(easy, CURLOPT_SSLVERSION, long{CURL_SSLVERSION_TLSv1_2});
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
  if (!limits.authorities.empty()) {
    curl_easy_setopt(easy, CURLOPT_CAINFO, limits.authorities.c_str());
  }
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, drop);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &attending);
  curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, look_up);
  curl_easy_setopt(easy, CURLOPT_XFERINFODATA, &attending);
}

/// A transfer that did not come to its end; the words of curl name no secret.
Attempt broken_off(CURLcode code, const Attending& attending) {
  if (attending.refused) {
    return {.unreachable = true,
            .error = attending.encrypted ? "the address is not one to talk to"
                                         : "without TLS only to networks that are allowed"};
  }
  return {.unreachable = true,
          .stopped = code == CURLE_ABORTED_BY_CALLBACK,
          .error = curl_easy_strerror(code)};
}

Attempt judge_status(CURL* easy) {
  long status = 0;
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
  Attempt attempt;
  attempt.sent = status >= 200 && status < 300;
  if (attempt.sent) return attempt;
  attempt.error = "HTTP " + std::to_string(status);
  attempt.for_good = status == 410;
  attempt.unreachable = status == 410 || status == 429 || status >= 500;
  curl_off_t wait = 0;
  curl_easy_getinfo(easy, CURLINFO_RETRY_AFTER, &wait);
  if (wait > 0) attempt.retry_after_s = wait;
  return attempt;
}

std::string part_of(const Url& url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url.get(), part, &text, 0) != CURLUE_OK) return {};
  std::string copied(text);
  curl_free(text);
  return copied;
}

}  // namespace

Result<std::string> check_url(std::string_view text) {
  const auto wrong = [&](const char* wanted) {
    return fail(target_malformed, "url", std::string(text.substr(0, 200)), wanted);
  };
  if (text.size() > longest_url) return wrong("<= 2000");
  for (const char c : text) {
    if (static_cast<unsigned char>(c) <= ' ' || c == '\x7f' || c == '\\') return wrong("https://…");
  }
  const Url url(curl_url());
  const std::string whole(text);
  if (url == nullptr ||
      curl_url_set(url.get(), CURLUPART_URL, whole.c_str(), CURLU_DISALLOW_USER) != CURLUE_OK) {
    return wrong("https://…");
  }
  const std::string scheme = part_of(url, CURLUPART_SCHEME);
  if (scheme != "https" && scheme != "http") return wrong("https://…");
  if (!part_of(url, CURLUPART_FRAGMENT).empty()) return wrong("https://… (#)");
  return part_of(url, CURLUPART_URL);
}

std::string host_of(const std::string& url) {
  const Url parsed(curl_url());
  if (curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK) return {};
  return part_of(parsed, CURLUPART_HOST);
}

Attempt post(const Post& message, const WireLimits& limits) {
  const Easy easy = begin();
  if (easy == nullptr) return {.error = "no memory"};
  Attending attending{.limits = &limits};
  attending.encrypted = message.url.starts_with("https:");
  set_common(easy.get(), attending);
  curl_easy_setopt(easy.get(), CURLOPT_URL, message.url.c_str());
  curl_easy_setopt(easy.get(), CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy.get(), CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy.get(), CURLOPT_OPENSOCKETFUNCTION, open_socket);
  curl_easy_setopt(easy.get(), CURLOPT_OPENSOCKETDATA, &attending);
  curl_easy_setopt(easy.get(), CURLOPT_USERAGENT, "Zhiheng");
  curl_easy_setopt(easy.get(), CURLOPT_POSTFIELDS, message.body.data());
  curl_easy_setopt(easy.get(), CURLOPT_POSTFIELDSIZE_LARGE,
                   static_cast<curl_off_t>(message.body.size()));
  List headers;
  append(headers, "Content-Type: " + message.type);
  append(headers, "Expect:");
  for (const auto& [name, value] : message.headers) append(headers, name + ": " + value);
  curl_easy_setopt(easy.get(), CURLOPT_HTTPHEADER, headers.get());
  const CURLcode code = curl_easy_perform(easy.get());
  // Whoever answers with too much has answered all the same.
  if (code == CURLE_OK || code == CURLE_WRITE_ERROR) return judge_status(easy.get());
  return broken_off(code, attending);
}

Attempt send_mail(const Mail& mail, const MailServer& server, const WireLimits& limits) {
  const Easy easy = begin();
  if (easy == nullptr) return {.error = "no memory"};
  Attending attending{.limits = &limits, .left = mail.text};
  set_common(easy.get(), attending);
  constexpr std::string_view must = "smtp+starttls://";
  const bool starttls = server.url.starts_with(must);
  const std::string url = starttls ? "smtp://" + server.url.substr(must.size()) : server.url;
  curl_easy_setopt(easy.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(easy.get(), CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  // A password never goes over a connection that anybody can read.
  const bool encrypt = starttls || !server.user.empty();
  curl_easy_setopt(easy.get(), CURLOPT_USE_SSL, long{encrypt ? CURLUSESSL_ALL : CURLUSESSL_TRY});
  if (!server.user.empty()) {
    curl_easy_setopt(easy.get(), CURLOPT_USERNAME, server.user.c_str());
    curl_easy_setopt(easy.get(), CURLOPT_PASSWORD, server.password.c_str());
  }
  const std::string from = "<" + server.from + ">";
  curl_easy_setopt(easy.get(), CURLOPT_MAIL_FROM, from.c_str());
  List recipients;
  append(recipients, "<" + mail.to + ">");
  curl_easy_setopt(easy.get(), CURLOPT_MAIL_RCPT, recipients.get());
  curl_easy_setopt(easy.get(), CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(easy.get(), CURLOPT_READFUNCTION, give);
  curl_easy_setopt(easy.get(), CURLOPT_READDATA, &attending);
  const CURLcode code = curl_easy_perform(easy.get());
  if (code == CURLE_OK) return {.sent = true, .error = {}};
  long status = 0;
  curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &status);
  Attempt attempt = broken_off(code, attending);
  if (status >= 400) attempt.error += ", SMTP " + std::to_string(status);
  // 5yz to the recipient or the message says never; anything else concerns the server.
  const bool about_mail = code == CURLE_SEND_ERROR || code == CURLE_RECV_ERROR;
  attempt.for_good = about_mail && status >= 550 && status <= 554;
  attempt.unreachable = !(about_mail && status >= 400);
  return attempt;
}

}  // namespace zhiheng::deliver
