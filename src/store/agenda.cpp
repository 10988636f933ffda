// What is due when: written by a reader of the feed, read by lists.

#include <cstdlib>

#include "store/database.h"
#include "store/listing.h"
#include "store/select.h"

namespace zhiheng::store {
namespace {

std::string create_sql(Dialect dialect) {
  const bool lite = dialect == Dialect::sqlite;
  const std::string bytes_order = lite ? "" : " COLLATE \"C\"";
  return std::string("CREATE TABLE IF NOT EXISTS agenda (table_name TEXT NOT NULL, id ") +
         (lite ? "BLOB" : "UUID") + " NOT NULL, clock TEXT NOT NULL, due " +
         (lite ? "INTEGER" : "BIGINT") + ", state TEXT NOT NULL, region TEXT" + bytes_order +
         " NOT NULL, holder TEXT NOT NULL, handler TEXT NOT NULL, "
         "PRIMARY KEY (table_name, id, clock)" +
         (lite ? ") STRICT, WITHOUT ROWID;" : ");") +
         "CREATE TABLE IF NOT EXISTS agenda_position (position TEXT NOT NULL);"
         // Of earlier programs; those below hold all that lists and counts look at.
         "DROP INDEX IF EXISTS i_agenda_due; DROP INDEX IF EXISTS i_agenda_region;"
         "CREATE INDEX IF NOT EXISTS i_agenda_by_due ON agenda "
         "(table_name, due, id, state, region, handler, holder, clock);"
         "CREATE INDEX IF NOT EXISTS i_agenda_by_region ON agenda "
         "(table_name, region, due, id, state, handler, holder, clock);"
         "CREATE INDEX IF NOT EXISTS i_agenda_holder ON agenda (holder, due);"
         "CREATE INDEX IF NOT EXISTS i_agenda_handler ON agenda (handler, due);";
}

std::string packed(const AgendaPosition& position) {
  return std::to_string(position.commit) + " " + to_hex(position.hash) + " " + position.rules;
}

std::optional<AgendaPosition> unpacked(std::string_view text) {
  AgendaPosition position;
  const auto first = text.find(' ');
  const auto second = text.find(' ', first + 1);
  if (first == text.npos || second == text.npos) return std::nullopt;
  position.commit = std::strtoll(std::string(text.substr(0, first)).c_str(), nullptr, 10);
  const auto hash = digest_from_hex(text.substr(first + 1, second - first - 1));
  if (!hash) return std::nullopt;
  position.hash = *hash;
  position.rules = text.substr(second + 1);
  return position;
}

Result<std::optional<AgendaPosition>> read_position(Connection& connection) {
  // Stores of earlier programs do not have it; it is made when somebody first writes to it.
  const std::string find = connection.dialect() == Dialect::sqlite
                               ? "SELECT 1 FROM sqlite_master WHERE name = 'agenda_position'"
                               : "SELECT 1 WHERE to_regclass('agenda_position') IS NOT NULL";
  bool there = false;
  ZH_DO(connection.query(find, {}, [&](const Cursor&) -> Result<bool> {
    there = true;
    return false;
  }));
  std::optional<AgendaPosition> position;
  if (!there) return position;
  ZH_DO(connection.query("SELECT position FROM agenda_position", {},
                         [&](const Cursor& row) -> Result<bool> {
                           position = unpacked(row.bytes(0));
                           return false;
                         }));
  return position;
}

Result<void> replace(Connection& connection, std::span<const std::pair<std::string, Uuid>> records,
                     std::span<const Appointment> appointments) {
  for (const auto& [table, id] : records) {
    const Parameter values[] = {Value(table), id};
    ZH_DO(connection.execute("DELETE FROM agenda WHERE table_name = ? AND id = ?", values));
  }
  for (const Appointment& one : appointments) {
    Value due;
    if (one.due) due = one.due->microseconds;
    const Parameter values[] = {Value(one.table),  one.id,
                                Value(one.clock),  std::move(due),
                                Value(one.state),  Value(one.region),
                                Value(one.holder), Value(one.handler)};
    ZH_DO(connection.execute(
        "INSERT INTO agenda (table_name, id, clock, due, state, region, holder, handler) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        values));
  }
  return {};
}

Query agenda_query(std::string columns, const Sql& where) {
  Query query{.sql = "SELECT " + std::move(columns) + " FROM agenda", .values = {}};
  if (!where.text.empty()) query.sql += " WHERE " + where.text;
  for (const Value& value : where.values) query.values.emplace_back(value);
  return query;
}

}  // namespace

Result<std::optional<AgendaPosition>> Database::agenda_position() {
  ZH_TRY(const Lease connection, lease());
  return read_position(*connection);
}

Result<bool> Database::write_agenda(const std::optional<AgendaPosition>& from,
                                    const AgendaPosition& to,
                                    std::span<const std::pair<std::string, Uuid>> records,
                                    std::span<const Appointment> appointments) {
  bool written = false;
  ZH_DO(as_writer([&](Connection& connection) -> Result<void> {
    if (from) {
      ZH_TRY(const auto now, read_position(connection));
      if (now != from) return {};
    } else {
      ZH_DO(connection.run(create_sql(dialect())));
      ZH_DO(connection.run("DELETE FROM agenda;"));
    }
    ZH_DO(replace(connection, records, appointments));
    ZH_DO(connection.run("DELETE FROM agenda_position;"));
    const Parameter values[] = {Value(packed(to))};
    ZH_DO(connection.execute("INSERT INTO agenda_position (position) VALUES (?)", values));
    written = true;
    return {};
  }));
  return written;
}

Result<void> Database::read_agenda(const Sql& where, std::int64_t limit,
                                   const std::function<bool(const Appointment&)>& row) {
  Query query = agenda_query("table_name, id, clock, due, state, region, holder, handler", where);
  query.sql += " ORDER BY due, id LIMIT ?";
  query.values.emplace_back(Value(limit));
  ZH_TRY(const Lease connection, lease());
  return connection->query(query.sql, query.values, [&](const Cursor& at) -> Result<bool> {
    Appointment one;
    one.table = at.bytes(0);
    one.id = read_uuid(at.bytes(1));
    one.clock = at.bytes(2);
    if (!at.null(3)) one.due = Timestamp{at.integer(3)};
    one.state = at.bytes(4);
    one.region = at.bytes(5);
    one.holder = at.bytes(6);
    one.handler = at.bytes(7);
    return row(one);
  });
}

Result<std::int64_t> count_agenda_up_to(Store& store, const Sql& where, std::int64_t most) {
  Query query = agenda_query("1", where);
  query.sql =
      "SELECT count(*) FROM (" + query.sql + " LIMIT " + std::to_string(most) + ") AS counted";
  ZH_TRY(const Lease connection, static_cast<Database&>(store).lease());
  std::int64_t number = 0;
  ZH_DO(connection->query(query.sql, query.values, [&](const Cursor& row) -> Result<bool> {
    number = row.integer(0);
    return false;
  }));
  return number;
}

Result<std::vector<std::string>> tables_with_appointments(Store& store,
                                                          std::span<const std::string> tables) {
  std::vector<std::string> found;
  if (tables.empty()) return found;
  // A look into the index for each of them, which only the order makes PostgreSQL take: it expects
  // any row of the agenda to be of any table.
  Query query{"SELECT one.column1 FROM (VALUES ", {}};
  for (const std::string& table : tables) {
    query.sql += query.values.empty() ? "(?)" : ", (?)";
    query.values.emplace_back(Value(table));
  }
  query.sql +=
      ") AS one WHERE (SELECT count(*) FROM (SELECT 1 FROM agenda WHERE table_name = one.column1 "
      "ORDER BY due LIMIT 1) AS first) > 0";
  ZH_TRY(const Lease connection, static_cast<Database&>(store).lease());
  ZH_DO(connection->query(query.sql, query.values, [&](const Cursor& row) -> Result<bool> {
    found.emplace_back(row.bytes(0));
    return true;
  }));
  return found;
}

Result<std::int64_t> Database::count_agenda(const Sql& where) {
  const Query query = agenda_query("count(*)", where);
  ZH_TRY(const Lease connection, lease());
  std::int64_t number = 0;
  ZH_DO(connection->query(query.sql, query.values, [&](const Cursor& row) -> Result<bool> {
    number = row.integer(0);
    return false;
  }));
  return number;
}

}  // namespace zhiheng::store
