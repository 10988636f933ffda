#pragma once
// JSON documents, one array or one record a line (NDJSON), as lines of cells.

#include <memory>
#include <string>
#include <vector>

#include "intake/source.h"

namespace zhiheng::intake {

/// The records are the elements of the array at `records_path` (a JSON pointer, "/results"), of a
/// top-level array, or the top-level objects themselves. Columns are paths: "RecallID",
/// "Products[0].Name" (one element), "Hazards[].Name" (all, as a list).
///
/// @param paths  the paths that are wanted; top-level keys of the first records are added
/// @fails  intake.cannot_read, intake.empty_file, intake.damaged, intake.too_large (a record over
///         16 MiB)
/// @cost   memory for one record, whatever the size of the document
[[nodiscard]] Result<std::unique_ptr<Source>> open_json(const std::string& file,
                                                        const std::string& records_path,
                                                        std::vector<std::string> paths);

}  // namespace zhiheng::intake
