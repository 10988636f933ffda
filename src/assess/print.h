#pragma once
// Schemes, league tables and score sheets for a terminal, and as rows for a spreadsheet.

#include <iosfwd>
#include <string>
#include <vector>

#include "assess/assess.h"
#include "assess/cases.h"
#include "assess/changes.h"

namespace zhiheng::assess {

void print_list(std::ostream& out, const catalog::Catalog& catalog, Language language);
/// Places, totals and grades of all, with their uncertainty.
void print_ranking(std::ostream& out, const Assessment& assessment, Language language);
/// One sheet, unfolded.
void print_sheet(std::ostream& out, const Assessment& assessment, const Sheet& sheet,
                 const catalog::Catalog& catalog, Language language);
void print(std::ostream& out, const std::vector<NodeDifference>& all, const Assessment& after,
           Language language);
void print(std::ostream& out, const Comparison& comparison, const Assessment& after,
           Language language);
void print(std::ostream& out, const std::vector<Case>& cases, Language language);

/// A row per node, event and total of the sheets; `region` empty: of all.
struct Rows {
  std::vector<std::string> heading;
  std::vector<std::vector<std::string>> rows;
};
[[nodiscard]] Rows table_rows(const Assessment& assessment, const std::string& region,
                              Language language);

}  // namespace zhiheng::assess
