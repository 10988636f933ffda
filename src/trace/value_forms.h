#pragma once
// Does a text have the form of a URI, a time, a number? As the JSON Schema and the XML Schemas of
// EPCIS ask for it, which differ.

#include <string_view>

namespace zhiheng::trace {

/// An absolute URI: "urn:epc:id:sscc:…", "https://…", "example:field".
/// @source  RFC 3986; like the widespread format check of JSON Schema, `"` is let pass in a path
[[nodiscard]] bool is_uri(std::string_view text);

/// "2024-02-29T08:00:00.5+08:00": RFC 3339, a zone is needed, a leap second is one.
[[nodiscard]] bool is_date_time(std::string_view text);

/// "+08:00", between -14:00 and +14:00.
[[nodiscard]] bool is_zone_offset(std::string_view text);

/// "2.0", "2": digits with points between them.
[[nodiscard]] bool is_version(std::string_view text);

/// Unit codes of UN/ECE Recommendation 20: "KGM", "A93".
[[nodiscard]] bool is_unit_code(std::string_view text);

/// One hexadecimal digit or more; JSON does not ask for pairs.
[[nodiscard]] bool is_hexadecimal(std::string_view text);

namespace xsd {

// @source  XML Schema Part 2, 2nd edition; blanks at the ends do not count where the type collapses
// them.

/// A URI reference, so "abc" is one; characters that must be escaped may stand as they are.
[[nodiscard]] bool is_any_uri(std::string_view text);
/// The zone may be missing; 24:00:00 is the end of the day.
[[nodiscard]] bool is_date_time(std::string_view text);
/// As EPCIS 2.0 restricts it: four-digit year, with a zone.
[[nodiscard]] bool is_date_time_stamp(std::string_view text);
[[nodiscard]] bool is_decimal(std::string_view text);
[[nodiscard]] bool is_double(std::string_view text);
[[nodiscard]] bool is_boolean(std::string_view text);
[[nodiscard]] bool is_hex_binary(std::string_view text);
[[nodiscard]] bool is_integer(std::string_view text);
/// -2147483648..2147483647
[[nodiscard]] bool is_int(std::string_view text);
[[nodiscard]] bool is_date(std::string_view text);

/// Without the blanks at both ends that XML calls white space.
[[nodiscard]] std::string_view collapse(std::string_view text);

}  // namespace xsd

}  // namespace zhiheng::trace
