#include "stat/survey_estimate.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "stat/check.h"
#include "stat/failures.h"
#include "stat/parallel.h"

namespace zhiheng::stat {
namespace {

Result<void> check_values(const char* name, std::span<const double> values, std::size_t rows,
                          std::span<const SurveyMember> members) {
  ZH_DO(check_same_length(name, values.size(), rows));
  for (const SurveyMember& member : members) {
    if (std::isfinite(values[member.row])) continue;
    return check_finite(place(name, member.row), values[member.row]);
  }
  return {};
}

Result<void> check(const SurveyDesign& design, const SurveyQuantity& quantity,
                   std::span<const SurveyMember> members, std::size_t parts) {
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (members[i].row < design.rows() && members[i].part < parts) continue;
    return fail(value_out_of_range, place("members", i),
                std::to_string(members[i].row) + ", " + std::to_string(members[i].part),
                "< " + std::to_string(design.rows()) + ", " + std::to_string(parts));
  }
  ZH_DO(check_values("values", quantity.values, design.rows(), members));
  if (quantity.statistic == SurveyStatistic::ratio) {
    ZH_DO(check_values("denominators", quantity.denominators, design.rows(), members));
  }
  return {};
}

/// Members of each part in the order of the units.
struct Parts {
  std::vector<std::size_t> starts;  ///< of each part in `places`, and their end
  std::vector<std::uint32_t> places;
};

Parts parts_of(const SurveyDesign& design, std::span<const SurveyMember> members,
               std::size_t count) {
  Parts parts;
  parts.starts.assign(count + 1, 0);
  for (const SurveyMember& member : members) ++parts.starts[member.part + std::size_t{1}];
  for (std::size_t i = 1; i <= count; ++i) parts.starts[i] += parts.starts[i - 1];
  auto next = parts.starts;
  parts.places.resize(members.size());
  for (const SurveyMember& member : members) {
    parts.places[next[member.part]++] = design.place_of()[member.row];
  }
  for (std::size_t i = 0; i < count; ++i) {
    const auto begin = parts.places.begin() + static_cast<std::ptrdiff_t>(parts.starts[i]);
    const auto end = parts.places.begin() + static_cast<std::ptrdiff_t>(parts.starts[i + 1]);
    if (!std::is_sorted(begin, end)) std::sort(begin, end);
  }
  return parts;
}

/// Sums over the rows of a part.
struct Sums {
  std::int64_t records = 0;
  double weight = 0, value = 0, denominator = 0;
};

/// Variance of the elements around their mean, n / (n - 1) included; `deviation` gives a row's
/// distance from it.
template <class Deviation>
double element_variance(const Sums& sums, std::span<const double> weights,
                        std::span<const std::uint32_t> rows, const Deviation& deviation) {
  double squares = 0;
  for (const std::uint32_t row : rows) squares += weights[row] * deviation(row) * deviation(row);
  const auto n = static_cast<double>(sums.records);
  return sums.weight > 0 && n > 1 ? squares / sums.weight * n / (n - 1) : 0;
}

/// Value of a part and the contributions whose variance is that of the value.
class Linear {
 public:
  Linear(const SurveyQuantity& quantity, std::span<const double> weights)
      : quantity_(quantity), weights_(weights) {}

  SurveyEstimate of(std::span<const std::uint32_t> rows, std::vector<double>& contributions) const {
    const Sums sums = sums_of(rows);
    SurveyEstimate made;
    made.records = sums.records;
    made.weight = sums.weight;
    contributions.resize(rows.size());
    switch (quantity_.statistic) {
      case SurveyStatistic::total:
        total(sums, rows, contributions, made);
        break;
      case SurveyStatistic::mean:
        quotient(sums, sums.weight, rows, contributions, made);
        break;
      case SurveyStatistic::ratio:
        quotient(sums, sums.denominator, rows, contributions, made);
        break;
      case SurveyStatistic::variance:
        spread(sums, rows, contributions, made);
        break;
    }
    return made;
  }

 private:
  [[nodiscard]] Sums sums_of(std::span<const std::uint32_t> rows) const {
    const bool ratio = quantity_.statistic == SurveyStatistic::ratio;
    Sums sums;
    for (const std::uint32_t row : rows) {
      sums.records += weights_[row] != 0 ? 1 : 0;
      sums.weight += weights_[row];
      sums.value += weights_[row] * quantity_.values[row];
      if (ratio) sums.denominator += weights_[row] * quantity_.denominators[row];
    }
    return sums;
  }

  void total(const Sums& sums, std::span<const std::uint32_t> rows,
             std::vector<double>& contributions, SurveyEstimate& made) const {
    made.value = sums.value;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      contributions[i] = weights_[rows[i]] * quantity_.values[rows[i]];
    }
    const double mean = sums.weight > 0 ? sums.value / sums.weight : 0;
    const double spread = element_variance(
        sums, weights_, rows, [&](std::uint32_t row) { return quantity_.values[row] - mean; });
    made.simple_variance = spread * sums.weight * sums.weight /
                           static_cast<double>(std::max<std::int64_t>(1, sums.records));
  }

  void quotient(const Sums& sums, double divisor, std::span<const std::uint32_t> rows,
                std::vector<double>& contributions, SurveyEstimate& made) const {
    if (divisor == 0) return nothing(contributions, made);
    made.value = sums.value / divisor;
    const bool ratio = quantity_.statistic == SurveyStatistic::ratio;
    const auto rest = [&](std::uint32_t row) {
      const double unit = ratio ? quantity_.denominators[row] : 1.0;
      return (quantity_.values[row] - made.value * unit) / divisor;
    };
    for (std::size_t i = 0; i < rows.size(); ++i) {
      contributions[i] = weights_[rows[i]] * rest(rows[i]);
    }
    made.simple_variance = element_variance(sums, weights_, rows, rest) * sums.weight *
                           sums.weight /
                           static_cast<double>(std::max<std::int64_t>(1, sums.records));
  }

