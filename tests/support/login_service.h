#pragma once
// A small login service (OpenID Connect) for tests. It lets everybody in without asking, keeps to
// the standard in what it demands of us (PKCE, codes that count once), and lies in one respect when
// it is told to.

#include <openssl/types.h>

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace zhiheng::support {

struct ServiceAnswer {
  int status = 200;
  std::string type = "application/json";
  std::string body = {};
  std::string location = {};
};

class LoginService {
 public:
  /// With keys of its own, made now.
  LoginService();
  ~LoginService();
  LoginService(const LoginService&) = delete;
  LoginService& operator=(const LoginService&) = delete;

  /// Listens on a free port of this machine; the issuer is that address.
  void listen();

  /// "nonce", "audience", "expired", "early", "issuer", "none", "hmac", "signature", "malformed",
  /// "key", "no_token", "discovery", "named" (another issuer in the redirection), "denied".
  std::string lie;
  std::string algorithm = "RS256";
  std::string subject = "s-1", name = "外来人员";
  std::vector<std::string> groups;
  std::string secret;  ///< demanded of the client when it is not empty
  bool forgets_codes = true;
  std::string issuer = "http://127.0.0.1:1";
  /// New keys with new names; the old ones are no longer published.
  void rotate();
  [[nodiscard]] int times_keys_asked() const { return keys_asked_; }

  /// What a browser or our program gets: method, target with its query, body, authorization.
  ServiceAnswer answer(const std::string& method, const std::string& target,
                       const std::string& body, const std::string& authorization);
  /// The query that a browser comes back with from an address of authorization.
  std::string visit(const std::string& address);

 private:
  struct Granted {
    std::string challenge, nonce, redirect, client;
  };
  ServiceAnswer authorize(const std::map<std::string, std::string>& with);
  ServiceAnswer token(const std::map<std::string, std::string>& with,
                      const std::string& authorization);
  [[nodiscard]] std::string signed_token(const Granted& granted);
  [[nodiscard]] std::string published_keys() const;
  void serve(int listening);

  std::shared_ptr<EVP_PKEY> rsa_, elliptic_;
  int generation_ = 1;
  std::atomic<int> keys_asked_ = 0;
  std::map<std::string, Granted> codes_;
  std::mutex answering_;
  std::atomic<bool> stopping_ = false;
  int socket_ = -1;
  std::thread thread_;
};

/// "a=1&b=%20" as pairs.
[[nodiscard]] std::map<std::string, std::string> form_values(const std::string& form);

}  // namespace zhiheng::support
