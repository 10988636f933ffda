#pragma once
// Where does the other tail of an exact two-sided test begin?

#include <cstdint>

namespace zhiheng::stat {

/// The two tails of a single-peaked distribution on first..last that hold every outcome no likelier
/// than `seen`: outcomes <= low_end and outcomes >= high_start.
struct Tails {
  std::int64_t low_end = 0;
  std::int64_t high_start = 0;
  bool everything = false;  ///< the outcome seen is itself the likeliest
};

/// Found by bisection beyond the mode, so the cost is logarithmic in the range. Outcomes that tie
/// but for rounding count as ties: the slack is 1e-7 of the probability, as in R's exact tests.
///
/// @param probability  of an outcome; rises up to `mode`, falls after it
template <class Probability>
Tails tails_no_likelier(std::int64_t seen, std::int64_t first, std::int64_t mode, std::int64_t last,
                        const Probability& probability) {
  const double bar = probability(seen) * (1 + 1e-7);
  const auto unlikely = [&](std::int64_t outcome) { return probability(outcome) <= bar; };
  if (unlikely(mode)) return {mode, mode, true};
  Tails tails{first - 1, last + 1};
  std::int64_t inside = mode;
  std::int64_t& outside = seen < mode ? tails.high_start : tails.low_end;
  (seen < mode ? tails.low_end : tails.high_start) = seen;
  while (outside - inside > 1 || inside - outside > 1) {
    const std::int64_t middle = inside + (outside - inside) / 2;
    (unlikely(middle) ? outside : inside) = middle;
  }
  return tails;
}

}  // namespace zhiheng::stat
