#include "support/websocket_client.h"

#include <boost/asio.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>
#include <deque>

namespace zhiheng::test {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using tcp = asio::ip::tcp;

struct WebSocketClient::Inside {
  asio::io_context context;
  websocket::stream<tcp::socket> stream{context};
  websocket::response_type answer;
  beast::flat_buffer buffer;
  std::deque<std::string> received;
  bool open = false;

  void read() {
    stream.async_read(buffer, [this](beast::error_code error, std::size_t) {
      if (error) {
        open = false;
        return;
      }
      received.push_back(beast::buffers_to_string(buffer.data()));
      buffer.consume(buffer.size());
      read();
    });
  }
  template <class Done>
  void run(int timeout_ms, const Done& done) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(timeout_ms);
    while (!done() && std::chrono::steady_clock::now() < end) {
      context.restart();
      context.run_one_for(std::chrono::milliseconds(20));
    }
  }
};

WebSocketClient::WebSocketClient(std::uint16_t port, const std::string& target,
                                 const std::map<std::string, std::string>& headers)
    : inside_(std::make_unique<Inside>()) {
  auto& stream = inside_->stream;
  beast::error_code error;
  (void)stream.next_layer().connect({asio::ip::make_address("127.0.0.1"), port}, error);
  if (error) return;
  auto decorate = [&headers](websocket::request_type& request) {
    for (const auto& [name, value] : headers) request.set(name, value);
  };
  stream.set_option(websocket::stream_base::decorator(decorate));
  stream.handshake(inside_->answer, "127.0.0.1:" + std::to_string(port), target, error);
  inside_->open = !error;
  if (inside_->open) inside_->read();
}

WebSocketClient::~WebSocketClient() {
  beast::error_code ignored;
  (void)inside_->stream.next_layer().close(ignored);
  inside_->context.restart();
  inside_->context.run_for(std::chrono::milliseconds(100));
}

int WebSocketClient::status() const { return static_cast<int>(inside_->answer.result_int()); }

std::string WebSocketClient::header(const std::string& name) const {
  const auto found = inside_->answer.find(name);
  return found == inside_->answer.end() ? std::string()
                                        : std::string(found->value().data(), found->value().size());
}

std::optional<std::string> WebSocketClient::receive(int timeout_ms) {
  inside_->run(timeout_ms, [&] { return !inside_->received.empty() || !inside_->open; });
  if (inside_->received.empty()) return std::nullopt;
  std::string message = std::move(inside_->received.front());
  inside_->received.pop_front();
  return message;
}

bool WebSocketClient::ended(int timeout_ms) {
  inside_->run(timeout_ms, [&] { return !inside_->open; });
  return !inside_->open;
}

}  // namespace zhiheng::test
