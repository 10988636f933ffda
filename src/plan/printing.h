#pragma once
// Plans on record as tables for people.

#include <iosfwd>

#include "base/words.h"
#include "plan/documents.h"

namespace zhiheng::plan {

void print(std::ostream& out, const LoadReport& report, Language language);
void print(std::ostream& out, const Status& status, Language language);
void print(std::ostream& out, const std::vector<TargetProgress>& targets, Language language);
void print(std::ostream& out, const AuthorityMatrix& matrix, Language language);
void print(std::ostream& out, const RegionMatrix& matrix, Language language);

/// The status with its targets as one JSON document.
[[nodiscard]] std::string with_targets(const Status& status,
                                       const std::vector<TargetProgress>& targets);

/// The word for a light or a verdict.
[[nodiscard]] std::string word_of(const std::string& light, Language language);

}  // namespace zhiheng::plan
