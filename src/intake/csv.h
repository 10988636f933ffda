#pragma once
// CSV as people make it: RFC 4180 with any delimiter, line end and encoding.

#include <memory>
#include <string>

#include "intake/source.h"

namespace zhiheng::intake {

/// @param encoding   empty: found out
/// @param delimiter  0: found out among , ; tab |
/// @fails  intake.cannot_read, intake.empty_file, intake.encoding_unknown, intake.too_large
///
/// While reading: intake.too_large (a record over 16 MiB), intake.quote_not_closed. Rows with a
/// fault: intake.mixed_encoding, intake.nul_byte, intake.quote_misplaced, intake.cell_too_long.
///
/// @cost   one copy of the bytes; cells point into it
[[nodiscard]] Result<std::unique_ptr<Source>> open_csv(const std::string& file,
                                                       std::string_view encoding, char delimiter);

/// The delimiter that cuts most lines of a sample into the same number of cells.
[[nodiscard]] char likely_delimiter(std::string_view sample);

}  // namespace zhiheng::intake
