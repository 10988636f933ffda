#include "registry/judge.h"

#include <algorithm>

#include "base/signs.h"
#include "base/text.h"
#include "code/credit_code.h"
#include "code/gs1.h"
#include "code/organisation_code.h"
#include "registry/failures.h"
#include "registry/places.h"

namespace zhiheng::registry {
namespace {

using catalog::FieldType;

constexpr std::size_t shown_characters = 60;

/// What stood there, short enough for a report.
std::string shown(std::string_view text) { return shorten(text, shown_characters); }

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char byte) { return (byte & 0xC0) != 0x80; }));
}

std::string_view word_for(Storage storage) {
  switch (storage) {
    case Storage::boolean:
      return "true | false";
    case Storage::integer:
      return "0, 1, 2 …";
    case Storage::decimal:
      return "0.00";
    case Storage::date:
      return "YYYY-MM-DD";
    case Storage::timestamp:
      return "YYYY-MM-DDThh:mm:ss+08:00";
    case Storage::text:
      return "…";
  }
  return {};
}

Result<void> check_party(std::string_view text) {
  if (text.size() == 9) {
    ZH_DO(code::check_organisation_code(text));
    return {};
  }
  ZH_DO(code::check_credit_code(text));
  return {};
}

// Files come and go by registry::Attachments alone: a digest that somebody wrote here would open a
// file of a record that is not theirs.
void judge_files(const catalog::Field& field, const Value& value, const Value* present,
                 std::vector<Error>& errors) {
  if (present == nullptr ? is_null(value) : value == *present) return;
  errors.push_back({&attachment_wrong, field.name, shown(to_text(value)), ""});
}

/// Calls `each` with every element of a list value; an empty text has one empty element.
template <class Each>
void each_element(std::string_view text, const Each& each) {
  while (true) {
    const auto bar = text.find('|');
    each(text.substr(0, bar));
    if (bar == std::string_view::npos) return;
    text.remove_prefix(bar + 1);
  }
}

std::string limits_of(const catalog::Field& field) {
  const std::string low = field.minimum ? to_text(*field.minimum) : "";
  const std::string high = field.maximum ? to_text(*field.maximum) : "";
  return low + ".." + high;
}

Decimal as_decimal(const Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return {*number, 0};
  return std::get<Decimal>(value);
}

/// As it is stored: without what people write between the parts of a code, and in its full length.
void prepare_code(catalog::FieldType type, std::string& text) {
  if (type == catalog::FieldType::party && text.size() == 10 && text[8] == '-') text.erase(8, 1);
  if (type == catalog::FieldType::product && text.size() < 14) {
    if (const auto gtin = code::check_gtin(text)) text = gtin->stored();
  }
}

/// In place, and only where something has to change.
void prepare_text(const catalog::Field& field, Value& value) {
  auto& text = std::get<std::string>(value);
  if (text.empty()) {
    value = std::monostate{};
    return;
  }
  if (!is_nfc(text)) {
    if (auto normal = to_nfc(text)) text = *std::move(normal);
  }
  using Type = catalog::FieldType;
  if (field.type != Type::party && field.type != Type::product) return;
  if (!field.list) return prepare_code(field.type, text);
  std::string all;
  each_element(text, [&](std::string_view element) {
    std::string one(element);
    prepare_code(field.type, one);
    all.append(all.empty() ? "" : "|").append(one);
  });
  text = std::move(all);
}

void prepare_number(const catalog::Field& field, Value& value) {
  const Decimal number = as_decimal(value);
  if (number.scale == field.scale && std::holds_alternative<Decimal>(value)) return;
  if (const auto fitting = rescale(number, field.scale)) value = *fitting;
}

}  // namespace

Judge::Judge(const catalog::Catalog& catalog, const catalog::Register& of)
    : catalog_(catalog), register_(of) {
  gauges_.reserve(of.fields.size());
  for (const auto& field : of.fields) {
    Gauge gauge;
    gauge.field = &field;
    gauge.kind = static_cast<std::size_t>(field.storage()) + 1;
    if (const auto* list = field.codes.empty() ? nullptr : catalog.find_codes(field.codes)) {
      for (const auto& code : list->codes) gauge.codes.insert(code.code);
    }
    gauges_.push_back(std::move(gauge));
  }
}

Result<Plan> Judge::plan(std::span<const std::string> columns) const {
  Plan plan;
  plan.columns.resize(gauges_.size());
  for (const auto& column : columns) {
    const auto position = register_.position(column);
    if (!position || plan.columns[*position]) {
      return fail(column_unknown, column, register_.name, "a field, once");
    }
    plan.columns[*position] = plan.fields.size();
    plan.fields.push_back(*position);
  }
  for (std::size_t i = 0; i < gauges_.size(); ++i) {
    if (gauges_[i].field->required && !plan.columns[i]) plan.absent.push_back(i);
  }
  for (const auto& rule : register_.rules) {
    bool given = false;
    bool kept = false;
    for (const auto used : rule.condition.fields_used()) {
      if (used >= plan.columns.size()) continue;
      (plan.columns[used] ? given : kept) = true;
    }
    plan.straddles = plan.straddles || (given && kept);
  }
  return plan;
}

Scratch Judge::scratch() const {
  return {.record = std::vector<Value>(register_.fields.size() + 2)};
}

void Judge::prepare(const Plan& plan, std::span<Value> values) const {
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Gauge& gauge = gauges_[plan.fields[i]];
    Value& value = values[i];
    if (std::holds_alternative<std::string>(value)) {
      prepare_text(*gauge.field, value);
    } else if (gauge.field->storage() == Storage::decimal &&
               (std::holds_alternative<Decimal>(value) ||
                std::holds_alternative<std::int64_t>(value))) {
      prepare_number(*gauge.field, value);
    }
  }
}

