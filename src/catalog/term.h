#pragma once
// Legal terms as data, from catalog/terms: how long, since when, and which law says so.

#include <string>
#include <vector>

#include "base/calendar.h"
#include "base/words.h"

namespace zhiheng::catalog {

/// A term as it stood from a day on.
struct TermVersion {
  Date from;  ///< until the next version begins
  Term term;
  bool moves = false;  ///< ending on a day off it runs on to the next working day
  std::string source;
  bool verified = true;
};

struct LegalTerm {
  std::string name;  ///< "complaint.acceptance": `id` in the file
  Words title;
  std::vector<TermVersion> versions;  ///< at least one, oldest first
  std::string file;

  /// The version in force on that day; null before the first one.
  [[nodiscard]] const TermVersion* in_force(Date on) const;
};

}  // namespace zhiheng::catalog
