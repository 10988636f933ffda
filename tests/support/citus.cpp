#include "support/citus.h"

#include <libpq-fe.h>

#include <filesystem>
#include <stdexcept>

namespace zhiheng::support {
namespace {

/// The folder of its socket, which stands where other URLs have the name of a machine.
std::string host_of(const PostgresServer& server) {
  const std::string url = server.url();
  const std::size_t begin = url.find('@') + 1;
  std::string host = url.substr(begin, url.rfind('/') - begin);
  for (std::size_t at = 0; (at = host.find("%2F", at)) != std::string::npos;) {
    host.replace(at, 3, "/");
  }
  return host;
}

}  // namespace

void run_sql(const std::string& url, const std::string& sql) {
  const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(PQconnectdb(url.c_str()),
                                                                &PQfinish);
  const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(connection.get(), sql.c_str()),
                                                             &PQclear);
  const ExecStatusType status = PQresultStatus(result.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
    throw std::runtime_error(PQerrorMessage(connection.get()));
  }
}

CitusCluster* CitusCluster::shared() {
  static const std::unique_ptr<CitusCluster> cluster = [] {
    const std::filesystem::path binaries = postgres_binaries();
    const bool there = std::filesystem::exists(binaries.parent_path() / "lib" / "citus.so");
    return there ? std::make_unique<CitusCluster>(binaries.string()) : nullptr;
  }();
  return cluster.get();
}

CitusCluster::CitusCluster(const std::string& binaries) {
  for (int i = 0; i < 3; ++i) {
    auto& server = *servers_.emplace_back(std::make_unique<PostgresServer>(binaries));
    // Each database has a process of the extension on every machine.
    for (const char* const setting :
         {"shared_preload_libraries = 'citus'", "max_prepared_transactions = 200",
          "max_worker_processes = 400"}) {
      run_sql(server.url(), std::string("ALTER SYSTEM SET ") + setting);
    }
    server.crash_and_restart();
    // With hundreds of databases these processes may not ask each other all the time; and what a
    // crash left half way nobody is to end but the store itself.
    for (const char* const setting :
         {"citus.recover_2pc_interval = -1", "citus.distributed_deadlock_detection_factor = -1"}) {
      run_sql(server.url(), std::string("ALTER SYSTEM SET ") + setting);
    }
    run_sql(server.url(), "SELECT pg_reload_conf()");
  }
}

std::string CitusCluster::create_database(const std::string& spread) {
  const std::string name = "spread_" + std::to_string(++databases_);
  for (const auto& server : servers_) {
    run_sql(server->url(), "CREATE DATABASE " + name);
    run_sql(server->url(name), "CREATE EXTENSION citus");
  }
  const std::string url = coordinator().url(name);
  run_sql(url, "SELECT citus_set_coordinator_host('" + host_of(coordinator()) + "', 5432)");
  for (int i = 0; i < 2; ++i) {
    run_sql(url, "SELECT citus_add_node('" + host_of(worker(i)) + "', 5432)");
  }
  run_sql(url, "ALTER DATABASE " + name + " SET citus.shard_count = 4");
  run_sql(url, "ALTER DATABASE " + name + " SET zhiheng.distributed = '" + spread + "'");
  return url;
}

}  // namespace zhiheng::support
