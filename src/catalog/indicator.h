#pragma once
// The declaration of an indicator and of a target that a plan sets for it.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/decimal.h"
#include "base/words.h"
#include "expr/expr.h"

namespace zhiheng::catalog {

enum class IndicatorKind {
  count,                  ///< records; with `distinct` also how many different ones
  total,                  ///< sum of `value`
  proportion,             ///< records with `numerator` among those with `denominator`
  ratio,                  ///< sum of `value` / sum of `base`
  mean,                   ///< of `value`
  stratified_proportion,  ///< proportion in each stratum, weighted
};

enum class IntervalMethod { none, wilson, clopper_pearson };

/// How records fall into strata and what each stratum weighs.
struct Strata {
  std::vector<std::string> fields;  ///< dimensions: fields, or "industry:division" and the like
  std::string weights;              ///< name of a weight table in catalog/weights
};

/// What to do when a stratum has a weight and not a single record.
enum class MissingStratum {
  refuse,       ///< no value, and the answer says which stratum is missing
  renormalise,  ///< the weights of the others are stretched to one, and the answer says so
};

/// The weights of strata: shares of output, of population … They need not sum to one; they are
/// scaled within whatever is asked for.
struct Weights {
  std::string name;
  Words title;
  std::string source;
  bool verified = true;
  MissingStratum missing = MissingStratum::refuse;
  struct Stratum {
    std::vector<std::string> codes;  ///< one per field of the strata
    double weight = 0;               ///< > 0
  };
  std::vector<Stratum> strata;
  std::string file;
};

/// Records that are never pooled unless asked: only those with one of these values count, until a
/// question groups or filters by the field.
struct Separation {
  std::string field;
  std::vector<std::string> counted;
};

struct Indicator {
  std::string name;
  Words title;
  Words help;
  std::vector<std::string> serves;
  std::string register_name;
  IndicatorKind kind = IndicatorKind::count;
  std::optional<expr::Expression> filter;
  std::optional<expr::Expression> numerator;
  std::optional<expr::Expression> denominator;
  std::optional<expr::Expression> value;
  std::optional<expr::Expression> base;
  std::vector<std::string> distinct;  ///< fields whose different combinations are counted too
  std::optional<Strata> strata;
  std::optional<Separation> separate;
  std::vector<std::string> dimensions;  ///< fields that `--by` accepts
  std::string time_field;               ///< the register's unless said otherwise
  std::string region_field;
  std::string industry_field;
  IntervalMethod interval = IntervalMethod::none;
  double confidence = 0.95;
  Words unit;
  double scale = 1;        ///< 100 for per cent: only for showing
  int minimum_trials = 0;  ///< fewer: no value is published, only "too few"
  int suppress_below = 0;  ///< counts 1..n-1 are hidden from the public
  bool higher_is_better = true;
  bool is_public = false;
  std::string source;
  std::string file;
};

enum class Comparator { at_least, at_most, more_than, less_than, equal, about, rises, falls };
enum class Force { binding, goal, task, aspirational, nominal };

/// A number that a plan asks for: T1–T33.
struct Target {
  std::string id;  ///< "T3"
  Words title;
  std::string indicator;                   ///< empty when nothing measures it yet
  std::optional<expr::Expression> filter;  ///< narrows the indicator
  Comparator comparator = Comparator::at_least;
  std::optional<Decimal> value;  ///< in the indicator's stored unit: 0.90, not 90 %
  std::string unit;
  std::optional<Date> deadline;
  Force force = Force::goal;
  std::string clause;  ///< "003二(三)1"
  Words note = {};     ///< what the wording leaves open, or what would have to be measured
  bool verified = true;
  std::string file;
};

}  // namespace zhiheng::catalog
