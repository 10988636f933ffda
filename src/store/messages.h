#pragma once
// Messages that wait to be delivered, and notices that wait to be read, beside the records that
// caused them. A reader of the feed writes its messages and its position in one transaction, so
// that every change leads to its messages once, however often the program is killed in between.

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/store.h"

namespace zhiheng::store {

class Connection;
class Database;

struct Message {
  std::string key = {};      ///< of two messages with the same key only the first is taken
  std::string channel = {};  ///< how it travels: "webhook", "mail"; "inbox" stays here
  std::string target = {};   ///< to whom, as the channel names them
  std::string subject = {};  ///< what it is about, or the type of an event
  std::string type = {};     ///< of the body, "application/json"
  std::string body = {};     ///< UTF-8 without zero bytes
};

enum class MessageState {
  waiting,  ///< to be sent, now or later
  sent,
  dead,    ///< given up: somebody has to look at it
  unread,  ///< a notice
  read
};
[[nodiscard]] std::string_view name_of(MessageState state);
[[nodiscard]] std::optional<MessageState> message_state(std::string_view name);

struct KeptMessage {
  std::string id;  ///< UUID of version 7: sorts by the time it was added
  Message message;
  MessageState state = MessageState::waiting;
  int attempts = 0;  ///< begun, also when the program was killed during one
  Timestamp added{};
  std::optional<Timestamp> next_attempt = {};  ///< while waiting
  std::optional<Timestamp> settled = {};       ///< sent, given up or read
  std::string error;                           ///< of the last attempt
};

/// How far a reader of the feed has come.
struct ReaderPosition {
  std::int64_t commit = 0;
  Digest hash{};  ///< of that commit, so that a restored backup is noticed

  bool operator==(const ReaderPosition&) const = default;
};

struct MessageCount {
  std::string channel;
  MessageState state = MessageState::waiting;
  std::int64_t number = 0;
  std::optional<Timestamp> oldest = {};  ///< when the oldest of them was added
};

/// The messages of a store; from many threads.
class Messages {
 public:
  /// Makes the tables when they are missing.
  /// @param store  of store::open; must outlive this
  static Result<Messages> open(Store& store);

  /// At once durable. Notices (channel "inbox") begin as unread, all others waiting for `at`.
  /// @return  how many were new
  Result<std::size_t> add(std::span<const Message> messages, Timestamp at);

  /// None: a reader that has never written.
  Result<std::optional<ReaderPosition>> position(std::string_view reader);
  /// Adds the messages and moves the position from `from` to `to`, both or neither. False when
  /// somebody else has moved it meanwhile: their place is where to go on.
  Result<bool> add_from_feed(std::string_view reader, const std::optional<ReaderPosition>& from,
                             const ReaderPosition& to, std::span<const Message> messages,
                             Timestamp at);

  /// Takes the message of a channel whose time came first: counts an attempt and puts the next one
  /// off to `until`, so that nobody else sends it meanwhile and it is sent again when the program
  /// is killed.
  Result<std::optional<KeptMessage>> claim(std::string_view channel, Timestamp now,
                                           Timestamp until);
  Result<void> mark_sent(std::string_view id, Timestamp at);
  /// @param next  none: given up
  Result<void> mark_failed(std::string_view id, std::string_view error,
                           std::optional<Timestamp> next, Timestamp at);
  /// Of a target that does not answer: its waiting messages are not tried before `until`, and those
  /// added before `too_old` are given up.
  Result<void> put_off(std::string_view channel, std::string_view target, Timestamp until,
                       Timestamp too_old, std::string_view error, Timestamp at);
  /// Newest first. `where` is over id, channel, target, state, subject, added (microseconds).
  Result<void> list(const Sql& where, std::int64_t limit,
                    const std::function<bool(const KeptMessage&)>& row);
  Result<std::int64_t> count(const Sql& where);
  Result<std::vector<MessageCount>> counts();
  /// Given up ones that fit `where` are tried again at `at`, as if for the first time.
  /// @return  how many
  Result<std::int64_t> retry(const Sql& where, Timestamp at);
  /// Notices that fit `where` are read. @return  how many were not
  Result<std::int64_t> mark_read(const Sql& where, Timestamp at);
  /// Forgets messages that were sent, and notices that were read, before `before`.
  Result<std::int64_t> forget(Timestamp before);
  /// Forgets everything for a target that is no more.
  Result<void> forget_target(std::string_view channel, std::string_view target);

 private:
  explicit Messages(Database& database) : database_(&database) {}
  Result<std::size_t> insert(Connection& connection, std::span<const Message> messages,
                             Timestamp at);
  Result<bool> is_due(std::string_view channel, Timestamp now);
  Result<std::int64_t> change(const std::string& sql, std::vector<Value> values, const Sql& where);

  Database* database_;
};

}  // namespace zhiheng::store
