#pragma once
// In which fields does each candidate pair agree, and how far?

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "base/result.h"
#include "stat/blocking.h"
#include "stat/linkage_fields.h"
#include "stat/parallel.h"

namespace zhiheng::stat {

/// Candidates whose fields agree alike.
struct Pattern {
  std::vector<std::uint8_t> levels;
  double weight = 0;   ///< log m / u by the levels alone
  double matches = 0;  ///< expected
};

struct AgreementPatterns {
  std::vector<Pattern> patterns;  ///< each once, in the order of its first candidate
  std::vector<std::uint32_t> of;  ///< by candidate: its pattern
};

/// @fails interrupted
[[nodiscard]] Result<AgreementPatterns> agreement_patterns(std::span<const CodedField> fields,
                                                           std::span<const RecordPair> candidates,
                                                           const Threads& threads);

/// Calls `work(i)` for every candidate, many to a thread at a time.
///
/// @fails interrupted
[[nodiscard]] Result<void> for_each_candidate(std::size_t candidates, const Threads& threads,
                                              const std::function<void(std::size_t)>& work);

}  // namespace zhiheng::stat
