#pragma once
// What waits to be sent. For rooms that have something to tell the outside: make messages, from the
// feed or at once; the rest is done here.

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "deliver/rules.h"
#include "store/messages.h"

namespace zhiheng::deliver {

/// `key` says what this is about ("epcis/SUBSCRIPTION/COMMIT"): a message with a key that was there
/// before is not taken again. `channel` "webhook": `target` is the id of a deliver::Target.
using store::Message;

/// From many threads and many programs.
class Outbox {
 public:
  /// @param catalog  folder, for delivery.toml
  /// @fails  deliver.rules_malformed
  static Result<std::unique_ptr<Outbox>> open(store::Store& store, const std::string& catalog);

  /// Durable when it returns; sent soon after `at`.
  Result<std::size_t> enqueue(std::span<const Message> messages, Timestamp at);

  /// What to send because of these changes.
  using Make =
      std::function<Result<std::vector<Message>>(std::span<const store::Segment> segments)>;
  /// Hands over the next stretch of the feed that `reader` has not seen, and keeps the messages
  /// together with the place reached, both or neither: each change leads to its messages once. A
  /// reader that was never here begins at the newest commit, and so does one under which a backup
  /// was put back.
  /// @return  false: there was nothing new
  Result<bool> follow(std::string_view reader, const Make& make);

  [[nodiscard]] const Rules& rules() const { return rules_; }
  [[nodiscard]] store::Messages& messages() { return messages_; }
  [[nodiscard]] store::Store& store() { return store_; }

 private:
  Outbox(store::Store& store, store::Messages messages, Rules rules)
      : store_(store), messages_(messages), rules_(std::move(rules)) {}

  store::Store& store_;
  store::Messages messages_;
  Rules rules_;
};

}  // namespace zhiheng::deliver
