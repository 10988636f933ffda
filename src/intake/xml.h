#pragma once
// XML with one element for each record, as lines of cells.

#include <memory>
#include <string>

#include "intake/source.h"

namespace zhiheng::intake {

/// Columns are the paths of the elements below the record's: "caseNumber", "pictures/picture"
/// (repeated elements become a list). Names without their namespace prefix, attributes not read;
/// xsi:nil is empty.
///
/// @param record_element  name of the record's element; empty: the children of the root
/// @fails  intake.cannot_read, intake.damaged, intake.forbidden_markup (a document type),
///         intake.too_large, intake.header_missing (no such element)
/// @cost   memory for some records, whatever the size of the document
[[nodiscard]] Result<std::unique_ptr<Source>> open_xml(const std::string& file,
                                                       const std::string& record_element);

}  // namespace zhiheng::intake
