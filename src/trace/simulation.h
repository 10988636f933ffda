#pragma once
// A made-up supply chain with known faults: dairy, grain and liquor, from the farm to the shop.
//
// Company prefixes begin with 952, which GS1 keeps for demonstrations: no firm has them.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "trace/distance.h"
#include "trace/event.h"

namespace zhiheng::trace {

/// What can be planted.
enum class Fault : std::uint8_t {
  shipped_not_received,
  received_not_shipped,
  opened_twice,
  child_without_parent,
  quantity_mismatch,
  clone,
  after_decommissioning,
  sale_after_sale,
  impossible_journey,
  mass_balance_leak,
  temperature_breach,
};
inline constexpr std::size_t fault_kinds = 11;

/// "shipped_not_received", …
[[nodiscard]] std::string_view name_of(Fault fault);

/// "all=20" or "clone=5,opened_twice=3": how many of each.
/// @fails  trace.faults_malformed
[[nodiscard]] Result<std::map<Fault, int>> parse_faults(std::string_view text);

struct SimulationOptions {
  int firms = 40;
  int lots = 20;               ///< finished lots
  std::int64_t events = 2000;  ///< aimed at; lots are made as large as that takes
  std::uint64_t seed = 1;
  std::map<Fault, int> faults = {};
};

/// A fault that was planted; goods that were too warm also where they became so by chance.
struct PlantedFault {
  Fault fault = Fault::clone;
  std::string id;                   ///< normal form: the item, case or lot that it is about
  std::vector<std::string> events;  ///< by which it shows
};

/// What is true of a finished lot.
struct SimulatedLot {
  std::string id;                 ///< normal form
  std::vector<std::string> from;  ///< lots of raw material, of liquor its yeast too
  int pieces = 0, sold = 0;
  int gone = 0;  ///< without those that were seen again
};

struct SimulatedFirm {
  std::string name;   ///< "兰州乳品厂 7（合成）"
  std::string place;  ///< URN of its location
  std::string party;  ///< URN
  Position position;
  std::string region;  ///< GB/T 2260, of the city
};

/// Where a simulation is told to.
struct SimulationSink {
  std::function<bool(const Event&)> event;  ///< false stops it
  std::function<void(const PlantedFault&)> fault = [](const PlantedFault&) {};
  std::function<void(const SimulatedLot&)> lot = [](const SimulatedLot&) {};
};

/// The firms come first: documents carry them as master data.
/// @fails  trace.simulation_size, code.table_unreadable, code.table_malformed
[[nodiscard]] Result<std::vector<SimulatedFirm>> simulated_firms(
    const SimulationOptions& options, const std::filesystem::path& catalog);

/// Events in the order in which the lots were made; the same for the same options. Memory does not
/// grow with their number.
/// @param firms  from simulated_firms with the same options
/// @return the number of events
/// @fails  trace.simulation_size
[[nodiscard]] Result<std::int64_t> simulate(const SimulationOptions& options,
                                            const std::vector<SimulatedFirm>& firms,
                                            const SimulationSink& sink);

}  // namespace zhiheng::trace
