#pragma once
// Records to be linked: which files, which columns, compared how, and in which blocks.

#include <string>
#include <string_view>
#include <vector>

#include "analysis/method.h"
#include "stat/company_name.h"
#include "stat/linkage.h"

namespace zhiheng::analysis {

/// The records of one file, or of two, and how they are told apart in the answer.
struct LinkFiles {
  std::vector<const Table*> tables;
  std::size_t first_file = 0;
  std::size_t records = 0;

  /// A column of all records, file after file.
  /// @fails column_missing
  [[nodiscard]] Result<std::vector<std::string>> column(std::string_view name) const;
};

[[nodiscard]] LinkFiles files_of(const Call& call);

/// The columns that --fields names, or all but --id and --truth, with how they are compared.
/// @fails   column_missing, setting_wrong, and what the words of company names lack
[[nodiscard]] Result<std::vector<stat::LinkField>> fields_of(const Call& call,
                                                             const LinkFiles& files);

/// The passes of --block; none when they are to be chosen by the data.
/// @fails setting_wrong
[[nodiscard]] Result<std::vector<stat::BlockPass>> passes_of(
    const Call& call, const std::vector<stat::LinkField>& fields);

/// Passes as --block writes them.
[[nodiscard]] std::string passes_in_words(const std::vector<stat::BlockPass>& passes,
                                          const std::vector<stat::LinkField>& fields);

/// The words that company names are made of, from the catalog.
/// @fails file_unreadable, stat.table_malformed
[[nodiscard]] Result<stat::CompanyWords> company_words(const Call& call);

}  // namespace zhiheng::analysis
