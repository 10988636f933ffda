#pragma once
// Do we give what outside programs gave? Runs the expectation files of a folder and compares.
//
// The layout of such a folder is documented in docs/epcis.md.

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"

namespace zhiheng::trace {

/// One line of the table.
struct Comparison {
  std::string area;     ///< "documents"
  std::string subject;  ///< "verdict", "event hash", …
  std::size_t agreed = 0;
  std::size_t compared = 0;
  bool covered = true;                   ///< false: nobody has built this yet; counts as a miss
  bool informational = false;            ///< shown, not counted
  std::vector<std::string> misses = {};  ///< what differs: "file: wanted …, found …"

  [[nodiscard]] bool passed() const {
    return informational || (covered && compared > 0 && agreed == compared);
  }
};

/// Every area of the folder that has expectations, in the order of their names.
/// @param catalog  where the tables of identifiers stand
/// @fails  trace.file_unreadable, trace.expectations_malformed, what load_gs1_tables fails with
[[nodiscard]] Result<std::vector<Comparison>> reproduce(const std::filesystem::path& folder,
                                                        const std::filesystem::path& catalog);

}  // namespace zhiheng::trace
