#pragma once
// What an EPCIS event says, whichever form it was written in.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace zhiheng::trace {

/// A field that the standard does not know: an element, an attribute or a member of an object.
struct Extension {
  enum class Kind { text, number, boolean, null, object };

  std::string space;  ///< namespace; empty for a name without one
  std::string name;
  std::string text;
  Kind kind = Kind::text;  ///< how JSON wrote the value; XML has text only
  bool attribute = false;  ///< of the element that it belongs to
  bool xml_type = false;   ///< xsi:type, which is about XML and not about the event
  std::vector<Extension> children = {};

  bool operator==(const Extension&) const = default;
};

using Extensions = std::vector<Extension>;

/// A class of objects and how many or how much of it.
struct Quantity {
  std::string epc_class;
  std::string amount;  ///< a number, as it was written; empty: not known
  std::string unit;    ///< UN/ECE Recommendation 20; empty: pieces

  bool operator==(const Quantity&) const = default;
};

/// A business transaction, a source or a destination.
struct Reference {
  std::string type;  ///< web URI of the vocabulary; empty for none
  std::string id;

  bool operator==(const Reference&) const = default;
};

struct Place {
  std::string id;
  Extensions extensions = {};

  bool operator==(const Place&) const = default;
};

/// "value" and "26.5": a field of a sensor's metadata or report.
struct SensorField {
  std::string_view name;  ///< one of the standard's own names
  std::string value;

  bool operator==(const SensorField&) const = default;
};

struct SensorReading {
  std::vector<SensorField> fields;
  Extensions extensions = {};

  bool operator==(const SensorReading&) const = default;
};

struct SensorElement {
  std::optional<SensorReading> metadata;
  std::vector<SensorReading> reports = {};
  Extensions extensions = {};

  bool operator==(const SensorElement&) const = default;
};

struct ErrorDeclaration {
  std::string time;
  std::string reason;  ///< web URI of the vocabulary
  std::vector<std::string> corrective_ids = {};
  Extensions extensions = {};

  bool operator==(const ErrorDeclaration&) const = default;
};

struct PersistentDisposition {
  std::vector<std::string> set, unset;  ///< web URIs of the vocabulary

  bool operator==(const PersistentDisposition&) const = default;
};

/// Words of the Core Business Vocabulary are kept as web URIs, identifiers and times as they were
/// written. An empty text is a field that is not there.
struct Event {
  std::string type;  ///< "ObjectEvent", …, or the URI of a type of someone's own
  std::string time;
  std::string record_time;
  std::string zone_offset;
  std::string id;
  std::vector<std::string> certifications = {};
  std::optional<ErrorDeclaration> error = {};

  std::string action;
  std::string parent;
  /// epcList, childEPCs or inputEPCList, whichever the type has; a list that is there may be empty.
  std::optional<std::vector<std::string>> epcs = {};
  std::optional<std::vector<Quantity>> quantities = {};
  std::optional<std::vector<std::string>> output_epcs = {};
  std::optional<std::vector<Quantity>> output_quantities = {};
  std::string transformation;

  std::string biz_step, disposition;
  std::optional<PersistentDisposition> persistent = {};
  std::optional<Place> read_point = {}, biz_location = {};
  std::vector<Reference> transactions = {}, sources = {}, destinations = {};
  std::vector<SensorElement> sensors = {};
  std::optional<Extensions> instance_data = {};  ///< ilmd
  Extensions extensions = {};

  bool operator==(const Event&) const = default;
};

/// "{namespace}name", or the name alone where there is no namespace.
[[nodiscard]] std::string qualified(std::string_view space, std::string_view name);

/// What XML calls the items of a list: "x" for "xList"; empty for a name that is no list's.
[[nodiscard]] std::string_view name_in_list(std::string_view list_name);

/// What this type of event calls its lists.
struct ListNames {
  std::string_view epcs, quantities, output_epcs, output_quantities;
};
[[nodiscard]] ListNames list_names(std::string_view event_type);

/// Fields of sensor metadata and reports in the order in which the event hash takes them; an
/// unknown name gives none. The result lives for ever.
[[nodiscard]] std::string_view sensor_field(std::string_view name);

/// How a field of a sensor is written in JSON.
[[nodiscard]] Extension::Kind kind_of_sensor_field(std::string_view name);

}  // namespace zhiheng::trace
