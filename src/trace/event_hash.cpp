#include "trace/event_hash.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/sha256.h"
#include "trace/sensor_fields.h"

namespace zhiheng::trace {
namespace {

using Lines = std::vector<std::string>;

bool is_time(std::string_view name) {
  return name == "time" || name == "startTime" || name == "endTime" || name == "eventTime";
}

void append_sorted(std::string& text, Lines& lines) {
  std::ranges::sort(lines);
  for (const std::string& line : lines) text += line;
}

class PreHash {
 public:
  PreHash(const Event& event, std::span<const std::string> ignored, const HashOptions& options)
      : event_(event), ignored_(ignored), options_(options) {}

  std::string text();

 private:
  [[nodiscard]] bool counts(std::string_view name) const {
    return std::ranges::find(ignored_, name) == ignored_.end();
  }
  void field(std::string_view name, std::string_view value);
  void fields(std::string_view name, const std::vector<std::string>& values);
  void identifiers(std::string_view name, const std::optional<std::vector<std::string>>& list);
  void quantities(std::string_view name, const std::optional<std::vector<Quantity>>& list);
  void place(std::string_view name, const std::optional<Place>& place);
  void sensors();
  void lists();
  void references(std::string_view list, std::string_view name,
                  const std::vector<Reference>& references);
  std::string reading(const SensorReading& reading, std::span<const std::string_view> order,
                      std::string& left) const;
  std::string generic(std::span<const Extension> extensions) const;
  std::string one(const Extension& extension) const;
  std::string own_extensions(const Extensions& extensions, std::size_t siblings,
                             std::string& left) const;
  bool leaves_out(const Extension& extension) const {
    return extension.xml_type && !options_.xml_types;
  }

