#pragma once
// A small HTTP client for tests: sends bytes as they are, so that wrong requests can be sent too.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace zhiheng::test {

struct HttpAnswer {
  int status = 0;                              ///< 0: the connection ended without an answer
  std::map<std::string, std::string> headers;  ///< names in lower case
  std::string body;                            ///< chunks joined
  bool whole = false;                          ///< the body came to its end
};

class HttpClient {
 public:
  explicit HttpClient(std::uint16_t port);
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  void send(std::string_view bytes);
  HttpAnswer receive();
  /// `lines` are header lines without their ends.
  HttpAnswer ask(std::string_view method, std::string_view target,
                 const std::vector<std::string>& lines = {}, std::string_view body = {});

 private:
  bool more();
  std::string line();
  std::string exactly(std::size_t bytes);

  int socket_ = -1;
  std::string waiting_;
  bool ended_ = false;
};

}  // namespace zhiheng::test
