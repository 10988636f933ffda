#pragma once
// From records to numbers that can be defended: values with intervals, by any dimension, over time.

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "base/sql.h"
#include "base/words.h"
#include "catalog/catalog.h"
#include "cube/cube.h"

namespace zhiheng::indicator {

enum class Grain { none, year, quarter, month, week, day };

struct Question {
  std::string indicator;
  std::vector<std::string> by;  ///< dimensions: fields, or "region:province", "region:prefecture",
                                ///< "region:county", "industry:section", "industry:division" …
  bool each = false;            ///< list fields: count each value once instead of the whole list
  Grain grain = Grain::none;
  std::optional<Date> from, to;    ///< both inclusive
  std::string filter;              ///< further condition
  std::string region;              ///< only this GB/T 2260 subtree
  std::optional<Date> regions_on;  ///< convert history to the division of this day
  double confidence = 0;           ///< 0: as declared
  bool for_public = false;         ///< suppress small counts
  Sql visible = {};                ///< rows the asker may see (registry::visible_rows)
  /// The same when it is a GB/T 2260 subtree of the register's own region: then summaries know it.
  std::string visible_region = {};
  std::optional<Date> today;  ///< of conditions that say `today`; none: the clock's day in China
  bool from_records = false;  ///< count the records even where a summary has the answer
};

struct Change {
  double difference = 0;  ///< in the stored unit
  std::optional<double> p;
  bool significant = false;  ///< at 1 - confidence
};

struct Point {
  std::vector<std::string> group;  ///< codes of the dimensions, in order of Question::by
  std::string period;              ///< "2024", "2024-Q1", "2024-03", "2024-W05"; empty: all time
  std::int64_t records = 0;        ///< that the value rests on (trials)
  std::int64_t hits = 0;           ///< numerator, for proportions
  std::optional<std::int64_t> distinct;
  std::optional<double> value;  ///< none: too few, suppressed, or nothing to divide by
  std::optional<double> low, high;
  std::optional<double> standard_error;
  /// "", "too_few" (under the declared minimum), "suppressed" (a small count, or one that would
  /// give it away), "undefined" (nothing to divide by), "missing_stratum" (a stratum has no
  /// record), "renormalised" (the same, and the other weights were stretched), "region_split" (the
  /// region has several heirs and stays under its old code)
  std::string note;
  std::optional<Change> on_previous, on_year;
};

struct Answer {
  const catalog::Indicator* indicator = nullptr;
  std::vector<std::string> by;
  std::vector<Words> headings;                       ///< per dimension: its own title
  std::vector<std::map<std::string, Words>> titles;  ///< per dimension: code -> title
  std::vector<Point> points;
  std::int64_t position = 0;   ///< newest commit included
  std::string sql;             ///< what was asked of the cube: part of the explanation
  std::vector<Words> remarks;  ///< what a reader should know: duplicates, splits, left-out rows
  std::string interval;        ///< "wilson", …
  double confidence = 0.95;
};

/// @fails  indicator.unknown, indicator.unknown_dimension, indicator.no_time, indicator.no_region,
///         indicator.unknown_region, indicator.confidence_out_of_range, indicator.range_reversed,
///         the refusals of the filter and of the cube
Result<Answer> ask(const catalog::Catalog& catalog, cube::Cube& cube, const Question& question,
                   const std::atomic<bool>* interrupted = nullptr);

/// The condition that selects the records behind a point (for a converted region: those of all its
/// forerunners), as an expression for a register's list.
[[nodiscard]] Result<std::string> records_behind(const catalog::Catalog& catalog,
                                                 const Question& question, const Point& point);

/// Limits of a funnel plot around the overall value, for sample sizes up to the largest.
struct Funnel {
  double centre = 0;
  struct Limit {
    std::int64_t trials = 0;
    double low95 = 0, high95 = 0, low998 = 0, high998 = 0;
  };
  std::vector<Limit> limits;
};
Result<Funnel> funnel(const Answer& answer);

/// How a target stands.
struct Standing {
  const catalog::Target* target = nullptr;
  std::optional<Point> point;
  std::string verdict;  ///< "met", "missed", "likely_met", "likely_missed", "open", "no_data"
  Words reason;
};

/// Whether a value meets a number: "met" and "missed" when its whole interval says so, "likely_met"
/// and "likely_missed" when only the value does, "no_data" without a value. Not for `rises` and
/// `falls`.
[[nodiscard]] std::string verdict_of(catalog::Comparator comparator, double wanted,
                                     const Point& point, const catalog::Wording& wording);
/// "（“左右”按 ±10 % 计，未经核实）": what stands behind a number that is about.
[[nodiscard]] Words words_of_about(const catalog::Wording& wording);

/// "已达到" for "met", and so on; the word itself when it is no verdict.
[[nodiscard]] Words words_of_verdict(const std::string& verdict);

/// What somebody may know of the indicators behind the targets.
struct Asker {
  bool for_public = false;  ///< suppress small counts
  /// The rows of the indicator's register that count for the asker; none: the indicator is not
  /// for them, and its targets are left out. Empty function: everything.
  std::function<Result<std::optional<Sql>>(const catalog::Indicator&)> visible = {};
};
Result<std::vector<Standing>> standings(const catalog::Catalog& catalog, cube::Cube& cube,
                                        const std::string& region, Date today,
                                        const std::atomic<bool>* interrupted = nullptr,
                                        const Asker& asker = {});

/// One JSON document, all words in both languages, reals rounded to 12 digits: the same from every
/// engine. Without `explain` neither the SQL nor the newest commit is in it.
[[nodiscard]] std::string to_json(const Answer& answer, bool explain = true);
[[nodiscard]] std::string to_json(const Answer& answer, const Funnel& funnel);
[[nodiscard]] std::string to_json(const std::vector<Standing>& standings);
[[nodiscard]] std::string to_csv(const Answer& answer, Language language);
[[nodiscard]] Result<std::string> to_xlsx(const Answer& answer, Language language);

}  // namespace zhiheng::indicator
