#pragma once
// A small server for tests, with or without TLS: hands every connection to a function.

#include <openssl/ssl.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace zhiheng::deliver::test {

/// One end of a connection, read by lines.
class Line {
 public:
  explicit Line(int socket) : socket_(socket) {}
  ~Line();
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;

  /// Goes on in TLS. @return  false: the other side did not like our certificate
  bool encrypt(SSL_CTX* context);
  [[nodiscard]] bool encrypted() const { return tls_ != nullptr; }
  void send(const std::string& bytes);
  /// Without its end; empty also when the other side has gone.
  std::string line();
  std::string exactly(std::size_t bytes);
  [[nodiscard]] bool gone() const { return gone_; }

 private:
  bool more();

  int socket_;
  SSL* tls_ = nullptr;
  std::string waiting_;
  bool gone_ = false;
};

/// A certificate for 127.0.0.1 that signed itself.
class Certificate {
 public:
  Certificate();
  ~Certificate();
  Certificate(const Certificate&) = delete;
  Certificate& operator=(const Certificate&) = delete;
  [[nodiscard]] std::string file() const { return folder_ + "/certificate.pem"; }
  [[nodiscard]] SSL_CTX* context() const { return context_; }

 private:
  std::string folder_;
  SSL_CTX* context_ = nullptr;
};

class Listener {
 public:
  explicit Listener(std::function<void(Line&)> serve);
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  std::function<void(Line&)> serve_;
  int socket_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

struct Received {
  std::string target;
  std::map<std::string, std::string> headers;  ///< names in lower case
  std::string body;
};

/// Takes POSTs and answers with what `status` says ("200 OK", or with more header lines).
class Receiver {
 public:
  explicit Receiver(const Certificate* certificate = nullptr);
  [[nodiscard]] std::string url(const std::string& path = "/hook") const;
  void answer(const std::string& status);
  /// Reads requests and says nothing, as long as the other side waits.
  void hang(bool silent);
  [[nodiscard]] std::vector<Received> received() const;

 private:
  void serve(Line& line);

  const Certificate* certificate_;
  mutable std::mutex mutex_;
  std::string status_ = "200 OK";
  bool silent_ = false;
  std::vector<Received> received_;
  Listener listener_;
};

}  // namespace zhiheng::deliver::test
