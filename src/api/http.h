#pragma once
// A request and an answer as the routes see them; only server.cpp knows the wire.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "registry/people.h"

namespace zhiheng::api {

struct Request {
  std::string method;    ///< "GET"
  std::string path;      ///< decoded, without the query
  std::string raw_path;  ///< the same as it was sent: a "/" within a part stands there as "%2F"
  std::vector<std::pair<std::string, std::string>> query;  ///< decoded, in order
  std::map<std::string, std::string> headers;              ///< names in lower case
  std::string body;                                        ///< empty when it went to `body_file`
  std::string body_file;                                   ///< an upload, on disk
  std::vector<std::string> parts;  ///< what stood for the {…} of the route
  registry::Person person;
  /// Where it comes from, see client_address.h: for counting, never to be kept.
  std::string address = {};
  Language language = Language::zh;

  /// First value of a query parameter, or "".
  [[nodiscard]] std::string parameter(std::string_view name) const;
  [[nodiscard]] std::vector<std::string> parameters(std::string_view name) const;
  [[nodiscard]] std::string header(const std::string& name) const;
};

/// Takes a piece of the body; false when the client went away.
using Sink = std::function<bool(std::string_view)>;

/// A connection that goes on as a websocket (status 101): the server asks for messages several
/// times a second and sends them; what the client says is not listened to.
struct Channel {
  /// The next message; none: nothing at the moment. A refusal ends the connection.
  std::function<Result<std::optional<std::string>>()> next;
};

struct Response {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string type = "application/json; charset=utf-8";
  std::string body;
  /// A body too large to hold: called once, off the network threads; chunked transfer.
  std::function<Result<void>(const Sink&)> stream = {};
  std::shared_ptr<Channel> channel = {};
};

/// Who may call a route at all; what they see in it is the registry's affair.
enum class Access { everyone, logged_in };

struct Route {
  std::string method;
  std::string pattern;  ///< "/api/registers/{register}/records"
  Access access = Access::everyone;
  bool upload = false;             ///< the body goes to a file and may be large
  bool changes = false;            ///< needs the CSRF token when a cookie says who it is
  std::uint64_t largest_body = 0;  ///< bytes, where more than usual; 0: as the server says
  std::function<Result<Response>(Request&)> run;
};

/// Status of a refusal: by its kind, except where HTTP has a more precise word for it.
[[nodiscard]] int http_status(Kind kind);
[[nodiscard]] int http_status(const Failure& failure);

/// "%E7%94%98" to bytes; '+' too when `form`. @fails api.malformed_url
[[nodiscard]] Result<std::string> percent_decoded(std::string_view text, bool form);
/// Parts of "a=1&b=2". @fails api.malformed_url
[[nodiscard]] Result<std::vector<std::pair<std::string, std::string>>> parse_query(
    std::string_view text);
/// The parts that the pattern's {…} stand for, decoded, if the path fits; "{rest*}" takes the
/// remainder.
/// @param raw_path  as it was sent, so that a part may hold an encoded "/"
[[nodiscard]] std::optional<std::vector<std::string>> match(std::string_view pattern,
                                                            std::string_view raw_path);
/// Value of a cookie, or "".
[[nodiscard]] std::string cookie(std::string_view header, std::string_view name);

}  // namespace zhiheng::api
