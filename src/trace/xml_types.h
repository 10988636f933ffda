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

/// A type of the schemas by its place in xml_schema_text.cpp; those that the code names.
enum class TypeName : std::uint8_t {
  lax,
  event_list_1,
  event_list_2,
  type_count = 255  ///< no such type
};

inline constexpr std::uint32_t unbounded = 0xFFFFFFFF;

struct Particle {
  std::string_view name = {};
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
