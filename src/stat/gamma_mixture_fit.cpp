// Maximum likelihood for the prior of gamma_mixture.h.

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

#include "stat/check.h"
#include "stat/distributions.h"
#include "stat/failures.h"
#include "stat/gamma_mixture.h"

namespace zhiheng::stat {
namespace {

/// ln shape1, ln rate1, ln shape2, ln rate2, logit P.
using Point = std::array<double, 5>;

constexpr double lowest_log = -23.025850929940457;    // 1e-10
constexpr double highest_log = 18.420680743952367;    // 1e8
constexpr double highest_logit = 13.815509557963774;  // P = 1 - 1e-6

/// Equal pairs once, with their weights, in the order of counts; each count knows its place.
struct Merged {
  std::vector<double> counts;      ///< the different counts
  std::vector<std::size_t> which;  ///< per row: position in `counts`
  std::vector<double> expected;
  std::vector<double> log_expected;
  std::vector<double> weight;
  double constant = 0;  ///< terms of the likelihood without parameters
};

struct Value {
  double deviance = 0;
  Point slope{};
};

/// One component at one row: ln density and its derivatives by shape and rate.
struct Term {
  double log_density = 0;
  double by_shape = 0;
  double by_rate = 0;
};

class Likelihood {
 public:
  Likelihood(Merged table, bool truncated) : table_(std::move(table)), truncated_(truncated) {}

  /// Minus the log likelihood and its gradient.
  [[nodiscard]] Value at(const Point& point) const {
    const std::array<double, 2> shape{std::exp(point[0]), std::exp(point[2])};
    const std::array<double, 2> rate{std::exp(point[1]), std::exp(point[3])};
    const double log_share = -std::log1p(std::exp(-point[4]));
    const double log_rest = -std::log1p(std::exp(point[4]));
    const double share = std::exp(log_share);
    const auto by_count = counts_at(shape);
    Value value;
    value.deviance = table_.constant;
    for (std::size_t i = 0; i < table_.expected.size(); ++i) {
      const std::size_t c = table_.which[i];
      std::array<Term, 2> terms;
      for (std::size_t k = 0; k < 2; ++k) {
        terms[k] = term(by_count[k][c], table_.counts[c], i, shape[k], rate[k], point[2 * k + 1]);
      }
      const double first = log_share + terms[0].log_density;
      const double second = log_rest + terms[1].log_density;
      const double larger = std::max(first, second);
      const double total = larger + std::log1p(std::exp(std::min(first, second) - larger));
      const double belongs = std::exp(first - total);
      const double w = table_.weight[i];
      value.deviance -= w * total;
      value.slope[0] -= w * belongs * terms[0].by_shape * shape[0];
      value.slope[1] -= w * belongs * terms[0].by_rate * rate[0];
      value.slope[2] -= w * (1 - belongs) * terms[1].by_shape * shape[1];
      value.slope[3] -= w * (1 - belongs) * terms[1].by_rate * rate[1];
      value.slope[4] -= w * (belongs - share);
    }
    return value;
  }

 private:
  /// Gamma and digamma differences, which depend on the count only.
  struct ByCount {
    double log_gamma = 0;
    double digamma = 0;
  };

  [[nodiscard]] std::array<std::vector<ByCount>, 2> counts_at(
      const std::array<double, 2>& shape) const {
    std::array<std::vector<ByCount>, 2> all;
    for (std::size_t k = 0; k < 2; ++k) {
      const double log_gamma = log_gamma_of(shape[k]);
      const double psi = digamma(shape[k]);
      for (const double n : table_.counts) {
        all[k].push_back({log_gamma_of(shape[k] + n) - log_gamma, digamma(shape[k] + n) - psi});
      }
    }
    return all;
  }

