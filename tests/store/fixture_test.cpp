#include <libpq-fe.h>
#include <sqlite3.h>
#include <stdlib.h>

#include "store_fixture.h"
#include "support/postgres.h"

namespace zhiheng::store {

TemporaryFolder::TemporaryFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "zhiheng-store-XXXXXX").string();
  if (::mkdtemp(name.data()) != nullptr) path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

Table spot_checks() {
  Table table;
  table.name = "spot_check";
  table.columns = {{"number", Storage::text},      {"product", Storage::text},
                   {"passed", Storage::boolean},   {"lots", Storage::integer},
                   {"price", Storage::decimal, 2}, {"sampled_on", Storage::date},
                   {"seen_at", Storage::timestamp}};
  table.key = {"number"};
  table.indexes = {{"product"}, {"sampled_on", "product"}};
  table.initial_state = "draft";
  return table;
}

std::vector<std::string> names_of(const Table& table) {
  std::vector<std::string> names;
  for (const Column& column : table.columns) names.push_back(column.name);
  return names;
}

Draft spot_check(const std::string& number, const std::string& product, int day) {
  Draft draft;
  draft.values = {number,
                  product,
                  true,
                  std::int64_t{-7},
                  Decimal{-1250, 2},
                  Date{19'800 + day},
                  Timestamp{1'700'000'000'123'456}};
  return draft;
}

void EveryEngine::SetUp() {
  if (GetParam() == Dialect::postgresql && support::PostgresServer::shared() == nullptr) {
    GTEST_SKIP() << support::PostgresServer::not_installed;
  }
  location_ = another_location();
  open_store();
}

Location EveryEngine::another_location(Dialect dialect) {
  static int number = 0;
  Location location;
  location.folder = folder_.path("data" + std::to_string(++number));
  if (dialect == Dialect::sqlite) return location;
  std::filesystem::create_directories(location.folder);
  location.database = support::PostgresServer::shared()->create_database();
  return location;
}

void EveryEngine::open_store(bool reading_only) {
  store_.reset();
  Location location = location_;
  location.read_only = reading_only;
  auto opened = open(location);
  ASSERT_TRUE(opened) << describe(opened.error());
  store_ = *std::move(opened);
}

void EveryEngine::tamper(const std::string& sql) const {
  if (GetParam() == Dialect::postgresql) {
    PGconn* const connection = PQconnectdb(location_.database.c_str());
    PGresult* const result = PQexec(connection, sql.c_str());
    const ExecStatusType status = PQresultStatus(result);
    EXPECT_TRUE(status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)
        << PQerrorMessage(connection);
    PQclear(result);
    PQfinish(connection);
    return;
  }
  sqlite3* database = nullptr;
  sqlite3_open((location_.folder + "/records.sqlite").c_str(), &database);
  sqlite3_busy_timeout(database, 5000);
  char* message = nullptr;
  EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, &message), SQLITE_OK) << message;
  sqlite3_free(message);
  sqlite3_close(database);
}

void EveryEngine::declare_with_rows(int rows) {
  const Table table = spot_checks();
  ASSERT_TRUE(store_->declare({&table, 1}));
  if (rows == 0) return;
  std::vector<Draft> drafts;
  for (int i = 1; i <= rows; ++i) {
    std::string number = std::to_string(i);
    number.insert(0, 4 - std::min<std::size_t>(4, number.size()), '0');
    drafts.push_back(spot_check(number, i % 2 == 0 ? "kettle" : "toy", i % 5));
    drafts.back().row = i + 1;
  }
  const auto written = store_->write(author_, table.name, names_of(table), drafts);
  ASSERT_TRUE(written) << describe(written.error());
}

std::vector<Version> EveryEngine::rows_of(const Select& select) const {
  std::vector<Version> rows;
  const auto done = store_->read(select, [&](const Version& version) {
    rows.push_back(version);
    return true;
  });
  EXPECT_TRUE(done) << describe(done.error());
  return rows;
}

Written EveryEngine::write_one(const std::string& table, const std::vector<std::string>& columns,
                               Draft draft) {
  auto written = store_->write(author_, table, columns, {std::move(draft)});
  EXPECT_TRUE(written) << describe(written.error());
  return written ? written->at(0) : Written{};
}

}  // namespace zhiheng::store
