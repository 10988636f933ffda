#pragma once
// Which events name an identifier? A file beside the store, derived from the feed: it can be thrown
// away at any time and is made anew.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "store/store.h"
#include "trace/event.h"

namespace zhiheng::trace {

/// What an event can be looked up by: the digest of an identifier and of what it is there.
using Term = std::int64_t;

/// The term of an identifier of a thing or class, in any role.
[[nodiscard]] Term thing_term(std::string_view comparable);
/// The term of a class of things whose instances an event names.
[[nodiscard]] Term class_term(std::string_view comparable);
/// The term of a transaction, source, destination, transformation or place.
[[nodiscard]] Term other_term(std::string_view comparable);

/// The term of an eventID.
[[nodiscard]] Term event_term(std::string_view id);

/// All terms of an event, each once, in ascending order.
[[nodiscard]] std::vector<Term> terms_of(const Event& event);

/// From many threads; a second process may use the same file.
class EventIndex {
 public:
  /// @param folder  where the file lies, made when missing
  /// @fails  trace.index_unusable
  static Result<std::unique_ptr<EventIndex>> open(const std::string& folder, store::Store& store);
  ~EventIndex();

  /// Takes in what the store committed since last time; makes everything anew when the store is
  /// not the one that was read before.
  /// @fails  trace.index_unusable, trace.interrupted, and what the store cannot do
  Result<void> refresh(const std::atomic<bool>* stop = nullptr);

  /// Positions in the feed behind `after` of events that have one of the terms of each group, in
  /// ascending order; at most `limit`. An event found by a term need not have the identifier: terms
  /// are digests.
  [[nodiscard]] Result<std::vector<std::int64_t>> find(const std::vector<std::vector<Term>>& groups,
                                                       std::int64_t after, std::size_t limit);

  struct File;

 private:
  explicit EventIndex(std::unique_ptr<File> file);
  std::unique_ptr<File> file_;
};

}  // namespace zhiheng::trace
