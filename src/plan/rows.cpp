#include "plan/rows.h"

#include <algorithm>

namespace zhiheng::plan {

Result<Rows> Rows::read(registry::Registry& registry, const registry::Person& person,
                        std::string_view of, const std::string& filter,
                        const std::vector<std::string>& sort) {
  ZH_TRY(const auto* declared, registry.find_register(of));
  Rows rows;
  registry::ListQuery query;
  query.filter = filter;
  query.sort = sort;
  ZH_DO(registry.each(person, *declared, query, rows.columns_, [&](const registry::Record& record) {
    rows.records_.push_back(record);
    return true;
  }));
  return rows;
}

const Value& Rows::value(const registry::Record& record, std::string_view field) const {
  static const Value nothing;
  const auto found = std::ranges::find(columns_, field);
  if (found == columns_.end()) return nothing;
  return record.values[static_cast<std::size_t>(found - columns_.begin())];
}

std::string Rows::text(const registry::Record& record, std::string_view field) const {
  return to_text(value(record, field));
}

std::optional<std::int64_t> Rows::whole(const registry::Record& record,
                                        std::string_view field) const {
  const auto* number = std::get_if<std::int64_t>(&value(record, field));
  return number == nullptr ? std::nullopt : std::optional(*number);
}

std::optional<Date> Rows::date(const registry::Record& record, std::string_view field) const {
  const auto* day = std::get_if<Date>(&value(record, field));
  return day == nullptr ? std::nullopt : std::optional(*day);
}

std::optional<double> Rows::real(const registry::Record& record, std::string_view field) const {
  const auto* number = std::get_if<Decimal>(&value(record, field));
  return number == nullptr ? std::nullopt : std::optional(to_double(*number));
}

bool Rows::flag(const registry::Record& record, std::string_view field) const {
  const auto* set = std::get_if<bool>(&value(record, field));
  return set != nullptr && *set;
}

std::vector<std::string> Rows::list(const registry::Record& record, std::string_view field) const {
  return elements_of(text(record, field));
}

std::string literal(std::string_view text) {
  std::string quoted = "'";
  for (const char sign : text) {
    quoted += sign;
    if (sign == '\'') quoted += sign;
  }
  return quoted + "'";
}

std::string equals(std::string_view field, std::string_view value) {
  return std::string(field) + " = " + literal(value);
}

std::string both(const std::string& a, const std::string& b) {
  if (a.empty() || b.empty()) return a + b;
  return "(" + a + ") and (" + b + ")";
}

std::string joined(const std::vector<std::string>& elements) {
  std::string text;
  for (const auto& element : elements) {
    if (!text.empty()) text += '|';
    for (const char sign : element) {
      if (sign == '|') {
        text += "｜";
      } else {
        text += sign;
      }
    }
  }
  return text;
}

std::vector<std::string> elements_of(std::string_view joined) {
  std::vector<std::string> elements;
  while (!joined.empty()) {
    const auto bar = std::min(joined.find('|'), joined.size());
    if (bar > 0) elements.emplace_back(joined.substr(0, bar));
    joined.remove_prefix(std::min(bar + 1, joined.size()));
  }
  return elements;
}

}  // namespace zhiheng::plan
