// What is declared, for the pages to build themselves from.

#include <algorithm>

#include "api/application.h"
#include "api/failures.h"
#include "api/forms.h"
#include "registry/names.h"

namespace zhiheng::api {

namespace {

const char* type_name(catalog::FieldType type) {
  static const char* const names[] = {"text",      "code",    "integer", "decimal", "date",
                                      "timestamp", "boolean", "money",   "region",  "industry",
                                      "party",     "product", "point",   "record",  "attachment"};
  return names[static_cast<int>(type)];
}

json::value number(const std::optional<Decimal>& value) {
  return value ? json::value(to_text(*value)) : json::value(nullptr);
}

json::array texts(const std::vector<std::string>& from) {
  return json::array(from.begin(), from.end());
}

/// The kinds of record that must fill the field; none where all must, or none.
json::array kinds_that_require(const catalog::Register& of, const catalog::Field& field) {
  const auto rule =
      std::ranges::find(of.rules, of.name + "." + field.name + ".required", &catalog::Rule::id);
  return rule == of.rules.end() ? json::array() : texts(rule->kinds);
}

}  // namespace

json::object field_json(const catalog::Register& of, const catalog::Field& field) {
  return {{"name", field.name},
          {"type", type_name(field.type)},
          {"title", as_json(field.title)},
          {"help", as_json(field.help)},
          {"unit", field.unit},
          {"codes", field.codes},
          {"target", field.target},
          {"scale", field.scale},
          {"max_length", field.max_length},
          {"minimum", number(field.minimum)},
          {"maximum", number(field.maximum)},
          {"required", field.required},
          {"kinds", texts(field.kinds)},
          {"required_of", kinds_that_require(of, field)},
          {"list", field.list},
          {"public", field.is_public},
          {"personal", field.personal},
          {"searchable", field.searchable}};
}

namespace {

json::object register_json(const catalog::Catalog& catalog, const catalog::Register& of,
                           const registry::Access& access) {
  json::array fields;
  for (const auto& field : of.fields) {
    if (!access.sees(field)) continue;
    json::object one = field_json(of, field);
    const catalog::Register* pointed = registry::pointed_register(catalog, field);
    if (pointed != nullptr) one["target"] = pointed->name;
    fields.push_back(std::move(one));
  }
  json::array states;
  for (const auto& state : of.states) {
    states.push_back({{"name", state.name},
                      {"title", as_json(state.title)},
                      {"initial", state.initial},
                      {"final", state.final}});
  }
  json::array steps;
  for (const auto& step : of.steps) {
    steps.push_back({{"name", step.name},
                     {"title", as_json(step.title)},
                     {"kinds", texts(step.kinds)},
                     {"from", texts(step.from)},
                     {"to", step.to},
                     {"roles", texts(step.roles)},
                     {"required", texts(step.required_fields)}});
  }
  json::array clocks;
  for (const auto& clock : of.clocks) {
    clocks.push_back({{"name", clock.name}, {"title", as_json(clock.title)}});
  }
  json::array can = {"read"};
  if (access.write) can.emplace_back("write");
  if (access.import) can.emplace_back("import");
  return {{"name", of.name},
          {"title", as_json(of.title)},
          {"help", as_json(of.help)},
          {"serves", texts(of.serves)},
          {"fields", std::move(fields)},
          {"key", texts(of.key)},
          {"kind_field", of.kind_field},
          {"time_field", of.time_field},
          {"region_field", of.region_field},
          {"title_field", of.title_field},
          {"parent", of.parent},
          {"part_of", of.part_of},
          {"family", of.family},
          {"handler", of.handler},
          {"states", std::move(states)},
          {"steps", std::move(steps)},
          {"clocks", std::move(clocks)},
          {"can", std::move(can)}};
}

json::object indicator_json(const catalog::Indicator& made) {
  static const char* const kinds[] = {"count", "total", "proportion",
                                      "ratio", "mean",  "stratified_proportion"};
  static const char* const intervals[] = {"none", "wilson", "clopper_pearson"};
  return {{"name", made.name},
          {"title", as_json(made.title)},
          {"help", as_json(made.help)},
          {"serves", texts(made.serves)},
          {"unit", as_json(made.unit)},
          {"scale", made.scale},
          {"kind", kinds[static_cast<int>(made.kind)]},
          {"register", made.register_name},
          {"dimensions", texts(made.dimensions)},
          {"time_field", made.time_field},
          {"region_field", made.region_field},
          {"industry_field", made.industry_field},
          {"interval", intervals[static_cast<int>(made.interval)]},
          {"confidence", made.confidence},
          {"minimum_trials", made.minimum_trials},
          {"suppress_below", made.suppress_below},
          {"higher_is_better", made.higher_is_better},
          {"filter", made.filter ? made.filter->text() : ""},
          {"numerator", made.numerator ? made.numerator->text() : ""},
          {"denominator", made.denominator ? made.denominator->text() : ""},
          {"source", made.source}};
}

bool sees(const Application& application, const registry::Person& person,
          const catalog::Indicator& made) {
  const catalog::Register* of = application.catalog->find_register(made.register_name);
  if (of == nullptr) return false;
  const registry::Access access = application.registry->access(person, *of);
  return access.read && (access.is_internal() || made.is_public);
}

Result<Response> declared(Application& application, Request& request) {
  const catalog::Catalog& catalog = *application.catalog;
  json::array registers;
  std::vector<std::string> visible;
  for (const auto& of : catalog.registers) {
    const registry::Access access = application.registry->access(request.person, of);
    if (!access.read) continue;
    visible.push_back(of.name);
    registers.push_back(register_json(catalog, of, access.widest()));
  }
  json::array indicators;
  for (const auto& made : catalog.indicators) {
    if (sees(application, request.person, made)) indicators.push_back(indicator_json(made));
  }
  json::array targets;
  for (const auto& target : catalog.targets) {
    targets.push_back({{"id", target.id},
                       {"title", as_json(target.title)},
                       {"indicator", target.indicator},
                       {"filter", target.filter ? target.filter->text() : ""},
                       {"comparator", comparator_name(target.comparator)},
                       {"value", number(target.value)},
                       {"unit", target.unit},
                       {"deadline", target.deadline ? to_text(*target.deadline) : ""},
                       {"force", force_name(target.force)},
                       {"clause", target.clause},
                       {"verified", target.verified}});
  }
  json::array mappings;
  for (const auto& mapping : catalog.mappings) {
    json::array into;
    for (const auto& record : mapping.records) into.emplace_back(record.register_name);
    mappings.push_back({{"name", mapping.name},
                        {"title", as_json(mapping.title)},
                        {"registers", std::move(into)},
                        {"formats", texts(mapping.formats)}});
  }
  json::object codes;
  for (const auto& list : catalog.code_lists) {
    json::array entries;
    for (const auto& code : list.codes) {
      entries.push_back({{"code", code.code}, {"title", as_json(code.title)}});
    }
    codes[list.name] = std::move(entries);
  }
  return json_response(json::object{{"registers", std::move(registers)},
                                    {"indicators", std::move(indicators)},
                                    {"targets", std::move(targets)},
                                    {"mappings", std::move(mappings)},
                                    {"codes", std::move(codes)}});
}

}  // namespace

const char* comparator_name(catalog::Comparator comparator) {
  static const char* const names[] = {"at_least", "at_most", "more_than", "less_than",
                                      "equal",    "about",   "rises",     "falls"};
  return names[static_cast<int>(comparator)];
}

const char* force_name(catalog::Force force) {
  static const char* const names[] = {"binding", "goal", "task", "aspirational", "nominal"};
  return names[static_cast<int>(force)];
}

std::vector<Route> catalog_routes(Application& application) {
  Application* const with = &application;
  return {{.method = "GET", .pattern = "/api/catalog", .run = [with](Request& request) {
             return declared(*with, request);
           }}};
}

}  // namespace zhiheng::api
