#include "trace/query_values.h"

#include <algorithm>

#include "trace/vocabulary.h"
#include "trace/writer.h"

namespace zhiheng::trace {
namespace {

bool any_text(const std::vector<std::string>& texts, const OnText& test) {
  return std::ranges::any_of(texts, test);
}
bool any_text(const std::optional<std::vector<std::string>>& texts, const OnText& test) {
  return texts && std::ranges::any_of(*texts, test);
}
bool any_class(const std::optional<std::vector<Quantity>>& quantities, const OnText& test) {
  return quantities && std::ranges::any_of(*quantities, [&](const Quantity& quantity) {
           return test(quantity.epc_class);
         });
}
bool any_reference(const std::vector<Reference>& list, const std::string& type,
                   const OnText& test) {
  return std::ranges::any_of(list, [&](const Reference& reference) {
    return reference.type == type && test(reference.id);
  });
}
bool one_text(const std::string& text, const OnText& test) { return !text.empty() && test(text); }

/// A namespace may be written with the sign that divides it from the name.
bool same_namespace(std::string_view a, std::string_view b) {
  const auto bare = [](std::string_view space) {
    const bool divided = space.ends_with('#') || space.ends_with('/') || space.ends_with(':');
    return divided ? space.substr(0, space.size() - 1) : space;
  };
  return bare(a) == bare(b);
}

/// One of someone's own fields, in the list or at any depth below it.
bool any_field(const Extensions& list, const Condition& condition, bool inner, const OnText& test) {
  return std::ranges::any_of(list, [&](const Extension& extension) {
    if (!inner && !extension.xml_type) {
      const WrittenName name = xml_name(extension.space, extension.name);
      if (name.name == condition.field.name && same_namespace(name.space, condition.field.space)) {
        if (test(extension.text)) return true;
        // The items of a list are values of the field.
        for (const Extension& child : extension.children) {
          if (child.name == extension.name && test(child.text)) return true;
        }
      }
    }
    return condition.inner && any_field(extension.children, condition, false, test);
  });
}

bool any_reading(const Event& event, const std::function<bool(const SensorElement&)>& test) {
  return std::ranges::any_of(event.sensors, test);
}

}  // namespace

bool any_sensor_field(const Event& event, std::string_view name,
                      const std::function<bool(std::string_view, std::string_view unit)>& test) {
  const auto in = [&](const SensorReading& reading) {
    std::string_view unit;
    for (const SensorField& field : reading.fields) {
      if (field.name == "uom") unit = field.value;
    }
    return std::ranges::any_of(reading.fields, [&](const SensorField& field) {
      return field.name == name && test(field.value, unit);
    });
  };
  return std::ranges::any_of(event.sensors, [&](const SensorElement& element) {
    return (element.metadata && in(*element.metadata)) || std::ranges::any_of(element.reports, in);
  });
}

bool any_of_field(const Condition& condition, const Event& event, const OnText& test) {
  switch (condition.subject) {
    case Subject::event_type:
      return test(event.type);
    case Subject::action:
      return one_text(event.action, test);
    case Subject::biz_step:
      return one_text(event.biz_step, test);
    case Subject::disposition:
      return one_text(event.disposition, test);
    case Subject::persistent_set:
      return event.persistent && any_text(event.persistent->set, test);
    case Subject::persistent_unset:
      return event.persistent && any_text(event.persistent->unset, test);
    case Subject::read_point:
      return event.read_point && one_text(event.read_point->id, test);
    case Subject::biz_location:
      return event.biz_location && one_text(event.biz_location->id, test);
    case Subject::transaction:
      return any_reference(event.transactions, condition.kind, test);
    case Subject::source:
      return any_reference(event.sources, condition.kind, test);
    case Subject::destination:
      return any_reference(event.destinations, condition.kind, test);
    case Subject::transformation:
      return one_text(event.transformation, test);
    case Subject::epc:
      return event.type != "TransformationEvent" && any_text(event.epcs, test);
    case Subject::parent:
      return one_text(event.parent, test);
    case Subject::input_epc:
      return event.type == "TransformationEvent" && any_text(event.epcs, test);
    case Subject::output_epc:
      return any_text(event.output_epcs, test);
    case Subject::any_epc:
      return any_text(event.epcs, test) || one_text(event.parent, test) ||
             any_text(event.output_epcs, test);
    case Subject::epc_class:
      return event.type != "TransformationEvent" && any_class(event.quantities, test);
    case Subject::input_class:
      return event.type == "TransformationEvent" && any_class(event.quantities, test);
    case Subject::output_class:
      return any_class(event.output_quantities, test);
    case Subject::any_class:
      return any_class(event.quantities, test) || any_class(event.output_quantities, test);
    case Subject::event_id:
      return one_text(event.id, test);
    case Subject::error_reason:
      return event.error && one_text(event.error->reason, test);
    case Subject::corrective_id:
      return event.error && any_text(event.error->corrective_ids, test);
    case Subject::sensor:
    case Subject::sensor_time:
      return any_sensor_field(event, condition.kind,
                              [&](std::string_view text, std::string_view) { return test(text); });
    default:
      return false;
  }
}

std::string in_form(const Condition& condition, std::string_view text) {
  switch (condition.subject) {
    case Subject::event_type:
    case Subject::action:
    case Subject::event_id:
    case Subject::corrective_id:
      return std::string(text);
    case Subject::biz_step:
      return to_web_uri(Vocabulary::biz_step, text);
    case Subject::disposition:
    case Subject::persistent_set:
    case Subject::persistent_unset:
      return to_web_uri(Vocabulary::disposition, text);
    case Subject::error_reason:
      return to_web_uri(Vocabulary::error_reason, text);
    case Subject::sensor:
      if (condition.kind == "type") return to_web_uri(Vocabulary::measurement, text);
      if (condition.kind == "booleanValue") {
        return text == "1" ? "true" : text == "0" ? "false" : std::string(text);
      }
      if (condition.kind == "deviceID" || condition.kind == "dataProcessingMethod" ||
          condition.kind == "bizRules") {
        return comparable(text);
      }
      return std::string(text);
    default:
      return comparable(text);
  }
}

bool any_own_field(const Condition& condition, const Event& event, const OnText& test) {
  const auto in = [&](const Extensions& list) {
    return any_field(list, condition, condition.inner, test);
  };
  switch (condition.subject) {
    case Subject::instance_field:
      return event.instance_data && in(*event.instance_data);
    case Subject::error_field:
      return event.error && in(event.error->extensions);
    case Subject::read_point_field:
      return event.read_point && in(event.read_point->extensions);
    case Subject::biz_location_field:
      return event.biz_location && in(event.biz_location->extensions);
    case Subject::sensor_element_field:
      return any_reading(event, [&](const auto& element) { return in(element.extensions); });
    case Subject::sensor_metadata_field:
      return any_reading(event, [&](const auto& element) {
        return element.metadata && in(element.metadata->extensions);
      });
    case Subject::sensor_report_field:
      return any_reading(event, [&](const auto& element) {
        return std::ranges::any_of(element.reports,
                                   [&](const auto& report) { return in(report.extensions); });
      });
    default:
      return in(event.extensions);
  }
}

bool any_value(const Condition& condition, const Event& event, const OnText& test) {
  return is_own(condition.subject) ? any_own_field(condition, event, test)
                                   : any_of_field(condition, event, test);
}

}  // namespace zhiheng::trace
