#include "deliver/outbox.h"

#include "base/log.h"

namespace zhiheng::deliver {
namespace {

constexpr std::size_t segments_at_once = 2000;

Result<store::ReaderPosition> position_at(store::Store& store, std::int64_t commit) {
  ZH_TRY(const auto hash, store.commit_hash(commit));
  return store::ReaderPosition{.commit = commit, .hash = hash.value_or(Digest{})};
}

/// Whether the reader's place still belongs to this history.
Result<bool> still_good(store::Store& store, const store::ReaderPosition& position) {
  if (position.commit == 0) return true;
  ZH_TRY(const auto hash, store.commit_hash(position.commit));
  return hash && *hash == position.hash;
}

}  // namespace

Result<std::unique_ptr<Outbox>> Outbox::open(store::Store& store, const std::string& catalog) {
  ZH_TRY(Rules rules, load_rules(catalog));
  ZH_TRY(const auto messages, store::Messages::open(store));
  return std::unique_ptr<Outbox>(new Outbox(store, messages, std::move(rules)));
}

Result<std::size_t> Outbox::enqueue(std::span<const Message> messages, Timestamp at) {
  for (const Message& one : messages) {
    if (one.channel != "inbox") ZH_DO(rules_.channel(one.channel));
  }
  return messages_.add(messages, at);
}

Result<bool> Outbox::follow(std::string_view reader, const Make& make) {
  ZH_TRY(const auto from, messages_.position(reader));
  bool good = false;
  if (from) {
    ZH_TRY(good, still_good(store_, *from));
    if (!good) log(Level::warning, "deliver.history_replaced", {{"reader", std::string(reader)}});
  }
  if (!good) {
    ZH_TRY(const auto newest, store_.newest_commit());
    ZH_TRY(const auto to, position_at(store_, newest));
    ZH_TRY([[maybe_unused]] const bool moved, messages_.add_from_feed(reader, from, to, {}, now()));
    return false;
  }
  ZH_TRY(const auto segments, store_.feed(from->commit, segments_at_once));
  if (segments.empty()) return false;
  ZH_TRY(const auto messages, make(segments));
  ZH_TRY(const auto to, position_at(store_, segments.back().commit));
  ZH_TRY([[maybe_unused]] const bool moved,
         messages_.add_from_feed(reader, from, to, messages, now()));
  return true;
}

}  // namespace zhiheng::deliver
