#include "analysis/survey_estimator.h"

#include <cmath>

#include "analysis/settings.h"
#include "analysis/survey_calibrate.h"

namespace zhiheng::analysis {
namespace {

const Words columns = {
    "每行一个被调查单元：权数，按需要有层、抽样单元和总体单元数。输出 "
    "estimate、se、cv、ci_low/ci_high（正态）、"
    "ci_low_t/ci_high_t（t 分布，自由度 df）、n（记录数）、deff 与 n_effective。",
    "A row per element: a weight and, as the design has them, strata, units and numbers of units. "
    "Gives estimate, se, cv, ci_low and ci_high (normal), ci_low_t and ci_high_t (t with df), n "
    "(records), deff and n_effective (records of equal variance drawn one by one)."};
const char* const linearised =
    "V = sum over strata (1 - n/N) n/(n-1) sum (z - mean z)^2 over unit totals z of the linear "
    "terms, and n/N times the same for the next stage within units";
const char* const sources =
    "W. G. Cochran, Sampling Techniques, 3rd ed. (1977); C. M. Woodruff, J. Am. Stat. Assoc. 66 "
    "(1971) 411; K. M. Wolter, Introduction to Variance Estimation, 2nd ed. (2007)";

}  // namespace

Result<SurveyQuestion> SurveyQuestion::of(const Call& call) {
  ZH_TRY(auto sample, SurveySample::of(call));
  ZH_TRY(auto parts, survey_parts(call, sample));
  auto replicates = sample.replicates(call);
  if (!replicates) return std::unexpected(std::move(replicates.error()));
  return SurveyQuestion{std::move(sample), std::move(parts), *std::move(replicates)};
}

double SurveyQuestion::degrees() const {
  return replicates ? replicates->degrees : sample.design().degrees_of_freedom();
}

const std::string& SurveyQuestion::name(std::size_t part, const std::string& whole) const {
  return parts.names[part].empty() ? whole : parts.names[part];
}

Result<std::vector<stat::SurveyEstimate>> SurveyEstimator::estimates(
    const stat::SurveyQuantity& quantity, const std::vector<bool>& missing) {
  const auto members = question_.parts.without(missing);
  auto found = stat::survey_estimates(question_.sample.design(), quantity, members,
                                      question_.parts.names.size(), call_.threads());
  if (!found) return question_.sample.locate(found.error());
  if (!question_.replicates) return *std::move(found);
  const auto values = [&](std::span<const double> weights) {
    return stat::survey_values(quantity, weights, members, question_.parts.names.size());
  };
  ZH_TRY(const auto again, stat::replicated(question_.sample.design(), *question_.replicates,
                                            values, call_.threads()));
  for (std::size_t i = 0; i < found->size(); ++i) {
    (*found)[i].variance = again.variances[i];
    (*found)[i].defined = (*found)[i].defined && std::isfinite(again.variances[i]);
    undefined_ += again.undefined[i];
  }
  return *std::move(found);
}

void SurveyEstimator::finish(Answer& answer) const {
  if (undefined_ == 0) return;
  answer.remarks.push_back(std::to_string(undefined_) +
                           " replicate estimates had no value and were left out");
}

std::vector<Setting> survey_base_settings() {
  return joined({survey_design_settings(),
                 survey_calibration_settings(),
                 survey_part_settings(),
                 {survey_missing_setting(), one_confidence()}});
}

Method survey_method(std::string name, Words title, const std::string& formula,
                     std::vector<Setting> settings,
                     std::function<Result<Answer>(const Call&)> run) {
  return {.name = std::move(name),
          .group = survey_heading(),
          .title = std::move(title),
          .columns = columns,
          .formula = formula + "; " + linearised,
          .source = sources,
          .settings = std::move(settings),
          .run = std::move(run)};
}

}  // namespace zhiheng::analysis
