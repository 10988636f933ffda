#include "api/server.h"

#include <boost/asio.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <condition_variable>
#include <cstdio>
#include <deque>
#include <fstream>
#include <mutex>
#include <sstream>

#include "api/client_address.h"
#include "api/compress.h"
#include "api/failures.h"
#include "api/websocket.h"
#include "base/log.h"
#include "base/text.h"
#include "base/uuid.h"

namespace zhiheng::api {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;
using std::chrono::seconds;

namespace {

constexpr std::uint32_t largest_header = 16U << 10;
constexpr std::size_t piece = 64U << 10;
constexpr std::size_t most_heard = 64U << 20;  // bytes after a refusal
constexpr std::size_t pieces_waiting = 16;

struct Shared {
  const ServerOptions& options;
  const Handler& handler;
  asio::thread_pool workers;
  std::atomic<int> waiting = 0;
  std::atomic<int> connections = 0;
  std::atomic<bool> stopping = false;
  WebSockets sockets;

  Shared(const ServerOptions& o, const Handler& h)
      : options(o),
        handler(h),
        workers(static_cast<std::size_t>(o.worker_threads)),
        sockets(o.most_websockets) {}
};

// Runs `work` on the pool and comes back to the connection's own thread with what it gave.
//
// GCC 12 destroys temporaries of a co_await expression twice when they are lambdas or aggregates.
// So whatever is awaited here and below has a name first.
template <class T, class Work>
asio::awaitable<T> on_pool(Shared& shared, Work work) {
  auto start = [&shared](auto handler, Work inner) {
    asio::post(shared.workers, [handler = std::move(handler), inner = std::move(inner)]() mutable {
      T result = inner();
      auto executor = asio::get_associated_executor(handler);
      asio::post(executor, [handler = std::move(handler), result = std::move(result)]() mutable {
        std::move(handler)(std::move(result));
      });
    });
  };
  auto token = asio::use_awaitable;
  co_return co_await asio::async_initiate<decltype(token), void(T)>(std::move(start), token,
                                                                    std::move(work));
}

using Connection = beast::tcp_stream;

Result<Request> read_head(const http::request_header<>& head) {
  Request request;
  request.method = std::string(head.method_string());
  const std::string_view target(head.target().data(), head.target().size());
  const auto question = std::min(target.find('?'), target.size());
  request.raw_path = std::string(target.substr(0, question));
  ZH_TRY(request.path, percent_decoded(request.raw_path, false));
  ZH_TRY(request.query, parse_query(target.substr(std::min(question + 1, target.size()))));
  for (const auto& field : head) {
    std::string name =
        to_lower(std::string_view(field.name_string().data(), field.name_string().size()));
    request.headers[std::move(name)] =
        std::string(trim({field.value().data(), field.value().size()}));
  }
  return request;
}

/// Several headers of the name count as one, in their order: RFC 9110, 5.3.
std::string forwarded_for(const http::request_header<>& head) {
  std::string all;
  const auto [first, last] = head.equal_range("X-Forwarded-For");
  for (auto one = first; one != last; ++one) {
    all.append(all.empty() ? "" : ",").append(one->value().data(), one->value().size());
  }
  return all;
}

/// The body of an upload on the disk: gone when the request is over, whoever ends it. What is to
/// stay is given another name by its route.
struct UploadedBody {
  std::string path = {};

  ~UploadedBody() { remove(); }
  void remove() {
    if (!path.empty()) std::remove(path.c_str());
    path.clear();
  }
};

Response plain_refusal(const Error& error) {
  Response response;
  response.status = http_status(error.failure->kind);
  response.type = "text/plain; charset=utf-8";
  response.body = describe(error) + "\n";
  return response;
}

asio::awaitable<Result<void>> read_to_string(Connection& stream, beast::flat_buffer& buffer,
                                             http::request_parser<http::empty_body>& head,
                                             std::string& body) {
  http::request_parser<http::string_body> parser(std::move(head));
  beast::error_code error;
  co_await http::async_read(stream, buffer, parser,
                            asio::redirect_error(asio::use_awaitable, error));
  if (error == http::error::body_limit) co_return fail(body_too_large);
  if (error) throw boost::system::system_error(error);
  body = std::move(parser.get().body());
  co_return Result<void>();
}

asio::awaitable<Result<void>> read_to_file(Connection& stream, beast::flat_buffer& buffer,
                                           http::request_parser<http::empty_body>& head,
                                           const std::string& path) {
  http::request_parser<http::buffer_body> parser(std::move(head));
  std::ofstream file(path, std::ios::binary);
  std::vector<char> bytes(piece);
  while (!parser.is_done()) {
    parser.get().body().data = bytes.data();
    parser.get().body().size = bytes.size();
    beast::error_code error;
    co_await http::async_read_some(stream, buffer, parser,
                                   asio::redirect_error(asio::use_awaitable, error));
    if (error == http::error::body_limit) co_return fail(body_too_large);
    if (error && error != http::error::need_buffer) throw boost::system::system_error(error);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size() - parser.get().body().size));
    if (!file) co_return fail(cannot_write, "upload", "", "room on the disk");
  }
  file.close();
  if (!file) co_return fail(cannot_write, "upload", "", "room on the disk");
  co_return Result<void>();
}