  void spread(const Sums& sums, std::span<const std::uint32_t> rows,
              std::vector<double>& contributions, SurveyEstimate& made) const {
    if (sums.weight == 0 || sums.records < 2) return nothing(contributions, made);
    const double mean = sums.value / sums.weight;
    made.value = element_variance(sums, weights_, rows,
                                  [&](std::uint32_t row) { return quantity_.values[row] - mean; });
    const auto n = static_cast<double>(sums.records);
    double squares = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const double off = quantity_.values[rows[i]] - mean;
      const double rest = (off * off * n / (n - 1) - made.value) / sums.weight;
      contributions[i] = weights_[rows[i]] * rest;
      squares += weights_[rows[i]] * rest * rest;
    }
    made.simple_variance = squares * sums.weight / (n - 1);
  }

  static void nothing(std::vector<double>& contributions, SurveyEstimate& made) {
    std::ranges::fill(contributions, 0.0);
    made.defined = false;
  }

  const SurveyQuantity& quantity_;
  std::span<const double> weights_;
};

}  // namespace

Result<std::vector<SurveyEstimate>> survey_estimates(const SurveyDesign& design,
                                                     const SurveyQuantity& quantity,
                                                     std::span<const SurveyMember> members,
                                                     std::size_t parts, const Threads& threads) {
  ZH_DO(check(design, quantity, members, parts));
  const Parts grouped = parts_of(design, members, parts);
  const Linear linear(quantity, design.weights());
  std::vector<SurveyEstimate> estimates(parts);
  // Pieces rather than parts, so that each thread keeps its memory for many parts.
  const std::size_t pieces = std::min<std::size_t>(parts, threads.count > 1 || parts > 64 ? 64 : 1);
  ZH_DO(in_parallel(pieces, threads, [&](std::size_t piece) {
    SurveyDesign::Memory memory;
    std::vector<std::uint32_t> rows;
    std::vector<double> contributions, all;
    for (std::size_t i = parts * piece / pieces; i < parts * (piece + 1) / pieces; ++i) {
      const std::span<const std::uint32_t> places =
          std::span(grouped.places)
              .subspan(grouped.starts[i], grouped.starts[i + 1] - grouped.starts[i]);
      rows.resize(places.size());
      for (std::size_t k = 0; k < places.size(); ++k) rows[k] = design.order()[places[k]];
      estimates[i] = linear.of(rows, contributions);
      if (!estimates[i].defined) continue;
      if (!design.calibrated()) {
        estimates[i].variance = design.sparse_variance(places, contributions, memory);
        continue;
      }
      all.assign(design.rows(), 0);
      for (std::size_t k = 0; k < rows.size(); ++k) all[rows[k]] += contributions[k];
      estimates[i].variance = design.variance(all);
    }
  }));
  return estimates;
}

Result<SurveyEstimate> survey_estimate(const SurveyDesign& design, const SurveyQuantity& quantity) {
  std::vector<SurveyMember> members(design.rows());
  for (std::size_t row = 0; row < members.size(); ++row) {
    members[row] = {design.order()[row], 0};
  }
  ZH_TRY(const auto estimates, survey_estimates(design, quantity, members, 1));
  return estimates.front();
}

std::vector<double> survey_values(const SurveyQuantity& quantity, std::span<const double> weights,
                                  std::span<const SurveyMember> members, std::size_t parts) {
  const auto statistic = quantity.statistic;
  std::vector<double> top(parts, 0), bottom(parts, 0);
  for (const auto& [row, part] : members) {
    top[part] += weights[row] * quantity.values[row];
    if (statistic == SurveyStatistic::ratio) {
      bottom[part] += weights[row] * quantity.denominators[row];
    } else {
      bottom[part] += weights[row];
    }
  }
  if (statistic == SurveyStatistic::total) return top;
  for (std::size_t i = 0; i < parts; ++i) {
    top[i] = bottom[i] != 0 ? top[i] / bottom[i] : std::numeric_limits<double>::quiet_NaN();
  }
  if (statistic != SurveyStatistic::variance) return top;
  std::vector<double> squares(parts, 0), counts(parts, 0);
  for (const auto& [row, part] : members) {
    const double off = quantity.values[row] - top[part];
    squares[part] += weights[row] * off * off;
    counts[part] += 1;
  }
  for (std::size_t i = 0; i < parts; ++i) {
    squares[i] = counts[i] > 1 ? squares[i] / bottom[i] * counts[i] / (counts[i] - 1)
                               : std::numeric_limits<double>::quiet_NaN();
  }
  return squares;
}

double design_effect(const SurveyEstimate& estimate, bool with_replacement) {
  const double left =
      estimate.weight > 0 ? 1 - static_cast<double>(estimate.records) / estimate.weight : 0;
  const double simple = estimate.simple_variance * (with_replacement ? 1 : left);
  return simple > 0 ? estimate.variance / simple : 0;
}

double effective_records(const SurveyEstimate& estimate) {
  const double effect = design_effect(estimate, true);
  return effect > 0 ? static_cast<double>(estimate.records) / effect
                    : static_cast<double>(estimate.records);
}

}  // namespace zhiheng::stat
