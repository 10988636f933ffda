#pragma once
// Parquet files, read by DuckDB, as lines of cells.

#include <memory>
#include <string>

#include "intake/source.h"

namespace zhiheng::intake {

/// @fails  intake.cannot_read, intake.damaged
/// @cost   memory for one row group at a time
[[nodiscard]] Result<std::unique_ptr<Source>> open_parquet(const std::string& file);

}  // namespace zhiheng::intake
