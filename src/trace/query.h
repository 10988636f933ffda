#pragma once
// The query language of EPCIS 2.0: what a SimpleEventQuery asks for, from its parameters.

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "trace/epc_pattern.h"
#include "trace/measurement_unit.h"

namespace zhiheng::trace {

/// What of an event a condition looks at.
enum class Subject : std::uint8_t {
  event_type,
  event_time,
  record_time,
  action,
  biz_step,
  disposition,
  persistent_set,
  persistent_unset,
  read_point,
  biz_location,
  transaction,
  source,
  destination,
  transformation,
  epc,  ///< epcList and childEPCs
  parent,
  input_epc,
  output_epc,
  any_epc,
  epc_class,  ///< of quantityList and childQuantityList
  input_class,
  output_class,
  any_class,
  quantity,
  event_id,
  error,
  error_time,
  error_reason,
  corrective_id,
  sensors,      ///< whether there are any
  sensor,       ///< a field that the standard names, in metadata or report
  sensor_time,  ///< the same, as a time
  // Fields of someone's own, by where they stand.
  field,
  instance_field,  ///< in ilmd
  error_field,
  read_point_field,
  biz_location_field,
  sensor_element_field,
  sensor_metadata_field,
  sensor_report_field,
};

enum class Operator : std::uint8_t {
  equal,
  greater,
  at_least,
  less,
  at_most,
  exists,
  has_attribute,    ///< master data of what stands there has one of these attributes
  attribute_equal,  ///< and its value is one of these
  matches,          ///< one of these identifiers or patterns
  within,           ///< one of these places or below
};

/// A field of someone's own: namespace and local name.
struct FieldName {
  std::string space, name;
};

struct Condition {
  Subject subject = Subject::event_type;
  Operator op = Operator::equal;
  /// Type of a transaction, source or destination as web URI; field of a sensor.
  std::string kind = {};
  FieldName field = {};
  bool inner = false;          ///< the field stands at any depth below the first level
  std::string attribute = {};  ///< of attribute_equal
  std::string unit = {};       ///< UN/ECE Recommendation 20
  /// In the form in which they are compared; an empty list restricts nothing.
  std::vector<std::string> values = {};
  std::vector<EpcPattern> patterns = {};  ///< beside `values`, of `matches`
  std::vector<double> numbers = {};
  std::optional<Timestamp> time = {};
};

/// How the events of an answer are ordered: by a time, a field or a quantity.
struct Order {
  Subject subject = Subject::event_time;
  FieldName field = {};
  bool descending = true;
};

struct EventQuery {
  std::vector<Condition> conditions;  ///< all of them hold
  std::optional<Order> order;
  std::optional<std::int64_t> count_limit;  ///< the first so many
  std::optional<std::int64_t> max_count;    ///< more than so many: trace.query_too_large
  std::optional<std::int64_t> per_page;
  std::string next_page;

  /// Whether places or master data have to be looked up.
  [[nodiscard]] bool asks_master_data() const;
};

/// One parameter as it was given.
struct Parameter {
  std::string name;
  std::vector<std::string> values;
};

struct QueryReading {
  const MeasurementUnits* units = nullptr;
  /// What prefixes of field names stand for.
  std::map<std::string, std::string, std::less<>> prefixes = {};
  /// Lists come as one text, divided by "|", as in an address.
  bool piped = false;
  /// As in edition 1.0, where quantities are whole numbers.
  bool whole_quantities = false;
};

/// @fails  trace.query_parameter_unknown, trace.query_parameter_wrong,
///         trace.query_parameters_exclude
/// @source GS1 EPCIS 2.0, 8.2.7.1
[[nodiscard]] Result<EventQuery> parse_event_query(std::span<const Parameter> parameters,
                                                   const QueryReading& reading);

/// A field "prefix:name" or a whole URI as namespace and name.
/// @fails  trace.query_parameter_unknown
[[nodiscard]] Result<FieldName> field_name(std::string_view text, const QueryReading& reading);

/// An identifier in the form in which identifiers are compared: a GS1 one as Digital Link.
[[nodiscard]] std::string comparable(std::string_view identifier);

}  // namespace zhiheng::trace
