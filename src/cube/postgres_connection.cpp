#include <libpq-fe.h>
#include <poll.h>

#include <charconv>
#include <cstdlib>

#include "cube/failures.h"
#include "cube/push_down.h"

namespace zhiheng::cube {
namespace {

// Numbers of PostgreSQL's own types (pg_type.dat), fixed since its beginnings.
constexpr Oid bool_type = 16, int8_type = 20, int2_type = 21, int4_type = 23, float4_type = 700,
              float8_type = 701, date_type = 1082, timestamp_type = 1114, timestamptz_type = 1184,
              numeric_type = 1700, text_type = 25;

struct Answer {
  PGresult* handle;
  ~Answer() { PQclear(handle); }
};

/// "?" becomes "$1", "$2" …; our SQL has no other question mark.
std::string numbered(const std::string& text) {
  std::string out;
  int number = 0;
  for (const char c : text) {
    if (c == '?') {
      out += '$' + std::to_string(++number);
    } else {
      out.push_back(c);
    }
  }
  return out;
}

Oid type_of(const Value& value) {
  constexpr Oid types[] = {0,         bool_type,        int8_type, numeric_type,
                           date_type, timestamptz_type, text_type};
  return types[value.index()];
}

/// A numeric as exactly as we can say it.
Cell number(std::string_view text) {
  const auto point = text.find('.');
  const int places =
      point == std::string_view::npos ? 0 : static_cast<int>(text.size() - point - 1);
  if (places == 0) {
    std::int64_t whole = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), whole);
    if (error == std::errc() && end == text.data() + text.size()) return whole;
  } else if (places <= 18) {
    if (const auto exact = parse_decimal(text, places)) return *exact;
  }
  return std::strtod(std::string(text).c_str(), nullptr);
}

Cell time_cell(std::string_view text) {
  const auto time = parse_timestamp(std::string(text.substr(0, text.find('+'))) + "Z");
  if (!time) return {};
  return *time;
}

Cell date_cell(std::string_view text) {
  const auto date = parse_date(text);
  if (!date) return {};
  return *date;
}

Cell cell(std::string_view text, Oid type) {
  switch (type) {
    case bool_type:
      return text == "t";
    case int2_type:
    case int4_type:
    case int8_type:
    case numeric_type:
      return number(text);
    case float4_type:
    case float8_type:
      return std::strtod(std::string(text).c_str(), nullptr);
    case date_type:
      return date_cell(text);
    case timestamp_type:
    case timestamptz_type:
      return time_cell(text);
    default:
      return std::string(text);
  }
}

Table table_of(const PGresult* result) {
  Table table;
  const int columns = PQnfields(result);
  for (int c = 0; c < columns; ++c) table.columns.emplace_back(PQfname(result, c));
  const int rows = PQntuples(result);
  table.rows.reserve(static_cast<std::size_t>(rows));
  for (int r = 0; r < rows; ++r) {
    auto& row = table.rows.emplace_back();
    row.reserve(static_cast<std::size_t>(columns));
    for (int c = 0; c < columns; ++c) {
      if (PQgetisnull(result, r, c) != 0) {
        row.emplace_back();
      } else {
        const auto length = static_cast<std::size_t>(PQgetlength(result, r, c));
        row.push_back(cell({PQgetvalue(result, r, c), length}, PQftype(result, c)));
      }
    }
  }
  return table;
}

void cancel(PGconn* connection) {
  PGcancel* handle = PQgetCancel(connection);
  char reason[256];
  PQcancel(handle, reason, sizeof reason);
  PQfreeCancel(handle);
}

/// Waits for the answer; looks at the caller's flag meanwhile. A cancellation that comes before the
/// server has begun with the query is lost, so it is sent again until the query ends.
Result<void> wait(PGconn* connection, const std::atomic<bool>* stop) {
  int rounds = 0;
  while (PQisBusy(connection) != 0) {
    if (stop != nullptr && stop->load() && rounds++ % 10 == 0) cancel(connection);
    pollfd watched{PQsocket(connection), POLLIN, 0};
    ::poll(&watched, 1, stop == nullptr ? -1 : 20);
    if (PQconsumeInput(connection) == 0)
      return fail(unavailable, "wait", PQerrorMessage(connection));
  }
  return {};
}

const Failure& failure_of(const PGresult* result) {
  const char* code = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const std::string_view state = code == nullptr ? "" : code;
  if (state == "57014") return interrupted;
  if (state == "53200") return out_of_memory;
  if (state == "22003") return number_too_large;
  if (state.starts_with("08") || state.starts_with("57P") || state.empty()) return unavailable;
  return query_refused;
}

}  // namespace

Result<std::unique_ptr<PostgresConnection>> PostgresConnection::open(const std::string& url) {
  auto connection = std::make_unique<PostgresConnection>(PQconnectdb(url.c_str()));
  if (PQstatus(connection->connection_) != CONNECTION_OK) {
    return fail(unavailable, "PostgreSQL", PQerrorMessage(connection->connection_));
  }
  PQsetNoticeProcessor(
      connection->connection_, [](void*, const char*) {}, nullptr);
  ZH_TRY(const auto zone, connection->query({"SET TimeZone = 'UTC'", {}}));
  ZH_TRY(const auto style, connection->query({"SET DateStyle = 'ISO, YMD'", {}}));
  ZH_TRY(const auto digits, connection->query({"SET extra_float_digits = 1", {}}));
  return connection;
}

PostgresConnection::~PostgresConnection() { PQfinish(connection_); }

bool PostgresConnection::usable() const { return PQstatus(connection_) == CONNECTION_OK; }

Result<Table> PostgresConnection::query(const Sql& sql, const std::atomic<bool>* stop) {
  std::vector<std::string> texts;
  std::vector<const char*> values;
  std::vector<Oid> types;
  texts.reserve(sql.values.size());
  for (const auto& value : sql.values) {
    texts.push_back(to_text(value));
    values.push_back(is_null(value) ? nullptr : texts.back().c_str());
    types.push_back(type_of(value));
  }
  if (PQsendQueryParams(connection_, numbered(sql.text).c_str(), static_cast<int>(values.size()),
                        types.data(), values.data(), nullptr, nullptr, 0) == 0) {
    return fail(unavailable, "PostgreSQL", PQerrorMessage(connection_));
  }
  Result<Table> table = Table{};
  while (true) {
    ZH_DO(wait(connection_, stop));
    const Answer answer{PQgetResult(connection_)};
    if (answer.handle == nullptr) return table;
    const auto status = PQresultStatus(answer.handle);
    if (status == PGRES_TUPLES_OK) {
      table = table_of(answer.handle);
    } else if (status != PGRES_COMMAND_OK) {
      table = fail(failure_of(answer.handle), sql.text, PQresultErrorMessage(answer.handle));
    }
  }
}

}  // namespace zhiheng::cube
