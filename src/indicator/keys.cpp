#include "indicator/keys.h"

#include "code/industry.h"
#include "cube/counting.h"

namespace zhiheng::indicator {
namespace {

/// A code as far as a level goes; null where the record says less.
std::string beginning(const std::string& code, int count) {
  const std::string n = std::to_string(count);
  return "CASE WHEN length(" + code + ") >= " + n + " THEN substr(" + code + ", 1, " + n + ") END";
}

std::string section(const Plan& plan, const std::string& code) {
  std::string text = "CASE WHEN length(" + code + ") = 1 THEN " + code;
  const auto* table = plan.catalog->industries.get();
  if (table == nullptr) return text + " END";
  for (const auto* letter : table->children("", code::Edition::gb2017)) {
    std::string divisions;
    for (const auto* division : table->children(letter->code, code::Edition::gb2017)) {
      if (!divisions.empty()) divisions += ", ";
      divisions += literal(division->code);
    }
    text += " WHEN substr(" + code + ", 1, 2) IN (" + divisions + ") THEN " + literal(letter->code);
  }
  return text + " END";
}

/// The time in China.
std::string day(const Plan& plan) {
  return cube::day_in_china(column(plan.indicator->time_field), timestamped(plan));
}

}  // namespace

std::string column(const std::string& name) { return "r." + expr::quoted(name); }

std::string each_column(std::size_t dimension) { return "_each_" + std::to_string(dimension); }

std::string literal(const std::string& text) { return "'" + text + "'"; }

std::string key_sql(const Plan& plan, const Dimension& dimension, std::size_t index,
                    bool converted) {
  if (dimension.each) return column(each_column(index));
  if (is_region(dimension.level))
    return region_sql(plan, region_digits(dimension.level), converted);
  const std::string code = column(dimension.column);
  switch (dimension.level) {
    case Level::section:
      return section(plan, code);
    case Level::division:
      return column(dimension.column + ":division");
    case Level::group:
      return beginning(code, 3);
    case Level::industry_class:
      return beginning(code, 4);
    default:
      return code;
  }
}

std::string region_sql(const Plan& plan, std::size_t digits, bool converted) {
  const std::string& field = plan.indicator->region_field;
  const std::string level = digits == 2 ? "province" : digits == 4 ? "prefecture" : "county";
  const std::string own = column(digits == 6 ? field : field + ":" + level);
  if (!converted) return own;
  const std::string now = "nullif(m._" + level + ", '')";
  return "coalesce(" + (digits == 6 ? now : "CAST(" + now + " AS INTEGER)") + ", " + own + ")";
}

std::string period_sql(const Plan& plan) {
  const auto part = [&](const char* name) {
    return "CAST(extract(" + std::string(name) + " FROM " + day(plan) + ") AS INTEGER)";
  };
  const std::string days =
      (timestamped(plan) ? "CAST(" + day(plan) + " AS DATE)" : day(plan)) + " - DATE '1970-01-01'";
  switch (plan.grain) {
    case Grain::none:
    case Grain::year:
      return part("year");
    case Grain::quarter:
      return part("year") + " * 4 + " + part("quarter") + " - 1";
    case Grain::month:
      return cube::month_number(day(plan));
    case Grain::week:  // back to Monday; a remainder of SQL can be negative
      return "(" + days + ") - ((" + days + " + 3) % 7 + 7) % 7";
    case Grain::day:
      return days;
  }
  return {};
}

// Only DuckDB has summaries; there // divides whole numbers.
std::string period_of_months_sql(const Plan& plan) {
  const std::string months = column(months_key(plan));
  if (plan.grain == Grain::month) return months;
  return months + (plan.grain == Grain::quarter ? " // 3" : " // 12");
}

std::string months_key(const Plan& plan) { return plan.indicator->time_field + ":month"; }

bool timestamped(const Plan& plan) {
  const auto* field = plan.of->find_field(plan.indicator->time_field);
  return field == nullptr || field->storage() == Storage::timestamp;
}

}  // namespace zhiheng::indicator
