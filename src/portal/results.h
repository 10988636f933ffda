#pragma once
// What a laboratory uploads about blind samples: each row of a spreadsheet becomes a step on the
// test that was ordered, or says why not.

#include <cstdint>
#include <string>
#include <vector>

#include "registry/registry.h"

namespace zhiheng::portal {

/// A row that reported nothing, and which of its cells is to blame.
struct RefusedRow {
  std::int64_t line = 0;
  std::string column = {};  ///< header of the file; empty: the row as a whole
  std::string value = {};   ///< of that cell, as it was understood
  Error error;
};

struct ReportedResults {
  std::int64_t rows = 0;
  std::int64_t reported = 0;
  std::vector<std::string> completed =
      {};  ///< numbers of the samples that have all their results now
  std::vector<RefusedRow> refused = {};
};

/// Reads a file with the mapping `laboratory-results` and reports row by row; what was reported
/// stays reported when later rows are refused. A number that nobody was given and a number that
/// another laboratory was given are refused in the same words.
///
/// @param name  as the user calls the file: its ending tells the format where the content does not
/// @fails  portal.no_firm, portal.too_many_rows, and what intake::read_file fails with
/// @cost   one durable step a row
[[nodiscard]] Result<ReportedResults> report_results(registry::Registry& registry,
                                                     const registry::Person& person,
                                                     const std::string& file,
                                                     const std::string& name);

}  // namespace zhiheng::portal
