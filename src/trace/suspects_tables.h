#pragma once
// Stations, deliveries and links from tables, and what an investigation assumes of them.

#include <filesystem>
#include <map>
#include <optional>

#include "trace/suspects.h"

namespace zhiheng::trace {

struct NetworkTables {
  std::filesystem::path stations, deliveries, links;
};

struct NetworkRead {
  Network network;
  std::size_t links_left_out = 0;  ///< they name a delivery that is not in its table
};

/// CSV tables as FoodChain-Lab writes them: stations with `ID` and `node`, deliveries with `ID`,
/// `from`, `to`, `Date Delivery` and further columns, links with `ID` and `Next`. Columns `Weight`,
/// `CrossContamination`, `Kill Contamination` and `Observed` of the first two become marks.
///
/// @param missing_stations  stations that only deliveries name are added rather than refused
/// @fails  trace.column_missing, trace.network_broken, trace.time_malformed, what open_csv fails
///         with
[[nodiscard]] Result<NetworkRead> read_network(const NetworkTables& tables,
                                               bool missing_stations = false);

/// Switches and marks of a scenario: docs/suspects.md.
struct Scenario {
  bool temporal_order = false;
  std::map<std::string, Marks> stations, deliveries;
  struct Days {
    std::optional<LooseDay> departure, arrival;
  };
  std::map<std::string, Days> days;  ///< of deliveries, instead of those in the table
  /// A new station's id and the stations that are one with it.
  std::map<std::string, std::vector<std::string>> collapsed;
};

/// @fails  trace.file_unreadable, trace.not_json, trace.scenario_malformed, trace.time_malformed
[[nodiscard]] Result<Scenario> read_scenario(const std::filesystem::path& file);

/// The network as the scenario wants it: marks are set on top of those of the tables, collapsed
/// stations become one, and deliveries between them drop out.
/// @fails  trace.network_broken for an id that the network does not have
[[nodiscard]] Result<Network> under(const Scenario& scenario, Network network);

}  // namespace zhiheng::trace
