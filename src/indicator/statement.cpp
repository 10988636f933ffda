#include "indicator/statement.h"

#include "base/sql_text.h"
#include "cube/counting.h"
#include "indicator/keys.h"
#include "indicator/period.h"

namespace zhiheng::indicator {
namespace {

constexpr std::int64_t day_us = 86'400'000'000;
constexpr std::int64_t china_us = 28'800'000'000;

class Writer {
 public:
  Writer(const Plan& plan, Dialect dialect, const Limits& limits,
         const std::vector<Conversion>& conversions, const Reading& reading)
      : plan_(plan),
        dialect_(dialect),
        limits_(limits),
        conversions_(conversions),
        reading_(reading) {}

  Sql write() && {
    text_ << "SELECT ";
    const std::size_t keys = write_keys();
    write_measures();
    text_ << "\nFROM ";
    write_source();
    write_conditions();
    if (keys > 0) {
      text_ << "\nGROUP BY ";
      for (std::size_t i = 1; i <= keys; ++i) text_ << (i > 1 ? ", " : "") << std::to_string(i);
    }
    if (keys > 0 && reading_.summary != nullptr) {  // no group without a record of the indicator
      text_ << "\nHAVING sum(" << summed_records() << ") > 0";
    }
    return std::move(text_).done();
  }

 private:
  const Plan& plan_;
  Dialect dialect_;
  const Limits& limits_;
  const std::vector<Conversion>& conversions_;
  const Reading& reading_;
  SqlText text_;

  std::size_t write_keys() {
    std::size_t keys = 0;
    for (std::size_t i = 0; i < plan_.by.size(); ++i) {
      text_ << key_sql(plan_, plan_.by[i], i, converted()) << " AS g" << std::to_string(keys++)
            << ", ";
    }
    for (const auto& stratum : plan_.strata) {
      text_ << key_sql(plan_, stratum, 0, converted()) << " AS g" << std::to_string(keys++) << ", ";
    }
    if (plan_.grain != Grain::none) {
      text_ << (reading_.summary == nullptr ? period_sql(plan_) : period_of_months_sql(plan_))
            << " AS period, ";
      ++keys;
    }
    return keys;
  }

  [[nodiscard]] bool converted() const { return !conversions_.empty(); }

  [[nodiscard]] Sql emitted(const expr::Expression& expression) const {
    return expression.emit(dialect_, expr::Environment{plan_.today}, "r.");
  }

  /// One definition for records and summaries.
  void write_measures() {
    const auto& indicator = *plan_.indicator;
    const auto counted = cube::counting(indicator, dialect_, plan_.today, reading_.exact);
    const bool mean = indicator.kind == catalog::IndicatorKind::mean;
    const std::size_t plain = mean ? 2 : counted.numbers.size();
    for (std::size_t i = 0; i < plain; ++i) {
      const auto& number = counted.numbers[i];
      text_ << (i > 0 ? ", " : "") << total(number) << " AS " << number.name;
    }
    if (mean) write_spread(counted);
    if (reading_.summary == nullptr) {
      write_distinct();
    } else if (!counted.too_large.text.empty()) {
      text_ << ", " << total({.name = "too_large"}) << " AS too_large";
    }
  }

  /// Of all records of a group, or of all lines of a summary.
  [[nodiscard]] Sql total(const cube::Counted& number) const {
    if (reading_.summary == nullptr) return cube::aggregate(number.when, number.value);
    const std::string sum = "sum(" + summed(number.name) + ")";
    if (!number.value.text.empty()) return {sum, {}};
    return {"CAST(coalesce(" + sum + ", 0) AS BIGINT)", {}};
  }

  /// n (n - 1) times the variance: from exact sums without loss.
  void write_spread(const cube::Counting& counted) {
    const Sql n = total(counted.numbers[0]);
    const Sql v = total(counted.numbers[1]);
    text_ << ", ";
    if (counted.exact) {
      text_ << n << " * " << total(counted.numbers[2]) << " - " << v << " * " << v;
    } else {
      text_ << "var_samp(" << counted.numbers[1].value << ") * " << n << " * (" << n << " - 1)";
    }
    text_ << " AS spread";
  }

  [[nodiscard]] std::string summed(const std::string& name) const {
    return column(plan_.indicator->name + "." + name);
  }

  /// The records that the indicator's filter lets through.
  [[nodiscard]] std::string summed_records() const {
    return plan_.indicator->filter ? summed("records") : column("records");
  }

  void write_distinct() {
    const auto& fields = plan_.indicator->distinct;
    if (fields.empty()) return;
    text_ << ", count(DISTINCT " << (fields.size() > 1 ? "(" : "");
    for (std::size_t i = 0; i < fields.size(); ++i) {
      text_ << (i > 0 ? ", " : "") << column(fields[i]);
    }
    text_ << (fields.size() > 1 ? "))" : ")") << " AS d";
  }

