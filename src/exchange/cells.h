#pragma once
// A field of a record as a cell of a spreadsheet that people open.

#include <string>
#include <string_view>

#include "base/value.h"
#include "catalog/catalog.h"

namespace zhiheng::exchange {

/// What a person reads, and what an import understands again: code titles, China time, list values
/// side by side with ";".
[[nodiscard]] std::string cell_text(const catalog::Catalog& catalog, const catalog::Field& field,
                                    const Value& value, Language language);

/// Appends a CSV cell: quoted where needed, and with an apostrophe before what looks like a
/// formula (intake/formula_guard.h).
void append_csv_cell(std::string& line, std::string_view text);

}  // namespace zhiheng::exchange
