#pragma once
// The content models of the XML Schemas of EPCIS 1.2 and 2.0, as tables.

#include <cstdint>
#include <span>
#include <string_view>

#include "trace/xml_check.h"

namespace zhiheng::trace {

/// Forms of text.
enum class Simple : std::uint8_t {
  string,
  any_uri,
  date_time,
  date_time_stamp,
  decimal,
  double_number,
  int_number,
  integer,
  boolean,
  hex_binary,
  action,
  behaviour,
  severity,
  transaction_service
};

enum class Space : std::uint8_t { none, epcis, query, master, sbdh };

/// Elements that need no declaration.
enum class Wildcard : std::uint8_t {
  none,
  other,              ///< of any namespace but the schema's own
  local,              ///< without a namespace
  scope_information,  ///< what may stand for sbdh:ScopeInformation
};

enum class TypeName : std::uint8_t {
  lax,
  text,
  uri,
  action_word,
  stamp,
  time,
  floating,
  exact,
  whole_32,
  whole,
  flag,
  error_behaviour,
  severity_word,
  local_extension,
  closed_local_extension,
  other_extension,
  epc_list,
  quantity_element_1,
  quantity_element_2,
  quantity_list_1,
  quantity_list_2,
  place,
  transaction,
  source_or_destination,
  transaction_list,
  source_list,
  destination_list,
  instance_data,
  corrective_ids,
  declaration_1,
  declaration_2,
  persistent,
  sensor_metadata,
  sensor_report,
  sensor_element,
  sensor_list,
  base_extension_1,
  object_extension_1,
  aggregation_extension_1,
  transaction_extension_1,
  object_event_1,
  aggregation_event_1,
  quantity_event_1,
  transaction_event_1,
  transformation_event_1,
  list_extension_1,
  event_list_1,
  object_event_2,
  aggregation_event_2,
  transaction_event_2,
  transformation_event_2,
  association_event_2,
  event_list_2,
  master_attribute,
  id_list,
  vocabulary_element,
  vocabulary_elements,
  vocabulary,
  vocabulary_list,
  master_data,
  partner_id,
  contact,
  partner,
  identification,
  manifest_item,
  manifest,
  correlation,
  service_transaction,
  business_service,
  scope,
  business_scope,
  business_header,
  header_extension,
  header_1,
  header_2,
  body_1,
  master_body_1,
  results_body_1,
  query_results_1,
  document_1,
  master_document_1,
  query_document_1,
  query_body_1,
  body_2,
  master_body_2,
  results_body_2,
  query_results_2,
  document_2,
  master_document_2,
  query_document_2,
  query_body_2,
  nothing,
  strings,
  parameter,
  parameters,
  schedule,
  controls_1,
  subscribe_1,
  controls_2,
  subscribe_2,
  unsubscribe,
  subscription_ids,
  poll,
  exception,
  too_large_exception,
  implementation_exception,
  problem,
  problem_list,
  capture_job,
  type_count  ///< also: no such type
};

inline constexpr std::uint32_t unbounded = 0xFFFFFFFF;

struct Particle {
  std::string_view name;
  TypeName type = TypeName::lax;
  std::uint32_t least = 1, most = 1;
  Space space = Space::none;
  Wildcard wildcard = Wildcard::none;
  bool needs_previous = false, excludes_previous = false, nillable = false;
};

struct AttributeRule {
  std::string_view name;
  Simple form;
  bool required;
};

enum class Content : std::uint8_t { simple, elements, anything };
enum class Model : std::uint8_t { sequence, choice, repeated_choice };

struct Type {
  Content content = Content::elements;
  Simple simple = Simple::string;
  std::span<const Particle> particles = {};
  Model model = Model::sequence;
  std::span<const AttributeRule> attributes = {};
  bool any_attribute = false;
  Space target = Space::epcis;  ///< the namespace that Wildcard::other leaves out
};

[[nodiscard]] const Type& type_of(TypeName name);
/// The type of a root element, or of one that a wildcard met; type_count when there is none.
[[nodiscard]] TypeName global_element(Edition edition, Space space, std::string_view name);
/// A type that xsi:type may name.
[[nodiscard]] TypeName named_type(Edition edition, Space space, std::string_view name);
/// One of XML Schema's own types.
[[nodiscard]] TypeName builtin_type(std::string_view name);

}  // namespace zhiheng::trace
