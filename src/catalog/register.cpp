#include "catalog/register.h"

#include <algorithm>

namespace zhiheng::catalog {

Storage Field::storage() const {
  if (list) return Storage::text;
  switch (type) {
    case FieldType::integer:
      return Storage::integer;
    case FieldType::decimal:
    case FieldType::money:
      return Storage::decimal;
    case FieldType::date:
      return Storage::date;
    case FieldType::timestamp:
      return Storage::timestamp;
    case FieldType::boolean:
      return Storage::boolean;
    case FieldType::text:
    case FieldType::code:
    case FieldType::region:
    case FieldType::industry:
    case FieldType::party:
    case FieldType::product:
    case FieldType::point:
    case FieldType::record:
    case FieldType::attachment:
      return Storage::text;
  }
  return Storage::text;
}

namespace {

expr::Type type_of(Storage storage) {
  switch (storage) {
    case Storage::boolean:
      return expr::Type::boolean;
    case Storage::integer:
      return expr::Type::integer;
    case Storage::decimal:
      return expr::Type::decimal;
    case Storage::date:
      return expr::Type::date;
    case Storage::timestamp:
      return expr::Type::timestamp;
    case Storage::text:
      return expr::Type::text;
  }
  return expr::Type::text;
}

// "620000" covers 62, "620100" covers 6201: pairs of zeros at the end stand for "all of it".
std::string region_prefix(std::string_view code) {
  std::string prefix(code);
  while (prefix.size() > 2 && prefix.size() % 2 == 0 && prefix.ends_with("00")) {
    prefix.resize(prefix.size() - 2);
  }
  return prefix;
}

}  // namespace

const Field* Register::find_field(std::string_view field) const {
  const auto at = position(field);
  return at ? &fields[*at] : nullptr;
}

std::optional<std::size_t> Register::position(std::string_view field) const {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (fields[i].name == field) return i;
  }
  return std::nullopt;
}

std::string Register::initial_state() const {
  for (const State& state : states) {
    if (state.initial) return state.name;
  }
  return states.empty() ? std::string() : states.front().name;
}

const Step* Register::find_step(std::string_view step) const {
  const auto found = std::ranges::find(steps, step, &Step::name);
  return found == steps.end() ? nullptr : &*found;
}

std::string_view Register::kind_of(std::span<const Value> values) const {
  const auto at = kind_field.empty() ? std::nullopt : position(kind_field);
  const auto* kind = at ? std::get_if<std::string>(&values[*at]) : nullptr;
  return kind != nullptr ? std::string_view(*kind) : std::string_view();
}

bool Register::publishes() const { return std::ranges::any_of(steps, &Step::publish); }

std::vector<expr::Field> Register::expression_fields() const {
  std::vector<expr::Field> known;
  known.reserve(fields.size() + 2);
  for (const Field& field : fields) {
    expr::Field as;
    as.name = field.name;
    as.type = type_of(field.storage());
    as.scale = field.scale;
    as.list = field.list;
    if (field.type == FieldType::region) as.prefix = region_prefix;
    if (field.type == FieldType::industry) {
      as.prefix = [](std::string_view code) { return std::string(code); };
    }
    known.push_back(std::move(as));
  }
  known.push_back({.name = "state", .type = expr::Type::text});
  known.push_back({.name = "recorded_at", .type = expr::Type::timestamp});
  return known;
}

std::vector<expr::Field> Register::step_fields() const {
  auto known = expression_fields();
  known.push_back({.name = "actor", .type = expr::Type::text});
  return known;
}

}  // namespace zhiheng::catalog
