#include "base/date.h"
#include "code/identifier_suite.h"
#include "trace/reproduce_parts.h"

namespace zhiheng::trace {

Result<Comparisons> reproduce_identifiers(const std::filesystem::path& folder,
                                          const std::filesystem::path& catalog) {
  ZH_TRY(const auto tables, code::load_gs1_tables(catalog, china_date(now())));
  ZH_TRY(const auto files, code::run_identifier_suites(folder / "identifiers", tables));
  Comparisons lines;
  for (const auto& file : files) {
    Comparison line{
        .area = "identifiers", .subject = file.file, .agreed = file.passed, .compared = file.rows};
    for (const auto& miss : file.differences) {
      line.misses.push_back(miss.row + ": " + miss.input + ": " + miss.found + ", not " +
                            miss.wanted);
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace zhiheng::trace
