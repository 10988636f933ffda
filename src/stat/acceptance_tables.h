#pragma once
// Which plan does the standard ask for? Code letters, plans and switching of ISO 2859-1 and its
// kin.
//
// The tables are data of an edition, parsed from tab-separated text that the catalog keeps under
// catalog/acceptance; this room knows their form only.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "stat/acceptance.h"

namespace zhiheng::stat {

enum class Severity { normal, tightened, reduced };

/// A line of the code-letter table: lots of `lot_from` to `lot_to` units (0: no upper end).
struct CodeLetters {
  std::int64_t lot_from = 0;
  std::int64_t lot_to = 0;
  std::vector<std::string> letters;  ///< one per name of CodeLetterTable::levels
};

struct CodeLetterTable {
  std::vector<std::string> levels;  ///< "S-1" .. "S-4", "I", "II", "III"
  std::vector<CodeLetters> rows;
};

/// One plan of a master table, arrows already followed.
struct TablePlan {
  Severity severity = Severity::normal;
  std::string letter;
  std::string aql;  ///< as printed: "0.65", "1.0"
  std::vector<Stage> stages;
};

/// Columns "lot_from lot_to" and one per inspection level.
/// @fails table_malformed, naming line and column
[[nodiscard]] Result<CodeLetterTable> parse_code_letters(std::string_view text);

/// Columns "severity letter aql stages"; stages are "size:accept:reject", separated by spaces.
/// @fails table_malformed, naming line and column
[[nodiscard]] Result<std::vector<TablePlan>> parse_plans(std::string_view text);

/// The code letter of a lot at an inspection level.
///
/// @fails no_plan (unknown level, or a lot below the table)
/// @source ISO 2859-1:1999 and GB/T 2828.1-2012, table 1
[[nodiscard]] Result<std::string> code_letter(const CodeLetterTable& table, std::int64_t lot,
                                              std::string_view level);

/// What to draw from a lot.
struct LotPlan {
  std::string letter;  ///< from the lot size; the plan may be another letter's by an arrow
  std::vector<Stage> stages;
  bool whole_lot = false;  ///< the sample would not be smaller than the lot: inspect all of it
};

/// The plan of a lot: code letter, then the plan of letter, AQL and severity.
///
/// @param aql  as the table prints it; "1", "1.0" and "1.00" are the same
/// @fails no_plan
[[nodiscard]] Result<LotPlan> lot_plan(const CodeLetterTable& letters,
                                       std::span<const TablePlan> plans, std::int64_t lot,
                                       std::string_view level, std::string_view aql,
                                       Severity severity);

}  // namespace zhiheng::stat
