#include "store/messages.h"

#include "store/database.h"
#include "store/message_rows.h"

namespace zhiheng::store {
namespace {

Result<bool> has_tables(Connection& connection) {
  const std::string find = connection.dialect() == Dialect::sqlite
                               ? "SELECT 1 FROM sqlite_master WHERE name = 'message_readers'"
                               : "SELECT 1 WHERE to_regclass('message_readers') IS NOT NULL";
  bool there = false;
  ZH_DO(connection.query(find, {}, [&](const Cursor&) -> Result<bool> {
    there = true;
    return false;
  }));
  return there;
}

std::vector<Parameter> parameters_of(const std::vector<Value>& values, const Sql& where = {}) {
  std::vector<Parameter> all(values.begin(), values.end());
  all.insert(all.end(), where.values.begin(), where.values.end());
  return all;
}

std::string condition(std::string_view fixed, const Sql& where) {
  std::string text = " WHERE " + std::string(fixed);
  if (!where.text.empty()) text += " AND (" + where.text + ")";
  return text;
}

Result<std::optional<ReaderPosition>> read_position(Connection& connection,
                                                    std::string_view reader) {
  std::optional<ReaderPosition> found;
  const Parameter values[] = {Value(std::string(reader))};
  ZH_DO(connection.query("SELECT \"commit\", hash FROM message_readers WHERE reader = ?", values,
                         [&](const Cursor& row) -> Result<bool> {
                           found = ReaderPosition{
                               .commit = row.integer(0),
                               .hash = digest_from_hex(row.bytes(1)).value_or(Digest{})};
                           return false;
                         }));
  return found;
}

}  // namespace

Result<Messages> Messages::open(Store& store) {
  // store::open makes nothing else.
  auto& database = dynamic_cast<Database&>(store);
  bool there = false;
  {
    ZH_TRY(const Lease connection, database.lease());
    ZH_TRY(there, has_tables(*connection));
  }
  if (!there) {
    ZH_DO(database.as_writer([&](Connection& connection) {
      return connection.run(create_messages_sql(database.dialect()));
    }));
  }
  return Messages(database);
}

Result<std::size_t> Messages::insert(Connection& connection, std::span<const Message> messages,
                                     Timestamp at) {
  std::size_t added = 0;
  for (const Message& one : messages) {
    const bool notice = one.channel == "inbox";
    const Parameter values[] = {
        Value(to_text(make_uuid())),
        Value(one.key),
        Value(one.channel),
        Value(one.target),
        Value(one.subject),
        Value(one.type),
        Value(one.body),
        Value(std::string(name_of(notice ? MessageState::unread : MessageState::waiting))),
        Value(at.microseconds),
        or_null(notice ? std::nullopt : std::optional(at))};
    ZH_DO(connection.query(
        "INSERT INTO messages (id, \"key\", channel, target, subject, type, body, state, attempts, "
        "added, next_attempt, error) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, '') "
        "ON CONFLICT (\"key\") DO NOTHING RETURNING 1",
        values, [&](const Cursor&) -> Result<bool> {
          ++added;
          return true;
        }));
  }
  return added;
}

Result<std::size_t> Messages::add(std::span<const Message> messages, Timestamp at) {
  std::size_t added = 0;
  if (messages.empty()) return added;
  ZH_DO(database_->as_writer([&](Connection& connection) -> Result<void> {
    ZH_TRY(added, insert(connection, messages, at));
    return {};
  }));
  return added;
}

Result<std::optional<ReaderPosition>> Messages::position(std::string_view reader) {
  ZH_TRY(const Lease connection, database_->lease());
  return read_position(*connection, reader);
}

Result<bool> Messages::add_from_feed(std::string_view reader,
                                     const std::optional<ReaderPosition>& from,
                                     const ReaderPosition& to, std::span<const Message> messages,
                                     Timestamp at) {
  bool moved = false;
  ZH_DO(database_->as_writer([&](Connection& connection) -> Result<void> {
    ZH_TRY(const auto present, read_position(connection, reader));
    if (present != from) return {};
    ZH_TRY([[maybe_unused]] const std::size_t added, insert(connection, messages, at));
    const Parameter values[] = {Value(std::string(reader)), Value(to.commit),
                                Value(to_hex(to.hash))};
    ZH_DO(connection.execute(
        "INSERT INTO message_readers (reader, \"commit\", hash) VALUES (?, ?, ?) ON CONFLICT "
        "(reader) DO UPDATE SET \"commit\" = excluded.\"commit\", hash = excluded.hash",
        values));
    moved = true;
    return {};
  }));
  return moved;
}

Result<std::optional<KeptMessage>> Messages::claim(std::string_view channel, Timestamp now,
                                                   Timestamp until) {
  std::optional<KeptMessage> claimed;
  // Most of the time nothing is due; then the writer's place is left alone.
  ZH_TRY(const bool due, is_due(channel, now));
  if (!due) return claimed;
  const Parameter values[] = {Value(until.microseconds), Value(std::string(channel)),
                              Value(now.microseconds)};
  ZH_DO(database_->as_writer([&](Connection& connection) {
    return connection.query(
        "UPDATE messages SET attempts = attempts + 1, next_attempt = ? WHERE id IN (SELECT id FROM "
        "messages WHERE state = 'waiting' AND channel = ? AND next_attempt <= ? "
        "ORDER BY next_attempt, id LIMIT 1) RETURNING " +
            std::string(message_columns),
        values, [&](const Cursor& row) -> Result<bool> {
          claimed = read_message(row);
          return true;
        });
  }));
  return claimed;
}

Result<bool> Messages::is_due(std::string_view channel, Timestamp now) {
  bool due = false;
  const Parameter values[] = {Value(std::string(channel)), Value(now.microseconds)};
  ZH_TRY(const Lease connection, database_->lease());
  ZH_DO(
      connection->query("SELECT 1 FROM messages WHERE state = 'waiting' AND channel = ? AND "
                        "next_attempt <= ? LIMIT 1",
                        values, [&](const Cursor&) -> Result<bool> {
                          due = true;
                          return false;
                        }));
  return due;
}

Result<std::int64_t> Messages::change(const std::string& sql, std::vector<Value> values,
                                      const Sql& where) {
  std::int64_t changed = 0;
  const auto all = parameters_of(values, where);
  ZH_DO(database_->as_writer([&](Connection& connection) {
    return connection.query(sql + " RETURNING 1", all, [&](const Cursor&) -> Result<bool> {
      ++changed;
      return true;
    });
  }));
  return changed;
}

Result<void> Messages::mark_sent(std::string_view id, Timestamp at) {
  ZH_TRY([[maybe_unused]] const auto changed,
         change("UPDATE messages SET state = 'sent', settled = ?, next_attempt = NULL, error = '' "
                "WHERE id = ?",
                {at.microseconds, std::string(id)}, {}));
  return {};
}

Result<void> Messages::mark_failed(std::string_view id, std::string_view error,
                                   std::optional<Timestamp> next, Timestamp at) {
  ZH_TRY([[maybe_unused]] const auto changed,
         change("UPDATE messages SET state = ?, error = ?, next_attempt = ?, settled = ? "
                "WHERE id = ? AND state = 'waiting'",
                {std::string(name_of(next ? MessageState::waiting : MessageState::dead)),
                 std::string(error), or_null(next),
                 or_null(next ? std::nullopt : std::optional(at)), std::string(id)},
                {}));
  return {};
}

Result<void> Messages::put_off(std::string_view channel, std::string_view target, Timestamp until,
                               Timestamp too_old, std::string_view error, Timestamp at) {
  const std::string of = " WHERE channel = ? AND target = ? AND state = 'waiting' AND ";
  ZH_TRY([[maybe_unused]] const auto given_up,
         change("UPDATE messages SET state = 'dead', next_attempt = NULL, settled = ?, error = ?" +
                    of + "added < ?",
                {at.microseconds, std::string(error), std::string(channel), std::string(target),
                 too_old.microseconds},
                {}));
  ZH_TRY([[maybe_unused]] const auto later,
         change("UPDATE messages SET next_attempt = ?" + of + "next_attempt < ?",
                {until.microseconds, std::string(channel), std::string(target), until.microseconds},
                {}));
  return {};
}

Result<void> Messages::list(const Sql& where, std::int64_t limit,
                            const std::function<bool(const KeptMessage&)>& row) {
  auto values = parameters_of({}, where);
  values.emplace_back(Value(limit));
  ZH_TRY(const Lease connection, database_->lease());
  return connection->query("SELECT " + std::string(message_columns) + " FROM messages" +
                               condition("1 = 1", where) + " ORDER BY id DESC LIMIT ?",
                           values,
                           [&](const Cursor& at) -> Result<bool> { return row(read_message(at)); });
}

Result<std::int64_t> Messages::count(const Sql& where) {
  std::int64_t number = 0;
  ZH_TRY(const Lease connection, database_->lease());
  ZH_DO(connection->query("SELECT count(*) FROM messages" + condition("1 = 1", where),
                          parameters_of({}, where), [&](const Cursor& row) -> Result<bool> {
                            number = row.integer(0);
                            return false;
                          }));
  return number;
}

Result<std::vector<MessageCount>> Messages::counts() {
  std::vector<MessageCount> all;
  ZH_TRY(const Lease connection, database_->lease());
  ZH_DO(connection->query(
      "SELECT channel, state, count(*), min(added) FROM messages GROUP BY channel, state "
      "ORDER BY channel, state",
      {}, [&](const Cursor& row) -> Result<bool> {
        all.push_back({.channel = std::string(row.bytes(0)),
                       .state = message_state(row.bytes(1)).value_or(MessageState::dead),
                       .number = row.integer(2),
                       .oldest = moment(row, 3)});
        return true;
      }));
  return all;
}

Result<std::int64_t> Messages::retry(const Sql& where, Timestamp at) {
  return change(
      "UPDATE messages SET state = 'waiting', attempts = 0, added = ?, settled = NULL, "
      "next_attempt = ?" +
          condition("state = 'dead'", where),
      {at.microseconds, at.microseconds}, where);
}

Result<std::int64_t> Messages::mark_read(const Sql& where, Timestamp at) {
  return change(
      "UPDATE messages SET state = 'read', settled = ?" + condition("state = 'unread'", where),
      {at.microseconds}, where);
}

Result<std::int64_t> Messages::forget(Timestamp before) {
  return change("DELETE FROM messages WHERE state IN ('sent', 'read') AND settled < ?",
                {before.microseconds}, {});
}

Result<void> Messages::forget_target(std::string_view channel, std::string_view target) {
  ZH_TRY([[maybe_unused]] const auto gone,
         change("DELETE FROM messages WHERE channel = ? AND target = ?",
                {std::string(channel), std::string(target)}, {}));
  return {};
}

}  // namespace zhiheng::store