  /// The register; around it a layer for each list whose values are counted one by one.
  void write_source() {
    if (reading_.summary != nullptr) {
      text_ << reading_.summary->table << " AS r";
      return;
    }
    std::string source = expr::quoted(plan_.of->name);
    for (std::size_t i = 0; i < plan_.by.size(); ++i) {
      if (plan_.by[i].each) source = "(" + unfolded(source, plan_.by[i], i) + ")";
    }
    text_ << source << " AS r";
    if (conversions_.empty()) return;
    text_ << "\nLEFT JOIN (VALUES ";
    for (std::size_t i = 0; i < conversions_.size(); ++i) {
      const auto& c = conversions_[i];
      text_ << (i > 0 ? ", " : "") << "(" << literal(c.code) << ", " << literal(c.province) << ", "
            << literal(c.prefecture) << ", " << literal(c.county) << ")";
    }
    text_ << ") AS m(_code, _province, _prefecture, _county) ON m._code = "
          << column(plan_.indicator->region_field);
  }

  /// A value that stands twice in one list counts once; a record without a list counts under null.
  [[nodiscard]] std::string unfolded(const std::string& source, const Dimension& dimension,
                                     std::size_t index) const {
    const std::string list = "s." + expr::quoted(dimension.column);
    const std::string name = expr::quoted(each_column(index));
    if (dialect_ == Dialect::duckdb) {
      return "SELECT s.*, unnest(CASE WHEN " + list +
             " IS NULL THEN [NULL] ELSE list_distinct(string_split(" + list + ", '|')) END) AS " +
             name + " FROM " + source + " AS s";
    }
    return "SELECT s.*, e.v AS " + name + " FROM " + source +
           " AS s LEFT JOIN LATERAL (SELECT DISTINCT x AS v FROM unnest(string_to_array(" + list +
           ", '|')) AS u(x)) AS e ON TRUE";
  }

  void write_conditions() {
    const char* word = "\nWHERE ";
    const auto next = [&]() -> SqlText& {
      text_ << word;
      word = "\n  AND ";
      return text_;
    };
    // The numbers of a summary are only of records that the declared filter lets through.
    if (plan_.indicator->filter && reading_.summary == nullptr) {
      next() << emitted(*plan_.indicator->filter);
    }
    if (plan_.asked) next() << emitted(*plan_.asked);
    if (plan_.separate) {
      next() << column(plan_.separate->field) << " IN (";
      for (std::size_t i = 0; i < plan_.separate->counted.size(); ++i) {
        if (i > 0) text_ << ", ";
        text_.value(plan_.separate->counted[i]);
      }
      text_ << ")";
    }
    const auto in_region = [&](const std::string& digits) {
      next() << region_sql(plan_, digits.size(), converted()) << " = ";
      text_.value(digits.size() == 6 ? Value{digits} : Value{std::int64_t{std::stoi(digits)}});
    };
    if (!plan_.region.empty()) in_region(plan_.region);
    const std::string time =
        column(reading_.summary == nullptr ? plan_.indicator->time_field : months_key(plan_));
    if (plan_.read_from) next() << time << " >= ", text_.value(begin_of(*plan_.read_from));
    if (plan_.to) next() << time << " < ", text_.value(begin_of({plan_.to->days + 1}));
    if (plan_.from && plan_.read_from != plan_.from) {
      const Date start = period_start(plan_.grain, *plan_.from);
      if (start != *plan_.from) {  // the days of the first period that were not asked for
        next() << "NOT (" << time << " >= ", text_.value(begin_of(start));
        text_ << " AND " << time << " < ";
        text_.value(begin_of(*plan_.from)) << ")";
      }
    }
    if (plan_.grain != Grain::none) next() << time << " IS NOT NULL";
    if (limits_.rows.text.empty()) return;
    if (reading_.summary != nullptr) return in_region(limits_.region);
    next() << "(" << limits_.rows << ")";
  }

  /// The beginning of a day in China, as the time field has it; of a month, as a summary does.
  [[nodiscard]] Value begin_of(Date day) const {
    if (reading_.summary != nullptr) return number_of_month(day);
    if (!timestamped(plan_)) return day;
    return Timestamp{day.days * day_us - china_us};
  }
};

}  // namespace

Sql statement(const Plan& plan, Dialect dialect, const Limits& limits,
              const std::vector<Conversion>& conversions, const Reading& reading) {
  return Writer(plan, dialect, limits, conversions, reading).write();
}

Sql regions_statement(const Plan& plan) {
  return {"SELECT DISTINCT " + column(plan.indicator->region_field) + " FROM " +
              expr::quoted(plan.of->name) + " AS r",
          {}};
}

}  // namespace zhiheng::indicator
