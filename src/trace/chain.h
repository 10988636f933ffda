#pragma once
// What all events together say: which identifier took part in which event, and as what.
//
// Built from a stream of events, one after the other, and rebuilt from it at any time. A
// transformation stays one fact with its inputs and outputs; their product is never made.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "trace/dictionary.h"
#include "trace/event.h"
#include "trace/identifier.h"

namespace zhiheng::trace {

using Id = std::uint32_t;       ///< number of an identifier in a chain
using EventAt = std::uint32_t;  ///< number of an event in a chain, in the order of arrival

inline constexpr std::uint32_t nothing = 0xFFFF'FFFF;

/// As what an identifier took part in an event.
enum class Role : std::uint8_t {
  object,
  parent,
  child,
  input,
  output,
  lot,      ///< instances that the event made belong to it
  own_lot,  ///< of the instance in front of it, which was named with its lot
  joined,   ///< transformationID: one process, told in several events
  source,
  destination,
};

enum class Sort : std::uint8_t {
  object,
  aggregation,
  transaction,
  transformation,
  association,
  other
};
enum class Action : std::uint8_t { unspecified, add, observe, remove };

/// "ObjectEvent", …; "ADD", …
[[nodiscard]] std::string_view name_of(Sort sort);
[[nodiscard]] std::string_view name_of(Action action);
[[nodiscard]] std::string_view name_of(Role role);

/// One identifier in one event: the edge between them, readable from both ends.
struct Part {
  std::uint32_t id : 28;
  std::uint32_t as : 4;
  EventAt event;
  std::uint32_t before;  ///< the same identifier's part in an earlier event, or nothing

  [[nodiscard]] Role role() const { return static_cast<Role>(as); }
};

struct EventRow {
  Timestamp time, recorded;
  std::int64_t seq = 0;
  std::uint32_t first = 0;        ///< of its parts
  Id place = nothing;             ///< business location, else read point
  EventAt before_here = nothing;  ///< the last event at the same place that came earlier
  std::uint16_t step = 0;         ///< word()
  std::uint16_t disposition = 0;  ///< word()
  Sort sort = Sort::other;
  Action action = Action::unspecified;
  bool empties = false;  ///< takes everything out of its parent
  bool wrong = false;    ///< declared so: see declared_wrong()
};

/// How much of a class of goods took part.
struct Amount {
  std::uint32_t part = 0;
  std::uint16_t unit = 0;  ///< word(); 0: pieces
  double value = 0;
};

/// A sensor's measured values in an event, in the unit of its kind: degrees Celsius.
struct Reading {
  EventAt event = 0;
  std::uint16_t kind = 0;  ///< word(): "Temperature"
  float low = 0, high = 0;
};

/// An event that was declared to be wrong.
struct Declared {
  std::int64_t seq = 0;
  Timestamp recorded;
  std::string reason = {};                   ///< bare word of the vocabulary
  std::vector<std::string> corrective = {};  ///< identifiers of the events that say it right
};

/// What became of an event that was added.
enum class Added : std::uint8_t {
  fresh,
  known,     ///< the same event came before: nothing changed
  conflict,  ///< another event came before under the same identifier, which stays
  declared,  ///< it declares an earlier event to be wrong
};

/// Bytes in use.
struct MemoryUse {
  std::size_t identifiers = 0, events = 0, edges = 0, readings = 0;
  std::size_t edge_count = 0;
};

class Chain {
 public:
  /// @param most_parts  places in events that it takes at the most; the rest is refused
  explicit Chain(std::size_t most_parts = nothing);

  /// @param recorded  when it became known; without it recordTime counts, then the event's time
  /// @param hash      identity of an event without eventID; computed when it is empty
  /// @fails  trace.time_malformed, trace.chain_full
  /// @cost   constant for each identifier of the event
  Result<Added> add(const Event& event, std::int64_t seq,
                    std::optional<Timestamp> recorded = std::nullopt, std::string_view hash = {});

  [[nodiscard]] std::size_t events() const { return rows_.size(); }
  [[nodiscard]] const EventRow& event(EventAt at) const { return rows_[at]; }
  /// eventID, or the event hash.
  [[nodiscard]] std::string event_name(EventAt at) const;
  [[nodiscard]] std::optional<EventAt> find_event(std::string_view name) const;
  [[nodiscard]] std::span<const Part> parts(EventAt at) const;
  /// nullptr when the event does not stand corrected.
  [[nodiscard]] const Declared* declared_wrong(EventAt at) const;
  [[nodiscard]] std::span<const Reading> readings() const { return readings_; }

  [[nodiscard]] std::size_t identifiers() const { return newest_.size(); }
  /// By normal form.
  [[nodiscard]] std::optional<Id> find(std::string_view normal) const;
  [[nodiscard]] std::string text(Id id) const;
  [[nodiscard]] Form form(Id id) const { return forms_[id]; }
  /// The product of an instance or lot, or nothing.
  [[nodiscard]] Id product(Id id) const { return products_[id]; }
  /// What stands behind `beginning` in the normal form; none where it begins otherwise. Valid for
  /// as long as the chain is.
  [[nodiscard]] std::optional<std::string_view> behind(Id id, std::string_view beginning) const;
  /// Instances and lots of any product with this serial or lot number, in ascending order.
  /// @cost  two bytes of each identifier are looked at
  [[nodiscard]] std::vector<Id> numbered(std::string_view number) const;
  /// The last part of an identifier that came; Part::before leads to the earlier ones.
  [[nodiscard]] std::uint32_t newest(Id id) const { return newest_[id]; }
  [[nodiscard]] const Part& part(std::uint32_t number) const { return parts_[number]; }
  /// The last event at a place that came; EventRow::before_here leads to the earlier ones.
  [[nodiscard]] EventAt newest_at(Id place) const;
  /// nullptr for parts without an amount.
  [[nodiscard]] const Amount* amount(std::uint32_t part) const;

  /// Bare words of the vocabulary, units, kinds of measurement; 0 is "".
  [[nodiscard]] std::string_view word(std::uint16_t number) const { return words_.at(number); }
  /// 0xFFFF when no event used it.
  [[nodiscard]] std::uint16_t find_word(std::string_view text) const;

  /// Events that came under an identifier that another event already had.
  [[nodiscard]] std::size_t conflicts() const { return conflicts_; }
  [[nodiscard]] MemoryUse memory() const;

 private:
  struct Draft;
  Id put(std::string_view normal);
  std::uint16_t put_word(std::string_view text);
  void gather(const Event& event, Draft& draft);
  void gather_lots(const Event& event, Draft& draft);
  [[nodiscard]] bool same(EventAt at, const Draft& draft) const;
  void append(const Draft& draft);
  void read_sensors(const Event& event, EventAt at);

  Dictionary identifiers_, names_, words_;
  std::vector<std::uint32_t> newest_;
  std::vector<Id> products_;
  std::vector<Form> forms_;
  std::vector<std::uint16_t> marks_;  ///< of the digest of the lot or serial number; 0: has none
  std::vector<EventRow> rows_;
  std::vector<Part> parts_;
  std::vector<Amount> amounts_;
  std::vector<Reading> readings_;
  std::unordered_map<Id, EventAt> newest_at_;
  std::unordered_map<EventAt, Declared> declared_;
  std::size_t conflicts_ = 0;
  std::size_t most_parts_;
};

}  // namespace zhiheng::trace
