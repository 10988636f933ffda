#include "trace/custody.h"

namespace zhiheng::trace {

bool Custody::contains(std::uint32_t set, std::uint32_t keeper) const {
  for (; set != 0; set = sets_[set].others) {
    if (sets_[set].keeper == keeper) return true;
  }
  return false;
}

/// The same goods pass the same hands, so that few sets serve many identifiers.
std::uint32_t Custody::with(std::uint32_t set, std::uint32_t keeper) {
  if (set != 0 && sets_[set].keeper == keeper) return set;
  const auto [known, fresh] = grown_.try_emplace(std::uint64_t{set} << 32 | keeper, set);
  if (fresh && !contains(set, keeper)) {
    known->second = static_cast<std::uint32_t>(sets_.size());
    sets_.push_back({set, keeper});
  }
  return known->second;
}

void Custody::witness(Id id, std::uint32_t keeper) {
  if (id == nothing) return;
  if (id >= by_identifier_.size()) by_identifier_.resize(id + std::size_t{1});
  by_identifier_[id] = with(by_identifier_[id], keeper);
}

void Custody::note(const Chain& chain, std::span<const Keeper> keepers) {
  by_event_.push_back(0);
  note_again(chain, static_cast<EventAt>(by_event_.size() - 1), keepers);
}

std::uint32_t Custody::number_of(const Keeper& keeper) {
  const auto [known, fresh] =
      numbers_.try_emplace(keeper, static_cast<std::uint32_t>(keepers_.size()));
  if (fresh) keepers_.push_back(keeper);
  return known->second;
}

void Custody::note_keeper(const Chain& chain, EventAt at, std::uint32_t number) {
  by_event_[at] = with(by_event_[at], number);
  for (const Part& part : chain.parts(at)) {
    witness(part.id, number);
    witness(chain.product(part.id), number);
  }
  witness(chain.event(at).place, number);
}

void Custody::note_again(const Chain& chain, EventAt at, std::span<const Keeper> keepers) {
  for (const Keeper& keeper : keepers) note_keeper(chain, at, number_of(keeper));
}

Custody Custody::reclassified(const Chain& chain,
                              const std::function<std::string(EventAt)>& classes_of_event) const {
  Custody made;
  made.by_event_.reserve(by_event_.size());
  made.by_identifier_.reserve(by_identifier_.size());
  std::map<std::pair<std::uint32_t, std::string>, std::uint32_t> known;  // few: most are met before
  for (EventAt at = 0; at < by_event_.size(); ++at) {
    made.by_event_.push_back(0);
    std::pair<std::uint32_t, std::string> now{0, classes_of_event(at)};
    for (std::uint32_t set = by_event_[at]; set != 0; set = sets_[set].others) {
      now.first = sets_[set].keeper;
      const auto [number, fresh] = known.try_emplace(now, 0);
      if (fresh) {
        Keeper keeper = keepers_[now.first];
        if (keeper.location.empty()) keeper.classes = now.second;
        number->second = made.number_of(keeper);
      }
      made.note_keeper(chain, at, number->second);
    }
  }
  return made;
}

std::size_t Custody::bytes() const {
  return (by_event_.capacity() + by_identifier_.capacity()) * sizeof(std::uint32_t) +
         sets_.capacity() * sizeof(Set) +
         grown_.size() * (sizeof(std::uint64_t) + 3 * sizeof(void*)) +
         keepers_.size() * (2 * sizeof(Keeper) + 4 * sizeof(void*));
}

}  // namespace zhiheng::trace
