#pragma once
// Whose each event of a chain is, and through whose events each identifier is known: what decides
// who may be told of it.

#include <compare>
#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "trace/chain.h"

namespace zhiheng::trace {

/// Whom an event may be shown to: who captured it, or whose location it names.
struct Keeper {
  std::string owner = {};     ///< unified social credit code; empty: no firm
  std::string region = {};    ///< GB/T 2260; empty: none
  std::string location = {};  ///< GLN that the event names; then the others are empty
  std::string classes = {};   ///< of the event's products now, joined with '|'

  auto operator<=>(const Keeper&) const = default;
};

/// Beside a chain; events are noted in the order in which the chain took them.
class Custody {
 public:
  /// The newest event of the chain.
  void note(const Chain& chain, std::span<const Keeper> keepers);
  /// An event that is in the chain came again, from others.
  void note_again(const Chain& chain, EventAt at, std::span<const Keeper> keepers);
  /// The same keepers, with the classes that the products of the events have now.
  /// @cost  linear in the parts of the chain
  [[nodiscard]] Custody reclassified(
      const Chain& chain, const std::function<std::string(EventAt)>& classes_of_event) const;

  [[nodiscard]] const Keeper& keeper(std::uint32_t number) const { return keepers_[number]; }
  [[nodiscard]] std::size_t keepers() const { return keepers_.size(); }

  /// A set of keepers: one of them, and those of a smaller set. Set 0 is empty.
  struct Set {
    std::uint32_t others = 0, keeper = 0;
  };
  [[nodiscard]] const Set& set(std::uint32_t number) const { return sets_[number]; }
  [[nodiscard]] std::size_t sets() const { return sets_.size(); }

  /// The set of the keepers of an event.
  [[nodiscard]] std::uint32_t of_event(EventAt at) const { return by_event_[at]; }
  /// The set of the keepers of all events that name an identifier, or something of that product.
  [[nodiscard]] std::uint32_t of_identifier(Id id) const {
    return id < by_identifier_.size() ? by_identifier_[id] : 0;
  }

  [[nodiscard]] std::size_t bytes() const;

 private:
  std::uint32_t with(std::uint32_t set, std::uint32_t keeper);
  [[nodiscard]] bool contains(std::uint32_t set, std::uint32_t keeper) const;
  void witness(Id id, std::uint32_t keeper);
  std::uint32_t number_of(const Keeper& keeper);
  void note_keeper(const Chain& chain, EventAt at, std::uint32_t number);

  std::vector<Keeper> keepers_;
  std::map<Keeper, std::uint32_t> numbers_;
  std::vector<std::uint32_t> by_event_, by_identifier_;
  std::vector<Set> sets_{{}};
  std::unordered_map<std::uint64_t, std::uint32_t> grown_;  ///< set and keeper: the set of both
};

}  // namespace zhiheng::trace
