#pragma once
// The bounds and words by which two plans are compared: catalog/plan/compare*.tsv.

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"

namespace zhiheng::plan {

/// What each bound means stands beside it in catalog/plan/compare.tsv.
struct CompareBounds {
  double partner_bonus = 0, heading_bonus = 0;
  double alike = 0, alike_in_partners = 0, partners = 0;
  double rest = 0, contained = 0, repeated = 0, rest_terms = 0;
  double item_share = 0, sure = 0, theme = 0, answered = 0, new_share = 0;
  double heading = 0, substance = 0, section = 0;
};

struct CompareRules {
  CompareBounds bounds = {};
  /// Words of place and level, and how they are read; words that stand as they are map to
  /// themselves.
  std::unordered_map<std::u32string, std::u32string> forms = {};
  std::size_t longest_word = 0;
  std::vector<std::u32string> qualifiers = {};
  std::map<std::string, std::string, std::less<>> functions = {};  ///< authority to function
  std::vector<std::pair<std::u32string, std::string>> collectives = {};

  /// @param catalog  folder of the declarations
  /// @fails  code.table_unreadable, code.table_malformed, compare_rule_unusable
  [[nodiscard]] static Result<CompareRules> load(const std::filesystem::path& catalog);
};

}  // namespace zhiheng::plan
