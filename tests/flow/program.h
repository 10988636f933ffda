#pragma once
// Runs the built program as its users do: words in; an exit code, an answer and messages out.

#include <gtest/gtest.h>
#include <sys/types.h>

#include <boost/json.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "support/http_client.h"

namespace zhiheng::support {
class PostgresServer;
}

namespace zhiheng::flow {

namespace json = boost::json;
using test::HttpAnswer;

/// How a run ended.
struct Ran {
  int code = -1;   ///< exit code; -1 when a signal ended it
  int signal = 0;  ///< that ended it
  std::string out;
  std::string messages;
  long peak_kib = 0;  ///< largest resident set
  double seconds = 0;

  /// The one JSON document on standard output; an empty object, and a failed test, when there is
  /// none.
  [[nodiscard]] json::object document() const;
};

/// Where a run keeps its records: a folder of its own and, on PostgreSQL, a database of its own.
class Place {
 public:
  /// @param engine  "sqlite" or "postgresql"
  explicit Place(const std::string& engine = "sqlite");
  ~Place();
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

  /// False on a machine without PostgreSQL.
  [[nodiscard]] bool usable() const { return usable_; }
  /// Forgets everything that was recorded, and what time it is.
  void clear();

  /// False on a machine without libfaketime, and where it and a sanitizer cannot go together.
  [[nodiscard]] static bool clock_can_be_set();
  /// From now on, for programs that run already too, it is `moment` and goes on from there.
  /// @param moment  with its offset: "2025-09-26T09:00:00+08:00"
  void set_clock(const std::string& moment);

  [[nodiscard]] std::string file(const std::string& name) const { return folder_ + "/" + name; }
  /// Writes a file beside the records and gives its path.
  std::string write(const std::string& name, std::string_view bytes) const;

  Ran run(std::vector<std::string> words) const;
  /// The answer as JSON; the run must end with `code`.
  json::object ask(std::vector<std::string> words, int code = 0) const;
  /// Starts without waiting; output goes to `output`, messages to `output`.messages.
  [[nodiscard]] pid_t start(std::vector<std::string> words, const std::string& output) const;
  [[nodiscard]] static Ran wait(pid_t child, const std::string& output);

  /// Records of a register, as `list --count` gives them.
  [[nodiscard]] std::int64_t count(const std::string& of, const std::string& filter = {}) const;
  /// Recomputes all hashes; whether nothing is broken.
  [[nodiscard]] testing::AssertionResult verifies() const;

  std::string data;          ///< folder of the embedded store
  std::string database;      ///< URL; empty on SQLite
  std::string catalog;       ///< folder of the declarations; the shipped one by default
  std::uint64_t memory = 0;  ///< most bytes of address space; 0: no limit

 private:
  const std::string& database_with_tables(support::PostgresServer& server);
  [[nodiscard]] std::vector<std::string> with_place(std::vector<std::string> words) const;
  std::string folder_;
  bool usable_ = true;
};

/// Somebody who talks to a server; the default is the public.
class Caller {
 public:
  Caller(std::uint16_t port, std::string cookie, std::string csrf)
      : port_(port), cookie_(std::move(cookie)), csrf_(std::move(csrf)) {}

  [[nodiscard]] HttpAnswer get(const std::string& target,
                               std::vector<std::string> lines = {}) const;
  [[nodiscard]] HttpAnswer send(const std::string& method, const std::string& target,
                                const json::value& body, std::vector<std::string> lines = {}) const;
  [[nodiscard]] HttpAnswer send_bytes(const std::string& method, const std::string& target,
                                      std::string_view bytes,
                                      std::vector<std::string> lines = {}) const;
  /// Sends a file and imports it; gives the finished job.
  [[nodiscard]] json::object import(const std::string& of, const std::string& name,
                                    std::string_view bytes, json::object options = {}) const;
  [[nodiscard]] const std::string& cookie() const { return cookie_; }

 private:
  std::uint16_t port_;
  std::string cookie_;
  std::string csrf_;
};

/// `zhiheng serve`, stopped when it goes out of scope.
class Served {
 public:
  explicit Served(const Place& place, std::vector<std::string> more = {});
  ~Served();
  Served(const Served&) = delete;
  Served& operator=(const Served&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  /// Of the user admin; empty after the first start.
  [[nodiscard]] const std::string& first_password() const { return first_password_; }
  [[nodiscard]] Caller anyone() const { return {port_, "", ""}; }
  [[nodiscard]] Caller log_in(const std::string& user, const std::string& password) const;
  Ran stop(int signal);

 private:
  std::string output_;
  pid_t child_ = -1;
  std::uint16_t port_ = 0;
  std::string first_password_;
};

/// A file of the shared data; none when that is not here.
[[nodiscard]] std::optional<std::string> shared_file(const std::string& name);
[[nodiscard]] std::string contents(const std::string& file);
/// For a query string.
[[nodiscard]] std::string encoded(std::string_view text);
/// A body as JSON; an empty object when it is none.
[[nodiscard]] json::object parsed(const std::string& text);
/// The engine, as the name of a test.
[[nodiscard]] std::string engine_name(const testing::TestParamInfo<std::string>& engine);
/// The value of the first point whose group is `group`, by the member's name.
[[nodiscard]] std::int64_t in_group(const json::object& answer,
                                    const std::vector<std::string>& group,
                                    std::string_view member = "records");

}  // namespace zhiheng::flow
