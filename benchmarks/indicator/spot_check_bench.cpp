// Every indicator on spot checks, by province and month, on ZHIHENG_BENCH_RECORDS records: beside
// DuckDB SQL written by hand on the records of the same cube and on the summary that the answer
// comes from (bar: 1.3 times its time), and beside the same SQL on PostgreSQL 15 with default
// settings and a suitable index (bar: 20 times faster). Ours includes what no SQL does: intervals
// and tests of each point against the month before and the year before.

#include <libpq-fe.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/sql_text.h"
#include "catalog/catalog.h"
#include "cube/cube.h"
#include "cube/projection.h"
#include "cube/summary.h"
#include "indicator/indicator.h"
#include "store/store.h"
#include "support/postgres.h"

namespace {

using namespace zhiheng;
using Clock = std::chrono::steady_clock;

constexpr int rounds = 7;

long long records() {
  const char* text = std::getenv("ZHIHENG_BENCH_RECORDS");
  return text == nullptr ? 100'000 : std::atoll(text);
}

template <class T>
T must(Result<T> result) {
  if (result) return *std::move(result);
  std::fprintf(stderr, "%s\n", describe(result.error()).c_str());
  std::exit(1);
}

double milliseconds(const std::function<void()>& work) {
  const auto begun = Clock::now();
  work();
  return std::chrono::duration<double, std::milli>(Clock::now() - begun).count();
}

double median(std::vector<double> times) {
  std::ranges::sort(times);
  return times[times.size() / 2];
}

/// Both engines understand it. A year and a half, 31 provinces with 90 counties each, one batch in
/// five not random, one in twenty failed, one failure in ten overturned.
std::string rows_sql(const std::string& series) {
  return "SELECT 'SC' || i, DATE '2023-01-01' + CAST(h / 11 % 540 AS INTEGER), "
         "CASE WHEN h % 5 = 0 THEN 'targeted' ELSE 'random' END, "
         "CASE WHEN h / 5 % 3 = 0 THEN 'national' ELSE 'provincial' END, "
         "'省级监督抽查' || h % 40, '产品' || h % 500, CASE WHEN h / 15 % 4 = 0 THEN '食用农产品' "
         "WHEN h / 15 % 4 = 1 THEN '乳制品' ELSE '日用品' END, "
         "'标称生产企业有限公司' || h % 50000, '91620100M' || h % 50000, '商场' || h % 90000, "
         "CAST(110101 + h / 60 % 31 * 10000 + h / 13 % 9 * 100 + h / 17 % 10 AS VARCHAR), "
         "CAST(13 + h / 19 % 29 AS VARCHAR) || '11', CASE WHEN h / 23 % 10 = 0 THEN 'import' "
         "WHEN h / 23 % 10 = 1 THEN 'export' ELSE 'domestic' END, "
         "CAST(h % 100000 AS DECIMAL(18, 2)), "
         "CASE WHEN h / 29 % 20 = 3 THEN 'fail' ELSE 'pass' END, "
         "CASE WHEN h / 29 % 200 = 3 THEN 'pass' END "
         "FROM (SELECT i, i * 2654435761 % 1000000007 AS h FROM " +
         series + ") AS s";
}

const char* const columns =
    "sample_number, sampled_on, motive, level, task, product_name, product_category, "
    "producer_name, producer, seller_name, region, industry, trade, batch_value, result, "
    "retest_result";

std::string by_hand(const std::string& measures, const std::string& where) {
  return "SELECT substr(region, 1, 2) AS province, date_trunc('month', sampled_on) AS month, " +
         measures + " FROM spot_check" + (where.empty() ? "" : " WHERE " + where) +
         " GROUP BY 1, 2";
}

struct Case {
  std::string indicator;
  std::string sql;
};

/// What one would write who knows of the summaries.
std::string by_hand_on_summary(const catalog::Indicator& indicator) {
  const bool strata = indicator.strata.has_value();
  const auto sum = [&](const char* name) { return "sum(\"" + indicator.name + "." + name + "\")"; };
  std::string numbers = sum("n");
  if (indicator.numerator) numbers += ", " + sum("k");
  for (const char* name : {"y", "x", "yy", "xy", "xx"}) {
    if (indicator.base) numbers += ", " + sum(name);
  }
  return "SELECT \"region:province\", \"sampled_on:month\"" +
         std::string(strata ? ", \"industry:division\"" : "") + ", " + numbers +
         " FROM own.\"spot_check." + (strata ? "4" : "1") + "\"" +
         (indicator.separate ? " WHERE motive = 'random'" : "") + " GROUP BY ALL";
}

std::vector<Case> cases() {
  const std::string last = "coalesce(retest_result, result)";
  const std::string share = "count(*) FILTER (WHERE " + last + " IN ('pass', 'fail')), " +
                            "count(*) FILTER (WHERE " + last + " = 'pass')";
  const std::string value = "sum(CASE WHEN " + last + " = 'pass' THEN batch_value END), " +
                            "sum(batch_value), sum(batch_value * batch_value)";
  const std::string food =
      "(product_category IN ('粮食加工品', '乳制品', '肉制品', '饮料', '食用农产品') OR industry "
      "LIKE "
      "'13%' OR industry LIKE '14%' OR industry LIKE '15%')";
  const std::string agri =
      "(product_category LIKE '%农产品%' OR industry LIKE '01%' OR industry LIKE '02%' OR industry "
      "LIKE '03%' OR industry LIKE '04%')";
  const std::string inputs =
      " OR product_category LIKE '%农资%' OR product_category LIKE '%化肥%' OR product_category "
      "LIKE "
      "'%农药%' OR product_category LIKE '%种子%' OR product_category LIKE '%饲料%'";
  return {
      {"spot_check_pass_rate", by_hand(share, "motive = 'random'")},
      {"food_pass_rate", by_hand(share, "motive = 'random' AND " + food)},
      {"agri_pass_rate", by_hand(share, "motive = 'random' AND " + agri)},
      {"import_conformity_rate", by_hand(share, "motive = 'random' AND trade = 'import'")},
      {"export_conformity_rate", by_hand(share, "motive = 'random' AND trade = 'export'")},
      {"import_conformity_value", by_hand(value, "motive = 'random' AND trade = 'import' AND " +
                                                     last + " IN ('pass', 'fail')")},
      {"export_conformity_value", by_hand(value, "motive = 'random' AND trade = 'export' AND " +
                                                     last + " IN ('pass', 'fail')")},
      {"weighted_pass_rate",
       "SELECT substr(region, 1, 2) AS province, date_trunc('month', sampled_on) AS month, "
       "substr(industry, 1, 2) AS division, " +
           share + " FROM spot_check WHERE motive = 'random' GROUP BY 1, 2, 3"},
      {"spot_check_count", by_hand("count(*)", "")},
      {"food_sample_count", by_hand("count(*)", food)},
      {"agri_sample_count", by_hand("count(*)", agri.substr(0, agri.size() - 1) + inputs + ")")},
      {"retest_overturn_rate",
       by_hand("count(*) FILTER (WHERE result = 'fail' AND retest_result IN ('pass', 'fail')), "
               "count(*) FILTER (WHERE result = 'fail' AND retest_result = 'pass')",
               "")},
  };
}

/// PostgreSQL with the same rows in a plain table.
class Postgres {
 public:
  explicit Postgres(long long count) {
    auto* server = support::PostgresServer::shared();
    if (server == nullptr) return;
    connection_ = PQconnectdb(server->create_database().c_str());
    // Default settings but for fsync, which only makes the filling faster.
    run("CREATE TABLE spot_check (sample_number text, sampled_on date, motive text, level text, "
        "task "
        "text, product_name text, product_category text, producer_name text, producer text, "
        "seller_name text, region text, industry text, trade text, batch_value numeric(18, 2), "
        "result text, retest_result text)");
    run("INSERT INTO spot_check (" + std::string(columns) + ") " +
        rows_sql("generate_series(1::bigint, " + std::to_string(count) + ") AS g(i)"));
    // Those that the register declares, and one that covers what a pass rate reads.
    run("CREATE INDEX ON spot_check (sampled_on)");
    run("CREATE INDEX ON spot_check (result, sampled_on)");
    run("CREATE INDEX ON spot_check (producer)");
    run("CREATE INDEX ON spot_check (region, sampled_on, motive, result, retest_result)");
    run("VACUUM ANALYZE spot_check");
  }
  ~Postgres() {
    if (connection_ != nullptr) PQfinish(connection_);
  }
  Postgres(const Postgres&) = delete;
  Postgres& operator=(const Postgres&) = delete;
  [[nodiscard]] bool there() const { return connection_ != nullptr; }
  void run(const std::string& sql) {
    PGresult* result = PQexec(connection_, sql.c_str());
    const auto status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
      std::fprintf(stderr, "%s\n", PQresultErrorMessage(result));
      std::exit(1);
    }
    PQclear(result);
  }

