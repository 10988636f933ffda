#pragma once
// What happened to one identifier, as far as it was known at a time: its parts in events in the
// order of time, and what it was packed into and attached to from when until when.

#include <limits>
#include <optional>
#include <vector>

#include "trace/chain.h"

namespace zhiheng::trace {

inline constexpr Timestamp always{std::numeric_limits<std::int64_t>::min()};
inline constexpr Timestamp forever{std::numeric_limits<std::int64_t>::max()};

/// One stay of an identifier in another.
struct Stay {
  Id parent = nothing;
  EventAt by = nothing;  ///< the event that put it there
  Timestamp from = always;
  Timestamp until = forever;
  EventAt ended_by = nothing;  ///< the event that took it out, or emptied its parent
  bool attached = false;       ///< an association, not a packing
  bool start_assumed = false;  ///< it was only seen there; nobody said that it was put there
  bool end_assumed = false;    ///< put elsewhere before anyone said that it was taken out
};

/// A chain as it was known at a time.
class History {
 public:
  /// @param known_at  events and declarations that came to be known later do not count
  explicit History(const Chain& chain, std::optional<Timestamp> known_at = std::nullopt)
      : chain_(chain), known_at_(known_at.value_or(forever)) {}

  [[nodiscard]] const Chain& chain() const { return chain_; }
  [[nodiscard]] bool known(EventAt at) const { return chain_.event(at).recorded <= known_at_; }
  /// Whether the event was declared to be wrong by then.
  [[nodiscard]] bool wrong(EventAt at) const {
    const Declared* declared = chain_.declared_wrong(at);
    return declared != nullptr && declared->recorded <= known_at_;
  }
  [[nodiscard]] bool counts(EventAt at) const { return known(at) && !wrong(at); }

  /// Numbers of parts, by time of the event, then by arrival.
  /// @param wrong_ones  receives events that were declared to be wrong; may be nullptr
  void parts_of(Id id, std::vector<std::uint32_t>& parts,
                std::vector<EventAt>* wrong_ones = nullptr) const;

  /// From the parts that parts_of() gave.
  void stays_of(Id id, const std::vector<std::uint32_t>& parts, std::vector<Stay>& stays) const;

  /// The parent that an event names, or nothing.
  [[nodiscard]] Id parent_in(EventAt at) const;

 private:
  [[nodiscard]] EventAt emptied(Id parent, EventAt by, Timestamp until) const;

  const Chain& chain_;
  Timestamp known_at_;
  /// The children of one parent ask the same question one after the other.
  struct Asked {
    Id parent = nothing;
    EventAt by = nothing;
    Timestamp until;
    EventAt answer = nothing;
  };
  mutable Asked last_;
};

}  // namespace zhiheng::trace
