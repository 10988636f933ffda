#include "trace/walk.h"

#include <algorithm>
#include <array>

#include "trace/failures.h"
#include "trace/walker.h"

namespace zhiheng::trace {

void Walker::see(EventAt event, std::uint32_t by) {
  if (seen_.insert(event)) walk_.events.push_back({event, by});
}

/// Notes an identifier, or widens the time for which one that is known counts.
void Walker::reach(const Reached& found) {
  if (found.from != nothing && walk_.reached[found.from].steps >= options_.depth) return;
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

void Walker::follow(std::uint32_t number, std::uint32_t at) {
  const Part& part = chain_.part(number);
  const EventRow& row = chain_.event(part.event);
  if (!onward_) lots(part, at);
  switch (part.role()) {
    case Role::input:
      if (onward_) process(part.event, at);
      break;
    case Role::output:
      if (!onward_) process(part.event, at);
      break;
    case Role::lot:
      if (onward_) {
        pieces(part.event, part.id, at);
      } else if (row.sort == Sort::transformation) {
        process(part.event, at);
      }
      break;
    case Role::own_lot:
      if (onward_) piece(part.event, chain_.part(number - 1).id, at);
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

/// Going back: that an ingredient was used elsewhere too, or that other instances of the same lot
/// came into being, says nothing about the origin of what is asked about.
bool Walker::is_other_use(const Part& part, Link link) {
  return (part.role() == Role::input && link != Link::asked) ||
         (part.role() == Role::lot && link == Link::lot);
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
    if (!onward_ && is_other_use(part, reached.link)) continue;
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
  sort_by_time(chain_, walk_.events);
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
