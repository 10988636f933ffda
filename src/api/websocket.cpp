#include "api/websocket.h"

#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <boost/asio.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>
#include <thread>

#include "base/log.h"

namespace zhiheng::api {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using tcp = asio::ip::tcp;

namespace {

constexpr int threads = 2;
constexpr std::size_t most_heard = 4096;  // bytes of a message that nobody listens to
constexpr auto pause = std::chrono::milliseconds(200);

using Stream = websocket::stream<tcp::socket>;

/// One connection; lives until both of its coroutines have ended.
struct Connection {
  Stream stream;
  http::request<http::empty_body> request;
  Response response;
  bool closed = false;

  Connection(tcp::socket socket, Response answer)
      : stream(std::move(socket)), response(std::move(answer)) {}
};

asio::awaitable<void> listen(std::shared_ptr<Connection> connection) {
  beast::flat_buffer buffer;
  while (!connection->closed) {
    beast::error_code error;
    auto token = asio::redirect_error(asio::use_awaitable, error);
    co_await connection->stream.async_read(buffer, token);
    buffer.clear();
    if (error) connection->closed = true;
  }
}

asio::awaitable<void> talk(std::shared_ptr<Connection> connection,
                           const std::atomic<bool>& stopping) {
  asio::steady_timer timer(connection->stream.get_executor());
  while (!connection->closed && !stopping) {
    auto message = connection->response.channel->next();
    if (!message) {
      log(Level::info, "api.websocket_ended", {{"why", describe(message.error())}});
      break;
    }
    if (*message) {
      connection->stream.text(true);
      auto bytes = asio::buffer(**message);
      co_await connection->stream.async_write(bytes, asio::use_awaitable);
      continue;
    }
    timer.expires_after(pause);
    co_await timer.async_wait(asio::use_awaitable);
  }
  if (connection->closed) co_return;
  const websocket::close_reason reason(stopping ? websocket::close_code::going_away
                                                : websocket::close_code::policy_error);
  co_await connection->stream.async_close(reason, asio::use_awaitable);
}

asio::awaitable<void> serve(std::shared_ptr<Connection> connection,
                            const std::atomic<bool>& stopping, std::atomic<int>& open) {
  try {
    Stream& stream = connection->stream;
    stream.set_option(websocket::stream_base::timeout::suggested(beast::role_type::server));
    stream.read_message_max(most_heard);
    auto decorate = [connection](websocket::response_type& response) {
      response.set(http::field::server, "zhiheng");
      for (const auto& [name, value] : connection->response.headers) response.set(name, value);
    };
    stream.set_option(websocket::stream_base::decorator(decorate));
    co_await stream.async_accept(connection->request, asio::use_awaitable);
    asio::co_spawn(stream.get_executor(), listen(connection), asio::detached);
    co_await talk(connection, stopping);
  } catch (const std::exception& error) {
    log(Level::debug, "api.websocket_ended", {{"why", error.what()}});
  }
  connection->closed = true;
  beast::error_code ignored;
  connection->stream.next_layer().close(ignored);
  --open;
}

}  // namespace

struct WebSockets::Inside {
  asio::io_context context{threads};
  asio::executor_work_guard<asio::io_context::executor_type> work{context.get_executor()};
  std::atomic<bool> stopping{false};
  std::atomic<int> open{0};
  int most;
  std::vector<std::thread> running;

  explicit Inside(int limit) : most(limit) {}
};

WebSockets::WebSockets(int most) : inside_(std::make_unique<Inside>(most)) {
  for (int i = 0; i < threads; ++i) {
    inside_->running.emplace_back([this] { inside_->context.run(); });
  }
}

WebSockets::~WebSockets() {
  inside_->stopping = true;
  // A moment to say goodbye; whoever does not answer is left.
  for (int tenths = 0; tenths < 20 && inside_->open > 0; ++tenths) {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  inside_->work.reset();
  inside_->context.stop();
  for (std::thread& thread : inside_->running) thread.join();
}

bool WebSockets::has_room() const { return inside_->open < inside_->most; }

void WebSockets::take(int socket, std::string head, Response response) {
  sockaddr_storage address{};
  socklen_t length = sizeof address;
  const bool known = ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &length) == 0;
  tcp::socket made(asio::make_strand(inside_->context));
  beast::error_code error;
  (void)made.assign(known && address.ss_family == AF_INET6 ? tcp::v6() : tcp::v4(), socket, error);
  if (error) {
    ::close(socket);
    return;
  }
  auto connection = std::make_shared<Connection>(std::move(made), std::move(response));
  http::request_parser<http::empty_body> parser;
  parser.put(asio::buffer(head), error);
  connection->request = parser.release();
  ++inside_->open;
  asio::co_spawn(connection->stream.get_executor(),
                 serve(connection, inside_->stopping, inside_->open), asio::detached);
}

}  // namespace zhiheng::api
