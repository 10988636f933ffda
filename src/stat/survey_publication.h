#pragma once
// May this estimate be published, and with what warning?

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace zhiheng::stat {

/// What is known of an estimate. Only what a rule asks for needs to be right.
struct PublicationFacts {
  double estimate = 0;
  double records = 0;            ///< rows behind it
  double effective_records = 0;  ///< see effective_records()
  double cv = 0;                 ///< standard error over estimate
  double interval_width = 0;     ///< high bound less low bound
  double degrees = 0;            ///< of freedom
};

enum class Publication { yes, flag, no };

/// One line of a rule.
struct PublicationLimit {
  std::string quantity;  ///< estimate, records, effective_records, cv, interval_width,
                         ///< relative_interval_width or degrees
  bool below = true;     ///< holds against publication below the threshold, else above it
  double threshold = 0;
  double wider_than = 0;  ///< only when the interval is wider than this
  Publication verdict = Publication::no;
};

struct PublicationRule {
  std::string name;
  std::vector<PublicationLimit> limits;
  std::string source;
  bool verified = true;  ///< false when a line is held from a source that was not seen
};

/// Reads the rules of catalog/surveys/publication_rules.tsv.
/// @fails table_malformed
[[nodiscard]] Result<std::vector<PublicationRule>> publication_rules(std::string_view text);

struct PublicationVerdict {
  Publication verdict = Publication::yes;
  std::string reason;  ///< "records 12 < 20; cv 0.41 > 0.33"; empty for yes
};

/// The gravest verdict of the limits that are passed. A quantity that is NaN passes none, except
/// that an estimate without a value is never published.
[[nodiscard]] PublicationVerdict judge(const PublicationRule& rule, const PublicationFacts& facts);

}  // namespace zhiheng::stat
