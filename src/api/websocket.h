#pragma once
// Connections that went on as websockets, apart from the server so that slow ones hold nobody up.

#include <memory>
#include <string>

#include "api/http.h"

namespace zhiheng::api {

/// Keeps its connections on threads of its own; closes them when it ends.
class WebSockets {
 public:
  /// @param most  connections at once
  explicit WebSockets(int most);
  ~WebSockets();
  WebSockets(const WebSockets&) = delete;
  WebSockets& operator=(const WebSockets&) = delete;

  [[nodiscard]] bool has_room() const;
  /// Answers the upgrade and sends what the channel gives, until either side ends it.
  /// @param socket  open and from now on ours
  /// @param head    of the request, as it came
  void take(int socket, std::string head, Response response);

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace zhiheng::api
