// SQLite keeps days and microseconds as integers; the others have types of their own, whose time
// zones and ranges must not matter.
#include "expr/emission.h"

namespace zhiheng::expr {
namespace {

constexpr std::string_view epoch = "DATE '1970-01-01'";
constexpr std::string_view before_first_day = "-719163";
constexpr std::string_view after_last_day = "2932897";

}  // namespace

template <class Part>
void Emission::as_day(const Part& part) {
  const auto within = [&] { inside(part, before_first_day, after_last_day); };
  if (sqlite()) return within();
  put(
      "(", epoch, " + ", [&] { cast(within, "INTEGER"); }, ")");
}

/// Eight hours before midnight UTC.
template <class Part>
void Emission::china_midnight(const Part& day) {
  if (sqlite()) return put("(", day, " * 86400000000 - 28800000000)");
  if (duckdb()) return put("(CAST(", day, " AS TIMESTAMP) - INTERVAL 8 HOUR)");
  put("(CAST(", day, " AS TIMESTAMP) AT TIME ZONE INTERVAL '+08:00')");
}

/// The first midnight in China lies in the year 0 of UTC, which has no written form.
void Emission::first_midnight() {
  china_midnight([&] { constant({false, first_day}, Type::date, 0); });
}

void Emission::date_operator(const Node& node) {
  const Node& first = *node.children[0];
  switch (node.op) {
    case Op::to_timestamp:
      return china_midnight(first);
    case Op::china_day:
      // SQLite divides towards zero; shifted by 719163 days, all that can come is positive.
      if (sqlite()) return put("((", first, " + 62135712000000000) / 86400000000 - 719163)");
      if (duckdb()) return put("CAST((", first, " + INTERVAL 8 HOUR) AS DATE)");
      return put("CAST((", first, " AT TIME ZONE INTERVAL '+08:00') AS DATE)");
    case Op::days_between:
      return put(postgresql() ? "CAST((" : "(", first, " - ", node.children[1],
                 postgresql() ? ") AS BIGINT)" : ")");
    case Op::year:
      return part_of_date(node, "YEAR", "%Y");
    case Op::month:
      return part_of_date(node, "MONTH", "%m");
    case Op::quarter:
      if (!sqlite()) return part_of_date(node, "QUARTER", "");
      return put(
          "((", [&] { part_of_date(node, "MONTH", "%m"); }, " + 2) / 3)");
    case Op::add_days:
      return add_days(node);
    default:
      return add_months(node);
  }
}

void Emission::part_of_date(const Node& node, std::string_view part, std::string_view format) {
  const Node& day = *node.children[0];
  if (!sqlite()) return put("CAST(EXTRACT(", part, " FROM ", day, ") AS BIGINT)");
  put("CAST(strftime('", format, "', ", day, " * 86400, 'unixepoch') AS INTEGER)");
}

void Emission::add_days(const Node& node) {
  const Node& day = *node.children[0];
  as_day([&] {
    if (sqlite()) return put(day, " + ", node.children[1]);
    put("CAST((", day, " - ", epoch, ") AS BIGINT) + ", node.children[1]);
  });
}

/// Months that certainly lead out of the years 1..9999 are as good as any more.
void Emission::limited_months(const Node& months) {
  if (months.bound <= 120'000) return put(months);
  if (sqlite()) return put("max(min(", months, ", 120000), -120000)");
  put("GREATEST(LEAST(", months, ", 120000), -120000)");
}

/// The month in question, then the day in it, but no later than its last.
void Emission::add_months(const Node& node) {
  const Node& day = *node.children[0];
  const Node& months = *node.children[1];
  if (sqlite()) {
    const auto first = [&] {
      put(
          "julianday(", day, " * 86400, 'unixepoch', 'start of month', ",
          [&] { limited_months(months); }, " || ' months'");
    };
    // The month after December 9999 is none for SQLite, so the last day of all stands in for it.
    return as_day([&] {
      put("min(CAST(", first, ") - 2440587.5 AS INTEGER) + CAST(strftime('%d', ", day,
          " * 86400, 'unixepoch') AS INTEGER) - 1, COALESCE(CAST(", first,
          ", '+1 month', '-1 day') - 2440587.5 AS INTEGER), 2932896))");
    });
  }
  // PostgreSQL has no dates before 4713 BC: done 10,000 years later, after as many turns of the
  // calendar, and checked on the way back.
  const auto there = [&] {
    put(
        "(", day, " + 3652425 + ", postgresql() ? "make_interval(months => " : "to_months(",
        [&] { cast([&] { limited_months(months); }, "INTEGER"); }, "))");
  };
  as_day([&] {
    put(
        "CAST((", [&] { cast(there, "DATE"); }, " - ", epoch, ") AS BIGINT) - 3652425");
  });
}

}  // namespace zhiheng::expr
