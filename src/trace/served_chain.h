#pragma once
// The chain that a server keeps: read from the change feed in the background, one for all questions
// and people, and made anew when what it was read from changed under it.

#include <atomic>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <shared_mutex>
#include <string>

#include "registry/registry.h"
#include "trace/chain_questions.h"
#include "trace/custody.h"
#include "trace/feed_follower.h"
#include "trace/product_classes.h"

namespace zhiheng::trace {

/// How far the chain is.
struct ChainStanding {
  bool ready = false;         ///< it was read to the end once
  bool full = false;          ///< it has reached its limit of memory, or of a chain
  double done = 0;            ///< of the first reading, 0..1
  std::int64_t position = 0;  ///< the newest commit that counts as a whole
  std::int64_t newest = 0;    ///< commit of the store
  std::size_t events = 0, identifiers = 0, refused = 0;
  MemoryUse memory = {};
  std::size_t custody_bytes = 0;
  std::size_t most_bytes = 0;

  [[nodiscard]] std::size_t bytes() const {
    return memory.identifiers + memory.events + memory.edges + memory.readings + custody_bytes;
  }
};

/// From many threads. Questions share it; what was captured meanwhile is added between them.
class ServedChain {
 public:
  /// Starts to read.
  /// @param most_bytes   beyond which no event is taken and no question answered
  /// @param patience_ms  how long a question waits for what was captured just before it
  ServedChain(registry::Registry& registry, std::size_t most_bytes, int patience_ms = 2000);
  ServedChain(const ServedChain&) = delete;
  ServedChain& operator=(const ServedChain&) = delete;

  [[nodiscard]] ChainStanding standing() const;

  /// Waits until everything is in that was committed before the call, at most this long.
  /// @return  whether it is
  bool catch_up(int timeout_ms);

  /// The answer as JSON, with `position`: the newest commit that it stands on. It is written down
  /// who asked what.
  ///
  /// @param call  arguments and options of the verb, and where the catalog is
  /// @fails  trace.chain_not_ready, trace.chain_full, registry.not_allowed, and what
  ///         answer_question fails with
  [[nodiscard]] Result<std::string> ask(const registry::Person& person, const Invocation& call,
                                        std::string_view question);

  /// The same for work of any kind; the chain stands still while `work` runs.
  [[nodiscard]] Result<void> hold(const registry::Person& person, const Invocation& call,
                                  std::string_view question,
                                  const std::function<Result<void>(const Question&)>& work);

 private:
  struct Taken;
  static constexpr std::size_t segments_at_once = 64;  ///< of the feed
  Result<void> refresh(const std::atomic<bool>& stop);
  Result<bool> still_valid();
  Result<void> read_classes();
  Result<void> read_master_data();
  Result<void> read_events(const store::Segment& segment, std::vector<Taken>& taken,
                           const std::atomic<bool>& stop);
  Result<void> add(std::vector<Taken>& taken);
  bool take(Taken& taken, std::optional<Error>& stop);
  [[nodiscard]] bool is_foreign_declaration(const Taken& taken, std::optional<EventAt> known) const;
  void reached(std::int64_t commit);
  [[nodiscard]] bool matters(const store::Segment& segment) const;
  [[nodiscard]] bool behind() const;
  void begin_anew();

  registry::Registry& registry_;
  store::Store& store_;
  const std::size_t most_bytes_;
  const int patience_ms_;

  mutable std::shared_mutex holding_;  ///< of what stands here up to the next blank line
  LoadedChain loaded_;
  Custody custody_;
  KeptFindings kept_;
  bool ready_ = false, full_ = false;
  std::int64_t position_ = 0;
  std::size_t expected_ = 0;
  ClassPositions classes_read_;  ///< what the classes in `custody_` stand on

  // Of the reading thread alone.
  ProductClasses classes_;
  Digest position_hash_{};
  std::map<Uuid, int> changed_;  ///< records of which there is more than one version: the newest
  bool again_ = false;

  std::mutex waiting_;
  std::condition_variable moved_;
  std::atomic<std::size_t> unreadable_{0};  ///< events that cannot be understood
  FeedFollower follower_;  ///< the reading thread; last, so that it ends before what it reads into
};

}  // namespace zhiheng::trace
