#include "store/message_rows.h"

#include <algorithm>
#include <array>

namespace zhiheng::store {
namespace {

constexpr std::array<std::string_view, 5> state_names = {"waiting", "sent", "dead", "unread",
                                                         "read"};

}  // namespace

std::string_view name_of(MessageState state) {
  return state_names[static_cast<std::size_t>(state)];
}

std::optional<MessageState> message_state(std::string_view name) {
  const auto found = std::ranges::find(state_names, name);
  if (found == state_names.end()) return std::nullopt;
  return static_cast<MessageState>(found - state_names.begin());
}

std::string create_messages_sql(Dialect dialect) {
  const bool lite = dialect == Dialect::sqlite;
  const std::string whole = lite ? " INTEGER" : " BIGINT";
  const std::string end = lite ? ") STRICT;" : ");";
  const std::string text = lite ? " TEXT NOT NULL" : " TEXT COLLATE \"C\" NOT NULL";
  return "CREATE TABLE IF NOT EXISTS messages (id" + text + " PRIMARY KEY, \"key\"" + text +
         " UNIQUE, channel" + text + ", target" + text + ", subject" + text + ", type" + text +
         ", body" + text + ", state" + text + ", attempts" + whole + " NOT NULL, added" + whole +
         " NOT NULL, next_attempt" + whole + ", settled" + whole + ", error" + text + end +
         "CREATE INDEX IF NOT EXISTS i_messages_due ON messages (channel, next_attempt, id) "
         "WHERE state = 'waiting';"
         "CREATE INDEX IF NOT EXISTS i_messages_target ON messages (channel, target, id);"
         "CREATE INDEX IF NOT EXISTS i_messages_state ON messages (state, id);"
         "CREATE TABLE IF NOT EXISTS message_readers (reader" +
         text + " PRIMARY KEY, \"commit\"" + whole + " NOT NULL, hash" + text + end;
}

std::optional<Timestamp> moment(const Cursor& row, int column) {
  if (row.null(column)) return std::nullopt;
  return Timestamp{row.integer(column)};
}

Value or_null(std::optional<Timestamp> time) {
  Value value;
  if (time) value = time->microseconds;
  return value;
}

KeptMessage read_message(const Cursor& row) {
  KeptMessage kept;
  std::string* const texts[] = {&kept.id,
                                &kept.message.key,
                                &kept.message.channel,
                                &kept.message.target,
                                &kept.message.subject,
                                &kept.message.type,
                                &kept.message.body};
  for (int i = 0; i < 7; ++i) *texts[i] = row.bytes(i);
  kept.state = message_state(row.bytes(7)).value_or(MessageState::dead);
  kept.attempts = static_cast<int>(row.integer(8));
  kept.added = Timestamp{row.integer(9)};
  kept.next_attempt = moment(row, 10);
  kept.settled = moment(row, 11);
  kept.error = row.bytes(12);
  return kept;
}

}  // namespace zhiheng::store
