#include "stat/survey_regression.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "stat/check.h"
#include "stat/failures.h"
#include "stat/symmetric.h"

namespace zhiheng::stat {
namespace {

/// Log odds beyond which a fitted share cannot be told from 0 or 1: the terms separate.
constexpr double separated = 30;

Result<void> check(const SurveyModel& model, std::size_t rows) {
  ZH_DO(check_same_length("outcome", model.outcome.size(), rows));
  ZH_DO(check_at_least("terms", model.terms.size(), 1));
  const bool log_odds = model.family == SurveyFamily::logit;
  std::vector<std::uint32_t> all;
  for (const std::vector<double>& term : model.terms) {
    ZH_DO(check_same_length("terms", term.size(), rows));
  }
  for (std::size_t i = 0; i < (model.rows.empty() ? rows : model.rows.size()); ++i) {
    const std::size_t row = model.rows.empty() ? i : model.rows[i];
    if (row >= rows) {
      return fail(value_out_of_range, place("rows", i), shown(static_cast<std::int64_t>(row)),
                  "< " + shown(static_cast<std::int64_t>(rows)));
    }
    ZH_DO(check_finite(place("outcome", row), model.outcome[row]));
    if (log_odds && !(model.outcome[row] >= 0 && model.outcome[row] <= 1)) {
      return fail(value_out_of_range, place("outcome", row), shown(model.outcome[row]), "0..1");
    }
    for (std::size_t j = 0; j < model.terms.size(); ++j) {
      if (std::isfinite(model.terms[j][row])) continue;
      return fail(value_not_finite, place(place("terms", j), row), shown(model.terms[j][row]));
    }
  }
  return {};
}

/// The rows in use laid out for the sums: weight, outcome, and the terms of a row together.
struct Layout {
  std::vector<std::uint32_t> rows;
  std::vector<double> weights, outcome;
  std::vector<std::vector<double>> terms;
};

Layout lay_out(std::span<const double> weights, const SurveyModel& model) {
  Layout made;
  made.rows.assign(model.rows.begin(), model.rows.end());
  if (made.rows.empty()) {
    made.rows.resize(weights.size());
    std::iota(made.rows.begin(), made.rows.end(), 0U);
  }
  // A row without a weight has no say, and would only slow the search down.
  std::erase_if(made.rows, [&](std::uint32_t row) { return weights[row] == 0; });
  made.terms.resize(model.terms.size());
  for (const std::uint32_t row : made.rows) {
    made.weights.push_back(weights[row]);
    made.outcome.push_back(model.outcome[row]);
    for (std::size_t j = 0; j < made.terms.size(); ++j) {
      made.terms[j].push_back(model.terms[j][row]);
    }
  }
  return made;
}

double linear_at(const Layout& data, const std::vector<double>& b, std::size_t i) {
  double sum = 0;
  for (std::size_t j = 0; j < b.size(); ++j) sum += data.terms[j][i] * b[j];
  return sum;
}

struct Fit {
  std::vector<double> b;
  std::vector<double> inverse;    ///< of the information
  std::vector<double> residuals;  ///< outcome less what is fitted
};

/// One step of Newton's method from b; for a straight line the first one arrives.
Result<std::vector<double>> newton_step(const Layout& data, bool log_odds, Fit& fit) {
  std::vector<double> information(data.weights), score(fit.b.size(), 0);
  fit.residuals.resize(data.rows.size());
  for (std::size_t i = 0; i < data.rows.size(); ++i) {
    const double linear = linear_at(data, fit.b, i);
    double fitted = linear;
    if (log_odds) {
      fitted = 1 / (1 + std::exp(-linear));
      information[i] *= fitted * (1 - fitted);
    }
    fit.residuals[i] = data.outcome[i] - fitted;
    for (std::size_t j = 0; j < score.size(); ++j) {
      score[j] += data.weights[i] * data.terms[j][i] * fit.residuals[i];
    }
  }
  ZH_TRY(fit.inverse, symmetric_inverse(cross_products(data.terms, information), fit.b.size()));
  return times(fit.inverse, score);
}

double log_likelihood(const Layout& data, const std::vector<double>& b) {
  double sum = 0;
  for (std::size_t i = 0; i < data.rows.size(); ++i) {
    const double linear = linear_at(data, b, i);
    sum += data.weights[i] * (data.outcome[i] * linear - std::max(linear, 0.0) -
                              std::log1p(std::exp(-std::abs(linear))));
  }
  return sum;
}

/// Is some row fitted without any doubt?
bool separates(const Layout& data, const std::vector<double>& b) {
  for (std::size_t i = 0; i < data.rows.size(); ++i) {
    if (!(std::abs(linear_at(data, b, i)) < separated)) return true;
  }
  return false;
}

std::unexpected<Error> no_fit(const Layout& data, const std::vector<double>& b) {
  double most = 0;
  for (std::size_t i = 0; i < data.rows.size(); ++i) {
    most = std::max(most, std::abs(linear_at(data, b, i)));
  }
  return fail(not_converged, "outcome", shown(most), "< " + shown(separated));
}

Result<Fit> fitted(const Layout& data, SurveyFamily family) {
  ZH_DO(check_at_least("rows", data.rows.size(), data.terms.size() + 1));
  const bool log_odds = family == SurveyFamily::logit;
  Fit fit;
  fit.b.assign(data.terms.size(), 0);
  if (log_odds) {
    const auto [least, most] = std::ranges::minmax_element(data.outcome);
    if (*least == *most && (*least == 0 || *least == 1)) {
      return fail(not_converged, "outcome", shown(*least), "0, 1");
    }
  }
  double likelihood = log_odds ? log_likelihood(data, fit.b) : 0;
  for (int iteration = 0; iteration < 100; ++iteration) {
    const auto step = newton_step(data, log_odds, fit);
    if (!step && iteration > 0) return no_fit(data, fit.b);
    if (!step) return std::unexpected(step.error());
    double length = 0, size = 0, part = 1;
    for (std::size_t j = 0; j < fit.b.size(); ++j) {
      length = std::max(length, std::abs((*step)[j]));
      size = std::max(size, std::abs(fit.b[j]));
    }
    const bool last = iteration > 0 && length <= 1e-12 * std::max(size, 1e-3);
    std::vector<double> next(fit.b);
    for (;; part /= 2) {
      for (std::size_t j = 0; j < next.size(); ++j) next[j] = fit.b[j] + part * (*step)[j];
      if (!log_odds || last || part < 1e-3) break;
      const double reached = log_likelihood(data, next);
      if (reached >= likelihood - 1e-9 * std::abs(likelihood)) {
        likelihood = reached;
        break;
      }
    }
    fit.b = std::move(next);
    if (log_odds && separates(data, fit.b)) return no_fit(data, fit.b);
    if (last) {
      ZH_TRY(const auto settled, newton_step(data, log_odds, fit));
      return fit;
    }
  }
  return no_fit(data, fit.b);
}

}  // namespace

Result<std::vector<double>> regression_values(std::span<const double> weights,
                                              const SurveyModel& model) {
  ZH_DO(check(model, weights.size()));
  ZH_TRY(Fit fit, fitted(lay_out(weights, model), model.family));
  return std::move(fit.b);
}

Result<SurveyCoefficients> survey_regression(const SurveyDesign& design, const SurveyModel& model) {
  ZH_DO(check(model, design.rows()));
  const Layout data = lay_out(design.weights(), model);
  ZH_TRY(Fit fit, fitted(data, model.family));
  const std::size_t k = fit.b.size();
  std::vector<std::vector<double>> columns(k, std::vector<double>(design.rows(), 0));
  std::vector<double> term(k);
  for (std::size_t i = 0; i < data.rows.size(); ++i) {
    for (std::size_t j = 0; j < k; ++j) {
      term[j] = data.weights[i] * fit.residuals[i] * data.terms[j][i];
    }
    const std::vector<double> contribution = times(fit.inverse, term);
    for (std::size_t j = 0; j < k; ++j) columns[j][data.rows[i]] = contribution[j];
  }
  SurveyCoefficients made;
  made.values = std::move(fit.b);
  made.covariance = design.covariance(std::move(columns));
  made.degrees = design.degrees_of_freedom() - static_cast<double>(k - 1);
  made.records = static_cast<std::int64_t>(data.rows.size());
  return made;
}

}  // namespace zhiheng::stat
