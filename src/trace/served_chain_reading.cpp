// How the chain of a server is read: from the change feed, in a thread of its own.

#include <algorithm>

#include "base/log.h"
#include "trace/chain_failures.h"
#include "trace/event_hash.h"
#include "trace/event_store.h"
#include "trace/failures.h"
#include "trace/master_store.h"
#include "trace/served_chain.h"
#include "trace/stored_event.h"

namespace zhiheng::trace {
namespace {

/// Events that are understood before they are added in one go, while questions wait.
constexpr std::size_t events_at_once = 2000;

std::string text_in(const store::Version& version, std::size_t column) {
  const auto* text = std::get_if<std::string>(&version.values[column]);
  return text == nullptr ? std::string() : *text;
}

/// Where in a version stands what the chain is told.
struct KeeperColumns {
  std::size_t body, owner, region, locations;
  explicit KeeperColumns(const catalog::Register& of)
      : body(*of.position("body")),
        owner(*of.position("owner")),
        region(*of.position("region")),
        locations(*of.position("locations")) {}
};

/// Who captured it, then whose locations it names.
std::vector<Keeper> keepers_of(const KeeperColumns& columns, const store::Version& version) {
  std::vector<Keeper> keepers{{.owner = text_in(version, columns.owner),
                               .region = text_in(version, columns.region),
                               .location = {}}};
  const std::string locations = text_in(version, columns.locations);
  std::string_view rest = locations;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('|'), rest.size());
    keepers.push_back({.location = std::string(rest.substr(0, end))});
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return keepers;
}

}  // namespace

/// An event on its way into the chain.
struct ServedChain::Taken {
  std::int64_t seq = 0;
  std::vector<Keeper> keepers;  ///< the first captured it
  Event event;
};

void ServedChain::begin_anew() {
  const std::unique_lock lock(holding_);
  loaded_ = {};
  custody_ = {};
  kept_.forget();
  ready_ = full_ = false;
  unreadable_ = 0;
  position_ = 0;
  position_hash_ = {};
}

/// A backup may have been put back under us.
Result<bool> ServedChain::still_valid() {
  if (position_ == 0) return true;
  ZH_TRY(const auto hash, store_.commit_hash(position_));
  return hash && *hash == position_hash_;
}

Result<void> ServedChain::read_master_data() {
  ZH_TRY(const MasterLookup master, load_master_data(registry_, registry::local_operator()));
  MasterFacts facts(master.lists());
  const std::unique_lock lock(holding_);
  loaded_.master_data = master.lists();
  loaded_.facts = std::move(facts);
  kept_.forget();
  return {};
}

Result<void> ServedChain::read_events(const store::Segment& segment, std::vector<Taken>& taken,
                                      const std::atomic<bool>& stop) {
  ZH_TRY(const catalog::Register* const of, registry_.find_register(event_register));
  const KeeperColumns columns(*of);
  std::optional<Error> wrong;
  ZH_DO(store_.read_segment(segment, [&](const store::Version& version) {
    if (version.version > 1 && changed_[version.id] < version.version) {
      changed_[version.id] = version.version;
      again_ = true;
    }
    const auto newer = changed_.find(version.id);
    if (version.deleted || (newer != changed_.end() && version.version < newer->second)) {
      return !stop;
    }
    auto event = stored_event(text_in(version, columns.body));
    if (!event) {
      ++unreadable_;
      return !stop;
    }
    taken.push_back({version.seq, keepers_of(columns, version), *std::move(event)});
    if (taken.size() < events_at_once) return !stop;
    if (const auto added = add(taken); !added) wrong = added.error();
    return !stop && !wrong;
  }));
  if (wrong) return std::unexpected(*wrong);
  return {};
}

/// What one firm captured, another cannot declare to be wrong.
bool ServedChain::is_foreign_declaration(const Taken& taken, std::optional<EventAt> known) const {
  const std::string& owner = taken.keepers.front().owner;
  if (!taken.event.error || !known || owner.empty()) return false;
  for (std::uint32_t set = custody_.of_event(*known); set != 0; set = custody_.set(set).others) {
    const Keeper& keeper = custody_.keeper(custody_.set(set).keeper);
    if (keeper.location.empty() && keeper.owner == owner) return false;
  }
  return true;
}

