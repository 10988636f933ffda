#include "trace/suspects.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <limits>

#include "trace/delivery_graph.h"
#include "trace/failures.h"
#include "trace/suspects_reach.h"

namespace zhiheng::trace {
namespace {

Result<void> check(const Network& network) {
  const auto broken = [](const std::string& where, std::size_t found, std::size_t size) {
    return fail(network_broken, where, std::to_string(found), "< " + std::to_string(size));
  };
  for (const Delivery& delivery : network.deliveries) {
    for (const std::uint32_t station : {delivery.from, delivery.to}) {
      if (station >= network.stations.size()) {
        return broken(delivery.id, station, network.stations.size());
      }
    }
  }
  for (const DeliveryLink& link : network.links) {
    for (const std::uint32_t delivery : {link.delivery, link.next}) {
      if (delivery >= network.deliveries.size()) {
        return broken("links", delivery, network.deliveries.size());
      }
    }
  }
  return {};
}

/// What the sums of weights are divided by.
struct Denominators {
  double positive = 0, negative = 0;
};

struct Shares {
  const std::vector<double>& weights;
  Denominators sums;

  [[nodiscard]] Score of(std::span<const std::uint64_t> reached) const {
    Score made;
    double positive = 0;
    double negative = 0;
    for (std::size_t word = 0; word < reached.size(); ++word) {
      for (std::uint64_t bits = reached[word]; bits != 0; bits &= bits - 1) {
        const std::size_t item = word * 64 + static_cast<std::size_t>(std::countr_zero(bits));
        made.reached.push_back(static_cast<std::uint32_t>(item));
        (weights[item] > 0 ? positive : negative) += std::abs(weights[item]);
      }
    }
    const auto share = [](double part, double whole) { return whole > 0 ? part / whole : 0; };
    made.score = share(positive - negative, std::max(sums.positive, sums.negative));
    made.positive = share(positive, sums.positive);
    made.negative = share(negative, sums.negative);
    return made;
  }
};

void normalise(Suspects& made) {
  double largest = 0;
  for (const auto* scores : {&made.stations, &made.deliveries}) {
    for (const Score& each : *scores) largest = std::max(largest, std::abs(each.score));
  }
  for (auto* scores : {&made.stations, &made.deliveries}) {
    for (Score& each : *scores) each.normalised = largest > 0 ? each.score / largest : 0;
  }
}

}  // namespace

bool may_precede(const LooseDay& arrival, const LooseDay& departure) {
  const std::pair<int, int> parts[] = {{arrival.year, departure.year},
                                       {arrival.month, departure.month},
                                       {arrival.day, departure.day}};
  for (const auto& [came, left] : parts) {
    if (came == 0 || left == 0 || came < left) return true;
    if (came > left) return false;
  }
  return true;
}

Result<LooseDay> read_loose_day(const std::string& text) {
  const auto wrong = [&] { return fail(time_malformed, {}, text, "2026-03-05, 2026-03, 2026"); };
  LooseDay day;
  if (text.empty()) return day;
  int* const parts[] = {&day.year, &day.month, &day.day};
  const int most[] = {9999, 12, 31};
  const char* at = text.data();
  const char* const end = at + text.size();
  for (std::size_t i = 0; i < std::size(parts); ++i) {
    const auto read = std::from_chars(at, end, *parts[i]);
    if (read.ec != std::errc{} || *parts[i] < 1 || *parts[i] > most[i]) return wrong();
    at = read.ptr;
    if (at == end) return day;
    if (*at != '-') return wrong();
    ++at;
  }
  return wrong();
}

Result<Suspects> find_suspects(const Network& network, bool temporal_order) {
  ZH_DO(check(network));
  Suspects made;
  std::vector<double> weights;
  Denominators sums;
  // Which bit stands for a station or delivery with a weight.
  std::vector<std::uint32_t> station_bit(network.stations.size(), Reach::none);
  std::vector<std::uint32_t> delivery_bit(network.deliveries.size(), Reach::none);
  const auto take = [&](bool station, std::size_t position, double weight, std::uint32_t& bit) {
    if (weight == 0) return;
    bit = static_cast<std::uint32_t>(weights.size());
    weights.push_back(weight);
    made.weighted.push_back({station, static_cast<std::uint32_t>(position)});
    (weight > 0 ? sums.positive : sums.negative) += std::abs(weight);
  };
  for (std::size_t i = 0; i < network.stations.size(); ++i) {
    take(true, i, network.stations[i].marks.weight, station_bit[i]);
  }
  for (std::size_t i = 0; i < network.deliveries.size(); ++i) {
    take(false, i, network.deliveries[i].marks.weight, delivery_bit[i]);
  }
  const DeliveryGraph graph(network, temporal_order);
  const Reach reach(network, graph, station_bit, delivery_bit, weights.size());
  const Shares shares{weights, sums};
  std::vector<std::uint64_t> bits(reach.words());
  for (std::uint32_t i = 0; i < network.deliveries.size(); ++i) {
    std::ranges::fill(bits, 0);
    reach.add_ahead_of_delivery(i, bits);
    made.deliveries.push_back(shares.of(bits));
  }
  for (std::uint32_t i = 0; i < network.stations.size(); ++i) {
    std::ranges::fill(bits, 0);
    reach.add_ahead_of_station(i, bits);
    made.stations.push_back(shares.of(bits));
  }
  normalise(made);
  mark_traces(network, graph, made);
  return made;
}

}  // namespace zhiheng::trace
