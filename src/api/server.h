#pragma once
// The HTTP server: listens, reads with limits, runs routes on a bounded pool, answers.

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "api/http.h"
#include "deliver/network.h"

namespace zhiheng::api {

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;                  ///< 0: any free one
  int worker_threads = 4;                     ///< at work on requests at the same time
  int waiting_requests = 256;                 ///< more are answered 503 at once
  std::uint64_t largest_body = 1U << 20;      ///< bytes, for JSON
  std::uint64_t largest_upload = 4ULL << 30;  ///< bytes, for files
  int idle_seconds = 30;                      ///< a connection that sends nothing
  int request_seconds = 600;                  ///< to receive a whole body, or to send an answer
  int most_websockets = 0;                    ///< at once; more are answered 503
  std::string upload_folder;                  ///< where bodies of uploads are put down
  /// Whose word about the address of their clients is taken: X-Forwarded-For.
  std::vector<deliver::Network> trusted_proxies = {};
};

/// What the server calls for each request; must not throw and is called from many threads.
struct Handler {
  /// The route's wishes, looked up before the body is read; null: no such route.
  std::function<const Route*(const Request&)> find;
  std::function<Response(const Route*, Request&)> answer;
};

/// Serves until `*stop`; then takes no new connections, finishes what is under way (at most some
/// seconds) and returns. `listening` is called once with the port.
///
/// @fails  api.cannot_listen
[[nodiscard]] Result<void> run_server(const ServerOptions& options, const Handler& handler,
                                      const std::atomic<bool>& stop,
                                      const std::function<void(std::uint16_t)>& listening);

}  // namespace zhiheng::api