/// False: stop, for the reason in `stop`.
bool ServedChain::take(Taken& taken, std::optional<Error>& stop) {
  const std::string hash = taken.event.id.empty() ? hash_of(pre_hash(taken.event)) : std::string();
  Chain& chain = loaded_.chain;
  const auto known = chain.find_event(hash.empty() ? taken.event.id : hash);
  if (is_foreign_declaration(taken, known)) {
    ++loaded_.refused;
    return true;
  }
  const std::size_t before = chain.events(), conflicts = chain.conflicts();
  if (!loaded_.take(taken.event, taken.seq, hash, stop)) return false;
  std::string& classes = taken.keepers.front().classes;
  if (chain.events() > before) {
    classes = classes_.of_event(chain, static_cast<EventAt>(before));
    custody_.note(chain, taken.keepers);
  } else if (known && chain.conflicts() == conflicts) {
    classes = classes_.of_event(chain, *known);
    custody_.note_again(chain, *known, taken.keepers);
  }
  return true;
}

Result<void> ServedChain::add(std::vector<Taken>& taken) {
  const std::unique_lock lock(holding_);
  if (!taken.empty()) kept_.forget();
  std::optional<Error> stop;
  for (Taken& each : taken) {
    if (full_ || !take(each, stop)) break;
  }
  taken.clear();
  const MemoryUse use = loaded_.chain.memory();
  const std::size_t bytes =
      use.identifiers + use.events + use.edges + use.readings + custody_.bytes();
  if (stop && stop->failure == &chain_full) stop.reset(), full_ = true;
  if (bytes > most_bytes_ && !full_) {
    full_ = true;
    log(Level::error, "trace.chain_full",
        {{"bytes", std::to_string(bytes)}, {"most", std::to_string(most_bytes_)}});
  }
  if (stop) return std::unexpected(*stop);
  return {};
}

/// Whose class has changed is withheld, or told, from now on in all events.
Result<void> ServedChain::read_classes() {
  ZH_TRY(const auto changed, classes_.follow(registry_));
  Custody made;
  // Nobody but this thread writes what is read here.
  const bool anew = loaded_.chain.events() > 0 && ProductClasses::any_in(loaded_.chain, changed);
  if (anew) {
    made = custody_.reclassified(
        loaded_.chain, [this](EventAt at) { return classes_.of_event(loaded_.chain, at); });
  }
  const std::unique_lock lock(holding_);
  if (anew) custody_ = std::move(made);
  classes_read_ = classes_.positions();
  return {};
}

void ServedChain::reached(std::int64_t commit) {
  const std::unique_lock lock(holding_);
  position_ = commit;
}

Result<void> ServedChain::refresh(const std::atomic<bool>& stop) {
  ZH_TRY(const bool valid, still_valid());
  if (!valid) classes_ = {};
  if (!valid || again_) {
    again_ = false;
    begin_anew();
  }
  if (!ready_) {
    const store::Select every{.table = std::string(event_register)};
    ZH_TRY(const std::int64_t expected, store_.count(every));
    const std::unique_lock lock(holding_);
    expected_ = static_cast<std::size_t>(expected);
  }
  ZH_DO(read_classes());
  std::vector<Taken> taken;
  bool master_data = position_ == 0;
  while (!stop && !full_) {
    ZH_TRY(const auto segments, store_.feed(position_, segments_at_once));
    if (segments.empty()) break;
    const auto is_of_classes = [this](const store::Segment& segment) {
      return classes_.positions().contains(segment.table);
    };
    if (std::ranges::any_of(segments, is_of_classes)) ZH_DO(read_classes());
    for (const store::Segment& segment : segments) {
      if (segment.table == event_register) ZH_DO(read_events(segment, taken, stop));
      master_data = master_data || segment.table == master_data_register;
    }
    if (stop) return {};
    ZH_DO(add(taken));
    if (again_) return refresh(stop);
    reached(segments.back().commit);
    ZH_TRY(const auto hash, store_.commit_hash(position_));
    position_hash_ = hash.value_or(Digest{});
  }
  if (stop) return {};
  if (master_data) ZH_DO(read_master_data());
  {
    const std::unique_lock lock(holding_);
    ready_ = true;
  }
  moved_.notify_all();
  return {};
}

}  // namespace zhiheng::trace
