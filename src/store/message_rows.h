#pragma once
// How messages lie in their table.

#include "store/connection.h"
#include "store/messages.h"

namespace zhiheng::store {

/// Columns as read_message takes them.
inline constexpr std::string_view message_columns =
    "id, \"key\", channel, target, subject, type, body, state, attempts, added, next_attempt, "
    "settled, error";

[[nodiscard]] std::string create_messages_sql(Dialect dialect);
[[nodiscard]] KeptMessage read_message(const Cursor& row);
[[nodiscard]] std::optional<Timestamp> moment(const Cursor& row, int column);
[[nodiscard]] Value or_null(std::optional<Timestamp> time);

}  // namespace zhiheng::store
