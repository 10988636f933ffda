// Which records are behind a point? As an expression that a register's list understands.

#include <algorithm>
#include <set>

#include "code/industry.h"
#include "code/region.h"
#include "indicator/failures.h"
#include "indicator/period.h"
#include "indicator/plan.h"
#include "indicator/statement.h"

namespace zhiheng::indicator {
namespace {

std::string day(Date date) { return "date '" + to_text(date) + "'"; }

std::string joined(const std::vector<std::string>& parts, std::string_view word) {
  std::string text;
  for (const auto& part : parts) text += (text.empty() ? std::string() : std::string(word)) + part;
  return text;
}

std::string one_of(const std::string& field, const std::set<std::string>& codes) {
  std::string list;
  for (const auto& code : codes) list += (list.empty() ? "" : ", ") + expr::text_literal(code);
  return field + " in (" + list + ")";
}

/// Records whose region begins with the digits, after conversion where the question asks for it.
std::string in_region(const Plan& plan, const std::string& digits) {
  const auto& field = plan.indicator->region_field;
  std::string own = digits.size() >= 6 ? field + " = " + expr::text_literal(digits)
                                       : field + " starts with " + expr::text_literal(digits);
  if (!plan.regions_on || plan.catalog->regions == nullptr) return own;
  std::set<std::string> came;
  std::set<std::string> went;
  for (const auto& region : plan.catalog->regions->all()) {
    const auto made = conversion(*plan.catalog->regions, region.code, *plan.regions_on);
    if (!made) continue;
    const auto& now = digits.size() == 2   ? made->province
                      : digits.size() == 4 ? made->prefecture
                                           : made->county;
    if (now.empty()) continue;
    const bool was_here = region.code.starts_with(digits);
    if (now == digits && !was_here) came.insert(region.code);
    if (now != digits && was_here) went.insert(region.code);
  }
  if (!came.empty()) own = "(" + own + " or " + one_of(field, came) + ")";
  if (!went.empty()) own += " and not (" + one_of(field, went) + ")";
  return own;
}

std::string industry(const Plan& plan, const Dimension& dimension, const std::string& code) {
  const auto& field = dimension.column;
  if (dimension.level != Level::section) {
    return field + " starts with " + expr::text_literal(code);
  }
  std::vector<std::string> parts{field + " = " + expr::text_literal(code)};
  if (plan.catalog->industries != nullptr) {
    for (const auto* division : plan.catalog->industries->children(code, code::Edition::gb2017)) {
      parts.push_back(field + " starts with " + expr::text_literal(division->code));
    }
  }
  return "(" + joined(parts, " or ") + ")";
}

/// A value as the expression language writes it.
std::string literal(const catalog::Field& field, const std::string& code) {
  switch (field.storage()) {
    case Storage::integer:
    case Storage::decimal:
      return code;
    case Storage::date:
      return "date " + expr::text_literal(code);
    case Storage::timestamp:
      return "timestamp " + expr::text_literal(code);
    case Storage::boolean:
    case Storage::text:
      break;
  }
  return expr::text_literal(code);
}

/// Codes too short to have the level asked for stand in the group without a code.
std::string without_code(const Dimension& dimension) {
  const std::string none = dimension.column + " is null";
  constexpr int digits[] = {0, 0, 0, 0, 0, 2, 3, 4};
  const int needed = digits[static_cast<int>(dimension.level)];
  if (needed == 0) return none;
  return "(" + none + " or length(" + dimension.column + ") < " + std::to_string(needed) + ")";
}

std::string in_group(const Plan& plan, const Dimension& dimension, const std::string& code) {
  if (code.empty()) return without_code(dimension);
  if (is_region(dimension.level)) {
    return in_region(plan, code.substr(0, region_digits(dimension.level)));
  }
  if (dimension.level != Level::whole) return industry(plan, dimension, code);
  if (dimension.each) return dimension.column + " has " + expr::text_literal(code);
  if (dimension.field == nullptr) return dimension.column + " = " + expr::text_literal(code);
  if (dimension.field->storage() == Storage::boolean) {
    return code == "true" ? dimension.column : "not " + dimension.column;
  }
  return dimension.column + " = " + literal(*dimension.field, code);
}

Result<void> add_time(const Plan& plan, const Point& point, std::vector<std::string>& parts) {
  std::optional<Date> first = plan.from;
  std::optional<Date> after = plan.to ? std::optional(Date{plan.to->days + 1}) : std::nullopt;
  if (plan.grain != Grain::none) {
    const auto start = parse_period(plan.grain, point.period);
    if (!start) return fail(point_elsewhere, "period", point.period, "2024-03");
    first = std::max(first.value_or(*start), *start);
    const Date end = next_period(plan.grain, *start);
    after = std::min(after.value_or(end), end);
  }
  const auto& field = plan.indicator->time_field;
  if (first) parts.push_back(field + " >= " + day(*first));
  if (after) parts.push_back(field + " < " + day(*after));
  return {};
}

}  // namespace

Result<std::string> records_behind(const catalog::Catalog& catalog, const Question& question,
                                   const Point& point) {
  ZH_TRY(const auto plan, make_plan(catalog, question));
  if (point.group.size() != plan.by.size()) {
    return fail(point_elsewhere, "group", std::to_string(point.group.size()),
                std::to_string(plan.by.size()));
  }
  std::vector<std::string> parts;
  for (const auto* condition :
       {&plan.indicator->filter, &plan.asked, &plan.indicator->denominator}) {
    if (*condition) parts.push_back("(" + (*condition)->text() + ")");
  }
  if (plan.separate) {
    const auto& counted = plan.separate->counted;
    parts.push_back(one_of(plan.separate->field, {counted.begin(), counted.end()}));
  }
  if (!plan.region.empty()) parts.push_back(in_region(plan, plan.region));
  for (std::size_t i = 0; i < plan.by.size(); ++i) {
    parts.push_back(in_group(plan, plan.by[i], point.group[i]));
  }
  ZH_DO(add_time(plan, point, parts));
  return joined(parts, " and ");
}

}  // namespace zhiheng::indicator
