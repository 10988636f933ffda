#include <cassert>
#include <cmath>

#include "stat/survey_design.h"

namespace zhiheng::stat {
namespace {

/// (1 - n/N) n / (n - 1), or 1 - n/N for a single unit.
double spread_factor(const SurveyDesign::Stratum& stratum) {
  const double n = stratum.drawn;
  const double unseen = std::isinf(stratum.population) ? 1 : 1 - n / stratum.population;
  if (unseen < 1e-7) return 0;
  return n > 1 ? unseen * n / (n - 1) : unseen;
}

/// The recursion over stages for `width` sums at a time; contributions stand place by place.
class Walk {
 public:
  Walk(const SurveyDesign& design, std::span<const std::uint32_t> places,
       std::span<const double> contributions, std::size_t width,
       std::vector<std::vector<double>>& totals, std::vector<double>& result)
      : design_(design),
        places_(places),
        contributions_(contributions),
        width_(width),
        totals_(totals),
        result_(result) {}

  /// Adds what the units between begin and end, all of one parent, contribute.
  void add(std::size_t stage, std::size_t begin, std::size_t end, double factor) {
    const SurveyDesign::Level& level = design_.levels()[stage];
    for (std::size_t at = begin; at < end;) {
      const std::uint32_t number = level.stratum_of[level.unit[place(at)]];
      const SurveyDesign::Stratum& stratum = level.strata[number];
      const double share = stratum.drawn / stratum.population;  // 0 when there is no end of them
      const bool deeper = share > 0 && stage + 1 < design_.levels().size();
      std::vector<double>& totals = totals_[stage];
      totals.clear();
      while (at < end && level.stratum_of[level.unit[place(at)]] == number) {
        const std::uint32_t unit = level.unit[place(at)];
        const std::size_t first = at;
        const std::size_t sum = totals.size();
        totals.resize(sum + width_, 0.0);
        for (; at < end && level.unit[place(at)] == unit; ++at) {
          for (std::size_t j = 0; j < width_; ++j)
            totals[sum + j] += contributions_[at * width_ + j];
        }
        if (deeper) add(stage + 1, first, at, factor * share);
      }
      spread(stratum, level, totals, factor);
    }
  }

 private:
  [[nodiscard]] std::size_t place(std::size_t at) const {
    return places_.empty() ? at : places_[at];
  }

  void spread(const SurveyDesign::Stratum& stratum, const SurveyDesign::Level& level,
              std::vector<double>& totals, double factor) {
    double scale = spread_factor(stratum) * factor;
    if (scale == 0) return;
    if (stratum.drawn == 1) {
      if (design_.lonely() != LonelyUnit::adjust) return;
      cross(totals, scale);
      return;
    }
    if (!level.average.empty()) scale *= level.average[stratum.parent];
    const double n = stratum.drawn;
    const std::size_t seen = totals.size() / width_;
    mean_.assign(width_, 0);
    for (std::size_t base = 0; base < totals.size(); base += width_) {
      for (std::size_t j = 0; j < width_; ++j) mean_[j] += totals[base + j];
    }
    for (double& mean : mean_) mean /= n;
    for (std::size_t base = 0; base < totals.size(); base += width_) {
      for (std::size_t j = 0; j < width_; ++j) totals[base + j] -= mean_[j];
    }
    cross(totals, scale);
    // Units drawn without a row here have a total of zero, as far from the mean as the mean is.
    cross(mean_, scale * (n - static_cast<double>(seen)));
  }

  /// Adds scale x sum of products of the deviations.
  void cross(const std::vector<double>& deviations, double scale) {
    for (std::size_t base = 0; base < deviations.size(); base += width_) {
      for (std::size_t i = 0; i < width_; ++i) {
        for (std::size_t j = 0; j <= i; ++j) {
          result_[i * width_ + j] += scale * deviations[base + i] * deviations[base + j];
        }
      }
    }
  }

  const SurveyDesign& design_;
  std::span<const std::uint32_t> places_;
  std::span<const double> contributions_;
  std::size_t width_;
  std::vector<std::vector<double>>& totals_;
  std::vector<double>& result_;
  std::vector<double> mean_;
};

}  // namespace

std::vector<double> SurveyDesign::covariance(std::vector<std::vector<double>> columns) const {
  const std::size_t width = columns.size();
  std::vector<double> table(rows() * width);
  for (std::size_t j = 0; j < width; ++j) {
    assert(columns[j].size() == rows());
    for (const Residual& residual : residuals_) residual(columns[j]);
    for (std::size_t at = 0; at < rows(); ++at) table[at * width + j] = columns[j][order()[at]];
    columns[j] = {};
  }
  std::vector<double> result(width * width, 0);
  std::vector<std::vector<double>> totals(levels().size());
  Walk(*this, {}, table, width, totals, result).add(0, 0, rows(), 1);
  for (std::size_t i = 0; i < width; ++i) {
    for (std::size_t j = 0; j < i; ++j) result[j * width + i] = result[i * width + j];
  }
  return result;
}

double SurveyDesign::variance(std::span<const double> contributions) const {
  return covariance({{contributions.begin(), contributions.end()}}).front();
}

double SurveyDesign::sparse_variance(std::span<const std::uint32_t> places,
                                     std::span<const double> contributions, Memory& memory) const {
  assert(!calibrated() && places.size() == contributions.size());
  if (places.empty()) return 0;
  memory.totals.resize(levels().size());
  memory.result.assign(1, 0);
  Walk(*this, places, contributions, 1, memory.totals, memory.result).add(0, 0, places.size(), 1);
  return memory.result.front();
}

}  // namespace zhiheng::stat
