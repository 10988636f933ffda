#pragma once
// A private cluster of PostgreSQL for the tests: a coordinator and two workers with the extension
// Citus, on this machine, without a network port.

#include <memory>
#include <string>
#include <vector>

#include "support/postgres.h"

namespace zhiheng::support {

/// The folder with initdb and postgres, or nothing.
[[nodiscard]] std::string postgres_binaries();

class CitusCluster {
 public:
  /// The one cluster of this test process, started at the first call, stopped at exit.
  ///
  /// @return  null only when Citus is not installed: then `GTEST_SKIP() << not_installed`
  static CitusCluster* shared();

  static constexpr const char* not_installed =
      "Citus is not installed (looked for lib/citus.so beside PostgreSQL's bin)";

  explicit CitusCluster(const std::string& binaries);

  [[nodiscard]] PostgresServer& coordinator() { return *servers_.front(); }
  [[nodiscard]] PostgresServer& worker(int number) {
    return *servers_[static_cast<std::size_t>(number) + 1];
  }

  /// Makes an empty database on all three and gives its URL on the coordinator. The tables of
  /// records that `spread` names ("spot_check,complaint"; "*": all) will lie on the workers.
  [[nodiscard]] std::string create_database(const std::string& spread);

 private:
  std::vector<std::unique_ptr<PostgresServer>> servers_;  ///< the coordinator first
  int databases_ = 0;
};

/// Statements in a database, as its superuser.
/// @throws  std::runtime_error with what the server says
void run_sql(const std::string& url, const std::string& sql);

}  // namespace zhiheng::support
