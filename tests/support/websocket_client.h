#pragma once
// A websocket client for tests.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace zhiheng::test {

class WebSocketClient {
 public:
  /// Asks for `target` on this machine.
  WebSocketClient(std::uint16_t port, const std::string& target,
                  const std::map<std::string, std::string>& headers);
  ~WebSocketClient();
  WebSocketClient(const WebSocketClient&) = delete;
  WebSocketClient& operator=(const WebSocketClient&) = delete;

  /// 101 when the connection stands, else what the server answered; 0: nothing.
  [[nodiscard]] int status() const;
  /// Of the answer to the handshake, or "".
  [[nodiscard]] std::string header(const std::string& name) const;
  /// The next message, waiting at most so long.
  std::optional<std::string> receive(int timeout_ms);
  /// Whether the other side ended the connection, waiting at most so long for it.
  bool ended(int timeout_ms);

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace zhiheng::test