  const Event& event_;
  std::span<const std::string> ignored_;
  const HashOptions& options_;
  std::string text_;
  Lines rest_;  ///< what has no place of its own: sorted, at the end
};

void PreHash::field(std::string_view name, std::string_view value) {
  if (value.empty() || !counts(name)) return;
  text_.append(name).append("=");
  text_ += name == "eventTime" ? canonical_time(value) : canonical_value(value);
}

void PreHash::fields(std::string_view name, const std::vector<std::string>& values) {
  if (values.empty() || !counts(name)) return;
  Lines lines;
  for (const std::string& value : values) {
    if (value.empty()) continue;
    std::string line(name);
    lines.push_back(line.append("=").append(canonical_value(value)));
  }
  append_sorted(text_, lines);
}

void PreHash::identifiers(std::string_view name,
                          const std::optional<std::vector<std::string>>& list) {
  if (!list || list->empty() || !counts(name)) return;
  Lines lines;
  lines.reserve(list->size());
  for (const std::string& value : *list) {
    if (!value.empty()) lines.push_back("epc=" + canonical_value(value));
  }
  if (lines.empty()) return;
  text_ += name;
  append_sorted(text_, lines);
}

void PreHash::quantities(std::string_view name, const std::optional<std::vector<Quantity>>& list) {
  if (!list || list->empty() || !counts(name)) return;
  Lines lines;
  for (const Quantity& quantity : *list) {
    std::string line;
    if (!quantity.epc_class.empty()) line += "epcClass=" + canonical_value(quantity.epc_class);
    if (!quantity.amount.empty()) line += "quantity=" + canonical_value(quantity.amount);
    if (!quantity.unit.empty()) line += "uom=" + canonical_value(quantity.unit);
    if (!line.empty()) lines.push_back("quantityElement" + line);
  }
  if (lines.empty()) return;
  text_ += name;
  append_sorted(text_, lines);
}

std::string PreHash::one(const Extension& extension) const {
  std::string text = qualified(extension.space, extension.name);
  std::string_view value = extension.text;
  if (!value.empty()) {
    text += '=';
    if (extension.kind == Extension::Kind::boolean && options_.python_booleans) {
      text += value == "true" ? "True" : "False";
    } else {
      text += canonical_value(value);
    }
  } else if (extension.kind == Extension::Kind::null) {
    text += "=None";
  }
  return text += generic(extension.children);
}

std::string PreHash::generic(std::span<const Extension> extensions) const {
  Lines lines;
  bool sorts = true;
  for (const Extension& extension : extensions) {
    if (leaves_out(extension)) continue;
    lines.push_back(one(extension));
    const bool named =
        extension.space.empty() && (extension.name == "bizTransaction" ||
                                    extension.name == "source" || extension.name == "destination");
    sorts = sorts && !named;
  }
  if (sorts) std::ranges::sort(lines);
  std::string text;
  for (const std::string& line : lines) text += line;
  return text;
}

/// Extensions of an element of the standard. Those of a namespace that ends with a slash stand
/// directly behind the element's own fields, unless they are all that it has; the others are `left`
/// for the end of the text.
std::string PreHash::own_extensions(const Extensions& extensions, std::size_t siblings,
                                    std::string& left) const {
  if (extensions.empty()) return {};
  Extensions here;
  Extensions later;
  const bool alone = siblings + extensions.size() <= 1;
  // The reference takes an element with such a child for the event itself.
  const bool stopped = std::ranges::any_of(extensions, [](const Extension& item) {
    const std::string name = qualified(item.space, item.name);
    return name.find("action") != std::string::npos || name.find("eventTime") != std::string::npos;
  });
  for (const Extension& extension : extensions) {
    const bool gathered = !alone && !stopped && extension.space.ends_with('/');
    (gathered ? here : later).push_back(extension);
  }
  left = generic(later);
  return generic(here);
}

void PreHash::place(std::string_view name, const std::optional<Place>& place) {
  if (!place || !counts(name)) return;
  std::string inner;
  if (!place->id.empty()) inner = "id=" + canonical_value(place->id);
  std::string left;
  inner += own_extensions(place->extensions, place->id.empty() ? 0 : 1, left);
  if (!inner.empty()) text_.append(name).append(inner);
  if (!left.empty()) rest_.push_back(std::string(name) + left);
}

std::string PreHash::reading(const SensorReading& reading, std::span<const std::string_view> order,
                             std::string& left) const {
  std::string text;
  for (const std::string_view name : order) {
    for (const SensorField& field : reading.fields) {
      if (field.name != name || field.value.empty()) continue;
      text.append(name).append("=");
      if (is_time(name)) {
        text += canonical_time(field.value);
      } else if (name == "booleanValue" && options_.python_booleans) {
        text += field.value == "true" ? "True" : "False";
      } else {
        text += canonical_value(field.value);
      }
    }
  }
  std::string others;
  text += own_extensions(reading.extensions, reading.fields.size(), others);
  // A field of the other kind of object has no place in the order: bizRules of a report.
  Lines strays;
  for (const SensorField& field : reading.fields) {
    if (std::ranges::find(order, field.name) != order.end()) continue;
    strays.push_back(std::string(field.name) + "=" + canonical_value(field.value));
  }
  if (!others.empty()) strays.push_back(std::move(others));
  append_sorted(left, strays);
  return text;
}

void PreHash::sensors() {
  if (event_.sensors.empty() || !counts("sensorElementList")) return;
  Lines elements;
  Lines left_elements;
  for (const SensorElement& element : event_.sensors) {
    std::string text;
    Lines left;
    std::size_t parts = element.reports.size();
    if (element.metadata) {
      ++parts;
      std::string rest;
      const std::string inner = reading(*element.metadata, sensor_metadata_fields, rest);
      if (!inner.empty()) text += "sensorMetadata" + inner;
      if (!rest.empty()) left.push_back("sensorMetadata" + rest);
    }
    Lines reports;
    for (const SensorReading& report : element.reports) {
      std::string rest;
      const std::string inner = reading(report, sensor_report_fields, rest);
      if (!inner.empty()) reports.push_back("sensorReport" + inner);
      if (!rest.empty()) left.push_back("sensorReport" + rest);
    }
    append_sorted(text, reports);
    std::string rest;
    text += own_extensions(element.extensions, parts, rest);
    if (!rest.empty()) left.push_back(rest);
    if (!text.empty()) elements.push_back("sensorElement" + text);
    if (left.empty()) continue;
    std::string joined = "sensorElement";
    append_sorted(joined, left);
    left_elements.push_back(std::move(joined));
  }
  if (!elements.empty()) {
    text_ += "sensorElementList";
    append_sorted(text_, elements);
  }
  if (!left_elements.empty()) {
    std::string joined = "sensorElementList";
    append_sorted(joined, left_elements);
    rest_.push_back(std::move(joined));
  }
}

void PreHash::references(std::string_view list, std::string_view name,
                         const std::vector<Reference>& references) {
  if (references.empty() || !counts(list)) return;
  Lines lines;
  for (const Reference& reference : references) {
    std::string line;
    if (!reference.type.empty()) line += "type=" + canonical_value(reference.type);
    line += name;
    if (!reference.id.empty()) line += "=" + canonical_value(reference.id);
    lines.push_back(std::move(line));
  }
  std::string joined(list);
  append_sorted(joined, lines);
  rest_.push_back(std::move(joined));
}

void PreHash::lists() {
  const ListNames names = list_names(event_.type);
  // The order of the standard: things that went in or are spoken of, then those that came out.
  identifiers(names.epcs, event_.epcs);
  quantities(names.quantities, event_.quantities);
  identifiers(names.output_epcs, event_.output_epcs);
  quantities(names.output_quantities, event_.output_quantities);
}

std::string PreHash::text() {
  text_.reserve(1024);
  text_.append("eventType=").append(event_.type);
  field("eventTime", event_.time);
  field("eventTimeZoneOffset", event_.zone_offset);
  fields("certificationInfo", event_.certifications);
  field("parentID", event_.parent);
  lists();
  field("action", event_.action);
  field("transformationID", event_.transformation);
  field("bizStep", event_.biz_step);
  field("disposition", event_.disposition);
  if (event_.persistent && counts("persistentDisposition")) {
    const std::size_t before = text_.size();
    text_ += "persistentDisposition";
    const std::size_t begin = text_.size();
    fields("set", event_.persistent->set);
    fields("unset", event_.persistent->unset);
    if (text_.size() == begin) text_.resize(before);
  }
  place("readPoint", event_.read_point);
  place("bizLocation", event_.biz_location);
  sensors();
  references("bizTransactionList", "bizTransaction", event_.transactions);
  references("sourceList", "source", event_.sources);
  references("destinationList", "destination", event_.destinations);
  if (event_.instance_data && counts("ilmd"))
    rest_.push_back("ilmd" + generic(*event_.instance_data));
  for (const Extension& extension : event_.extensions) {
    if (leaves_out(extension) || !counts(qualified(extension.space, extension.name))) continue;
    rest_.push_back(one(extension));
  }
  append_sorted(text_, rest_);
  return std::move(text_);
}

}  // namespace

std::string pre_hash(const Event& event, std::span<const std::string> ignored,
                     const HashOptions& options) {
  return PreHash(event, ignored, options).text();
}

std::string hash_of(std::string_view pre_hash) {
  return "ni:///sha-256;" + to_hex(sha256(pre_hash)) + "?ver=CBV2.0";
}

}  // namespace zhiheng::trace