 private:
  PGconn* connection_ = nullptr;
};

store::Table table_of(const catalog::Register& of) {
  store::Table table;
  table.name = of.name;
  table.key = of.key;
  for (const auto& field : of.fields) {
    table.columns.push_back({field.name, field.storage(), field.scale, false});
  }
  return table;
}

}  // namespace

int main() {
  const long long count = records();
  auto loaded = catalog::load(std::string(ZHIHENG_SOURCE_DIR) + "/catalog");
  if (!loaded.catalog) return 1;
  const auto folder =
      std::filesystem::temp_directory_path() / ("zhiheng-bench-" + std::to_string(::getpid()));
  store::Location location;
  location.folder = folder.string();
  bool good = true;
  {
    const auto store = must(store::open(location));
    std::vector<store::Table> tables;
    for (const auto& of : loaded.catalog->registers) tables.push_back(table_of(of));
    if (!store->declare(tables)) return 1;
    const auto cube = must(cube::open(loaded.catalog, *store, location));
    must(cube->refresh());
    const double filled = milliseconds([&] {
      // Division of whole numbers is // in DuckDB.
      std::string rows = rows_sql("range(1, " + std::to_string(count + 1) + ") AS g(i)");
      for (std::size_t at = 0; (at = rows.find("h / ", at)) != std::string::npos; at += 5) {
        rows.replace(at, 4, "h // ");
      }
      const std::string filled_columns = columns;
      must(cube->query(
          {"INSERT INTO spot_check (" + filled_columns +
               ", \"region:province\", \"region:prefecture\", \"industry:division\") SELECT *, "
               "CAST(substr(region, 1, 2) AS INTEGER), CAST(substr(region, 1, 4) AS INTEGER), "
               "CAST(substr(industry, 1, 2) AS INTEGER) FROM (" +
               rows + ") AS made(" + filled_columns + ")",
           {}}));
      must(cube->query({"CHECKPOINT", {}}));
    });
    const double summed = milliseconds([&] {
      for (const auto& table :
           cube::summary_tables(*loaded.catalog, cube::relations(*loaded.catalog, *store))) {
        must(cube->query(
            std::move(SqlText() << "INSERT INTO " << table.sql_name() << " " << counted(table, {}))
                .done()));
      }
      must(cube->query({"CHECKPOINT", {}}));
    });
    std::printf("%lld spot checks; the cube was filled in %.1f s, its summaries in %.1f s\n", count,
                filled / 1000, summed / 1000);
    Postgres postgres(count);
    std::printf("%-24s %10s %11s %9s %12s %7s %10s %7s\n", "by province and month, ms", "zhiheng",
                "its records", "by hand", "hand, sums", "ratio", "postgres", "faster");
    for (const auto& [name, sql] : cases()) {
      const std::string sums = by_hand_on_summary(*loaded.catalog->find_indicator(name));
      indicator::Question question;
      question.indicator = name;
      question.by = {"region:province"};
      question.grain = indicator::Grain::month;
      question.today = make_date(2026, 1, 1);
      auto of_records = question;
      of_records.from_records = true;
      std::vector<double> ours, own_records, hand, hand_sums;
      std::size_t points = 0;
      for (int i = 0; i <= rounds; ++i) {
        const double a = milliseconds(
            [&] { points = must(indicator::ask(*loaded.catalog, *cube, question)).points.size(); });
        const double b =
            milliseconds([&] { must(indicator::ask(*loaded.catalog, *cube, of_records)); });
        const double c = milliseconds([&] { must(cube->query({sql, {}})); });
        const double d = milliseconds([&] { must(cube->query({sums, {}})); });
        if (i == 0) continue;  // the first round warms all
        ours.push_back(a);
        own_records.push_back(b);
        hand.push_back(c);
        hand_sums.push_back(d);
      }
      if (points == 0) good = false;
      std::printf("%-24s %10.1f %11.1f %9.1f %12.1f %7.2f", name.c_str(), median(ours),
                  median(own_records), median(hand), median(hand_sums),
                  median(ours) / median(hand_sums));
      if (postgres.there()) {
        postgres.run(sql);
        const double theirs = milliseconds([&] { postgres.run(sql); });
        std::printf(" %10.1f %7.1f", theirs, theirs / median(ours));
      }
      std::printf("\n");
      std::fflush(stdout);
    }
  }
  std::filesystem::remove_all(folder);
  return good ? 0 : 1;
}
