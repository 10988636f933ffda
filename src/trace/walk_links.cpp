// What one event says about where a walk goes on.

#include <algorithm>

#include "trace/walker.h"

namespace zhiheng::trace {

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
    if (!made || part.id == lot || chain_.product(part.id) != product) continue;
    if (own_lot(part) == nothing) piece(event, part.id, at);
  }
}

void Walker::piece(EventAt event, Id instance, std::uint32_t at) {
  const Timestamp then = time(event);
  reach({.id = instance,
         .link = Link::instance,
         .from = at,
         .by = event,
         .since = then,
         .held = then});
}

/// The lot that the event names with an instance, or nothing.
Id Walker::own_lot(const Part& part) const {
  const auto parts = chain_.parts(part.event);
  const auto next = static_cast<std::size_t>(&part - parts.data()) + 1;
  return next < parts.size() && parts[next].role() == Role::own_lot ? parts[next].id : nothing;
}

/// Lots that an instance belongs to, by an event that says so.
void Walker::lots(const Part& part, std::uint32_t at) {
  const Timestamp then = time(part.event);
  if (const Id own = own_lot(part); own != nothing) {
    return reach({.id = own, .link = Link::lot, .from = at, .by = part.event, .until = then});
  }
  const bool made = part.role() == Role::output ||
                    (part.role() == Role::object && chain_.event(part.event).action == Action::add);
  if (!made) return;
  for (const Part& other : chain_.parts(part.event)) {
    if (other.role() == Role::lot && chain_.product(other.id) == chain_.product(part.id)) {
      reach({.id = other.id, .link = Link::lot, .from = at, .by = part.event, .until = then});
    }
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

}  // namespace zhiheng::trace
