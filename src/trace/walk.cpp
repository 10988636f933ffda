#include "trace/walk.h"

#include <algorithm>
#include <array>

#include "trace/failures.h"
#include "trace/number_map.h"

namespace zhiheng::trace {
namespace {

/// One walk, in one direction.
class Walker {
 public:
  Walker(const Chain& chain, const WalkOptions& options, bool onward)
      : chain_(chain), history_(chain, options.known_at), options_(options), onward_(onward) {}

  Result<Walk> run(std::span<const Start> asked);

 private:
  void reach(const Reached& found);
  void see(EventAt event, std::uint32_t by);
  void visit(std::uint32_t at);
  void follow(std::uint32_t number, std::uint32_t at);
  void carried(Id carrier, EventAt by, std::uint32_t from, Timestamp since, Timestamp until);
  void in_carriers(std::uint32_t at);
  void process(EventAt event, std::uint32_t at);
  void process_one(EventAt event, std::uint32_t at);
  void contents(EventAt event, std::uint32_t at);
  void pieces(EventAt event, Id lot, std::uint32_t at);
  void lots(EventAt event, Id instance, std::uint32_t at);
  void products(std::span<const Start> asked);
  void finish();
  [[nodiscard]] Timestamp time(EventAt event) const { return chain_.event(event).time; }

