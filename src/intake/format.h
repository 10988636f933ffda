#pragma once
// What kind of file is this?

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/mapping.h"
#include "intake/intake.h"
#include "intake/source.h"

namespace zhiheng::intake {

/// "csv", "xlsx", "json" (one document or one a line), "xml" or "parquet": by the first bytes,
/// then by the ending of the name.
/// @fails  intake.cannot_read, intake.empty_file, intake.format_unknown, intake.legacy_workbook
[[nodiscard]] Result<std::string> detect_format(const std::string& file);

/// Opens a file of that format for a mapping (which tells JSON and XML where the records are).
[[nodiscard]] Result<std::unique_ptr<Source>> open_source(const std::string& file,
                                                          const std::string& format,
                                                          const catalog::Mapping& mapping,
                                                          const Options& options);

/// Whether a mapping that lists `formats` may read that one; an empty list allows all.
[[nodiscard]] bool allows(const catalog::Mapping& mapping, std::string_view format);

}  // namespace zhiheng::intake
