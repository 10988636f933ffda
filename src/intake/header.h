#pragma once
// Which line of a table is its header, and which column fills which field?

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/mapping.h"
#include "intake/intake.h"
#include "intake/source.h"

namespace zhiheng::intake {

/// A place that a column can fill: a field of a record, or a merged group of fields.
struct Slot {
  std::size_t record = 0;  ///< position in Mapping::records
  std::string field;       ///< of a merged group: its first field
  const std::vector<std::string>* names = nullptr;
  bool required = false;
};

/// First the columns of each record, then its merged groups, record by record.
[[nodiscard]] std::vector<Slot> slots_of(const catalog::Mapping& mapping);

/// The header and what it says.
struct Header {
  std::size_t first_data = 0;                      ///< position of the first line behind it
  std::vector<std::string> texts;                  ///< one per column
  std::vector<std::optional<std::size_t>> filled;  ///< one per slot: its column
  std::vector<MatchedColumn> columns;              ///< one per column with a text
};

/// Headers are compared in matching form, bars between the names of a merged column left out.
/// The header is the line (or two lines read together, as under merged cells) that fills most
/// slots.
///
/// @param lines    the first lines of the table
/// @param chosen   the user's own matching, header -> "field" or "register.field"; "" for none
/// @fails  intake.header_missing, intake.duplicate_header, intake.required_column,
///         intake.column_unknown
[[nodiscard]] Result<Header> find_header(const catalog::Mapping& mapping,
                                         const std::vector<std::vector<std::string>>& lines,
                                         const std::map<std::string, std::string>& chosen);

/// The same for a format that names its columns itself.
[[nodiscard]] Result<Header> match_names(const catalog::Mapping& mapping,
                                         std::vector<std::string> names,
                                         const std::map<std::string, std::string>& chosen);

/// How many of the mapping's columns a header line would fill.
[[nodiscard]] std::size_t slots_filled(const catalog::Mapping& mapping,
                                       const std::vector<std::string>& header);

/// The form in which headers are compared.
[[nodiscard]] std::string header_form(std::string_view header);

}  // namespace zhiheng::intake
