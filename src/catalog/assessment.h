#pragma once
// The declaration of a scheme by which a government scores the governments below it.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "base/date.h"
#include "base/decimal.h"
#include "base/words.h"
#include "catalog/indicator.h"
#include "expr/expr.h"

namespace zhiheng::catalog {

/// Values are rounded to so many places before they are scored, so that every engine gives the
/// same points.
inline constexpr int places_of_scored_value = 6;

/// Records of a register: how many, or the sum of `value` over them.
struct CountedRecords {
  std::string register_name;
  std::optional<expr::Expression> filter;
  std::optional<expr::Expression> value;
};

enum class ScoreSource {
  parts,      ///< the sum of the nodes below
  indicator,  ///< of the catalog
  records,    ///< counted in a register
  review,     ///< entered by a reviewer
};

enum class ScoreFunction {
  linear,      ///< 0 at floor, all points at goal
  bands,       ///< points by interval
  pass_fail,   ///< all or nothing
  deduction,   ///< all points less per_event for each event, at most cap
  rank,        ///< all points for the best, none for the last, linear by place
  change,      ///< linear in the difference from the year before
  expression,  ///< of value, low, high, previous, records, points
  direct,      ///< the value is the points
};

/// from <= value < to; the outer ones are open.
struct ScoreBand {
  std::optional<Decimal> from, to;
  Decimal points;
};

struct Scoring {
  ScoreFunction function = ScoreFunction::direct;
  std::optional<Decimal> floor, goal;
  Comparator comparator = Comparator::at_least;  ///< for pass_fail, against goal
  std::vector<ScoreBand> bands;                  ///< ascending, without gap or overlap
  std::optional<Decimal> per_event, cap;
  bool relative = false;         ///< change: as a fraction of the year before
  bool higher_is_better = true;  ///< rank
  std::optional<expr::Expression> expression;
};

struct AssessmentNode {
  std::string id;
  std::optional<std::size_t> parent;  ///< position in Scheme::nodes, before this one
  std::vector<std::size_t> parts;     ///< positions of the nodes below
  Words title, help;
  Decimal points;  ///< the most it can give; with the places of the scheme
  ScoreSource data = ScoreSource::parts;
  std::string indicator;
  std::optional<expr::Expression> filter;  ///< narrows the indicator
  CountedRecords records;
  Scoring scoring;
  bool full_when_missing = false;  ///< without data: all points instead of none
  std::string clause;              ///< of the plan
  std::string source;              ///< law or decision
  bool verified = true;
  std::string place;  ///< "assessments/a.toml:12"
};

enum class EventKind { deduction, bonus, veto };

/// What is counted beside the tree.
struct AssessmentEvent {
  std::string id;
  EventKind kind = EventKind::deduction;
  Words title;
  CountedRecords records;
  Decimal per_event, cap;        ///< points, for deduction and bonus
  int at_least = 1;              ///< veto: so many records
  std::string grade;             ///< veto: no better than this
  std::optional<Decimal> limit;  ///< veto: no more points than this
  std::string source;
  bool verified = true;
  std::string place;
};

/// from <= rounded total <= to, both inclusive; the outer ones are open.
struct GradeBand {
  std::string code;
  Words title;
  std::optional<Decimal> from, to;
};

/// Within what time a step of the procedure must be taken: a date field of assessment_case.
struct AssessmentTerm {
  std::string id;
  Words title;
  std::string after, until;
  Term term;
  std::string source;
  bool verified = true;
};

enum class WeightDoubt { none, dirichlet, uniform };

/// How far weights and data are moved to see how firm the ranks are.
struct Doubt {
  WeightDoubt weights = WeightDoubt::dirichlet;
  Decimal concentration{200, 0};
  Decimal reach{1, 1};
  Decimal confidence{95, 2};
  int draws = 2000;
  int seed = 1;
};

struct Scheme {
  std::string name;
  std::string version;
  Words title, help;
  std::vector<std::string> serves;
  std::string assessor;  ///< whose governments right below are assessed; "000000": the provinces
  int places = 2;        ///< of points
  int grade_places = 0;  ///< to which the total is rounded, half up, before it is graded
  unsigned begins_month = 1, begins_day = 1;  ///< first day of the assessment year
  Date valid_from;
  std::optional<Date> valid_to;
  std::vector<AssessmentNode> nodes;  ///< a node comes before its parts
  std::vector<AssessmentEvent> events;
  std::optional<Decimal> bonus_cap;
  std::vector<GradeBand> grades;  ///< best first
  std::vector<AssessmentTerm> terms;
  Doubt doubt;
  Decimal tolerance;  ///< points by which a government's own figure may differ unmarked
  std::string source;
  bool verified = true;
  std::string file;
  std::string digest;  ///< SHA-256 of the file, hexadecimal

  [[nodiscard]] std::optional<std::size_t> position(std::string_view node) const;
  /// Sum of the points of the nodes without a parent.
  [[nodiscard]] Decimal full_points() const;
  /// First and last day of the assessment year that begins in `year`.
  [[nodiscard]] std::pair<Date, Date> period(int year) const;
};

/// What the expression of a scoring function may name.
[[nodiscard]] std::vector<expr::Field> scoring_fields();

}  // namespace zhiheng::catalog
