#pragma once
// Where places are: from the master data of documents, or from a table.

#include <filesystem>
#include <span>

#include "trace/master_data.h"
#include "trace/rules.h"

namespace zhiheng::trace {

/// Attributes named latitude and longitude, of places that the chain knows.
void add_positions(const Chain& chain, std::span<const VocabularyList> master_data,
                   Positions& positions);

/// A tab-separated table with the columns place, latitude, longitude; the place in any notation.
/// @fails  code.table_unreadable, code.table_malformed
[[nodiscard]] Result<void> read_positions(const Chain& chain, const std::filesystem::path& file,
                                          Positions& positions);

}  // namespace zhiheng::trace
