#include "trace/event_fields.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "trace/vocabulary.h"

namespace zhiheng::trace {
namespace {

constexpr int measure_scale = 3;  ///< places of quantities and temperatures

Value text_value(const std::string& text) { return text.empty() ? Value() : Value(text); }

Value word_value(Vocabulary vocabulary, const std::string& uri) {
  return text_value(to_word(vocabulary, uri));
}

/// The day where it happened: the date as it stands in the time.
Value day_of(const std::string& time) {
  const auto day = parse_date(std::string_view(time).substr(0, 10));
  return day ? Value(*day) : Value();
}

template <class Items, class Get>
Value listed(const Items& items, const Get& get) {
  std::vector<std::string> parts;
  for (const auto& item : items) parts.push_back(get(item));
  return list_value(parts);
}

Value ids(const std::optional<std::vector<std::string>>& list) {
  return list ? list_value(*list) : Value();
}

Value classes(const std::optional<std::vector<Quantity>>& list) {
  return list ? listed(*list, [](const Quantity& each) { return each.epc_class; }) : Value();
}

std::optional<double> number(const std::string& text) {
  double read = 0;
  const auto done = std::from_chars(text.data(), text.data() + text.size(), read);
  if (done.ec != std::errc{} || !std::isfinite(read)) return std::nullopt;
  return read;
}

/// Rounded to the places of a measure; null beyond what a decimal holds.
Value measure(std::optional<double> value) {
  if (!value || std::abs(*value) > 1e14) return {};
  return Decimal{std::llround(*value * 1000), measure_scale};
}

/// Every amount of the event, of what goes in and of what comes out.
std::vector<const Quantity*> quantities(const Event& event) {
  std::vector<const Quantity*> all;
  for (const auto* list : {&event.quantities, &event.output_quantities}) {
    if (!*list) continue;
    for (const Quantity& each : **list) all.push_back(&each);
  }
  return all;
}

Value least_quantity(const Event& event) {
  std::optional<double> least;
  for (const Quantity* each : quantities(event)) {
    const auto amount = number(each->amount);
    if (amount && (!least || *amount < *least)) least = amount;
  }
  return measure(least);
}

template <class Lacks>
Value count_lacking(const Event& event, const Lacks& lacks) {
  std::int64_t count = 0;
  for (const Quantity* each : quantities(event)) count += lacks(*each) ? 1 : 0;
  return count;
}

/// A temperature in degrees Celsius, whatever it was reported in.
std::optional<double> in_celsius(double value, std::string_view unit) {
  if (unit == "CEL") return value;
  if (unit == "KEL") return value - 273.15;
  if (unit == "FAH") return (value - 32) * 5 / 9;
  return std::nullopt;
}

std::string_view sensor_value(const SensorReading& reading, std::string_view name) {
  for (const SensorField& field : reading.fields) {
    if (field.name == name) return field.value;
  }
  return {};
}

/// The lowest or highest temperature of any report.
template <class Better>
Value temperature(const Event& event, std::initializer_list<std::string_view> names,
                  const Better& better) {
  std::optional<double> best;
  for (const SensorElement& element : event.sensors) {
    for (const SensorReading& report : element.reports) {
      const std::string type(sensor_value(report, "type"));
      if (to_word(Vocabulary::measurement, type) != "Temperature") continue;
      for (const std::string_view name : names) {
        const auto read = number(std::string(sensor_value(report, name)));
        const auto celsius = read ? in_celsius(*read, sensor_value(report, "uom")) : std::nullopt;
        if (celsius && (!best || better(*celsius, *best))) best = celsius;
      }
    }
  }
  return measure(best);
}

Value sensor_types(const Event& event) {
  std::vector<std::string> types;
  for (const SensorElement& element : event.sensors) {
    for (const SensorReading& report : element.reports) {
      types.push_back(to_word(Vocabulary::measurement, std::string(sensor_value(report, "type"))));
    }
  }
  return list_value(types);
}

Value all_identifiers(const Event& event) {
  std::vector<std::string> all;
  for (const auto* list : {&event.epcs, &event.output_epcs}) {
    if (*list) all.insert(all.end(), (*list)->begin(), (*list)->end());
  }
  for (const Quantity* each : quantities(event)) all.push_back(each->epc_class);
  if (!event.parent.empty()) all.push_back(event.parent);
  return list_value(all);
}

Value place(const std::optional<Place>& at) { return at ? text_value(at->id) : Value(); }

Value types_of(Vocabulary vocabulary, const std::vector<Reference>& references) {
  return listed(references, [&](const Reference& each) { return to_word(vocabulary, each.type); });
}

Value ids_of(const std::vector<Reference>& references) {
  return listed(references, [](const Reference& each) { return each.id; });
}

struct Known {
  expr::Field field;
  Value (*value)(const Event&);
};

expr::Field text_field(std::string name) { return {.name = std::move(name)}; }
expr::Field list_field(std::string name) { return {.name = std::move(name), .list = true}; }
expr::Field field_of(std::string name, expr::Type type, int scale = 0) {
  return {.name = std::move(name), .type = type, .scale = scale};
}

const std::vector<Known>& known_fields() {
  using expr::Type;
  static const std::vector<Known> known = {
      {text_field("type"), [](const Event& e) { return text_value(e.type); }},
      {text_field("action"), [](const Event& e) { return text_value(e.action); }},
      {text_field("biz_step"),
       [](const Event& e) { return word_value(Vocabulary::biz_step, e.biz_step); }},
      {text_field("disposition"),
       [](const Event& e) { return word_value(Vocabulary::disposition, e.disposition); }},
      {field_of("event_date", Type::date), [](const Event& e) { return day_of(e.time); }},
      {field_of("record_date", Type::date), [](const Event& e) { return day_of(e.record_time); }},
      {text_field("event_id"), [](const Event& e) { return text_value(e.id); }},
      {text_field("parent"), [](const Event& e) { return text_value(e.parent); }},
      {text_field("transformation"), [](const Event& e) { return text_value(e.transformation); }},
      {text_field("read_point"), [](const Event& e) { return place(e.read_point); }},
      {text_field("biz_location"), [](const Event& e) { return place(e.biz_location); }},
      {list_field("epcs"), [](const Event& e) { return ids(e.epcs); }},
      {list_field("classes"), [](const Event& e) { return classes(e.quantities); }},
      {list_field("output_epcs"), [](const Event& e) { return ids(e.output_epcs); }},
      {list_field("output_classes"), [](const Event& e) { return classes(e.output_quantities); }},
      {list_field("identifiers"), all_identifiers},
      {field_of("least_quantity", Type::decimal, measure_scale), least_quantity},
      {field_of("quantities_without_unit", Type::integer),
       [](const Event& e) {
         return count_lacking(e, [](const Quantity& each) { return each.unit.empty(); });
       }},
      {field_of("quantities_without_amount", Type::integer),
       [](const Event& e) {
         return count_lacking(e, [](const Quantity& each) { return each.amount.empty(); });
       }},
      {list_field("transaction_types"),
       [](const Event& e) { return types_of(Vocabulary::transaction_type, e.transactions); }},
      {list_field("transactions"), [](const Event& e) { return ids_of(e.transactions); }},
      {list_field("source_types"),
       [](const Event& e) { return types_of(Vocabulary::source_type, e.sources); }},
      {list_field("sources"), [](const Event& e) { return ids_of(e.sources); }},
      {list_field("destination_types"),
       [](const Event& e) { return types_of(Vocabulary::source_type, e.destinations); }},
      {list_field("destinations"), [](const Event& e) { return ids_of(e.destinations); }},
      {list_field("certifications"), [](const Event& e) { return list_value(e.certifications); }},
      {list_field("sensor_types"), sensor_types},
      {field_of("temperature_low", Type::decimal, measure_scale),
       [](const Event& e) {
         return temperature(e, {"value", "minValue"}, std::less<>());
       }},
      {field_of("temperature_high", Type::decimal, measure_scale),
       [](const Event& e) {
         return temperature(e, {"value", "maxValue"}, std::greater<>());
       }},
      {field_of("in_error", Type::boolean),
       [](const Event& e) { return Value(e.error.has_value()); }},
  };
  return known;
}

}  // namespace

const std::vector<expr::Field>& event_fields() {
  static const std::vector<expr::Field> fields = [] {
    std::vector<expr::Field> made;
    for (const Known& each : known_fields()) made.push_back(each.field);
    return made;
  }();
  return fields;
}

void append_values(const Event& event, std::vector<Value>& values) {
  for (const Known& each : known_fields()) values.push_back(each.value(event));
}

Value list_value(std::span<const std::string> parts) {
  std::string joined;
  for (const std::string& part : parts) {
    if (part.empty()) continue;
    if (!joined.empty()) joined += '|';
    joined += part;
  }
  return text_value(joined);
}

std::vector<std::string_view> list_parts(std::string_view text) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('|'), text.size());
    parts.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

}  // namespace zhiheng::trace
