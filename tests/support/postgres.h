#pragma once
// A private PostgreSQL for the tests: nobody's data, no network port, gone when the tests end.

#include <sys/types.h>

#include <string>
#include <vector>

namespace zhiheng::support {

/// One server, alone in a temporary folder, reached through a unix socket there. Its default
/// collation and time zone are those of a Chinese installation, so that SQL which forgets to name
/// its own is caught.
class PostgresServer {
 public:
  /// The one server of this test process, started at the first call, stopped at exit.
  ///
  /// @return  null only when PostgreSQL is not installed: then `GTEST_SKIP() << not_installed`
  /// @throws  std::runtime_error with the server's log when it is installed and does not start
  static PostgresServer* shared();

  static constexpr const char* not_installed =
      "PostgreSQL is not installed (looked in $ZHIHENG_POSTGRES_BIN, /usr/lib/postgresql/*/bin)";

  explicit PostgresServer(std::string binaries);
  ~PostgresServer();
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;

  /// "postgres://postgres@%2Ftmp%2F…/database"; the database must exist.
  [[nodiscard]] std::string url(const std::string& database = "postgres") const;

  /// Makes a database, empty or a copy of the one at the URL `like`, to which nobody may be
  /// connected, and gives its URL. A copy is gone after the test that asked for it,
  /// if nobody is connected to it any more, for a few hundred of them would fill the memory; unless
  /// it is `for_all_tests`.
  [[nodiscard]] std::string create_database(const std::string& like = {},
                                            bool for_all_tests = false);

  /// Stops without a checkpoint, as a power cut would, and starts again: what was not durable may
  /// be lost. All connections break.
  void crash_and_restart();

 private:
  void start();
  void stop(int signal);
  std::string ask(const std::string& sql) const;
  void drop_copies();

  class AfterTests;

  std::string binaries_;
  std::string folder_;
  uid_t user_ = 0;  ///< who runs the server: never root
  gid_t group_ = 0;
  pid_t server_ = -1;
  int databases_ = 0;
  std::vector<std::string> copies_;  ///< of the test that is running
};

}  // namespace zhiheng::support
