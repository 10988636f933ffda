// The private server that the tests of several rooms use.

#include <gtest/gtest.h>
#include <libpq-fe.h>

#include <memory>

#include "support/postgres.h"

namespace zhiheng::support {
namespace {

std::string ask(const std::string& url, const char* question) {
  const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(PQconnectdb(url.c_str()),
                                                                &PQfinish);
  const std::unique_ptr<PGresult, decltype(&PQclear)> answer(PQexec(connection.get(), question),
                                                             &PQclear);
  if (PQresultStatus(answer.get()) != PGRES_TUPLES_OK) return PQerrorMessage(connection.get());
  return PQgetvalue(answer.get(), 0, 0);
}

TEST(PostgresServer, GivesFreshDatabasesWithAChineseInstallationsDefaults) {
  PostgresServer* server = PostgresServer::shared();
  if (server == nullptr) GTEST_SKIP() << PostgresServer::not_installed;
  const std::string first = server->create_database();
  const std::string second = server->create_database();
  EXPECT_NE(first, second);
  EXPECT_EQ(ask(first, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"), "0");
  EXPECT_EQ(ask(second, "SHOW timezone"), "Asia/Shanghai");
  EXPECT_EQ(ask(second, "SHOW server_encoding"), "UTF8");
  EXPECT_EQ(ask(second, "SELECT 'a' < 'B'"), "t");  // the collation is a language's, not bytes'
}

TEST(PostgresServer, ComesBackAfterACrash) {
  PostgresServer* server = PostgresServer::shared();
  if (server == nullptr) GTEST_SKIP() << PostgresServer::not_installed;
  const std::string url = server->create_database();
  server->crash_and_restart();
  EXPECT_EQ(ask(url, "SELECT 1"), "1");
}

}  // namespace
}  // namespace zhiheng::support
