#pragma once
// One attempt to hand something over to a machine outside: an HTTP POST, or a mail.

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "deliver/network.h"

namespace zhiheng::deliver {

/// Limits that every attempt keeps to.
struct WireLimits {
  int connect_timeout_s = 10;
  int timeout_s = 20;
  Guard guard = {};
  std::string authorities = {};  ///< file with certificates to trust; empty: the system's
  const std::atomic<bool>* stop = nullptr;
};

/// What became of it.
struct Attempt {
  bool sent = false;
  /// The fault lies with the machine there and not with this message: nothing else needs to be
  /// tried there now.
  bool unreachable = false;
  bool for_good = false;  ///< there is no use in trying again
  bool stopped = false;   ///< broken off because the program ends
  std::optional<std::int64_t> retry_after_s = {};
  std::string error = {};  ///< in a few words, without secrets; empty when sent
};

struct Post {
  std::string url = {};
  std::string type = {};  ///< of the body
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string body = {};
};

/// Sent when it is answered with 2xx. Redirections are not followed, proxies of the environment not
/// used, certificates verified; of the answer only the status is looked at.
[[nodiscard]] Attempt post(const Post& message, const WireLimits& limits);

/// A URL that `post` takes: http or https, a host, no user, no fragment, no control characters, at
/// most 2000 bytes. In the form of the URL standard.
/// @fails  deliver.target_malformed
[[nodiscard]] Result<std::string> check_url(std::string_view text);

/// The host of a checked URL.
[[nodiscard]] std::string host_of(const std::string& url);

/// How mail goes out, of the configuration of the machine.
struct MailServer {
  /// "smtp://host:25" (STARTTLS when offered), "smtp+starttls://host:587" (or not at all),
  /// "smtps://host:465" (TLS from the start).
  std::string url = {};
  std::string user = {}, password = {};  ///< empty: none asked for
  std::string from = {};                 ///< "notice@quality.example"
};

struct Mail {
  std::string to = {};    ///< an address
  std::string text = {};  ///< the whole message: header and body, lines end with CR LF
};

/// The guard is not asked: the server is named by the configuration.
[[nodiscard]] Attempt send_mail(const Mail& mail, const MailServer& server,
                                const WireLimits& limits);

}  // namespace zhiheng::deliver
