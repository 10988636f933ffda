#pragma once
// Which events name an identifier, and which values do events have? A file beside the store,
// derived from the feed: it can be thrown away at any time and is made anew.

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
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

/// Who reads: a firm the events that it captured, or those that name a location (13 digits).
[[nodiscard]] std::string firm_reader(std::string_view credit_code);
[[nodiscard]] std::string location_reader(std::string_view gln);
/// The term of the events that a reader has.
[[nodiscard]] Term reader_term(std::string_view reader);

/// What events are about, as the interface lists it.
enum class About : std::uint8_t {
  event_type,
  epc,
  biz_step,
  biz_location,
  read_point,
  disposition
};

/// The term of a value of this sort, in the form in which it is compared.
[[nodiscard]] Term value_term(About about, std::string_view comparable);

/// A value that events have, with the first of those events that the audience sees.
struct KnownValue {
  Term term = 0;
  std::string value = {};  ///< as it was first written
  std::int64_t seq = 0;
};

/// Whose events count.
struct Audience {
  bool everything = false;
  std::string region = {};                ///< how the codes of the regions begin, if not `readers`
  std::vector<std::string> readers = {};  ///< any of these
};

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

  /// Values behind `after` in the order of their terms, at most `limit`: a value keeps its place
  /// while others are written. The first event of a value may have been taken back since.
  [[nodiscard]] Result<std::vector<KnownValue>> values(About about, const Audience& audience,
                                                       std::optional<Term> after,
                                                       std::size_t limit);
  /// One value; none when the audience has no event with it.
  [[nodiscard]] Result<std::optional<KnownValue>> value(About about, const Audience& audience,
                                                        Term term);

  struct File;

 private:
  explicit EventIndex(std::unique_ptr<File> file);
  std::unique_ptr<File> file_;
};

}  // namespace zhiheng::trace