void set_headers(http::response_header<>& head, const Response& response) {
  head.set(http::field::server, "zhiheng");
  head.set(http::field::content_type, response.type);
  head.set("X-Content-Type-Options", "nosniff");
  head.set("X-Frame-Options", "DENY");
  head.set("Referrer-Policy", "same-origin");
  head.set("Content-Security-Policy",
           "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
           "frame-ancestors 'none'; base-uri 'self'; form-action 'self'");
  for (const auto& [name, value] : response.headers) head.insert(name, value);
}

// A streamed body: the worker fills a short queue, the connection empties it.
struct Pipe {
  std::mutex mutex;
  std::condition_variable room;
  std::deque<std::string> waiting;
  std::string filling;
  bool finished = false;
  bool broken = false;
  bool abandoned = false;
  asio::steady_timer bell;

  explicit Pipe(const asio::any_io_executor& executor)
      : bell(executor, asio::steady_timer::time_point::max()) {}
};

asio::awaitable<void> send_stream(Connection& stream, Shared& shared, Response response,
                                  unsigned version, bool keep_alive) {
  http::response<http::empty_body> head{static_cast<http::status>(response.status), version};
  set_headers(head, response);
  head.chunked(true);
  head.keep_alive(keep_alive);
  http::response_serializer<http::empty_body> serializer(head);
  co_await http::async_write_header(stream, serializer, asio::use_awaitable);

  auto executor = co_await asio::this_coro::executor;
  auto pipe = std::make_shared<Pipe>(executor);
  const auto ring = [pipe, executor] { asio::post(executor, [pipe] { pipe->bell.cancel(); }); };
  asio::post(shared.workers, [pipe, ring, run = std::move(response.stream)] {
    const auto push = [&](std::string bytes) {
      std::unique_lock lock(pipe->mutex);
      pipe->room.wait(lock,
                      [&] { return pipe->abandoned || pipe->waiting.size() < pieces_waiting; });
      if (pipe->abandoned) return false;
      pipe->waiting.push_back(std::move(bytes));
      lock.unlock();
      ring();
      return true;
    };
    auto done = run([&](std::string_view bytes) {
      pipe->filling.append(bytes);
      if (pipe->filling.size() < piece) return true;
      return push(std::exchange(pipe->filling, {}));
    });
    if (done && !pipe->filling.empty()) push(std::exchange(pipe->filling, {}));
    if (!done) log(Level::error, "api.stream_failed", {{"error", describe(done.error())}});
    {
      const std::lock_guard lock(pipe->mutex);
      pipe->finished = true;
      pipe->broken = !done;
    }
    ring();
  });

  const auto abandon = [&] {
    const std::lock_guard lock(pipe->mutex);
    pipe->abandoned = true;
    pipe->room.notify_all();
  };
  try {
    while (true) {
      std::string next;
      bool finished = false;
      bool broken = false;
      {
        const std::lock_guard lock(pipe->mutex);
        if (!pipe->waiting.empty()) {
          next = std::move(pipe->waiting.front());
          pipe->waiting.pop_front();
          pipe->room.notify_all();
        } else {
          finished = pipe->finished;
          broken = pipe->broken;
        }
      }
      if (!next.empty()) {
        stream.expires_after(seconds(shared.options.request_seconds));
        co_await asio::async_write(stream, http::make_chunk(asio::buffer(next)),
                                   asio::use_awaitable);
        continue;
      }
      if (finished) {
        // Without the last chunk the client knows that something is missing.
        if (broken) throw boost::system::system_error(asio::error::operation_aborted);
        co_await asio::async_write(stream, http::make_chunk_last(), asio::use_awaitable);
        co_return;
      }
      pipe->bell.expires_after(std::chrono::milliseconds(200));
      beast::error_code ignored;
      co_await pipe->bell.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
  } catch (...) {
    abandon();
    throw;
  }
}

asio::awaitable<void> send(Connection& stream, Shared& shared, Response response,
                           const http::request_header<>& head, bool keep_alive) {
  stream.expires_after(seconds(shared.options.request_seconds));
  if (response.stream && head.method() != http::verb::head) {
    co_await send_stream(stream, shared, std::move(response), head.version(), keep_alive);
    co_return;
  }
  http::response<http::string_body> message{static_cast<http::status>(response.status),
                                            head.version()};
  set_headers(message, response);
  message.keep_alive(keep_alive);
  message.body() = std::move(response.body);
  message.prepare_payload();
  if (response.status == 304 || response.status == 204) message.erase(http::field::content_length);
  if (head.method() == http::verb::head) {
    http::response<http::empty_body> only{message.base()};
    http::response_serializer<http::empty_body> serializer(only);
    co_await http::async_write_header(stream, serializer, asio::use_awaitable);
    co_return;
  }
  co_await http::async_write(stream, message, asio::use_awaitable);
}

// What a refused client still sends is heard for a moment: closing on unread bytes would reset the
// connection, and the refusal could get lost with it.
asio::awaitable<void> hear_out(Connection& stream) {
  beast::error_code error;
  (void)stream.socket().shutdown(tcp::socket::shutdown_send, error);
  stream.expires_after(std::chrono::seconds(2));
  std::vector<char> bytes(piece);
  for (std::size_t heard = 0; !error && heard < most_heard;) {
    heard += co_await stream.async_read_some(asio::buffer(bytes),
                                             asio::redirect_error(asio::use_awaitable, error));
  }
}

// One request; false when the connection ends after it.
asio::awaitable<bool> serve_one(Connection& stream, Shared& shared, beast::flat_buffer& buffer) {
  stream.expires_after(seconds(shared.options.idle_seconds));
  http::request_parser<http::empty_body> head;
  head.header_limit(largest_header);
  head.body_limit(boost::none);  // the route, and so its limit, is not known yet
  co_await http::async_read_header(stream, buffer, head, asio::use_awaitable);
  const http::request_header<> wire = head.get().base();
  const bool keep_alive = head.keep_alive() && !shared.stopping;

  auto request = read_head(wire);
  if (!request) {
    Response refusal = plain_refusal(request.error());
    co_await send(stream, shared, std::move(refusal), wire, false);
    co_return false;
  }
  if (request->method == "HEAD") request->method = "GET";
  beast::error_code unknown;
  const std::string peer = stream.socket().remote_endpoint(unknown).address().to_string();
  request->address = client_address(peer, forwarded_for(wire), shared.options.trusted_proxies);
  const Route* route = shared.handler.find(*request);
  const bool upload = route != nullptr && route->upload;
  const auto usual = std::max(shared.options.largest_body, route ? route->largest_body : 0);
  const auto own =
      upload && route->largest_body > 0 ? route->largest_body : shared.options.largest_upload;
  const auto limit = upload ? std::min(own, shared.options.largest_upload) : usual;
  head.body_limit(limit);
  const auto length = head.content_length();
  if (length && *length > limit) {
    Response refusal = plain_refusal(Error{&body_too_large, "", "", ""});
    co_await send(stream, shared, std::move(refusal), wire, false);
    co_await hear_out(stream);
    co_return false;
  }

  stream.expires_after(seconds(shared.options.request_seconds));
  if (beast::iequals(wire[http::field::expect], "100-continue")) {
    http::response<http::empty_body> go_on{http::status::continue_, wire.version()};
    co_await http::async_write(stream, go_on, asio::use_awaitable);
  }
  Result<void> body = Result<void>();
  UploadedBody uploaded;
  if (upload) {
    request->body_file = shared.options.upload_folder + "/" + to_text(make_uuid());
    uploaded.path = request->body_file;
    body = co_await read_to_file(stream, buffer, head, request->body_file);
  } else {
    body = co_await read_to_string(stream, buffer, head, request->body);
  }
  if (!body) {
    Response refusal = plain_refusal(body.error());
    co_await send(stream, shared, std::move(refusal), wire, false);
    co_await hear_out(stream);
    co_return false;
  }

  if (shared.waiting >= shared.options.waiting_requests) {
    Response busy = plain_refusal(Error{&overloaded, "", "", ""});
    busy.headers.emplace_back("Retry-After", "1");
    co_await send(stream, shared, std::move(busy), wire, keep_alive);
    co_return keep_alive;
  }
  ++shared.waiting;
  const bool accepts_gzip = request->header("accept-encoding").find("gzip") != std::string::npos;
  auto work = [&shared, route, accepts_gzip, asked = *std::move(request)]() mutable {
    Response made = shared.handler.answer(route, asked);
    if (accepts_gzip) compress(made);
    return made;
  };
  Response response = co_await on_pool<Response>(shared, std::move(work));
  --shared.waiting;
  uploaded.remove();
  if (response.channel != nullptr) {
    if (!shared.sockets.has_room()) {
      Response busy = plain_refusal(Error{&overloaded, "", "", ""});
      co_await send(stream, shared, std::move(busy), wire, false);
      co_return false;
    }
    std::ostringstream text;
    text << wire;
    shared.sockets.take(stream.release_socket().release(), std::move(text).str(),
                        std::move(response));
    co_return false;
  }
  co_await send(stream, shared, std::move(response), wire, keep_alive);
  co_return keep_alive;
}

asio::awaitable<void> serve_connection(tcp::socket socket, Shared& shared) {
  ++shared.connections;
  Connection stream(std::move(socket));
  beast::flat_buffer buffer;
  try {
    beast::error_code ignored;
    (void)stream.socket().set_option(tcp::no_delay(true), ignored);
    while (co_await serve_one(stream, shared, buffer)) {
    }
    (void)stream.socket().shutdown(tcp::socket::shutdown_send, ignored);
  } catch (const boost::system::system_error& error) {
    // Clients leave and time out all the time; nobody needs to hear of it.
    log(Level::debug, "api.connection_ended", {{"why", error.code().message()}});
  } catch (const std::exception& error) {
    log(Level::error, "api.connection_failed", {{"why", error.what()}});
  }
  --shared.connections;
}

asio::awaitable<void> accept_all(tcp::acceptor& acceptor, Shared& shared) {
  while (acceptor.is_open()) {
    beast::error_code error;
    tcp::socket socket =
        co_await acceptor.async_accept(asio::redirect_error(asio::use_awaitable, error));
    if (error == asio::error::operation_aborted) co_return;
    if (error) {
      // Out of descriptors, say: give the others time to leave.
      asio::steady_timer pause(acceptor.get_executor(), std::chrono::milliseconds(50));
      co_await pause.async_wait(asio::use_awaitable);
      continue;
    }
    const auto executor = socket.get_executor();
    asio::co_spawn(executor, serve_connection(std::move(socket), shared), asio::detached);
  }
}

asio::awaitable<void> watch_stop(const std::atomic<bool>& stop, tcp::acceptor& acceptor,
                                 Shared& shared, asio::io_context& context) {
  asio::steady_timer timer(acceptor.get_executor());
  while (!stop) {
    timer.expires_after(std::chrono::milliseconds(100));
    co_await timer.async_wait(asio::use_awaitable);
  }
  shared.stopping = true;
  acceptor.close();
  for (int tenths = 0; tenths < 100 && shared.waiting > 0; ++tenths) {
    timer.expires_after(std::chrono::milliseconds(100));
    co_await timer.async_wait(asio::use_awaitable);
  }
  // A moment for the last answers to go out.
  timer.expires_after(std::chrono::milliseconds(100));
  co_await timer.async_wait(asio::use_awaitable);
  context.stop();
}

}  // namespace

Result<void> run_server(const ServerOptions& options, const Handler& handler,
                        const std::atomic<bool>& stop,
                        const std::function<void(std::uint16_t)>& listening) {
  try {
    asio::io_context context(1);
    Shared shared(options, handler);
    tcp::acceptor acceptor(context);
    const tcp::endpoint endpoint(asio::ip::make_address(options.address), options.port);
    acceptor.open(endpoint.protocol());
    acceptor.set_option(tcp::acceptor::reuse_address(true));
    acceptor.bind(endpoint);
    acceptor.listen();
    listening(acceptor.local_endpoint().port());
    asio::co_spawn(context, accept_all(acceptor, shared), asio::detached);
    asio::co_spawn(context, watch_stop(stop, acceptor, shared, context), asio::detached);
    // Sockets stay on the thread of their context, so one network thread needs no locks.
    context.run();
    shared.workers.stop();
    shared.workers.join();
    return {};
  } catch (const std::exception& error) {
    return fail(cannot_listen, options.address + ":" + std::to_string(options.port), error.what(),
                "a free port, an address of this machine");
  }
}

}  // namespace zhiheng::api