  [[nodiscard]] Term term(const ByCount& by_count, double n, std::size_t i, double shape,
                          double rate, double log_rate) const {
    const double expected = table_.expected[i];
    const double log_sum = std::log(rate + expected);
    const double log_ratio = log_sum - log_rate;  // ln(1 + E / rate)
    Term made;
    made.log_density =
        by_count.log_gamma - n * (log_sum - table_.log_expected[i]) - shape * log_ratio;
    made.by_shape = by_count.digamma - log_ratio;
    made.by_rate = (shape * expected / rate - n) / (rate + expected);
    if (!truncated_) return made;
    // Divided by P(Y >= 1) = 1 - (1 + E / rate)^-shape.
    const double some = -std::expm1(-shape * log_ratio);
    const double none = (1 - some) / some;
    made.log_density -= std::log(some);
    made.by_shape -= none * log_ratio;
    made.by_rate += none * shape * expected / (rate * (rate + expected));
    return made;
  }

  Merged table_;
  bool truncated_;
};

Point within(Point point) {
  for (std::size_t i = 0; i < 4; ++i) point[i] = std::clamp(point[i], lowest_log, highest_log);
  point[4] = std::clamp(point[4], -highest_logit, highest_logit);
  return point;
}

struct Found {
  Point point{};
  Value value;
};

/// BFGS with halved steps, each point put back within the bounds. Ends when nothing is gained.
Found improve(const Likelihood& likelihood, const Point& start, int most) {
  Found best{within(start), {}};
  best.value = likelihood.at(best.point);
  std::array<Point, 5> inverse{};
  const auto reset = [&] {
    for (std::size_t i = 0; i < 5; ++i) {
      inverse[i].fill(0);
      inverse[i][i] = 1;
    }
  };
  reset();
  bool fresh = true;
  for (int iteration = 0; iteration < most; ++iteration) {
    Point step{};
    double downhill = 0;
    double longest = 0;
    for (std::size_t i = 0; i < 5; ++i) {
      for (std::size_t j = 0; j < 5; ++j) step[i] -= inverse[i][j] * best.value.slope[j];
      downhill += step[i] * best.value.slope[i];
      longest = std::max(longest, std::abs(step[i]));
    }
    if (!(downhill < 0) || !std::isfinite(longest)) {
      if (fresh) break;
      reset();
      fresh = true;
      continue;
    }
    double length = longest > 2 ? 2 / longest : 1;
    Found next;
    bool gained = false;
    for (int half = 0; half < 30 && !gained; ++half, length /= 2) {
      for (std::size_t i = 0; i < 5; ++i) next.point[i] = best.point[i] + length * step[i];
      next.point = within(next.point);
      next.value = likelihood.at(next.point);
      gained = next.value.deviance < best.value.deviance;
    }
    if (!gained) {
      if (fresh) break;
      reset();
      fresh = true;
      continue;
    }
    Point moved{};
    Point turned{};
    double curve = 0;
    for (std::size_t i = 0; i < 5; ++i) {
      moved[i] = next.point[i] - best.point[i];
      turned[i] = next.value.slope[i] - best.value.slope[i];
      curve += moved[i] * turned[i];
    }
    const double gain = best.value.deviance - next.value.deviance;
    best = next;
    if (curve > 1e-12) {
      Point pushed{};
      double quadratic = 0;
      for (std::size_t i = 0; i < 5; ++i) {
        for (std::size_t j = 0; j < 5; ++j) pushed[i] += inverse[i][j] * turned[j];
      }
      for (std::size_t i = 0; i < 5; ++i) quadratic += turned[i] * pushed[i];
      for (std::size_t i = 0; i < 5; ++i) {
        for (std::size_t j = 0; j < 5; ++j) {
          inverse[i][j] += (1 + quadratic / curve) * moved[i] * moved[j] / curve -
                           (pushed[i] * moved[j] + moved[i] * pushed[j]) / curve;
        }
      }
      fresh = false;
    }
    if (gain < 1e-10 * (1 + std::abs(best.value.deviance)) && iteration > 20) {
      if (fresh) break;
      reset();
      fresh = true;
    }
  }
  return best;
}

/// Neighbours of one count averaged in groups of `squash`, where the count has 500 pairs or more.
std::vector<CountedPair> squashed(std::vector<CountedPair> pairs, int squash) {
  std::ranges::sort(pairs, [](const CountedPair& one, const CountedPair& other) {
    return one.count != other.count ? one.count < other.count : one.expected < other.expected;
  });
  std::vector<CountedPair> made;
  for (std::size_t from = 0; from < pairs.size();) {
    std::size_t end = from;
    while (end < pairs.size() && pairs[end].count == pairs[from].count) ++end;
    const bool many = squash > 1 && end - from >= 500;
    // The largest expected counts shape the tail and stay as they are.
    const std::size_t kept = many ? end - 100 : from;
    while (from < kept) {
      CountedPair group{pairs[from].count, 0, 0};
      for (int i = 0; i < squash && from < kept; ++i, ++from) {
        group.expected += pairs[from].weight * pairs[from].expected;
        group.weight += pairs[from].weight;
      }
      group.expected /= group.weight;
      made.push_back(group);
    }
    for (; from < end; ++from) {
      const bool same = !made.empty() && made.back().count == pairs[from].count &&
                        made.back().expected == pairs[from].expected;
      if (same) {
        made.back().weight += pairs[from].weight;
      } else {
        made.push_back(pairs[from]);
      }
    }
  }
  return made;
}

Merged merged(std::span<const CountedPair> pairs, int squash) {
  Merged table;
  std::map<double, std::size_t> known;
  for (const CountedPair& pair : squashed({pairs.begin(), pairs.end()}, squash)) {
    const auto [at, fresh] = known.try_emplace(pair.count, table.counts.size());
    if (fresh) table.counts.push_back(pair.count);
    table.which.push_back(at->second);
    table.expected.push_back(pair.expected);
    table.log_expected.push_back(std::log(pair.expected));
    table.weight.push_back(pair.weight);
    table.constant += pair.weight * log_gamma_of(pair.count + 1);
  }
  return table;
}

Point point_of(const MixturePrior& prior) {
  return {std::log(prior.shape1), std::log(prior.rate1), std::log(prior.shape2),
          std::log(prior.rate2), std::log(prior.share1) - std::log1p(-prior.share1)};
}

MixturePrior prior_of(const Point& point) {
  MixturePrior prior{std::exp(point[0]), std::exp(point[1]), std::exp(point[2]), std::exp(point[3]),
                     1 / (1 + std::exp(-point[4]))};
  if (prior.shape1 / prior.rate1 < prior.shape2 / prior.rate2) {
    std::swap(prior.shape1, prior.shape2);
    std::swap(prior.rate1, prior.rate2);
    prior.share1 = 1 / (1 + std::exp(point[4]));
  }
  return prior;
}

/// Wide and narrow, near one and far above it, many and few.
std::vector<MixturePrior> starts() {
  return {{0.2, 0.1, 2, 4, 1.0 / 3},   {0.2, 0.06, 1.4, 1.8, 0.1}, {2, 0.1, 2, 2, 0.05},
          {0.5, 0.3, 2, 2, 0.65},      {0.1, 0.1, 10, 10, 0.3},    {5, 0.5, 3, 3, 0.03},
          {0.5, 0.4, 1000, 1000, 0.5}, {0.01, 0.02, 3, 3, 0.1},    {20, 2, 3, 2.5, 0.03},
          {1, 0.5, 0.3, 0.5, 0.2},     {0.4, 0.03, 500, 500, 0.7}, {1e-4, 0.01, 3, 3, 0.1}};
}

/// Smallest eigenvalue of a symmetric matrix, by Jacobi's rotations.
double smallest_eigenvalue(std::array<Point, 5> m) {
  for (int sweep = 0; sweep < 50; ++sweep) {
    for (std::size_t p = 0; p < 5; ++p) {
      for (std::size_t q = p + 1; q < 5; ++q) {
        if (m[p][q] == 0) continue;
        const double angle = 0.5 * std::atan2(2 * m[p][q], m[q][q] - m[p][p]);
        const double c = std::cos(angle);
        const double s = std::sin(angle);
        for (std::size_t k = 0; k < 5; ++k) {
          const double a = m[k][p];
          const double b = m[k][q];
          m[k][p] = c * a - s * b;
          m[k][q] = s * a + c * b;
        }
        for (std::size_t k = 0; k < 5; ++k) {
          const double a = m[p][k];
          const double b = m[q][k];
          m[p][k] = c * a - s * b;
          m[q][k] = s * a + c * b;
        }
      }
    }
  }
  double least = m[0][0];
  for (std::size_t i = 1; i < 5; ++i) least = std::min(least, m[i][i]);
  return least;
}

/// Of the information, from differences of the gradient.
double flattest_direction(const Likelihood& likelihood, const Point& point) {
  std::array<Point, 5> information{};
  constexpr double step = 1e-4;
  for (std::size_t i = 0; i < 5; ++i) {
    Point up = point;
    Point down = point;
    up[i] += step;
    down[i] -= step;
    const Point after = likelihood.at(up).slope;
    const Point before = likelihood.at(down).slope;
    for (std::size_t j = 0; j < 5; ++j) information[i][j] = (after[j] - before[j]) / (2 * step);
  }
  for (std::size_t i = 0; i < 5; ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      information[i][j] = information[j][i] = (information[i][j] + information[j][i]) / 2;
    }
  }
  return smallest_eigenvalue(information);
}

/// A logarithm of a parameter that is known to worse than a factor of e^10 is not known.
constexpr double flat_below = 0.01;

PriorTrouble trouble_of(const MixturePrior& prior, double flattest) {
  if (prior.share1 < 1e-3 || prior.share1 > 1 - 1e-3) return PriorTrouble::one_component;
  const double least = std::min(prior.shape1, prior.shape2);
  const double most = std::max(prior.shape1, prior.shape2);
  if (least < 1e-3 || most > 1e4) return PriorTrouble::boundary;
  return flattest < flat_below ? PriorTrouble::flat : PriorTrouble::none;
}

Result<void> check(std::span<const CountedPair> pairs, bool truncated) {
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    ZH_DO(check_not_negative(place("count", i), pairs[i].count));
    if (truncated) ZH_DO(check_positive(place("count", i), pairs[i].count));
    ZH_DO(check_positive(place("expected", i), pairs[i].expected));
    ZH_DO(check_positive(place("weight", i), pairs[i].weight));
  }
  return {};
}

}  // namespace

