// The agenda: which term of which record runs out when. Written from the change feed, so that
// imports do not wait for it and it can be made anew whenever a term changes.

#include <set>

#include "base/sha256.h"
#include "base/text.h"
#include "registry/inside.h"
#include "registry/lifecycle.h"
#include "registry/packing.h"
#include "registry/searching.h"

namespace zhiheng::registry {
namespace {

constexpr std::size_t segments_at_once = 1000;

std::string text_of(const catalog::Register& of, const std::string& field,
                    const store::Version& version) {
  const auto at = of.position(field);
  return at ? to_text(version.values[*at]) : std::string();
}

/// A stretch of the feed as changes to the agenda.
class Gathering {
 public:
  Gathering(const Registry::Inside& inside, Timestamp now) : inside_(inside), now_(now) {}

  Result<void> read(const store::Segment& segment) {
    const auto* of = inside_.catalog->find_register(segment.table);
    if (of == nullptr || of->clocks.empty()) return {};
    return inside_.store->read_segment(segment, [&](const store::Version& version) {
      const Place place{of->name, version.id};
      // A first version is all there is to know, unless another one follows.
      if (version.version == 1) {
        made_[place] = appointments(*of, {&version, 1});
      } else {
        made_.erase(place);
        changed_.insert(place);
      }
      return true;
    });
  }

  Result<void> finish() {
    for (const auto& [table, id] : changed_) {
      const auto& of = *inside_.catalog->find_register(table);
      ZH_TRY(const auto versions, inside_.versions(of, id));
      if (!versions.empty()) made_[{table, id}] = appointments(of, versions);
    }
    for (auto& [place, made] : made_) {
      all.insert(all.end(), std::make_move_iterator(made.begin()),
                 std::make_move_iterator(made.end()));
    }
    records.assign(changed_.begin(), changed_.end());
    return {};
  }

  std::vector<store::Appointment> all;
  std::vector<std::pair<std::string, Uuid>> records;

 private:
  using Place = std::pair<std::string, Uuid>;

  std::vector<store::Appointment> appointments(const catalog::Register& of,
                                               std::span<const store::Version> versions) const {
    std::vector<store::Appointment> made;
    const store::Version& newest = versions.back();
    if (newest.deleted) return made;
    const auto past = past_of(of, versions);
    for (const auto& clock : of.clocks) {
      const auto reading = read_clock(*inside_.catalog, of, clock, past, newest.values, now_);
      const bool runs = reading.standing == Standing::running ||
                        reading.standing == Standing::overdue ||
                        reading.standing == Standing::suspended;
      if (!runs) continue;
      made.push_back({.table = of.name,
                      .id = newest.id,
                      .clock = clock.name,
                      .due = reading.due,
                      .state = newest.state,
                      .region = text_of(of, of.region_field, newest),
                      .holder = text_of(of, of.holder, newest),
                      .handler = text_of(of, of.handler, newest)});
    }
    return made;
  }

  const Registry::Inside& inside_;
  Timestamp now_;
  std::map<Place, std::vector<store::Appointment>> made_;
  std::set<Place> changed_;
};

/// Whether what is written still belongs to this history and these rules.
Result<bool> still_good(const Registry::Inside& inside, const store::AgendaPosition& position) {
  if (position.rules != inside.clock_rules) return false;
  if (position.commit == 0) return true;
  ZH_TRY(const auto hash, inside.store->commit_hash(position.commit));
  return hash && *hash == position.hash;
}

}  // namespace

std::string clock_rules(const catalog::Catalog& catalog) {
  std::vector<std::string> parts = {"agenda 2"};
  const auto add_all = [&](const std::vector<std::string>& texts) { parts.push_back(pack(texts)); };
  for (const auto& of : catalog.registers) {
    if (of.clocks.empty()) continue;
    add_all({of.name, of.region_field, of.holder, of.handler});
    for (const auto& step : of.steps) {
      add_all({step.name, step.to});
      add_all(step.from);
    }
    for (const auto& clock : of.clocks) {
      add_all({clock.name, clock.starts, clock.term, clock.due, clock.fulfilled,
               clock.extension_step, clock.extension_term, std::to_string(clock.extension_times),
               clock.calendar, clock.when ? clock.when->text() : ""});
      add_all(clock.states);
      add_all(clock.pauses);
    }
  }
  for (const auto& term : catalog.terms) {
    parts.push_back(term.name);
    for (const auto& version : term.versions) {
      add_all({to_text(version.from), std::to_string(version.term.count),
               std::to_string(static_cast<int>(version.term.unit)), version.moves ? "1" : ""});
    }
  }
  for (const auto& [name, calendar] : catalog.calendars) {
    add_all({name, std::to_string(calendar.first_year), std::to_string(calendar.last_year)});
    for (const Date day : calendar.holidays) parts.push_back(to_text(day));
    for (const Date day : calendar.working_days) parts.push_back("+" + to_text(day));
  }
  return to_hex(sha256(pack(parts)));
}

Result<void> Registry::Inside::follow_clocks() const {
  const std::scoped_lock lock(following);
  while (true) {
    ZH_TRY(auto position, store->agenda_position());
    bool good = false;
    if (position) {
      ZH_TRY(good, still_good(*this, *position));
    }
    if (!good) {
      const store::AgendaPosition start{.commit = 0, .hash = {}, .rules = clock_rules};
      ZH_TRY([[maybe_unused]] const bool begun, store->write_agenda({}, start, {}, {}));
      position = start;
    }
    ZH_TRY(const auto segments, store->feed(position->commit, segments_at_once));
    if (segments.empty()) return {};
    Gathering gathering(*this, now());
    for (const auto& segment : segments) ZH_DO(gathering.read(segment));
    ZH_DO(gathering.finish());
    ZH_TRY(const auto hash, store->commit_hash(segments.back().commit));
    const store::AgendaPosition next{
        .commit = segments.back().commit, .hash = hash.value_or(Digest{}), .rules = clock_rules};
    // Somebody else may have gone further meanwhile: then their place is where to go on.
    ZH_TRY([[maybe_unused]] const bool written,
           store->write_agenda(position, next, gathering.records, gathering.all));
  }
}

Result<void> Registry::follow_clocks() {
  ZH_DO(inside_->follow_clocks());
  ZH_TRY([[maybe_unused]] const bool all, follow_search(*inside_, now()));
  return {};
}

}  // namespace zhiheng::registry
