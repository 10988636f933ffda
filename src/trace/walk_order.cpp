// The events of a walk in the order of time.

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

#include "trace/walker.h"

namespace zhiheng::trace {
namespace {

constexpr std::size_t few = 4096;  ///< comparing is as fast
constexpr unsigned digit_bits = 11;
constexpr std::size_t digits = std::size_t{1} << digit_bits;

struct Timed {
  std::uint64_t time;  ///< microseconds since the earliest
  Seen seen;
};

/// Stable, by the digits of one number from its last to its first.
template <class Number>
void sort_by(std::vector<Timed>& rows, std::vector<Timed>& spare, unsigned bits, Number number) {
  for (unsigned shift = 0; shift < bits; shift += digit_bits) {
    std::array<std::size_t, digits> ends{};
    const auto digit = [&](const Timed& row) { return number(row) >> shift & (digits - 1); };
    for (const Timed& row : rows) ++ends[digit(row)];
    std::size_t before = 0;
    for (std::size_t& end : ends) before += std::exchange(end, before);
    spare.resize(rows.size());
    for (const Timed& row : rows) spare[ends[digit(row)]++] = row;
    rows.swap(spare);
  }
}

}  // namespace

void sort_by_time(const Chain& chain, std::vector<Seen>& events) {
  if (events.empty()) return;
  std::vector<Timed> rows, spare;
  rows.reserve(events.size());
  Timestamp earliest = forever;
  for (const Seen& seen : events) earliest = std::min(earliest, chain.event(seen.event).time);
  std::uint64_t latest = 0;
  EventAt last = 0;
  for (const Seen& seen : events) {
    // As unsigned numbers, so that no distance between two times is too large.
    const auto time = static_cast<std::uint64_t>(chain.event(seen.event).time.microseconds) -
                      static_cast<std::uint64_t>(earliest.microseconds);
    latest = std::max(latest, time);
    last = std::max(last, seen.event);
    rows.push_back({time, seen});
  }
  if (rows.size() < few) {
    std::ranges::sort(rows, {},
                      [](const Timed& row) { return std::pair(row.time, row.seen.event); });
  } else {
    const auto bits = [](std::uint64_t most) {
      return static_cast<unsigned>(std::bit_width(most));
    };
    sort_by(rows, spare, bits(last),
            [](const Timed& row) { return std::uint64_t{row.seen.event}; });
    sort_by(rows, spare, bits(latest), [](const Timed& row) { return row.time; });
  }
  std::ranges::transform(rows, events.begin(), &Timed::seen);
}

}  // namespace zhiheng::trace
