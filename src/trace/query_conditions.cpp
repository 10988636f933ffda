// Parameters that restrict: by a field that the standard names, or by one of someone's own.

#include <algorithm>

#include "trace/failures.h"
#include "trace/query_reading.h"
#include "trace/value_forms.h"

namespace zhiheng::trace {
Result<bool> QueryParameters::named(const Parameter& given, const SplitName& name) {
  const NamedParameter* known = named_parameter(name.rest);
  if (known == nullptr) return false;
  const std::string wanted = " " + std::string(known->operators) + " ";
  if (wanted.find(" " + std::string(name.front) + " ") == std::string::npos) {
    // HASATTR_bizLocation and the like are looked at elsewhere.
    if (name.op == Operator::has_attribute) return false;
    return fail(query_parameter_unknown, given.name, {}, std::string(known->operators));
  }
  Condition made{.subject = known->subject, .op = name.op};
  if (made.subject == Subject::sensor || made.subject == Subject::sensor_time) {
    made.kind = name.rest;
  }
  ZH_DO(values(given, known->value, known->vocabulary, made));
  query_.conditions.push_back(std::move(made));
  return true;
}

/// "value_CEL", "quantity_KGM"
Result<bool> QueryParameters::measured(const Parameter& given, const SplitName& name) {
  static constexpr std::string_view fields[] = {"value", "minValue",  "maxValue", "meanValue",
                                                "sDev",  "percValue", "quantity"};
  const std::size_t bar = name.rest.find('_');
  if (bar == std::string_view::npos || name.op > Operator::at_most) return false;
  const std::string_view field = name.rest.substr(0, bar);
  const std::string_view unit = name.rest.substr(bar + 1);
  if (std::ranges::find(fields, field) == std::end(fields) || !is_unit_code(unit)) return false;
  Condition made{.subject = field == "quantity" ? Subject::quantity : Subject::sensor,
                 .op = name.op,
                 .unit = std::string(unit)};
  if (made.subject == Subject::sensor) made.kind = field;
  ZH_DO(values(given, ValueKind::number, {}, made));
  query_.conditions.push_back(std::move(made));
  return true;
}

/// "bizTransaction_po"
Result<bool> QueryParameters::reference(const Parameter& given, const SplitName& name) {
  struct Kind {
    std::string_view front;
    Subject subject;
    Vocabulary vocabulary;
  };
  static constexpr Kind kinds[] = {
      {"bizTransaction_", Subject::transaction, Vocabulary::transaction_type},
      {"source_", Subject::source, Vocabulary::source_type},
      {"destination_", Subject::destination, Vocabulary::source_type}};
  if (name.op != Operator::equal) return false;
  for (const Kind& kind : kinds) {
    if (!name.rest.starts_with(kind.front)) continue;
    Condition made{.subject = kind.subject};
    made.kind = to_web_uri(kind.vocabulary, name.rest.substr(kind.front.size()));
    ZH_DO(values(given, ValueKind::identifier, {}, made));
    query_.conditions.push_back(std::move(made));
    return true;
  }
  return false;
}

/// HASATTR_bizLocation, EQATTR_bizLocation_urn:…
Result<bool> QueryParameters::attribute(const Parameter& given, const SplitName& name) {
  static constexpr std::pair<std::string_view, Subject> holders[] = {
      {"bizLocation", Subject::biz_location}, {"readPoint", Subject::read_point},
      {"bizStep", Subject::biz_step},         {"disposition", Subject::disposition},
      {"epcClass", Subject::any_class},       {"epc", Subject::any_epc}};
  const bool has = name.op == Operator::has_attribute;
  if (!has && name.op != Operator::attribute_equal) return false;
  Condition made{.subject = Subject::field, .op = name.op};
  std::string_view field = name.rest;
  if (!has) {
    std::size_t bar = name.rest.rfind('_');
    for (const auto& [holder, subject] : holders) {
      const bool fits = name.rest.size() > holder.size() + 1 && name.rest.starts_with(holder) &&
                        name.rest[holder.size()] == '_';
      if (fits) bar = holder.size();
    }
    if (bar == std::string_view::npos || bar + 1 >= name.rest.size()) {
      return fail(query_parameter_unknown, given.name, {}, "EQATTR_bizLocation_…");
    }
    field = name.rest.substr(0, bar);
    made.attribute = name.rest.substr(bar + 1);
  }
  bool known = false;
  for (const auto& [holder, subject] : holders) {
    if (field != holder) continue;
    made.subject = subject;
    known = true;
  }
  if (!known) {
    ZH_TRY(made.field, field_name(field, how_));
  }
  ZH_DO(values(given, ValueKind::text, {}, made));
  query_.conditions.push_back(std::move(made));
  return true;
}

/// "INNER_ILMD_example:field"
Result<void> QueryParameters::own_field(const Parameter& given, const SplitName& name) {
  static constexpr std::pair<std::string_view, Subject> places[] = {
      {"ILMD_", Subject::instance_field},
      {"ERROR_DECLARATION_", Subject::error_field},
      {"SENSORELEMENT_", Subject::sensor_element_field},
      {"SENSORMETADATA_", Subject::sensor_metadata_field},
      {"SENSORREPORT_", Subject::sensor_report_field},
      {"readPoint_", Subject::read_point_field},
      {"bizLocation_", Subject::biz_location_field}};
  if (name.op > Operator::exists) return fail(query_parameter_unknown, given.name);
  Condition made{.subject = Subject::field, .op = name.op};
  std::string_view rest = name.rest;
  if (rest.starts_with("INNER_")) {
    made.inner = true;
    rest.remove_prefix(6);
  }
  for (const auto& [front, subject] : places) {
    if (!rest.starts_with(front)) continue;
    made.subject = subject;
    rest.remove_prefix(front.size());
    break;
  }
  auto field = field_name(rest, how_);
  if (!field) return fail(query_parameter_unknown, given.name, {}, field.error().wanted);
  made.field = *std::move(field);
  if (made.op != Operator::exists) ZH_DO(values(given, ValueKind::text, {}, made));
  query_.conditions.push_back(std::move(made));
  return {};
}

}  // namespace zhiheng::trace
