#pragma once
// An interval, the honest companion of every published number.

namespace zhiheng::stat {

/// Both bounds belong to it; in the unit of what it is an interval of (rates: fractions of one).
struct Interval {
  double low = 0;
  double high = 0;

  friend bool operator==(const Interval&, const Interval&) = default;
};

}  // namespace zhiheng::stat
