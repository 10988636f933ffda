#pragma once
// What a bar code scanner sends: a symbology identifier (ISO/IEC 15424) and data.

#include <string>
#include <string_view>

#include "code/application_identifier.h"

namespace zhiheng::code {

/// Data with the symbol they came from. GS1 data begin with "^" and have "^" for FNC1; in other
/// data a "^" in front is written "\^". A composite part follows behind "|".
struct Scan {
  std::string_view symbology;  ///< "QR", "DM", "DotCode", "DataBarExpanded", "GS1_128_CCA", "EAN13"
  std::string message;
};

/// "]C1", "]d2", "]Q3", "]e0", "]J1" with element strings; "]E0" and "]E4" with a GTIN; "]Q1",
/// "]d1" and "]J0" with anything, a Digital Link for one.
/// @fails  code.gs1_symbology, and those of parse_message
[[nodiscard]] Result<Scan> read_scan(const Gs1Tables& tables, std::string_view text);

/// What a scanner would send for a symbol with this message.
/// @param symbology  also "DataBarOmni", "DataBarLimited", "GS1_128_CCC", "UPCA", "UPCE", "EAN8"
/// @fails  code.gs1_symbology, and those of parse_message
[[nodiscard]] Result<std::string> write_scan(const Gs1Tables& tables, const Scan& scan);

}  // namespace zhiheng::code