Result<double> prior_deviance(std::span<const CountedPair> pairs, const MixturePrior& prior,
                              bool truncated) {
  ZH_DO(check(pairs, truncated));
  ZH_DO(check_positive("shape1", prior.shape1));
  ZH_DO(check_positive("rate1", prior.rate1));
  ZH_DO(check_positive("shape2", prior.shape2));
  ZH_DO(check_positive("rate2", prior.rate2));
  ZH_DO(check_probability("share1", prior.share1));
  return Likelihood(merged(pairs, 1), truncated).at(point_of(prior)).deviance;
}

Result<PriorFit> fit_prior(std::span<const CountedPair> pairs, bool truncated, int squash) {
  ZH_DO(check_at_least("pairs", pairs.size(), 10));
  ZH_DO(check_positive("squash", squash));
  ZH_DO(check(pairs, truncated));
  const Likelihood whole(merged(pairs, 1), truncated);
  const Likelihood search(merged(pairs, std::max(squash, 1)), truncated);
  std::vector<Found> ends;
  for (const MixturePrior& start : starts()) {
    ends.push_back(improve(search, point_of(start), 200));
  }
  std::ranges::sort(ends, {}, [](const Found& end) { return end.value.deviance; });
  PriorFit fit;
  fit.starts = static_cast<int>(ends.size());
  for (const Found& end : ends) {
    fit.close += end.value.deviance < ends.front().value.deviance + 0.01 ? 1 : 0;
  }
  // A search that stopped on a slope is taken up again, the best two in case they change places.
  Found best = improve(whole, ends[0].point, 500);
  const Found second = improve(whole, ends[1].point, 500);
  if (second.value.deviance < best.value.deviance) best = second;
  fit.prior = prior_of(best.point);
  fit.deviance = best.value.deviance;
  fit.flattest = flattest_direction(whole, best.point);
  fit.trouble = trouble_of(fit.prior, fit.flattest);
  return fit;
}

}  // namespace zhiheng::stat
