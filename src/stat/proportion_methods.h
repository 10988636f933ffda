#pragma once
// The other intervals of a share that papers and programs print, for comparing with their figures.
//
// To publish use wilson_interval, or clopper_pearson_interval where the coverage must be
// guaranteed.

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "stat/interval.h"

namespace zhiheng::stat {

enum class ProportionMethod {
  wilson,
  clopper_pearson,   ///< "exact"
  jeffreys,          ///< with the end-point rule of proportion.h
  agresti_coull,     ///< not cut to [0, 1]
  wald,              ///< p -/+ z sqrt(p q / n), "asymptotic"; not cut to [0, 1]
  logit,             ///< Wald on ln(p / q); Clopper-Pearson for none and all
  probit,            ///< Wald on the normal quantile of p; Clopper-Pearson for none and all
  cloglog,           ///< Wald on ln(-ln p); Clopper-Pearson for none and all
  likelihood_ratio,  ///< every q with 2 (ln L(p) - ln L(q)) <= z^2
  wilson_corrected,  ///< Wilson with continuity correction, R's prop.test
  bayes_central,     ///< Beta(1/2, 1/2) posterior; one-sided for none and all
};

/// The interval of `count` in `trials` by a named method.
///
/// @fails   no_trials, count_out_of_range, confidence_out_of_range
/// @source  R. G. Newcombe, Stat. Med. 17 (1998) 857-872 (Wald, corrected Wilson, likelihood
/// ratio);
///          L. D. Brown, T. T. Cai, A. DasGupta, Stat. Sci. 16 (2001) 101-133
/// @checked R binom 1.1-1.1. Its "prop.test" ignores the confidence asked for and always answers at
///          95 %; ours does not.
[[nodiscard]] Result<Interval> proportion_interval(ProportionMethod method, std::int64_t count,
                                                   std::int64_t trials, double confidence = 0.95);

/// The method of a name as R's binom package writes it ("exact", "agresti-coull", "lrt", ...) or as
/// the enumerators are spelled; nothing for a name that is neither.
[[nodiscard]] std::optional<ProportionMethod> proportion_method(std::string_view name);

}  // namespace zhiheng::stat