  const Chain& chain_;
  History history_;
  const WalkOptions& options_;
  bool onward_;
  Walk walk_;
  NumberMap affected_, carriers_, seen_;
  std::vector<std::uint32_t> queue_;
  std::vector<std::uint32_t> parts_, child_parts_;
  std::vector<Stay> stays_, child_stays_;
};

void Walker::see(EventAt event, std::uint32_t by) {
  const std::size_t next = walk_.events.size();
  if (seen_.at(event, static_cast<std::uint32_t>(next)) == next) {
    walk_.events.push_back({event, by});
  }
}

/// Notes an identifier, or widens the time for which one that is known counts.
void Walker::reach(const Reached& found) {
  const auto next = static_cast<std::uint32_t>(walk_.reached.size());
  const std::uint32_t place = affected_.at(found.id, next);
  if (place == next) {
    walk_.reached.push_back(found);
    Reached& fresh = walk_.reached.back();
    fresh.steps = found.from == nothing ? 0 : walk_.reached[found.from].steps + 1;
    if (options_.any_order) fresh.since = fresh.held = always, fresh.until = forever;
    queue_.push_back(place);
    return;
  }
  Reached& known = walk_.reached[place];
  if (found.since >= known.since && found.until <= known.until && found.held >= known.held) return;
  known.since = std::min(known.since, found.since);
  known.until = std::max(known.until, found.until);
  known.held = std::min(known.held, found.held);
  queue_.push_back(place);
}

/// Inputs and outputs of one transformation.
void Walker::process_one(EventAt event, std::uint32_t at) {
  const Timestamp then = time(event);
  for (const Part& part : chain_.parts(event)) {
    if (onward_ && (part.role() == Role::output || part.role() == Role::lot)) {
      const Link link = part.role() == Role::lot ? Link::lot : Link::made;
      reach({.id = part.id, .link = link, .from = at, .by = event, .since = then, .held = then});
    } else if (!onward_ && part.role() == Role::input) {
      // Of a container that was used up only what it held then.
      const bool unit = chain_.form(part.id) == Form::unit;
      reach({.id = part.id,
             .link = Link::used,
             .from = at,
             .by = event,
             .until = then,
             .held = unit ? then : always});
    }
  }
}

/// A transformation with all events that share its transformationID.
void Walker::process(EventAt event, std::uint32_t at) {
  Id joined = nothing;
  for (const Part& part : chain_.parts(event)) {
    if (part.role() == Role::joined) joined = part.id;
  }
  if (joined == nothing) return process_one(event, at);
  for (std::uint32_t number = chain_.newest(joined); number != nothing;
       number = chain_.part(number).before) {
    const Part& part = chain_.part(number);
    if (part.role() != Role::joined || !history_.counts(part.event)) continue;
    see(part.event, at);
    process_one(part.event, at);
  }
}

/// What the identifier, a container, held while it counts.
void Walker::contents(EventAt event, std::uint32_t at) {
  const Reached container = walk_.reached[at];
  const EventRow& row = chain_.event(event);
  for (const Part& part : chain_.parts(event)) {
    if (part.role() != Role::child) continue;
    Timestamp from = row.time;
    if (from < container.held) {  // still there when that began to count?
      history_.parts_of(part.id, child_parts_);
      history_.stays_of(part.id, child_parts_, child_stays_);
      const bool there = std::ranges::any_of(child_stays_, [&](const Stay& stay) {
        return stay.parent == container.id && stay.from <= container.held &&
               stay.until >= container.held;
      });
      if (!there) continue;
      from = container.held;
    }
    Reached found{.id = part.id, .link = Link::content, .from = at, .by = event};
    if (onward_) {
      found.since = found.held = from;
    } else {
      found.until = container.until;
      found.held = container.held;
    }
    reach(found);
  }
}

/// Instances that an event made as parts of a lot.
void Walker::pieces(EventAt event, Id lot, std::uint32_t at) {
  const Id product = chain_.product(lot);
  for (const Part& part : chain_.parts(event)) {
    const bool made = part.role() == Role::object || part.role() == Role::output;
    if (made && part.id != lot && chain_.product(part.id) == product) {
      const Timestamp then = time(event);
      reach({.id = part.id,
             .link = Link::instance,
             .from = at,
             .by = event,
             .since = then,
             .held = then});
    }
  }
}

/// Lots that the instance belongs to, by the event that made it.
void Walker::lots(EventAt event, Id instance, std::uint32_t at) {
  for (const Part& part : chain_.parts(event)) {
    if (part.role() == Role::lot && chain_.product(part.id) == chain_.product(instance)) {
      reach({.id = part.id, .link = Link::lot, .from = at, .by = event, .until = time(event)});
    }
  }
}

void Walker::follow(std::uint32_t number, std::uint32_t at) {
  const Part part = chain_.part(number);
  const EventRow& row = chain_.event(part.event);
  switch (part.role()) {
    case Role::input:
      if (onward_) process(part.event, at);
      break;
    case Role::output:
      if (!onward_) process(part.event, at);
      if (!onward_) lots(part.event, part.id, at);
      break;
    case Role::object:
      if (!onward_ && row.action == Action::add) lots(part.event, part.id, at);
      break;
    case Role::lot:
      if (onward_) {
        pieces(part.event, part.id, at);
      } else if (row.sort == Sort::transformation) {
        process(part.event, at);
      }
      break;
    case Role::joined:
      process(part.event, at);
      break;
    case Role::parent:
      if (row.sort == Sort::aggregation && row.action != Action::remove) contents(part.event, at);
      break;
    default:
      break;
  }
}

/// Events of what carried an identifier, while it did.
void Walker::carried(Id carrier, EventAt by, std::uint32_t from, Timestamp since, Timestamp until) {
  const auto next = static_cast<std::uint32_t>(walk_.reached.size());
  const std::uint32_t place = carriers_.at(carrier, next);
  if (place == next) {
    walk_.reached.push_back(
        {carrier, Link::carrier, from, by, walk_.reached[from].steps + 1, since, until, since});
  } else {
    Reached& known = walk_.reached[place];
    if (since >= known.since && until <= known.until) return;
    known.since = std::min(known.since, since);
    known.until = std::max(known.until, until);
  }
  std::vector<std::uint32_t> parts;
  std::vector<Stay> stays;
  history_.parts_of(carrier, parts, &walk_.wrong);
  for (const std::uint32_t number : parts) {
    const Part part = chain_.part(number);
    const Timestamp then = time(part.event);
    if (!options_.any_order && (then < since || then > until)) continue;
    // What else was packed with it says nothing about it.
    if (part.role() == Role::parent && !chain_.event(part.event).empties) continue;
    see(part.event, place);
    if (onward_ && part.role() == Role::input) process(part.event, from);
  }
  history_.stays_of(carrier, parts, stays);
  for (const Stay& stay : stays) {
    if (stay.until < since || stay.from > until) continue;
    carried(stay.parent, stay.by, from, std::max(since, stay.from), std::min(until, stay.until));
  }
}

void Walker::in_carriers(std::uint32_t at) {
  const Reached reached = walk_.reached[at];
  history_.stays_of(reached.id, parts_, stays_);
  for (const Stay& stay : stays_) {
    if (stay.until < reached.since || stay.from > reached.until) continue;
    walk_.assumed.starts += stay.start_assumed ? 1 : 0;
    walk_.assumed.ends += stay.end_assumed ? 1 : 0;
    carried(stay.parent, stay.by, at, std::max(reached.since, stay.from),
            std::min(reached.until, stay.until));
  }
}

void Walker::visit(std::uint32_t at) {
  const Reached reached = walk_.reached[at];
  history_.parts_of(reached.id, parts_, &walk_.wrong);
  for (const std::uint32_t number : parts_) {
    const Part part = chain_.part(number);
    const Timestamp then = time(part.event);
    if (then < reached.since || then > reached.until) {
      const bool holds = part.role() == Role::parent && then < reached.since;
      if (holds) {
        follow(number, at);
      } else {
        ++walk_.assumed.out_of_order;
      }
      continue;
    }
    see(part.event, at);
    follow(number, at);
  }
  in_carriers(at);
}

/// A product stands for whatever has its number.
void Walker::products(std::span<const Start> asked) {
  for (std::uint32_t at = 0; at < asked.size(); ++at) {
    if (chain_.form(asked[at].id) != Form::product) continue;
    for (Id id = 0; id < chain_.identifiers(); ++id) {
      if (chain_.product(id) == asked[at].id) {
        reach({.id = id, .link = Link::product, .from = at});
      }
    }
  }
}

void Walker::finish() {
  for (const Reached& reached : walk_.reached) {
    const Id product = chain_.product(reached.id);
    if (reached.link != Link::asked || product == nothing) continue;
    for (std::uint32_t at = chain_.newest(product); at != nothing; at = chain_.part(at).before) {
      ++walk_.assumed.product_only;
    }
  }
  walk_.assumed.conflicts = chain_.conflicts();
  std::ranges::sort(walk_.events, {},
                    [&](const Seen& seen) { return std::pair(time(seen.event), seen.event); });
  std::ranges::sort(walk_.wrong);
  const auto twice = std::ranges::unique(walk_.wrong);
  walk_.wrong.erase(twice.begin(), twice.end());
}

Result<Walk> Walker::run(std::span<const Start> asked) {
  for (const Start& start : asked) {
    reach({.id = start.id, .by = start.by, .since = start.since, .held = start.since});
  }
  products(asked);
  for (std::size_t next = 0; next < queue_.size(); ++next) {
    if (options_.interrupted != nullptr && *options_.interrupted) return fail(interrupted);
    visit(queue_[next]);
  }
  finish();
  return std::move(walk_);
}

}  // namespace

std::string_view name_of(Link link) {
  constexpr std::array<std::string_view, 8> names{"asked",    "made", "used",    "content",
                                                  "instance", "lot",  "product", "carrier"};
  return names[static_cast<std::size_t>(link)];
}

Result<Walk> forward(const Chain& chain, std::span<const Start> asked, const WalkOptions& options) {
  return Walker(chain, options, true).run(asked);
}

Result<Walk> backward(const Chain& chain, std::span<const Start> asked,
                      const WalkOptions& options) {
  return Walker(chain, options, false).run(asked);
}

}  // namespace zhiheng::trace
