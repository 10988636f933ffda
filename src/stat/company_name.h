#pragma once
// Do two Chinese names mean the same company?

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "stat/linkage_fields.h"

namespace zhiheng::stat {

class TableText;

/// The words that names are taken apart by. Declared, not coded: catalog/linkage/company_words.tsv
/// and catalog/codes/regions.tsv.
class CompanyWords {
 public:
  /// @param words    a table of kind (form, industry, branch), word, same_as
  /// @param regions  a table of code (six digits), name, short, valid_to (empty for today's)
  /// @fails   table_malformed
  [[nodiscard]] static Result<CompanyWords> parse(std::string_view words, std::string_view regions);

  using Lookup = std::unordered_map<std::string, std::string>;
  [[nodiscard]] const Lookup& forms() const { return forms_; }            ///< to the same in sense
  [[nodiscard]] const Lookup& industries() const { return industries_; }  ///< to the same in sense
  [[nodiscard]] const Lookup& branches() const { return branches_; }
  /// To the codes that have or had the name, without trailing pairs of zeros: "32", "3205".
  [[nodiscard]] const std::unordered_map<std::string, std::vector<std::string>>& regions() const {
    return regions_;
  }

 private:
  void add_regions(const TableText& places, bool past);

  Lookup forms_, industries_, branches_;
  std::unordered_map<std::string, std::vector<std::string>> regions_;
};

struct CompanyName {
  std::string region;    ///< code, see CompanyWords::regions, as far as the name settles it
  std::string trade;     ///< 字号, what the firm chose: the part that counts
  std::string industry;  ///< in its common form, words joined
  std::string form;      ///< legal form, in its common form
  std::string branch;    ///< 分公司 and the like with its place; "" for the firm itself
};

/// Takes a name apart: region, trade name, industry, legal form, branch.
///
/// Widths, letter case, white space and punctuation are folded first; a region may stand in front
/// or in brackets. The trade name keeps at least two characters where there are so many.
[[nodiscard]] CompanyName company_name(std::string_view name, const CompanyWords& words);

/// How far two names agree.
///
/// same: trade name, industry, form and branch are the same, no region contradicts the other.
/// close: trade name and branch are the same, and one name leaves out industry, form or region, or
///        the forms differ. near: the trade names are one edit apart (of three characters or more)
///        and all else agrees, or the trade names are the same and the industries differ.
/// different: all else; also firms of one trade name in two regions that exclude each other, and a
///        branch beside its firm.
[[nodiscard]] Agreement compare_companies(const CompanyName& one, const CompanyName& other);

}  // namespace zhiheng::stat