void Judge::judge(const Plan& plan, std::span<const Value> values, std::span<const Value> present,
                  std::string_view state, Timestamp now, Scratch& scratch,
                  std::vector<Error>& errors) const {
  const auto before = errors.size();
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Gauge& gauge = gauges_[plan.fields[i]];
    if (gauge.field->type == FieldType::attachment) {
      judge_files(*gauge.field, values[i], present.empty() ? nullptr : &present[plan.fields[i]],
                  errors);
    } else if (!is_null(values[i])) {
      judge_value(gauge, values[i], errors);
    } else if (gauge.field->required) {
      errors.push_back({&required, gauge.field->name, "", ""});
    }
  }
  for (const auto position : plan.absent) {
    if (!present.empty() && !is_null(present[position])) continue;
    errors.push_back({&required, gauges_[position].field->name, "", ""});
  }
  // A rule over values that are wrong in themselves would only repeat the complaint.
  if (errors.size() == before) judge_rules(plan, values, present, state, now, scratch, errors);
}

void Judge::judge_value(const Gauge& gauge, const Value& value, std::vector<Error>& errors) const {
  const catalog::Field& field = *gauge.field;
  if (value.index() != gauge.kind) {
    errors.push_back(
        {&wrong_type, field.name, shown(to_text(value)), std::string(word_for(field.storage()))});
    return;
  }
  if (const auto* text = std::get_if<std::string>(&value)) {
    judge_text(gauge, *text, errors);
    return;
  }
  if (const auto* decimal = std::get_if<Decimal>(&value);
      decimal && decimal->scale != field.scale) {
    errors.push_back({&wrong_type, field.name, to_text(*decimal),
                      to_text(Decimal{0, static_cast<std::uint8_t>(field.scale)})});
    return;
  }
  if (!field.minimum && !field.maximum) return;
  if (field.storage() != Storage::integer && field.storage() != Storage::decimal) return;
  const Decimal number = as_decimal(value);
  if ((field.minimum && compare(number, *field.minimum) < 0) ||
      (field.maximum && compare(number, *field.maximum) > 0)) {
    errors.push_back({&out_of_range, field.name, to_text(value), limits_of(field)});
  }
}

void Judge::judge_text(const Gauge& gauge, std::string_view text,
                       std::vector<Error>& errors) const {
  const catalog::Field& field = *gauge.field;
  if (!is_utf8(text)) {
    errors.push_back({&text_unreadable, field.name, "", "UTF-8"});
    return;
  }
  if (const auto sign = find_unwanted_sign(text)) {
    errors.push_back({&text_unreadable, field.name, sign->name(), "UTF-8"});
    return;
  }
  const auto longest = static_cast<std::size_t>(field.max_length);
  if (text.size() > longest && characters(text) > longest) {
    errors.push_back(
        {&too_long, field.name, std::to_string(characters(text)), "<= " + std::to_string(longest)});
    return;
  }
  if (!field.list) {
    judge_element(gauge, text, errors);
    return;
  }
  each_element(text, [&](std::string_view element) {
    if (element.empty()) {
      errors.push_back({&wrong_type, field.name, field.personal ? "" : shown(text), "a|b|c"});
    } else {
      judge_element(gauge, element, errors);
    }
  });
}

void Judge::judge_element(const Gauge& gauge, std::string_view text,
                          std::vector<Error>& errors) const {
  const catalog::Field& field = *gauge.field;
  switch (field.type) {
    case FieldType::code:
      if (!gauge.codes.contains(text)) {
        errors.push_back({&code_unknown, field.name, shown(text), field.codes});
      }
      return;
    case FieldType::region:
      if (!is_region(catalog_, text)) {
        errors.push_back({&region_unknown, field.name, shown(text), "GB/T 2260"});
      }
      return;
    case FieldType::industry:
      if (!is_industry(catalog_, text)) {
        errors.push_back({&industry_unknown, field.name, shown(text), "GB/T 4754"});
      }
      return;
    case FieldType::party:
      if (const auto checked = check_party(text); !checked) {
        errors.push_back({&party_wrong, field.name, shown(text), checked.error().wanted});
      }
      return;
    case FieldType::product:
      if (const auto gtin = code::check_gtin(text); !gtin || text.size() != 14) {
        errors.push_back(
            {&product_wrong, field.name, shown(text), gtin ? "14" : gtin.error().wanted});
      }
      return;
    default:
      return;
  }
}

void Judge::judge_rules(const Plan& plan, std::span<const Value> values,
                        std::span<const Value> present, std::string_view state, Timestamp now,
                        Scratch& scratch, std::vector<Error>& errors) const {
  const expr::Environment environment{china_date(now)};
  const auto fields = plan.columns.size();
  for (const auto& rule : register_.rules) {
    for (const auto used : rule.condition.fields_used()) {
      Value& place = scratch.record[used];
      if (used == fields) {
        place = std::string(state);
      } else if (used > fields) {
        place = now;
      } else if (plan.columns[used]) {
        place = values[*plan.columns[used]];
      } else if (!present.empty()) {
        place = present[used];
      } else {
        place = std::monostate{};
      }
    }
    const Value met = rule.condition.evaluate(scratch.record, environment);
    const auto* truth = std::get_if<bool>(&met);
    if (truth != nullptr && !*truth) {
      errors.push_back({&rule_broken, rule.field, rule.id, rule.condition.text()});
    }
  }
}

}  // namespace zhiheng::registry
