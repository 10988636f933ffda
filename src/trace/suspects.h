#pragma once
// Which station or delivery explains most of an outbreak? Scores of suppliers and deliveries from
// who delivered to whom, where the cases are, and where goods may have touched each other.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"

namespace zhiheng::trace {

/// A day of which the later parts may not be known.
struct LooseDay {
  int year = 0, month = 0, day = 0;  ///< 0: not known

  [[nodiscard]] bool whole() const { return year > 0 && month > 0 && day > 0; }
  bool operator==(const LooseDay&) const = default;
};

/// "2026-03-05", "2026-03", "2026" or "".
/// @fails  trace.time_malformed
[[nodiscard]] Result<LooseDay> read_loose_day(const std::string& text);

/// Whether something that arrived on the one day may have left on the other: not later, year
/// before month before day; a missing part leaves it possible.
[[nodiscard]] bool may_precede(const LooseDay& arrival, const LooseDay& departure);

/// What an investigation knows or assumes of a station or a delivery.
struct Marks {
  double weight = 0;  ///< cases; negative: where there should have been cases and were none
  /// Station: everything that arrives may touch everything that leaves. Deliveries with this mark
  /// and one recipient may have touched each other.
  bool cross_contamination = false;
  bool kill = false;  ///< whatever it was does not survive here
  bool observed = false;
};

struct Station {
  std::string id;
  std::string name;
  Marks marks = {};
};

struct Delivery {
  std::string id;
  std::uint32_t from = 0, to = 0;  ///< positions in Network::stations
  std::string product, lot;
  LooseDay departure = {}, arrival = {};
  Marks marks = {};
};

/// One delivery went into another: positions in Network::deliveries.
struct DeliveryLink {
  std::uint32_t delivery = 0, next = 0;
};

struct Network {
  std::vector<Station> stations;
  std::vector<Delivery> deliveries;
  std::vector<DeliveryLink> links;
};

struct Score {
  double score = 0;       ///< share of the cases that lie ahead of it
  double positive = 0;    ///< the same for positive weights alone
  double negative = 0;    ///< for negative weights alone
  double normalised = 0;  ///< the score as a share of the largest one in the network
  bool backward = false;  ///< on the trace behind something observed
  bool forward = false;   ///< on the trace ahead of something observed
  /// Positions in Suspects::weighted of what is reached: why the score is what it is.
  std::vector<std::uint32_t> reached = {};
};

/// A station or delivery with a weight.
struct Weighted {
  bool station = true;
  std::uint32_t position = 0;  ///< in Network::stations or Network::deliveries
};

struct Suspects {
  std::vector<Score> stations, deliveries;  ///< one for each of the network
  std::vector<Weighted> weighted;
};

/// Score = (own weight + weights of everything on the trace ahead) / sum of positive weights, or
/// of negative ones where these are larger; 0 where there are no weights. What is reached on
/// several ways counts once.
///
/// @param temporal_order  at a station with cross-contamination a delivery touches only what left
///                        on its arrival day or later
/// @fails  trace.network_broken for a position outside of its list
/// @cost   (deliveries + links) × weighted / 64; stations with cross-contamination add a logarithm,
///         and a step for each pair with an incomplete date
/// @source M. Weiser et al., PLoS ONE 11 (2016) e0151977 (FoodChain-Lab)
/// @checked the test workflows of BfROpenLab
[[nodiscard]] Result<Suspects> find_suspects(const Network& network, bool temporal_order);

/// For each target a shortest chain of deliveries that leads to it, in the order of the goods:
/// positions in Network::deliveries, empty when it is not reached or is the start itself.
/// @pre  the network passed find_suspects
[[nodiscard]] std::vector<std::vector<std::uint32_t>> chains_from(
    const Network& network, bool temporal_order, const Weighted& start,
    std::span<const Weighted> targets);

}  // namespace zhiheng::trace
