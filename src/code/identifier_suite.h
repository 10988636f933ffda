#pragma once
// Runs the published suites of GS1 identifiers of one folder: who agrees with whom, row by row.

#include <filesystem>
#include <string>
#include <vector>

#include "code/application_identifier.h"

namespace zhiheng::code {

/// A row on which this program and the suite disagree.
struct SuiteDifference {
  std::string row;  ///< "openepcis/urn_dl.jsonl:17"
  std::string input;
  std::string found;   ///< what this program says
  std::string wanted;  ///< what the suite says
};

/// One file of the folder.
struct SuiteFile {
  std::string file;  ///< relative to the folder
  std::size_t rows = 0;
  std::size_t passed = 0;
  std::vector<SuiteDifference> differences;
};

/// Every suite below `folder`, which is laid out as identifiers/ of an EPCIS test set: its files
/// are optional, one that is there is run whole.
/// @param folder  with gs1-syntax-engine/, gs1-syntax-dictionary/, openepcis/, …
/// @fails  code.table_unreadable, code.suite_malformed
[[nodiscard]] Result<std::vector<SuiteFile>> run_identifier_suites(
    const std::filesystem::path& folder, const Gs1Tables& tables);

}  // namespace zhiheng::code
