#include "support/postgres.h"

#include <fcntl.h>
#include <grp.h>
#include <gtest/gtest.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

#include "support/citus.h"

namespace zhiheng::support {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

/// Starts a program as `user`, its output in `log`. Only async-signal-safe calls after the fork:
/// the test process may have threads.
pid_t spawn(const std::vector<std::string>& words, uid_t user, gid_t group,
            const std::string& log) {
  std::vector<char*> arguments;
  for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const pid_t parent = getpid();
  const pid_t child = fork();
  if (child != 0) return child;

  const int output = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
  dup2(output, 1);
  dup2(output, 2);
  if (geteuid() == 0 && (setgroups(1, &group) != 0 || setgid(group) != 0 || setuid(user) != 0)) {
    _exit(126);
  }
  // After setuid, which would clear it: a killed test must not leave a server behind.
  prctl(PR_SET_PDEATHSIG, SIGQUIT);
  if (getppid() != parent || chdir("/") != 0) _exit(126);
  signal(SIGPIPE, SIG_DFL);
  execv(arguments[0], arguments.data());
  _exit(127);
}

std::string contents(const std::string& file) {
  std::ifstream stream(file);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::string percent_encoded_path(const std::string& path) {
  std::string encoded;
  for (const char c : path) {
    if (c == '/') {
      encoded += "%2F";
    } else {
      encoded += c;
    }
  }
  return encoded;
}

}  // namespace

// 15 is preferred, as that is what we promise to run on.
std::string postgres_binaries() {
  std::vector<fs::path> places;
  if (const char* named = std::getenv("ZHIHENG_POSTGRES_BIN")) places.emplace_back(named);
  places.emplace_back("/usr/lib/postgresql/15/bin");
  std::error_code ignored;
  for (const auto& version : fs::directory_iterator("/usr/lib/postgresql", ignored)) {
    places.push_back(version.path() / "bin");
  }
  for (const auto& place : places) {
    if (fs::exists(place / "initdb") && fs::exists(place / "postgres")) return place.string();
  }
  return {};
}

/// Drops the copies of a test when its fixture is gone.
class PostgresServer::AfterTests : public testing::EmptyTestEventListener {
 public:
  explicit AfterTests(PostgresServer& server) : server_(server) {}
  void OnTestEnd(const testing::TestInfo&) override { server_.drop_copies(); }

 private:
  PostgresServer& server_;
};

// With ZHIHENG_CITUS, which says what tables of records are spread ("*": all), every test of
// PostgreSQL runs on a cluster.
PostgresServer* PostgresServer::shared() {
  if (std::getenv("ZHIHENG_CITUS") != nullptr) {
    CitusCluster* const cluster = CitusCluster::shared();
    return cluster == nullptr ? nullptr : &cluster->coordinator();
  }
  static const std::unique_ptr<PostgresServer> server = [] {
    const std::string binaries = postgres_binaries();
    if (binaries.empty()) return std::unique_ptr<PostgresServer>();
    auto made = std::make_unique<PostgresServer>(binaries);
    testing::UnitTest::GetInstance()->listeners().Append(new PostgresServer::AfterTests(*made));
    return made;
  }();
  return server.get();
}

namespace {

/// Where a server's files lie: in memory where that has room, for a database of all registers is
/// some thousand files, and each test has a copy. Short, because the path of a socket has at most
/// 107 bytes.
std::string shortest_place() {
  std::error_code none;
  const auto room = fs::space("/dev/shm", none);
  const bool enough = !none && room.available >= std::uintmax_t{6} << 30;
  return enough && access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
}

}  // namespace

PostgresServer::PostgresServer(std::string binaries)
    : binaries_(std::move(binaries)), user_(geteuid()), group_(getegid()) {
  if (user_ == 0) {  // PostgreSQL refuses to run as root
    const passwd* account = getpwnam("postgres");
    if (account == nullptr) account = getpwnam("nobody");
    if (account == nullptr) throw std::runtime_error("no account to run PostgreSQL as");
    user_ = account->pw_uid;
    group_ = account->pw_gid;
  }
  std::string name = shortest_place() + "/zhiheng-pg-XXXXXX";
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make " + name);
  folder_ = name;
  if (geteuid() == 0 && chown(folder_.c_str(), user_, group_) != 0) {
    throw std::runtime_error("cannot give away " + folder_);
  }

  const std::string log = folder_ + "/initdb.log";
  const pid_t initdb =
      spawn({binaries_ + "/initdb", "--pgdata=" + folder_ + "/data", "--username=postgres",
             "--auth=trust", "--no-sync", "--no-instructions", "--encoding=UTF8",
             "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=zh"},
            user_, group_, log);
  int status = 0;
  if (initdb < 0 || waitpid(initdb, &status, 0) != initdb || status != 0) {
    throw std::runtime_error("initdb failed: " + contents(log));
  }
  start();
}

PostgresServer::~PostgresServer() {
  stop(SIGINT);
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

void PostgresServer::start() {
  const std::string log = folder_ + "/postgres.log";
  server_ = spawn({binaries_ + "/postgres", "-D", folder_ + "/data", "-k", folder_, "-c",
                   "listen_addresses=", "-c", "fsync=off", "-c", "timezone=Asia/Shanghai", "-c",
                   "max_connections=200"},
                  user_, group_, log);
  const auto patience = std::chrono::steady_clock::now() + 60s;
  while (PQping(url().c_str()) != PQPING_OK) {
    if (server_ < 0 || waitpid(server_, nullptr, WNOHANG) == server_ ||
        std::chrono::steady_clock::now() > patience) {
      throw std::runtime_error("PostgreSQL does not start: " + contents(log));
    }
    std::this_thread::sleep_for(20ms);
  }
}

void PostgresServer::stop(int signal) {
  if (server_ <= 0) return;
  kill(server_, signal);
  waitpid(server_, nullptr, 0);
  server_ = -1;
}

void PostgresServer::crash_and_restart() {
  stop(SIGQUIT);
  start();
}

std::string PostgresServer::url(const std::string& database) const {
  return "postgres://postgres@" + percent_encoded_path(folder_) + "/" + database;
}

/// What the server says against it; empty when it was done.
std::string PostgresServer::ask(const std::string& sql) const {
  const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(PQconnectdb(url().c_str()),
                                                                &PQfinish);
  const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(connection.get(), sql.c_str()),
                                                             &PQclear);
  const bool done = PQresultStatus(result.get()) == PGRES_COMMAND_OK;
  return done ? std::string() : PQerrorMessage(connection.get());
}

void PostgresServer::drop_copies() {
  // What a later test still holds open is refused, and stays.
  for (const std::string& name : copies_) ask("DROP DATABASE IF EXISTS " + name);
  copies_.clear();
}

std::string PostgresServer::create_database(const std::string& like, bool for_all_tests) {
  // There a copy would have to be made on every machine at once: it is empty, whatever it is like.
  const char* const spread = std::getenv("ZHIHENG_CITUS");
  if (spread != nullptr && this == shared()) return CitusCluster::shared()->create_database(spread);
  const std::string name = "test_" + std::to_string(++databases_);
  std::string wanted = "CREATE DATABASE " + name;
  if (!like.empty()) wanted += " TEMPLATE " + like.substr(like.rfind('/') + 1);
  if (const std::string refused = ask(wanted); !refused.empty()) throw std::runtime_error(refused);
  if (!like.empty() && !for_all_tests &&
      testing::UnitTest::GetInstance()->current_test_info() != nullptr) {
    copies_.push_back(name);
  }
  return url(name);
}

}  // namespace zhiheng::support
