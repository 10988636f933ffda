#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <numeric>
#include <string>

#include "stat/check.h"
#include "stat/failures.h"
#include "stat/survey_calibration.h"

namespace zhiheng::stat {
namespace {

Result<void> check(const SurveyDesign& design, const SurveyMargin& margin,
                   const std::string& name) {
  ZH_DO(check_same_length(name + ".cells", margin.cells.size(), design.rows()));
  ZH_DO(check_at_least(name + ".totals", margin.totals.size(), 1));
  std::vector<double> seen(margin.totals.size(), 0);
  for (std::size_t row = 0; row < margin.cells.size(); ++row) {
    if (margin.cells[row] >= seen.size()) {
      return fail(value_out_of_range, place(name + ".cells", row),
                  std::to_string(margin.cells[row]), "< " + std::to_string(seen.size()));
    }
    seen[margin.cells[row]] += design.weights()[row];
  }
  for (std::size_t cell = 0; cell < seen.size(); ++cell) {
    const std::string where = place(name + ".totals", cell);
    ZH_DO(check_not_negative(where, margin.totals[cell]));
    if ((margin.totals[cell] == 0) == (seen[cell] == 0)) continue;
    return fail(margins_disagree, where, shown(margin.totals[cell]), shown(seen[cell]));
  }
  return {};
}

/// A margin as it was met: the weights after it was, and what residuals are taken with.
struct Met {
  std::vector<std::uint32_t> cells;
  std::vector<double> after;
  std::vector<double> sums;  ///< of `base` by cell
};

std::vector<double> sums_by_cell(const std::vector<std::uint32_t>& cells, std::size_t count,
                                 const std::vector<double>& weights) {
  std::vector<double> sums(count, 0);
  for (std::size_t row = 0; row < cells.size(); ++row) sums[cells[row]] += weights[row];
  return sums;
}

void meet(const SurveyMargin& margin, std::vector<double>& weights) {
  const auto sums = sums_by_cell(margin.cells, margin.totals.size(), weights);
  for (std::size_t row = 0; row < weights.size(); ++row) {
    const std::uint32_t cell = margin.cells[row];
    if (sums[cell] != 0) weights[row] *= margin.totals[cell] / sums[cell];
  }
}

/// Takes the cell's mean from each contribution: in units of the weights after, averaged with the
/// weights of the design.
void centre(const Met& met, const std::vector<double>& base, std::span<double> contributions) {
  std::vector<double> means(met.sums.size(), 0);
  for (std::size_t row = 0; row < contributions.size(); ++row) {
    if (met.after[row] == 0) continue;
    means[met.cells[row]] += base[row] * contributions[row] / met.after[row];
  }
  for (std::size_t cell = 0; cell < means.size(); ++cell) {
    if (met.sums[cell] != 0) means[cell] /= met.sums[cell];
  }
  for (std::size_t row = 0; row < contributions.size(); ++row) {
    contributions[row] -= means[met.cells[row]] * met.after[row];
  }
}

/// The rows numbered by their cells of all margins together.
std::vector<std::uint32_t> joint_cells(std::span<const SurveyMargin> margins) {
  std::vector<std::uint32_t> joint(margins.front().cells);
  for (const SurveyMargin& margin : margins.subspan(1)) {
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> known;
    for (std::size_t row = 0; row < joint.size(); ++row) {
      const auto number = static_cast<std::uint32_t>(known.size());
      joint[row] = known.try_emplace({joint[row], margin.cells[row]}, number).first->second;
    }
  }
  return joint;
}

double largest_change(const std::vector<std::uint32_t>& joint, const std::vector<double>& before,
                      const std::vector<double>& after) {
  const std::size_t count = *std::ranges::max_element(joint) + std::size_t{1};
  const auto first = sums_by_cell(joint, count, before);
  const auto second = sums_by_cell(joint, count, after);
  double worst = 0;
  for (std::size_t i = 0; i < count; ++i) worst = std::max(worst, std::abs(first[i] - second[i]));
  return worst;
}

Result<double> check_all(const SurveyDesign& design, std::span<const SurveyMargin> margins) {
  ZH_DO(check_at_least("margins", margins.size(), 1));
  double all = 0;
  for (std::size_t m = 0; m < margins.size(); ++m) {
    ZH_DO(check(design, margins[m], place("margins", m)));
    const double sum = std::accumulate(margins[m].totals.begin(), margins[m].totals.end(), 0.0);
    if (m == 0) all = sum;
    if (std::abs(sum - all) <= 1e-6 * all) continue;
    return fail(margins_disagree, place("margins", m), shown(sum), shown(all));
  }
  return all;
}

}  // namespace

Result<SurveyDesign> post_stratified(const SurveyDesign& design, const SurveyMargin& margin) {
  return raked(design, std::span(&margin, 1));
}

Result<SurveyDesign> raked(const SurveyDesign& design, std::span<const SurveyMargin> margins,
                           const RakingEnd& end) {
  ZH_TRY(const double all, check_all(design, margins));
  const double allowed = end.change > 0 ? end.change : 1e-10 * all;
  const auto joint = joint_cells(margins);
  const auto base = std::make_shared<const std::vector<double>>(design.weights());
  std::vector<double> weights = *base;
  auto met = std::make_shared<std::vector<Met>>(margins.size());
  double change = INFINITY;
  for (int cycle = 0; cycle < end.cycles && change >= allowed; ++cycle) {
    const std::vector<double> before = weights;
    for (std::size_t m = 0; m < margins.size(); ++m) {
      meet(margins[m], weights);
      (*met)[m].after = weights;
    }
    change = margins.size() == 1 ? 0 : largest_change(joint, before, weights);
  }
  if (change >= allowed)
    return fail(not_converged, "margins", shown(change), "< " + shown(allowed));
  for (std::size_t m = 0; m < margins.size(); ++m) {
    (*met)[m].cells = margins[m].cells;
    (*met)[m].sums = sums_by_cell(margins[m].cells, margins[m].totals.size(), *base);
  }
  return design.reweighted(std::move(weights), [met, base](std::span<double> contributions) {
    // One margin's means bring the other's back, a little less each time.
    const int cycles = met->size() == 1 ? 1 : 10;
    for (int cycle = 0; cycle < cycles; ++cycle) {
      for (const Met& each : *met) centre(each, *base, contributions);
    }
  });
}

}  // namespace zhiheng::stat
