#pragma once
// What somebody is told of a chain: their own and what their office reaches in full, the rest as
// links of the chain without names.
//
// An event may be told when the register of events shows it to the person. An identifier, place or
// firm may be told when such an event names it. Whatever else an answer needs gets a name that
// means nothing outside of that answer, so that the chain stays connected.

#include <functional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "registry/registry.h"
#include "trace/custody.h"
#include "trace/event_grants.h"

namespace zhiheng::trace {

/// Of one answer, to one person; not for several threads.
class Telling {
 public:
  /// Everything.
  explicit Telling(const Chain& chain) : chain_(&chain) {}
  /// What the register of events shows to this person.
  /// @fails  registry.register_unknown, registry.not_allowed
  [[nodiscard]] static Result<Telling> to(const registry::Registry& registry,
                                          const registry::Person& person, const Chain& chain,
                                          const Custody& custody);

  /// Nothing is withheld.
  [[nodiscard]] bool whole() const { return custody_ == nullptr; }
  /// Events are withheld by the classes of their products.
  [[nodiscard]] bool limited_by_class() const { return by_class_; }
  [[nodiscard]] bool sees(EventAt at) const;
  [[nodiscard]] bool knows(Id id) const;

  /// The identifier, or "withheld:3".
  [[nodiscard]] std::string text(Id id);
  /// "withheld:3", whatever is known of it.
  [[nodiscard]] std::string hide(Id id);
  /// A place or firm as an event has it that may not be told: "withheld:3" even where the person
  /// knows the place, for the event would be known with it.
  [[nodiscard]] std::string place(EventAt at);
  /// The event's name, or "withheld:event:3".
  [[nodiscard]] std::string event(EventAt at);
  /// A moment that an event says; of one that may not be told the day in China.
  [[nodiscard]] std::string moment(EventAt by, Timestamp time) const;

  /// How many names were withheld so far.
  [[nodiscard]] std::size_t withheld() const { return hidden_.size() + hidden_events_.size(); }
  /// The events that were told in full, each once; empty where the machine's own operator asks.
  [[nodiscard]] std::vector<EventAt> told() const;

 private:
  explicit Telling(const Chain& chain, const Custody* custody)
      : chain_(&chain), custody_(custody), logged_(true) {}
  [[nodiscard]] bool allowed(std::uint32_t keeper) const;
  [[nodiscard]] bool witnessed(std::uint32_t set) const;
  void give_case(const EventGrants& grants);

  enum class Verdict : std::uint8_t { open, no, yes };
  const Chain* chain_;
  const Custody* custody_ = nullptr;
  bool logged_ = false;  ///< what is told is written down
  bool by_class_ = false;
  std::function<bool(const Keeper&)> rule_ = {};
  mutable std::vector<Verdict> keepers_ = {}, sets_ = {};
  std::unordered_map<Id, std::size_t> hidden_ = {};
  std::unordered_map<EventAt, std::size_t> hidden_events_ = {};
  std::vector<EventAt> told_ = {};
  std::unordered_set<EventAt> given_events_ = {};  ///< by a case
  std::unordered_set<Id> given_ids_ = {};          ///< that those events name
};

}  // namespace zhiheng::trace
