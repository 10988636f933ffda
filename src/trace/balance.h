#pragma once
// Does what came out fit what went in? Every process against the yields of the catalog.

#include <atomic>
#include <filesystem>
#include <string>
#include <vector>

#include "base/words.h"
#include "trace/history.h"
#include "trace/measurement_unit.h"

namespace zhiheng::trace {

/// A band of catalog/trace/yields.toml.
struct YieldBand {
  std::string id;
  Words title;
  std::string output, output_unit;  ///< pattern of products; code of UN/ECE Recommendation 20
  std::string input, input_unit;
  double low = 0, high = 0;  ///< output by input
  std::string source;
};

/// @fails  trace.rules_malformed
[[nodiscard]] Result<std::vector<YieldBand>> load_yield_bands(const std::filesystem::path& catalog);

/// "?" is one sign, a final "*" the rest.
[[nodiscard]] bool fits_pattern(std::string_view text, std::string_view pattern);

/// One process and one band: a transformation, or all that share its transformationID.
struct Process {
  const YieldBand* band = nullptr;
  Id output = nothing;  ///< the first lot or product that the band is about
  Id place = nothing;
  Timestamp ended;
  std::vector<EventAt> events;
  double in = 0, out = 0;      ///< in the units of the band
  std::size_t unmeasured = 0;  ///< inputs and outputs of the band without an amount in such a unit

  [[nodiscard]] double yield() const { return in > 0 ? out / in : 0; }
  /// Candidates only; without all amounts nothing can be said.
  [[nodiscard]] bool outside() const {
    return unmeasured == 0 && in > 0 && out > 0 && (yield() < band->low || yield() > band->high);
  }
};

/// Processes with an output that some band is about, in the order of their first events.
/// @param unjudged  receives the number of processes with amounts but without a band
/// @fails  trace.interrupted
/// @cost   linear in the events
[[nodiscard]] Result<std::vector<Process>> processes_of(const History& history,
                                                        const std::vector<YieldBand>& bands,
                                                        const MeasurementUnits& units,
                                                        std::size_t& unjudged,
                                                        const std::atomic<bool>* stop = nullptr);

}  // namespace zhiheng::trace
